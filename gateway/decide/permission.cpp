#include "gateway/decide/permission.hpp"

#include <algorithm>
#include <utility>

#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"
#include "templates/text/fold.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::string_view kInCourt = "COURT_OK";
constexpr std::string_view kFor = " for ";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n,;");
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(" \t\n,;") - begin + 1);
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find_first_of(",;\n", at), text.size());
    if (const auto name = trimmed(text.substr(at, end - at)); !name.empty()) {
      names.emplace_back(name);
    }
    at = end + 1;
  }
  return names;
}

// By name, id or address, or a desk for which they act; no country: it is a person's or a desk's.
bool is_named(const Sender& sender, const std::vector<std::string>& who) {
  std::vector<std::string> called{sender.id, sender.name, sender.address};
  called.insert(called.end(), sender.desks.begin(), sender.desks.end());
  return std::any_of(who.begin(), who.end(), [&](const std::string& name) {
    const auto folded = templates::fold(name);
    return std::any_of(called.begin(), called.end(), [&](const std::string& one) {
      return !one.empty() && templates::fold(one) == folded;
    });
  });
}

bool same_provider(const PastMessage& left, const PastMessage& right) {
  return left.sender == right.sender || (!left.desk.empty() && left.desk == right.desk);
}

// Of what says to nobody whom it refuses, everybody is refused.
bool refuses(const PastMessage& past, const Sender& sender) {
  const auto use = court_use(past.refused_use);
  return past.refuses_court && (!use || is_named(sender, use->who));
}

// What its provider refuses later is permitted no more.
bool permits(const PastMessage& past, const Sender& sender,
             const std::vector<PastMessage>& messages) {
  const auto use = court_use(past.court_use);
  return use && is_named(sender, use->who) &&
         std::none_of(messages.begin(), messages.end(), [&](const PastMessage& later) {
           return later.message > past.message && same_provider(past, later) &&
                  refuses(later, sender);
         });
}

}  // namespace

std::optional<CourtUse> court_use(std::string_view explained) {
  const auto at = explained.find(kFor);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  CourtUse use{names_in(explained.substr(0, at)),
               std::string(trimmed(explained.substr(at + kFor.size())))};
  return use.who.empty() || use.purpose.empty() ? std::nullopt : std::optional(std::move(use));
}

std::vector<PastMessage> as_corrected(std::vector<PastMessage> messages) {
  std::vector<std::pair<int, std::vector<std::string>>> corrected;
  for (const auto& past : messages) {
    if (past.relaxes > 0) {
      corrected.emplace_back(past.relaxes, past.handling);
    }
  }
  std::erase_if(messages, [](const PastMessage& past) { return past.relaxes > 0; });
  for (const auto& [message, handling] : corrected) {
    for (auto& past : messages) {
      if (past.message == message) {
        past.handling = handling;
      }
    }
  }
  return messages;
}

std::optional<Permission> permission_for(const Situation& situation, const MessageNumber& linked) {
  if (linked.message == 0 || !situation.records.messages) {
    return std::nullopt;
  }
  const auto messages = as_corrected(situation.records.messages(linked.number));
  const auto found = std::find_if(messages.begin(), messages.end(), [&](const PastMessage& past) {
    return past.message == linked.message;
  });
  if (found == messages.end() || !permits(*found, situation.sender, messages)) {
    return std::nullopt;
  }
  const bool all = std::all_of(messages.begin(), messages.end(), [&](const PastMessage& past) {
    return !has_code(past.handling, "H1") ||
           std::any_of(messages.begin(), messages.end(), [&](const PastMessage& other) {
             return same_provider(past, other) && permits(other, situation.sender, messages);
           });
  });
  return all ? std::optional(Permission{linked, found->desk.empty() ? found->sender : found->desk,
                                        court_use(found->court_use)->purpose})
             : std::nullopt;
}

void say_permission(const Situation& situation, const Case& subject, Decision& decision) {
  const auto answered = past_message(situation);
  if (answered && answered->asks_for > 0 && !actor_of(situation.sender).is(answered->sender)) {
    decision.notices.push_back(Words::in(situation.sender.reads)("permission_is_open"));
  }
  if (situation.form == nullptr || situation.form->text("use_allowed") != kInCourt) {
    return;
  }
  const auto number = MessageNumber{subject.number, decision.message}.text();
  const auto use = court_use(situation.form->text("use_allowed_text"));
  if (use) {
    decision.notices.push_back(Words::in(situation.sender.reads)(
        "your_permission_is", {{"purpose", use->purpose}, {"number", number}}));
    decision.audit.push_back(
        {.actor = situation.sender.id, .act = "permission", .number = number, .detail = "court"});
  } else if (has_code(subject.handling, "H1")) {
    decision.warnings.push_back({.label = "Use explained",
                                 .code = "needs-permission",
                                 .text = "it does not say who may use it in court, and for what: "
                                         "what is H1 stays out of court",
                                 .hint = "write for example \"Use explained: Radu Marin, for "
                                         "12/P/2026\""});
  }
}

}  // namespace pouch::gateway::detail
