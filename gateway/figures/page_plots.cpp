#include "gateway/figures/page_plots.hpp"

#include <algorithm>
#include <numeric>

namespace pouch::gateway::figures {
namespace {

using Row = std::vector<Cell>;

constexpr std::size_t kBars = 16;        // in one plot; the table has all
constexpr std::size_t kNamedSeries = 3;  // of asking countries in the columns; the rest is one
constexpr std::size_t kMonths = 12;
constexpr const char* kOthers = "all others";
constexpr std::size_t kShort = 3;  // letters of a month's short name

std::string called(const std::string& code, const CountryNames& names) {
  const auto found = names.find(code);
  return found == names.end() ? code : found->second;
}

std::vector<Bar> longest_first(std::vector<Bar> found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const Bar& left, const Bar& right) { return left.length > right.length; });
  found.resize(std::min(found.size(), kBars));
  return found;
}

bool is_time_to_answer(const Row& row) {
  return words_of(row.at(1)) == name(Step::kAnswer) &&
         words_of(row.at(2)) == name(Clock::kAccepted);
}

std::uint64_t total_of(const Row& row) { return number_in(row, kMonths + 1); }

// Those that ask most, each a series of its own.
std::vector<const Row*> most_first(const Table& side_by_side) {
  std::vector<const Row*> rows;
  for (const auto& row : side_by_side.rows) {
    rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row* left, const Row* right) {
    return total_of(*left) > total_of(*right);
  });
  return rows;
}

}  // namespace

std::uint64_t number_in(const Row& row, std::size_t at) {
  const auto* value = std::get_if<std::uint64_t>(&row.at(at));
  return value == nullptr ? 0 : *value;
}

Plot plot_of_sums(const Table& table, std::size_t key, const std::vector<std::size_t>& columns,
                  const std::vector<std::string>& series, const CountryNames& names) {
  std::map<std::string, std::vector<double>> sums;
  for (const auto& row : table.rows) {
    auto& parts = sums[words_of(row.at(key))];
    parts.resize(columns.size());
    for (std::size_t at = 0; at < columns.size(); ++at) {
      parts[at] += static_cast<double>(number_in(row, columns[at]));
    }
  }
  std::vector<Bar> found;
  for (const auto& [label, parts] : sums) {
    const auto length = std::accumulate(parts.begin(), parts.end(), 0.0);
    found.push_back({.label = called(label, names),
                     .length = length,
                     .parts = parts,
                     .said = std::to_string(static_cast<long>(length))});
  }
  return {bars(longest_first(std::move(found)), 0, table.title), series};
}

Plot plot_of_times(const Table& table, const CountryNames& names) {
  std::vector<Bar> found;
  for (const auto& row : table.rows) {
    const auto* median = std::get_if<Duration>(&row.at(4));
    const auto* ninety = std::get_if<Duration>(&row.at(5));
    if (is_time_to_answer(row) && median != nullptr && ninety != nullptr) {
      found.push_back({.label = called(words_of(row.front()), names),
                       .length = static_cast<double>(median->count()),
                       .beyond = static_cast<double>(ninety->count()),
                       .said = words_of(*median) + ", " + words_of(*ninety)});
    }
  }
  const bool none = found.empty();
  return {bars(longest_first(std::move(found)), 0, table.title),
          {"median until the answer, from acceptance; the line goes on to 90 %"},
          none};
}

Plot plot_of_shares(const Table& table, const CountryNames& names) {
  std::vector<Bar> found;
  for (const auto& row : table.rows) {
    const auto* share = std::get_if<Share>(&row.at(3));
    if (share != nullptr && share->part.of > 0) {
      const auto part = static_cast<double>(share->part.part);
      found.push_back({.label = called(words_of(row.front()), names),
                       .length = part / static_cast<double>(share->part.of),
                       .said = words_of(row.at(3))});
    }
  }
  return {bars(longest_first(std::move(found)), 1, table.title)};
}

Table part_of(const Table& whole, By by) {
  auto part = whole;
  part.rows.clear();
  for (const auto& row : whole.rows) {
    if (words_of(row.front()) == name(by)) {
      part.rows.emplace_back(row.begin() + 1, row.end());
    }
  }
  part.columns.erase(part.columns.begin());
  part.columns.front().title = by == By::kArea ? "crime area" : std::string(name(by));
  part.title += ", by " + part.columns.front().title;
  return part;
}

Table months_side_by_side(const Table& months, const CountryNames& names) {
  Table table{months.id, months.title, months.note, {{"country", "country", true}}, {}};
  for (const auto month : month_names()) {
    const std::string shown(month.substr(0, kShort));
    table.columns.push_back({shown, shown});
  }
  table.columns.push_back({"total", "total"});
  std::map<std::string, Row> rows;
  for (const auto& row : months.rows) {
    auto& counts = rows[words_of(row.at(1))];
    if (counts.empty()) {
      counts.assign(kMonths + 2, std::uint64_t{0});
      counts.front() = called(words_of(row.at(1)), names);
    }
    const auto all = month_names();
    const auto month = std::find(all.begin(), all.end(), words_of(row.front())) - all.begin();
    const auto count = number_in(row, 2);
    counts.at(static_cast<std::size_t>(month) + 1) = count;
    counts.back() = total_of(counts) + count;
  }
  for (auto& [country, row] : rows) {
    table.rows.push_back(std::move(row));
  }
  return table;
}

Plot plot_of_weeks(const Table& weeks) {
  std::vector<Stack> drawn;
  for (const auto& row : weeks.rows) {
    const auto week = words_of(row.front());
    drawn.push_back({week.substr(week.find('W') + 1),
                     {number_in(row, 2), number_in(row, 3), number_in(row, 4), number_in(row, 5)}});
  }
  return {stacks(drawn, weeks.title), {"answered in time", "answered late", "open", "overdue"}};
}

Plot plot_of_months(const Table& side_by_side) {
  const auto order = most_first(side_by_side);
  std::vector<Stack> drawn;
  for (std::size_t month = 1; month <= kMonths; ++month) {
    Stack stack{side_by_side.columns.at(month).title, {}};
    for (std::size_t place = 0; place < order.size(); ++place) {
      stack.parts.resize(std::min(place, kNamedSeries) + 1);
      stack.parts.back() += number_in(*order[place], month);
    }
    drawn.push_back(std::move(stack));
  }
  std::vector<std::string> series;
  for (std::size_t place = 0; place < std::min(order.size(), kNamedSeries); ++place) {
    series.push_back(words_of(order[place]->front()));
  }
  if (order.size() > kNamedSeries) {
    series.emplace_back(kOthers);
  }
  return {stacks(drawn, side_by_side.title), series};
}

}  // namespace pouch::gateway::figures
