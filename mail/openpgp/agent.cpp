#include "mail/openpgp/agent.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>

#include "mail/fault.hpp"
#include "mail/openpgp/command.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::size_t kLongestHome = 80;  // sun_path holds 108; GnuPG adds its own names
constexpr int kGreetingTime = 5000;       // milliseconds
constexpr std::chrono::seconds kStartTime{10};

// Connects and reads the greeting "OK …" (Assuan): a hung agent takes connections but says nothing.
bool greets(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return false;
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) {
    return false;
  }
  bool good = connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  if (good) {
    pollfd wait{descriptor, POLLIN, 0};
    std::array<char, 64> greeting{};
    good = poll(&wait, 1, kGreetingTime) == 1 &&
           read(descriptor, greeting.data(), greeting.size()) > 1 && greeting[0] == 'O' &&
           greeting[1] == 'K';
    (void)!write(descriptor, "BYE\n", 4);
  }
  close(descriptor);
  return good;
}

}  // namespace

std::string agent_socket(const std::filesystem::path& home) {
  static std::mutex mutex;
  static std::map<std::string, std::string> known;
  const std::lock_guard<std::mutex> lock(mutex);
  auto& path = known[home.string()];
  if (path.empty()) {
    path = run_command({"gpgconf", "--homedir", home.string(), "--list-dirs", "agent-socket"}).out;
    while (!path.empty() && path.back() == '\n') {
      path.pop_back();
    }
  }
  return path;
}

bool agent_answers(const std::filesystem::path& home) { return greets(agent_socket(home)); }

std::string agent_mark(const std::filesystem::path& home) {
  struct stat facts {};
  if (stat(agent_socket(home).c_str(), &facts) != 0) {
    return {};
  }
  return std::to_string(facts.st_ino) + "/" + std::to_string(facts.st_ctim.tv_sec) + "." +
         std::to_string(facts.st_ctim.tv_nsec);
}

bool agent_running(const std::filesystem::path& home) { return agent_answers(home); }

bool start_agent(const std::filesystem::path& home) {
  if (home.string().size() > kLongestHome) {
    throw Fault(Permanence::kPermanent,
                "the path " + home.string() + " is too long for gpg-agent's socket",
                "put the site where its gnupg folder has at most 80 octets");
  }
  if (agent_answers(home)) {
    return false;
  }
  run_command({"gpgconf", "--homedir", home.string(), "--launch", "gpg-agent"});
  const auto end = std::chrono::steady_clock::now() + kStartTime;
  while (!agent_answers(home)) {
    if (std::chrono::steady_clock::now() > end) {
      throw Fault(Permanence::kTransient, "gpg-agent did not start",
                  "try gpgconf --launch gpg-agent");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

void stop_agent(const std::filesystem::path& home) {
  run_command({"gpgconf", "--homedir", home.string(), "--kill", "gpg-agent"});
}

}  // namespace pouch::mail::openpgp
