// A search: its query and reason, and what it found.
#include <algorithm>
#include <array>
#include <optional>

#include "gateway/web/pages/found_hit.hpp"
#include "gateway/web/pages/histogram.hpp"
#include "gateway/web/pages/pages.hpp"
#include "gateway/web/words/codes.hpp"
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

constexpr std::uint64_t kPagesShown = 5;  // numbers beside the one that is shown

Html text_input(std::string_view id, std::string_view value, std::uint64_t longest,
                bool begin_here = false) {
  return begin_here ? element(Tag::kInput, {of_class("text"),
                                            {Named::kId, id},
                                            {Named::kName, id},
                                            {Named::kValue, value},
                                            {Named::kMaxlength, longest},
                                            {Named::kAutocomplete, "off"},
                                            {Named::kAutofocus, ""},
                                            {Named::kRequired, ""}})
                    : element(Tag::kInput, {of_class("text"),
                                            {Named::kId, id},
                                            {Named::kName, id},
                                            {Named::kValue, value},
                                            {Named::kMaxlength, longest},
                                            {Named::kAutocomplete, "off"},
                                            {Named::kRequired, ""}});
}

// Fields that narrow a search, as they are typed.
Html examples() {
  Html all;
  for (const std::string_view one :
       {"country:RS", "plate:", "phone:", "iban:", "vin:", "date:2026-01..", "is:overdue",
        "\"words together\"", "-not", "word*"}) {
    all += " ";
    all += element(Tag::kCode, {}, one);
  }
  return all;
}

// Query and reason side by side.
Html ask(const Look& look, const SearchTyped& typed, std::string_view understood) {
  Html help;
  if (!understood.empty()) {
    help += element(Tag::kB, {}, look.words(Say::kReadAs));
    help += " ";
    help += said(understood, 4000);
    help += element(Tag::kBr, {});
  }
  help += look.words(Say::kNarrower);
  help += examples();
  help += " · ";
  help += element(Tag::kA, {href(query_help_url())}, look.words(Say::kAllFields));
  return element(
      Tag::kForm, {of_class("sheet ask"), html::post_to(search_url()), {Named::kRole, "search"}},
      token_field(look),
      element(Tag::kDiv, {}, element(Tag::kLabel, {{Named::kFor, "q"}}, look.words(Say::kWhatFor)),
              text_input("q", typed.query, 2000)),
      element(Tag::kDiv, {},
              element(Tag::kLabel, {{Named::kFor, "reason"}}, look.words(Say::kWhy), " ",
                      element(Tag::kSpan, {of_class("nw")}, look.words(Say::kInTheLog))),
              text_input("reason", typed.reason, 200, typed.why)),
      element(Tag::kButton, {of_class("first")}, look.words(Say::kSearch)),
      element(Tag::kP, {of_class("help")}, help));
}

Html problem(const Look& look, const SearchTyped& typed) {
  if (typed.why) {
    return element(Tag::kP, {of_class("note"), {Named::kRole, "status"}},
                   look.words(Say::kWhyFirst));
  }
  if (typed.problem.empty()) {
    return {};
  }
  Html text = said(typed.problem);
  if (!typed.hint.empty()) {
    text += " ";
    text += said(typed.hint);
  }
  return element(Tag::kP, {of_class("wrong"), {Named::kRole, "alert"}}, text);
}

FoundView view_of(const FoundPage& page) { return {page.page, page.by_date, page.narrowed}; }

// A facet's name; nothing: it narrows nothing here.
std::optional<Say> name_of(std::string_view field) {
  return field == "how"        ? std::optional(Say::kFacetHow)
         : field == "country"  ? std::optional(Say::kFacetFrom)
         : field == "form"     ? std::optional(Say::kFacetForm)
         : field == "area"     ? std::optional(Say::kFacetArea)
         : field == "handling" ? std::optional(Say::kFacetHandling)
         : field == "has"      ? std::optional(Say::kFacetHas)
         : field == "is"       ? std::optional(Say::kFacetIs)
                               : std::nullopt;
}

// As its reader calls it: by the name that the site gives it, by ours, else as it stands.
std::string shown_value(const Look& look, std::string_view field, std::string_view value,
                        std::string_view name) {
  if (!name.empty()) {
    return std::string(name);
  }
  if (field == "month") {
    return months_in_words(look.words, value);
  }
  const auto ours = value_in_words(look.words, field, value);
  return std::string(ours.empty() ? value : ours);
}

bool is_chosen(const FoundPage& page, std::string_view field, std::string_view value) {
  return std::any_of(page.narrowed.begin(), page.narrowed.end(), [&](const FacetChoice& one) {
    return one.field == field && one.value == value;
  });
}

// A value that is no code of a closed list stands there, and leads nowhere.
Html facet_value(const Look& look, const FoundPage& page, const std::string& field,
                 const FacetCount& one) {
  Html text = said(shown_value(look, field, one.value, one.name), 100);
  text += " ";
  text += element(Tag::kSpan, {}, std::to_string(one.count));
  if (!is_facet_code(one.value) || page.search.empty()) {
    return element(Tag::kLi, {}, text);
  }
  const auto view = view_of(page);
  return is_chosen(page, field, one.value)
             ? element(Tag::kLi, {},
                       element(Tag::kA,
                               {href(found_url(page.search, without(view, field))),
                                {Named::kAriaCurrent, "true"}},
                               text))
             : element(
                   Tag::kLi, {},
                   element(Tag::kA,
                           {href(found_url(page.search, narrowed_to(view, {field, one.value})))},
                           text));
}

// In the order in which people ask: how sure is it, whose is it, what is it, how does it stand.
constexpr std::array<std::string_view, 7> kFacets{"how", "country",  "form", "area",
                                                  "is",  "handling", "has"};

Html facets(const Look& look, const FoundPage& page) {
  constexpr std::size_t kMostValues = 12;  // the most frequent
  Html all;
  for (const auto field : kFacets) {
    const auto found = std::find_if(page.facets.begin(), page.facets.end(),
                                    [&](const FoundFacet& one) { return one.field == field; });
    const auto name = name_of(field);
    if (!name || found == page.facets.end() || found->values.empty()) {
      continue;
    }
    const auto& facet = *found;
    Html values;
    for (std::size_t at = 0; at < std::min(facet.values.size(), kMostValues); ++at) {
      values += facet_value(look, page, facet.field, facet.values[at]);
    }
    all += element(Tag::kSection, {of_class("facet")}, heading(*name, look),
                   element(Tag::kUl, {}, values));
  }
  if (!all.empty() && page.counted < page.total) {
    all += element(Tag::kP, {of_class("soft small")},
                   look.words(Say::kCountedOf, std::to_string(page.counted)));
  }
  return all.empty() ? all
                     : element(Tag::kAside,
                               {of_class("facets side"),
                                {Named::kId, "narrow"},
                                {Named::kAriaLabel, look.words(Say::kCounted)}},
                               all);
}

// What narrows the search, each with the way to take it off.
Html chips(const Look& look, const FoundPage& page) {
  Html all;
  for (const auto& one : page.narrowed) {
    const auto text = shown_value(look, one.field, one.value, one.name);
    all += element(Tag::kA,
                   {of_class("chip"),
                    href(found_url(page.search, without(view_of(page), one.field))),
                    {Named::kAriaLabel, look.words(Say::kTakeOff, mail::utf8_head(text, 100))}},
                   said(text, 100), " ✕");
    if (const auto since = one.field == "month" ? since_month(one.value) : std::string();
        !since.empty()) {
      const auto later = narrowed_to(view_of(page), {"month", since});
      all += element(Tag::kA, {of_class("small"), href(found_url(page.search, later))},
                     look.words(Say::kAndLater));
    }
  }
  return all;
}

// A kept search finds all tiers; which of them was chosen is not kept.
bool may_be_kept(const FoundPage& page) {
  return !page.search.empty() &&
         std::none_of(page.narrowed.begin(), page.narrowed.end(),
                      [](const FacetChoice& one) { return one.field == "how"; });
}

Html keep(const Look& look, const FoundPage& page) {
  return element(
      Tag::kDetails, {of_class("more"), {Named::kId, "keep"}},
      element(Tag::kSummary, {}, look.words(Say::kKeepIt)),
      element(Tag::kForm, {of_class("row"), html::post_to(keep_url(page.search, view_of(page)))},
              token_field(look),
              element(Tag::kDiv, {},
                      element(Tag::kLabel, {{Named::kFor, "name"}}, look.words(Say::kKeepName)),
                      element(Tag::kInput, {of_class("text"),
                                            {Named::kId, "name"},
                                            {Named::kName, "name"},
                                            {Named::kAutocomplete, "off"},
                                            {Named::kMaxlength, 80}})),
              element(Tag::kButton, {}, look.words(Say::kKeepIt))));
}

Html pages(const Look& look, const FoundPage& page) {
  if (page.pages < 2) {
    return {};
  }
  const auto first = page.page > kPagesShown ? page.page - kPagesShown : 1;
  const auto last = std::min(page.pages, page.page + kPagesShown);
  Html links;
  for (auto number = first; number <= last; ++number) {
    const auto text = std::to_string(number);
    links +=
        number == page.page
            ? element(Tag::kB, {{Named::kAriaCurrent, "page"}}, text)
            : element(Tag::kA,
                      {href(found_url(page.search, {number, page.by_date, page.narrowed}))}, text);
  }
  if (page.page < page.pages) {
    links += element(Tag::kA,
                     {href(found_url(page.search, {page.page + 1, page.by_date, page.narrowed}))},
                     look.words(Say::kNext));
  }
  return element(Tag::kNav, {of_class("pages"), {Named::kAriaLabel, look.words(Say::kPages)}},
                 links);
}

Html tally(const Look& look, const FoundPage& page) {
  Html order = page.by_date
                   ? element(Tag::kA, {href(found_url(page.search, {1, false, page.narrowed}))},
                             look.words(Say::kBestFirst))
                   : Html(look.words(Say::kBestFirst));
  order += " · ";
  order += page.by_date ? Html(look.words(Say::kNewestFirst))
                        : element(Tag::kA, {href(found_url(page.search, {1, true, page.narrowed}))},
                                  look.words(Say::kNewestFirst));
  // On a narrow screen the facets stand below the hits.
  const auto narrow = page.facets.empty()
                          ? Html()
                          : element(Tag::kA, {of_class("narrow"), href(Url::here("narrow"))},
                                    look.words(Say::kNarrow));
  Html range, table;
  if (may_be_kept(page)) {
    table += element(Tag::kA, {href(Url::here("keep"))}, look.words(Say::kKeepIt));
  }
  if (!page.hits.empty() && !page.search.empty()) {
    table += element(Tag::kA, {href(hits_url(page.search, {1, page.by_date, page.narrowed}))},
                     look.words(Say::kAsCsv));
  }
  if (!page.hits.empty()) {
    const auto first = std::to_string(page.first),
               last = std::to_string(page.first + page.hits.size() - 1);
    range += soft(first == last ? first : first + "–" + last);
  }
  return element(
      Tag::kDiv, {of_class("tally")},
      element(Tag::kH2, {of_class("off")}, look.words(Say::kResults)),
      element(Tag::kStrong, {},
              messages_in_words(look.words, page.total, page.at_least, page.cases)),
      range, chips(look, page),
      element(Tag::kSpan, {of_class("right")}, narrow, element(Tag::kSpan, {}, order), table));
}

Html notes(const Look& look, const FoundPage& page) {
  Html all;
  if (page.total == 0 && !page.suggestion.empty()) {
    all += element(Tag::kP, {of_class("note")}, look.words(Say::kTryInstead), " ",
                   element(Tag::kCode, {}, said(page.suggestion, 2000)));
  }
  if (page.unreadable > 0) {
    all += element(Tag::kP, {of_class("note")},
                   look.words(Say::kUnreadable, std::to_string(page.unreadable)));
  }
  if (page.unfiled > 0) {
    all += element(Tag::kP, {of_class("note")},
                   look.words(Say::kUnfiled, std::to_string(page.unfiled)));
  }
  for (const auto& year : page.missing) {
    all += element(Tag::kP, {of_class("note")}, look.words(Say::kYearMissing), " ", said(year));
  }
  return all;
}

}  // namespace

std::string search_page(const Look& look, const SearchTyped& typed) {
  Html content = element(Tag::kH1, {of_class("off")}, look.words(Say::kSearch));
  content += problem(look, typed);
  content += ask(look, typed, {});
  return framed(look, Room::kSearch, look.words(Say::kSearch), content);
}

std::string found_page(const Look& look, const FoundPage& page) {
  Html content = element(Tag::kH1, {of_class("off")}, look.words(Say::kSearch));
  content += ask(look, {page.query, page.reason}, page.understood);
  Html results = tally(look, page);
  results += histogram(look, page, view_of(page));
  results += notes(look, page);
  Html hits;
  for (const auto& hit : page.hits) {
    hits += shown_hit(look, hit, page.search);
  }
  if (!page.hits.empty()) {
    results += element(Tag::kH2, {of_class("off")}, look.words(Say::kMessages));
    results += element(Tag::kOl, {of_class("sheet")}, hits);
  }
  if (!page.contact.empty()) {
    results += element(Tag::kP, {of_class("sheet veil")}, said(page.contact, 1000));
  }
  results += pages(look, page);
  if (may_be_kept(page)) {
    results += keep(look, page);
  }
  const auto counted = facets(look, page);
  content += counted.empty() ? element(Tag::kDiv, {of_class("block")}, results)
                             : element(Tag::kDiv, {of_class("found")}, counted,
                                       element(Tag::kDiv, {}, results));
  return framed(look, Room::kSearch, look.words(Say::kSearch), content);
}

}  // namespace pouch::gateway::web
