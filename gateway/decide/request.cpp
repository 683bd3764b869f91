// A request (or any form that goes to countries): one case with a leg per country (SPEC section 6).
#include <algorithm>

#include "gateway/decide/parts.hpp"

namespace pouch::gateway {
namespace {

config::Day day_of(Time time) { return std::chrono::floor<std::chrono::days>(time); }

std::vector<const config::Desk*> candidates(const Situation& situation, const std::string& country,
                                            const std::string& area) {
  return situation.directory.focal_points(country, detail::routing_community(situation.sender),
                                          detail::agency_of(situation.sender), area,
                                          day_of(situation.now));
}

std::string label_of(const config::Directory& directory, const std::string& code) {
  const auto* country = directory.country(code);
  return country != nullptr ? country->name + " (" + code + ")" : code;
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
  if (const auto party = route(situation, country, subject)) {
    leg.desk = party->id;
    leg.state = LegState::kSent;
    decision.letters.push_back({LetterKind::kRequest, {*party}, country, leg.deadline, ""});
    decision.notices.push_back(label_of(situation.directory, country) + ": sent to " + party->id);
    decision.audit.push_back(
        {"gateway", "routed", subject.number.text() + "/1", country + " to " + party->id});
  } else {
    const bool known = !candidates(situation, country, subject.crime_area).empty();
    const std::string why =
        known ? "the key of its focal point cannot be used" : "it has no focal point valid today";
    leg.state = LegState::kWaiting;
    decision.notices.push_back(label_of(situation.directory, country) + ": WAITS, because " + why +
                               "; the operator has been told, it goes out once that is mended");
    decision.warnings.push_back({0, "To", "leg-waits", country + " waits: " + why,
                                 "in a hurry, ask the operational centre"});
    decision.audit.push_back(
        {"gateway", "waits", subject.number.text() + "/1", country + ": " + why});
  }
  subject.legs.push_back(std::move(leg));
}

// A copy to the liaison desks of both sides, where the directory asks for it.
void add_copies(const Situation& situation, const Case& subject, Decision& decision) {
  // DOMAIN section 5: H2 is for the desks that were named.
  const bool named_only = detail::has_code(subject.handling, "H2");
  std::vector<std::string> sides{subject.requester_country};
  for (const auto& leg : subject.legs) {
    sides.push_back(leg.country);
  }
  for (const auto& country : sides) {
    for (const auto* desk :
         situation.directory.copy_desks(country, subject.community, day_of(situation.now))) {
      if (named_only) {
        decision.notices.push_back("no copy to " + desk->id + ": H2 goes to named desks only");
        decision.audit.push_back(
            {"gateway", "stopped", subject.number.text() + "/1", "H2, no copy to " + desk->id});
      } else if (auto party = detail::usable_party(situation, *desk)) {
        decision.letters.push_back({LetterKind::kCopy, {*party}, country, std::nullopt, ""});
        decision.audit.push_back(
            {"gateway", "copied", subject.number.text() + "/1", "to " + desk->id});
      }
    }
  }
}

}  // namespace

std::optional<Party> route(const Situation& situation, const std::string& country,
                           const Case& subject) {
  const auto desks = situation.directory.focal_points(country, subject.community,
                                                      detail::agency_of(situation.sender),
                                                      subject.crime_area, day_of(situation.now));
  for (const auto* desk : desks) {
    if (auto party = detail::usable_party(situation, *desk)) {
      return party;
    }
  }
  return std::nullopt;
}

namespace detail {

void decide_request(const Situation& situation, Decision& decision) {
  const auto countries = addressed(situation, decision);
  if (decision.outcome != Outcome::kAccepted || !check_countries(situation, countries, decision)) {
    return;
  }
  auto subject = new_case(situation);
  for (const auto& country : countries) {
    add_leg(situation, country, subject, decision);
  }
  add_copies(situation, subject, decision);
  if (!subject.requester_desk.empty()) {
    decision.acting_desk =
        situation.sender.acts_for(subject.requester_desk) ? subject.requester_desk : std::string();
  }
  decision.message = 1;
  decision.opened = std::move(subject);
}

}  // namespace detail
}  // namespace pouch::gateway
