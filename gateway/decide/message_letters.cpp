#include "gateway/decide/message_letters.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "gateway/cases/utc.hpp"

namespace pouch::gateway::detail {

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
  decision.for_operator.push_back({number, narrowing, false});
  decision.audit.push_back(
      {.actor = "gateway", .act = "unreachable", .number = number, .detail = receiver.id});
}

namespace {

bool is_registered(const Situation& situation, const std::string& id) {
  const auto principal = situation.directory.principal_by_id(id);
  return principal && principal->holds(day_of(situation.now));
}

}  // namespace

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

}  // namespace pouch::gateway::detail
