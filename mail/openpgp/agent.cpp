#include "mail/openpgp/agent.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "mail/descriptor.hpp"
#include "mail/fault.hpp"
#include "mail/openpgp/agent_probe.hpp"
#include "mail/openpgp/command.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::size_t kLongestHome = 80;  // sun_path holds 108; GnuPG adds its own names
constexpr std::chrono::milliseconds kGreetingTime{5000};

bool says_something(const AgentProbe& probe, std::chrono::milliseconds limit) {
  pollfd wait{probe.descriptor(), POLLIN, 0};
  return probe.descriptor() >= 0 && poll(&wait, 1, static_cast<int>(limit.count())) == 1;
}

// Only for who has one of these does GnuPG put sockets elsewhere than in the home.
bool has_folder_of_a_session() {
  const auto user = "user/" + std::to_string(getuid());
  for (const std::filesystem::path base : {"/run/gnupg", "/run", "/var/run/gnupg", "/var/run"}) {
    std::error_code unseen;
    if (std::filesystem::is_directory(base / user, unseen) ||
        unseen == std::errc::permission_denied) {
      return true;
    }
  }
  return false;
}

// Two that start agents at once could each take the other's for dead. Nobody else starts them:
// gpg.conf says no-autostart.
class OneAtATime {
 public:
  explicit OneAtATime(const std::filesystem::path& home)
      : folder_(open(home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    flock(folder_, LOCK_EX);
  }
  ~OneAtATime() {
    if (folder_ >= 0) {
      close(folder_);
    }
  }
  OneAtATime(const OneAtATime&) = delete;
  OneAtATime& operator=(const OneAtATime&) = delete;

 private:
  int folder_;
};

}  // namespace

std::string agent_socket(const std::filesystem::path& home) {
  static std::mutex mutex;
  static std::map<std::string, std::string> known;
  const std::lock_guard<std::mutex> lock(mutex);
  auto& path = known[home.string()];
  if (path.empty() && !has_folder_of_a_session()) {
    path = (std::filesystem::absolute(home) / "S.gpg-agent").string();
  } else if (path.empty()) {
    path = run_command({"gpgconf", "--homedir", home.string(), "--list-dirs", "agent-socket"}).out;
    while (!path.empty() && path.back() == '\n') {
      path.pop_back();
    }
  }
  return path;
}

bool agent_answers(const std::filesystem::path& home) {
  return ask_agent(home, kGreetingTime).has_value();
}

std::string agent_mark(const std::filesystem::path& home) {
  struct stat facts {};
  if (stat(agent_socket(home).c_str(), &facts) != 0) {
    return {};
  }
  return std::to_string(facts.st_ino) + "/" + std::to_string(facts.st_ctim.tv_sec) + "." +
         std::to_string(facts.st_ctim.tv_nsec);
}

bool start_agent(const std::filesystem::path& home, std::chrono::seconds time) {
  if (home.string().size() > kLongestHome) {
    throw Fault(Permanence::kPermanent,
                "the path " + home.string() + " is too long for gpg-agent's socket",
                "put the site where its gnupg folder has at most 80 octets");
  }
  if (agent_answers(home)) {
    return false;
  }
  const OneAtATime turn(home);
  if (agent_answers(home)) {
    return false;
  }
  // GnuPG's own tools wait for ever for one that takes connections and says nothing.
  if (AgentProbe(home).descriptor() >= 0 && !agent_answers(home)) {
    throw Fault(Permanence::kTransient, "gpg-agent does not answer",
                "a running daemon replaces it; else end that process with kill -KILL");
  }
  // gpgconf would start six programs to the same end.
  run_command({"gpg-agent", "--homedir", home.string(), "--daemon"});
  const auto end = std::chrono::steady_clock::now() + time;
  while (!agent_answers(home)) {
    if (std::chrono::steady_clock::now() > end) {
      throw Fault(Permanence::kTransient, "gpg-agent did not start", "try gpg-agent --daemon");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

// It greets and hears others until the very end of its process, so that whoever came next would
// find an agent, and none a moment later: we are done when the process is.
void stop_agent(const std::filesystem::path& home) {
  std::vector<Descriptor> processes;
  for (const auto pid : agents_of(home)) {
    if (Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))); process.get() >= 0) {
      processes.push_back(std::move(process));
    }
  }
  const AgentProbe probe(home);
  if (says_something(probe, kGreetingTime) && probe.good()) {
    constexpr std::string_view kEnd = "KILLAGENT\n";
    (void)!send(probe.descriptor(), kEnd.data(), kEnd.size(), MSG_NOSIGNAL);
    says_something(probe, kGreetingTime);  // its "OK"
    for (const auto& process : processes) {
      pollfd wait{process.get(), POLLIN, 0};
      poll(&wait, 1, static_cast<int>(kGreetingTime.count()));
    }
  }
}

}  // namespace pouch::mail::openpgp
