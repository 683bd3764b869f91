#include "gateway/importing/given_key.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <exception>
#include <thread>
#include <vector>

#include "gateway/fault.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr int kWipes = 100, kGoneFor = 5;
constexpr std::chrono::milliseconds kBetween{100};

// In the child. Whoever stops the verb with Ctrl-C stops its group: not this one.
[[noreturn]] void guard(int lives, const fs::path& home) {
  setsid();
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  const int nowhere = open("/dev/null", O_RDWR);
  for (const int standard : {0, 1, 2}) {
    dup2(nowhere, standard);
  }
  char octet = 0;
  while (read(lives, &octet, 1) < 0 && errno == EINTR) {
  }
  // A gpg that was at work outlives whoever asked it, for a moment: it writes on, or starts an
  // agent.
  std::error_code ignored;
  for (int tries = 0, gone = 0; tries < kWipes && gone < kGoneFor; ++tries) {
    try {
      mail::openpgp::stop_agent(home);
    } catch (const std::exception&) {  // there is none
    }
    fs::remove_all(home, ignored);
    gone = fs::exists(home, ignored) ? 0 : gone + 1;
    std::this_thread::sleep_for(kBetween);
  }
  _exit(0);
}

}  // namespace

GivenKey::GivenKey() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    throw Fault(true, "there are no descriptors left", "ulimit -n");
  }
  mail::Descriptor sees(ends[0]);
  lives_ = mail::Descriptor(ends[1]);
  warden_ = fork();
  if (warden_ < 0) {
    throw Fault(true, "cannot start a process", "is the machine out of processes or memory?");
  }
  if (warden_ == 0) {
    lives_.close();
    guard(sees.get(), home_.path());
  }
}

GivenKey::~GivenKey() {
  lives_.close();
  while (waitpid(warden_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void GivenKey::take(const fs::path& file, const Runtime& runtime) {
  mail::openpgp::start_agent(home());
  const auto key = mail::openpgp::import_gateway_key(home(), file);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(runtime.site.keys)) {
    if (entry.path().extension() == ".asc") {
      files.push_back(entry.path());
    }
  }
  mail::openpgp::rebuild_ring(home(), key, files, runtime.directory.fingerprints());
}

}  // namespace pouch::gateway
