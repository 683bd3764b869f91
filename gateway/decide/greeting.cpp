#include "gateway/decide/greeting.hpp"

#include <algorithm>

#include "gateway/decide/order_line.hpp"
#include "templates/text/lines.hpp"

namespace pouch::gateway::detail {
namespace {

// In a paragraph of its own, in whatever language.
bool is_salutation(std::string_view line, std::string_view below) {
  constexpr auto kMostWords = 6;
  const auto words = std::count(line.begin(), line.end(), ' ') + 1;
  return line.ends_with(',') && words > 1 && words <= kMostWords &&
         (below.starts_with("\n\n") || below.starts_with("\n\r\n"));
}

}  // namespace

std::string without_greeting(std::string own, const templates::TemplateSet& templates,
                             const Numbering& ours) {
  for (;;) {
    const auto end = std::min(own.find('\n'), own.size());
    const auto line = own.substr(0, end);
    const bool skipped = templates::trim(line).empty() ||
                         is_salutation(templates::trim(line), std::string_view(own).substr(end)) ||
                         is_courtesy(order_line(line, templates, ours));
    if (!skipped || own.empty()) {
      return own;
    }
    own.erase(0, std::min(end + 1, own.size()));
  }
}

}  // namespace pouch::gateway::detail
