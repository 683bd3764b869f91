// Which form may go to which address, and which cases it may name (SPEC section 6: communities are
// separate; DOMAIN section 5, H1: nothing of the police moves to the prosecution's forms).
#include <algorithm>

#include "gateway/decide/parts.hpp"
#include "gateway/decide/permission.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

bool refuse_address(Decision& decision, std::string text, std::string hint) {
  refuse(decision, "form-problems", "To", std::move(text), std::move(hint));
  decision.problems.back().code = "wrong-address";
  return false;
}

// Forms that go to a group, and the note that goes wherever a plain mail goes.
bool belongs_to_groups(const templates::Template& which) {
  return which.goes_to == "group" || which.goes_to == "own-focal-point";
}

bool may_name(const Situation& situation, const Case& subject) {
  return subject.community == routing_community(situation.sender);
}

// What the police hold, named by the message that permits it (permission.hpp).
bool is_permitted(const Situation& situation, const MessageNumber& number, const Case& subject,
                  Decision& decision) {
  if (subject.community != "police" || situation.sender.community != "prosecution") {
    return false;
  }
  const auto permission = permission_for(situation, number);
  if (!permission) {
    return false;
  }
  const auto text = permission->number.text();
  decision.notices.push_back(Words::in(situation.sender.reads)(
      "named_with_permission",
      {{"number", text}, {"who", permission->provider}, {"purpose", permission->purpose}}));
  decision.audit.push_back({.actor = situation.sender.id,
                            .act = "permitted",
                            .number = text,
                            .detail = "named by a form \"" + situation.form->name + "\""});
  return true;
}

// A case of the other community may not be named, whatever its handling, but by the permission of
// who provided it; the same words for a number that nobody knows.
bool names_only_own(const Situation& situation, Decision& decision) {
  if (!situation.records.find_case || situation.which->goes_to == "gateway" ||
      situation.which->goes_to == "requester") {
    return true;
  }
  for (const auto& spec : situation.which->fields) {
    const auto* value =
        spec.type == templates::Type::kReference ? situation.form->find(spec.id) : nullptr;
    if (value == nullptr) {
      continue;
    }
    for (const auto& text : value->values) {
      const auto number = MessageNumber::parse(text);
      const auto subject =
          number ? situation.records.find_case(number->number) : std::optional<Case>();
      if (subject &&
          (may_name(situation, *subject) || is_permitted(situation, *number, *subject, decision))) {
        continue;
      }
      refuse(decision, "no-right", value->label,
             text + " is no case that your community may name here",
             "police and prosecution are separate: name the message by which who provided it "
             "permits it to you (an answer with \"Use allowed: also in court\" and \"Use "
             "explained: YOUR NAME, for YOUR FILE\")");
      decision.problems.back().line = value->line;
      return false;
    }
  }
  return true;
}

}  // namespace

bool fits_address(const Situation& situation, Decision& decision) {
  const auto& which = *situation.which;
  if (!situation.groups.empty() && !belongs_to_groups(which)) {
    return refuse_address(decision,
                          "the form \"" + which.name +
                              "\" does not go to a group: nobody there "
                              "has been shown it",
                          which.goes_to == "requester"
                              ? "press Reply on the request letter, or send it to " +
                                    situation.site.address + ": it goes to who asked"
                              : "send it to " + situation.site.address);
  }
  return names_only_own(situation, decision);
}

}  // namespace pouch::gateway::detail
