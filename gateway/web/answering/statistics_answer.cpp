// The figures of a year, for operators and auditors: those of `pouch stats`.
#include "gateway/archive/year_figures.hpp"
#include "gateway/web/answering/site_answer.hpp"

namespace pouch::gateway {

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
  for (const auto& [code, name] : names) {
    page.countries.push_back({code, name});
  }
  visit.note({row_of_counting(page.report)}, "");
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = std::move(page);
  return answer;
}

}  // namespace pouch::gateway
