#include "gateway/store/spool.hpp"

#include <set>
#include <system_error>
#include <utility>

#include "gateway/store/claimer.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/spool_file.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {
namespace {

// The condition of the index spool_orders, word for word.
constexpr const char* kOrder =
    "state = 'accepted' AND message IS NULL AND reason <> 'delivery-report' AND forgotten = 0";

// The raw mail is needed no more. Of an accepted one only when its message, or the delivery on
// which it is a report, holds it, or its time is over (forget_orders).
constexpr const char* kOver =
    "(state IN ('duplicate', 'dropped') OR (state = 'accepted' AND"
    " (message IS NOT NULL OR reason = 'delivery-report' OR forgotten = 1)))";

// Of everything in the folder but the lock.
std::set<std::string> files_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const auto name = it->path().filename().string();
    if (name != ".lock") {
      names.insert(name);
    }
  }
  if (error) {
    throw Fault(true, "spool: read " + folder.string() + ": " + error.message(),
                "look at the folder's owner and rights");
  }
  return names;
}

}  // namespace

std::vector<std::string> needed_files(Database& database) {
  auto statement = database.prepare("SELECT file FROM spool WHERE NOT " + std::string(kOver));
  std::vector<std::string> files;
  while (statement.step()) {
    files.push_back(statement.text(0));
  }
  return files;
}

Spool::Spool(const std::filesystem::path& state, Database& database, const Secret& data_key)
    : folder_(state / "spool"), database_(database), keys_(spool_keys(data_key)) {}

SpoolEntry Spool::read_entry(std::int64_t id) {
  auto statement = database_.prepare(
      "SELECT source, sender, received, attempts, setbacks, reason = 'released' FROM spool"
      " WHERE id = ?");
  statement.bind(1, id);
  statement.step();
  SpoolEntry entry;
  entry.id = id;
  entry.source = statement.text(0);
  entry.from = statement.text(1);
  entry.received = Time(std::chrono::seconds(statement.integer(2)));
  entry.attempts = static_cast<int>(statement.integer(3));
  entry.setbacks = static_cast<int>(statement.integer(4));
  entry.released = statement.integer(5) != 0;
  auto recipients =
      database_.prepare("SELECT address FROM spool_recipients WHERE spool = ? ORDER BY position");
  recipients.bind(1, id);
  while (recipients.step()) {
    entry.to.push_back(recipients.text(0));
  }
  return entry;
}

// The first entry that is due, fits `which` (a condition on ?2) and has no living claimer.
std::optional<SpoolEntry> Spool::take(std::string_view which, std::int64_t parameter, Time now,
                                      bool counted) {
  if (idle()) {
    return std::nullopt;  // the write lock is not for looking
  }
  Transaction transaction(database_, "claim",
                          Survives::kKill);  // an attempt is a crash, not a power cut
  std::optional<std::int64_t> found;
  {
    auto candidates = database_.prepare(
        "SELECT id, state, claimer FROM spool WHERE state IN ('waiting', 'claimed')"
        " AND not_before <= ?1 AND " +
        std::string(which) + " ORDER BY id");
    candidates.bind(1, now.time_since_epoch().count()).bind(2, parameter);
    while (!found && candidates.step()) {
      if (candidates.text(1) == "waiting" || !is_living(candidates.text(2))) {
        found = candidates.integer(0);
      }
    }
  }
  if (!found) {
    return std::nullopt;
  }
  database_
      .prepare(
          "UPDATE spool SET state = 'claimed', claimer = ?, attempts = attempts + ?"
          " WHERE id = ?")
      .bind(1, this_process())
      .bind(2, std::int64_t{counted ? 1 : 0})
      .bind(3, *found)
      .run();
  auto entry = read_entry(*found);
  transaction.commit();
  return entry;
}

std::optional<SpoolEntry> Spool::claim(Time now, int attempts) {
  return take("attempts < ?2", attempts, now, true);
}

std::optional<SpoolEntry> Spool::claim(std::int64_t id, Time now) {
  return take("id = ?2", id, now, true);
}

std::optional<SpoolEntry> Spool::take_exhausted(Time now, int attempts) {
  return take("attempts >= ?2", attempts, now, false);
}

namespace {

[[noreturn]] void no_mail(std::int64_t id) {
  throw Fault(false, "spool: entry " + std::to_string(id) + " has no mail any more",
              "its file was taken from state/spool; it may be in the backup");
}

}  // namespace

std::string Spool::file_of(std::int64_t id) {
  auto statement = database_.prepare("SELECT file FROM spool WHERE id = ?");
  statement.bind(1, id);
  auto name = statement.step() ? statement.text(0) : std::string();
  return name.empty() ? no_mail(id), name : name;
}

std::string Spool::raw(std::int64_t id) {
  auto raw = read_spool_file(folder_, file_of(id), keys_);
  return raw ? std::move(*raw) : (no_mail(id), std::string());
}

mail::Pieces Spool::raw_again(std::int64_t id, std::size_t octets) {
  return {octets, [this, id, name = file_of(id)](const mail::Put& put) {
            if (!give_spool_file(folder_, name, keys_, put)) {
              no_mail(id);
            }
          }};
}

void Spool::put_back(std::int64_t id, Time not_before, std::string_view why) {
  Transaction transaction(database_, "putback");
  database_
      .prepare(
          "UPDATE spool SET state = 'waiting', claimer = NULL, not_before = ?, why = ?,"
          " attempts = max(attempts - 1, 0), setbacks = setbacks + 1 WHERE id = ? AND state = "
          "'claimed'"
          " AND claimer = ?")
      .bind(1, not_before.time_since_epoch().count())
      .bind(2, why)
      .bind(3, id)
      .bind(4, this_process())
      .run();
  transaction.commit();
}

void Spool::retry_now() {
  Transaction transaction(database_, "retry-mail");
  database_
      .prepare(
          "UPDATE spool SET not_before = 0 WHERE state = 'waiting' AND setbacks > 0"
          " AND not_before > 0")
      .run();
  transaction.commit();
}

std::optional<Time> Spool::next_due() {
  auto statement = database_.prepare(
      "SELECT not_before, state, claimer FROM spool WHERE state IN ('waiting', 'claimed')");
  std::optional<Time> next;
  while (statement.step()) {
    const Time due{std::chrono::seconds(statement.integer(0))};
    if ((!next || due < *next) &&
        (statement.text(1) == "waiting" || !is_living(statement.text(2)))) {
      next = due;
    }
  }
  return next;
}

bool Spool::idle() {
  auto statement =
      database_.prepare("SELECT 1 FROM spool WHERE state IN ('waiting', 'claimed') LIMIT 1");
  return !statement.step();
}

Spool::Use Spool::use_of(std::string_view file) {
  auto statement = database_.prepare("SELECT " + std::string(kOver) + " FROM spool WHERE file = ?");
  if (!statement.bind(1, file).step()) {
    return Use::kUnknown;
  }
  return statement.integer(0) != 0 ? Use::kOver : Use::kNeeded;
}

void Spool::sweep_orphans() {
  const auto lock = FolderLock::sole(folder_);
  for (const auto& name : files_in(folder_)) {
    const auto use = use_of(name);
    // Without the lock an intake may be between file and row: what is unknown waits for the next
    // start.
    if (use == Use::kOver || (use == Use::kUnknown && lock)) {
      reached("sweep.before");
      remove_if_there(folder_ / name);
      reached("sweep.after");
    }
  }
}

std::vector<std::string> Spool::strays() {
  std::vector<std::string> names;
  for (const auto& name : files_in(folder_)) {
    if (use_of(name) == Use::kUnknown && is_spool_file(folder_, name, keys_)) {
      names.push_back(name);
    }
  }
  return names;
}

// Not synced: a file that a power cut brings back is swept at the next start.
void Spool::remove_file(std::int64_t id) {
  auto statement = database_.prepare("SELECT file FROM spool WHERE id = ?");
  if (!statement.bind(1, id).step()) {
    return;
  }
  const auto file = statement.text(0);
  if (use_of(file) == Use::kOver) {
    reached("file.before");
    remove_if_there(folder_ / file);
    reached("file.after");
  }
}

std::optional<Time> Spool::next_forgetting() {
  auto statement =
      database_.prepare(std::string("SELECT min(finished) FROM spool WHERE ") + kOrder);
  statement.step();
  return statement.is_null(0)
             ? std::nullopt
             : std::optional(Time(std::chrono::seconds(statement.integer(0))) + kOrdersKept);
}

// First the word that they are needed no more, then the files: a sweep removes what a crash leaves.
int Spool::forget_orders(Time now) {
  const auto next = next_forgetting();
  if (!next || *next > now) {
    return 0;  // the write lock is not for looking
  }
  std::vector<std::int64_t> forgotten;
  Transaction transaction(database_, "forget-orders");
  {
    auto due = database_.prepare(std::string("SELECT id FROM spool WHERE ") + kOrder +
                                 " AND finished <= ?");
    due.bind(1, std::int64_t{(now - kOrdersKept).time_since_epoch().count()});
    while (due.step()) {
      forgotten.push_back(due.integer(0));
    }
  }
  auto mark = database_.prepare("UPDATE spool SET forgotten = 1 WHERE id = ?");
  for (const auto id : forgotten) {
    mark.bind(1, id).run();
  }
  transaction.commit();
  for (const auto id : forgotten) {
    remove_file(id);
  }
  return static_cast<int>(forgotten.size());
}

}  // namespace pouch::gateway
