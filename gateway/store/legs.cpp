// A leg follows the letters that carry its request: when all of them came to nothing, nobody there
// has it, and the leg says so (CORRESPONDENCE section 7); when one arrives after all, it is sent.
// An answer that came in the meantime stands: it proves that somebody has the request.
#include "gateway/store/cases.hpp"
#include "gateway/store/leg_rows.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kRequestKind = "request";

// The country of the leg; letters of before 0.2 do not say it, and only a lone leg is certain.
constexpr std::string_view kCountryOfLetter =
    "coalesce(nullif(w.country, ''), (SELECT CASE WHEN count(*) = 1 THEN min(g.country) END"
    " FROM legs g WHERE g.number = l.number))";

}  // namespace

// Only a leg that waits for its letter follows it.
void Cases::follow_leg(const std::string& letter, Time at) {
  auto row = database_.prepare("SELECT l.number, " + std::string(kCountryOfLetter) +
                               " FROM letters l LEFT JOIN letter_words w ON w.letter = l.id"
                               " WHERE l.id = ? AND l.kind = ? AND l.number <> ''");
  if (!row.bind(1, letter).bind(2, kRequestKind).step() || row.is_null(1)) {
    return;
  }
  const auto number = row.text(0), country = row.text(1);
  row.reset();
  auto states = database_.prepare(
      "SELECT ifnull(sum(d.state = 'delivered'), 0), ifnull(sum(d.state = 'queued'), 0)"
      " FROM letters l JOIN deliveries d ON d.letter = l.id"
      " LEFT JOIN letter_words w ON w.letter = l.id"
      " WHERE l.number = ? AND l.number <> '' AND l.kind = ? AND " +
      std::string(kCountryOfLetter) + " = ?");
  states.bind(1, number).bind(2, kRequestKind).bind(3, country).step();
  const bool arrived = states.integer(0) > 0, on_its_way = states.integer(1) > 0;
  states.reset();
  if (!arrived && on_its_way) {
    return;
  }
  if (arrived) {
    // The second clock: the desk has it from the first copy that arrived on.
    database_
        .prepare(
            "UPDATE legs SET delivered = ? WHERE number = ? AND country = ? AND delivered IS NULL")
        .bind(1, detail::seconds(at))
        .bind(2, number)
        .bind(3, country)
        .run();
    detail::schedule(database_, number);
  }
  const auto from = arrived ? LegState::kNotDelivered : LegState::kSent;
  const auto to = arrived ? LegState::kSent : LegState::kNotDelivered;
  database_
      .prepare(
          "UPDATE legs SET state = ?, open = ?, since = ? WHERE number = ? AND country = ?"
          " AND state = ?")
      .bind(1, name(to))
      .bind(2, std::int64_t{is_open(to) ? 1 : 0})
      .bind(3, detail::seconds(at))
      .bind(4, number)
      .bind(5, country)
      .bind(6, name(from))
      .run();
  if (database_.changes() == 0) {
    return;
  }
  detail::schedule(database_, number);
  // Whoever has read the case meanwhile must read it again (DECISIONS 19).
  database_.prepare("UPDATE cases SET version = version + 1 WHERE number = ?")
      .bind(1, number)
      .run();
  audit_.append({.actor = "gateway",
                 .act = "leg",
                 .number = number,
                 .detail = country + " " + std::string(name(to))},
                at);
}

}  // namespace pouch::gateway
