#include "gateway/letters/case_lines.hpp"

#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

std::string copies_of(const Audience& audience, const Words& words) {
  std::vector<std::string> names;
  for (const auto& receiver : audience.to) {
    if (is_copy(receiver.role)) {
      names.push_back(known_name(receiver.name, words));
    }
  }
  return detail::join(names, ", ");
}

// "- text", folded under its own beginning.
std::string item(const std::string& text) {
  const auto body = detail::indented(text, 4);
  return "  - " + body.substr(4);
}

// "; acknowledged by Ana Ionescu, Monday 23 November 2026, 14:02 (Sofia); …".
std::string acknowledged_by(const std::vector<Acknowledgement>& all, const std::string& zone,
                            const Words& words) {
  std::string text;
  for (const auto& one : all) {
    text += "; " + words("note_read_by", {{"who", known_name(one.by, words)},
                                          {"when", spoken_time(one.at, zone, words)}});
  }
  return text;
}

// "; with the focal point of Bulgaria since Monday 23 November 2026, 14:02 (Sofia)": the hop at
// which an open leg is.
std::string where_it_is(const Leg& leg, const config::Directory& directory, const std::string& zone,
                        const Words& words) {
  const auto* desk = directory.desk(leg.desk);
  if (desk == nullptr || !is_open(leg.state) || leg.state == LegState::kWaiting ||
      leg.state == LegState::kNotDelivered) {
    return {};
  }
  const auto name = known_name_in_sentence(display_name(*desk, directory), words);
  return "; " +
         (leg.clock.delivered
              ? words("leg_with",
                      {{"desk", name}, {"since", spoken_time(*leg.clock.delivered, zone, words)}})
              : words("leg_on_its_way", {{"desk", name}}));
}

}  // namespace

std::string state_word(LegState state, const Words& words) {
  switch (state) {
    case LegState::kWaiting:
      return words("state_waiting");
    case LegState::kSent:
      return words("state_sent");
    case LegState::kAcknowledged:
      return words("state_acknowledged");
    case LegState::kPartlyAnswered:
      return words("state_partly_answered");
    case LegState::kAnswered:
      return words("state_answered");
    case LegState::kRefused:
      return words("state_refused");
    case LegState::kClarificationAsked:
      return words("state_clarification_asked");
    case LegState::kWithdrawn:
      return words("state_withdrawn");
    case LegState::kNotDelivered:
      return words("state_not_delivered");
    case LegState::kEnded:
      return words("state_ended");
  }
  return std::string(name(state));
}

std::string state_in_words(LegState state, const Words& words) {
  const auto word = state_word(state, words);
  switch (state) {
    case LegState::kWaiting:
      return word + ", " + words("state_nothing_out");
    case LegState::kSent:
      return word + ", " + words("state_no_answer");
    case LegState::kAcknowledged:
      return word + ", " + words("state_answer_to_come");
    case LegState::kClarificationAsked:
      return word + ", " + words("state_waits_for_you");
    case LegState::kNotDelivered:
      return word + ", " + words("state_nobody_has_it");
    case LegState::kPartlyAnswered:
    case LegState::kAnswered:
    case LegState::kRefused:
    case LegState::kWithdrawn:
    case LegState::kEnded:
      return word;
  }
  return word;
}

std::string leg_lines(const std::vector<Leg>& legs, const config::Directory& directory,
                      const std::string& zone, Time now, const Words& words) {
  std::string text;
  for (const auto& leg : legs) {
    auto line =
        words("leg_state", {{"country", detail::country_name(directory, leg.country, words)},
                            {"state", state_in_words(leg.state, words)},
                            {"since", spoken_time(leg.since, zone, words)}});
    line += where_it_is(leg, directory, zone, words);
    if (leg.clock.paused && is_open(leg.state)) {
      line += "; " + words("leg_time_stands");
    } else if (leg.deadline && is_open(leg.state)) {
      line += "; " + words("leg_due", {{"when", spoken_time(*leg.deadline, zone, words)}}) +
              (leg.overdue(now) ? ", " + words("leg_overdue") : "");
    }
    text += item(line);
  }
  return text;
}

std::string reach_in_words(const Audience& audience, const Words& words) {
  const auto names = names_of(audience, false, words), copies = copies_of(audience, words);
  auto text = words("reach_to", {{"names", names.empty() ? words("nobody_else") : names}}) +
              (copies.empty() ? "" : "; " + words("reach_copies", {{"names", copies}})) + "; " +
              words("because", {{"why", why(audience, words)}});
  for (const auto& one : audience.narrowed) {
    text += "; " + words("reach_not",
                         {{"name", known_name(one.name, words)}, {"why", reason_of(one, words)}});
  }
  return text;
}

std::string message_lines(const CaseNumber& number, const std::vector<ViewedMessage>& messages,
                          const std::string& zone, const Words& words) {
  std::string text;
  for (const auto& message : messages) {
    text += item(words("message_line", {{"number", MessageNumber{number, message.number}.text()},
                                        {"from", known_name(message.from, words)},
                                        {"when", spoken_time(message.at, zone, words)},
                                        {"reach", reach_in_words(message.audience, words)}}) +
                 acknowledged_by(message.acknowledged, zone, words));
  }
  return text;
}

}  // namespace pouch::gateway
