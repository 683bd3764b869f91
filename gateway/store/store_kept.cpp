// Mails that wait for their writer's word; and words sealed into the audit log.
#include <algorithm>

#include "gateway/store/contents_codec.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kSealedMark = "sealed:";
constexpr std::string_view kWordsPurpose = "audit words";

}  // namespace

void Store::write_kept(const Commit& commit, std::string_view sealed_parts) {
  auto gone = database_.prepare("DELETE FROM kept WHERE letter = ?");
  for (const auto& letter : commit.forget) {
    gone.bind(1, letter).run();
  }
  if (commit.keep) {
    database_.prepare("INSERT INTO kept (letter, sender, until, parts) VALUES (?,?,?,?)")
        .bind(1, commit.keep->letter)
        .bind(2, commit.keep->sender)
        .bind(3, std::int64_t{commit.keep->until.time_since_epoch().count()})
        .bind_blob(4, sealed_parts)
        .run();
  }
}

std::optional<KeptParts> Store::kept(const std::vector<std::string>& letters,
                                     std::string_view sender, Time now) {
  auto statement = database_.prepare(
      "SELECT until, parts FROM kept WHERE letter = ? AND sender = ? AND until >= ?");
  for (const auto& letter : letters) {
    statement.bind(1, letter).bind(2, sender).bind(3, now.time_since_epoch().count());
    if (statement.step()) {
      KeptParts kept;
      kept.letter = letter;
      kept.sender = sender;
      kept.until = Time(std::chrono::seconds(statement.integer(0)));
      decode_kept(unseal(summary_key_, "kept:" + letter, statement.text(1)), kept);
      return kept;
    }
    statement.reset();
  }
  return std::nullopt;
}

int Store::forget_kept(Time now) {
  const auto next = next_forgetting();
  if (!next || *next > now) {
    return 0;  // the write lock is not for looking
  }
  Transaction transaction(database_, "forget");
  database_.prepare("DELETE FROM kept WHERE until < ?")
      .bind(1, std::int64_t{now.time_since_epoch().count()})
      .run();
  const auto count = static_cast<int>(database_.changes());
  audit_.append({"gateway", "forgotten", "",
                 std::to_string(count) + (count == 1 ? " mail" : " mails") +
                     " that waited for a word of the writer"},
                now);
  transaction.commit();
  return count;
}

std::optional<Time> Store::next_forgetting() {
  auto statement = database_.prepare("SELECT min(until) FROM kept");
  statement.step();
  return statement.is_null(0) ? std::nullopt
                              : std::optional(Time(std::chrono::seconds(statement.integer(0) + 1)));
}

std::string Store::seal_words(std::string_view words) {
  return std::string(kSealedMark) + hex(seal(summary_key_, kWordsPurpose, words));
}

std::string Store::open_words(std::string_view detail) {
  std::string opened;
  for (;;) {
    const auto at = detail.find(kSealedMark);
    if (at == std::string_view::npos) {
      return opened.append(detail);
    }
    const auto begin = at + kSealedMark.size();
    const auto end = std::min(detail.find_first_not_of("0123456789abcdef", begin), detail.size());
    opened.append(detail.substr(0, at));
    try {
      opened +=
          unseal(summary_key_, kWordsPurpose, octets_of_hex(detail.substr(begin, end - begin)));
    } catch (const Fault&) {
      opened.append(detail.substr(at, end - at));  // somebody's own words that look like it
    }
    detail.remove_prefix(end);
  }
}

}  // namespace pouch::gateway
