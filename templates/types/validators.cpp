#include "templates/types/validators.hpp"

#include <algorithm>
#include <array>

#include "templates/text/fold.hpp"
#include "templates/types/checks.hpp"

namespace pouch::templates {
namespace {

constexpr std::string_view kPlate = "plate-";

struct Check {
  std::string_view name;
  checks::Odd (*run)(const checks::Number&);
};
constexpr std::array<Check, 15> kChecks{{{"vin", checks::vin},
                                         {"iban", checks::iban},
                                         {"container", checks::container},
                                         {"luhn", checks::luhn},
                                         {"imei", checks::imei},
                                         {"imsi", checks::imsi},
                                         {"e164", checks::e164},
                                         {"mrz", checks::mrz},
                                         {"jmbg", checks::jmbg},
                                         {"egn", checks::egn},
                                         {"cnp", checks::cnp},
                                         {"tckimlik", checks::tckimlik},
                                         {"idnp", checks::idnp},
                                         {"nid-al", checks::nid},
                                         {"afm-amka", checks::greek_number}}};

}  // namespace

std::optional<std::string> odd(std::string_view check, std::string_view text) {
  const checks::Number number{text, compact(text)};
  if (check.starts_with(kPlate)) {
    return checks::plate(std::string(check.substr(kPlate.size())), number);
  }
  for (const auto& entry : kChecks) {
    if (entry.name == check) {
      return entry.run(number);
    }
  }
  return std::nullopt;
}

std::vector<std::string> check_names() {
  std::vector<std::string> names;
  for (const auto& entry : kChecks) {
    names.emplace_back(entry.name);
  }
  const auto countries = checks::plate_countries();
  for (std::size_t at = 0; at < countries.size(); at += 3) {
    names.push_back(std::string(kPlate) + std::string(countries.substr(at, 2)));
  }
  return names;
}

}  // namespace pouch::templates
