#include "gateway/store/held.hpp"

#include "gateway/store/stored_values.hpp"
#include "gateway/store/tallies.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostAtOnce = 1000;

}  // namespace

Held::Held(Database& database, Audit& audit, Spool& spool)
    : database_(database), audit_(audit), spool_(spool) {}

std::vector<HeldMail> Held::list(bool with_refused) {
  auto statement = database_.prepare(
      "SELECT id, reason, detail, sender, source, received, state = 'refused' FROM spool"
      " WHERE state = 'held' OR (state = 'refused' AND ?) ORDER BY received, id");
  statement.bind(1, std::int64_t{with_refused ? 1 : 0});
  auto recipients =
      database_.prepare("SELECT address FROM spool_recipients WHERE spool = ? ORDER BY position");
  std::vector<HeldMail> mails;
  while (statement.step()) {
    HeldMail mail;
    mail.spool = statement.integer(0);
    mail.reason = statement.text(1);
    mail.detail = statement.text(2);
    mail.from = statement.text(3);
    mail.source = statement.text(4);
    mail.received = detail::time_at(statement, 5);
    mail.outcome = statement.integer(6) != 0 ? Outcome::kRefused : Outcome::kHeld;
    recipients.bind(1, mail.spool);
    while (recipients.step()) {
      mail.to.push_back(recipients.text(0));
    }
    recipients.reset();
    mails.push_back(std::move(mail));
  }
  return mails;
}

std::optional<std::string> Held::raw(std::int64_t spool) {
  auto statement =
      database_.prepare("SELECT 1 FROM spool WHERE id = ? AND state IN ('held', 'refused')");
  return statement.bind(1, spool).step() ? std::optional(spool_.raw(spool)) : std::nullopt;
}

bool Held::release(std::int64_t spool, std::string_view actor, Time now) {
  Transaction transaction(database_, "release");
  database_
      .prepare(
          "UPDATE spool SET state = 'waiting', claimer = NULL, attempts = 0, not_before = 0,"
          " reason = 'released', detail = '', finished = NULL, summary = NULL,"
          // Letters of a refusal have gone out under the old names.
          " reserved_number = NULL, letter_seed = NULL"
          " WHERE id = ? AND state IN ('held', 'refused')")
      .bind(1, spool)
      .run();
  if (database_.changes() == 0) {
    return false;
  }
  // Its own signatures must not make it a replay of itself.
  database_.prepare("DELETE FROM signatures WHERE spool = ?").bind(1, spool).run();
  audit_.append(
      {.actor = std::string(actor), .act = "released", .detail = "spool " + std::to_string(spool)},
      now);
  transaction.commit();
  return true;
}

bool Held::drop(std::int64_t spool, std::string_view actor, Time now) {
  {
    Transaction transaction(database_, "drop-held");
    database_
        .prepare("UPDATE spool SET state = 'dropped' WHERE id = ? AND state IN ('held', 'refused')")
        .bind(1, spool)
        .run();
    if (database_.changes() == 0) {
      return false;
    }
    audit_.append(
        {.actor = std::string(actor), .act = "dropped", .detail = "spool " + std::to_string(spool)},
        now);
    transaction.commit();
  }
  spool_.remove_file(spool);
  return true;
}

int Held::expire(Time before, Time now, const std::function<bool(const HeldMail&)>& of_stranger) {
  std::vector<std::int64_t> old;
  for (const auto& mail : list()) {
    if (mail.received < before && old.size() < kMostAtOnce && of_stranger(mail)) {
      old.push_back(mail.spool);
    }
  }
  if (old.empty()) {
    return 0;
  }
  {
    Transaction transaction(database_, "drop-held");
    auto drop =
        database_.prepare("UPDATE spool SET state = 'dropped' WHERE id = ? AND state = 'held'");
    for (const auto id : old) {
      drop.bind(1, id).run();
      if (database_.changes() > 0) {
        audit_.append(
            {.actor = "gateway", .act = "expired", .detail = "spool " + std::to_string(id)}, now);
        count_up(database_, "mail-expired", 1);
      }
    }
    transaction.commit();
  }
  for (const auto id : old) {
    spool_.remove_file(id);
  }
  return static_cast<int>(old.size());
}

std::optional<Time> Held::next_expiry(Time now, std::chrono::seconds age) {
  auto statement =
      database_.prepare("SELECT min(received) FROM spool WHERE state = 'held' AND received >= ?");
  statement.bind(1, detail::seconds(now - age)).step();
  return statement.is_null(0)
             ? std::nullopt
             : std::optional(detail::time_at(statement, 0) + age + std::chrono::seconds(1));
}

}  // namespace pouch::gateway
