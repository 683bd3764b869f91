// Values beside one whose check digits do not fit (identifier.hpp).
#include <utility>

#include "search/ascii.hpp"
#include "search/things/check_digits.hpp"
#include "search/things/identifier.hpp"

namespace pouch::search {
namespace {

template <typename Fits>
std::vector<std::string> beside(std::string_view compact, Fits fits) {
  std::vector<std::string> found;
  std::string other(compact);
  const auto look = [&] {
    if (fits(other)) {
      found.push_back(other);
    }
  };
  for (std::size_t i = 0; i < other.size(); ++i) {
    for (char c = '0'; is_digit(compact[i]) && c <= '9'; ++c) {
      if (c != compact[i]) {
        other[i] = c;
        look();
      }
    }
    other[i] = compact[i];
    if (i + 1 < other.size() && compact[i] != compact[i + 1]) {
      std::swap(other[i], other[i + 1]);
      look();
      std::swap(other[i], other[i + 1]);
    }
  }
  return found;
}

}  // namespace

std::vector<std::string> mended(std::string_view compact) {
  if (is_case_shaped(compact)) {
    return case_checks(compact) ? std::vector<std::string>() : beside(compact, case_checks);
  }
  if (is_iban_shaped(compact) && !is_iban(compact)) {
    return beside(compact, is_iban);
  }
  if (has_vin_check(compact) && !vin_checks(compact)) {
    return beside(compact, vin_checks);
  }
  return {};
}

}  // namespace pouch::search
