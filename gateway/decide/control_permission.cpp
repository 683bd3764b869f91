// Permission to use in court what is H1 (permission.hpp), asked of its provider and given or
// refused by the form `control`, or by a Reply to the letter that asks (order_permission.hpp): all
// name one message, who may use it and for what. Asking reaches the provider alone; what they
// permit is told to whoever has the message or asked for it, what they refuse to who asked, and
// both are logged.
#include <algorithm>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/permission.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"
#include "mail/structure/headers.hpp"
#include "templates/text/fold.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::string_view kAsks = "ASK_PERMISSION", kDenies = "DENY_PERMISSION";
constexpr const char* kExample = "write for example \"Use explained: Radu Marin, for 12/P/2026\"";

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

// Those of `who` whom no desk and no person is called.
std::string unknown_of(const Situation& situation, const std::vector<std::string>& who) {
  std::string unknown;
  for (const auto& name : who) {
    const auto is_it = [&](const config::Principal& one) {
      const auto sender = as_sender(one, situation.directory, day_of(situation.now));
      const auto addresses = one.addresses();
      const auto folded = templates::fold(name);
      return templates::fold(sender.id) == folded || templates::fold(sender.name) == folded ||
             std::any_of(addresses.begin(), addresses.end(), [&](const std::string& address) {
               return mail::same_address(address, name);
             });
    };
    if (std::none_of(situation.directory.members.begin(), situation.directory.members.end(),
                     [&](const config::Member& one) {
                       return is_it({&one, nullptr});
                     }) &&
        std::none_of(situation.directory.desks.begin(), situation.directory.desks.end(),
                     [&](const config::Desk& one) {
                       return is_it({nullptr, &one});
                     })) {
      unknown += (unknown.empty() ? "\"" : "\", \"") + name;
    }
  }
  return unknown.empty() ? unknown : unknown + "\"";
}

// What was asked, when the mail answers a letter that asks: the hint of who must say it anew.
std::string how_to_say(const Situation& situation, const std::vector<PastMessage>& messages,
                       int message) {
  for (auto past = messages.rbegin(); past != messages.rend(); ++past) {
    if (situation.order && past->asks_for == message && court_use(past->asked_use)) {
      return "to permit just what was asked write \"Use explained: " + past->asked_use + "\"";
    }
  }
  return kExample;
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
  const bool denies = situation.form->text("action") == kDenies;
  if (!use && denies) {
    use.emplace();
  }
  const auto unknown = use && !denies ? unknown_of(situation, use->who) : std::string();
  if (!use || !unknown.empty()) {
    refuse(decision, "form-problems", "Use explained",
           !use ? "it does not say who may use it in court, and for what"
                : unknown + " is the name, id or mail address of no person and no desk",
           how_to_say(situation, messages, number.message));
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
    decision.letters.back().reply_hint = words("how_to_permit");
  }
  decision.changed = std::move(subject);
}

// Each once, the sender excepted.
std::vector<Receiver> each_once(const Situation& situation, std::vector<Receiver> to) {
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

// Who asked for it, `use` in these words; empty: in any.
std::vector<Receiver> askers(const Situation& situation, const Asked& asked, std::string_view use) {
  std::vector<Receiver> to;
  for (const auto& past : situation.records.messages(asked.number.number)) {
    if (past.asks_for == asked.number.message && (use.empty() || past.asked_use == use)) {
      to.push_back(receiver_of(past.sender, Role::kParty, situation.directory));
    }
  }
  return to;
}

// Whoever has the message, and who asked for it since.
std::vector<Receiver> told_of(const Situation& situation, const Asked& asked) {
  auto to = asked.message.audience.to;
  for (auto& one : askers(situation, asked, "")) {
    to.push_back(std::move(one));
  }
  return each_once(situation, std::move(to));
}

// Who asked for just this; when nobody did, whoever may think that it is permitted.
std::vector<Receiver> told_of_refusal(const Situation& situation, const Asked& asked) {
  auto to = askers(situation, asked, situation.form->text("use_allowed_text"));
  return to.empty() ? told_of(situation, asked) : each_once(situation, std::move(to));
}

void tell_all(const Situation& situation, const Case& subject, const std::vector<Receiver>& to,
              const Title& title, Decision& decision) {
  for (const auto& one : to) {
    if (auto party = party_for(situation, subject, one)) {
      tell(subject, {std::move(*party)}, title, decision);
    } else {
      cannot_tell(situation, subject, one.id, decision);
    }
  }
}

bool may_decide(const Situation& situation, const Asked& asked, Decision& decision) {
  if (provides(actor_of(situation.sender), asked.message)) {
    return true;
  }
  refuse(decision, "no-right", "Target",
         "only who provided " + asked.number.text() + " can permit its use in court",
         "ask them: write \"Action: ask permission\"");
  return false;
}

void log_word(const Situation& situation, const MessageNumber& own, const std::string& detail,
              Decision& decision) {
  decision.audit.push_back(
      {.actor = situation.sender.id, .act = "permission", .number = own.text(), .detail = detail});
}

void permit(const Situation& situation, Asked asked, Decision& decision) {
  auto& subject = asked.target.subject;
  register_in(subject, decision);
  decision.acting_desk = asked.message.desk;
  const MessageNumber own{subject.number, decision.message};
  const auto number = asked.number.text();
  tell_all(
      situation, subject, told_of(situation, asked),
      [&](const Words& said) {
        return said("permission_given", {{"number", number}});
      },
      decision);
  decision.notices.push_back(Words::in(situation.sender.reads)(
      "your_permission_is", {{"purpose", asked.use.purpose}, {"number", own.text()}}));
  log_word(situation, own, "court, of " + number, decision);
  decision.changed = std::move(subject);
}

void deny(const Situation& situation, Asked asked, Decision& decision) {
  auto& subject = asked.target.subject;
  register_in(subject, decision);
  decision.acting_desk = asked.message.desk;
  const auto number = asked.number.text();
  const Title title = [&](const Words& said) {
    return said("permission_refused", {{"number", number}});
  };
  tell_all(situation, subject, told_of_refusal(situation, asked), title, decision);
  decision.notices.push_back(title(Words::in(situation.sender.reads)));
  log_word(situation, {subject.number, decision.message}, "court, refused, of " + number, decision);
  decision.changed = std::move(subject);
}

}  // namespace

void control_permission(const Situation& situation, Decision& decision) {
  auto asked = permission_at(situation, decision);
  const auto action = situation.form->text("action");
  if (!asked) {
    return;
  }
  if (action == kAsks) {
    ask(situation, std::move(*asked), decision);
  } else if (may_decide(situation, *asked, decision)) {
    action == kDenies ? deny(situation, std::move(*asked), decision)
                      : permit(situation, std::move(*asked), decision);
  }
}

}  // namespace pouch::gateway::detail
