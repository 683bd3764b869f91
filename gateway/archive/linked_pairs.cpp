#include "gateway/archive/linked_pairs.hpp"

#include <map>

#include "gateway/fault.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/messages.hpp"

namespace pouch::gateway {
namespace {

class Ends {
 public:
  explicit Ends(Store& store) : store_(store) {}

  const std::optional<LinkEnd>& of(std::int64_t row) {
    const auto known = ends_.find(row);
    return known != ends_.end() ? known->second : ends_.emplace(row, read(row)).first->second;
  }

 private:
  std::optional<LinkEnd> read(std::int64_t row) {
    try {
      auto message = store_.messages().find(row);
      auto subject = message ? store_.cases().find(message->number.number) : std::nullopt;
      return subject ? std::optional(LinkEnd{std::move(*message), std::move(*subject)})
                     : std::nullopt;
    } catch (const Fault& fault) {
      if (fault.transient()) {
        throw;
      }
      return std::nullopt;
    }
  }

  Store& store_;
  std::map<std::int64_t, std::optional<LinkEnd>> ends_;
};

}  // namespace

std::vector<LinkedPair> linked_pairs(Store& store, const std::vector<Link>& links) {
  Ends ends(store);
  std::vector<LinkedPair> pairs;
  for (const auto& link : links) {
    const auto& fresh = ends.of(link.fresh);
    const auto& held = ends.of(link.held);
    if (fresh && held) {
      pairs.push_back({*fresh, *held, link.in_fresh, link.in_held});
    }
  }
  return pairs;
}

}  // namespace pouch::gateway
