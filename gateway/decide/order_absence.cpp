#include "gateway/decide/order_absence.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string>

#include "templates/types/vocabulary.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kLongestOwnLabel = 120;  // octets

bool is_of_absence(const std::string& line, const templates::TemplateSet& templates) {
  constexpr std::array<std::string_view, 5> kFields{"absent", "from", "until", "substitute",
                                                    "reason"};
  const auto colon = line.find(':');
  if (colon == std::string::npos || colon > kLongestOwnLabel) {
    return false;
  }
  const auto* field =
      templates::field_called(templates, "control", std::string_view(line).substr(0, colon));
  return field != nullptr && std::find(kFields.begin(), kFields.end(), field->id) != kFields.end();
}

}  // namespace

bool take_absence(std::string_view text, const templates::TemplateSet& templates, Order& order) {
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      continue;
    }
    if (order.left.empty() && is_of_absence(line, templates)) {
      order.fields += line + "\n";
    } else if (order.fields.empty()) {
      return false;
    } else {
      order.left += (order.left.empty() ? "" : "\n") + line;
    }
  }
  return true;
}

}  // namespace pouch::gateway::detail
