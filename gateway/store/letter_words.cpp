// Letters as they are written, and what the store knows of one that is answered.
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/letter_kinds.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

std::string words_purpose(const std::string& letter) { return "words:" + letter; }

}  // namespace

std::vector<std::string> Letters::seal_words(const std::vector<SealedLetter>& letters,
                                             const std::optional<MessageNumber>& number) {
  const auto key = number ? keys_.find(number->number) : std::nullopt;
  std::vector<std::string> sealed;
  for (const auto& letter : letters) {
    if (number && !key) {
      sealed.emplace_back();
    } else {
      sealed.push_back(seal(key ? *key : keys_.of_no_case(), words_purpose(letter.id),
                            encode_letter_words(letter)));
    }
  }
  return sealed;
}

void Letters::write(const std::vector<SealedLetter>& letters,
                    const std::optional<MessageNumber>& number,
                    const std::vector<std::string>& sealed_words, Time at) {
  auto row = database_.prepare(
      "INSERT INTO letters (id, kind, number, message, message_id, created, wire, file, "
      "signed_with)"
      " VALUES (?,?,?,?,?,?,?,?,?)");
  auto deliveries = database_.prepare(
      "INSERT OR IGNORE INTO deliveries (letter, recipient, state, created, next_at)"
      " VALUES (?1, ?2, 'queued', ?3, ?3)");
  auto said = database_.prepare("INSERT INTO letter_words (letter, country, words) VALUES (?,?,?)");
  auto opens =
      database_.prepare("INSERT INTO letter_keys (letter, position, fingerprint) VALUES (?,?,?)");
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const auto& letter = letters[i];
    row.bind(1, letter.id)
        .bind(2, letter.kind)
        .bind(3, number ? number->number.text() : std::string())
        .bind(4, std::int64_t{number ? number->message : 0})
        .bind(5, letter.message_id)
        .bind(6, detail::seconds(at))
        .bind_blob(7, letter.wire);
    row.bind(9, letter.signed_with);
    letter.file ? row.bind(8, letter.file->name()) : row.bind_null(8);
    row.run();
    for (const auto& recipient : letter.recipients) {
      deliveries.bind(1, letter.id).bind(2, recipient).bind(3, detail::seconds(at)).run();
    }
    for (std::size_t at_key = 0; at_key < letter.keys.size(); ++at_key) {
      opens.bind(1, letter.id)
          .bind(2, static_cast<std::int64_t>(at_key))
          .bind(3, letter.keys[at_key])
          .run();
    }
    said.bind(1, letter.id).bind(2, letter.country);
    sealed_words[i].empty() ? said.bind_null(3) : said.bind_blob(3, sealed_words[i]);
    said.run();
  }
}

LetterSealing Letters::sealing_of(const std::string& letter_id) {
  LetterSealing sealing;
  auto row = database_.prepare("SELECT signed_with FROM letters WHERE id = ?");
  if (row.bind(1, letter_id).step()) {
    sealing.signed_with = row.text(0);
  }
  auto keys =
      database_.prepare("SELECT fingerprint FROM letter_keys WHERE letter = ? ORDER BY position");
  keys.bind(1, letter_id);
  while (keys.step()) {
    sealing.keys.push_back(keys.text(0));
  }
  return sealing;
}

std::optional<AnsweredLetter> Letters::sent(std::string_view message_id) {
  auto row = database_.prepare(
      "SELECT l.id, l.kind, l.number, l.message, l.created, w.words FROM letters l"
      " LEFT JOIN letter_words w ON w.letter = l.id WHERE l.message_id = ? ORDER BY l.created");
  if (message_id.empty() || !row.bind(1, message_id).step()) {
    return std::nullopt;
  }
  AnsweredLetter letter;
  letter.id = message_id;
  letter.letter = row.text(0);
  const auto answered_as = letter_rule(row.text(1)).answered_as;
  letter.kind = answered_as.empty() ? row.text(1) : std::string(answered_as);
  letter.created = detail::time_at(row, 4);
  if (auto number = CaseNumber::parse(row.text(2))) {
    letter.number = MessageNumber{std::move(*number), static_cast<int>(row.integer(3))};
  }
  auto recipients =
      database_.prepare("SELECT recipient FROM deliveries WHERE letter = ? ORDER BY id");
  recipients.bind(1, letter.letter);
  while (recipients.step()) {
    letter.receivers.push_back(recipients.text(0));
  }
  const auto key = letter.number ? keys_.find(letter.number->number) : std::nullopt;
  if (!row.is_null(5) && (key || !letter.number)) {
    decode_letter_words(
        unseal(key ? *key : keys_.of_no_case(), words_purpose(letter.letter), row.text(5)), letter);
  }
  return letter;
}

}  // namespace pouch::gateway
