// Mail in an IMAP mailbox stays there until its end is known, then it is moved to a folder that
// says which: whoever looks into the mailbox sees what Pouch did.
#include <array>
#include <map>

#include "gateway/site/log.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/traffic/collector.hpp"
#include "mail/transport/mailbox_source.hpp"

namespace pouch::gateway {
namespace {

constexpr int kTries = 3;
constexpr std::chrono::hours kLeftAlone{1};

class ImapCollector : public Collector {
 public:
  ImapCollector(const std::string& uri, const Runtime& runtime, Database& database, int stop)
      : uri_(uri), runtime_(runtime), taker_("imap", runtime, database), stop_(stop) {}

  std::size_t once() override {
    open();
    const auto mails = mailbox_->list();
    std::map<std::string, Trouble> still;
    for (const auto& listed : mails) {
      if (auto known = troubles_.extract(origin(listed.uid))) {
        still.insert(std::move(known));
      }
    }
    troubles_ = std::move(still);
    std::size_t done = 0;
    // What gave trouble comes last: behind it nothing waits.
    for (const bool troubled : {false, true}) {
      for (const auto& listed : mails) {
        const auto known = troubles_.find(origin(listed.uid));
        const bool in_trouble = known != troubles_.end();
        if (in_trouble == troubled && (!in_trouble || known->second.again <= Steady::now())) {
          done += attempt(listed) ? 1 : 0;
        }
      }
    }
    return done;
  }

  void wait(std::chrono::milliseconds time, Waiter& waiter) override {
    const std::array<int, 2> interrupts{waiter.stop_descriptor(), waiter.wake_descriptor()};
    (void)mailbox_->wait(mailbox_->can_idle() ? std::chrono::hours(1) : time,
                         interrupts);  // whatever it heard, it looks
    waiter.heard();
  }

  void give_up() override { mailbox_.reset(); }

 private:
  using Steady = std::chrono::steady_clock;
  // Of one mail: what ended the connection, or what the server does not do with it.
  struct Trouble {
    int tries = 0;
    Steady::time_point again{};
  };

  void open() {
    if (!mailbox_) {
      auto access = server_access(runtime_.site);
      access.stop = stop_;
      mailbox_.emplace(
          mail::MailboxSettings{uri_, access, taker_.limit(), false, steps_of("imap")});
      log(Level::kInfo, "connected", {{"source", uri_}});
    }
  }

  // RFC 5092 section 4: the name of one mail of one mailbox for ever.
  std::string origin(std::uint32_t uid) const {
    return uri_ + ";UIDVALIDITY=" + std::to_string(mailbox_->validity()) +
           "/;UID=" + std::to_string(uid);
  }

  bool attempt(const mail::ListedMail& listed) {
    const auto name = origin(listed.uid);
    try {
      return handle(listed, name);
    } catch (const mail::Fault& fault) {
      leave(listed.uid, name, fault.what());
      throw;
    }
  }

  // It stays where it is; the others go on. A fault may be the server's at that moment: the mail is
  // tried some times more, then once an hour.
  void leave(std::uint32_t uid, const std::string& name, const std::string& why) {
    auto& trouble = troubles_[name];
    if (++trouble.tries < kTries) {
      return;
    }
    trouble.again = Steady::now() + kLeftAlone;
    if (trouble.tries == kTries) {
      log(Level::kError, "left-there",
          {{"source", uri_},
           {"mail", std::to_string(uid)},
           {"what", why},
           {"hint", "open or move that mail with a mail client; the others are collected"}});
    }
  }

  bool handle(const mail::ListedMail& listed, const std::string& name) {
    const auto taken = taker_.taken(name);
    if (!taken) {
      return take(listed, name);
    }
    if (*taken == Taken::kUnfinished) {
      return false;
    }
    return move(listed.uid, name, folder_of(*taken));
  }

  bool take(const mail::ListedMail& listed, const std::string& name) {
    if (listed.size > taker_.limit()) {
      return set_aside(listed.uid, name, listed.size);
    }
    taker_.need_room(listed.size);  // before it is fetched in vain
    const auto fetched = mailbox_->fetch(listed.uid);
    using What = mail::Fetched::What;
    switch (fetched.what) {
      case What::kGone:
        return false;
      case What::kRefused:
        leave(listed.uid, name, "the IMAP server does not give it: " + fetched.answer);
        return false;
      case What::kTooLarge:
        return set_aside(listed.uid, name, fetched.octets);
      case What::kBytes:
        break;
    }
    if (fetched.bytes.size() > taker_.limit()) {
      return set_aside(listed.uid, name, fetched.bytes.size());
    }
    taker_.take(fetched.bytes, name);
    troubles_.erase(name);
    return true;
  }

  bool set_aside(std::uint32_t uid, const std::string& name, std::size_t octets) {
    log(Level::kError, "too-large",
        {{"source", uri_},
         {"octets", std::to_string(octets)},
         {"hint", "it is in the folder Held of that mailbox; see limits.message"}});
    return move(uid, name, "Held");
  }

  bool move(std::uint32_t uid, const std::string& name, const std::string& folder) {
    reached("imap.before");
    if (!mailbox_->move(uid, runtime_.site.collecting.folder + "/" + folder)) {
      leave(uid, name,
            "the IMAP server does not move it to " + folder +
                ": may this user make folders, is there room?");
      return false;
    }
    reached("imap.after");
    troubles_.erase(name);
    return true;
  }

  static std::string folder_of(Taken taken) {
    switch (taken) {
      case Taken::kRefused:
        return "Refused";
      case Taken::kHeld:
        return "Held";
      case Taken::kAccepted:
      case Taken::kUnfinished:
        break;
    }
    return "Done";
  }

  std::string uri_;
  const Runtime& runtime_;
  Taker taker_;
  int stop_;
  std::map<std::string, Trouble> troubles_;  // by origin, of mails that are still listed
  std::optional<mail::MailboxSource> mailbox_;
};

}  // namespace

std::unique_ptr<Collector> imap_collector(const std::string& uri, const Runtime& runtime,
                                          Database& database, int stop) {
  return std::make_unique<ImapCollector>(uri, runtime, database, stop);
}

}  // namespace pouch::gateway
