// Mail in an IMAP mailbox stays there until its end is known, then it is moved to a folder that
// says which: whoever looks into the mailbox sees what Pouch did.
#include <array>

#include "gateway/process/collector.hpp"
#include "gateway/process/log.hpp"
#include "gateway/store/steps.hpp"
#include "mail/transport/mailbox_source.hpp"

namespace pouch::gateway {
namespace {

class ImapCollector : public Collector {
 public:
  ImapCollector(const std::string& uri, const Runtime& runtime, Database& database, int stop)
      : uri_(uri), runtime_(runtime), taker_("imap", runtime, database), stop_(stop) {}

  std::size_t once() override {
    open();
    std::size_t done = 0;
    for (const auto& listed : mailbox_->list()) {
      done += handle(listed) ? 1 : 0;
    }
    return done;
  }

  void wait(std::chrono::milliseconds time, Rest& rest) override {
    const std::array<int, 2> interrupts{rest.stop_descriptor(), rest.wake_descriptor()};
    mailbox_->wait(mailbox_->can_idle() ? std::chrono::hours(1) : time, interrupts);
    rest.heard();
  }

  void give_up() override { mailbox_.reset(); }

 private:
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

  bool handle(const mail::ListedMail& listed) {
    const auto name = origin(listed.uid);
    const auto taken = taker_.taken(name);
    if (!taken) {
      return take(listed, name);
    }
    if (*taken == Taken::kUnfinished) {
      return false;
    }
    move(listed.uid, folder_of(*taken));
    return true;
  }

  bool take(const mail::ListedMail& listed, const std::string& name) {
    if (listed.size > taker_.limit()) {
      log(Level::kError, "too-large",
          {{"source", uri_},
           {"octets", std::to_string(listed.size)},
           {"hint", "it lies in the folder Held of that mailbox; see limits.message"}});
      move(listed.uid, "Held");
      return true;
    }
    taker_.need_room(listed.size);  // before it is fetched in vain
    const auto bytes = mailbox_->fetch(listed.uid);
    if (bytes) {
      taker_.take(*bytes, name);
    }
    return bytes.has_value();
  }

  void move(std::uint32_t uid, const std::string& folder) {
    reached("imap.before");
    mailbox_->move(uid, runtime_.site.collecting.folder + "/" + folder);
    reached("imap.after");
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
  std::optional<mail::MailboxSource> mailbox_;
};

}  // namespace

std::unique_ptr<Collector> imap_collector(const std::string& uri, const Runtime& runtime,
                                          Database& database, int stop) {
  return std::make_unique<ImapCollector>(uri, runtime, database, stop);
}

}  // namespace pouch::gateway
