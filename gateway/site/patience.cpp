#include "gateway/site/patience.hpp"

#include <malloc.h>

#include <algorithm>
#include <utility>

#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/free_space.hpp"
#include "mail/fault.hpp"
#include "search/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::milliseconds kLongestPause{30000};
constexpr std::chrono::milliseconds kLook{1000};  // whether the disk has room again

}  // namespace

bool is_cramped(const config::Site& site) {
  try {
    return is_read_only(site.state) || free_space(site.state) < site.limits.free_space;
  } catch (const Fault&) {
    return true;
  }
}

bool Patience::pause(const config::Site& site, Waiter& waiter) {
  auto left = std::exchange(next_, std::min(next_ * 2, longest_));
  const bool cramped = is_cramped(site);
  while (left.count() > 0) {
    const auto step = cramped ? std::min(left, kLook) : left;
    if (!waiter.pause(static_cast<int>(step.count()))) {
      return false;
    }
    if (cramped && !is_cramped(site)) {
      return true;
    }
    left -= step;
  }
  return true;
}

void Patience::over() { next_ = kFirst; }

void live(const Runtime& runtime, Waiter& waiter,
          const std::function<std::optional<Time>()>& turn) {
  Patience patience(kLongestPause);
  const auto tell = [&](const auto& fault) {
    if (!fault.transient()) {
      throw;
    }
    log(Level::kError, "trouble",
        {{"what", fault.what()},
         {"hint", fault.hint()},
         {"pause", std::to_string(patience.next().count() / 1000)}});
  };
  while (!waiter.stopping()) {
    try {
      const auto due = turn();
      patience.over();
      malloc_trim(0);  // after a large mail the heap would stay as large for ever
      waiter.sleep(runtime, due);
      continue;
    } catch (const Fault& fault) {
      tell(fault);
    } catch (const mail::Fault& fault) {
      tell(fault);
    } catch (const search::Fault& fault) {
      tell(fault);
    }
    patience.pause(runtime.site, waiter);
  }
}

}  // namespace pouch::gateway
