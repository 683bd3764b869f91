#include "gateway/store/kept_mails.hpp"

#include <algorithm>

#include "gateway/store/contents_codec.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

std::string purpose(const std::string& letter) { return "kept:" + letter; }

}  // namespace

KeptMails::KeptMails(Database& database, Audit& audit, CaseKeys& keys)
    : database_(database), audit_(audit), keys_(keys) {}

std::string KeptMails::seal_parts(const KeptParts& kept) {
  return seal(keys_.of_no_case(), purpose(kept.letter), encode_kept(kept));
}

void KeptMails::write(const KeptParts& kept, std::string_view sealed_parts) {
  database_.prepare("INSERT INTO kept (letter, sender, until, parts) VALUES (?,?,?,?)")
      .bind(1, kept.letter)
      .bind(2, kept.sender)
      .bind(3, detail::seconds(kept.until))
      .bind_blob(4, sealed_parts)
      .run();
}

void KeptMails::use_up(const std::vector<std::string>& letters) {
  auto gone = database_.prepare("DELETE FROM kept WHERE letter = ?");
  for (const auto& letter : letters) {
    gone.bind(1, letter).run();
  }
}

std::optional<KeptParts> KeptMails::find(const std::vector<std::string>& letters,
                                         std::string_view sender, Time now) {
  auto statement = database_.prepare(
      "SELECT until, parts FROM kept WHERE letter = ? AND sender = ? AND until >= ?");
  for (const auto& letter : letters) {
    statement.bind(1, letter).bind(2, sender).bind(3, detail::seconds(now));
    if (statement.step()) {
      KeptParts kept;
      kept.letter = letter;
      kept.sender = sender;
      kept.until = detail::time_at(statement, 0);
      decode_kept(unseal(keys_.of_no_case(), purpose(letter), statement.text(1)), kept);
      return kept;
    }
    statement.reset();
  }
  return std::nullopt;
}

std::optional<KeptParts> KeptMails::find_asked_before(const std::string& letter,
                                                      std::string_view sender, Time now) {
  std::vector<std::string> waiting;
  auto statement = database_.prepare("SELECT letter FROM kept WHERE sender = ? AND until >= ?");
  statement.bind(1, sender).bind(2, detail::seconds(now));
  while (statement.step()) {
    waiting.push_back(statement.text(0));
  }
  for (const auto& one : waiting) {
    auto kept = find({one}, sender, now);
    if (kept && std::find(kept->before.begin(), kept->before.end(), letter) != kept->before.end()) {
      return kept;
    }
  }
  return std::nullopt;
}

int KeptMails::forget(Time now) {
  const auto next = next_forgetting();
  if (!next || *next > now) {
    return 0;  // the write lock is not for looking
  }
  Transaction transaction(database_, "forget");
  database_.prepare("DELETE FROM kept WHERE until < ?").bind(1, detail::seconds(now)).run();
  const auto count = static_cast<int>(database_.changes());
  audit_.append({.actor = "gateway",
                 .act = "forgotten",
                 .detail = std::to_string(count) + (count == 1 ? " mail" : " mails") +
                           " that waited for a word of the writer"},
                now);
  transaction.commit();
  return count;
}

std::optional<Time> KeptMails::next_forgetting() {
  auto statement = database_.prepare("SELECT min(until) FROM kept");
  statement.step();
  return statement.is_null(0)
             ? std::nullopt
             : std::optional(detail::time_at(statement, 0) + std::chrono::seconds(1));
}

}  // namespace pouch::gateway
