#include "gateway/store/links.hpp"

#include <utility>

#include "gateway/store/contents_codec.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kColumns =
    "SELECT l.fresh, l.held, l.in_fresh, l.in_held, f.number, h.number FROM links l"
    " JOIN messages f ON f.id = l.fresh JOIN messages h ON h.id = l.held ";

std::string purpose(std::string_view side, std::int64_t fresh, std::int64_t held) {
  return "link " + std::string(side) + ":" + std::to_string(fresh) + ":" + std::to_string(held);
}

}  // namespace

Links::Links(Database& database, Audit& audit, CaseKeys& keys, const Secret& data_key,
             std::string epoch_mark)
    : database_(database),
      audit_(audit),
      keys_(keys),
      rows_(database, "link_notices"),
      key_(data_key.derive("link notices")),
      epoch_mark_(std::move(epoch_mark)) {}

std::int64_t Links::position() {
  auto statement = database_.prepare("SELECT position FROM cross_check");
  return statement.step() ? statement.integer(0) : 0;
}

void Links::set_position(std::int64_t position) {
  database_.prepare("UPDATE cross_check SET position = max(position, ?)").bind(1, position).run();
}

// No promise to anybody: what a loss of power takes back is compared again.
void Links::pass(std::int64_t position) {
  if (position > this->position()) {
    set_position(position);
  }
}

void Links::record(const MessageNumber& fresh, std::int64_t row, const std::vector<Link>& links,
                   const std::vector<std::string>& receivers, Time now) {
  Transaction transaction(database_, "links");
  if (position() >= row) {
    return;  // another process was faster
  }
  auto link = database_.prepare(
      "INSERT OR IGNORE INTO links (fresh, held, in_fresh, in_held) VALUES (?,?,?,?)");
  auto number = database_.prepare("SELECT number FROM messages WHERE id = ?");
  for (const auto& one : links) {
    number.bind(1, one.held);
    const auto key =
        number.step() ? keys_.find(detail::stored_number(number.text(0))) : std::nullopt;
    number.reset();
    if (!key) {
      continue;  // erased meanwhile
    }
    link.bind(1, one.fresh)
        .bind(2, one.held)
        .bind_blob(3, seal(keys_.of(fresh.number), purpose("fresh", one.fresh, one.held),
                           encode_things(one.in_fresh)))
        .bind_blob(4, seal(*key, purpose("held", one.fresh, one.held), encode_things(one.in_held)))
        .run();
  }
  auto notice = database_.prepare(
      "INSERT OR IGNORE INTO link_notices (message, receiver, state, created, not_before)"
      " VALUES (?1, ?2, 'waiting', ?3, ?3)");
  for (const auto& receiver : receivers) {
    notice.bind(1, row).bind(2, receiver).bind(3, detail::seconds(now)).run();
  }
  audit_.append({.actor = "gateway",
                 .act = "cross-checked",
                 .number = fresh.text(),
                 .detail = std::to_string(links.size()) + " messages of other cases, " +
                           std::to_string(receivers.size()) + " to be told"},
                now);
  set_position(row);
  transaction.commit();
}

std::vector<Link> Links::read(Statement& rows) {
  std::vector<Link> links;
  while (rows.step()) {
    Link link{.fresh = rows.integer(0), .held = rows.integer(1)};
    const auto fresh = keys_.find(detail::stored_number(rows.text(4)));
    const auto held = keys_.find(detail::stored_number(rows.text(5)));
    if (!fresh || !held) {
      continue;
    }
    link.in_fresh =
        decode_things(unseal(*fresh, purpose("fresh", link.fresh, link.held), rows.text(2)));
    link.in_held =
        decode_things(unseal(*held, purpose("held", link.fresh, link.held), rows.text(3)));
    links.push_back(std::move(link));
  }
  return links;
}

std::vector<Link> Links::of(const CaseNumber& number) {
  auto statement = database_.prepare(std::string(kColumns) +
                                     "WHERE f.number = ?1 OR h.number = ?1 ORDER BY l.id");
  statement.bind(1, number.text());
  return read(statement);
}

std::vector<Link> Links::of_fresh(std::int64_t message) {
  auto statement = database_.prepare(std::string(kColumns) + "WHERE l.fresh = ? ORDER BY l.id");
  statement.bind(1, message);
  return read(statement);
}

// --- notices -------------------------------------------------------------------------------------

std::optional<LinkNotice> Links::claim(Time now) {
  const auto id = rows_.claim(now);
  if (!id) {
    return std::nullopt;
  }
  auto row = database_.prepare("SELECT message, receiver FROM link_notices WHERE id = ?");
  row.bind(1, *id).step();
  return LinkNotice{*id, row.integer(0), row.text(1)};
}

void Links::put_back(const LinkNotice& notice, Time not_before, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(notice.id, not_before);
  audit_.append(
      {.actor = "gateway",
       .act = "postponed",
       .detail = "a notice of linked cases to " + notice.receiver + ": " + std::string(why)},
      now);
  transaction.commit();
}

void Links::end(const LinkNotice& notice, std::string_view why, Time now) {
  Transaction transaction(database_, "notice.end");
  if (rows_.end(notice.id, "untold")) {
    audit_.append({.actor = "gateway",
                   .act = "untold",
                   .detail = "linked cases, to " + notice.receiver + ": " + std::string(why)},
                  now);
  }
  transaction.commit();
}

std::optional<Time> Links::next() { return rows_.next(); }

std::string Links::seed(const LinkNotice& notice) const {
  return keyed_digits(key_, "link notice " + std::to_string(notice.id)) + epoch_mark_;
}

bool Links::finish(std::int64_t notice) { return notice == 0 || rows_.end(notice, "written"); }

}  // namespace pouch::gateway
