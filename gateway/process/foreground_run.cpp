#include "gateway/process/foreground_run.hpp"

#include "gateway/archive/archive.hpp"
#include "gateway/archive/cross_check.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/groups.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/ring.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/group_members.hpp"
#include "gateway/store/kept_mails.hpp"
#include "gateway/store/key_letters.hpp"
#include "gateway/store/key_updates.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/work/digest_writer.hpp"
#include "gateway/work/old_audiences.hpp"
#include "gateway/work/old_bodies.hpp"
#include "gateway/work/retention_look.hpp"
#include "gateway/work/strangers.hpp"
#include "mail/fault.hpp"

namespace pouch::gateway {
namespace {

void fit_ring(const Runtime& runtime) {
  if (!is_served(runtime.site.state)) {
    sync_ring(runtime);
  }
}

}  // namespace

ForegroundRun::ForegroundRun(const std::filesystem::path& config)
    : ForegroundRun(config, load_runtime(config)) {}

ForegroundRun::ForegroundRun(const std::filesystem::path& config, Runtime runtime)
    : site_(std::move(runtime), Agent::kUntilClosed, fit_ring),
      extractor_(config),
      runtime_(site_.runtime()),
      store_(site_.store()),
      engine_(runtime_.site.gnupg, runtime_.limits),
      crypto_(engine_, runtime_.limits),
      worker_(runtime_, store_, crypto_) {
  runtime_.index_key = index_key(site_.data_key());
  give_old_audiences(runtime_, store_);
  if (is_missing(runtime_.site.state)) {
    index();  // a search among the mails finds one
  }
}

// Until nothing is due: what fails leads to letters about it.
std::size_t ForegroundRun::deliver() {
  Deliverer deliverer(runtime_, store_.letters(), store_.letter_files());
  std::size_t tried = 0;
  do {
    tried += deliverer.work();
  } while (worker_.tell_of_letters() > 0);
  deliverer.forget_files();
  return tried;
}

std::size_t ForegroundRun::index() {
  if (is_served(runtime_.site.state)) {
    return 0;
  }
  Indexer indexer(runtime_, store_, site_.data_key());
  std::size_t count = 0;
  for (std::size_t group = 0; (group = indexer.work()) > 0;) {
    count += group;
  }
  CrossCheck cross_check(runtime_, store_, site_.data_key());
  for (bool told = false; cross_check.work(told);) {
  }
  return count;
}

// A mailbox that cannot be reached does not stop the rest.
std::size_t ForegroundRun::collect() {
  if (is_served(runtime_.site.state)) {
    return 0;
  }
  if (collectors_.empty()) {
    for (const auto& uri : runtime_.site.sources) {
      if (config::is_collected(uri)) {
        collectors_.push_back(make_collector(uri, runtime_, store_.database()));
      }
    }
  }
  std::size_t count = 0;
  for (auto& collector : collectors_) {
    try {
      count += collector->once();
    } catch (const mail::Fault& fault) {
      log(Level::kError, "not-collected", {{"what", fault.what()}, {"hint", fault.hint()}});
      collector->give_up();
    } catch (const Fault& fault) {
      log(Level::kError, "not-collected", {{"what", fault.what()}, {"hint", fault.hint()}});
      collector->give_up();
    }
  }
  return count;
}

WorkDone ForegroundRun::all() {
  WorkDone done;
  if (!is_served(runtime_.site.state)) {
    store_.spool().sweep_orphans();
    store_.letter_files().sweep();
  }
  done.collected = collect();
  done.waiting_legs = static_cast<std::size_t>(worker_.send_waiting_legs());
  while (worker_.work_one() == Work::kDone) {
    ++done.mails;
  }
  if (done.collected + done.mails > 0) {
    collect();  // what is settled now leaves its mailbox
  }
  expire_held(runtime_, store_.held());
  store_.kept_mails().forget(runtime_.now());
  store_.spool().forget_orders(runtime_.now());
  store_.notices().newly_delayed(runtime_.now(), runtime_.site.delivery.warn_after);
  static_cast<void>(store_.reminders().note_due(runtime_.now()));
  static_cast<void>(store_.digests().note_due(
      desks_with_digest(runtime_),
      [this](const std::string& desk, Time after) { return next_digest(runtime_, desk, after); },
      runtime_.now()));
  static_cast<void>(store_.audit_heads().note_due(runtime_.site.address, runtime_.site.time_zone,
                                                  runtime_.now()));
  look_at_retention(runtime_, store_, LookAt::kChanged);
  while (!is_served(runtime_.site.state) && store_.erasures().give_back()) {
  }
  static_cast<void>(store_.key_letters().note_due(ending_keys(runtime_), runtime_.now()));
  static_cast<void>(store_.key_updates().lapse(runtime_.now()));
  static_cast<void>(store_.group_members().note(groups_today(runtime_), runtime_.now()));
  done.overdue = store_.cases().newly_overdue(runtime_.now()).size();
  done.letters = deliver();
  while (move_old_body(store_.bodies()) == MoveResult::kMoved) {
  }
  done.indexed = index();
  if (store_.links().next()) {
    done.letters += deliver();  // of cases that were found to be linked
  }
  while (worker_.sign_some()) {
  }
  const auto spool_due = store_.spool().next_due();
  const auto letter_due = store_.letters().next_delivery();
  done.idle =
      (!spool_due || *spool_due > runtime_.now()) && (!letter_due || *letter_due > runtime_.now());
  return done;
}

}  // namespace pouch::gateway
