#include "gateway/store/web_archives.hpp"

#include "gateway/store/sealed_stream.hpp"
#include "gateway/store/stored_values.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

// Not in the unnamed namespace, where Packer finds no fields().
template <typename Side>
void fields(Side& side, ArchiveTask& one) {
  side(one.who), side(one.number);
}
template <typename Side>
void fields(Side& side, ArchiveFacts& one) {
  auto version = static_cast<std::uint64_t>(one.version);
  side(version), side(one.messages), side(one.size), side(one.made);
  one.version = static_cast<std::int64_t>(version);
}

namespace {

constexpr std::string_view kTaskPurpose = "web archive task", kFactsPurpose = "web archive facts",
                           kOctetsPurpose = "web archive";
// A worker that has one is done with it by then, or dead.
constexpr std::chrono::minutes kInHand{2};

using mail::openpgp::packed;
using mail::openpgp::unpacked;

Secret sealing_key(const Secret& of_case) { return of_case.derive("web-archive"); }

}  // namespace

std::string WebArchives::which(std::string_view who, std::string_view number) const {
  return keyed_hash(key_, packed(std::string_view("archive"), who, number));
}

void WebArchives::ask(std::string_view who, const CaseNumber& number, Time now) {
  const auto mark = which(who, number.text());
  Transaction transaction(database_, "web");
  database_.prepare("DELETE FROM archives WHERE asked <= ?1 OR (which = ?2 AND state <> 'waiting')")
      .bind(1, detail::seconds(now - kArchiveLife))
      .bind_blob(2, mark)
      .run();
  database_
      .prepare(
          "INSERT OR IGNORE INTO archives (which, state, asked, due, task)"
          " VALUES (?1, 'waiting', ?2, ?2, ?3)")
      .bind_blob(1, mark)
      .bind(2, detail::seconds(now))
      .bind_blob(3,
                 seal(key_, kTaskPurpose, packed(ArchiveTask{0, std::string(who), number.text()})))
      .run();
  transaction.commit();
}

AskedArchive WebArchives::find(std::string_view who, const CaseNumber& number, Time now) {
  AskedArchive found;
  auto row =
      database_.prepare("SELECT state, asked, facts FROM archives WHERE which = ? AND asked > ?");
  row.bind_blob(1, which(who, number.text())).bind(2, detail::seconds(now - kArchiveLife));
  if (!row.step()) {
    return found;
  }
  const auto state = row.text(0);
  found.asked = detail::time_at(row, 1);
  found.state = state == "waiting" ? ArchiveState::kWaiting : ArchiveState::kFailed;
  if (const auto key = state == "made" ? keys_.find(number) : std::nullopt) {
    found.state = ArchiveState::kMade;
    found.facts = unpacked<ArchiveFacts>(unseal(sealing_key(*key), kFactsPurpose, row.view(2)));
  }
  return found;
}

std::optional<std::string> WebArchives::octets(std::string_view who, const CaseNumber& number,
                                               Time now) {
  auto row = database_.prepare(
      "SELECT octets FROM archives WHERE which = ? AND asked > ? AND state = 'made'");
  row.bind_blob(1, which(who, number.text())).bind(2, detail::seconds(now - kArchiveLife));
  const auto key = keys_.find(number);
  return key && row.step()
             ? std::optional(open_stream(sealing_key(*key), kOctetsPurpose, row.view(0)))
             : std::nullopt;
}

std::optional<ArchiveTask> WebArchives::claim(Time now) {
  std::optional<ArchiveTask> task;
  Transaction transaction(database_, "web");
  database_.prepare("DELETE FROM archives WHERE asked <= ?")
      .bind(1, detail::seconds(now - kArchiveLife))
      .run();
  database_
      .prepare(
          "UPDATE archives SET state = 'failed'"
          " WHERE state = 'waiting' AND due <= ?1 AND tries >= ?2")
      .bind(1, detail::seconds(now))
      .bind(2, std::int64_t{kArchiveTries})
      .run();
  {
    auto row = database_.prepare(
        "SELECT id, task FROM archives WHERE state = 'waiting' AND due <= ? ORDER BY due, id"
        " LIMIT 1");
    row.bind(1, detail::seconds(now));
    if (row.step()) {
      task = unpacked<ArchiveTask>(unseal(key_, kTaskPurpose, row.view(1)));
      task->id = row.integer(0);
    }
  }
  if (task) {
    database_.prepare("UPDATE archives SET tries = tries + 1, due = ?1 WHERE id = ?2")
        .bind(1, detail::seconds(now + kInHand))
        .bind(2, task->id)
        .run();
  }
  transaction.commit();
  return task;
}

void WebArchives::keep(const ArchiveTask& task, const ArchiveFacts& facts,
                       std::string_view octets) {
  const auto number = CaseNumber::parse(task.number);
  const auto key = number ? keys_.find(*number) : std::nullopt;
  if (!key) {
    return fail(task);  // erased meanwhile
  }
  const auto sealing = sealing_key(*key);
  const auto sealed = seal_stream(sealing, kOctetsPurpose, octets);
  Transaction transaction(database_, "web");
  database_
      .prepare(
          "UPDATE archives SET state = 'made', facts = ?1, octets = ?2"
          " WHERE id = ?3 AND state = 'waiting'")
      .bind_blob(1, seal(sealing, kFactsPurpose, packed(facts)))
      .bind_in_place(2, sealed)
      .bind(3, task.id)
      .run();
  transaction.commit();
}

void WebArchives::fail(const ArchiveTask& task) {
  Transaction transaction(database_, "web");
  database_.prepare("UPDATE archives SET state = 'failed' WHERE id = ? AND state = 'waiting'")
      .bind(1, task.id)
      .run();
  transaction.commit();
}

std::optional<Time> WebArchives::next() {
  auto row = database_.prepare(
      "SELECT min(CASE WHEN state = 'waiting' THEN due ELSE asked + ? END) FROM archives");
  row.bind(1, std::int64_t{std::chrono::seconds(kArchiveLife).count()}).step();
  return detail::time_or_none(row, 0);
}

}  // namespace pouch::gateway
