#include "gateway/store/web_letters.hpp"

#include <utility>

#include "gateway/store/audit.hpp"
#include "gateway/store/stored_values.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

// Not in the unnamed namespace, where Packer finds no fields(). Kind and who are columns.
template <typename Side>
void fields(Side& side, WebLetterAsk& one) {
  side(one.network), side(one.browser), side(one.mark), side(one.what);
}

namespace {

constexpr std::string_view kLetterPurpose = "web letter";

}  // namespace

WebLetters::WebLetters(Database& database, Audit& audit, const Secret& data_key,
                       std::string epoch_mark)
    : database_(database),
      audit_(audit),
      rows_(database, "web_letters"),
      key_(data_key.derive("web-letters")),
      epoch_mark_(std::move(epoch_mark)) {}

void WebLetters::note(const WebLetterAsk& asked, const std::vector<AuditEntry>& rows, Time now) {
  Transaction transaction(database_, "web-letter");
  for (const auto& row : rows) {
    audit_.append(row, now);
  }
  write(asked, now);
  transaction.commit();
}

void WebLetters::write(const WebLetterAsk& asked, Time now) {
  database_
      .prepare(
          "INSERT INTO web_letters (kind, who, sealed, state, created, not_before)"
          " VALUES (?1, ?2, ?3, 'waiting', ?4, ?4)")
      .bind(1, asked.alarm ? "alarm" : "enter")
      .bind(2, asked.who)
      .bind_blob(3, seal(key_, kLetterPurpose, mail::openpgp::packed(asked)))
      .bind(4, detail::seconds(now))
      .run();
}

std::optional<WebLetter> WebLetters::claim(Time now) {
  const auto id = rows_.claim(now);
  if (!id) {
    return std::nullopt;
  }
  auto row = database_.prepare("SELECT kind, who, sealed, created FROM web_letters WHERE id = ?");
  row.bind(1, *id).step();
  WebLetter letter{*id,
                   mail::openpgp::unpacked<WebLetterAsk>(unseal(key_, kLetterPurpose, row.view(2))),
                   detail::time_at(row, 3)};
  letter.asked.alarm = row.text(0) == "alarm";
  letter.asked.who = row.text(1);
  return letter;
}

void WebLetters::put_back(const WebLetter& row, Time not_before, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(row.id, not_before);
  audit_.append({.actor = "gateway",
                 .act = "postponed",
                 .detail = "letter of the page for " + row.asked.who + ": " + std::string(why)},
                now);
  transaction.commit();
}

void WebLetters::end(const WebLetter& row, std::string_view state, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.end");
  if (end_row(row.id, state) && !row.asked.who.empty()) {
    audit_.append({.actor = "gateway",
                   .act = std::string(state),
                   .detail = "letter of the page for " + row.asked.who + ": " + std::string(why)},
                  now);
  }
  transaction.commit();
}

std::optional<Time> WebLetters::next() { return rows_.next(); }

std::string WebLetters::seed(const WebLetter& row) const {
  return keyed_digits(key_, "letter " + std::to_string(row.id)) + epoch_mark_;
}

bool WebLetters::finish(std::int64_t letter) { return letter == 0 || end_row(letter, "written"); }

bool WebLetters::end_row(std::int64_t letter, std::string_view state) {
  if (!rows_.end(letter, state)) {
    return false;
  }
  database_.prepare("UPDATE web_letters SET sealed = x'' WHERE id = ?").bind(1, letter).run();
  return true;
}

}  // namespace pouch::gateway
