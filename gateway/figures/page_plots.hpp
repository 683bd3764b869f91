// Which plot stands beside which table of the page. Private to this folder.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/figures/plots.hpp"
#include "gateway/figures/tables.hpp"

namespace pouch::gateway::figures {

using CountryNames = std::map<std::string, std::string>;  // by code

struct Plot {
  Element drawing;
  std::vector<std::string> series{};  // empty: there is but one, and the title says which
  bool empty = false;                 // nothing of the table is drawn
};

// The title of a table is what the drawing is called for who cannot see it.
//
// Numbers of some columns, summed up by the words in another: a bar each, a part each column.
Plot plot_of_sums(const Table& table, std::size_t key, const std::vector<std::size_t>& columns,
                  const std::vector<std::string>& series, const CountryNames& names);
// Of a table of times without its first column: the median to the answer, a whisker to 90 %.
Plot plot_of_times(const Table& table, const CountryNames& names);
// Of a table of shares without its first column.
Plot plot_of_shares(const Table& table, const CountryNames& names);

// The rows of one way of telling, without the column that says so.
Table part_of(const Table& whole, By by);
// The months side by side: a row each country; and the same as stacked columns.
Table months_side_by_side(const Table& months, const CountryNames& names);
Plot plot_of_months(const Table& side_by_side);

// A column for each week: how its requests stand.
Plot plot_of_weeks(const Table& weeks);

std::uint64_t number_in(const std::vector<Cell>& row, std::size_t at);  // 0: there is none

}  // namespace pouch::gateway::figures
