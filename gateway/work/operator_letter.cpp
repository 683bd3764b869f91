#include "gateway/work/operator_letter.hpp"

#include <algorithm>

#include "gateway/fault.hpp"
#include "gateway/letters/non_delivery.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/site/log.hpp"
#include "mail/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::hours kRateSpan{1};
constexpr std::chrono::seconds kTransientDelay{10};

std::vector<Sender> reachable_with(std::string_view right, const Runtime& runtime, Crypto& crypto) {
  std::vector<Sender> found;
  const auto look_at = [&](const config::Principal& principal) {
    if (principal.has_right(std::string(right))) {
      if (auto one = reachable(runtime, crypto, principal)) {
        found.push_back(std::move(*one));
      }
    }
  };
  for (const auto& member : runtime.directory.members) {
    look_at({&member, nullptr});
  }
  for (const auto& desk : runtime.directory.desks) {
    look_at({nullptr, &desk});
  }
  return found;
}

}  // namespace

std::optional<Sender> reachable(const Runtime& runtime, Crypto& crypto,
                                const config::Principal& principal) {
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  if (!principal.holds(today)) {
    return std::nullopt;
  }
  auto sender = as_sender(principal, runtime.directory, today);
  std::erase_if(sender.keys, [&](const std::string& key) { return !crypto.can_seal_to(key); });
  return sender.keys.empty() || sender.address.empty() ? std::nullopt
                                                       : std::optional(std::move(sender));
}

std::vector<Sender> reachable_operators(const Runtime& runtime, Crypto& crypto) {
  return reachable_with("operate", runtime, crypto);
}

std::vector<Sender> reachable_security(const Runtime& runtime, Crypto& crypto) {
  auto found = reachable_with("security", runtime, crypto);
  return found.empty() ? reachable_operators(runtime, crypto) : found;
}

bool has_enough_letters(const Runtime& runtime, Letters& letters, const std::string& address) {
  const auto sent = letters.count_since(address, runtime.now() - kRateSpan, true);
  return static_cast<std::size_t>(sent) >= runtime.site.limits.letters_per_hour;
}

void write_or_leave(
    const Runtime& runtime, const std::function<void()>& write,
    const std::function<void(const std::string& what, std::optional<Time> again)>& in_the_way) {
  const auto leave = [&](const std::string& what, bool transient) {
    log(Level::kError, "not-told", {{"what", what}});
    in_the_way(what,
               transient ? std::optional<Time>(runtime.now() + kTransientDelay) : std::nullopt);
  };
  try {
    write();
  } catch (const mail::Fault& fault) {
    leave(fault.what(), fault.transient());
  } catch (const Fault& fault) {
    leave(fault.what(), fault.transient());
  }
}

std::vector<SealedLetter> operator_letters(const Runtime& runtime, Letters& sent, Crypto& crypto,
                                           const OperatorNoteFor& note, const std::string& seed,
                                           std::size_t first_index) {
  return notices_to(reachable_operators(runtime, crypto), runtime, sent, crypto, note, seed,
                    first_index);
}

std::vector<SealedLetter> notices_to(const std::vector<Sender>& whom, const Runtime& runtime,
                                     Letters& sent, Crypto& crypto, const OperatorNoteFor& note,
                                     const std::string& seed, std::size_t first_index) {
  std::vector<SealedLetter> letters;
  for (const auto& one : whom) {
    if (has_enough_letters(runtime, sent, one.address)) {
      continue;
    }
    const auto index = first_index + letters.size();
    const auto party = party_of(one, runtime.site);
    LetterPlan plan;
    plan.kind = LetterKind::kNotice;
    plan.to = {party};
    const auto said = note(Words::in(party.language));
    const auto draft =
        write_to_operator({runtime.site, runtime.now()}, party, said.title, said.text,
                          {.message_id = letter_message_id(runtime.site, seed, index)});
    letters.push_back(seal_letter(draft, plan, letter_id(seed, index), runtime.gateway_key, crypto,
                                  runtime.site.state));
  }
  return letters;
}

}  // namespace pouch::gateway
