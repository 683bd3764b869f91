// A Maildir per recipient (DECISIONS 27): one file per letter, named by the letter, so that handing
// it over twice is harmless.
#include "mail/transport/maildir.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "mail/ascii.hpp"
#include "mail/descriptor.hpp"

namespace pouch::mail {
namespace {

namespace fs = std::filesystem;

// An address becomes a folder's name: nothing in it may lead elsewhere.
bool is_safe_name(std::string_view name) {
  return !name.empty() && name.size() <= 255 && name.front() != '.' &&
         std::none_of(name.begin(), name.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '/';
         });
}

HandoverResult answered(Handover state, std::string answer, bool server = false) {
  HandoverResult result;
  result.state = state;
  result.answer = std::move(answer);
  result.server = server;
  return result;
}

HandoverResult delivered(std::string answer) {
  return answered(Handover::kDelivered, std::move(answer));
}

HandoverResult failed(std::string answer) { return answered(Handover::kFailed, std::move(answer)); }

HandoverResult out_of_order(std::string answer) {
  return answered(Handover::kTryLater, std::move(answer), true);
}

HandoverResult later(const std::string& what) {
  return out_of_order(what + ": " + std::strerror(errno));
}

// Below the root nothing but folders themselves: a symbolic link there was put by somebody who
// wants letters elsewhere, or something else overwritten.
constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

bool is_link(int folder, const std::string& name) {
  struct stat facts {};
  return fstatat(folder, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(facts.st_mode);
}

bool is_in_cur(int folder, const std::string& name) {
  DIR* entries = fdopendir(dup(folder));
  bool found = false;
  while (const auto* entry = entries == nullptr || found ? nullptr : readdir(entries)) {
    // A reader moves it to cur and adds flags: NAME:2,S
    const std::string_view file = entry->d_name;
    found = file == name || file.starts_with(name + ":");
  }
  if (entries != nullptr) {
    closedir(entries);
  }
  return found;
}

}  // namespace

void Maildir::tell(std::string_view step) const {
  if (between_) {
    between_(step);
  }
}

HandoverResult Maildir::hand_over(const Handing& handing) {
  const auto name = to_lower(handing.recipient);
  const auto& letter = handing.letter;
  if (!is_safe_name(name) || !is_safe_name(letter)) {
    return failed("the address cannot name a folder");
  }
  std::error_code ignored;
  fs::create_directories(root_, ignored);
  const Descriptor root(open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) {
    return later("cannot open " + root_.string());
  }
  const auto where = root_ / name;
  bool made = false;
  const auto opened = [&](int above, const std::string& folder) {
    made = mkdirat(above, folder.c_str(), 0700) == 0 || made;
    return openat(above, folder.c_str(), kFolder);
  };
  const auto not_opened = [&](int above, const std::string& folder, const fs::path& path) {
    return is_link(above, folder)
               ? out_of_order(path.string() + " is a symbolic link, which is not followed")
               : later("cannot make " + path.string());
  };
  const Descriptor box(opened(root.get(), name));
  if (box.get() < 0) {
    return not_opened(root.get(), name, where);
  }
  const Descriptor tmp(opened(box.get(), "tmp")), fresh(opened(box.get(), "new")),
      cur(opened(box.get(), "cur"));
  for (const auto& [part, file] : {std::pair("tmp", &tmp), {"new", &fresh}, {"cur", &cur}}) {
    if (file->get() < 0) {
      return not_opened(box.get(), part, where / part);
    }
  }
  if (made && (fsync(box.get()) != 0 || fsync(root.get()) != 0)) {
    return later("cannot write " + where.string());
  }
  struct stat facts {};
  if (fstatat(fresh.get(), letter.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 ||
      is_in_cur(cur.get(), letter)) {
    return delivered("was there already");
  }
  const auto draft = where / "tmp" / letter;
  unlinkat(tmp.get(), letter.c_str(), 0);  // of a hand-over that was broken off
  const Descriptor file(openat(tmp.get(), letter.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  const auto not_written = [&] {
    const auto answer = later("cannot write " + draft.string());
    unlinkat(tmp.get(), letter.c_str(), 0);  // a full disk is not filled further
    return answer;
  };
  if (file.get() < 0) {
    return not_written();
  }
  try {
    bool written = true;
    handing.wire.give(
        [&](std::string_view piece) { written = written && write_all(file.get(), piece); });
    if (!written) {
      return not_written();
    }
  } catch (const Unreadable& unreadable) {
    unlinkat(tmp.get(), letter.c_str(), 0);
    return answered(Handover::kTryLater, unreadable.what());
  }
  tell("written");
  if (fsync(file.get()) != 0) {
    return not_written();
  }
  tell("synced");
  if (renameat(tmp.get(), letter.c_str(), fresh.get(), letter.c_str()) != 0 ||
      fsync(fresh.get()) != 0) {
    return later("cannot move " + draft.string());
  }
  tell("renamed");
  return delivered("in " + (where / "new").string());
}

Reach Maildir::reachable() {
  std::error_code error;
  fs::create_directories(root_, error);
  if (error || access(root_.c_str(), W_OK) != 0) {
    return {false, root_.string() + " cannot be written", "give it to the user that runs pouch"};
  }
  return {true, root_.string(), ""};
}

}  // namespace pouch::mail
