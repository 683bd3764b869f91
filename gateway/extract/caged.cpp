#include "gateway/extract/caged.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <fstream>
#include <optional>
#include <thread>

#include "gateway/fault.hpp"
#include "mail/descriptor.hpp"

namespace pouch::gateway {
namespace {

using Clock = std::chrono::steady_clock;
using mail::Descriptor;
constexpr std::chrono::milliseconds kLook{2};
constexpr int kNotStarted = 127;  // as shells say it
constexpr int kThrew = 126;

[[noreturn]] void nothing_left() {
  throw Fault(true, "no process can be started", "raise the limit of open files or of processes");
}

Descriptor sound(int descriptor) {
  if (descriptor < 0) {
    nothing_left();
  }
  return Descriptor(descriptor);
}

Descriptor file_of(std::string_view bytes) {
  auto file = sound(memfd_create("file", MFD_CLOEXEC));
  if (!mail::write_all(file.get(), bytes)) {
    nothing_left();
  }
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

// In the child: its input, its output, and nothing else of ours. Nothing here allocates.
bool settle_in(int in, int out, int nowhere, const Cage& cage) noexcept {
  sigset_t none;
  sigemptyset(&none);
  for (const int number : {SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGXFSZ}) {
    signal(number, SIG_DFL);
  }
  sigprocmask(SIG_SETMASK, &none, nullptr);
  setpgid(0, 0);
  return dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(nowhere, 2) == 2 && chdir("/") == 0 &&
         cage.enter() && close_range(3, ~0U, 0) == 0;
}

// What comes out of `pipe` until it ends.
CagedEnd listen(int pipe, Clock::time_point until, std::size_t most, std::string& output) {
  std::array<char, 64U << 10> buffer{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    pollfd wait{pipe, POLLIN, 0};
    const int ready = left.count() > 0 ? poll(&wait, 1, static_cast<int>(left.count())) : 0;
    if (ready == 0) {
      return CagedEnd::kTooLate;
    }
    const auto got = ready < 0 ? -1 : read(pipe, buffer.data(), buffer.size());
    if (got == 0 || (got < 0 && errno != EINTR)) {
      return CagedEnd::kExit;
    }
    output.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    if (output.size() > most) {
      return CagedEnd::kTooMuch;
    }
  }
}

// Its wait status; nothing when it is still there.
std::optional<int> ended(pid_t child, int options) {
  int status = 0;
  pid_t got = 0;
  while ((got = waitpid(child, &status, options)) < 0 && errno == EINTR) {
  }
  return got == 0 ? std::nullopt : std::optional(status);
}

// A child may close its output and stay.
int end(pid_t child, Clock::time_point until, CagedEnd& how) {
  while (how == CagedEnd::kExit && Clock::now() < until) {
    if (const auto status = ended(child, WNOHANG)) {
      kill(-child, SIGKILL);
      return *status;
    }
    std::this_thread::sleep_for(kLook);
  }
  how = how == CagedEnd::kExit ? CagedEnd::kTooLate : how;
  kill(-child, SIGKILL);
  return ended(child, 0).value_or(0);
}

// `life` runs in the child, and does not come back.
CagedResult watched(std::string_view input, const CagedLimits& limits, Caged what,
                    const std::function<void(const Cage&, int, int, int)>& life) {
  const Cage cage(limits.cage, what);
  const auto in = file_of(input);
  const auto nowhere = sound(open("/dev/null", O_RDWR | O_CLOEXEC));
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    nothing_left();
  }
  const Descriptor out(ends[0]);
  Descriptor given(ends[1]);
  const pid_t child = fork();
  if (child < 0) {
    nothing_left();
  }
  if (child == 0) {
    life(cage, in.get(), given.get(), nowhere.get());
    _exit(kNotStarted);
  }
  setpgid(child, child);  // both do: whoever comes first
  given.close();
  const auto until = Clock::now() + limits.time;
  CagedResult result;
  result.end = listen(out.get(), until, limits.output, result.output);
  const int status = end(child, until, result.end);
  if (result.end == CagedEnd::kExit) {
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    result.end = !WIFEXITED(status) || result.status == kThrew ? CagedEnd::kKilled
                 : result.status == kNotStarted                ? CagedEnd::kNotStarted
                                                               : CagedEnd::kExit;
  }
  if (result.end != CagedEnd::kExit) {
    result.output.clear();
  }
  return result;
}

#ifndef POUCH_SANITIZED
// proc(5): pages of address space. What this process has, its child is born with.
std::size_t own_memory() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}
#endif

std::vector<char*> pointers(const char* first, const std::vector<const char*>& more) {
  std::vector<char*> all;
  if (first != nullptr) {
    all.push_back(const_cast<char*>(first));
  }
  for (const auto* one : more) {
    all.push_back(const_cast<char*>(one));
  }
  all.push_back(nullptr);
  return all;
}

}  // namespace

CagedResult run_caged(const CagedProgram& program, std::string_view input,
                      const CagedLimits& limits) {
  const auto arguments = pointers(program.path, program.arguments);
  const auto environment = pointers(nullptr, program.environment);
  return watched(input, limits, Caged::kProgram,
                 [&](const Cage& cage, int in, int out, int nowhere) {
                   if (settle_in(in, out, nowhere, cage)) {
                     execve(program.path, arguments.data(), environment.data());
                   }
                 });
}

CagedResult call_caged(const std::function<void(int out)>& work, const CagedLimits& limits) {
  auto bounds = limits;
#ifdef POUCH_SANITIZED
  bounds.cage.memory = RLIM_INFINITY;  // sanitizers reserve terabytes
#else
  bounds.cage.memory += own_memory();
#endif
  return watched({}, bounds, Caged::kFunction, [&](const Cage& cage, int in, int out, int nowhere) {
    if (!settle_in(in, out, nowhere, cage)) {
      return;
    }
    try {
      work(STDOUT_FILENO);
      _exit(0);
    } catch (const std::exception&) {  // no memory, or a rule that the reader did not know
      _exit(kThrew);
    }
  });
}

std::string failure_of(CagedEnd end) {
  switch (end) {
    case CagedEnd::kExit:
      break;
    case CagedEnd::kTooMuch:
      return "the text of the file is too long";
    case CagedEnd::kTooLate:
      return "reading the file took too long";
    case CagedEnd::kKilled:
      return "reading the file takes too much time or memory";
    case CagedEnd::kNotStarted:
      return "this gateway could not start the reader of such files";
  }
  return {};
}

}  // namespace pouch::gateway
