#include "templates/written.hpp"

namespace pouch::templates {

std::string fenced(std::string_view id, std::string_view body) {
  const auto mark = "----- " + std::string(id) + " -----\n";
  return mark + std::string(body) + (body.empty() || body.back() == '\n' ? "" : "\n") + mark;
}

}  // namespace pouch::templates
