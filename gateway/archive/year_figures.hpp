// The figures of a year out of the store, for the verb and for the page alike
// (figures/figures.hpp). Whoever shows them writes the row of the audit log before.
#pragma once

#include <map>
#include <string>

#include "gateway/cases/audit_entry.hpp"
#include "gateway/figures/tables.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

inline constexpr int kFirstYear = 2000, kLastYear = 2999;

struct AskedYear {
  int year = 0;         // a calendar year in the site's zone; 0: this one
  std::string country;  // empty: all
};

// `runtime` has the forms.
figures::Report report_of_year(const Runtime& runtime, Store& store, const AskedYear& asked);
// Without an actor.
AuditEntry row_of_counting(const figures::Report& report);
std::map<std::string, std::string> country_names(const config::Directory& directory);

}  // namespace pouch::gateway
