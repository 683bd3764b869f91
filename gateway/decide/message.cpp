// A message of a case: an answer, a note, a word to a group or to one of it (CORRESPONDENCE section
// 2). First whom it reaches, then what narrows that, then the letters and what they do to legs.
#include <algorithm>
#include <set>

#include "gateway/cases/inherited.hpp"
#include "gateway/cases/utc.hpp"
#include "gateway/decide/named.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/permission.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

struct Destination {
  Case subject;
  Audience audience;
  std::optional<PastMessage> parent;  // the message that is answered
  bool fresh = false;
};

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

std::optional<Destination> to_named(const Situation& situation, Decision& decision) {
  const Case* subject = situation.thread ? &*situation.thread : nullptr;
  auto named = resolve_named(situation, subject, situation.to_names);
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
  if (situation.thread) {
    return in_thread(situation, decision);
  }
  const bool is_case_note = situation.which != nullptr && situation.which->goes_to == "group" &&
                            situation.form != nullptr;
  return is_case_note ? to_participants(situation, decision) : to_own_focal_point(situation);
}

// What prosecutors share: a copy for the police focal points of those states.
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

bool is_prosecution(const Situation& situation, const std::string& id) {
  const auto principal = situation.directory.principal_by_id(id);
  return principal && principal->community() == "prosecution";
}

bool had(const PastMessage& parent, const std::string& id) {
  return parent.sender == id || parent.desk == id ||
         std::any_of(parent.audience.to.begin(), parent.audience.to.end(),
                     [&](const Receiver& one) { return one.id == id; });
}

// What the answered message lays on its answer: of one's own only what it had inherited itself.
std::vector<std::string> laid_on(const Actor& actor, const PastMessage* parent) {
  if (parent == nullptr) {
    return {};
  }
  auto codes = parent->inherited;
  const auto add = [&](const std::string& code) {
    if (!has_code(codes, code)) {
      codes.push_back(code);
    }
  };
  if (!actor.is(parent->sender) && !actor.is(parent->desk)) {
    if (has_code(parent->handling, "H2")) {
      add("H2");
    }
    if (has_code(parent->handling, "H3")) {
      add("H3");
      if (!parent->handling_text.empty()) {
        add(std::string(kInheritedText) + parent->handling_text);
      }
    }
    if (parent->privileged) {
      add("privileged");
    }
  }
  return codes;
}

}  // namespace

// DOMAIN section 5: the strictest wins, children inherit, only the provider relaxes.
void narrow(const Situation& situation, const PastMessage* parent, Audience& audience,
            std::vector<std::string>& inherited) {
  inherited = laid_on(actor_of(situation.sender), parent);
  const auto* form = situation.form;
  const bool own_h2 = form != nullptr && has_code(form->list("handling"), "H2");
  const bool their_h2 = has_code(inherited, "H2");
  const bool privileged =
      (form != nullptr && form->yes("privileged")) || has_code(inherited, "privileged");
  const auto code_for = [&](const Receiver& one) -> std::string {
    if (privileged && !is_prosecution(situation, one.id)) {
      return "privileged";
    }
    const bool copy = (own_h2 || their_h2) && is_copy(one.role);
    return copy || (their_h2 && !had(*parent, one.id)) ? "H2" : "";
  };
  std::erase_if(audience.to, [&](const Receiver& one) {
    const auto code = code_for(one);
    if (!code.empty()) {
      audience.narrowed.push_back({.id = one.id, .name = one.name, .code = code});
    }
    return !code.empty();
  });
}

std::optional<Party> party_for(const Situation& situation, const Case& subject,
                               const Receiver& receiver) {
  const auto principal = situation.directory.principal_by_id(receiver.id);
  const auto day = day_of(situation.now);
  if (!principal || !principal->holds(day)) {
    return std::nullopt;
  }
  auto party = principal->desk != nullptr
                   ? party_of(*principal->desk, situation.directory, situation.site)
                   : party_of(as_sender(*principal, situation.directory, day), situation.site);
  party.name = receiver.name;
  if (receiver.id == subject.requester && !subject.requester_address.empty()) {
    party.address = subject.requester_address;
  }
  std::erase_if(party.keys, [&](const auto& key) { return !situation.key_usable(key); });
  return party.keys.empty() || party.address.empty() ? std::nullopt
                                                     : std::optional(std::move(party));
}

void cannot_reach(const Case& subject, const Receiver& receiver, const std::string& code,
                  Decision& decision) {
  const Narrowing narrowing{.id = receiver.id, .name = receiver.name, .code = code};
  const auto number = MessageNumber{subject.number, decision.message}.text();
  decision.audience.narrowed.push_back(narrowing);
  decision.warnings.push_back({.label = "",
                               .code = "nobody-reached",
                               .text = receiver.name + " did not get this: " + reason_of(narrowing),
                               .hint = ""});
  decision.for_operator.push_back(number + " could not go to " + receiver.id + ": " +
                                  reason_of(narrowing));
  decision.audit.push_back(
      {.actor = "gateway", .act = "unreachable", .number = number, .detail = receiver.id});
}

namespace {

bool is_registered(const Situation& situation, const std::string& id) {
  const auto principal = situation.directory.principal_by_id(id);
  return principal && principal->holds(day_of(situation.now));
}

// Separate letters, so that no encryption names another's keys (SECURITY class 31); to a group as a
// whole one for all.
void write_letters(const Situation& situation, const Case& subject, bool answers,
                   Decision& decision) {
  LetterPlan whole{.kind = LetterKind::kCaseNote, .group = decision.audience.group};
  std::vector<LetterPlan> apart;
  std::vector<Receiver> reached;
  for (const auto& one : std::exchange(decision.audience.to, {})) {
    auto party = party_for(situation, subject, one);
    if (!party) {
      cannot_reach(subject, one, is_registered(situation, one.id) ? "no-key" : "ended", decision);
      continue;
    }
    reached.push_back(one);
    if (one.role == Role::kGroup) {
      whole.to.push_back(std::move(*party));
      continue;
    }
    const bool back = answers && (one.role == Role::kRequester || one.role == Role::kRequesterDesk);
    const auto kind = is_copy(one.role) ? LetterKind::kCopy
                      : back            ? LetterKind::kReply
                                        : LetterKind::kNote;
    apart.push_back({.kind = kind, .to = {std::move(*party)}, .country = one.country});
  }
  decision.audience.to = std::move(reached);
  if (!whole.to.empty()) {
    decision.letters.push_back(std::move(whole));
  }
  std::move(apart.begin(), apart.end(), std::back_inserter(decision.letters));
  decision.audit.push_back({.actor = "gateway",
                            .act = "routed",
                            .number = MessageNumber{subject.number, decision.message}.text(),
                            .detail = audit_words(decision.audience)});
}

bool reaches_requester(const Case& subject, const Audience& audience) {
  return std::any_of(audience.to.begin(), audience.to.end(), [&](const Receiver& one) {
    return one.id == subject.requester || one.id == subject.requester_desk;
  });
}

// What was asked back has been answered, by who asked: that desk's leg runs again.
void run_again(const Situation& situation, const Audience& audience, Case& subject) {
  if (!is_requester_side(actor_of(situation.sender), subject)) {
    return;
  }
  for (auto& leg : subject.legs) {
    const bool asked = std::any_of(audience.to.begin(), audience.to.end(),
                                   [&](const Receiver& one) { return one.id == leg.desk; });
    if (asked && leg.state == LegState::kClarificationAsked) {
      leg.state = LegState::kAcknowledged;
      leg.since = situation.now;
      resume(leg.clock, leg.deadline, situation.now);
    }
  }
}

bool is_answer_form(const Situation& situation) {
  return situation.form != nullptr && situation.which != nullptr &&
         situation.which->goes_to == "requester";
}

// The leg that the mail acts on; null: the mail is no word of an asked desk to the requester.
Leg* acted_leg(const Situation& situation, const Audience& audience, Case& subject) {
  const auto actor = actor_of(situation.sender);
  auto* leg = leg_of(situation, subject);
  const bool acts = leg != nullptr && leg->state != LegState::kWaiting &&
                    !(is_requester_side(actor, subject) && !is_answer_form(situation));
  return acts && reaches_requester(subject, audience) ? leg : nullptr;
}

bool owes_answer(const Situation& situation) {
  auto subject = *situation.thread;
  const auto* leg = leg_of(situation, subject);
  return leg != nullptr && leg->state != LegState::kWaiting;
}

void refuse_answer(const Case& subject, Decision& decision) {
  refuse(decision, "no-right", "Answers",
         "your desk has not been asked in " + subject.number.text(),
         "only the focal point that got the request can answer it; pass your answer to that desk");
}

// To a request that its requester has withdrawn nobody owes an answer, and none is sent before its
// writer says so. An ACK holds none; words to a letter written since are talk of those who know.
bool comes_too_late(const Situation& situation, const Leg& leg) {
  const bool insists = situation.order && situation.order->kind == OrderKind::kSend;
  if (leg.state != LegState::kWithdrawn || insists) {
    return false;
  }
  if (is_answer_form(situation)) {
    return situation.form->text("reply_kind") != "ACK";
  }
  const auto answered = past_message(situation);
  return !answered || answered->message < leg.last_message;
}

void ask_whether_to_send(const Situation& situation, const Case& subject, Decision& decision) {
  const auto& words = Words::in(situation.sender.reads);
  decision.outcome = Outcome::kRefused;
  decision.reason = "withdrawn";
  decision.ask = Ask{KeptFor::kConsent,
                     words("request_was_withdrawn"),
                     {words("answer_comes_late", {{"number", subject.number.text()}})},
                     {{"send", words("send_to_requester_anyway")}}};
}

void name_form(const Situation& situation, const Destination& to, Decision& decision) {
  if (situation.form == nullptr) {
    const bool group = to.subject.kind == CaseKind::kGroupNote;
    decision.form = group ? "case-note" : "note";
  }
}

// Whoever writes to a note that was closed opens it again, and is told.
void open_again(Case& subject, Decision& decision) {
  if (subject.closed) {
    subject.closed.reset();
    decision.warnings.push_back({.label = "Note",
                                 .code = "opened-again",
                                 .text = "this note was closed; with this message it is open again",
                                 .hint = ""});
    decision.audit.push_back({.actor = "gateway",
                              .act = "opened-again",
                              .number = MessageNumber{subject.number, decision.message}.text()});
  }
}

// Whoever has read a note of somebody else says so in a word: that is told where the note is shown,
// and opens nothing again.
bool acknowledge(const Situation& situation, const Case& subject, Decision& decision) {
  const auto past = situation.acknowledges ? past_message(situation) : std::nullopt;
  const auto actor = actor_of(situation.sender);
  if (!past || past->acknowledges > 0 || actor.is(past->sender) || actor.is(past->desk)) {
    return false;
  }
  decision.acknowledges = past->message;
  const auto number = MessageNumber{subject.number, past->message}.text();
  decision.notices.push_back(
      Words::in(situation.sender.reads)("you_acknowledge", {{"number", number}}));
  decision.audit.push_back({.actor = situation.sender.id, .act = "acknowledged", .number = number});
  return true;
}

// A fresh note goes no further than the writer's own focal point.
void say_how_to_go_abroad(const Words& words, const Case& subject, Decision& decision) {
  const auto number = MessageNumber{subject.number, 1}.text();
  const auto& leg = subject.legs.front();
  if (leg.state == LegState::kWaiting) {
    decision.audience.narrowed.push_back(
        {.id = leg.country, .name = "your own focal point", .code = "no-desk"});
    decision.for_operator.push_back(number + " waits: " + leg.country +
                                    " has no focal point with a usable key today");
    decision.audit.push_back(
        {.actor = "gateway", .act = "waits", .number = number, .detail = leg.country});
  }
  decision.notices.push_back(words("how_to_go_abroad"));
}

}  // namespace

void decide_message(const Situation& situation, Decision& decision) {
  if (is_answer_form(situation) && !owes_answer(situation)) {
    return refuse_answer(*situation.thread, decision);
  }
  auto to = destination(situation, decision);
  if (!to) {
    return;
  }
  auto& subject = to->subject;
  const auto* answering = acted_leg(situation, to->audience, subject);
  if (is_answer_form(situation) && answering == nullptr && situation.to_names.empty()) {
    return refuse_answer(subject, decision);
  }
  if (answering != nullptr && comes_too_late(situation, *answering)) {
    return ask_whether_to_send(situation, subject, decision);
  }
  decision.message = ++subject.messages;
  if (!acknowledge(situation, subject, decision)) {
    open_again(subject, decision);
  }
  name_form(situation, *to, decision);
  subject.handling =
      join_handling(subject.handling, situation.form != nullptr ? situation.form->list("handling")
                                                                : std::vector<std::string>{});
  share_with_police(situation, to->audience);
  narrow(situation, to->parent ? &*to->parent : nullptr, to->audience, decision.inherited);
  decision.audience = std::move(to->audience);
  auto* leg = acted_leg(situation, decision.audience, subject);
  if (leg != nullptr) {
    act_on_leg(situation, *leg, subject, decision);
  } else {
    if (situation.sender.acts_for(subject.requester_desk)) {
      decision.acting_desk = subject.requester_desk;
    } else if (const auto* own = leg_of(situation, subject); own != nullptr && !to->fresh) {
      decision.acting_desk = own->desk;
    }
    run_again(situation, decision.audience, subject);
  }
  say_permission(situation, subject, decision);
  write_letters(situation, subject, leg != nullptr || subject.kind == CaseKind::kNote, decision);
  if (leg != nullptr && situation.form != nullptr && situation.form->text("reply_kind") == "ACK") {
    tell_colleagues(situation, *leg, subject, decision);  // who acknowledges has it in hand
  }
  if (to->fresh && subject.kind == CaseKind::kNote) {
    say_how_to_go_abroad(Words::in(situation.sender.reads), subject, decision);
  }
  (to->fresh ? decision.opened : decision.changed) = std::move(subject);
}

}  // namespace pouch::gateway::detail
