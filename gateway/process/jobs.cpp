#include "gateway/process/jobs.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/cross_check.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/cases/utc.hpp"
#include "gateway/confine/confine.hpp"
#include "gateway/confine/reach.hpp"
#include "gateway/extract/extract_line.hpp"
#include "gateway/extract/extract_server.hpp"
#include "gateway/fault.hpp"
#include "gateway/importing/opener_line.hpp"
#include "gateway/process/web_serving.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/groups.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/patience.hpp"
#include "gateway/site/waiter.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/status/metrics_server.hpp"
#include "gateway/status/metrics_text.hpp"
#include "gateway/store/audit_heads.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/group_members.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/kept_mails.hpp"
#include "gateway/store/key_letters.hpp"
#include "gateway/store/key_updates.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/overviews.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/store/retention.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/web_letters.hpp"
#include "gateway/traffic/collector.hpp"
#include "gateway/traffic/deliverer.hpp"
#include "gateway/traffic/intake.hpp"
#include "gateway/web/answering/answerer.hpp"
#include "gateway/web/questions_line.hpp"
#include "gateway/web/words/times.hpp"
#include "gateway/work/archive_maker.hpp"
#include "gateway/work/digest_writer.hpp"
#include "gateway/work/old_bodies.hpp"
#include "gateway/work/retention_look.hpp"
#include "gateway/work/strangers.hpp"
#include "gateway/work/worker.hpp"
#include "mail/openpgp/helper.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kLookForRoom{5};   // on the disk, while mail waits for it
constexpr std::chrono::seconds kReadAgain{30};    // files that could not be read
constexpr std::chrono::seconds kBetweenPages{1};  // that are given back
constexpr int kGather = 200;  // milliseconds in which index work gathers into one commit

// Of those that will come at all.
std::optional<Time> earliest(std::initializer_list<std::optional<Time>> times) {
  std::optional<Time> first;
  for (const auto& time : times) {
    first = time && (!first || *time < *first) ? time : first;
  }
  return first;
}

void take_slot(const config::Site& site, const Inherited& inherited) {
  if (inherited.slot >= 0) {
    tell_doings(site.state, static_cast<std::size_t>(inherited.slot));
  }
}

void use_openpgp(int line) {
  if (line >= 0) {
    fcntl(line, F_SETFD, FD_CLOEXEC);
    mail::openpgp::use_helper(mail::openpgp::Helper::handed(mail::openpgp::Descriptor(line)));
  }
}

// From here on it opens no file but the store's.
void keep_from_gnupg(const config::Site& site) {
  switch (keep_to_state(site.state, site.gnupg)) {
    case Reach::kKept:
      return;
    case Reach::kNoLandlock:
      return log(Level::kWarning, "gnupg-in-reach", {{"what", "the kernel has no Landlock"}});
    case Reach::kGnupgInside:
      return log(Level::kWarning, "gnupg-in-reach",
                 {{"what", "paths.gnupg is in the state folder"}});
  }
}

std::string source_name(const std::string& uri) { return uri.substr(0, uri.find(':')); }

// One listener with its own thread and its own connection to the store.
struct Door {
  Door(mail::ListeningSocket socket, const Runtime& runtime, const Addresses& addresses)
      : intake(runtime.site, source_name(socket.uri()), addresses, runtime.now),
        listener(settings(socket.uri(), runtime), std::move(socket), intake) {}
  static mail::ListenerSettings settings(const std::string& uri, const Runtime& runtime) {
    mail::ListenerSettings result;
    result.uri = uri;
    result.host_name = runtime.site.address.substr(runtime.site.address.rfind('@') + 1);
    result.message_limit = runtime.site.limits.message;
    return result;
  }
  Intake intake;
  mail::Listener listener;
  std::thread thread;
};

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

// The operator's file alone is read before the process is confined.
bool has_years_elsewhere(const std::filesystem::path& config) {
  return !load_own_site(config).search.shards.empty();
}

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

int deliver_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto data_key = read_data_key(inherited.data_key);
  confine(Job::kDeliver);
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime.site, inherited);
  Store store(runtime.site.state, data_key);
  Deliverer deliverer(runtime, store.letters(), store.letter_files(), waiter.stop_descriptor());
  live(runtime, waiter, [&] {
    if (deliverer.work() > 0 && (store.notices().next() || store.receipts().waiting())) {
      wake(runtime.site.state, Wake::kSpool);
    }
    deliverer.forget_files();
    return deliverer.next_work();
  });
  deliverer.settle();
  return 0;
}

// What was filed is compared with what was held before.
void compare_new(const Runtime& runtime, const Waiter& waiter, CrossCheck& cross_check) {
  for (bool more = true; more && !waiter.stopping();) {
    bool told = false;
    more = cross_check.work(told);
    if (told) {
      wake(runtime.site.state, Wake::kSpool);
    }
  }
}

int index_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto data_key = read_data_key(inherited.data_key);
  confine(Job::kIndex, has_years_elsewhere(config));
  const auto runtime = load_runtime(config, Forms::kEnglish);
  take_slot(runtime.site, inherited);
  Store store(runtime.site.state, data_key);
  Indexer indexer(runtime, store, data_key);
  CrossCheck cross_check(runtime, store, data_key);
  live(runtime, waiter, [&]() -> std::optional<Time> {
    while (!waiter.stopping() && indexer.work() > 0) {
      waiter.pause(kGather);
    }
    compare_new(runtime, waiter, cross_check);
    return indexer.compact(runtime.now());
  });
  return 0;
}

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

int intake_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime.site, inherited);
  confine(Job::kIntake);
  Addresses addresses(runtime);
  std::vector<std::unique_ptr<Door>> doors;
  for (std::size_t i = 0; i < inherited.sources.size(); ++i) {
    doors.push_back(std::make_unique<Door>(
        mail::ListeningSocket::adopt(inherited.sources[i], inherited.sockets.at(i)), runtime,
        addresses));
  }
  for (auto& door : doors) {
    door->thread = std::thread([&door, &waiter] { door->listener.run(waiter.stop_descriptor()); });
  }
  (void)!write(inherited.report, "", 1);  // one octet
  close(inherited.report);
  while (waiter.sleep(runtime, std::nullopt)) {
    if (waiter.reload_asked()) {
      try {
        addresses.replace(load_runtime_without_forms(config));
      } catch (const config::Fault&) {
        // The supervisor has said what is wrong; the old addresses stay.
      }
    }
  }
  for (auto& door : doors) {
    door->thread.join();
  }
  return 0;
}

int collect_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto runtime = load_runtime_without_forms(config);
  take_slot(runtime.site, inherited);
  confine(Job::kCollect);
  auto database = Database::open_store(runtime.site.state);
  const auto& uri = inherited.sources.at(0);
  collect(make_collector(uri, runtime, database, waiter.stop_descriptor()), uri, runtime, waiter);
  return 0;
}

int metrics_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto site = load_own_site(config);
  confine(Job::kMetrics);
  MetricsServer server(
      mail::ListeningSocket::adopt(inherited.sources.at(0), inherited.sockets.at(0)),
      [&site] { return metrics_text(look_at(site, system_clock()())); });
  server.run(waiter.stop_descriptor());
  return 0;
}

// Of the site it knows how the page is reached, and nothing more.
int web_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto site = load_own_site(config);
  const auto listening =
      mail::ListeningSocket::adopt(inherited.sources.at(0), inherited.sockets.at(0));
  const mail::Descriptor line(inherited.web);
  web::FrontSettings settings{site.web.origin, site.time_zone, POUCH_VERSION, site.web.form,
                              listening.is_unix()};
  const web::Front front(std::move(settings));
  (void)web::clock_time(system_clock()(), site.time_zone);  // ICU's zones, while a file may be read
  confine(Job::kWeb);
  serve_web(listening.descriptor(), line.get(), waiter.stop_descriptor(), front);
  return 0;
}

// It ends with each reload, as workers do: the next one knows who has left.
int answering_life(const std::filesystem::path& config, const Inherited& inherited,
                   Waiter& waiter) {
  const auto data_key = read_data_key(inherited.data_key);
  const mail::Descriptor line(inherited.web);
  read_files_at(mail::openpgp::Descriptor(inherited.extract));
  confine(Job::kAnswering, has_years_elsewhere(config));
  auto runtime = load_runtime(config, Forms::kRead);
  take_slot(runtime.site, inherited);
  keep_from_gnupg(runtime.site);
  runtime.index_key = index_key(data_key);
  Store store(runtime.site.state, data_key);
  Answerer answerer(runtime, store);
  answer_questions(line.get(), waiter.stop_descriptor(), [&](const WebQuestion& question) {
    const CurrentTask doing("question");
    return answerer.answer(question);
  });
  return 0;
}

// It knows nothing of the site but where it says what it does, and in which languages it reads
// scanned pages.
int extract_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter) {
  const auto site = load_own_site(config);
  take_slot(site, inherited);
  confine(Job::kExtract);
  // Where the kernel has no Landlock, what it starts is in its cage still.
  (void)keep_to_programs();
  FileLimits limits;
  limits.scan.languages = site.search.ocr;
  ExtractServer server(mail::openpgp::Descriptor(inherited.extract), std::move(limits));
  server.run(waiter.stop_descriptor());
  return 0;
}

// Reads the mails of an archive for who imports them (import_reader.hpp), and ends with its line.
int reader_life(const std::filesystem::path& config, const Inherited& inherited, Waiter&) {
  prctl(PR_SET_PDEATHSIG, 0);  // the thread that started us may end before our import
  const auto runtime = load_runtime_without_forms(config);
  const mail::Descriptor line(inherited.mails);
  read_files_at(mail::Descriptor(inherited.extract));
  OpenerKeys keys{mail::openpgp::Helper::at(mail::Descriptor(inherited.openpgp))};
  if (!inherited.sources.empty()) {
    keys.given_home = inherited.sources.front();
    keys.given = mail::openpgp::Helper::at(mail::Descriptor(inherited.sockets.at(0)));
  }
  confine(Job::kReader);
  if (keep_to_programs() == Reach::kNoLandlock) {
    log(Level::kWarning, "site-in-reach", {{"what", "the kernel has no Landlock"}});
  }
  Opener opener(runtime, keys);
  answer_openers(line.get(), runtime, opener);
  return 0;
}

const std::array<JobSpec, 11> kJobs{{
    {Job::kWorker, "worker", true, {Wake::kSpool, Wake::kAgent}, worker_life},
    {Job::kExtract, "extract", false, {}, extract_life},
    {Job::kDeliver, "deliver", true, {Wake::kLetters}, deliver_life},
    {Job::kIndex, "index", true, {Wake::kIndex}, index_life},
    {Job::kClocks, "clocks", true, {Wake::kClock}, clocks_life},
    {Job::kCollect, "collect", false, {Wake::kSettled}, collect_life},
    {Job::kIntake, "intake", false, {}, intake_life},
    {Job::kMetrics, "metrics", false, {}, metrics_life},
    {Job::kReader, "reader", false, {}, reader_life},
    {Job::kWeb, "web", false, {}, web_life},
    {Job::kAnswering, "answering", true, {}, answering_life},
}};

}  // namespace

std::span<const JobSpec> jobs() { return kJobs; }

const JobSpec& job_named(std::string_view name) {
  const auto found = std::find_if(kJobs.begin(), kJobs.end(),
                                  [&](const JobSpec& one) { return one.name == name; });
  if (found == kJobs.end()) {
    throw std::logic_error("a job that is none: " + std::string(name));
  }
  return *found;
}

int run_job(const JobSpec& spec, const std::filesystem::path& config, const Inherited& inherited) {
  log_as(std::string(spec.name));
  Waiter waiter(inherited.wakes);
  return spec.run(config, inherited, waiter);
}

}  // namespace pouch::gateway
