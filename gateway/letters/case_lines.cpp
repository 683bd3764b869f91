#include "gateway/letters/case_lines.hpp"

#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway {
namespace {

std::string copies_of(const Audience& audience) {
  std::vector<std::string> names;
  for (const auto& receiver : audience.to) {
    if (is_copy(receiver.role)) {
      names.push_back(receiver.name);
    }
  }
  return detail::join(names, ", ");
}

// "- text", folded under its own beginning.
std::string item(const std::string& text) {
  const auto body = detail::indented(text, 4);
  return "  - " + body.substr(4);
}

// "; with the focal point of Bulgaria since Monday 23 November 2026, 14:02 (Sofia)": the hop at
// which an open leg is.
std::string where_it_is(const Leg& leg, const config::Directory& directory,
                        const std::string& zone) {
  const auto* desk = directory.desk(leg.desk);
  if (desk == nullptr || !is_open(leg.state) || leg.state == LegState::kWaiting ||
      leg.state == LegState::kNotDelivered) {
    return {};
  }
  const auto name = detail::in_sentence({.id = desk->id,
                                         .name = display_name(*desk, directory),
                                         .country = desk->country,
                                         .role = Role::kAskedDesk});
  return leg.clock.delivered
             ? "; with " + name + " since " + spoken_time(*leg.clock.delivered, zone)
             : "; on its way to " + name;
}

}  // namespace

std::string state_in_words(LegState state) {
  const std::string word(name(state));
  switch (state) {
    case LegState::kWaiting:
      return word + ", nothing has gone out yet";
    case LegState::kSent:
      return word + ", no answer yet";
    case LegState::kAcknowledged:
      return word + ", the answer is still to come";
    case LegState::kClarificationAsked:
      return word + ", it waits for your answer";
    case LegState::kNotDelivered:
      return word + ", nobody there has it";
    case LegState::kPartlyAnswered:
    case LegState::kAnswered:
    case LegState::kRefused:
    case LegState::kWithdrawn:
      return word;
    case LegState::kEnded:
      return word + " by itself, its time is over";
  }
  return word;
}

std::string leg_lines(const std::vector<Leg>& legs, const config::Directory& directory,
                      const std::string& zone, Time now) {
  std::string text;
  for (const auto& leg : legs) {
    auto line = detail::country_name(directory, leg.country) + ": " + state_in_words(leg.state) +
                ", since " + spoken_time(leg.since, zone);
    line += where_it_is(leg, directory, zone);
    if (leg.clock.paused && is_open(leg.state)) {
      line += "; the time for the answer stands still";
    } else if (leg.deadline && is_open(leg.state)) {
      line += "; answer due " + spoken_time(*leg.deadline, zone) +
              (leg.overdue(now) ? ", OVERDUE" : "");
    }
    text += item(line);
  }
  return text;
}

std::string reach_in_words(const Audience& audience) {
  const auto names = names_of(audience), copies = copies_of(audience);
  auto text = "to " + (names.empty() ? "nobody else" : names) +
              (copies.empty() ? "" : "; copies to " + copies) + "; because " + why(audience);
  for (const auto& one : audience.narrowed) {
    text += "; not to " + one.name + ", because " + reason_of(one);
  }
  return text;
}

std::string message_lines(const CaseNumber& number, const std::vector<ViewedMessage>& messages,
                          const std::string& zone) {
  std::string text;
  for (const auto& message : messages) {
    text += item(MessageNumber{number, message.number}.text() + ", from " + message.from + ", " +
                 spoken_time(message.at, zone) + ": " + reach_in_words(message.audience));
  }
  return text;
}

}  // namespace pouch::gateway
