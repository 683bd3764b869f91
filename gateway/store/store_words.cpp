// Letters as they are written, and their words, kept sealed so that a Reply can be told from what
// it quotes: under the key of the case to which the letter belongs, so that erasing the case takes
// them too.
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/letter_rows.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {
namespace {

std::string words_purpose(const std::string& letter) { return "words:" + letter; }

}  // namespace

std::vector<std::string> Store::seal_words_of(const std::vector<SealedLetter>& letters,
                                              const std::optional<MessageNumber>& number) {
  const auto key = number ? find_case_key(number->number) : std::nullopt;
  std::vector<std::string> sealed;
  for (const auto& letter : letters) {
    if (number && !key) {
      sealed.emplace_back();  // about an erased case: nothing more is kept of it
    } else {
      sealed.push_back(
          seal(key ? *key : summary_key_, words_purpose(letter.id), encode_letter_words(letter)));
    }
  }
  return sealed;
}

void Store::write_letters(const Commit& commit, const std::optional<MessageNumber>& number,
                          const std::vector<std::string>& words) {
  auto row = database_.prepare(
      "INSERT INTO letters (id, kind, number, message, message_id, created, wire, file)"
      " VALUES (?,?,?,?,?,?,?,?)");
  auto deliveries = database_.prepare(
      "INSERT OR IGNORE INTO deliveries (letter, recipient, state, created, next_at)"
      " VALUES (?1, ?2, 'queued', ?3, ?3)");
  auto said = database_.prepare("INSERT INTO letter_words (letter, country, words) VALUES (?,?,?)");
  for (std::size_t i = 0; i < commit.letters.size(); ++i) {
    const auto& letter = commit.letters[i];
    row.bind(1, letter.id)
        .bind(2, letter.kind)
        .bind(3, number ? number->number.text() : std::string())
        .bind(4, std::int64_t{number ? number->message : 0})
        .bind(5, letter.message_id)
        .bind(6, detail::seconds(commit.at))
        .bind_blob(7, letter.wire);
    letter.file ? row.bind(8, letter.file->name()) : row.bind_null(8);
    row.run();
    for (const auto& recipient : letter.recipients) {
      deliveries.bind(1, letter.id).bind(2, recipient).bind(3, detail::seconds(commit.at)).run();
    }
    said.bind(1, letter.id).bind(2, letter.country);
    words[i].empty() ? said.bind_null(3) : said.bind_blob(3, words[i]);
    said.run();
  }
}

std::optional<AnsweredLetter> Store::letter_sent(std::string_view message_id) {
  auto row = database_.prepare(
      "SELECT l.id, l.kind, l.number, l.message, l.created, w.words FROM letters l"
      " LEFT JOIN letter_words w ON w.letter = l.id WHERE l.message_id = ? ORDER BY l.created");
  if (message_id.empty() || !row.bind(1, message_id).step()) {
    return std::nullopt;
  }
  AnsweredLetter letter;
  letter.id = message_id;
  letter.letter = row.text(0);
  letter.kind = row.text(1);
  letter.created = Time(std::chrono::seconds(row.integer(4)));
  if (auto number = CaseNumber::parse(row.text(2))) {
    letter.number = MessageNumber{std::move(*number), static_cast<int>(row.integer(3))};
  }
  auto recipients =
      database_.prepare("SELECT recipient FROM deliveries WHERE letter = ? ORDER BY id");
  recipients.bind(1, letter.letter);
  while (recipients.step()) {
    letter.receivers.push_back(recipients.text(0));
  }
  const auto key = letter.number ? find_case_key(letter.number->number) : std::nullopt;
  if (!row.is_null(5) && (key || !letter.number)) {
    decode_letter_words(
        unseal(key ? *key : summary_key_, words_purpose(letter.letter), row.text(5)), letter);
  }
  return letter;
}

}  // namespace pouch::gateway
