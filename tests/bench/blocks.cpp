#include <sys/prctl.h>

#include "tests/bench/measure.hpp"
#include "tests/bench/sides.hpp"

namespace pouch::bench {

int serve_blocks(const char* name, const std::function<void()>& work) {
  prctl(PR_SET_NAME, name);  // a profiler tells the sides apart
  adopt_orphans();
  for (std::size_t messages = 0; scanf("%zu", &messages) == 1;) {
    reap();
    const double children = children_cpu();
    const Stopwatch watch;
    for (std::size_t i = 0; i < messages; ++i) {
      work();
    }
    const double wall = watch.wall(), own = watch.cpu();
    reap();
    printf("%f %f %f\n", own, children_cpu() - children, wall);
    fflush(stdout);
  }
  return 0;
}

}  // namespace pouch::bench
