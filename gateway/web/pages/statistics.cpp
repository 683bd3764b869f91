// The figures of a year: what `pouch stats --html` shows, in the frame of the page and in its
// language.
#include <algorithm>
#include <map>

#include "gateway/figures/page.hpp"
#include "gateway/web/pages/pages.hpp"
#include "gateway/web/words/figure_words.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::href;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;
using html::Url;

constexpr std::size_t kLongestCell = 60, kMostRows = 300;

void shorten(std::string& text) { text = std::string(mail::utf8_head(text, kLongestCell)); }

// Texts are codes and names of the directory: none is longer than a page can bear.
figures::Report bounded(figures::Report report) {
  report.country = is_facet_code(report.country) ? report.country : std::string();
  shorten(report.zone);
  for (auto& table : report.tables) {
    table.rows.resize(std::min(table.rows.size(), kMostRows));
    for (auto& row : table.rows) {
      for (auto& cell : row) {
        if (auto* const text = std::get_if<std::string>(&cell)) {
          shorten(*text);
        }
      }
    }
  }
  return report;
}

Html typed(std::string_view id, std::string_view label, std::string_view value,
           std::uint64_t longest) {
  return element(Tag::kDiv, {}, element(Tag::kLabel, {{Named::kFor, id}}, label),
                 element(Tag::kInput, {of_class("text"),
                                       {Named::kId, id},
                                       {Named::kName, id},
                                       {Named::kValue, value},
                                       {Named::kMaxlength, longest}}));
}

using Names = std::map<std::string, std::string>;

// Of countries, forms and crime areas, by their codes.
Names names_in(const StatisticsPage& page) {
  Names names;
  for (const auto* list : {&page.countries, &page.codes}) {
    for (const auto& [code, name] : *list) {
      names.emplace(mail::utf8_head(code, kLongestCell), mail::utf8_head(name, kLongestCell));
    }
  }
  return names;
}

// "2026, all countries, so far".
std::string scope(const Look& look, const figures::Report& report, const Names& names) {
  const auto found = names.find(report.country);
  auto text = std::to_string(report.year.year) + ", " +
              (report.country.empty() ? std::string(look.words(Say::kEveryCountry))
               : found == names.end() ? report.country
                                      : found->second);
  return report.made < report.year.end ? text + ", " + std::string(look.words(Say::kSoFar)) : text;
}

}  // namespace

std::string statistics_page(const Look& look, const StatisticsPage& page) {
  const auto report = bounded(page.report);
  const auto year = std::to_string(report.year.year);
  const auto names = names_in(page);
  Html content =
      element(Tag::kDiv, {of_class("head")}, element(Tag::kH1, {}, look.words(Say::kStatistics)),
              soft(said(scope(look, report, names), 1000)));
  const auto country_label = std::string(look.words(Say::kCountry)) + " (" +
                             std::string(look.words(Say::kAllCountries)) + ")";
  content += element(
      Tag::kForm, {of_class("sheet filter"), html::get_from(Url("/statistics"))},
      typed("year", look.words(Say::kYear), year, 4),
      typed("country", country_label, report.country, 2),
      element(Tag::kButton, {of_class("first")}, look.words(Say::kShowIt)),
      element(Tag::kA,
              {of_class("button"), href(statistics_url(static_cast<std::uint64_t>(report.year.year),
                                                       report.country, true))},
              look.words(Say::kAsCsv)));
  content += element(Tag::kP, {of_class("soft small")}, look.words(Say::kCountsOnly));
  const auto say = [&](std::string_view text) {
    const auto name = names.find(std::string(text));
    return name == names.end() ? figure_in_words(look.words, text) : name->second;
  };
  Html parts;
  for (const auto& part : figures::parts_of(report, names, say)) {
    parts += part.in_page();
  }
  content += element(Tag::kDiv, {of_class("stats")}, parts);
  return framed(look, Room::kStatistics, look.words(Say::kStatistics), content);
}

}  // namespace pouch::gateway::web
