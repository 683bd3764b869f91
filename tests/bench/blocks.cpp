#include <sys/prctl.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "tests/bench/measure.hpp"
#include "tests/bench/sides.hpp"

namespace pouch::bench {

namespace {

// All but that one, which stays.
void reap_others(pid_t helper) {
  for (bool others = helper >= 0; others;) {
    others = false;
    // proc(5): the children of each thread; we have one.
    std::ifstream list("/proc/self/task/" + std::to_string(getpid()) + "/children");
    for (pid_t pid = 0; list >> pid;) {
      others = (pid != helper && waitpid(pid, nullptr, 0) == pid) || others;
    }
  }
  if (helper < 0) {
    reap();
  }
}

}  // namespace

int serve_blocks(const char* name, const std::function<void()>& work, pid_t helper) {
  prctl(PR_SET_NAME, name);  // a profiler tells the sides apart
  adopt_orphans();
  for (std::size_t messages = 0; scanf("%zu", &messages) == 1;) {
    reap_others(helper);
    const double children = children_cpu();
    const double helped = helper < 0 ? 0 : cpu_of(helper);
    const Stopwatch watch;
    for (std::size_t i = 0; i < messages; ++i) {
      work();
    }
    const double wall = watch.wall();
    const double own = watch.cpu() + (helper < 0 ? 0 : cpu_of(helper) - helped);
    reap_others(helper);
    printf("%f %f %f\n", own, children_cpu() - children, wall);
    fflush(stdout);
  }
  return 0;
}

}  // namespace pouch::bench
