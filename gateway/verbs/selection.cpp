#include "gateway/verbs/selection.hpp"

#include <algorithm>

#include "gateway/letters/local_time.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {

void Filter::add_options(Verb& verb, const std::string& reason_help, const std::string& from_help) {
  verb.option("--reason", reason, reason_help);
  verb.option("--before", before, "older than 2026-11-28 or 2026-11-28T09:00:00Z (UTC)");
  verb.option("--from", from, from_help);
}

std::optional<Time> Filter::limit() const {
  if (before.empty()) {
    return std::nullopt;
  }
  const auto time = time_of_utc(before.size() == 10 ? before + "T00:00:00Z" : before);
  if (!time) {
    throw Refusal(kUsage,
                  "--before takes a day or a time in UTC: 2026-11-28 or "
                  "2026-11-28T09:00:00Z");
  }
  return time;
}

std::vector<std::string> named(const std::vector<std::string>& wanted,
                               const std::vector<std::string>& known, bool by_beginning,
                               const std::string& what, const std::string& list_verb) {
  std::vector<std::string> found;
  for (const auto& word : wanted) {
    std::vector<std::string> fitting;
    for (const auto& id : known) {
      if (id == word) {
        fitting = {id};
        break;
      }
      if (by_beginning && id.starts_with(word) &&
          std::find(fitting.begin(), fitting.end(), id) == fitting.end()) {
        fitting.push_back(id);
      }
    }
    if (fitting.size() > 1) {
      throw Refusal(kUsage, std::to_string(fitting.size()) + " begin with \"" + word +
                                "\"; give more of it: see " + list_verb);
    }
    if (fitting.empty()) {
      throw Refusal(kNo, "no " + what + " " + word + "; see " + list_verb);
    }
    if (std::find(found.begin(), found.end(), fitting.front()) == found.end()) {
      found.push_back(fitting.front());
    }
  }
  return found;
}

bool is_from(const std::string& address, const std::string& wanted) {
  if (wanted.find('@') != std::string::npos && !wanted.starts_with("@")) {
    return mail::same_address(address, wanted);
  }
  const auto at = address.rfind('@');
  const auto domain = wanted.substr(wanted.starts_with("@") ? 1 : 0);
  return at != std::string::npos &&
         mail::same_address("x@" + address.substr(at + 1), "x@" + domain);
}

}  // namespace pouch::gateway
