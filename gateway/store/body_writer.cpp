#include "gateway/store/body_writer.hpp"

#include <algorithm>
#include <utility>

#include "gateway/store/contents_codec.hpp"
#include "gateway/store/packed.hpp"

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
                       std::string_view raw)
    : key_(std::move(key)),
      text_(seal_packed(key_, body_purpose("text", number.text()),
                        encode_text({contents.subject, contents.text, contents.form_json}))),
      raw_(value(body_purpose("mail", number.text()), raw)) {
  const auto name = number.text();
  for (std::size_t i = 0; i < contents.parts.size(); ++i) {
    const auto& part = contents.parts[i];
    const auto position = static_cast<int>(i);
    Part row{seal(key_, part_purpose(position, "facts", name),
                  encode_part_facts(facts_of(part, position))),
             std::nullopt, value(part_purpose(position, "bytes", name), part.bytes)};
    if (part.words) {
      row.words = value(part_purpose(position, "words", name), *part.words);
    }
    parts_.push_back(std::move(row));
  }
}

BodyWriter::Value BodyWriter::value(std::string purpose, std::string_view plain) const {
  Value made{std::move(purpose), plain};
  if (plain.size() <= kAtOnce) {
    made.sealed = seal_packed(key_, made.purpose, plain);
  }
  return made;
}

std::string BodyWriter::sealed(Value& value) const {
  return value.sealed.empty() ? seal_packed(key_, value.purpose, value.plain)
                              : std::move(value.sealed);
}

void BodyWriter::write(Database& database, std::int64_t message) {
  {
    const auto raw = sealed(raw_);
    database.prepare("INSERT INTO message_texts (message, contents, raw) VALUES (?,?,?)")
        .bind(1, message)
        .bind_in_place(2, text_)
        .bind_in_place(3, raw)
        .run();
  }
  auto statement = database.prepare(
      "INSERT INTO message_parts (message, position, facts, words, bytes) VALUES (?,?,?,?,?)");
  std::int64_t position = 0;
  for (auto& part : parts_) {
    const auto words = part.words ? sealed(*part.words) : std::string();
    const auto bytes = sealed(part.bytes);
    statement.bind(1, message)
        .bind(2, position++)
        .bind_in_place(3, part.facts)
        .bind_in_place(5, bytes);
    words.empty() ? statement.bind_null(4) : statement.bind_in_place(4, words);
    statement.run();
  }
  if (std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return !part.words; })) {
    database.prepare("INSERT OR IGNORE INTO unmoved (message) VALUES (?)").bind(1, message).run();
  }
}

}  // namespace pouch::gateway
