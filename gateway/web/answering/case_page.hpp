// What a case's page shows, from what its reader may see of the case (archive/read_case.hpp).
#pragma once

#include "gateway/archive/read_case.hpp"
#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

CasePage case_page(const Visit& visit, const ReadCase& read);

}  // namespace pouch::gateway
