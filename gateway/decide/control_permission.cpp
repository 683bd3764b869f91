// Permission to use in court what is H1 (permission.hpp), asked of its provider and given by the
// form `control`: both name one message, who may use it and for what. Asking reaches the provider
// alone; what they permit is told to whoever has the message or asked for it, and is logged.
#include <algorithm>

#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/permission.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::string_view kAsks = "ASK_PERMISSION";

struct Asked {
  Target target;
  PastMessage message;  // as its provider corrected it
  MessageNumber number;
  CourtUse use;
};

bool provides(const Actor& actor, const PastMessage& past) {
  return past.sender == actor.id || (!past.desk.empty() && actor.acts_for(past.desk));
}

bool has(const Actor& actor, const PastMessage& past) {
  return std::any_of(past.audience.to.begin(), past.audience.to.end(),
                     [&](const Receiver& one) { return actor.is(one.id); });
}

// nullopt after a refusal.
std::optional<Asked> permission_at(const Situation& situation, Decision& decision) {
  auto target = target_of(situation, decision);
  if (!target) {
    return std::nullopt;
  }
  const MessageNumber number = situation.named.value_or(MessageNumber{target->subject.number, 0});
  const auto messages = as_corrected(situation.records.messages(number.number));
  const auto actor = actor_of(situation.sender);
  const auto past = std::find_if(messages.begin(), messages.end(), [&](const PastMessage& one) {
    return one.message == number.message && (provides(actor, one) || has(actor, one));
  });
  if (past == messages.end() || !has_code(past->handling, "H1")) {
    refuse(
        decision, "form-problems", "Target",
        number.text() + " is no message with handling H1 that you wrote or have",
        "name that message by its number, for example " + MessageNumber{number.number, 2}.text());
    return std::nullopt;
  }
  auto use = court_use(situation.form->text("use_allowed_text"));
  if (!use) {
    refuse(decision, "form-problems", "Use explained",
           "it does not say who may use it in court, and for what",
           "write for example \"Use explained: Radu Marin, for 12/P/2026\"");
    return std::nullopt;
  }
  return Asked{std::move(*target), *past, number, std::move(*use)};
}

void ask(const Situation& situation, Asked asked, Decision& decision) {
  auto& subject = asked.target.subject;
  const auto provider =
      receiver_of(asked.message.desk.empty() ? asked.message.sender : asked.message.desk,
                  Role::kParty, situation.directory);
  if (provides(actor_of(situation.sender), asked.message)) {
    refuse(decision, "form-problems", "Action", asked.number.text() + " is your own message",
           "write \"Action: permit\": you give the permission");
    return;
  }
  register_in(subject, decision);
  auto party = party_for(situation, subject, provider);
  if (!party) {
    cannot_tell(situation, subject, provider.id, decision);
  } else {
    const auto number = asked.number.text();
    const auto& words = Words::in(party->language);
    tell(
        subject, {std::move(*party)},
        [&](const Words& said) {
          return said("permission_asked", {{"number", number}});
        },
        decision);
    decision.letters.back().reply_hint = words("how_to_permit", {{"number", number}});
  }
  decision.changed = std::move(subject);
}

// Whoever has the message, and who asked for it since; the provider excepted.
std::vector<Receiver> told_of(const Situation& situation, const Asked& asked) {
  auto to = asked.message.audience.to;
  for (const auto& past : situation.records.messages(asked.number.number)) {
    if (past.asks_for == asked.number.message) {
      to.push_back(receiver_of(past.sender, Role::kParty, situation.directory));
    }
  }
  std::vector<Receiver> once;
  for (auto& one : to) {
    const bool known = std::any_of(once.begin(), once.end(),
                                   [&](const Receiver& other) { return other.id == one.id; });
    if (!known && !actor_of(situation.sender).is(one.id)) {
      once.push_back(std::move(one));
    }
  }
  return once;
}

void permit(const Situation& situation, Asked asked, Decision& decision) {
  if (!provides(actor_of(situation.sender), asked.message)) {
    refuse(decision, "no-right", "Target",
           "only who provided " + asked.number.text() + " can permit its use in court",
           "ask them: write \"Action: ask permission\"");
    return;
  }
  auto& subject = asked.target.subject;
  register_in(subject, decision);
  decision.acting_desk = asked.message.desk;
  const auto own = MessageNumber{subject.number, decision.message}.text();
  const auto number = asked.number.text();
  for (const auto& one : told_of(situation, asked)) {
    auto party = party_for(situation, subject, one);
    if (!party) {
      cannot_tell(situation, subject, one.id, decision);
      continue;
    }
    tell(
        subject, {std::move(*party)},
        [&](const Words& said) {
          return said("permission_given", {{"number", number}});
        },
        decision);
  }
  decision.notices.push_back(Words::in(situation.sender.reads)(
      "your_permission_is", {{"purpose", asked.use.purpose}, {"number", own}}));
  decision.audit.push_back({.actor = situation.sender.id,
                            .act = "permission",
                            .number = own,
                            .detail = "court, of " + number});
  decision.changed = std::move(subject);
}

}  // namespace

void control_permission(const Situation& situation, Decision& decision) {
  if (auto asked = permission_at(situation, decision)) {
    situation.form->text("action") == kAsks ? ask(situation, std::move(*asked), decision)
                                            : permit(situation, std::move(*asked), decision);
  }
}

}  // namespace pouch::gateway::detail
