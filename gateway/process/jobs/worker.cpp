// The worker: opens mails, decides, seals letters; whatever a clock or the page asks it to write.
#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "gateway/archive/archive.hpp"
#include "gateway/confine/confine.hpp"
#include "gateway/extract/extract_line.hpp"
#include "gateway/process/jobs/beginning.hpp"
#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/patience.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/group_members.hpp"
#include "gateway/store/key_letters.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/overviews.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/store/retention.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/store.hpp"
#include "gateway/store/web_letters.hpp"
#include "gateway/work/archive_maker.hpp"
#include "gateway/work/old_bodies.hpp"
#include "gateway/work/worker.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kLookForRoom{5};  // on the disk, while mail waits for it
constexpr std::chrono::seconds kReadAgain{30};   // files that could not be read

void use_openpgp(int line) {
  if (line >= 0) {
    fcntl(line, F_SETFD, FD_CLOEXEC);
    mail::openpgp::use_helper(mail::openpgp::Helper::handed(mail::openpgp::Descriptor(line)));
  }
}

bool mail_is_due(const Runtime& runtime, Store& store) {
  const auto due = store.spool().next_due();
  return due && *due <= runtime.now();
}

// Everything that is due; receipts are signed while no mail waits.
void work_all(const Runtime& runtime, Waiter& waiter, Store& store, Worker& worker) {
  auto last = Work::kNothing;
  while (!waiter.stopping() && (last = worker.work_one()) == Work::kDone) {
    wake(runtime.site.state, Wake::kLetters);
    wake(runtime.site.state, Wake::kIndex);
    wake(runtime.site.state, Wake::kClock);
    wake(runtime.site.state, Wake::kSettled);
  }
  if (last == Work::kPutBack) {
    wake(runtime.site.state, Wake::kAgent);  // perhaps it was that: the supervisor asks it
  }
  if (!waiter.stopping() && worker.tell_of_letters() > 0) {
    wake(runtime.site.state, Wake::kLetters);
  }
  while (!waiter.stopping() && !mail_is_due(runtime, store) && worker.sign_some()) {
  }
}

// Until mail comes. When to go on, if there are others left.
std::optional<Time> move_old_bodies(const Runtime& runtime, const Waiter& waiter, Store& store) {
  bool moved = false;
  auto last = MoveResult::kNone;
  while (!waiter.stopping() && (last = move_old_body(store.bodies())) == MoveResult::kMoved) {
    moved = true;
    if (mail_is_due(runtime, store)) {
      return runtime.now();
    }
  }
  if (moved) {
    wake(runtime.site.state, Wake::kIndex);  // for the words that were found
  }
  return last == MoveResult::kLater ? std::optional<Time>(runtime.now() + kReadAgain)
                                    : std::nullopt;
}

}  // namespace

int worker_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto data_key = read_data_key(inherited.data_key);
  use_openpgp(inherited.openpgp);
  read_files_at(mail::openpgp::Descriptor(inherited.extract));
  confine(Job::kWorker, has_years_elsewhere(config));
  auto runtime = load_runtime(config);
  take_slot(runtime.site, inherited);
  keep_from_gnupg(runtime.site);
  runtime.index_key = index_key(data_key);
  Store store(runtime.site.state, data_key);
  store.letter_files().sweep();  // of one that was killed before us
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits, waiter.stop_descriptor());
  EngineCrypto crypto(engine, runtime.limits);
  Worker worker(runtime, store, crypto);
  bool cramped = false;
  live(runtime, waiter, [&] {
    if (worker.look_at_waiting_legs() > 0) {
      wake(runtime.site.state, Wake::kLetters);
    }
    const bool was_cramped = std::exchange(cramped, is_cramped(runtime.site));
    if (waiter.agent_is_back() || (was_cramped && !cramped)) {
      store.spool().retry_now();
    }
    work_all(runtime, waiter, store, worker);
    const auto others = cramped ? std::nullopt : move_old_bodies(runtime, waiter, store);
    auto due = earliest({others, store.spool().next_due()});
    if (due && cramped) {
      due = std::min(*due, runtime.now() + kLookForRoom);
    }
    if (mail_is_due(runtime, store) && !cramped) {
      return std::optional<Time>(runtime.now());  // it came while receipts were signed
    }
    return earliest({due, worker.next_signing(), worker.next_look(), store.audit_heads().next(),
                     store.reminders().next(), store.digests().next(), store.overviews().next(),
                     store.retention().next(), store.notices().next(), store.links().next(),
                     store.key_letters().next(), store.group_members().next(),
                     store.web_letters().next(), next_archive(runtime, store)});
  });
  worker.settle();
  return 0;
}

}  // namespace pouch::gateway
