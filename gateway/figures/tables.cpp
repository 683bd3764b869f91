#include "gateway/figures/tables.hpp"

#include <array>

#include "gateway/cases/calendar_week.hpp"

namespace pouch::gateway::figures {
namespace {

using Row = std::vector<Cell>;

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

Cell country(const std::string& code) { return code.empty() ? std::string(kHeadquarters) : code; }
Cell known(const std::string& key) { return key.empty() ? std::string(kNotKnown) : key; }
Cell key_cell(By by, const std::string& key) {
  return by == By::kCountry ? country(key) : known(key);
}
Cell time_cell(const std::optional<Duration>& time) { return time ? Cell(*time) : Cell(); }

Table made(const Figures& figures) {
  Table table{"made",
              "Requests made",
              "By the country that asked. A request to three countries is three, in one case.",
              {{"country", "country", true},
               {"cases", "cases"},
               {"urgent", "urgent"},
               {"other", "not urgent"},
               {"unknown", "not known"},
               {"total", "requests"}},
              {}};
  for (const auto& [from, one] : figures.made) {
    const auto& split = one.requests;
    table.rows.push_back(Row{country(from), std::uint64_t{one.cases.size()}, split.urgent,
                             split.other, split.unknown, split.total()});
  }
  return table;
}

Table received(const Figures& figures) {
  Table table{
      "received",
      "Requests received and answered",
      "By the asked country and the one that asked. Answers count in the year in which they "
      "came, a partial one when it is made whole.",
      {{"country", "country", true},
       {"from", "asked by", true},
       {"received_urgent", "received, urgent"},
       {"received_other", "received, not urgent"},
       {"received", "received"},
       {"answered_urgent", "answered, urgent"},
       {"answered_other", "answered, not urgent"},
       {"answered", "answered"},
       {"refused", "refused"}},
      {}};
  for (const auto& [pair, one] : figures.received) {
    table.rows.push_back(Row{country(pair.first), country(pair.second), one.received.urgent,
                             one.received.other, one.received.total(), one.answered.urgent,
                             one.answered.other, one.answered.total(), one.refused});
  }
  return table;
}

Table refused(const Figures& figures) {
  Table table{"refused",
              "Requests refused, by ground",
              "Grounds of Article 6, as the refusal names them; a refusal of a part is none.",
              {{"country", "country", true},
               {"from", "asked by", true},
               {"ground", "ground", true},
               {"refused", "refused"}},
              {}};
  for (const auto& [key, count] : figures.refused) {
    const auto& [to, from, ground] = key;
    table.rows.push_back(Row{country(to), country(from), known(ground), count});
  }
  return table;
}

Table deviations(const Figures& figures) {
  Table table{"deviations",
              "Time limits not kept because of a judicial authorisation",
              "Requests of which a delay for that reason was told in the year, each once.",
              {{"country", "country", true}, {"from", "asked by", true}, {"requests", "requests"}},
              {}};
  for (const auto& [pair, count] : figures.deviations) {
    table.rows.push_back(Row{country(pair.first), country(pair.second), count});
  }
  return table;
}

Table times(const Figures& figures) {
  Table table{"times",
              "Time to acknowledge and to answer",
              "Half of them took no longer than the median, nine of ten no longer than 90 %. "
              "From acceptance by the gateway, and from delivery to the asked desk.",
              {{"by", "by", true},
               {"key", "which", true},
               {"step", "until", true},
               {"clock", "from", true},
               {"count", "count"},
               {"median", "median"},
               {"ninety", "90 %"}},
              {}};
  for (const auto& [which, spread] : figures.times) {
    const auto& [by, key, step, clock] = which;
    table.rows.push_back(Row{std::string(name(by)), key_cell(by, key), std::string(name(step)),
                             std::string(name(clock)), std::uint64_t{spread.count},
                             time_cell(spread.median), time_cell(spread.ninety)});
  }
  return table;
}

Table shares(const std::map<std::pair<By, std::string>, Part>& counted, Table table) {
  for (const auto& [which, part] : counted) {
    table.rows.push_back(Row{std::string(name(which.first)), key_cell(which.first, which.second),
                             part.of, part.part, Share{part}});
  }
  return table;
}

Table overdue(const Figures& figures) {
  return shares(figures.overdue,
                {"overdue",
                 "Overdue answers",
                 "Of the requests that fell due in the year: those not ended on their first day.",
                 {{"by", "by", true},
                  {"key", "which", true},
                  {"due", "due"},
                  {"overdue", "overdue"},
                  {"share", "share"}},
                 {}});
}

Table urgent(const Figures& figures) {
  return shares(figures.urgent,
                {"urgent",
                 "Urgent requests",
                 "Share of the requests made as URGENT or FLASH; by country: the one that asked.",
                 {{"by", "by", true},
                  {"key", "which", true},
                  {"requests", "requests"},
                  {"urgent", "urgent"},
                  {"share", "share"}},
                 {}});
}

Table months(const Figures& figures) {
  Table table{"months",
              "Requests by month",
              "By the country that asked; with those between prosecutors.",
              {{"month", "month", true}, {"country", "country", true}, {"requests", "requests"}},
              {}};
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    for (const auto& [from, counts] : figures.months) {
      if (counts.at(month) > 0) {
        table.rows.push_back(Row{std::string(kMonths.at(month)), country(from), counts.at(month)});
      }
    }
  }
  return table;
}

// "2026-W01".
std::string name_of_week(std::chrono::sys_days monday) {
  const auto week = week_of(monday);
  return std::to_string(week.year) + (week.number < 10 ? "-W0" : "-W") +
         std::to_string(week.number);
}

// Weeks in which nothing came stand between the others.
Table weeks(const Figures& figures) {
  Table table{"weeks",
              "Requests by week",
              "By the week in which a request came, and how it stands now: an answer or a refusal "
              "by its deadline, or after it; open, or open beyond it. One that was withdrawn is "
              "among the requests alone.",
              {{"week", "week", true},
               {"requests", "requests"},
               {"in_time", "answered in time"},
               {"late", "answered late"},
               {"open", "open"},
               {"overdue", "overdue"}},
              {}};
  if (figures.weeks.empty()) {
    return table;
  }
  const auto last = figures.weeks.rbegin()->first;
  for (auto monday = figures.weeks.begin()->first; monday <= last; monday += std::chrono::days(7)) {
    const auto found = figures.weeks.find(monday);
    const auto week = found == figures.weeks.end() ? Week() : found->second;
    table.rows.push_back(
        Row{name_of_week(monday), week.requests, week.in_time, week.late, week.open, week.overdue});
  }
  return table;
}

std::string two(std::int64_t large, const char* unit, std::int64_t small, const char* part) {
  return std::to_string(large) + " " + unit +
         (small == 0 ? "" : " " + std::to_string(small) + " " + part);
}

}  // namespace

Report report_of(const Figures& figures, const Year& year, const std::string& zone,
                 const std::string& country, Time now) {
  return {year,
          zone,
          country,
          now,
          figures.unknown,
          {made(figures), received(figures), refused(figures), deviations(figures), times(figures),
           overdue(figures), urgent(figures), months(figures), weeks(figures)}};
}

std::string words_of(Duration duration) {
  const auto count = duration.count();
  return count < 60      ? std::to_string(count) + " s"
         : count < 3600  ? std::to_string(count / 60) + " min"
         : count < 86400 ? two(count / 3600, "h", count / 60 % 60, "min")
                         : two(count / 86400, "d", count / 3600 % 24, "h");
}

std::string words_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return *text;
  }
  if (const auto* number = std::get_if<std::uint64_t>(&cell)) {
    return std::to_string(*number);
  }
  if (const auto* duration = std::get_if<Duration>(&cell)) {
    return words_of(*duration);
  }
  if (const auto* share = std::get_if<Share>(&cell); share != nullptr && share->part.of > 0) {
    const auto thousandths = (share->part.part * 1000 + share->part.of / 2) / share->part.of;
    return std::to_string(thousandths / 10) + "." + std::to_string(thousandths % 10) + " %";
  }
  return "-";
}

bool is_number(const Cell& cell) { return !std::holds_alternative<std::string>(cell); }

std::string scope_of(const Report& report) {
  return "Year " + std::to_string(report.year.year) + " (" + report.zone + "), " +
         (report.country.empty() ? "all countries" : "as reported by " + report.country) +
         (report.made < report.year.end ? ", so far" : "");
}

std::span<const std::string_view, 12> month_names() { return kMonths; }

std::vector<std::string> definitions(const Report& report) {
  std::vector<std::string> said{
      // in parentheses: each is one sentence
      ("A year is the calendar year in the site's time zone. A request counts in the year in which "
       "the gateway accepted it; an answer, a refusal or a delay in the year in which it came."),
      ("A request is a form that expects an answer, as one country got it: one to three countries "
       "is three. Urgent is what was sent as URGENT or FLASH."),
      ("Acknowledged is a request with the first word of the asked desk, whatever it said. Of an "
       "answer and a refusal the later stands."),
      ("Directive (EU) 2023/977 Article 18 asks for the first four tables; requests between "
       "prosecutors are not under it and stand in the others only."),
      "Percentiles are by nearest rank: each is a time that occurred."};
  if (report.unknown > 0) {
    said.push_back(std::to_string(report.unknown) +
                   " requests were erased before their codes were noted: their urgency, form and "
                   "crime area are not known.");
  }
  return said;
}

}  // namespace pouch::gateway::figures
