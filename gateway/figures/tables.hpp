// The figures as tables: one source for the aligned text, JSON, CSV and the page. A cell is a word
// or a number with its unit; each way of showing says it in its own manner.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/figures/figures.hpp"

namespace pouch::gateway::figures {

struct Share {
  Part part;  // nothing of nothing has no share
};
// monostate: not known, or there is none. A text is a code or a word of ours, never an officer's.
using Cell = std::variant<std::monostate, std::string, std::uint64_t, Duration, Share>;

struct Column {
  std::string id, title;  // "from"; "asking"
  bool is_key = false;    // names the row
};

struct Table {
  std::string id, title;
  std::string note;  // how it is counted, a sentence or two
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

struct Report {
  Year year;
  std::string zone, country;  // country empty: all
  Time made{};
  std::uint64_t unknown = 0;
  std::vector<Table> tables;  // always the same ones, in the same order
};
Report report_of(const Figures& figures, const Year& year, const std::string& zone,
                 const std::string& country, Time now);

inline constexpr std::string_view kHeadquarters = "headquarters";
inline constexpr std::string_view kNotKnown = "not known";

// As people read it: "2 d 14 h", "12.5 %", "-".
std::string words_of(const Cell& cell);
std::string words_of(Duration duration);
bool is_number(const Cell& cell);
// "requests of 2026, Europe/Sofia, of Bulgaria …": what the report is about, in one line.
std::string scope_of(const Report& report);
// What a reader must know of all tables, a sentence each.
std::vector<std::string> definitions(const Report& report);
std::span<const std::string_view, 12> month_names();

}  // namespace pouch::gateway::figures
