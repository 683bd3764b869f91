#include "gateway/work/worker.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "gateway/decide/absent.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/absences.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/work/archive_maker.hpp"
#include "gateway/work/digest_writer.hpp"
#include "gateway/work/head_writer.hpp"
#include "gateway/work/join_writer.hpp"
#include "gateway/work/key_letter_writer.hpp"
#include "gateway/work/link_writer.hpp"
#include "gateway/work/notice_writer.hpp"
#include "gateway/work/overview_writer.hpp"
#include "gateway/work/passage.hpp"
#include "gateway/work/receipt_signer.hpp"
#include "gateway/work/reminder_writer.hpp"
#include "gateway/work/report_passage.hpp"
#include "gateway/work/retention_writer.hpp"
#include "gateway/work/waiting_leg.hpp"
#include "gateway/work/web_letter_writer.hpp"
#include "mail/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kFirstPause{2}, kLongestPause{600};
constexpr std::chrono::minutes kLookAgain{5}, kSignAgain{1};

}  // namespace

std::chrono::seconds pause_after(int setbacks) {
  auto pause = kFirstPause;
  for (int i = 0; i < setbacks && pause < kLongestPause; ++i) {
    pause *= 2;
  }
  return std::min(pause, kLongestPause);
}

Worker::Worker(Runtime& runtime, Store& store, Crypto& crypto)
    : runtime_(runtime), store_(store), crypto_(crypto) {}

Work Worker::work_one() {
  if (owed_) {
    return write_down(std::move(owed_));
  }
  const auto attempts = static_cast<int>(runtime_.site.limits.attempts);
  if (const auto poison = store_.spool().take_exhausted(runtime_.now(), attempts)) {
    return write_down([this, entry = *poison, attempts] {
      return hold(
          entry, "poison",
          "ended its worker " + std::to_string(attempts) + " times; look at the worker's log");
    });
  }
  const auto entry = store_.spool().claim(runtime_.now(), attempts);
  return entry ? process(*entry) : Work::kNothing;
}

Work Worker::work(std::int64_t spool) {
  const auto entry = store_.spool().claim(spool, runtime_.now());
  return entry ? process(*entry) : Work::kNothing;
}

void Worker::look_who_is_there() {
  const auto now = runtime_.now();
  runtime_.directory.absences = as_they_stand(store_.absences().since(now - kFinishes), now);
}

Work Worker::process(const SpoolEntry& entry) {
  const CurrentTask doing("mail", std::to_string(entry.id));
  look_who_is_there();
  bool transient = true;
  std::string why = "its case kept changing";
  try {
    if (carry_report(runtime_, store_, entry) || carry(runtime_, store_, crypto_, entry)) {
      remove_file(entry);
      return Work::kDone;
    }
  } catch (const mail::Fault& fault) {
    transient = fault.transient();
    why = fault.what();
  } catch (const Fault& fault) {
    transient = fault.transient();
    why = fault.what();
  }
  return write_down([this, entry, transient, why] {
    return transient ? put_back(entry, why) : hold(entry, "fault", why);
  });
}

// All is committed: a file that cannot be removed now is swept at the next start.
void Worker::remove_file(const SpoolEntry& entry) {
  try {
    store_.spool().remove_file(entry.id);
  } catch (const Fault& fault) {
    log(Level::kWarning, "not-removed",
        {{"spool", std::to_string(entry.id)}, {"what", fault.what()}, {"hint", fault.hint()}});
  }
}

Work Worker::write_down(std::function<Work()> outcome) {
  owed_ = std::move(outcome);
  const auto work = owed_();
  owed_ = nullptr;
  return work;
}

void Worker::settle() noexcept {
  try {
    if (owed_) {
      (void)write_down(std::move(owed_));
    }
  } catch (const std::exception&) {
    // The entry stays claimed by a process that is gone: one attempt is lost.
  }
}

int Worker::send_waiting_legs() {
  look_who_is_there();
  int sent = 0;
  for (const auto& [number, country] : store_.cases().waiting_legs()) {
    const CurrentTask doing("waiting leg", number.text());
    const auto leave = [&, number = number, country = country](const auto& fault) {
      log(Level::kWarning, "leg-waits",
          {{"case", number.text()}, {"country", country}, {"what", fault.what()}});
      return fault.transient();
    };
    try {
      sent += send_waiting_leg(runtime_, store_, crypto_, number, country) ? 1 : 0;
    } catch (const mail::Fault& fault) {
      if (leave(fault)) {
        break;  // it stands in the way of the others too
      }
    } catch (const Fault& fault) {
      if (leave(fault)) {
        break;
      }
    }
  }
  return sent;
}

int Worker::look_at_waiting_legs() {
  const auto now = runtime_.now();
  if (next_look_ && now < *next_look_ && *next_look_ - now <= kLookAgain) {
    return 0;
  }
  next_look_ = std::min<Time>(now + kLookAgain,
                              std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1));
  return send_waiting_legs();
}

int Worker::tell_of_letters() {
  const CurrentTask doing("notices");
  look_who_is_there();
  int told = 0;
  while (write_notices(runtime_, store_, crypto_) || write_link_notice(runtime_, store_, crypto_) ||
         write_next_reminder(runtime_, store_, crypto_) ||
         write_next_digest(runtime_, store_, crypto_) ||
         write_next_head(runtime_, store_, crypto_) ||
         write_next_retention_letter(runtime_, store_, crypto_) ||
         write_next_key_letter(runtime_, store_, crypto_) ||
         write_next_group_welcome(runtime_, store_, crypto_) ||
         write_next_overview(runtime_, store_, crypto_) ||
         write_next_web_letter(runtime_, store_, crypto_) ||
         make_next_archive(runtime_, store_, crypto_)) {
    ++told;
  }
  return told;
}

bool Worker::sign_some() {
  const CurrentTask doing("receipts");
  const bool more = sign_receipts(runtime_, store_, crypto_);
  next_signing_ = !more && store_.receipts().waiting()
                      ? std::optional<Time>(runtime_.now() + kSignAgain)
                      : std::nullopt;
  return more;
}

Work Worker::put_back(const SpoolEntry& entry, const std::string& why) {
  const auto pause = pause_after(entry.setbacks);
  store_.spool().put_back(entry.id, runtime_.now() + pause, why);
  log(Level::kWarning, "put-back",
      {{"spool", std::to_string(entry.id)},
       {"what", why},
       {"pause", std::to_string(pause.count())}});
  return Work::kPutBack;
}

Work Worker::hold(const SpoolEntry& entry, const std::string& reason, const std::string& detail) {
  Commit commit;
  commit.spool = entry.id;
  commit.outcome = Outcome::kHeld;
  commit.reason = reason;
  commit.detail = detail;
  commit.at = runtime_.now();
  commit.audit.push_back({.actor = "gateway", .act = "held", .detail = reason});
  Summary summary;
  summary.outcome = Outcome::kHeld;
  summary.reason = reason;
  commit.summary = summary_json(summary);
  store_.commit_alone(commit);
  log(Level::kError, "held",
      {{"spool", std::to_string(entry.id)}, {"reason", reason}, {"what", detail}});
  return Work::kDone;
}

}  // namespace pouch::gateway
