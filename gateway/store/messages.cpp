#include "gateway/store/messages.hpp"

#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/commit.hpp"
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, number, message, sender, sender_country, acting_desk, signer, signing_key,"
    " received, signed_at, message_id, raw_sha256, facts FROM messages ";

std::string facts_purpose(const MessageNumber& number) { return "facts:" + number.text(); }

std::string mark_key(const Secret& key, std::string_view mark) {
  return keyed_hash(key, "mark:" + std::string(mark));
}

}  // namespace

Messages::Messages(Database& database, CaseKeys& keys, IndexLog& index_log)
    : database_(database), keys_(keys), index_log_(index_log) {}

Message Messages::read(const Statement& row) {
  Message message{row.integer(0),
                  {detail::stored_number(row.text(1)), static_cast<int>(row.integer(2))}};
  message.sender = row.text(3);
  message.sender_country = row.text(4);
  message.acting_desk = row.text(5);
  message.signer = row.text(6);
  message.signing_key = row.text(7);
  message.received = detail::time_at(row, 8);
  message.signed_at = detail::time_at(row, 9);
  message.message_id = row.text(10);
  message.raw_sha256 = row.text(11);
  if (const auto key = keys_.find(message.number.number)) {
    decode_message_facts(unseal(*key, facts_purpose(message.number), row.text(12)), message);
  }
  auto readers =
      database_.prepare("SELECT reader FROM message_readers WHERE message = ? ORDER BY position");
  readers.bind(1, message.id);
  while (readers.step()) {
    message.readers.push_back(readers.text(0));
  }
  return message;
}

std::vector<Message> Messages::of(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE number = ? ORDER BY message");
  statement.bind(1, number.text());
  std::vector<Message> found;
  while (statement.step()) {
    found.push_back(read(statement));
  }
  return found;
}

std::optional<Message> Messages::find(const MessageNumber& number) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE number = ? AND message = ?");
  statement.bind(1, number.number.text()).bind(2, std::int64_t{number.message});
  return statement.step() ? std::optional(read(statement)) : std::nullopt;
}

std::optional<Message> Messages::find(std::int64_t row) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE id = ?");
  statement.bind(1, row);
  return statement.step() ? std::optional(read(statement)) : std::nullopt;
}

std::size_t Messages::count() {
  auto statement = database_.prepare("SELECT count(*) FROM messages");
  statement.step();
  return static_cast<std::size_t>(statement.integer(0));
}

std::optional<MessageNumber> Messages::thread(std::string_view message_id) {
  auto statement = database_.prepare("SELECT number, message FROM thread_ids WHERE message_id = ?");
  if (!statement.bind(1, message_id).step()) {
    return std::nullopt;
  }
  return MessageNumber{detail::stored_number(statement.text(0)),
                       static_cast<int>(statement.integer(1))};
}

void Messages::write_readers(std::int64_t row, const std::vector<std::string>& readers) {
  auto statement =
      database_.prepare("INSERT INTO message_readers (message, position, reader) VALUES (?,?,?)");
  std::int64_t position = 0;
  for (const auto& reader : readers) {
    statement.bind(1, row).bind(2, position++).bind(3, reader).run();
  }
}

std::vector<Message> Messages::without_audience(std::size_t most) {
  auto statement = database_.prepare("SELECT id FROM messages WHERE has_audience = 0 ORDER BY id");
  std::vector<Message> messages;
  while (messages.size() < most && statement.step()) {
    try {
      messages.push_back(*find(statement.integer(0)));
    } catch (const Fault& fault) {
      if (fault.transient()) {
        throw;
      }  // a damaged row: nobody is given it, and the others are not kept waiting
    }
  }
  return messages;
}

std::string Messages::seal_facts(const WiderAudience& wider) {
  auto row = find(wider.message);
  if (!row) {
    throw Fault(false, "store: there is no message row " + std::to_string(wider.message), "");
  }
  row->audience = wider.audience;
  const auto key = keys_.find(row->number.number);
  return key ? seal(*key, facts_purpose(row->number), encode_message_facts(*row)) : std::string();
}

void Messages::widen(const WiderAudience& wider, std::string_view sealed_facts) {
  const auto before = find(wider.message)->readers;
  auto statement = database_.prepare(
      "UPDATE messages SET has_audience = 1, facts = ifnull(?, facts) WHERE id = ?");
  sealed_facts.empty() ? statement.bind_null(1) : statement.bind_blob(1, sealed_facts);
  statement.bind(2, wider.message).run();
  if (before == wider.readers) {
    return;
  }
  database_.prepare("DELETE FROM message_readers WHERE message = ?").bind(1, wider.message).run();
  write_readers(wider.message, wider.readers);
  index_log_.file_again(wider.message);
}

void Messages::give_audience(std::int64_t row, const Audience& audience,
                             const std::vector<std::string>& readers) {
  const WiderAudience given{row, audience, readers};
  const auto facts = seal_facts(given);
  Transaction transaction(database_, "audience", Survives::kKill);
  widen(given, facts);
  transaction.commit();
}

void Messages::write_mark(const std::string& mark, const MessageNumber& number) {
  database_.prepare("INSERT INTO marks (mark, number, message) VALUES (?,?,?)")
      .bind_blob(1, mark_key(keys_.of_no_case(), mark))
      .bind(2, number.number.text())
      .bind(3, std::int64_t{number.message})
      .run();
}

std::optional<MessageNumber> Messages::marked(std::string_view mark) {
  auto statement =
      database_.prepare("SELECT number, message FROM marks WHERE mark = ? ORDER BY id DESC");
  statement.bind_blob(1, mark_key(keys_.of_no_case(), mark));
  while (statement.step()) {
    auto number = CaseNumber::parse(statement.text(0));
    if (number && keys_.find(*number)) {
      return MessageNumber{std::move(*number), static_cast<int>(statement.integer(1))};
    }
  }
  return std::nullopt;
}

Messages::Sealed Messages::seal_message(const NewMessage& message) {
  return seal_message(message, keys_.of(message.row.number.number));
}

Messages::Sealed Messages::seal_message(const NewMessage& message, Secret key) {
  const auto& number = message.row.number;
  auto facts = seal(key, facts_purpose(number), encode_message_facts(message.row));
  return {std::move(facts), BodyWriter(std::move(key), number, message.contents, message.raw)};
}

std::int64_t Messages::write(const NewMessage& message, Sealed& sealed) {
  const auto& row = message.row;
  database_
      .prepare(
          "INSERT INTO messages (number, message, sender, sender_country, acting_desk, signer,"
          " signing_key, received, signed_at, message_id, raw_sha256, facts, has_audience)"
          " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,1)")
      .bind(1, row.number.number.text())
      .bind(2, std::int64_t{row.number.message})
      .bind(3, row.sender)
      .bind(4, row.sender_country)
      .bind(5, row.acting_desk)
      .bind(6, row.signer)
      .bind(7, row.signing_key)
      .bind(8, detail::seconds(row.received))
      .bind(9, detail::seconds(row.signed_at))
      .bind(10, row.message_id)
      .bind(11, row.raw_sha256)
      .bind_blob(12, sealed.facts)
      .run();
  const auto id = database_.last_row();
  sealed.body.write(database_, id);
  write_readers(id, row.readers);
  return id;
}

void Messages::write_thread(const std::vector<std::string>& message_ids,
                            const MessageNumber& number) {
  auto statement = database_.prepare(
      "INSERT OR IGNORE INTO thread_ids (message_id, number, message) VALUES (?,?,?)");
  for (const auto& id : message_ids) {
    statement.bind(1, id).bind(2, number.number.text()).bind(3, std::int64_t{number.message}).run();
  }
}

}  // namespace pouch::gateway
