// Who could hand in mail, and who could not: listeners open to the world, the socket that systemd
// holds and its group.
#include <grp.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "gateway/verbs/check_parts.hpp"

namespace pouch::gateway::checks {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUnit = "pouch-lmtp.socket";
constexpr const char* kPackagedSite = "/etc/pouch/pouch.toml";

// "0.0.0.0" of smtp://0.0.0.0:25; empty for a path.
std::string host_of(const std::string& uri) {
  const auto begin = uri.find("://");
  if (begin == std::string::npos) {
    return {};
  }
  const auto rest = uri.substr(begin + 3);
  return rest.substr(0, rest.rfind(':'));
}

std::string path_of(const std::string& uri) {
  const auto colon = uri.find(":/");
  return colon == std::string::npos || uri.compare(colon, 3, "://") == 0 ? std::string()
                                                                         : uri.substr(colon + 1);
}

void look_at_host(const std::string& uri, Flaws& flaws) {
  const auto host = host_of(uri);
  if (host == "0.0.0.0" || host == "[::]" || host == "*") {
    flaws.push_back({false, uri, "takes mail from the whole network, without TLS and login",
                     "listen on 127.0.0.1 behind a mail server, or on the one address that it "
                     "comes from, and close the port to others in the firewall"});
  }
}

void look_at_socket(const std::string& uri, Flaws& flaws) {
  const auto path = path_of(uri);
  struct stat facts {};
  if (path.empty() || stat(path.c_str(), &facts) != 0 || !S_ISSOCK(facts.st_mode)) {
    return;
  }
  if ((facts.st_mode & S_IWOTH) != 0) {
    flaws.push_back({true, uri, "every user of this machine may hand in mail by it",
                     "chmod o= " + path +
                         ", and give it the mail server's group: SocketMode=0660, "
                         "or listening.group"});
  }
}

void look_at_group(const std::string& where, const std::string& group, Flaws& flaws) {
  if (!group.empty() && getgrnam(group.c_str()) == nullptr) {
    flaws.push_back({true, where, "there is no group " + group,
                     "addgroup --system " + group + ", then adduser the mail server's user to it"});
  }
}

// systemd.unit(5): $SYSTEMD_UNIT_PATH stands above the folders that are compiled in.
std::vector<fs::path> unit_folders() {
  if (const char* given = std::getenv("SYSTEMD_UNIT_PATH")) {
    std::vector<fs::path> folders;
    std::istringstream list(given);
    for (std::string one; std::getline(list, one, ':');) {
      folders.emplace_back(one);
    }
    return folders;
  }
  return {"/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system",
          "/lib/systemd/system"};
}

std::string setting(const fs::path& unit, const std::string& name) {
  std::ifstream file(unit);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name + "=")) {
      return line.substr(name.size() + 1);
    }
  }
  return {};
}

// systemctl enable leaves a link.
bool is_enabled(const std::string& unit) {
  const auto folders = unit_folders();
  return std::any_of(folders.begin(), folders.end(), [&](const fs::path& folder) {
    std::error_code error;
    return fs::is_symlink(folder / "sockets.target.wants" / unit, error);
  });
}

void look_at_unit(const Runtime& runtime, Flaws& flaws) {
  for (const auto& folder : unit_folders()) {
    const auto unit = folder / kUnit;
    if (!fs::exists(unit)) {
      continue;
    }
    const auto path = setting(unit, "ListenStream");
    const auto& sources = runtime.site.sources;
    const bool ours = std::any_of(sources.begin(), sources.end(), [&](const std::string& uri) {
      return !path.empty() && path_of(uri) == path;
    });
    if (ours) {
      look_at_group(unit.string(), setting(unit, "SocketGroup"), flaws);
    } else if (runtime.site.file == kPackagedSite && is_enabled(kUnit)) {
      flaws.push_back({false, unit.string(),
                       "systemd holds " + path + ", which no source of pouch.toml names",
                       "sources = [\"lmtp:" + path + "\"], or systemctl disable --now " + kUnit});
    }
    return;
  }
}

}  // namespace

void check_open(const Runtime& runtime, Flaws& flaws) {
  for (const auto& uri : runtime.site.sources) {
    if (!config::is_collected(uri)) {
      look_at_host(uri, flaws);
      look_at_socket(uri, flaws);
    }
  }
  look_at_group("listening.group", runtime.site.listening.group, flaws);
  look_at_unit(runtime, flaws);
}

}  // namespace pouch::gateway::checks
