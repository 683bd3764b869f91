#include "gateway/store/stored_number.hpp"

#include <utility>

#include "gateway/fault.hpp"

namespace pouch::gateway::detail {

CaseNumber stored_number(std::string_view text) {
  auto number = CaseNumber::parse(text);
  if (!number) {
    throw Fault(false, "store: a case number in the store is none",
                "state/pouch.db is damaged; restore the backup");
  }
  return std::move(*number);
}

}  // namespace pouch::gateway::detail
