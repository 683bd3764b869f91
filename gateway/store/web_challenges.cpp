// Challenges of the book of the page (web_book.hpp).
#include <algorithm>
#include <cctype>

#include "gateway/store/stored_values.hpp"
#include "gateway/store/web_book.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kCodeLetters = 16;
// 32 letters of five bits: no I, L, O, U, which are read as 1, 1, 0 and V.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kChallengePurpose = "web challenge", kWantedPurpose = "web wanted";

struct Row {
  std::int64_t letter = 0;
  std::string who{};
  Time until{};
};

// `condition` has one parameter, ?2.
std::optional<Row> challenge_where(Database& database, const Secret& key,
                                   std::string_view condition, std::string_view value, Time now) {
  auto row = database.prepare("SELECT letter, sealed, until FROM challenges WHERE until > ?1 AND " +
                              std::string(condition));
  row.bind(1, detail::seconds(now)).bind_blob(2, value);
  if (!row.step()) {
    return std::nullopt;
  }
  return Row{row.integer(0), unseal(key, kChallengePurpose, row.view(1)), detail::time_at(row, 2)};
}

// Who has asked several times from one browser types what the newest letter says.
constexpr std::string_view kByBrowser = "browser = ?2 ORDER BY until DESC, letter DESC";

}  // namespace

std::string WebBook::fresh_code() {
  const auto octets = octets_of_hex(random_hex(kCodeLetters * 5 / 8));
  std::string code;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char octet : octets) {
    bits = (bits << 8) | static_cast<unsigned char>(octet);
    for (held += 8; held >= 5; held -= 5) {
      code += kAlphabet[(bits >> (held - 5)) & 31U];
    }
  }
  return code;
}

std::string WebBook::typed_code(std::string_view text) {
  std::string code;
  for (const char c : text) {
    const auto letter = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (letter == ' ' || letter == '-') {
      continue;
    }
    const char meant = letter == 'I' || letter == 'L' ? '1'
                       : letter == 'O'                ? '0'
                       : letter == 'U'                ? 'V'
                                                      : letter;
    if (kAlphabet.find(meant) == std::string_view::npos) {
      return {};
    }
    code += meant;
  }
  return code.size() == kCodeLetters ? code : std::string();
}

void WebBook::add(const WebChallenge& challenge, Time now) {
  Transaction transaction(database_, "web");
  forget_old(now);
  database_
      .prepare(
          "INSERT OR REPLACE INTO challenges (letter, who, link, code, browser, until, sealed)"
          " VALUES (?, ?, ?, ?, ?, ?, ?)")
      .bind(1, challenge.letter)
      .bind_blob(2, hashed("who", challenge.who))
      .bind_blob(3, hashed("link", challenge.link))
      .bind_blob(4, hashed("code", challenge.code))
      .bind_blob(5, challenge.browser)
      .bind(6, detail::seconds(challenge.until))
      .bind_blob(7, seal(key_, kChallengePurpose, challenge.who))
      .run();
  transaction.commit();
}

void WebBook::keep_wanted(std::string_view cookie, std::string_view place, Time now) {
  Transaction transaction(database_, "web", Survives::kKill);
  database_.prepare("INSERT OR REPLACE INTO wanted (browser, until, sealed) VALUES (?, ?, ?)")
      .bind_blob(1, mark(cookie))
      .bind(2, detail::seconds(now + kChallengeLife))
      .bind_blob(3, seal(key_, kWantedPurpose, place))
      .run();
  database_.prepare("DELETE FROM wanted WHERE until <= ?").bind(1, detail::seconds(now)).run();
  transaction.commit();
}

std::string WebBook::wanted(std::string_view cookie, Time now) {
  if (cookie.empty()) {
    return {};
  }
  auto row = database_.prepare("SELECT sealed FROM wanted WHERE browser = ? AND until > ?");
  row.bind_blob(1, mark(cookie)).bind(2, detail::seconds(now));
  return row.step() ? unseal(key_, kWantedPurpose, row.view(0)) : std::string();
}

std::optional<WebBook::Seen> WebBook::see_link(std::string_view link, Time now) {
  const auto row = challenge_where(database_, key_, "link = ?2", hashed("link", link), now);
  return row ? std::optional(Seen{row->who, row->until}) : std::nullopt;
}

std::optional<WebBook::Seen> WebBook::see_browser(std::string_view cookie, Time now) {
  if (cookie.empty()) {
    return std::nullopt;
  }
  const auto row = challenge_where(database_, key_, kByBrowser, mark(cookie), now);
  return row ? std::optional(Seen{row->who, row->until}) : std::nullopt;
}

std::optional<std::string> WebBook::enter_by_link(std::string_view link, const WebEntry& entry,
                                                  Time now) {
  Transaction transaction(database_, "web");
  const auto row = challenge_where(database_, key_, "link = ?2", hashed("link", link), now);
  if (!row || row->who != entry.who) {
    return std::nullopt;
  }
  database_.prepare("DELETE FROM challenges WHERE who = ?")
      .bind_blob(1, hashed("who", entry.who))
      .run();
  auto cookie = begin(entry, "link", now);
  transaction.commit();
  return cookie;
}

std::optional<std::string> WebBook::enter_by_code(std::string_view cookie, std::string_view code,
                                                  const WebEntry& entry, Time now) {
  if (cookie.empty()) {
    return std::nullopt;
  }
  Transaction transaction(database_, "web");
  const auto row = challenge_where(database_, key_, kByBrowser, mark(cookie), now);
  if (!row || row->who != entry.who) {
    return std::nullopt;
  }
  bool right = false;
  {
    auto kept = database_.prepare("SELECT code, tries FROM challenges WHERE letter = ?");
    kept.bind(1, row->letter).step();
    const auto typed = typed_code(code);
    right = kept.integer(1) < kCodeTries && !typed.empty() &&
            same_octets(kept.view(0), hashed("code", typed));
  }
  if (!right) {
    database_.prepare("UPDATE challenges SET tries = tries + 1 WHERE letter = ?")
        .bind(1, row->letter)
        .run();
    transaction.commit();
    return std::nullopt;
  }
  database_.prepare("DELETE FROM challenges WHERE who = ?")
      .bind_blob(1, hashed("who", entry.who))
      .run();
  auto begun = begin(entry, "code", now);
  transaction.commit();
  return begun;
}

}  // namespace pouch::gateway
