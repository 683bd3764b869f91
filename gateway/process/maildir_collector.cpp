// A Maildir that some other program fills (Dovecot's deliver, procmail, fetchmail): what lies in
// new/ and cur/ is taken and, once it is durable in the spool, unlinked. Woken by inotify(7).
#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "gateway/fault.hpp"
#include "gateway/process/collector.hpp"
#include "gateway/process/log.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScheme = "maildir:";
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
      for (const auto& file : files_in(folder_ / part)) {
        done += handle(file) ? 1 : 0;
      }
    }
    return done;
  }

  void wait(std::chrono::milliseconds time, Rest& rest) override {
    std::array<pollfd, 3> waits{{{watch_, POLLIN, 0},
                                 {rest.stop_descriptor(), POLLIN, 0},
                                 {rest.wake_descriptor(), POLLIN, 0}}};
    poll(waits.data(), waits.size(), static_cast<int>(time.count()));
    std::array<char, 4096> events{};
    while (read(watch_, events.data(), events.size()) > 0) {
    }
    rest.heard();
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
      if (inotify_add_watch(watch_, path.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE) < 0) {
        const int error = errno;
        give_up();
        fail("cannot watch " + path.string(), error);
      }
    }
  }

  std::vector<fs::path> files_in(const fs::path& folder) const {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      if (it->path().filename().string().front() != '.' && it->is_regular_file(error)) {
        files.push_back(it->path());
      }
    }
    if (error) {
      fail("cannot read " + folder.string(), error.value());
    }
    std::sort(files.begin(), files.end());  // names begin with the time of delivery
    return files;
  }

  // A reader moves NAME from new to cur and appends flags: NAME:2,S.
  std::string origin(const fs::path& file) const {
    const auto name = file.filename().string();
    return name_ + "/" + name.substr(0, name.find(':'));
  }

  bool handle(const fs::path& file) {
    const auto name = origin(file);
    if (!taker_.taken(name)) {
      std::error_code error;
      const auto size = fs::file_size(file, error);
      if (error) {
        return false;  // somebody else took it
      }
      if (size > taker_.limit()) {
        return set_aside(file, size);
      }
      std::ifstream in(file, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      if (!in || bytes.size() != size) {
        fail("cannot read " + file.string(), EIO);
      }
      taker_.take(bytes, name);
    }
    reached("maildir.before");
    if (unlink(file.c_str()) != 0 && errno != ENOENT) {
      fail("cannot remove " + file.string(), errno);
    }
    reached("maildir.after");
    return true;
  }

  bool set_aside(const fs::path& file, std::uintmax_t size) {
    std::error_code error;
    for (const auto* part : {"new", "cur", "tmp"}) {
      fs::create_directories(folder_ / kHeldFolder / part, error);
    }
    reached("maildir.aside.before");
    fs::rename(file, folder_ / kHeldFolder / "new" / file.filename(), error);
    if (error) {
      fail("cannot move " + file.string() + " to " + kHeldFolder, error.value());
    }
    reached("maildir.aside.after");
    log(Level::kError, "too-large",
        {{"source", name_},
         {"octets", std::to_string(size)},
         {"hint", "it lies in the folder Pouch.Held of that Maildir; see limits.message"}});
    return true;
  }

  fs::path folder_;
  std::string name_;
  Taker taker_;
  int watch_ = -1;
};

}  // namespace

std::unique_ptr<Collector> maildir_collector(const std::string& uri, const Runtime& runtime,
                                             Database& database) {
  return std::make_unique<MaildirCollector>(uri, runtime, database);
}

}  // namespace pouch::gateway
