#include "gateway/store/body_writer.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "gateway/store/contents_codec.hpp"
#include "gateway/store/taken.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kAtOnce = 256u << 10;  // octets; what is longer is sealed as it is written

}  // namespace

PartFacts facts_of(const StoredPart& part, int position) {
  return {position,
          part.name,
          part.media_type,
          part.bytes.size(),
          sha256_hex(part.bytes),
          part.evidence,
          part.signed_separately,
          part.origin,
          part.charset,
          part.unread,
          part.file_facts};
}

void write_words(Database& database, const Secret& key, const MessageNumber& number,
                 std::int64_t message, PartFacts facts, const StoredPart& found) {
  const auto name = number.text();
  facts.unread = found.unread;
  facts.file_facts = found.file_facts;
  const auto sealed_facts =
      seal(key, part_purpose(facts.position, "facts", name), encode_part_facts(facts));
  const auto words =
      seal_packed(key, part_purpose(facts.position, "words", name), found.words.value());
  database
      .prepare("UPDATE message_parts SET facts = ?, words = ? WHERE message = ? AND position = ?")
      .bind_in_place(1, sealed_facts)
      .bind_in_place(2, words)
      .bind(3, message)
      .bind(4, std::int64_t{facts.position})
      .run();
}

std::string body_purpose(std::string_view what, const std::string& number) {
  return std::string(what) + ":" + number;
}

std::string part_purpose(int position, std::string_view column, const std::string& number) {
  return "part:" + std::to_string(position) + ":" + std::string(column) + ":" + number;
}

BodyWriter::BodyWriter(Secret key, const MessageNumber& number, const Contents& contents,
                       mail::Pieces raw)
    : key_(std::move(key)),
      text_(seal_packed(key_, body_purpose("text", number.text()),
                        encode_text({contents.subject, contents.text, contents.form_json}))),
      raw_(value(body_purpose("mail", number.text()), std::move(raw))) {
  const auto name = number.text();
  const auto in_evidence = can_be_taken(contents.parts);
  for (std::size_t i = 0; i < contents.parts.size(); ++i) {
    const auto& part = contents.parts[i];
    const auto position = static_cast<int>(i);
    const auto purpose = part_purpose(position, "bytes", name);
    Part row{seal(key_, part_purpose(position, "facts", name),
                  encode_part_facts(facts_of(part, position))),
             std::nullopt,
             in_evidence[i] ? Value{seal_place(key_, purpose, encode_taken(*part.taken))}
                            : value(purpose, part.bytes)};
    if (part.words) {
      row.words =
          value(part_purpose(position, "words", name),
                {part.words->size(), [&words = *part.words](const mail::Put& put) { put(words); }});
    }
    parts_.push_back(std::move(row));
  }
}

BodyWriter::Value BodyWriter::value(std::string purpose, mail::Pieces plain) const {
  if (plain.size() > kAtOnce) {
    return {{}, PackedSealer(std::move(purpose), std::move(plain))};
  }
  std::string text;
  plain.give([&](std::string_view piece) { text += piece; });
  return {seal_packed(key_, purpose, text)};
}

void BodyWriter::bind(Statement& statement, int index, const Value& value) {
  value.later ? statement.bind_room(index, value.later->octets())
              : statement.bind_in_place(index, value.sealed);
}

void BodyWriter::write_later(Database& database, const char* table, const char* column,
                             std::int64_t row, const Value& value) const {
  if (!value.later) {
    return;
  }
  auto blob = database.blob(table, column, row, Database::For::kWriting);
  std::size_t written = 0;
  value.later->write(key_, [&](std::string_view sealed) {
    blob.write(sealed);
    written += sealed.size();
  });
  if (written != value.later->octets()) {
    throw std::logic_error("what was sealed has another length than it was to have");
  }
}

void BodyWriter::write(Database& database, std::int64_t message) {
  auto text = database.prepare("INSERT INTO message_texts (message, contents, raw) VALUES (?,?,?)");
  text.bind(1, message).bind_in_place(2, text_);
  bind(text, 3, raw_);
  text.run();
  write_later(database, "message_texts", "raw", message, raw_);
  auto statement = database.prepare(
      "INSERT INTO message_parts (message, position, facts, words, bytes) VALUES (?,?,?,?,?)");
  std::int64_t position = 0;
  for (const auto& part : parts_) {
    statement.bind(1, message).bind(2, position++).bind_in_place(3, part.facts);
    part.words ? bind(statement, 4, *part.words) : void(statement.bind_null(4));
    bind(statement, 5, part.bytes);
    statement.run();
    const auto row = database.last_row();
    if (part.words) {
      write_later(database, "message_parts", "words", row, *part.words);
    }
    write_later(database, "message_parts", "bytes", row, part.bytes);
  }
  if (std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return !part.words; })) {
    database.prepare("INSERT OR IGNORE INTO unmoved (message) VALUES (?)").bind(1, message).run();
  }
}

}  // namespace pouch::gateway
