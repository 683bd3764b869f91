// Tries each mail server as a run would use it: connection, TLS, login, mailbox; no letter is
// handed over and no mail is touched.
#include <poll.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <future>

#include "gateway/fault.hpp"
#include "gateway/verbs/check_parts.hpp"
#include "mail/fault.hpp"
#include "mail/transport/mailbox_source.hpp"
#include "mail/transport/outbox.hpp"

namespace pouch::gateway::checks {
namespace {

namespace fs = std::filesystem;

// A descriptor that is readable once the time is over: what `ServerAccess::stop` asks for.
class Deadline {
 public:
  Deadline() : descriptor_(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC)) {
    itimerspec time{};
    time.it_value.tv_sec = kMostTime.count();
    if (descriptor_ < 0 || timerfd_settime(descriptor_, 0, &time, nullptr) != 0) {
      throw Fault(true, "no descriptors left", "raise the limit of open files");
    }
  }
  ~Deadline() { close(descriptor_); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  int descriptor() const { return descriptor_; }
  bool over() const {
    pollfd wait{descriptor_, POLLIN, 0};
    return poll(&wait, 1, 0) > 0;
  }

 private:
  int descriptor_;
};

void try_outbox(const Runtime& runtime, const std::string& uri, const mail::ServerAccess& access,
                Flaws& flaws) {
  const auto reach = mail::make_outbox(uri, runtime.site.folder, access)->reachable();
  if (!reach.reached) {
    flaws.push_back({true, uri, "cannot be used: " + reach.answer, reach.hint});
  } else if (reach.size_limit != 0 && reach.size_limit < runtime.site.delivery.max_size) {
    flaws.push_back({false, uri,
                     "takes letters of up to " + std::to_string(reach.size_limit) + " octets",
                     "set delivery.max_size to no more"});
  }
}

void try_mailbox(const Runtime& runtime, const std::string& uri, const mail::ServerAccess& access,
                 Flaws& flaws) {
  const mail::MailboxSource mailbox({uri, access, runtime.site.limits.message, true});
  if (!mailbox.can_idle()) {
    flaws.push_back({false, uri, "the server gives no news of new mail (IDLE)",
                     "it is looked into every collecting.every"});
  }
}

// What a server that hangs says of itself is that it was asked to stop: by us.
Flaws tried(const std::string& uri, mail::ServerAccess access,
            const std::function<void(const mail::ServerAccess&, Flaws&)>& look) {
  Flaws flaws;
  attempt(flaws, uri, [&] {
    const Deadline deadline;
    access.stop = deadline.descriptor();
    attempt(flaws, uri, [&] { look(access, flaws); });
    if (!flaws.empty() && flaws.back().error && deadline.over()) {
      flaws = {{true, uri, "no answer within " + std::to_string(kMostTime.count()) + " s",
                "is the server up, and does no firewall swallow what is sent to it?"}};
    }
  });
  return flaws;
}

std::string user_name(uid_t user) {
  const auto* entry = getpwuid(user);
  return entry != nullptr ? entry->pw_name : std::to_string(user);
}

void check_maildir(const Runtime& runtime, const std::string& uri, Flaws& flaws) {
  const auto folder = runtime.site.folder / uri.substr(uri.find(':') + 1);
  for (const auto& part : {folder, folder / "new", folder / "cur", folder / "tmp"}) {
    struct stat facts {};
    if (stat(part.c_str(), &facts) != 0 || !S_ISDIR(facts.st_mode)) {
      flaws.push_back({true, uri, part.string() + " is no folder",
                       "a Maildir has new, cur and tmp: maildirmake.dovecot " + folder.string() +
                           " " + user_name(geteuid())});
      return;
    }
    if (access(part.c_str(), R_OK | W_OK | X_OK) != 0) {
      flaws.push_back({true, uri,
                       part.string() + " belongs to " + user_name(facts.st_uid) +
                           " and is not "
                           "writable for " +
                           user_name(geteuid()) + ", who must empty it",
                       "chown -R " + user_name(geteuid()) + " " + folder.string()});
      return;
    }
  }
}

bool is_server(const std::string& uri) { return uri.find("://") != std::string::npos; }

// Its secret alone.
void check_login(const std::string& uri, const mail::ServerAccess& access, Flaws& flaws) {
  attempt(flaws, uri, [&] { mail::find_login(mail::parse_server_uri(uri), access); });
}

}  // namespace

void check_servers(const Runtime& runtime, bool offline, Flaws& flaws) {
  const auto access = server_access(runtime.site);
  std::vector<std::future<Flaws>> tries;
  const auto begin = [&](const std::string& uri, auto look) {
    if (is_server(uri) && offline) {
      check_login(uri, access, flaws);
      return;
    }
    tries.push_back(std::async(std::launch::async, [&runtime, uri, access, look] {
      return tried(uri, access, [&](const mail::ServerAccess& timed, Flaws& found) {
        look(runtime, uri, timed, found);
      });
    }));
  };
  for (const auto& uri : runtime.site.sources) {
    if (uri.starts_with("maildir:")) {
      check_maildir(runtime, uri, flaws);
    } else if (config::is_collected(uri)) {
      begin(uri, try_mailbox);
    }
  }
  for (const auto& uri : runtime.site.outbox) {
    begin(uri, try_outbox);
  }
  for (auto& one : tries) {
    const auto found = one.get();
    flaws.insert(flaws.end(), found.begin(), found.end());
  }
}

}  // namespace pouch::gateway::checks
