#include "gateway/process/import_reader.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <string>
#include <thread>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "mail/fault.hpp"
#include "mail/openpgp/launch.hpp"
#include "mail/openpgp/temporary.hpp"

namespace pouch::gateway {

namespace fs = std::filesystem;
namespace openpgp = mail::openpgp;

namespace {

constexpr int kTries = 3;  // of a mail over which agent or machine failed

void reap(pid_t pid) {
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

// It sees that nobody is at the other end, and ends its gpg too.
void leave(pid_t pid) {
  constexpr std::chrono::milliseconds kEndTime{2000}, kLook{2};
  const auto last = Steady::now() + kEndTime;
  while (waitpid(pid, nullptr, WNOHANG) == 0) {
    if (Steady::now() >= last) {
      kill(pid, SIGKILL);
      return reap(pid);
    }
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

ImportReader::ImportReader(fs::path config, const Runtime& runtime, OwnExtractor& extractor,
                           fs::path given, std::chrono::milliseconds patience)
    : config_(fs::absolute(config)),
      given_(std::move(given)),
      runtime_(runtime),
      extractor_(extractor),
      patience_(patience),
      process_(child_process("reader", {}, false)) {
  begin();
}

ImportReader::~ImportReader() { end(); }

OpenedMail ImportReader::open(const FoundMail& found, const mail::Bytes& raw) {
  for (int tries = 1;; ++tries) {
    try {
      // What a thread has started ends with it (prctl(2), PR_SET_PDEATHSIG).
      if (process_.runs() && starter_ && *starter_ != std::this_thread::get_id()) {
        end();
      }
      if (!process_.runs()) {
        starter_ = std::this_thread::get_id();
        begin();
      }
      auto mail = unopened_mail(runtime_, found, raw, "");
      switch (ask_opener(line_.get(), found, raw, most_opened(runtime_.limits), patience_, mail)) {
        case ReaderEnd::kAnswered:
          return mail;
        case ReaderEnd::kEnded:
          end();
          return unopened_mail(runtime_, found, raw, std::string(kReaderEnded));
        case ReaderEnd::kTooLate:
          end();
          return unopened_mail(runtime_, found, raw, std::string(kReaderLate));
      }
    } catch (const Fault& fault) {
      end();
      if (!fault.transient() || tries == kTries) {
        throw;
      }
      log(Level::kWarning, "reader-begun-anew", {{"what", fault.what()}});
    }
  }
}

openpgp::Descriptor ImportReader::helper(const fs::path& home) {
  fs::path room;
  try {
    room = openpgp::make_temporary_folder("pouch");
    auto started = openpgp::start_helper(home, room);
    programs_.push_back({started.pid, room});
    return std::move(started.line);
  } catch (const mail::Fault& fault) {
    std::error_code ignored;
    fs::remove_all(room, ignored);
    throw Fault(fault.transient(), fault.what(), fault.hint());
  }
}

void ImportReader::begin() {
  auto [ours, its] = openpgp::socket_pair();
  const auto own = helper(runtime_.site.gnupg);
  const auto extract = extractor_.line();
  std::vector<std::string> command{"/proc/self/exe",
                                   "-c",
                                   config_.string(),
                                   "process",
                                   "reader",
                                   "--mails",
                                   std::to_string(its.get()),
                                   "--openpgp",
                                   std::to_string(own.get()),
                                   "--extract",
                                   std::to_string(extract.get())};
  std::vector<int> inherit{its.get(), own.get(), extract.get()};
  const auto given = given_.empty() ? openpgp::Descriptor() : helper(given_);
  if (given.get() >= 0) {
    command.insert(command.end(),
                   {"--source", given_.string(), "--socket", std::to_string(given.get())});
    inherit.push_back(given.get());
  }
  sigset_t before;
  sigprocmask(SIG_SETMASK, nullptr, &before);
  spawn(process_, std::move(command), inherit, before);
  line_ = std::move(ours);
}

void ImportReader::end() {
  line_.close();
  if (process_.runs()) {
    kill(process_.pid, SIGKILL);
    reap(process_.pid);
    process_.pid = -1;
  }
  for (const auto& one : programs_) {
    leave(one.pid);
    std::error_code ignored;
    fs::remove_all(one.room, ignored);
  }
  programs_.clear();
}

}  // namespace pouch::gateway
