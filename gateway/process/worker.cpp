#include "gateway/process/worker.hpp"

#include "gateway/letters/machine.hpp"
#include "gateway/process/log.hpp"
#include "gateway/process/notice_writer.hpp"
#include "gateway/process/passage.hpp"
#include "gateway/process/report_passage.hpp"
#include "gateway/process/waiting_leg.hpp"
#include "mail/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kTransientDelay{10};

}  // namespace

Worker::Worker(const Runtime& runtime, Store& store, mail::openpgp::Engine& engine)
    : runtime_(runtime), store_(store), engine_(engine) {}

Work Worker::work_one() {
  const auto attempts = static_cast<int>(runtime_.site.limits.attempts);
  if (const auto poison = store_.spool().take_exhausted(runtime_.now(), attempts)) {
    return hold(
        *poison, "poison",
        "ended its worker " + std::to_string(attempts) + " times; look at the worker's log");
  }
  const auto entry = store_.spool().claim(runtime_.now(), attempts);
  return entry ? process(*entry) : Work::kNothing;
}

Work Worker::work(std::int64_t spool) {
  const auto entry = store_.spool().claim(spool, runtime_.now());
  return entry ? process(*entry) : Work::kNothing;
}

Work Worker::process(const SpoolEntry& entry) {
  try {
    if (!carry_report(runtime_, store_, entry) && !carry(runtime_, store_, engine_, entry)) {
      return put_back(entry, "its case kept changing");
    }
    store_.spool().remove_file(entry.id);
    return Work::kDone;
  } catch (const mail::Fault& fault) {
    return fault.transient() ? put_back(entry, fault.what()) : hold(entry, "fault", fault.what());
  } catch (const Fault& fault) {
    return fault.transient() ? put_back(entry, fault.what()) : hold(entry, "fault", fault.what());
  }
}

int Worker::send_waiting_legs() {
  int sent = 0;
  for (const auto& [number, country] : store_.waiting_legs()) {
    sent += send_waiting_leg(runtime_, store_, engine_, number, country) ? 1 : 0;
  }
  return sent;
}

int Worker::tell_of_letters() {
  int told = 0;
  while (write_notices(runtime_, store_, engine_)) {
    ++told;
  }
  return told;
}

Work Worker::put_back(const SpoolEntry& entry, const std::string& why) {
  log(Level::kWarning, "put-back", {{"spool", std::to_string(entry.id)}, {"what", why}});
  store_.spool().put_back(entry.id, runtime_.now() + kTransientDelay, why);
  return Work::kPutBack;
}

Work Worker::hold(const SpoolEntry& entry, const std::string& reason, const std::string& detail) {
  log(Level::kError, "held", {{"spool", std::to_string(entry.id)}, {"reason", reason}});
  Commit commit;
  commit.spool = entry.id;
  commit.outcome = Outcome::kHeld;
  commit.reason = reason;
  commit.detail = detail;
  commit.at = runtime_.now();
  commit.audit.push_back({"gateway", "held", "", reason});
  Summary summary;
  summary.outcome = Outcome::kHeld;
  summary.reason = reason;
  commit.summary = summary_json(summary);
  store_.commit(commit);
  return Work::kDone;
}

}  // namespace pouch::gateway
