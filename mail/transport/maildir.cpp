// A Maildir per recipient (DECISIONS 27): one file per letter, named by the letter, so that handing
// it over twice is harmless.
#include "mail/transport/maildir.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace pouch::mail {
namespace {

namespace fs = std::filesystem;

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

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

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return true;
}

bool sync_folder(const fs::path& folder) {
  const File file(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return file.get() >= 0 && fsync(file.get()) == 0;
}

bool is_there(const fs::path& box, const std::string& name) {
  std::error_code ignored;
  if (fs::exists(box / "new" / name, ignored)) {
    return true;
  }
  // A reader moves it to cur and adds flags: NAME:2,S
  for (const auto& entry : fs::directory_iterator(box / "cur", ignored)) {
    const auto found = entry.path().filename().string();
    if (found == name || found.starts_with(name + ":")) {
      return true;
    }
  }
  return false;
}

}  // namespace

void Maildir::tell(std::string_view step) const {
  if (between_) {
    between_(step);
  }
}

HandoverResult Maildir::hand_over(const Handing& handing) {
  const auto name = lower(handing.recipient);
  const auto& letter = handing.letter;
  if (!is_safe_name(name) || !is_safe_name(letter)) {
    return failed("the address cannot name a folder");
  }
  const auto box = root_ / name;
  std::error_code error;
  bool made = false;
  for (const auto* part : {"tmp", "new", "cur"}) {
    made = fs::create_directories(box / part, error) || made;
    if (error) {
      return out_of_order("cannot make " + (box / part).string() + ": " + error.message());
    }
  }
  if (made && (!sync_folder(box) || !sync_folder(root_))) {
    return later("cannot write " + box.string());
  }
  if (is_there(box, letter)) {
    return delivered("was there already");
  }
  const auto draft = box / "tmp" / letter;
  const File file(open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  const auto not_written = [&] {
    const auto answer = later("cannot write " + draft.string());
    unlink(draft.c_str());  // a full disk is not filled further
    return answer;
  };
  if (file.get() < 0 || !write_all(file.get(), handing.wire)) {
    return not_written();
  }
  tell("written");
  if (fsync(file.get()) != 0) {
    return not_written();
  }
  tell("synced");
  if (rename(draft.c_str(), (box / "new" / letter).c_str()) != 0 || !sync_folder(box / "new")) {
    return later("cannot move " + draft.string());
  }
  tell("renamed");
  return delivered("in " + (box / "new").string());
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
