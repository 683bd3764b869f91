// What narrows whom a message reaches: its own handling, and what it inherits from the message that
// it answers.
#include <algorithm>

#include "gateway/cases/inherited.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"

namespace pouch::gateway::detail {
namespace {

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

}  // namespace pouch::gateway::detail
