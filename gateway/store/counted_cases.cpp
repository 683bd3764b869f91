#include "gateway/store/counted_cases.hpp"

#include "gateway/fault.hpp"
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/leg_rows.hpp"
#include "gateway/store/stored_values.hpp"
#include "templates/exchange/json_tree.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kTo = " to ";

std::string purpose(const MessageNumber& number) { return "codes:" + number.text(); }

// The code of a field; empty when there is no form, or no such field in it.
std::string code_in(const std::optional<templates::JsonNode>& form, std::string_view field) {
  const auto* fields = form ? form->find("fields") : nullptr;
  const auto* value = fields == nullptr ? nullptr : fields->find(field);
  return value != nullptr && value->kind == templates::JsonNode::Kind::kText ? value->text
                                                                             : std::string();
}

MessageCodes codes_of(const Case& subject, const Message& message, std::string_view form_json) {
  std::string wrong;
  const auto form = form_json.empty() ? std::nullopt : templates::parse_json(form_json, wrong);
  return {.form = message.form,
          .priority = subject.priority,
          .crime_area = subject.crime_area,
          .reply_kind = code_in(form, "reply_kind"),
          .ground = code_in(form, "refusal_ground"),
          .reason = code_in(form, "delay_reason")};
}

// The audit log has each move of a leg: "BG: sent to answered" (gateway/decide/answer.cpp).
std::optional<std::pair<std::string, LegState>> move_in(const AuditRow& row) {
  const auto colon = row.detail.find(": "), to = row.detail.rfind(kTo);
  if (row.act != "leg" || colon == std::string::npos || to == std::string::npos || to < colon) {
    return std::nullopt;
  }
  const auto state = leg_state(row.detail.substr(to + kTo.size()));
  return state ? std::optional(std::pair(row.detail.substr(0, colon), *state)) : std::nullopt;
}

}  // namespace

void CountedCases::each(Time before, const std::function<void(const CountedCase&)>& take) {
  auto row = database_.prepare(
      "SELECT number, community, requester_country, opened FROM cases WHERE kind = ? AND opened < ?"
      " ORDER BY number");
  row.bind(1, name(CaseKind::kRequest)).bind(2, detail::seconds(before));
  while (row.step()) {
    const auto number = detail::stored_number(row.text(0));
    take({.number = number,
          .community = row.text(1),
          .country = row.text(2),
          .opened = detail::time_at(row, 3),
          .legs = detail::read_legs(database_, number),
          .messages = messages_of(number)});
  }
}

std::vector<CountedMessage> CountedCases::messages_of(const CaseNumber& number) {
  auto row = database_.prepare(
      "SELECT m.message, m.sender_country, m.received, c.facts FROM messages m"
      " LEFT JOIN codes c ON c.message = m.id WHERE m.number = ? ORDER BY m.message");
  row.bind(1, number.text());
  std::vector<CountedMessage> found;
  while (row.step()) {
    CountedMessage message{static_cast<int>(row.integer(0)), row.text(1), detail::time_at(row, 2)};
    if (!row.is_null(3)) {
      message.codes =
          decode_codes(unseal(keys_.of_no_case(), purpose({number, message.message}), row.view(3)));
    }
    found.push_back(std::move(message));
  }
  return found;
}

std::string CountedCases::sealed(const MessageNumber& number, const MessageCodes& codes) {
  return seal(keys_.of_no_case(), purpose(number), encode_codes(codes));
}

std::string CountedCases::seal_codes(const Case& subject, const NewMessage& message) {
  if (subject.kind != CaseKind::kRequest) {
    return {};
  }
  auto codes = codes_of(subject, message.row, message.contents.form_json);
  const auto number = message.row.number;
  for (const auto& leg : subject.legs) {
    if (number.message > 1 && leg.last_message == number.message) {
      codes.moved.emplace_back(leg.country, leg.state);
    }
  }
  return sealed(number, codes);
}

void CountedCases::write(std::int64_t message, std::string_view sealed) {
  database_.prepare("INSERT OR IGNORE INTO codes (message, facts) VALUES (?,?)")
      .bind(1, message)
      .bind_blob(2, sealed)
      .run();
}

// Empty: its case was erased, or it is damaged, and nothing more is known of it.
std::string CountedCases::codes_of_old(std::int64_t row) {
  try {
    const auto message = messages_.find(row);
    const auto subject = message ? cases_.find(message->number.number) : std::nullopt;
    if (!subject || !keys_.find(subject->number)) {
      return {};
    }
    auto codes = codes_of(*subject, *message, bodies_.text(message->number).form_json);
    for (const auto& entry : audit_.rows(message->number.text())) {
      if (auto move = move_in(entry)) {
        codes.moved.push_back(std::move(*move));
      }
    }
    return sealed(message->number, codes);
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
    return {};
  }
}

std::size_t CountedCases::note_all(const std::vector<std::int64_t>& rows) {
  if (rows.empty()) {
    return 0;
  }
  std::vector<std::string> noted;
  for (const auto row : rows) {
    noted.push_back(codes_of_old(row));
  }
  Transaction transaction(database_, "codes", Survives::kKill);
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (!noted[at].empty()) {
      write(rows[at], noted[at]);
    }
    database_.prepare("DELETE FROM uncounted WHERE message = ?").bind(1, rows[at]).run();
  }
  transaction.commit();
  return rows.size();
}

std::size_t CountedCases::note_some(std::size_t most) {
  std::vector<std::int64_t> rows;
  auto row = database_.prepare("SELECT message FROM uncounted ORDER BY message LIMIT ?");
  row.bind(1, static_cast<std::int64_t>(most));
  while (row.step()) {
    rows.push_back(row.integer(0));
  }
  return note_all(rows);
}

void CountedCases::note_codes(const CaseNumber& number) {
  std::vector<std::int64_t> rows;
  auto row = database_.prepare(
      "SELECT u.message FROM uncounted u JOIN messages m ON m.id = u.message WHERE m.number = ?");
  row.bind(1, number.text());
  while (row.step()) {
    rows.push_back(row.integer(0));
  }
  note_all(rows);
}

}  // namespace pouch::gateway
