// Clocks: what is due by time alone: deadlines, digests, expiries, retention, keys that end.
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/cases/utc.hpp"
#include "gateway/confine/confine.hpp"
#include "gateway/process/jobs/beginning.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/groups.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/patience.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/group_members.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/kept_mails.hpp"
#include "gateway/store/key_letters.hpp"
#include "gateway/store/key_updates.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/store.hpp"
#include "gateway/work/digest_writer.hpp"
#include "gateway/work/retention_look.hpp"
#include "gateway/work/strangers.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kBetweenPages{1};  // that are given back

// Cases that have changed are looked at once a day, those whose day has come at once; what is
// erased leaves room, which is given back while no mail waits.
class RetentionRound {
 public:
  std::optional<Time> look(const Runtime& runtime, Store& store) {
    const CurrentTask doing("retention");
    const auto today = day_of(runtime.now());
    const auto done = look_at_retention(
        runtime, store, std::exchange(day_, today) == today ? LookAt::kDue : LookAt::kChanged);
    if (done.erased > 0) {
      wake(runtime.site.state, Wake::kIndex);
    }
    if (done.erased + done.asked > 0) {
      wake(runtime.site.state, Wake::kSpool);
    }
    const bool more = !store.spool().next_due() && store.erasures().give_back();
    return more ? runtime.now() + kBetweenPages : next_retention(runtime, store);
  }

 private:
  std::optional<RetentionDay> day_;  // of the last round
};

std::optional<Time> next_of(const std::vector<EndingKey>& keys, Time now) {
  std::optional<Time> next;
  for (const auto& key : keys) {
    next = earliest({next, next_key_step(key.expires, now)});
  }
  return next;
}

// With each day memberships of groups begin and end.
std::optional<Time> next_day(const Runtime& runtime) {
  return runtime.directory.groups.empty()
             ? std::nullopt
             : std::optional<Time>(day_of(runtime.now()) + std::chrono::days(1));
}

}  // namespace

int clocks_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto data_key = read_data_key(inherited.data_key);
  confine(Job::kClocks);
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime.site, inherited);
  Store store(runtime.site.state, data_key);
  const auto warn_after = runtime.site.delivery.warn_after;
  RetentionRound round;
  live(runtime, waiter, [&] {
    const CurrentTask doing("deadlines");
    for (const auto& [number, country] : store.cases().newly_overdue(runtime.now())) {
      log(Level::kWarning, "overdue", {{"case", number.text()}, {"country", country}});
    }
    const bool digests = store.digests().note_due(
        desks_with_digest(runtime),
        [&](const std::string& desk, Time after) { return next_digest(runtime, desk, after); },
        runtime.now());
    const bool head =
        store.audit_heads().note_due(runtime.site.address, runtime.site.time_zone, runtime.now());
    const auto keys = ending_keys(runtime);
    const bool told_of_keys = store.key_letters().note_due(keys, runtime.now());
    const bool joined = store.group_members().note(groups_today(runtime), runtime.now());
    const bool lapsed = store.key_updates().lapse(runtime.now());
    if (store.reminders().note_due(runtime.now()) || digests || head || told_of_keys || lapsed ||
        joined || store.receipts().waiting()) {
      wake(runtime.site.state, Wake::kSpool);
    }
    const auto kept = runtime.site.limits.held;
    expire_held(runtime, store.held());
    store.kept_mails().forget(runtime.now());
    store.spool().forget_orders(runtime.now());
    if (store.notices().newly_delayed(runtime.now(), warn_after) > 0) {
      wake(runtime.site.state, Wake::kSpool);
    }
    const auto retention = round.look(runtime, store);
    const auto midnight = AuditHeads::next_midnight(runtime.site.time_zone, runtime.now());
    return earliest({store.notices().next_delay(warn_after), midnight, retention,
                     store.held().next_expiry(runtime.now(), kept),
                     store.kept_mails().next_forgetting(), store.spool().next_forgetting(),
                     store.cases().next_deadline(runtime.now()), store.reminders().next_tick(),
                     store.digests().next_hour(), next_of(keys, runtime.now()),
                     store.key_updates().next_lapse(), next_day(runtime)});
  });
  return 0;
}

}  // namespace pouch::gateway
