// Whom messages reached: readers of a message, audiences given to the messages of versions that
// knew none, and the marks by which a request is known again.
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

void Store::write_readers(std::int64_t message, const std::vector<std::string>& readers) {
  auto statement =
      database_.prepare("INSERT INTO message_readers (message, position, reader) VALUES (?,?,?)");
  std::int64_t position = 0;
  for (const auto& reader : readers) {
    statement.bind(1, message).bind(2, position++).bind(3, reader).run();
  }
}

std::vector<Message> Store::without_audience(std::size_t most) {
  auto statement = database_.prepare("SELECT id FROM messages WHERE has_audience = 0 ORDER BY id");
  std::vector<Message> messages;
  while (messages.size() < most && statement.step()) {
    try {
      messages.push_back(*message(statement.integer(0)));
    } catch (const Fault& fault) {
      if (fault.transient()) {
        throw;
      }  // a damaged row: nobody is given it, and the others are not kept waiting
    }
  }
  return messages;
}

// Empty for an erased case: nothing can be sealed under its key, and nobody can read it.
std::string Store::seal_facts(std::int64_t id, const Audience& audience) {
  auto row = message(id);
  if (!row) {
    throw Fault(false, "store: there is no message row " + std::to_string(id), "");
  }
  row->audience = audience;
  const auto key = find_case_key(row->number.number);
  return key ? seal(*key, "facts:" + row->number.text(), encode_message_facts(*row))
             : std::string();
}

void Store::write_audience(const WiderAudience& wider, std::string_view sealed_facts) {
  const auto before = message(wider.message)->readers;
  auto statement = database_.prepare(
      "UPDATE messages SET has_audience = 1, facts = ifnull(?, facts) WHERE id = ?");
  sealed_facts.empty() ? statement.bind_null(1) : statement.bind_blob(1, sealed_facts);
  statement.bind(2, wider.message).run();
  if (before == wider.readers) {
    return;
  }
  database_.prepare("DELETE FROM message_readers WHERE message = ?").bind(1, wider.message).run();
  write_readers(wider.message, wider.readers);
  database_.prepare("INSERT INTO refiles (message) VALUES (?)").bind(1, wider.message).run();
}

void Store::give_audience(std::int64_t id, const Audience& audience,
                          const std::vector<std::string>& readers) {
  const auto facts = seal_facts(id, audience);
  Transaction transaction(database_, "audience", Survives::kKill);
  write_audience({id, audience, readers}, facts);
  transaction.commit();
}

void Store::write_mark(const std::string& mark, const std::optional<MessageNumber>& number) {
  if (mark.empty() || !number) {
    return;
  }
  database_.prepare("INSERT INTO marks (mark, number, message) VALUES (?,?,?)")
      .bind_blob(1, keyed_hash(summary_key_, "mark:" + mark))
      .bind(2, number->number.text())
      .bind(3, std::int64_t{number->message})
      .run();
}

std::optional<MessageNumber> Store::marked(std::string_view mark) {
  auto statement =
      database_.prepare("SELECT number, message FROM marks WHERE mark = ? ORDER BY id DESC");
  statement.bind_blob(1, keyed_hash(summary_key_, "mark:" + std::string(mark)));
  while (statement.step()) {
    auto number = CaseNumber::parse(statement.text(0));
    if (number && find_case_key(*number)) {
      return MessageNumber{std::move(*number), static_cast<int>(statement.integer(1))};
    }
  }
  return std::nullopt;
}

}  // namespace pouch::gateway
