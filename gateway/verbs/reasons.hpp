// Why a mail was not accepted, for the operator: every code that `deliver`, `held` and the log may
// name, and what he does about it. The one table of them: `held show` prints from it, the
// documentation (docs/reasons.md) and its test are held against it.
#pragma once

#include <string_view>
#include <vector>

namespace pouch::gateway {

struct Reason {
  std::string_view code, meaning, remedy;
};

const std::vector<Reason>& reasons();
const Reason* find_reason(std::string_view code);

}  // namespace pouch::gateway
