// pouch check: that keys and directory name the same addresses (check_parts.hpp).
#include <algorithm>

#include "gateway/letters/local_time.hpp"
#include "gateway/site/key_addresses.hpp"
#include "gateway/verbs/check_parts.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway::checks {
namespace {

constexpr std::size_t kMostNamed = 10;

std::string listed(const std::vector<std::string>& ids) {
  std::string text;
  for (std::size_t n = 0; n < std::min(ids.size(), kMostNamed); ++n) {
    text += (n == 0 ? "" : ", ") + ids[n];
  }
  return ids.size() <= kMostNamed
             ? text
             : text + " and " + std::to_string(ids.size() - kMostNamed) + " more";
}

std::string where(const std::string& address) { return "gateway's key, " + address; }

bool has(const std::vector<std::string>& list, const std::string& address) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& one) { return mail::same_address(one, address); });
}

}  // namespace

void check_addresses(const Runtime& runtime, Letters& letters, Flaws& flaws) {
  const auto missing = missing_addresses(runtime);
  for (const auto& address : missing) {
    flaws.push_back({true, where(address),
                     "the key has no user ID for this address: mail programs find no key for it",
                     "pouch serve adds it when it starts or is reloaded (systemctl reload pouch); "
                     "without a daemon: pouch key addresses"});
  }
  for (const auto& added : added_addresses(runtime.site.state)) {
    const auto wanted = wanted_user_ids(runtime);
    const bool counts = !has(missing, added.address) &&
                        std::any_of(wanted.begin(), wanted.end(), [&](const auto& id) {
                          return mail::same_address(id.address, added.address);
                        });
    const auto ids =
        counts ? who_must_get_key(runtime, letters, added) : std::vector<std::string>();
    if (!ids.empty()) {
      flaws.push_back({false, where(added.address),
                       "the key has this address since " + utc_time(added.since).substr(0, 10) +
                           ": everybody who writes to it must get the key anew: " + listed(ids),
                       "pouch welcome ID sends it to one of them, sealed; or give them what pouch "
                       "key list --export prints, then pouch key addresses --given",
                       true});
    }
  }
}

}  // namespace pouch::gateway::checks
