// Message rows: of a case, by identifier, and in commit order for the index (SPEC section 2 step
// 9). A message's id grows with every commit and is never given twice, so it is the position.
#include <utility>

#include "gateway/store/contents_codec.hpp"
#include "gateway/store/store.hpp"
#include "gateway/store/stored_number.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, number, message, sender, sender_country, acting_desk, signer, signing_key,"
    " received, signed_at, message_id, raw_sha256, facts FROM messages ";

}  // namespace

Message Store::read_message(const Statement& row) {
  Message message{row.integer(0),
                  {detail::stored_number(row.text(1)), static_cast<int>(row.integer(2))}};
  message.sender = row.text(3);
  message.sender_country = row.text(4);
  message.acting_desk = row.text(5);
  message.signer = row.text(6);
  message.signing_key = row.text(7);
  message.received = Time(std::chrono::seconds(row.integer(8)));
  message.signed_at = Time(std::chrono::seconds(row.integer(9)));
  message.message_id = row.text(10);
  message.raw_sha256 = row.text(11);
  if (const auto key = find_case_key(message.number.number)) {
    decode_message_facts(unseal(*key, "facts:" + message.number.text(), row.text(12)), message);
  }
  auto readers =
      database_.prepare("SELECT reader FROM message_readers WHERE message = ? ORDER BY position");
  readers.bind(1, message.id);
  while (readers.step()) {
    message.readers.push_back(readers.text(0));
  }
  return message;
}

std::vector<Message> Store::messages(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE number = ? ORDER BY message");
  statement.bind(1, number.text());
  std::vector<Message> found;
  while (statement.step()) {
    found.push_back(read_message(statement));
  }
  return found;
}

std::optional<Message> Store::message(std::int64_t id) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE id = ?");
  statement.bind(1, id);
  return statement.step() ? std::optional(read_message(statement)) : std::nullopt;
}

std::vector<std::int64_t> Store::committed_after(std::int64_t position, std::size_t most) {
  const auto last = last_position();
  std::vector<std::int64_t> rows;
  for (auto at = position; at < last && rows.size() < most; rows.push_back(at)) {
    try {
      auto statement = database_.prepare("SELECT min(id) FROM messages WHERE id > ?");
      statement.bind(1, at).step();
      at = statement.integer(0);
    } catch (const Fault& fault) {
      if (fault.transient()) {
        throw;
      }
      ++at;  // a page that cannot be read: perhaps the row behind it can
    }
  }
  return rows;
}

std::vector<Refile> Store::refiles(std::size_t most) {
  auto statement =
      database_.prepare("SELECT id, message FROM refiles WHERE filed = 0 ORDER BY id LIMIT ?");
  statement.bind(1, static_cast<std::int64_t>(most));
  std::vector<Refile> found;
  while (statement.step()) {
    found.push_back({statement.integer(0), statement.integer(1)});
  }
  return found;
}

// No promise to anybody: one that is lost is filed again.
void Store::filed(const std::vector<Refile>& refiles) {
  auto statement = database_.prepare("UPDATE refiles SET filed = 1 WHERE id = ?");
  for (const auto& one : refiles) {
    statement.bind(1, one.id).run();
  }
}

std::int64_t Store::last_refile() {
  auto statement = database_.prepare("SELECT ifnull(max(id), 0) FROM refiles");
  statement.step();
  return statement.integer(0);
}

void Store::refile_after(std::int64_t refile) {
  database_.prepare("UPDATE refiles SET filed = 0 WHERE id > ?").bind(1, refile).run();
}

std::int64_t Store::last_position() {
  auto statement = database_.prepare("SELECT ifnull(max(id), 0) FROM messages");
  statement.step();
  return statement.integer(0);
}

std::size_t Store::message_count() {
  auto statement = database_.prepare("SELECT count(*) FROM messages");
  statement.step();
  return static_cast<std::size_t>(statement.integer(0));
}

}  // namespace pouch::gateway
