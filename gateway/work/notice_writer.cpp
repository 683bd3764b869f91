#include "gateway/work/notice_writer.hpp"

#include <algorithm>

#include "gateway/letters/non_delivery.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/work/operator_letter.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostInOneLetter = 100;

// It arrived, or is on its way again: there is nothing to tell.
bool is_overtaken(const Notice& notice) {
  const auto& letter = notice.letter;
  if (notice.failed) {
    return letter.state != "failed" && letter.state != "dropped";
  }
  return letter.state != "queued" &&
         (letter.state != "delivered" || letter.confirmed || !letter.delayed);
}

class Writer {
 public:
  Writer(const Runtime& runtime, Store& store, Crypto& crypto)
      : runtime_(runtime), store_(store), crypto_(crypto), now_(runtime.now()) {}

  void write(std::vector<Notice> notices) {
    std::vector<Notice> overtaken;
    const auto rest = std::stable_partition(notices.begin(), notices.end(),
                                            [](const Notice& one) { return !is_overtaken(one); });
    overtaken.assign(rest, notices.end());
    notices.erase(rest, notices.end());
    if (!overtaken.empty()) {
      store_.notices().end(overtaken, "overtaken", "the letter is no longer in that state", now_);
    }
    if (!notices.empty()) {
      notices.front().for_operator ? tell_operators(notices) : tell_sender(notices.front());
    }
  }

 private:
  Undelivered described(const Notice& notice) const {
    const auto& address = notice.letter.recipient;
    for (const auto& desk : runtime_.directory.desks) {
      if (mail::same_address(desk.address, address)) {
        return {.notice = notice,
                .party = desk.id,
                .country = desk.country,
                .name = display_name(desk, runtime_.directory)};
      }
    }
    for (const auto& member : runtime_.directory.members) {
      for (const auto& known : member.addresses) {
        if (mail::same_address(known, address)) {
          return {
              .notice = notice, .party = member.id, .country = member.country, .name = member.name};
        }
      }
    }
    return {.notice = notice, .party = "", .country = ""};
  }

  void give_up(const std::vector<Notice>& notices, const std::string& why) {
    log(Level::kError, "untold", {{"what", why}});
    store_.notices().end(notices, "untold", why, now_);
  }

  void postpone(const std::vector<Notice>& notices, const std::string& whom) {
    log(Level::kWarning, "postponed", {{"notices", std::to_string(notices.size())}});
    store_.notices().put_back(notices, now_ + kRatePause,
                              "limits.letters_per_hour is reached for " + whom, now_);
  }

  Commit base(const std::vector<Notice>& notices) const {
    Commit commit;
    commit.at = now_;
    for (const auto& notice : notices) {
      commit.notices.push_back(notice.id);
    }
    return commit;
  }

  void tell_sender(const Notice& notice) {
    auto number = MessageNumber::parse(notice.letter.number);
    const auto subject = number ? store_.cases().find(number->number) : std::nullopt;
    if (!subject) {
      return give_up({notice}, "its case is not there");
    }
    if (number->message == 0) {
      number->message = 1;  // a leg that waited, a letter sent again: the case's first message
    }
    const auto row = store_.messages().find(*number);
    const auto principal = row ? runtime_.directory.principal_by_id(row->sender) : std::nullopt;
    auto sender = principal ? reachable(runtime_, crypto_, *principal) : std::nullopt;
    if (!sender) {
      return give_up({notice}, "nothing can be sealed to the sender today");
    }
    const auto addresses = principal->addresses();
    if (sender->id == subject->requester &&
        std::find(addresses.begin(), addresses.end(), subject->requester_address) !=
            addresses.end()) {
      sender->address = subject->requester_address;
    }
    if (has_enough_letters(runtime_, store_.letters(), sender->address)) {
      return postpone({notice}, sender->id);
    }
    const auto party = party_of(*sender, runtime_.site);
    const auto seed = store_.notices().seed(notice);
    const LetterThread thread{.message_id = letter_message_id(runtime_.site, seed, 1),
                              .answered = row->message_id};
    const LetterPlan plan{.kind = LetterKind::kReceipt, .to = {party}};
    auto commit = base({notice});
    commit.letters.push_back(seal_letter(
        write_non_delivery({runtime_.site, now_}, party, *number, described(notice), thread), plan,
        letter_id(seed, 1), runtime_.gateway_key, crypto_, runtime_.site.state));
    commit.about = *number;
    commit.thread_ids = {thread.message_id};
    commit.audit.push_back({.actor = "gateway",
                            .act = "told",
                            .number = number->text(),
                            .detail = told(notice) + sender->id});
    store_.commit_alone(commit);
  }

  static std::string told(const Notice& notice) {
    return std::string(notice.failed ? "not delivered: " : "delayed: ") + notice.letter.kind + " " +
           notice.letter.id + "; to ";
  }

  void tell_operators(const std::vector<Notice>& notices) {
    auto whom = reachable_operators(runtime_, crypto_);
    if (whom.empty()) {
      return give_up(notices, "nobody with the right operate can be sealed to today");
    }
    const auto last = whom.back().id;
    std::erase_if(whom, [&](const Sender& one) {
      return has_enough_letters(runtime_, store_.letters(), one.address);
    });
    if (whom.empty()) {
      return postpone(notices, last);
    }
    std::vector<Undelivered> what;
    for (const auto& notice : notices) {
      what.push_back(described(notice));
    }
    auto commit = base(notices);
    const auto seed = store_.notices().seed(notices.front());
    for (std::size_t n = 0; n < whom.size(); ++n) {
      const auto party = party_of(whom[n], runtime_.site);
      const LetterThread thread{.message_id = letter_message_id(runtime_.site, seed, n + 1)};
      const LetterPlan plan{.kind = LetterKind::kNotice, .to = {party}};
      commit.letters.push_back(
          seal_letter(write_operator_notice({runtime_.site, now_}, party, what, thread), plan,
                      letter_id(seed, n + 1), runtime_.gateway_key, crypto_, runtime_.site.state));
      for (const auto& notice : notices) {
        commit.audit.push_back({.actor = "gateway",
                                .act = "told",
                                .number = notice.letter.number,
                                .detail = told(notice) + whom[n].id});
      }
    }
    store_.commit_alone(commit);
  }

  const Runtime& runtime_;
  Store& store_;
  Crypto& crypto_;
  Time now_;
};

}  // namespace

bool write_notices(const Runtime& runtime, Store& store, Crypto& crypto) {
  const auto notices = store.notices().claim(runtime.now(), kMostInOneLetter);
  if (notices.empty()) {
    return false;
  }
  write_or_leave(
      runtime, [&] { Writer(runtime, store, crypto).write(notices); },
      [&](const std::string& what, std::optional<Time> again) {
        again ? store.notices().put_back(notices, *again, what, runtime.now())
              : store.notices().end(notices, "untold", what, runtime.now());
      });
  return true;
}

}  // namespace pouch::gateway
