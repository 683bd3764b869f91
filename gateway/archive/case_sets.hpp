// Which cases a condition of a query holds for today, from the plain columns of the store: states
// and deadlines of legs change after a message was filed. Nothing sealed is opened.
#pragma once

#include <string>
#include <string_view>

#include "gateway/cases/case.hpp"
#include "gateway/store/sqlite.hpp"
#include "search/query/query.hpp"

namespace pouch::gateway {

// A value of the field "is": "partly-answered" for what is called "partly answered".
std::string as_flag(std::string_view name);

search::CaseSet cases_where(Database& database, const search::CaseCondition& condition, Time now);

// How many of the hits stand in each state today: `cases` holds the number of hits of each case,
// the result is that of the field "is".
search::Facet states_of(Database& database, const search::Facet& cases, Time now);

}  // namespace pouch::gateway
