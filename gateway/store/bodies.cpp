#include "gateway/store/bodies.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/body_writer.hpp"
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/packed.hpp"
#include "gateway/store/stored_values.hpp"
#include "gateway/store/taken.hpp"

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

// A value of a part as it lies in its row: at once, or in pieces.
class Body::Sealed {
 public:
  Sealed(Database& database, std::int64_t message, int position, const char* column)
      : row_(database.prepare("SELECT id, length(" + std::string(column) + "), CASE WHEN length(" +
                              column + ") <= " + std::to_string(kAtOnce) + " THEN " + column +
                              " END FROM message_parts WHERE message = ? AND position = ?")) {
    row_.bind(1, message).bind(2, std::int64_t{position});
    is_there_ = row_.step();
    is_null_ = is_there_ && row_.is_null(1);
    if (is_there_ && !is_null_ && static_cast<std::size_t>(row_.integer(1)) > kAtOnce) {
      const auto id = row_.integer(0);
      row_.reset();
      blob_.emplace(database.blob("message_parts", column, id, Database::For::kReading));
    } else if (is_there_) {
      rest_ = row_.view(2);
    }
  }
  bool is_there() const { return is_there_; }
  bool is_null() const { return is_null_; }
  StreamOpener::Source source() {
    return [this](char* into, std::size_t room) {
      if (blob_) {
        return blob_->read(into, room);
      }
      const auto octets = rest_.copy(into, room);
      rest_.remove_prefix(octets);
      return octets;
    };
  }

 private:
  static constexpr std::size_t kAtOnce = 256u << 10;  // octets

  Statement row_;
  std::optional<Blob> blob_;
  std::string_view rest_;
  bool is_there_ = false, is_null_ = false;
};

std::optional<Body::Opened> Body::open(int position, const char* column) {
  Sealed sealed(database_, message_, position, column);
  if (!sealed.is_there()) {
    throw Fault(false, "store: a file of " + number_ + " is missing",
                "state/pouch.db is damaged; restore the backup");
  }
  if (sealed.is_null()) {
    return std::nullopt;
  }
  Opened opened;
  open_pieces(
      key_, part_purpose(position, column, number_), sealed.source(),
      [&](Holds holds, std::uint64_t octets) {
        opened.is_place = holds == Holds::kPlace;
        opened.octets.reserve(static_cast<std::size_t>(octets));
      },
      [&](std::string_view piece) {
        opened.octets += piece;
        return true;
      });
  return opened;
}

// Files of one evidence.
std::vector<mail::Bytes> Body::taken_out(const std::vector<PartFacts>& parts,
                                         const std::vector<TakenFrom>& from) {
  std::vector<std::string> files(parts.size());
  std::vector<FilesTaker::Wanted> wanted;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    files[i].reserve(static_cast<std::size_t>(parts[i].size));
    wanted.push_back({from[i], [&file = files[i], most = parts[i].size](std::string_view piece) {
                        file += file.size() <= most ? piece : std::string_view();
                      }});
  }
  FilesTaker taker(std::move(wanted));
  const auto evidence = static_cast<int>(from.front().evidence);
  Sealed sealed(database_, message_, evidence, "bytes");
  bool is_text = sealed.is_there() && !sealed.is_null();
  if (is_text) {
    open_pieces(
        key_, part_purpose(evidence, "bytes", number_), sealed.source(),
        [&](Holds holds, std::uint64_t) { is_text = holds == Holds::kText; },
        [&](std::string_view piece) { return is_text && taker.take(piece); });
  }
  std::vector<mail::Bytes> whole;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!is_text || !taker.end(i) || files[i].size() != parts[i].size ||
        sha256_hex(files[i]) != parts[i].sha256) {
      throw Fault(false,
                  "store: file " + std::to_string(parts[i].position) + " of " + number_ +
                      " does not stand in its evidence as it did",
                  "state/pouch.db is damaged; restore the backup");
    }
    whole.emplace_back(std::move(files[i]));
  }
  return whole;
}

mail::Bytes Body::bytes(const PartFacts& part) {
  if (old_) {
    return old_->at(static_cast<std::size_t>(part.position)).bytes;
  }
  auto opened = open(part.position, "bytes").value();
  if (!opened.is_place) {
    return std::move(opened.octets);
  }
  return std::move(taken_out({part}, {decode_taken(opened.octets)}).front());
}

std::optional<std::string> Body::words(const PartFacts& part) {
  auto words = old_ ? std::nullopt : open(part.position, "words");
  return words ? std::optional(std::move(words->octets)) : std::nullopt;
}

Contents Body::whole() {
  Contents contents{.subject = text_.subject, .text = text_.text, .form_json = text_.form_json};
  if (old_) {
    contents.parts = *old_;
    return contents;
  }
  // Those in one evidence come out of it in one go.
  std::map<std::pair<std::uint64_t, bool>,
           std::pair<std::vector<PartFacts>, std::vector<TakenFrom>>>
      taken;
  std::map<int, mail::Bytes> octets;
  for (const auto& part : parts()) {
    auto opened = open(part.position, "bytes").value();
    if (opened.is_place) {
      auto from = decode_taken(opened.octets);
      auto& [files, places] = taken[{from.evidence, from.message}];
      files.push_back(part);
      places.push_back(std::move(from));
    } else {
      octets[part.position] = std::move(opened.octets);
    }
  }
  for (const auto& [evidence, files] : taken) {
    auto found = taken_out(files.first, files.second);
    for (std::size_t i = 0; i < found.size(); ++i) {
      octets[files.first[i].position] = std::move(found[i]);
    }
  }
  for (const auto& part : parts()) {
    contents.parts.push_back({.name = part.name,
                              .media_type = part.media_type,
                              .bytes = octets[part.position],
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
