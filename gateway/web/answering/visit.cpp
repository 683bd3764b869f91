#include "gateway/web/answering/visit.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/decide/classification_words.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/web_letters.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

using config::Directory;
using config::Principal;

const std::vector<std::string>& keys_of(const Principal& principal) {
  return principal.desk != nullptr ? principal.desk->keys : principal.member->keys;
}

// Of those that can be used now, sorted. One of which the ring has said nothing yet counts.
std::string usable_keys(const Runtime& runtime, const Principal& principal) {
  auto keys = keys_of(principal);
  for (const auto& note : read_key_notes(runtime.site.state)) {
    if (state_at(note, runtime.now()) != "usable") {
      std::erase(keys, note.fingerprint);
    }
  }
  std::sort(keys.begin(), keys.end());
  std::string text;
  for (const auto& key : keys) {
    text += key + " ";
  }
  return text;
}

}  // namespace

std::optional<Standing> standing_of(const Runtime& runtime, const std::string& id) {
  const auto principal = runtime.directory.principal_by_id(id);
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  constexpr std::array<std::string_view, 3> kRights{"search", "operate", "audit"};
  const bool may_see = principal && principal->holds(today) &&
                       std::any_of(kRights.begin(), kRights.end(), [&](std::string_view right) {
                         return principal->has_right(right);
                       });
  if (!may_see) {
    return std::nullopt;
  }
  auto keys = usable_keys(runtime, *principal);
  return keys.empty() ? std::nullopt : std::optional(Standing{*principal, std::move(keys)});
}

std::optional<Principal> holder_of(const Directory& directory, std::string_view address) {
  const auto has = [&](const Principal& principal) {
    const auto all = principal.addresses();
    return std::any_of(all.begin(), all.end(),
                       [&](const std::string& one) { return mail::same_address(one, address); });
  };
  std::optional<Principal> found;
  for (const auto& member : directory.members) {
    if (const Principal one{&member, nullptr}; !found && has(one)) {
      found = one;
    }
  }
  for (const auto& desk : directory.desks) {
    if (const Principal one{nullptr, &desk}; !found && has(one)) {
      found = one;
    }
  }
  return found;
}

void Visit::note(std::vector<AuditEntry> looks, const std::string& reason) const {
  for (auto& look : looks) {
    look.actor = reader.id;
    look.detail += "; page" + (reason.empty() ? std::string() : "; reason: " + reason);
  }
  store.audit().note_all(looks, now);
}

bool Visit::within_budget(std::string_view kind, std::string_view in_words,
                          std::size_t most) const {
  const auto spent = store.web_book().spend(kind, reader.id, most, now);
  if (spent == Spent::kAtOnce) {
    const auto what = std::to_string(most) + " " + std::string(in_words) + " in an hour";
    log(Level::kWarning, "page-budget", {{"who", reader.id}, {"what", what}});
    store.web_letters().note({.alarm = true, .who = reader.id, .what = what},
                             {{.actor = reader.id, .act = "alarm", .detail = what + "; page"}},
                             now);
    wake(runtime.site.state, Wake::kSpool);
  }
  return spent == Spent::kWithin;
}

std::string shown_name(const Directory& directory, const std::string& id, Time now) {
  const auto principal = directory.principal_by_id(id);
  return principal
             ? as_sender(*principal, directory, std::chrono::floor<std::chrono::days>(now)).name
             : id;
}

void add_to(WebBanner& banner, const std::string& classification,
            const std::vector<std::string>& handling) {
  if (banner.classification.empty() ||
      level_named(classification) > level_named(banner.classification)) {
    banner.classification = name(level_named(classification));
  }
  for (const auto& code : handling) {
    banner.handling = std::max(banner.handling, code);  // H0 … H3: the stricter the later
  }
}

WebAnswer refused(WebOutcome outcome, std::string problem, std::string hint) {
  WebAnswer answer;
  answer.outcome = outcome;
  answer.problem = std::move(problem);
  answer.hint = std::move(hint);
  return answer;
}

}  // namespace pouch::gateway
