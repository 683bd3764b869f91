// The form `reply`: an answer of a desk that has a leg in the case (SPEC section 6, DECISIONS 17).
#include <algorithm>
#include <array>
#include <utility>

#include "gateway/decide/parts.hpp"

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
  for (auto& leg : subject.legs) {
    if (!leg.desk.empty() && situation.sender.acts_for(leg.desk)) {
      return &leg;
    }
    const auto* desk = situation.directory.desk(leg.desk);
    if (desk != nullptr && !desk->substitute.empty() &&
        situation.sender.acts_for(desk->substitute)) {
      return &leg;
    }
  }
  return nullptr;
}

void send_to_requester(const Situation& situation, const Case& subject, LetterKind kind,
                       Decision& decision) {
  const auto day = std::chrono::floor<std::chrono::days>(situation.now);
  const auto number = subject.number.text() + "/" + std::to_string(decision.message);
  const auto requester = situation.directory.principal_by_id(subject.requester);
  std::string told;
  if (requester && (requester->member == nullptr || requester->member->validity.holds(day))) {
    auto party = party_of(as_sender(*requester, situation.directory, day), situation.site);
    party.address = subject.requester_address;
    std::erase_if(party.keys, [&](const auto& key) { return !situation.key_usable(key); });
    if (!party.keys.empty()) {
      decision.letters.push_back({kind, {party}, "", std::nullopt, ""});
      told = party.id;
    }
  }
  const auto* desk = situation.directory.desk(subject.requester_desk);
  if (desk != nullptr && desk->id != subject.requester) {
    if (auto party = usable_party(situation, *desk)) {
      decision.letters.push_back({kind, {*party}, "", std::nullopt, ""});
      told += (told.empty() ? "" : " and ") + party->id;
    }
  }
  if (told.empty()) {
    decision.warnings.push_back({0, "", "nobody-reached",
                                 "neither the requester nor his focal point has a usable key today",
                                 "the operator has been told"});
    decision.audit.push_back({"gateway", "unreachable", number, "requester and focal point"});
    return;
  }
  decision.notices.push_back("sent to " + told);
  decision.audit.push_back({"gateway", "routed", number, "to " + told});
}

void decide_answer(const Situation& situation, Decision& decision) {
  if (!situation.thread) {
    refuse(decision, "form-problems", "Answers",
           "no case of that number is known, or the mail does not say which request it answers",
           "write the number from the letter's subject, as in \"Answers: SEL-2026-000001-17\"");
    decision.problems.back().code = "unknown-case";
    return;
  }
  auto subject = *situation.thread;
  auto* leg = leg_of(situation, subject);
  if (leg == nullptr || leg->state == LegState::kWaiting) {
    refuse(
        decision, "no-right", "Answers", "your desk has not been asked in " + subject.number.text(),
        "only the focal point that got the request can answer it; pass your answer to that desk");
    return;
  }
  decision.message = ++subject.messages;
  decision.acting_desk = leg->desk;
  const auto before = leg->state;
  if (leg->state != LegState::kWithdrawn) {  // what was withdrawn stays so; the answer is carried
    leg->state = effect(*situation.form, situation.expects);
    leg->since = situation.now;
  }
  leg->last_message = decision.message;
  subject.handling = join_handling(subject.handling, situation.form->list("handling"));
  decision.audit.push_back(
      {"gateway", "leg", subject.number.text() + "/" + std::to_string(decision.message),
       leg->country + ": " + std::string(name(before)) + " to " + std::string(name(leg->state))});
  if (situation.form->text("reply_kind") == "FORWARDED" && has_code(subject.handling, "H2")) {
    decision.warnings.push_back(
        {0, "Forwarded to", "needs-permission",
         "the case is H2: it may be passed on with its provider's permission only",
         "ask for it by a note in this thread: Reply without the form"});
  }
  send_to_requester(situation, subject, LetterKind::kReply, decision);
  decision.changed = std::move(subject);
}

}  // namespace pouch::gateway::detail
