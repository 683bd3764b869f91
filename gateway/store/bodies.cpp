#include "gateway/store/bodies.hpp"

#include <algorithm>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/body_writer.hpp"
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/packed.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

// One statement, so that a body that is moved meanwhile is read in the one form or the other.
constexpr std::string_view kBody =
    " FROM messages m LEFT JOIN message_texts t ON t.message = m.id"
    " LEFT JOIN message_bodies b ON b.message = m.id WHERE m.number = ? AND m.message = ?";

[[noreturn]] void no_message(const std::string& number) {
  throw Fault(false, "store: there is no message " + number, "");
}

Statement look(Database& database, std::string_view columns, const MessageNumber& number) {
  auto statement = database.prepare("SELECT " + std::string(columns) + std::string(kBody));
  statement.bind(1, number.number.text()).bind(2, std::int64_t{number.message});
  if (!statement.step()) {
    no_message(number.text());
  }
  return statement;
}

}  // namespace

Body::Body(Database& database, Secret key, std::string number)
    : database_(database), key_(std::move(key)), number_(std::move(number)) {}

const std::vector<PartFacts>& Body::parts() {
  if (parts_) {
    return *parts_;
  }
  if (old_) {
    parts_.emplace();
    for (const auto& part : *old_) {
      parts_->push_back(facts_of(part, static_cast<int>(parts_->size())));
    }
    return *parts_;
  }
  auto statement = database_.prepare(
      "SELECT position, facts FROM message_parts WHERE message = ? AND withdrawn = 0"
      " ORDER BY position");
  statement.bind(1, message_);
  std::vector<PartFacts> parts;
  while (statement.step()) {
    const auto position = static_cast<int>(statement.integer(0));
    parts.push_back(decode_part_facts(
        unseal(key_, part_purpose(position, "facts", number_), statement.view(1))));
    parts.back().position = position;
  }
  parts_ = std::move(parts);
  return *parts_;
}

std::optional<std::string> Body::open(const PartFacts& part, std::string_view column) {
  auto statement = database_.prepare("SELECT " + std::string(column) +
                                     " FROM message_parts WHERE message = ? AND position = ?");
  statement.bind(1, message_).bind(2, std::int64_t{part.position});
  if (!statement.step()) {
    throw Fault(false, "store: a file of " + number_ + " is missing",
                "state/pouch.db is damaged; restore the backup");
  }
  if (statement.is_null(0)) {
    return std::nullopt;
  }
  return open_packed(key_, part_purpose(part.position, column, number_), statement.view(0));
}

mail::Bytes Body::bytes(const PartFacts& part) {
  return old_ ? old_->at(static_cast<std::size_t>(part.position)).bytes
              : mail::Bytes(open(part, "bytes").value());
}

std::optional<std::string> Body::words(const PartFacts& part) {
  return old_ ? std::nullopt : open(part, "words");
}

Contents Body::whole() {
  Contents contents{.subject = text_.subject, .text = text_.text, .form_json = text_.form_json};
  if (old_) {
    contents.parts = *old_;
    return contents;
  }
  for (const auto& part : parts()) {
    contents.parts.push_back({.name = part.name,
                              .media_type = part.media_type,
                              .bytes = bytes(part),
                              .evidence = part.evidence,
                              .signed_separately = part.signed_separately,
                              .origin = part.origin,
                              .charset = part.charset,
                              .unread = part.unread,
                              .file_facts = part.file_facts});
  }
  return contents;
}

Bodies::Bodies(Database& database, KeyOf key_of)
    : database_(database), key_of_(std::move(key_of)) {}

Body Bodies::open(const Message& message) {
  Body body(database_, key_of_(message.number.number), message.number.text());
  body.message_ = message.id;
  auto row = database_.prepare("SELECT contents FROM message_texts WHERE message = ?");
  if (!row.bind(1, message.id).step()) {
    return open(message.number);  // in the old form, or moved just now
  }
  body.text_ = decode_text(open_packed(body.key_, body_purpose("text", body.number_), row.view(0)));
  return body;
}

Body Bodies::open(const MessageNumber& number) {
  Body body(database_, key_of_(number.number), number.text());
  const auto row = look(database_, "m.id, t.contents, b.contents", number);
  body.message_ = row.integer(0);
  if (!row.is_null(1)) {
    body.text_ =
        decode_text(open_packed(body.key_, body_purpose("text", body.number_), row.view(1)));
    return body;
  }
  if (row.is_null(2)) {
    no_message(body.number_);
  }
  auto old =
      decode_contents(unseal(body.key_, body_purpose("contents", body.number_), row.view(2)));
  body.text_ = {.subject = std::move(old.subject),
                .text = std::move(old.text),
                .form_json = std::move(old.form_json)};
  body.old_ = std::move(old.parts);
  return body;
}

MessageText Bodies::text(const MessageNumber& number) { return open(number).text(); }

std::string Bodies::raw(const MessageNumber& number) {
  const auto key = key_of_(number.number);
  const auto row = look(database_, "t.raw, b.raw", number);
  if (!row.is_null(0)) {
    return open_packed(key, body_purpose("mail", number.text()), row.view(0));
  }
  if (row.is_null(1)) {
    no_message(number.text());
  }
  return unseal(key, body_purpose("raw", number.text()), row.view(1));
}

std::optional<std::int64_t> Bodies::next_unmoved() {
  auto statement = database_.prepare("SELECT min(message) FROM unmoved");
  statement.step();
  return statement.is_null(0) ? std::nullopt : std::optional(statement.integer(0));
}

std::size_t Bodies::unmoved() {
  auto statement = database_.prepare("SELECT count(*) FROM unmoved");
  statement.step();
  return static_cast<std::size_t>(statement.integer(0));
}

MessageNumber Bodies::number_of(std::int64_t message) {
  auto statement = database_.prepare("SELECT number, message FROM messages WHERE id = ?");
  if (!statement.bind(1, message).step()) {
    no_message("row " + std::to_string(message));
  }
  return {detail::stored_number(statement.text(0)), static_cast<int>(statement.integer(1))};
}

// Those with words are there to keep the places; their octets are not needed.
std::vector<StoredPart> Bodies::unread(Body& body) {
  std::vector<StoredPart> parts;
  for (const auto& part : body.parts()) {
    const bool known = body.words(part).has_value();
    parts.push_back({part.name, part.media_type, known ? mail::Bytes() : body.bytes(part)});
    parts.back().evidence = part.evidence;
    parts.back().charset = part.charset;
    parts.back().words = known ? std::optional(std::string()) : std::nullopt;
  }
  return parts;
}

Bodies::MoveResult Bodies::move(std::int64_t message, const ReadWords& read_words) {
  const auto number = number_of(message);
  auto body = open(number);
  const bool old = body.old_.has_value();
  auto contents = old ? body.whole() : Contents{{}, {}, {}, unread(body)};
  const auto unread_before = contents.parts;
  const auto raw = old ? this->raw(number) : std::string();
  const bool has_news = read_words(contents.parts);
  const bool waits = std::any_of(contents.parts.begin(), contents.parts.end(),
                                 [](const StoredPart& part) { return !part.words; });
  std::optional<BodyWriter> writer;
  if (old) {
    writer.emplace(std::move(body.key_), number, contents, raw);
  }
  Transaction transaction(database_, "parts", Survives::kKill);
  database_
      .prepare(waits ? "UPDATE unmoved SET message = message WHERE message = ?"
                     : "DELETE FROM unmoved WHERE message = ?")
      .bind(1, message)
      .run();
  if (database_.changes() == 0) {
    return MoveResult::kFaster;
  }
  if (writer) {
    writer->write(database_, message);
    database_.prepare("DELETE FROM message_bodies WHERE message = ?").bind(1, message).run();
  }
  for (std::size_t i = 0; !old && i < contents.parts.size(); ++i) {
    if (!unread_before[i].words && contents.parts[i].words) {
      write_words(database_, body.key_, number, message, body.parts()[i], contents.parts[i]);
    }
  }
  if (has_news) {
    IndexLog(database_).file_again(message);
  }
  transaction.commit();
  return waits ? MoveResult::kUnread : MoveResult::kMoved;
}

void Bodies::withdraw(const WithdrawnFiles& files) {
  const auto message = look(database_, "m.id", files.of).integer(0);
  for (const auto position : files.positions) {
    database_.prepare("UPDATE message_parts SET withdrawn = 1 WHERE message = ? AND position = ?")
        .bind(1, message)
        .bind(2, std::int64_t{position})
        .run();
    if (database_.changes() == 0) {
      throw Fault(true, "store: a file of " + files.of.text() + " cannot be withdrawn yet",
                  "its message is still being brought into the new form; it is tried again");
    }
  }
  IndexLog(database_).file_again(message);
}

void Bodies::leave(std::int64_t message) {
  Transaction transaction(database_, "parts", Survives::kKill);
  database_.prepare("DELETE FROM unmoved WHERE message = ?").bind(1, message).run();
  transaction.commit();
}

}  // namespace pouch::gateway
