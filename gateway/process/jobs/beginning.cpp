#include "gateway/process/jobs/beginning.hpp"

#include <optional>

#include "gateway/confine/reach.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

void take_slot(const config::Site& site, const Inherited& inherited) {
  if (inherited.slot >= 0) {
    tell_doings(site.state, static_cast<std::size_t>(inherited.slot));
  }
}

void keep_from_gnupg(const config::Site& site) {
  switch (keep_to_state(site.state, site.gnupg)) {
    case Landlocked::kKept:
      return;
    case Landlocked::kNoLandlock:
      return log(Level::kWarning, "gnupg-in-reach", {{"what", "the kernel has no Landlock"}});
    case Landlocked::kGnupgInside:
      return log(Level::kWarning, "gnupg-in-reach",
                 {{"what", "paths.gnupg is in the state folder"}});
  }
}

bool has_years_elsewhere(const std::filesystem::path& config) {
  return !load_own_site(config).search.shards.empty();
}

std::optional<Time> earliest(std::initializer_list<std::optional<Time>> times) {
  std::optional<Time> first;
  for (const auto& time : times) {
    first = time && (!first || *time < *first) ? time : first;
  }
  return first;
}

}  // namespace pouch::gateway
