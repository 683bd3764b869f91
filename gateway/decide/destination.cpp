#include "gateway/decide/destination.hpp"

#include <algorithm>
#include <set>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/heading.hpp"
#include "gateway/decide/named.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

Case note_case(const Situation& situation, CaseKind kind, const std::string& community) {
  Case subject{situation.fresh};
  subject.kind = kind;
  subject.community = community;
  subject.requester = situation.sender.id;
  subject.requester_address = situation.sender.address;
  subject.requester_country = situation.sender.country;
  subject.opened = situation.now;
  return subject;
}

void ask_receivers(const Situation& situation, const Case* subject, std::vector<std::string> lines,
                   Decision& decision) {
  decision.outcome = Outcome::kRefused;
  decision.reason = "to-whom";
  decision.ask = Ask{KeptFor::kReceivers, Words::in(situation.sender.reads)("ask_to_whom"),
                     std::move(lines), choices_of(situation, subject)};
}

// The members and desks of a group today, the writer excepted.
std::vector<Receiver> participants(const Situation& situation, const config::Group& group,
                                   bool* writer_belongs) {
  const auto actor = actor_of(situation.sender);
  const auto day = day_of(situation.now);
  std::vector<Receiver> to;
  const auto add = [&](const std::string& id, const auto* entry) {
    if (entry == nullptr || !entry->validity.holds(day)) {
      return;
    }
    if (actor.is(id)) {
      *writer_belongs = true;
    } else {
      to.push_back(receiver_of(id, Role::kGroup, situation.directory));
    }
  };
  for (const auto& id : group.desks) {
    add(id, situation.directory.desk(id));
  }
  for (const auto& id : group.members) {
    add(id, situation.directory.member(id));
  }
  return to;
}

std::optional<Destination> to_group(const Situation& situation, const std::string& id,
                                    Decision& decision) {
  const auto* group = situation.directory.group(id);
  bool belongs = false;
  auto to = group == nullptr ? std::vector<Receiver>{} : participants(situation, *group, &belongs);
  if (!belongs) {
    refuse(decision, "no-right", "To", "you do not belong to the group " + id,
           "write to your own focal point instead");
    return std::nullopt;
  }
  Destination result{note_case(situation, CaseKind::kGroupNote, group->community), {}, {}, true};
  if (situation.thread && situation.thread->group == id) {
    result.subject = *situation.thread;
    result.fresh = false;
  }
  result.subject.group = id;
  result.audience.ground = Ground::kGroup;
  result.audience.group = id;
  result.audience.to = std::move(to);
  return result;
}

std::optional<Destination> to_own_focal_point(const Situation& situation) {
  const auto community = routing_community(situation.sender);
  Destination result{note_case(situation, CaseKind::kNote, community), {}, {}, true};
  result.audience.ground = Ground::kOwnFocalPoint;
  Leg leg;
  leg.country = situation.sender.country;
  leg.since = situation.now;
  leg.state = LegState::kWaiting;
  for (const auto* desk :
       situation.directory.focal_points(situation.sender.country, community,
                                        agency_of(situation.sender), "", day_of(situation.now))) {
    if (usable_party(situation, *desk)) {
      leg.desk = desk->id;
      leg.state = LegState::kSent;
      if (!situation.sender.acts_for(desk->id)) {
        result.audience.to.push_back(
            receiver_of(desk->id, Role::kOwnFocalPoint, situation.directory));
      }
      break;
    }
  }
  result.subject.legs.push_back(std::move(leg));
  return result;
}

std::optional<Destination> in_thread(const Situation& situation, Decision& decision);

// A desk's answer to who asked, and a note to one's own focal point, go there whatever office a
// heading names: nobody else could get them. The heading is told as left out.
std::optional<Destination> below_heading(const Situation& situation, const Named& named,
                                         Decision& decision) {
  const auto& subject = situation.thread;
  auto copy = subject;
  const bool answers = subject && subject->kind == CaseKind::kRequest &&
                       situation.answers_kind == "request" &&
                       !is_requester_side(actor_of(situation.sender), *subject) &&
                       leg_of(situation, *copy) != nullptr;
  const bool own = !subject && routing_community(situation.sender) != "prosecution";
  const auto country = answers ? subject->requester_country : situation.sender.country;
  if ((!answers && !own) || named.wrong.empty() || !named.to.empty() || !named.group.empty() ||
      !is_heading(situation.to_names, country, situation.directory)) {
    return std::nullopt;
  }
  std::string line;
  for (const auto& name : situation.to_names) {
    line += (line.empty() ? "" : ", ") + name;
  }
  decision.left_out.push_back(std::move(line));
  return answers ? in_thread(situation, decision) : to_own_focal_point(situation);
}

std::optional<Destination> to_named(const Situation& situation, Decision& decision) {
  const Case* subject = situation.thread ? &*situation.thread : nullptr;
  auto named = resolve_named(situation, subject, situation.to_names);
  if (auto anyway = below_heading(situation, named, decision)) {
    return anyway;
  }
  if (!named.wrong.empty() || (named.to.empty() && named.group.empty())) {
    if (named.wrong.empty()) {
      named.wrong.push_back(Words::in(situation.sender.reads)("to_names_nobody_else"));
    }
    ask_receivers(situation, subject, std::move(named.wrong), decision);
    return std::nullopt;
  }
  if (!named.group.empty()) {
    return to_group(situation, named.group, decision);
  }
  const auto community = routing_community(situation.sender);
  if (subject == nullptr && community != "prosecution") {
    return to_own_focal_point(situation);  // nobody else could have been named
  }
  Destination result{note_case(situation, CaseKind::kGroupNote, community), {}, {}, true};
  if (subject != nullptr) {
    result.subject = *subject;
    result.fresh = false;
  }
  result.audience.ground = Ground::kNamed;
  result.audience.to = std::move(named.to);
  return result;
}

std::optional<Destination> in_thread(const Situation& situation, Decision& decision) {
  const auto& subject = *situation.thread;
  Destination result{subject, {}, {}, false};
  result.parent = past_message(situation);
  const auto messages = situation.records.messages ? situation.records.messages(subject.number)
                                                   : std::vector<PastMessage>{};
  const auto reached =
      reach_of(situation.directory, subject, actor_of(situation.sender),
               {situation.answers_kind, result.parent ? &*result.parent : nullptr, &messages});
  switch (reached.reach) {
    case Reach::kFound:
      result.audience = reached.audience;
      return result;
    case Reach::kAsk:
      ask_receivers(situation, &subject,
                    {Words::in(situation.sender.reads)("has_several_parties",
                                                       {{"number", subject.number.text()}})},
                    decision);
      return std::nullopt;
    case Reach::kNone:
    case Reach::kNobody:
      break;
  }
  refuse(decision, "no-right", "", "you are not a party of " + subject.number.text(),
         "pass your mail to the focal point of your country that is");
  return std::nullopt;
}

// "RO, Radu Marin, lead": who is meant, by the name, else by the state.
std::vector<Receiver> participant(const Situation& situation, const std::string& text,
                                  std::vector<std::string>& wrong) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + ",") {
    if (c != ',' && c != ';') {
      part += c;
      continue;
    }
    const auto from = part.find_first_not_of(' ');
    parts.push_back(from == std::string::npos ? "" : part.substr(from));
    part.clear();
  }
  for (const auto at : {1U, 0U}) {
    if (at < parts.size() && !parts[at].empty()) {
      auto named = resolve_named(situation, nullptr, {parts[at]});
      if (!named.to.empty()) {
        return std::move(named.to);
      }
    }
  }
  const bool own = !parts.empty() && parts[0] == situation.sender.country;
  if (!own) {
    wrong.push_back(Words::in(situation.sender.reads)("names_no_participant", {{"text", text}}));
  }
  return {};
}

// A case note needs no group: those whom it names take part.
std::optional<Destination> to_participants(const Situation& situation, Decision& decision) {
  Destination result{note_case(situation, CaseKind::kGroupNote, "prosecution"), {}, {}, true};
  result.audience.ground = Ground::kParticipants;
  std::vector<std::string> wrong;
  for (const auto& text : situation.form->list("participants")) {
    for (auto& one : participant(situation, text, wrong)) {
      const bool known = std::any_of(result.audience.to.begin(), result.audience.to.end(),
                                     [&](const Receiver& other) { return other.id == one.id; });
      if (!known) {
        result.audience.to.push_back(std::move(one));
      }
    }
  }
  if (!wrong.empty() || result.audience.to.empty()) {
    if (wrong.empty()) {
      wrong.push_back(Words::in(situation.sender.reads)("note_names_nobody_else"));
    }
    ask_receivers(situation, nullptr, std::move(wrong), decision);
    return std::nullopt;
  }
  return result;
}

// Whoever an answer goes to, it inherits from what it answers.
std::optional<Destination> answering(const Situation& situation, std::optional<Destination> to) {
  if (to && situation.thread) {
    to->parent = past_message(situation);
  }
  return to;
}

}  // namespace

std::optional<Destination> destination(const Situation& situation, Decision& decision) {
  if (situation.groups.size() > 1) {
    refuse(decision, "no-right", "To", "the mail names more than one group",
           "write to each group in a mail of its own");
    return std::nullopt;
  }
  if (!situation.groups.empty()) {
    return answering(situation, to_group(situation, situation.groups.front(), decision));
  }
  if (!situation.to_names.empty()) {
    return answering(situation, to_named(situation, decision));
  }
  if (situation.thread && situation.forwards) {
    ask_receivers(situation, &*situation.thread,
                  {Words::in(situation.sender.reads)(
                      "forwards_our_letter", {{"number", situation.thread->number.text()}})},
                  decision);
    return std::nullopt;
  }
  if (situation.thread) {
    return in_thread(situation, decision);
  }
  const bool is_case_note = situation.which != nullptr && situation.which->goes_to == "group" &&
                            situation.form != nullptr;
  return is_case_note ? to_participants(situation, decision) : to_own_focal_point(situation);
}

void share_with_police(const Situation& situation, Audience& audience) {
  const auto share = situation.form != nullptr ? situation.form->text("share_with_police") : "";
  std::set<std::string> countries;
  if (share == "OWN_STATE" || share == "ALL_PARTIES") {
    countries.insert(situation.sender.country);
  }
  if (share == "ALL_PARTIES") {
    for (const auto& one : audience.to) {
      countries.insert(one.country);
    }
  }
  for (const auto& country : countries) {
    const auto desks = country.empty()
                           ? std::vector<const config::Desk*>{}
                           : situation.directory.focal_points(country, "police", "police", "",
                                                              day_of(situation.now));
    if (!desks.empty()) {
      audience.to.push_back(receiver_of(desks.front()->id, Role::kPolice, situation.directory));
    }
  }
}

}  // namespace pouch::gateway::detail
