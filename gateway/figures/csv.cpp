#include "gateway/figures/csv.hpp"

namespace pouch::gateway::figures {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kFormulas = "=+-@\t\r";  // what spreadsheets begin one with

// Exact to four places, without the locale's comma.
std::string fraction(const Part& part) {
  const auto parts = (part.part * 10000 + part.of / 2) / part.of;
  auto digits = std::to_string(parts % 10000);
  digits.insert(0, 4 - digits.size(), '0');
  return std::to_string(parts / 10000) + "." + digits;
}

std::string field_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return csv_field(*text);
  }
  if (const auto* number = std::get_if<std::uint64_t>(&cell)) {
    return std::to_string(*number);
  }
  if (const auto* duration = std::get_if<Duration>(&cell)) {
    return std::to_string(duration->count());
  }
  if (const auto* share = std::get_if<Share>(&cell); share != nullptr && share->part.of > 0) {
    return fraction(share->part);
  }
  return {};
}

}  // namespace

std::string csv_field(std::string_view text) {
  std::string field(text);
  if (!field.empty() && kFormulas.find(field.front()) != std::string_view::npos) {
    field.insert(0, 1, '\'');
  }
  if (field.find_first_of(",\"\r\n") == std::string::npos) {
    return field;
  }
  std::string quoted = "\"";
  for (const char octet : field) {
    quoted += octet == '"' ? "\"\"" : std::string(1, octet);
  }
  return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t at = 0; at < fields.size(); ++at) {
    line += (at == 0 ? "" : ",") + fields[at];
  }
  return line + std::string(kLineEnd);
}

std::string csv_of(const Report& report) {
  std::string csv;
  for (const auto& table : report.tables) {
    csv += csv.empty() ? "" : std::string(kLineEnd);
    csv += csv_line({csv_field(table.title), std::to_string(report.year.year),
                     csv_field(report.country.empty() ? "all" : report.country)});
    std::vector<std::string> header;
    for (const auto& column : table.columns) {
      header.push_back(csv_field(column.id));
    }
    csv += csv_line(header);
    for (const auto& row : table.rows) {
      std::vector<std::string> fields;
      for (const auto& cell : row) {
        fields.push_back(field_of(cell));
      }
      csv += csv_line(fields);
    }
  }
  return csv;
}

}  // namespace pouch::gateway::figures
