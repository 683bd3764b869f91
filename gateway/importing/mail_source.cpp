#include "gateway/importing/mail_source.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "gateway/fault.hpp"
#include "gateway/importing/mbox_reader.hpp"
#include "mail/descriptor.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

using mail::Descriptor;

constexpr std::size_t kDeepest = 32;  // folders in one another
constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
constexpr std::string_view kFrom = "From ";

[[noreturn]] void cannot_read(const fs::path& path, int error) {
  throw Fault(
      false, "cannot read " + path.string() + ": " + std::strerror(error),
      "an archive is an mbox file, a Maildir, or a folder of mails; may this user read it?");
}

// Less than asked for at the file's end only.
std::size_t read_some(int file, char* into, std::size_t room) {
  std::size_t done = 0;
  while (done < room) {
    const auto got = read(file, into + done, room - done);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw Fault(true, std::string("an archive's file cannot be read: ") + std::strerror(errno),
                  "look at the disk it lies on; the same call goes on where this one ended");
    }
    if (got == 0) {
      break;
    }
    done += static_cast<std::size_t>(got);
  }
  return done;
}

// One file, mbox or mail. Its offset is for whoever shows how far it is.
class OpenFile {
 public:
  OpenFile(Descriptor file, const struct stat& facts, std::string where, std::size_t most,
           bool may_be_mbox)
      : file_(std::move(file)),
        size_(static_cast<std::uint64_t>(facts.st_size)),
        changed_(std::chrono::seconds(facts.st_mtim.tv_sec)),
        where_(std::move(where)),
        most_(most) {
    char head[kFrom.size()] = {};
    const auto got = pread(file_.get(), head, sizeof head, 0);
    if (may_be_mbox && got == sizeof head && std::string_view(head, sizeof head) == kFrom) {
      mbox_.emplace(
          [this](char* into, std::size_t room) { return read_some(file_.get(), into, room); },
          most);
    }
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  std::optional<FoundMail> next() {
    if (mbox_) {
      return next_of_mbox();
    }
    return std::exchange(taken_, true) ? std::nullopt : std::optional(whole());
  }

  double done() const {
    if (!mbox_) {
      return taken_ ? 1 : 0;
    }
    return size_ == 0
               ? 1
               : std::min(1.0, static_cast<double>(mbox_->offset()) / static_cast<double>(size_));
  }

 private:
  std::string too_large(std::uint64_t size) const {
    return "has " + std::to_string(size) + " octets, limits.message is " + std::to_string(most_);
  }

  std::optional<FoundMail> next_of_mbox() {
    auto found = mbox_->next();
    if (!found && !std::exchange(taken_, true) && mbox_->strange() > 0) {
      return passed("has " + std::to_string(mbox_->strange()) + " octets before its first mail");
    }
    if (!found) {
      return std::nullopt;
    }
    FoundMail mail{where_ + " at octet " + std::to_string(found->offset), std::move(found->raw),
                   found->written.value_or(changed_)};
    if (found->size > most_) {
      mail.passed = too_large(found->size);
    } else if (!looks_like_mail(mail.raw)) {
      mail.passed = "is no mail";
      mail.raw.clear();
    }
    return mail;
  }

  FoundMail passed(std::string why) const { return {where_, {}, changed_, std::move(why)}; }

  FoundMail whole() const {
    if (size_ > most_) {
      return passed(too_large(size_));
    }
    std::string raw(size_, '\0');
    raw.resize(read_some(file_.get(), raw.data(), raw.size()));
    if (raw.starts_with(kFrom)) {  // procmail leaves it in a Maildir, too
      raw.erase(0, std::min(raw.find('\n'), raw.size() - 1) + 1);
    }
    if (!looks_like_mail(raw)) {
      return passed(raw.empty() ? "is empty" : "is no mail");
    }
    return {where_, std::move(raw), changed_};
  }

  Descriptor file_;
  std::uint64_t size_;
  Time changed_;
  std::string where_;
  std::size_t most_;
  std::optional<MboxReader> mbox_;
  bool taken_ = false;
};

class FileSource : public MailSource {
 public:
  FileSource(Descriptor file, const struct stat& facts, const fs::path& path, std::size_t most)
      : file_(std::move(file), facts, path.filename().string(), most, true) {}
  std::optional<FoundMail> next() override { return file_.next(); }
  double done() const override { return file_.done(); }

 private:
  OpenFile file_;
};

// The names in an open folder, sorted.
std::vector<std::string> names_in(int folder) {
  std::vector<std::string> names;
  const int own = openat(folder, ".", kFolder);
  DIR* listing = own < 0 ? nullptr : fdopendir(own);
  if (listing == nullptr) {
    if (own >= 0) {
      close(own);
    }
    return names;
  }
  while (const auto* entry = readdir(listing)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") {
      names.push_back(name);
    }
  }
  closedir(listing);
  std::sort(names.begin(), names.end());
  return names;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::binary_search(names.begin(), names.end(), name);
}

class FolderSource : public MailSource {
 public:
  FolderSource(Descriptor root, std::size_t most) : root_(std::move(root)), most_(most) {
    look_into({}, false, 0);
  }

  std::optional<FoundMail> next() override {
    for (;;) {
      if (file_) {
        if (auto found = file_->next()) {
          return found;
        }
        file_.reset();
        ++seen_;
      }
      if (at_name_ == names_.size()) {
        if (at_folder_ == folders_.size()) {
          return std::nullopt;
        }
        open_folder(folders_[at_folder_++]);
        continue;
      }
      if (auto passed = open_file(names_[at_name_++])) {
        ++seen_;
        return passed;
      }
    }
  }

  double done() const override {
    const auto part = file_ ? file_->done() : 0.0;
    return all_ == 0
               ? 1
               : std::min(1.0, (static_cast<double>(seen_) + part) / static_cast<double>(all_));
  }

 private:
  struct Folder {
    fs::path path;       // below the root
    bool mails = false;  // cur or new of a Maildir: each file is one mail
  };

  // Component by component, so that none of them is a link. Negative when it cannot be opened.
  Descriptor open_below(const fs::path& path) const {
    Descriptor at(openat(root_.get(), ".", kFolder));
    for (const auto& part : path) {
      at = Descriptor(openat(at.get(), part.c_str(), kFolder | O_NOFOLLOW));
    }
    return at;
  }

  static bool is_folder(int above, const std::string& name) {
    struct stat facts {};
    return fstatat(above, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(facts.st_mode);
  }

  // Notes what is to be read, and how much. Maildir++ has its folders in folders whose names begin
  // with a dot; elsewhere such names are nobody's mail.
  void look_into(const fs::path& path, bool mails, std::size_t depth) {
    const auto folder = open_below(path);
    const auto names = names_in(folder.get());
    folders_.push_back({path, mails});
    const bool maildir = !mails && (has(names, "cur") || has(names, "new")) &&
                         (is_folder(folder.get(), "cur") || is_folder(folder.get(), "new"));
    for (const auto& name : names) {
      const bool below = is_folder(folder.get(), name);
      const bool part = maildir && (name == "cur" || name == "new");
      all_ += !below && !maildir && name.front() != '.' ? 1U : 0U;
      if (below && !mails && depth < kDeepest && (!maildir || name != "tmp") &&
          (maildir || name.front() != '.')) {
        look_into(path / name, part, depth + 1);
      }
    }
    if (maildir) {
      std::erase_if(folders_, [&](const Folder& one) { return one.path == path; });
    }
  }

  void open_folder(const Folder& folder) {
    here_ = folder;
    opened_ = open_below(folder.path);
    names_ = names_in(opened_.get());
    std::erase_if(names_, [&](const std::string& name) {
      return name.front() == '.' || is_folder(opened_.get(), name);
    });
    at_name_ = 0;
  }

  std::optional<FoundMail> open_file(const std::string& name) {
    const auto where = (here_.path / name).string();
    const auto pass = [&](const std::string& why) {
      return std::optional(FoundMail{where, {}, {}, why});
    };
    // O_NONBLOCK: a named pipe would keep us waiting.
    Descriptor file(
        openat(opened_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat facts {};
    if (file.get() < 0 && errno == ELOOP) {
      return pass("is a symbolic link, which is not followed");
    }
    if (file.get() < 0 || fstat(file.get(), &facts) != 0) {
      return pass(std::string("cannot be read: ") + std::strerror(errno));
    }
    if (!S_ISREG(facts.st_mode)) {
      return pass("is no file");
    }
    file_ = std::make_unique<OpenFile>(std::move(file), facts, where, most_, !here_.mails);
    return std::nullopt;
  }

  Descriptor root_;
  std::size_t most_;
  std::vector<Folder> folders_;
  std::size_t at_folder_ = 0, all_ = 0, seen_ = 0;
  Folder here_;
  Descriptor opened_;
  std::vector<std::string> names_;
  std::size_t at_name_ = 0;
  std::unique_ptr<OpenFile> file_;
};

}  // namespace

bool looks_like_mail(std::string_view raw) {
  const auto colon = raw.find_first_not_of(
      "!\"#$%&'()*+,-./0123456789;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
      "abcdefghijklmnopqrstuvwxyz{|}~");
  return colon != std::string_view::npos && colon > 0 && raw[colon] == ':';
}

std::unique_ptr<MailSource> open_mail_source(const fs::path& path, std::size_t most) {
  Descriptor opened(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat facts {};
  if (opened.get() < 0 || fstat(opened.get(), &facts) != 0) {
    cannot_read(path, errno);
  }
  if (S_ISDIR(facts.st_mode)) {
    return std::make_unique<FolderSource>(std::move(opened), most);
  }
  if (!S_ISREG(facts.st_mode)) {
    cannot_read(path, EINVAL);
  }
  return std::make_unique<FileSource>(std::move(opened), facts, path, most);
}

}  // namespace pouch::gateway
