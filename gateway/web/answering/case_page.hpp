// What a case's page shows, from what its reader may see of the case (archive/read_case.hpp).
#pragma once

#include <string>
#include <vector>

#include "gateway/archive/read_case.hpp"
#include "gateway/web/answering/form_shown.hpp"
#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

// The form of each message that is read, in their order.
std::vector<FormShown> forms_of(const Visit& visit, const ReadCase& read);
// `forms` are those.
CasePage case_page(const Visit& visit, const ReadCase& read, std::vector<FormShown> forms);
// The names of the countries whose permission that handling of the case asks for: "Romania".
std::string provider_of(const Visit& visit, const ReadCase& read,
                        const std::vector<FormShown>& forms, const std::string& handling);

}  // namespace pouch::gateway
