// Check digits of what officers type: IBAN and case number (ISO 7064 mod 97-10), container (ISO
// 6346), IMEI (Luhn), VIN (ISO 3779; 49 CFR 565.15 for its check digit). All of compact values:
// capitals and digits.
#pragma once

#include <string_view>

namespace pouch::search {

bool is_iban(std::string_view compact);         // its check digits fit
bool is_iban_shaped(std::string_view compact);  // two letters, two digits, 15 to 34 in all
// Prefix of letters, year, six digits or more, two check digits. The site's first numbering
// (DECISIONS 45); those after a restore have other check digits, which are not judged here.
bool is_case_shaped(std::string_view compact);
bool case_checks(std::string_view compact);

bool is_container_owner(std::string_view four);  // three letters and U, J or Z
bool is_container(std::string_view compact);     // shaped like one, with its check digit
bool is_imei(std::string_view compact);          // 15 digits
bool has_right_check(std::string_view compact);  // of either
bool is_vin(std::string_view compact);           // 17 capitals and digits without I, O, Q
// Of those whose makers give one, in North America: the first sign is 1 to 5.
bool has_vin_check(std::string_view compact);
bool vin_checks(std::string_view compact);

}  // namespace pouch::search
