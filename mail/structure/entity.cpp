// The inner entity and its protected fields (scan.hpp, headers.hpp).
#include "mail/ascii.hpp"
#include "mail/structure/headers.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail {
namespace {

std::string_view first(const Parameters& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

bool Entity::is(std::string_view wanted_type, std::string_view wanted_subtype) const {
  return type == wanted_type && subtype == wanted_subtype;
}

std::string_view Entity::parameter(std::string_view name) const { return first(parameters, name); }

std::vector<std::string_view> Entity::values(std::string_view name) const {
  std::vector<std::string_view> out;
  for (const auto& field : fields) {
    if (same_word(field.name, name)) out.push_back(field.value);
  }
  return out;
}

std::string Entity::file_name() const {
  std::string_view name = first(disposition_parameters, "filename");
  if (name.empty()) name = parameter("name");
  // RFC 2047 section 5 forbids encoded words in parameters; most clients write them all the same.
  return name.find("=?") == std::string_view::npos ? std::string(name)
                                                   : decode_text(name, Limits{});
}

}  // namespace pouch::mail
