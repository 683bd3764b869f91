// What a case's page shows, from what its reader may see of the case (archive/read_case.hpp).
#pragma once

#include <string>

#include "gateway/archive/read_case.hpp"
#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

CasePage case_page(const Visit& visit, const ReadCase& read);
// The names of the countries whose permission that handling of the case asks for: "Romania".
std::string provider_of(const Visit& visit, const ReadCase& read, const std::string& handling);

}  // namespace pouch::gateway
