// Agents are found in /proc, on a machine where processes come and go.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>

#include "mail/openpgp/agent_probe.hpp"

namespace {

// Begins and ends processes as fast as it can.
class Bustle {
 public:
  Bustle() : pid_(fork()) {
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      for (;;) {
        const pid_t brief = fork();
        if (brief == 0) {
          _exit(0);
        }
        waitpid(brief, nullptr, 0);
      }
    }
  }
  ~Bustle() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Bustle(const Bustle&) = delete;
  Bustle& operator=(const Bustle&) = delete;

 private:
  pid_t pid_;
};

}  // namespace

TEST_CASE("looking for agents is not disturbed by processes that end meanwhile") {
  const Bustle one, two;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  std::size_t found = 0, looks = 0;
  for (; std::chrono::steady_clock::now() < end; ++looks) {
    found += pouch::mail::openpgp::agents_of("/nowhere/gnupg").size();
  }
  CHECK(looks > 10);
  CHECK(found == 0);
}
