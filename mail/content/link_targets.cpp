#include "mail/content/link_targets.hpp"

#include <array>

#include "mail/ascii.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kTarget = 2000;  // octets of a link that is looked at
constexpr std::array<std::string_view, 4> kSchemes = {"mailto:", "https://", "http://", "tel:"};

std::string_view without_scheme(std::string_view link) {
  for (const auto scheme : kSchemes) {
    if (same_word(link.substr(0, scheme.size()), scheme)) return link.substr(scheme.size());
  }
  return {};
}

// What of `text` up to `end` could be the link's own text: as long as the target, or shorter by the
// slash at its end.
bool says_the_same(std::string_view text, std::string_view target) {
  if (target.ends_with('/')) target.remove_suffix(1);
  if (text.ends_with('/')) text.remove_suffix(1);
  if (target.empty() || text.size() < target.size()) return false;
  return same_word(text.substr(text.size() - target.size()), target);
}

}  // namespace

std::string without_link_targets(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t done = 0;
  for (auto open = text.find('<'); open != std::string_view::npos;
       open = text.find('<', open + 1)) {
    const auto rest = text.substr(open + 1, kTarget);
    const auto size = rest.find_first_of("<> \t\n");
    if (size == std::string_view::npos || rest[size] != '>') continue;
    const auto target = without_scheme(rest.substr(0, size));
    if (target.empty() || !says_the_same(text.substr(done, open - done), target)) continue;
    out.append(text.substr(done, open - done));
    done = open + size + 2;
    open = done - 1;
  }
  out.append(text.substr(done));
  return out;
}

}  // namespace pouch::mail
