// A report as one page that stands by itself: plots as SVG with the tables beside them, no script,
// nothing that is fetched (its own content security policy says so too). Light and dark, and
// legible on paper in black and white. What is shown is escaped by markup.hpp.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/figures/markup.hpp"
#include "gateway/figures/tables.hpp"

namespace pouch::gateway::figures {

// `names` of countries by code, for the plots.
std::string page_of(const Report& report, const std::map<std::string, std::string>& names);

// A title, a word or a code of the report, or a number with its unit, as another page says it.
using Saying = std::function<std::string(std::string_view)>;

// What that page says below its heading, as a part of another one: plots, tables, how it is
// counted.
std::vector<Element> parts_of(const Report& report, const std::map<std::string, std::string>& names,
                              const Saying& say);

}  // namespace pouch::gateway::figures
