// What a word of an asked desk does to its leg (SPEC section 6, DECISIONS 17).
#include <array>
#include <utility>

#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/decide/terms.hpp"

namespace pouch::gateway::detail {
namespace {

// DOMAIN section 2.3: what an answer does to its leg. An ACK, a delay or a forwarding leaves the
// answer owed.
constexpr std::array<std::pair<std::string_view, LegState>, 10> kEffects{{
    {"ACK", LegState::kAcknowledged},
    {"FULL", LegState::kAnswered},
    {"PARTIAL", LegState::kPartlyAnswered},
    {"NO_TRACE", LegState::kAnswered},
    {"HIT", LegState::kAnswered},
    {"NO_HIT", LegState::kAnswered},
    {"DELAY", LegState::kAcknowledged},
    {"REFUSAL", LegState::kRefused},
    {"CLARIFY", LegState::kClarificationAsked},
    {"FORWARDED", LegState::kAcknowledged},
}};

// The zone in which a desk names its days.
std::string zone_of(const Situation& situation, const Leg& leg) {
  const auto* desk = situation.directory.desk(leg.desk);
  return desk == nullptr || desk->time_zone.empty() ? situation.site.time_zone : desk->time_zone;
}

// DOMAIN section 7: a question asked back stops the clock, any other word of the desk lets it go
// on, a DELAY names a new day.
void run_clock(const Situation& situation, Leg& leg, Decision& decision) {
  if (leg.state == LegState::kClarificationAsked) {
    pause(leg.clock, situation.now);
    return;
  }
  resume(leg.clock, leg.deadline, situation.now);
  const bool delays = situation.form != nullptr && situation.form->text("reply_kind") == "DELAY";
  const auto until = delays ? promised_for(situation, zone_of(situation, leg)) : std::nullopt;
  if (!until) {
    return;
  }
  const auto before = leg.deadline;
  if (delay(leg.clock, leg.deadline, *until, situation.now)) {
    return;
  }
  if (before) {
    decision.warnings.push_back(
        {.label = "Expected by",
         .code = "no-later-day",
         .text = "the day is not later than the one until which the answer is due already",
         .hint = "the earlier day stands; name a later one by another Reply"});
  }
}

bool is_answered(LegState state) {
  return state == LegState::kAnswered || state == LegState::kRefused;
}

// The later of two words stands, but a word that only announces an answer opens nothing again that
// is closed, and what was withdrawn stays so; it is carried all the same (CORRESPONDENCE section
// 5).
bool moves(LegState before, LegState after) {
  const bool says_more = is_answered(after) || after == LegState::kPartlyAnswered;
  return !is_over(before) && (!is_answered(before) || says_more);
}

templates::Problem why_closed(LegState state) {
  templates::Problem why{.label = "Reply kind", .code = "leg-closed", .text = {}, .hint = {}};
  if (state == LegState::kWithdrawn) {
    why.code = "leg-withdrawn";
    why.text = "the request was withdrawn, nothing is owed any more; this was carried";
  } else if (state == LegState::kEnded) {
    why.code = "leg-ended";
    why.text = "this counted until a time that is over, nothing is owed any more; this was carried";
  } else {
    why.text = "this desk had closed the request as " + std::string(name(state)) +
               ", and that stands; this was carried";
    why.hint = "to change it send the answer itself, in full or in part";
  }
  return why;
}

// Both sides read it beside the answer.
void say_what_stands(LegState before, LegState after, Decision& decision) {
  const std::string was(name(before)), is(name(after));
  if (!moves(before, after)) {
    decision.warnings.push_back(why_closed(before));
  } else if (is_answered(before) && after != before) {
    decision.warnings.push_back({.label = "Reply kind",
                                 .code = "contradicts",
                                 .text = "an earlier word of this desk said " + was +
                                         "; this later one stands (" + is + "), both are kept",
                                 .hint = ""});
  }
}

// Of plain words to what nobody has said a word to yet.
LegState plain_effect(const std::string& expects) {
  return expects == "acknowledgement" ? LegState::kAnswered : LegState::kAcknowledged;
}

LegState effect(const templates::Form& form, const std::string& expects) {
  const auto kind = form.text("reply_kind");
  if (kind == "ACK" && expects == "acknowledgement") {
    return LegState::kAnswered;  // an alert asks for no more
  }
  for (const auto& [code, state] : kEffects) {
    if (code == kind) {
      // `final: yes` closes what would stay open (DOMAIN section 7).
      const bool closes = form.yes("final") && (state == LegState::kPartlyAnswered);
      return closes ? LegState::kAnswered : state;
    }
  }
  return LegState::kAcknowledged;
}

}  // namespace

Leg* leg_of(const Situation& situation, Case& subject) {
  const auto* found = gateway::leg_of(actor_of(situation.sender), subject, situation.directory);
  return found == nullptr ? nullptr
                          : &subject.legs[static_cast<std::size_t>(found - subject.legs.data())];
}

void act_on_leg(const Situation& situation, Leg& leg, Case& subject, Decision& decision) {
  const auto number = MessageNumber{subject.number, decision.message}.text();
  decision.acting_desk = leg.desk;
  const auto before = leg.state;
  if (before != LegState::kWithdrawn) {
    leg.last_message = decision.message;  // of what is withdrawn the last one is its withdrawal
  }
  const bool is_form = situation.form != nullptr && situation.which != nullptr &&
                       situation.which->goes_to == "requester";
  // A plain answer leaves its clock running, but for an alert, which asks for no more; who said
  // that more is to come has said a part all the same.
  const auto wanted = is_form ? effect(*situation.form, situation.expects)
                      : before == LegState::kSent || before == LegState::kNotDelivered
                          ? plain_effect(situation.expects)
                          : before;
  const auto after =
      before == LegState::kPartlyAnswered && wanted == LegState::kAcknowledged ? before : wanted;
  if (is_form) {
    say_what_stands(before, after, decision);
  }
  if (moves(before, after) && (is_form || after != before)) {
    leg.state = after;
    leg.since = situation.now;
    run_clock(situation, leg, decision);
  }
  decision.audit.push_back({.actor = "gateway",
                            .act = "leg",
                            .number = number,
                            .detail = leg.country + ": " + std::string(name(before)) + " to " +
                                      std::string(name(leg.state))});
  if (is_form && situation.form->text("reply_kind") == "FORWARDED" &&
      has_code(subject.handling, "H2")) {
    decision.warnings.push_back(
        {.label = "Forwarded to",
         .code = "needs-permission",
         .text = "the case is H2: it may be passed on with its provider's permission only",
         .hint = "ask for it by a note in this thread: Reply without the form"});
  }
}

}  // namespace pouch::gateway::detail
