#include "gateway/store/web_book.hpp"

#include <algorithm>
#include <utility>

#include "gateway/store/stored_values.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

// Ahead of what lies in the file; not in the unnamed namespace, where Packer finds no fields().
struct SealedSession {
  WebEntry entry{};
  std::string way{};
};
template <typename Side>
void fields(Side& side, SealedSession& one) {
  side(one.entry.who), side(one.entry.browser), side(one.entry.network), side(one.entry.keys);
  side(one.way);
}
template <typename Side>
void fields(Side& side, WebSearch& one) {
  side(one.query), side(one.reason), side(one.made);
}

namespace {

constexpr std::string_view kSessionPurpose = "web session", kReasonPurpose = "web reason",
                           kSearchPurpose = "web search";
// A look is noted so often and no more: each is a write.
constexpr std::chrono::seconds kNoted{5};

using mail::openpgp::packed;
using mail::openpgp::unpacked;

WebSession session_of(const Secret& key, const Statement& row) {
  auto sealed = unpacked<SealedSession>(unseal(key, kSessionPurpose, row.view(3)));
  WebSession session;
  session.id = row.text(0);
  session.began = detail::time_at(row, 1);
  session.last = detail::time_at(row, 2);
  session.entry = std::move(sealed.entry);
  session.way = std::move(sealed.way);
  session.reason = row.is_null(4) ? std::string() : unseal(key, kReasonPurpose, row.view(4));
  return session;
}

}  // namespace

Time SessionLimits::end_of(const WebSession& session) const {
  return std::min(session.last + idle, session.began + longest);
}

WebBook::WebBook(const std::filesystem::path& state, Secret key, CaseKeys* keys)
    : database_(Database::open_web(state)), key_(std::move(key)) {
  if (keys != nullptr) {
    archives_.emplace(database_, key_.derive("archives"), *keys);
  }
}

std::string WebBook::fresh_secret() { return random_hex(32); }

std::string WebBook::hashed(std::string_view kind, std::string_view text) const {
  return keyed_hash(key_, packed(kind, text));
}

std::string WebBook::mark(std::string_view cookie) const { return hashed("cookie", cookie); }

std::string WebBook::form_token(std::string_view cookie) const {
  return hex(hashed("form", cookie));
}

std::string WebBook::begin(const WebEntry& entry, std::string_view way, Time now) {
  auto cookie = fresh_secret();
  database_
      .prepare(
          "INSERT INTO sessions (token, id, who, began, last, browser, sealed)"
          " VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)")
      .bind_blob(1, mark(cookie))
      .bind(2, random_hex(8))
      .bind_blob(3, hashed("who", entry.who))
      .bind(4, detail::seconds(now))
      .bind_blob(5, hashed("browser", entry.browser))
      .bind_blob(6, seal(key_, kSessionPurpose, packed(SealedSession{entry, std::string(way)})))
      .run();
  return cookie;
}

std::optional<WebSession> WebBook::session(std::string_view cookie, std::string_view browser,
                                           const SessionLimits& limits, Time now) {
  std::optional<WebSession> session;
  bool same_browser = false;
  {
    auto row = database_.prepare(
        "SELECT id, began, last, sealed, reason, browser FROM sessions WHERE token = ?");
    row.bind_blob(1, mark(cookie));
    if (!row.step()) {
      return std::nullopt;
    }
    session = session_of(key_, row);
    same_browser = same_octets(row.view(5), hashed("browser", browser));
  }
  if (!same_browser || now >= limits.end_of(*session)) {
    end(session->id);
    return std::nullopt;
  }
  if (now >= session->last + kNoted) {
    Transaction transaction(database_, "web", Survives::kKill);
    database_.prepare("UPDATE sessions SET last = ? WHERE id = ?")
        .bind(1, detail::seconds(now))
        .bind(2, session->id)
        .run();
    transaction.commit();
    session->last = now;
  }
  return session;
}

void WebBook::end(const std::string& session) {
  Transaction transaction(database_, "web");
  database_.prepare("DELETE FROM sessions WHERE id = ?").bind(1, session).run();
  transaction.commit();
}

std::size_t WebBook::end_all(std::string_view who) {
  Transaction transaction(database_, "web");
  const auto his = hashed("who", who);
  database_.prepare("DELETE FROM challenges WHERE who = ?").bind_blob(1, his).run();
  database_.prepare("DELETE FROM sessions WHERE who = ?").bind_blob(1, his).run();
  const auto ended = database_.changes();
  transaction.commit();
  return static_cast<std::size_t>(ended);
}

std::vector<WebSession> WebBook::sessions_of(std::string_view who, const SessionLimits& limits,
                                             Time now) {
  auto rows = database_.prepare(
      "SELECT id, began, last, sealed, reason FROM sessions WHERE who = ? ORDER BY began DESC, id");
  rows.bind_blob(1, hashed("who", who));
  std::vector<WebSession> sessions;
  while (rows.step()) {
    auto session = session_of(key_, rows);
    if (now < limits.end_of(session)) {
      sessions.push_back(std::move(session));
    }
  }
  return sessions;
}

void WebBook::set_reason(const WebSession& session, std::string_view reason) {
  if (session.reason == reason) {
    return;
  }
  Transaction transaction(database_, "web", Survives::kKill);
  database_.prepare("UPDATE sessions SET reason = ? WHERE id = ?")
      .bind_blob(1, seal(key_, kReasonPurpose, reason))
      .bind(2, session.id)
      .run();
  transaction.commit();
}

std::optional<Time> WebBook::last_look(const WebSession& session, Time now) {
  const auto who = hashed("who", session.entry.who);
  Transaction transaction(database_, "web", Survives::kKill);
  // `before` is what the session before this one saw last.
  database_
      .prepare(
          "INSERT INTO looks (who, session, seen, before) VALUES (?1, ?2, ?3, NULL)"
          " ON CONFLICT (who) DO UPDATE SET"
          " before = CASE WHEN session = ?2 THEN before ELSE seen END, session = ?2, seen = ?3")
      .bind_blob(1, who)
      .bind(2, session.id)
      .bind(3, detail::seconds(now))
      .run();
  std::optional<Time> before;
  {
    auto row = database_.prepare("SELECT before FROM looks WHERE who = ?");
    row.bind_blob(1, who).step();
    before = detail::time_or_none(row, 0);
  }
  transaction.commit();
  return before;
}

std::string WebBook::keep_search(std::string_view who, const WebSearch& search) {
  auto id = random_hex(16);
  const auto his = hashed("who", who);
  Transaction transaction(database_, "web", Survives::kKill);
  database_.prepare("INSERT INTO searches (id, who, made, sealed) VALUES (?, ?, ?, ?)")
      .bind_blob(1, hashed("search", id))
      .bind_blob(2, his)
      .bind(3, detail::seconds(search.made))
      .bind_blob(4, seal(key_, kSearchPurpose, packed(search)))
      .run();
  database_
      .prepare(
          "DELETE FROM searches WHERE who = ?1 AND id IN (SELECT id FROM searches WHERE who = ?1"
          " ORDER BY made DESC LIMIT -1 OFFSET ?2)")
      .bind_blob(1, his)
      .bind(2, static_cast<std::int64_t>(kMostWebSearches))
      .run();
  transaction.commit();
  return id;
}

std::optional<WebSearch> WebBook::search(std::string_view who, std::string_view id, Time now) {
  auto row = database_.prepare("SELECT sealed FROM searches WHERE id = ? AND who = ? AND made > ?");
  row.bind_blob(1, hashed("search", id))
      .bind_blob(2, hashed("who", who))
      .bind(3, detail::seconds(now - kWebSearchLife));
  return row.step() ? std::optional(unpacked<WebSearch>(unseal(key_, kSearchPurpose, row.view(0))))
                    : std::nullopt;
}

Spent WebBook::spend(std::string_view kind, std::string_view whose, std::size_t most, Time now) {
  const auto what = keyed_hash(key_, packed(std::string_view("budget"), kind, whose));
  const auto first = detail::seconds(now - kBudgetTime);
  Transaction transaction(database_, "web", Survives::kKill);
  std::size_t spent = 0;
  {
    auto count = database_.prepare("SELECT count(*) FROM spent WHERE what = ? AND at > ?");
    count.bind_blob(1, what).bind(2, first).step();
    spent = static_cast<std::size_t>(count.integer(0));
  }
  // One row above the budget says that whoever watches has been told of it.
  if (spent <= most) {
    database_.prepare("INSERT INTO spent (what, at) VALUES (?, ?)")
        .bind_blob(1, what)
        .bind(2, detail::seconds(now))
        .run();
  }
  database_.prepare("DELETE FROM spent WHERE at <= ?").bind(1, first).run();
  transaction.commit();
  return spent < most ? Spent::kWithin : spent == most ? Spent::kAtOnce : Spent::kOver;
}

void WebBook::forget_old(Time now) {
  constexpr std::chrono::days kLongestSession{7};  // above what the configuration takes
  const std::pair<const char*, Time> kOld[] = {
      {"DELETE FROM challenges WHERE until <= ?", now},
      {"DELETE FROM sessions WHERE began <= ?", now - kLongestSession},
      {"DELETE FROM searches WHERE made <= ?", now - kWebSearchLife}};
  for (const auto& [sql, time] : kOld) {
    database_.prepare(sql).bind(1, detail::seconds(time)).run();
  }
}

}  // namespace pouch::gateway
