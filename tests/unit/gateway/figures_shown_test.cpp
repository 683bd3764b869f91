// How the figures are shown: text, CSV, and one page that cannot be made to fetch or run anything.
#include <catch2/catch.hpp>

#include "gateway/figures/csv.hpp"
#include "gateway/figures/markup.hpp"
#include "gateway/figures/page.hpp"
#include "gateway/figures/text_tables.hpp"

using namespace pouch::gateway;
using namespace pouch::gateway::figures;

namespace {

Report report(const std::string& from, const std::string& form) {
  const auto year = year_of(2026, "UTC");
  Counter counter(year, "UTC", "", year.begin + std::chrono::days(100));
  for (int n = 0; n < 30; ++n) {
    Asked asked;
    asked.number = std::to_string(n);
    asked.from = n % 3 == 0 ? from : "BG";
    asked.to = "RS";
    asked.form = form;
    asked.area = "DRUGS";
    asked.urgency = n % 5 == 0 ? Urgency::kUrgent : Urgency::kOther;
    asked.made = year.begin + std::chrono::days(n);
    asked.acknowledged = asked.made + std::chrono::hours(n);
    asked.due = asked.made + std::chrono::days(7);
    if (n % 4 == 0) {
      asked.refused = asked.made + std::chrono::days(2);
      asked.ground = "R-F2";
    } else if (n % 7 != 0) {
      asked.answered = asked.made + std::chrono::days(n % 10);
    }
    counter.add(asked);
  }
  return report_of(counter.figures(), year, "UTC", "", year.begin + std::chrono::days(100));
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

// Every element that begins has its end, in order.
bool is_nested(const std::string& page) {
  std::vector<std::string> open;
  for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const auto end = page.find_first_of(" >", at);
    const auto name = page.substr(at + 1, end - at - 1);
    if (name == "!doctype" || name == "meta" || name == "br" || name == "col") continue;
    if (name[0] != '/') {
      open.push_back(name);
    } else if (open.empty() || open.back() != name.substr(1)) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

}  // namespace

TEST_CASE("a field of CSV is quoted where it must be and never a formula") {
  CHECK(csv_field("BG") == "BG");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"no\"") == "\"say \"\"no\"\"\"");
  CHECK(csv_field("two\nlines") == "\"two\nlines\"");
  for (const auto* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}) {
    INFO(formula);
    CHECK(csv_field(formula).find('\'') <= 1);
  }
  CHECK(csv_field("=HYPERLINK(\"x\",1)") == "\"'=HYPERLINK(\"\"x\"\",1)\"");
  CHECK(csv_field("").empty());
}

TEST_CASE("CSV has each table with as many fields in each line as its header") {
  const auto csv = csv_of(report("RO", "request"));
  std::size_t tables = 0, fields = 0, line = 0;
  for (std::size_t at = 0; at < csv.size();) {
    const auto end = csv.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    const auto text = csv.substr(at, end - at);
    at = end + 2;
    if (text.empty()) {
      line = 0;
      continue;
    }
    const auto here = static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
    if (line == 0) {
      ++tables;
    } else if (line == 1) {
      fields = here;
    } else {
      CHECK(here == fields);
    }
    ++line;
  }
  CHECK(tables == 9);
  CHECK(csv.find("share\r\n") != std::string::npos);
  CHECK(csv.find("country,RS,30,") != std::string::npos);
}

TEST_CASE("durations and shares are said as people read them") {
  CHECK(words_of(Duration(59)) == "59 s");
  CHECK(words_of(Duration(3599)) == "59 min");
  CHECK(words_of(Duration(3600)) == "1 h");
  CHECK(words_of(Duration(86400 + 3 * 3600)) == "1 d 3 h");
  CHECK(words_of(Cell(Share{{8, 1}})) == "12.5 %");
  CHECK(words_of(Cell(Share{{3, 3}})) == "100.0 %");
  CHECK(words_of(Cell(Share{})) == "-");
}

TEST_CASE("the text names each table, and says \"none\" where there is nothing") {
  const auto text = text_of(report("RO", "request"));
  for (const auto* title :
       {"Requests made", "Requests received and answered", "Requests refused, by ground",
        "judicial authorisation", "Time to acknowledge and to answer", "Overdue answers",
        "Urgent requests", "Requests by month", "How it is counted"}) {
    INFO(title);
    CHECK(text.find(title) != std::string::npos);
  }
  CHECK(count(text, "\n  none\n") == 1);  // nothing deviated
}

TEST_CASE("what is shown on the page can neither run, fetch nor end an element") {
  const std::string evil = "\"><script>alert('x')</script><img src=x onerror=alert(1)>";
  const auto page = page_of(report(evil, evil), {{evil, evil}, {"BG", "<b>&\"'"}});
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("<img") == std::string::npos);
  CHECK(page.find("<b>&\"") == std::string::npos);
  CHECK(page.find("&lt;script&gt;") != std::string::npos);
  CHECK(is_nested(page));
}

TEST_CASE("the page stands by itself and its plots are told without colour") {
  const auto page = page_of(report("RO", "request"), {{"RO", "Romania"}});
  for (const auto* fetched : {"http:", "https:", "src=", "href=", "@import", "<link", "onload"}) {
    INFO(fetched);
    CHECK(page.find(fetched) == std::string::npos);
  }
  CHECK(page.find("default-src 'none'") == std::string::npos);  // escaped in its attribute …
  CHECK(page.find("default-src &#39;none&#39;") != std::string::npos);
  CHECK(count(page, "<pattern ") == 3);
  CHECK(count(page, "<figure tabindex=\"0\">") == 15);
  CHECK(page.find("@media print") != std::string::npos);
  CHECK(page.find("prefers-color-scheme: dark") != std::string::npos);
  CHECK(page.find("Romania") != std::string::npos);
  CHECK(is_nested(page));
}

TEST_CASE("weeks are named as ISO 8601 has them, and those with nothing stand between") {
  const auto year = year_of(2026, "UTC");
  const auto now = year.begin + std::chrono::days(100);
  Counter counter(year, "UTC", "", now);
  const auto add = [&](int day, std::optional<int> answered, int due) {
    Asked asked;
    asked.number = std::to_string(day);
    asked.from = "RO";
    asked.to = "BG";
    asked.made = year.begin + std::chrono::days(day);
    asked.due = asked.made + std::chrono::days(due);
    if (answered) {
      asked.answered = asked.made + std::chrono::days(*answered);
    }
    counter.add(asked);
  };
  add(0, 1, 7);      // Thursday 1 January: the first week, which began in December
  add(3, 9, 7);      // Sunday, answered late
  add(4, {}, 7);     // Monday of the second week, overdue
  add(20, {}, 200);  // the fourth, open
  const auto report = report_of(counter.figures(), year, "UTC", "", now);
  const auto& weeks = report.tables.back();
  CHECK(weeks.id == "weeks");
  std::vector<std::string> lines;
  for (const auto& row : weeks.rows) {
    std::string line;
    for (const auto& cell : row) {
      line += (line.empty() ? "" : " ") + words_of(cell);
    }
    lines.push_back(line);
  }
  CHECK(lines == std::vector<std::string>{"2026-W01 2 1 1 0 0", "2026-W02 1 0 0 0 1",
                                          "2026-W03 0 0 0 0 0", "2026-W04 1 0 0 1 0"});
  CHECK(page_of(report, {}).find("answered late") != std::string::npos);
}

TEST_CASE("a year without requests has a page too") {
  const auto year = year_of(2026, "UTC");
  Counter counter(year, "UTC", "BG", year.end);
  const auto empty = report_of(counter.figures(), year, "UTC", "BG", year.end);
  const auto page = page_of(empty, {});
  CHECK(count(page, "None.") == 15);
  CHECK(is_nested(page));
  CHECK(count(csv_of(empty), "\r\n") == 9 * 2 + 8);  // names and headers, and what parts them
  CHECK(scope_of(empty) == "Year 2026 (UTC), as reported by BG");
}

TEST_CASE("markup escapes every text and value") {
  const auto markup = Element("td", {{"class", "a\"b"}}, "<&>\x01").markup();
  CHECK(markup == "<td class=\"a&quot;b\">&lt;&amp;&gt; </td>");
}
