// The figures of a year, for operators and auditors: those of `pouch stats`.
#include "gateway/archive/year_figures.hpp"
#include "gateway/web/answering/code_names.hpp"
#include "gateway/web/answering/site_answer.hpp"

namespace pouch::gateway {
namespace {

void add_codes(const Visit& visit, const CodeNames& names, StatisticsPage& page) {
  for (const auto* form : visit.runtime.templates.all()) {
    page.codes.push_back({form->name, names.form(form->name)});
  }
  for (const auto& table : page.report.tables) {
    for (const auto& row : table.rows) {
      const auto* by = row.size() > 1 ? std::get_if<std::string>(&row[0]) : nullptr;
      const auto* code = row.size() > 1 ? std::get_if<std::string>(&row[1]) : nullptr;
      if (by != nullptr && code != nullptr && *by == name(figures::By::kArea) &&
          *code != figures::kNotKnown) {
        page.codes.push_back({*code, names.area(*code)});
      }
    }
  }
}

}  // namespace

WebAnswer answer_statistics(const Visit& visit) {
  const auto& question = visit.question;
  const auto names = country_names(visit.runtime.directory);
  const auto year = static_cast<int>(question.year % 10000);
  const bool known = (question.country.empty() || names.count(question.country) > 0) &&
                     question.year <= kLastYear && (year == 0 || year >= kFirstYear);
  if (!known || !(visit.reader.has_right("operate") || visit.reader.has_right("audit"))) {
    return refused(WebOutcome::kNotFound);
  }
  StatisticsPage page;
  page.report = report_of_year(visit.runtime, visit.store, {year, question.country});
  const CodeNames called(visit);
  for (const auto& [code, name] : names) {
    page.countries.push_back({code, called.country(code)});
  }
  add_codes(visit, called, page);
  visit.note({row_of_counting(page.report)}, "");
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = std::move(page);
  return answer;
}

}  // namespace pouch::gateway
