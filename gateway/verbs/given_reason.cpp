#include "gateway/verbs/given_reason.hpp"

namespace pouch::gateway {

std::string fault_of_reason(const std::string& text) {
  constexpr std::size_t kLongest = 200;
  return text.find_first_not_of(" \t") == std::string::npos || text.size() > kLongest
             ? "--reason takes 1 to 200 octets of text"
             : std::string();
}

}  // namespace pouch::gateway
