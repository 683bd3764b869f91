// A request (or any form that goes to countries): one case with a leg per country (SPEC section 6).
#include <algorithm>
#include <utility>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/absent.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/decide/terms.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

std::vector<const config::Desk*> candidates(const Situation& situation, const std::string& country,
                                            const std::string& area) {
  return situation.directory.focal_points(country, detail::routing_community(situation.sender),
                                          detail::agency_of(situation.sender), area,
                                          day_of(situation.now));
}

std::string members_hint(const Situation& situation) {
  std::string list;
  for (const auto& country : situation.directory.countries) {
    if (country.validity.holds(day_of(situation.now)) && country.code != situation.sender.country) {
      list += (list.empty() ? "" : ", ") + country.code;
    }
  }
  return "one or more of: " + list;
}

// `To: ALL` is a broadcast and needs the right to it (DOMAIN section 2.0).
std::vector<std::string> addressed(const Situation& situation, Decision& decision) {
  auto asked = situation.form->list("to_states");
  if (std::find(asked.begin(), asked.end(), "ALL") == asked.end()) {
    return asked;
  }
  if (!situation.sender.has_right("broadcast")) {
    detail::refuse(decision, "no-right", "To", "a broadcast to ALL needs the right \"broadcast\"",
                   members_hint(situation));
    return {};
  }
  std::vector<std::string> all;
  for (const auto& country : situation.directory.countries) {
    if (country.validity.holds(day_of(situation.now)) && country.code != situation.sender.country) {
      all.push_back(country.code);
    }
  }
  return all;
}

bool check_countries(const Situation& situation, const std::vector<std::string>& countries,
                     Decision& decision) {
  const auto* value = situation.form->find("to_states");
  const std::size_t line = value != nullptr ? value->line : 0;
  for (const auto& code : countries) {
    const auto* country = situation.directory.country(code);
    std::string wrong;
    if (country == nullptr || !country->validity.holds(day_of(situation.now))) {
      wrong = code + " takes no part in the exchange";
    } else if (code == situation.sender.country) {
      // A sender abroad or a colleague's form: it goes to the own focal point all the same.
      decision.warnings.push_back({line, "To", "own-country", code + " is your own country",
                                   "it goes to your own focal point"});
    }
    if (!wrong.empty()) {
      detail::refuse(decision, "form-problems", "To", wrong, members_hint(situation));
      decision.problems.back().line = line;
      decision.problems.back().code = "not-a-member";
    }
  }
  if (countries.empty() && decision.outcome == Outcome::kAccepted) {
    detail::refuse(decision, "form-problems", "To", "the form does not say to whom it goes",
                   members_hint(situation));
    decision.problems.back().code = "missing";
  }
  return decision.outcome == Outcome::kAccepted;
}

Case new_case(const Situation& situation) {
  const auto& form = *situation.form;
  Case subject{situation.fresh};
  subject.kind = CaseKind::kRequest;
  subject.community = detail::routing_community(situation.sender);
  subject.requester = situation.sender.id;
  subject.requester_address = situation.sender.address;
  subject.requester_country = situation.sender.country;
  subject.crime_area = form.text("crime_area");
  subject.handling = detail::join_handling({}, form.list("handling"));
  if (!form.text("urgency").empty()) {
    subject.priority = form.text("urgency");
  }
  if (!form.text("classification").empty()) {
    subject.classification = form.text("classification");
  }
  const auto own = candidates(situation, situation.sender.country, subject.crime_area);
  if (!own.empty()) {
    subject.requester_desk = own.front()->id;
  }
  subject.opened = situation.now;
  subject.messages = 1;
  return subject;
}

void add_leg(const Situation& situation, const std::string& country, Case& subject,
             Decision& decision) {
  Leg leg;
  leg.country = country;
  leg.since = situation.now;
  leg.last_message = 1;
  leg.deadline = detail::deadline_for(situation, subject.priority);
  const auto number = MessageNumber{subject.number, 1}.text();
  auto party = route(situation, country, subject);
  leg.clock = detail::clock_for(situation, subject.priority, country,
                                party ? party->time_zone : situation.site.time_zone, leg.deadline);
  if (party) {
    leg.desk = party->id;
    leg.state = LegState::kSent;
    decision.audience.to.push_back(receiver_of(party->id, Role::kAskedDesk, situation.directory));
    party->name = decision.audience.to.back().name;
    decision.letters.push_back({.kind = LetterKind::kRequest,
                                .to = {*party},
                                .country = country,
                                .deadline = leg.deadline});
  } else {
    const bool known = !candidates(situation, country, subject.crime_area).empty();
    const Narrowing waits{.id = country,
                          .name = country_of(country, situation.directory),
                          .code = known ? "no-key" : "no-desk"};
    leg.state = LegState::kWaiting;
    decision.audience.narrowed.push_back(waits);
    decision.warnings.push_back({.label = "To",
                                 .code = "leg-waits",
                                 .text = waits.name + " waits: " + reason_of(waits) +
                                         "; it goes out once that is put right",
                                 .hint = "in a hurry, ask the operational centre"});
    decision.for_operator.push_back(
        {number, {.id = "", .name = waits.name, .code = waits.code}, true});
    decision.audit.push_back({.actor = "gateway",
                              .act = "waits",
                              .number = number,
                              .detail = country + ": " + reason_of(waits)});
  }
  subject.legs.push_back(std::move(leg));
}

// Copies: the liaison desks of both sides where the directory asks for it, and headquarters where
// the form does (cc_hq).
void add_copies(const Situation& situation, const Case& subject, Decision& decision) {
  const auto day = day_of(situation.now);
  std::vector<std::string> sides{subject.requester_country};
  for (const auto& leg : subject.legs) {
    sides.push_back(leg.country);
  }
  const auto add = [&](const config::Desk& desk, Role role) {
    const bool known = std::any_of(decision.audience.to.begin(), decision.audience.to.end(),
                                   [&](const Receiver& one) { return one.id == desk.id; });
    if (!known && !situation.sender.acts_for(desk.id)) {
      decision.audience.to.push_back(receiver_of(desk.id, role, situation.directory));
    }
  };
  for (const auto& country : sides) {
    for (const auto* desk : situation.directory.copy_desks(country, subject.community, day)) {
      add(*desk, Role::kLiaison);
    }
  }
  const auto headquarters = situation.form->text("cc_hq");
  for (const auto& desk : situation.directory.desks) {
    const bool centre = desk.kind == config::DeskKind::kOperationalCentre &&
                        (headquarters == "OCU" || headquarters == "ANALYSIS");
    const bool liaison = desk.kind == config::DeskKind::kLiaison && headquarters == "LO" &&
                         desk.country == subject.requester_country &&
                         desk.community == subject.community;
    if ((centre || liaison) && desk.validity.holds(day)) {
      add(desk, centre ? Role::kHeadquarters : Role::kLiaison);
    }
  }
}

void send_copies(const Situation& situation, const Case& subject, Decision& decision) {
  std::vector<Receiver> reached;
  for (const auto& one : std::exchange(decision.audience.to, {})) {
    if (!is_copy(one.role)) {
      reached.push_back(one);
      continue;
    }
    if (auto party = detail::party_for(situation, subject, one)) {
      decision.letters.push_back(
          {.kind = LetterKind::kCopy, .to = {*party}, .country = one.country});
      reached.push_back(one);
    } else {
      detail::cannot_reach(subject, one, "no-key", decision);
    }
  }
  decision.audience.to = std::move(reached);
}

}  // namespace

std::optional<Party> route(const Situation& situation, const std::string& country,
                           const Case& subject) {
  const auto desks = situation.directory.focal_points(country, subject.community,
                                                      detail::agency_of(situation.sender),
                                                      subject.crime_area, day_of(situation.now));
  std::optional<Party> left;  // of a desk that is away, when nothing can be sealed to the other
  for (const auto* desk : desks) {
    const auto present = present_for_request(situation.directory, *desk, situation.site.time_zone,
                                             subject.priority, situation.now);
    if (auto party = detail::usable_party(situation, *present.who.desk)) {
      party->instead_of = present.instead_of;
      return party;
    }
    if (present.instead_of && !left) {
      left = detail::usable_party(situation, *desk);
    }
  }
  return left;
}

namespace detail {

namespace {

// The same request again: its officer is told, and sends it all the same by one word.
bool was_sent_before(const Situation& situation, Decision& decision) {
  const bool insists = situation.order && situation.order->kind == OrderKind::kSend;
  if (!situation.same || insists) {
    return false;
  }
  const auto number = situation.same->number.text();
  decision.outcome = Outcome::kRefused;
  decision.reason = "sent-before";
  const auto& words = Words::in(situation.sender.reads);
  decision.ask = Ask{KeptFor::kConsent,
                     words("it_looks_like", {{"number", number}}),
                     {words("same_request_accepted", {{"number", number}})},
                     {{"send", words("send_as_new_request")}}};
  return true;
}

}  // namespace

void decide_request(const Situation& situation, Decision& decision) {
  if (was_sent_before(situation, decision)) {
    return;
  }
  const auto countries = addressed(situation, decision);
  if (decision.outcome != Outcome::kAccepted || !check_countries(situation, countries, decision)) {
    return;
  }
  auto subject = new_case(situation);
  decision.message = 1;
  decision.audience.ground = Ground::kForm;
  for (const auto& country : countries) {
    add_leg(situation, country, subject, decision);
  }
  add_copies(situation, subject, decision);
  narrow(situation, nullptr, decision.audience, decision.inherited);
  send_copies(situation, subject, decision);
  decision.audit.push_back({.actor = "gateway",
                            .act = "routed",
                            .number = MessageNumber{subject.number, 1}.text(),
                            .detail = audit_words(decision.audience)});
  if (!subject.requester_desk.empty()) {
    decision.acting_desk =
        situation.sender.acts_for(subject.requester_desk) ? subject.requester_desk : std::string();
  }
  decision.opened = std::move(subject);
}

}  // namespace detail
}  // namespace pouch::gateway
