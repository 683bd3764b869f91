#include "config/trust.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>

namespace pouch::config {
namespace {

namespace fs = std::filesystem;

std::string name_of(uid_t user) {
  const auto* entry = getpwuid(user);
  return entry == nullptr ? "user " + std::to_string(user) : entry->pw_name;
}

class Judge {
 public:
  explicit Judge(uid_t owner) : owner_(owner) {}

  // What the configuration consists of.
  void look_at(const fs::path& path) {
    struct stat facts {};
    if (stat(path.c_str(), &facts) != 0) {
      return;
    }
    if (facts.st_uid != 0 && facts.st_uid != owner_) {
      find(path, "belongs to " + name_of(facts.st_uid) + ", who could change where letters go",
           "chown " + name_of(owner_) + " " + path.string());
    }
    look_at_mode(path, facts, false);
  }

  // Each folder above: who may rename there may exchange what lies below.
  void look_above(const fs::path& path) {
    std::error_code error;
    auto folder = fs::canonical(path, error);
    if (error) {
      return;
    }
    for (folder = folder.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
      struct stat facts {};
      if (stat(folder.c_str(), &facts) == 0) {
        look_at_mode(folder, facts, (facts.st_mode & S_ISVTX) != 0);
      }
    }
  }

  std::vector<Finding> take() { return std::move(findings_); }

 private:
  void look_at_mode(const fs::path& path, const struct stat& facts, bool sticky) {
    if (sticky) {
      return;
    }
    if ((facts.st_mode & S_IWOTH) != 0) {
      find(path, "can be written by everybody, who could change where letters go",
           "chmod go-w " + path.string());
    } else if ((facts.st_mode & S_IWGRP) != 0 && !is_own_group(facts.st_gid)) {
      const auto* group = getgrgid(facts.st_gid);
      find(path,
           "can be written by the group " +
               (group == nullptr ? std::to_string(facts.st_gid) : group->gr_name) +
               ", who could change where letters go",
           "chmod g-w " + path.string() + ", or take all others out of that group");
    }
  }

  // Nobody is in it but root and the owner.
  bool is_own_group(gid_t id) const {
    const auto* user = getpwuid(owner_);
    if (id != 0 && (user == nullptr || user->pw_gid != id)) {
      return false;
    }
    const std::string owner = user == nullptr ? std::string() : user->pw_name;
    const auto* group = getgrgid(id);
    for (char** member = group == nullptr ? nullptr : group->gr_mem;
         member != nullptr && *member != nullptr; ++member) {
      if (*member != owner && *member != std::string("root")) {
        return false;
      }
    }
    return true;
  }

  void find(const fs::path& path, std::string what, std::string hint) {
    if (told_.insert(path.string()).second) {
      findings_.push_back({path.string(), 0, "", std::move(what), std::move(hint)});
    }
  }

  uid_t owner_;
  std::set<std::string> told_;
  std::vector<Finding> findings_;
};

void look_into(Judge& judge, const fs::path& folder, const char* extension) {
  judge.look_at(folder);
  judge.look_above(folder);
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == extension) {
      judge.look_at(it->path());
    }
  }
}

}  // namespace

uid_t owner_of(const Site& site) {
  struct stat facts {};
  return stat(site.state.c_str(), &facts) == 0 ? facts.st_uid : geteuid();
}

std::vector<Finding> open_to_others(const Site& site) {
  Judge judge(owner_of(site));
  for (const auto& file : {site.file, site.directory}) {
    judge.look_at(file);
    std::error_code error;
    for (const auto& folder :
         {fs::absolute(file, error).parent_path(), fs::canonical(file, error).parent_path()}) {
      judge.look_at(folder);
      judge.look_above(folder);
    }
  }
  look_into(judge, site.keys, ".asc");
  look_into(judge, site.templates, ".toml");
  return judge.take();
}

}  // namespace pouch::config
