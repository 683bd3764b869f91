#include "mail/openpgp/agent_probe.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <string>

#include "mail/openpgp/agent.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

// Of a file of /proc, in one line; empty when its process ends while we read, which a stream buffer
// would throw about.
std::string line_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  std::getline(in, line);
  return line;
}

bool is_number(const std::string& name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_argument(const std::string& arguments, const std::string& wanted) {
  return ('\0' + arguments).find('\0' + wanted + '\0') != std::string::npos;
}

}  // namespace

AgentProbe::AgentProbe(const fs::path& home) {
  const auto path = agent_socket(home);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return;
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  descriptor_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor_ >= 0 &&
      connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(descriptor_);
    descriptor_ = -1;
  }
}

AgentProbe::~AgentProbe() {
  if (descriptor_ >= 0) {
    (void)!send(descriptor_, "BYE\n", 4, MSG_NOSIGNAL);
    close(descriptor_);
  }
}

bool AgentProbe::good() const {
  std::array<char, 64> greeting{};
  return descriptor_ >= 0 && read(descriptor_, greeting.data(), greeting.size()) > 1 &&
         greeting[0] == 'O' && greeting[1] == 'K';
}

std::optional<std::chrono::milliseconds> ask_agent(const fs::path& home,
                                                   std::chrono::milliseconds limit) {
  const auto begin = std::chrono::steady_clock::now();
  const AgentProbe probe(home);
  pollfd wait{probe.descriptor(), POLLIN, 0};
  if (probe.descriptor() < 0 || poll(&wait, 1, static_cast<int>(limit.count())) != 1 ||
      !probe.good()) {
    return std::nullopt;
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               begin);
}

std::vector<pid_t> agents_of(const fs::path& home) {
  std::vector<pid_t> found;
  std::error_code error;
  for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
    const auto name = it->path().filename().string();
    struct stat facts {};
    if (!is_number(name) || stat(it->path().c_str(), &facts) != 0 || facts.st_uid != geteuid() ||
        line_of(it->path() / "comm") != "gpg-agent") {
      continue;
    }
    if (has_argument(line_of(it->path() / "cmdline"), home.string())) {
      found.push_back(std::stoi(name));
    }
  }
  return found;
}

}  // namespace pouch::mail::openpgp
