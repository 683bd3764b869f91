// A Maildir that some other program fills (Dovecot's deliver, procmail, fetchmail): what lies in
// new/ and cur/ is taken and, once it is durable in the spool, unlinked. Woken by inotify(7).
#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <set>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/traffic/collector.hpp"
#include "mail/descriptor.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

using mail::Descriptor;

constexpr std::string_view kScheme = "maildir:";
constexpr std::size_t kPiece = 64u << 10;
constexpr const char* kHeldFolder = ".Pouch.Held";  // Maildir++: a sub-folder of this mailbox

class MaildirCollector : public Collector {
 public:
  MaildirCollector(const std::string& uri, const Runtime& runtime, Database& database)
      : folder_(runtime.site.folder / uri.substr(kScheme.size())),
        name_(uri),
        taker_("maildir", runtime, database) {}
  ~MaildirCollector() override { give_up(); }
  MaildirCollector(const MaildirCollector&) = delete;
  MaildirCollector& operator=(const MaildirCollector&) = delete;

  std::size_t once() override {
    watch();
    std::size_t done = 0;
    for (const auto* part : {"new", "cur"}) {
      const auto folder = opened(part);
      for (const auto& file : files_in(part)) {
        done += handle(folder.get(), file) ? 1 : 0;
      }
    }
    return done;
  }

  void wait(std::chrono::milliseconds time, Waiter& waiter) override {
    std::array<pollfd, 3> waits{{{watch_, POLLIN, 0},
                                 {waiter.stop_descriptor(), POLLIN, 0},
                                 {waiter.wake_descriptor(), POLLIN, 0}}};
    poll(waits.data(), waits.size(), static_cast<int>(time.count()));
    std::array<char, 4096> events{};
    while (read(watch_, events.data(), events.size()) > 0) {
    }
    waiter.heard();
  }

  void give_up() override {
    if (watch_ >= 0) {
      close(watch_);
      watch_ = -1;
    }
  }

 private:
  [[noreturn]] void fail(const std::string& what, int error) const {
    throw Fault(true, what + ": " + std::strerror(error),
                "the Maildir must belong to the user that runs pouch, and have new, cur and tmp");
  }

  void watch() {
    if (watch_ >= 0) {
      return;
    }
    watch_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    for (const auto* part : {"new", "cur"}) {
      const auto path = folder_ / part;
      if (inotify_add_watch(watch_, path.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE | IN_DONT_FOLLOW) <
          0) {
        const int error = errno;
        give_up();
        fail("cannot watch " + path.string(), error);
      }
    }
  }

  // Below the Maildir no symbolic link is followed: whoever delivers there could point one at a
  // file that only we may read, and it would be taken, and unlinked.
  Descriptor opened(const char* part) const {
    const auto path = folder_ / part;
    Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (folder.get() < 0) {
      const int error = errno;
      std::error_code ignored;
      fail(fs::is_symlink(path, ignored)
               ? path.string() + " is a symbolic link, which is not followed"
               : "cannot read " + path.string(),
           error);
    }
    return folder;
  }

  std::vector<std::string> files_in(const char* part) const {
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator it(folder_ / part, error), end; !error && it != end;
         it.increment(error)) {
      auto name = it->path().filename().string();
      if (name.front() != '.') {
        files.push_back(std::move(name));
      }
    }
    if (error) {
      fail("cannot read " + (folder_ / part).string(), error.value());
    }
    std::sort(files.begin(), files.end());  // names begin with the time of delivery
    return files;
  }

  // A reader moves NAME from new to cur and appends flags: NAME:2,S.
  std::string place(const std::string& file) const {
    return name_ + "/" + file.substr(0, file.find(':'));
  }

  // Who fills the Maildir by hand may give a name again: that is another mail, not one that was
  // taken and is still there. Moving a file changes neither its size nor its time.
  std::string origin(const std::string& file, const struct stat& facts) const {
    return place(file) + ";size=" + std::to_string(facts.st_size) +
           ";changed=" + std::to_string(facts.st_mtim.tv_sec) + "." +
           std::to_string(facts.st_mtim.tv_nsec);
  }

  // One file that cannot be taken stays where it is; the others go on.
  bool leave(const std::string& file, const std::string& why) {
    if (left_.insert(place(file)).second) {
      log(Level::kError, "left-there",
          {{"source", name_},
           {"mail", file},
           {"what", why},
           {"hint", "it must be a file that the user of pouch may read and remove"}});
    }
    return false;
  }

  bool handle(int folder, const std::string& file) {
    // O_NONBLOCK: a named pipe would keep us waiting.
    const Descriptor in(
        openat(folder, file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat facts {};
    if (in.get() < 0 && errno == ENOENT) {
      return false;  // somebody else took it
    }
    if (in.get() < 0 || fstat(in.get(), &facts) != 0) {
      return leave(file, errno == ELOOP ? "is a symbolic link, which is not followed"
                                        : std::string("cannot be read: ") + std::strerror(errno));
    }
    if (!S_ISREG(facts.st_mode)) {
      return leave(file, "is no file");
    }
    const auto name = origin(file, facts);
    if (!taker_.taken(name)) {
      const auto size = static_cast<std::size_t>(facts.st_size);
      if (size > taker_.limit()) {
        return set_aside(folder, file, size);
      }
      if (!take(in.get(), size, name)) {
        return leave(file, "cannot be read whole");
      }
    }
    reached("maildir.before");
    if (unlinkat(folder, file.c_str(), 0) != 0 && errno != ENOENT) {
      return leave(file, std::string("cannot be removed: ") + std::strerror(errno));
    }
    reached("maildir.after");
    left_.erase(place(file));
    return true;
  }

  // Not more than `size`, should it grow meanwhile; false when it is less.
  bool take(int descriptor, std::size_t size, const std::string& name) {
    auto mail = taker_.begin();
    std::string head(std::min(size, taker_.head()), '\0'), piece;
    if (!read_all(descriptor, head)) {
      return false;
    }
    mail.write(head);
    while (mail.octets() < size && !mail.is_lost()) {
      piece.resize(std::min(size - mail.octets(), kPiece));
      if (!read_all(descriptor, piece)) {
        return false;
      }
      mail.write(piece);
    }
    taker_.take(mail, head, name);
    return true;
  }

  static bool read_all(int descriptor, std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
      const auto got = read(descriptor, bytes.data() + at, bytes.size() - at);
      if (got == 0 || (got < 0 && errno != EINTR)) {
        return false;
      }
      at += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    return true;
  }

  // A sub-folder of the Maildir, made when it is missing.
  static Descriptor made(int above, const char* name) {
    mkdirat(above, name, 0700);
    return Descriptor(openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }

  bool set_aside(int folder, const std::string& file, std::size_t size) {
    const Descriptor top(open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const auto held = made(top.get(), kHeldFolder), fresh = made(held.get(), "new");
    made(held.get(), "cur");
    made(held.get(), "tmp");
    reached("maildir.aside.before");
    if (renameat(folder, file.c_str(), fresh.get(), file.c_str()) != 0) {
      return leave(file,
                   std::string("cannot be moved to ") + kHeldFolder + ": " + std::strerror(errno));
    }
    reached("maildir.aside.after");
    log(Level::kError, "too-large",
        {{"source", name_},
         {"octets", std::to_string(size)},
         {"hint", "it is in the folder Pouch.Held of that Maildir; see limits.message"}});
    return true;
  }

  fs::path folder_;
  std::string name_;
  Taker taker_;
  std::set<std::string> left_;  // places of which it was said that they stay
  int watch_ = -1;
};

}  // namespace

std::unique_ptr<Collector> maildir_collector(const std::string& uri, const Runtime& runtime,
                                             Database& database) {
  return std::make_unique<MaildirCollector>(uri, runtime, database);
}

}  // namespace pouch::gateway
