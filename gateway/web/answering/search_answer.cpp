#include "gateway/web/answering/search_answer.hpp"

#include <algorithm>
#include <utility>

#include "gateway/archive/hits_csv.hpp"
#include "gateway/archive/kept_news.hpp"
#include "gateway/archive/member_search.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/decide/asked_about.hpp"
#include "gateway/decide/linked.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/letters/answer.hpp"
#include "gateway/letters/read_as.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/web/answering/code_names.hpp"
#include "gateway/web/answering/narrowing.hpp"
#include "gateway/words/known_sentences.hpp"
#include "mail/text/charset.hpp"
#include "search/query/query_parser.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kHitsOfPage = 20, kMostPages = 500;  // up to what the index counts exactly
constexpr std::size_t kCountedHits = kHitsOfPage * kMostPages;

constexpr int kTimesForAll = 3;  // the patience for a page, for all of them

bool is_blank(const std::string& text) { return text.find_first_not_of(' ') == std::string::npos; }

// The one that is due first, of those that still owe an answer and whose clock runs.
void add_state(const Visit& visit, const CaseNumber& number, FoundHit& hit) {
  const auto subject = visit.store.cases().find(number);
  if (!subject || subject->kind != CaseKind::kRequest || subject->legs.empty()) {
    return;
  }
  const auto& legs = subject->legs;
  hit.answered = std::all_of(legs.begin(), legs.end(), [](const Leg& leg) {
    return leg.state == LegState::kAnswered || leg.state == LegState::kRefused;
  });
  for (const auto& leg : legs) {
    if (is_open(leg.state) && leg.deadline && !leg.clock.paused &&
        (!hit.due || *leg.deadline < *hit.due)) {
      hit.due = leg.deadline;
      hit.due_country = leg.country;
      hit.overdue = leg.overdue(visit.now);
    }
  }
}

FoundHit hit_of(const Visit& visit, const CodeNames& names, const ArchiveHit& entry) {
  const auto& message = entry.message;
  FoundHit hit;
  hit.number = message.number.text();
  hit.form = names.form(message.form);
  hit.sender = shown_name(visit.runtime.directory, message.sender, visit.now);
  hit.country = message.sender_country;
  hit.to = entry.to;
  hit.handling = entry.handling;
  hit.received = message.received;
  hit.subject = entry.text.subject;
  hit.snippet = pieces_of(entry.snippet);
  hit.why = entry.why;
  for (const auto& met : entry.met) {
    hit.met.push_back({met.found, met.asked, std::string(search::name(met.how))});
  }
  for (const auto& file : entry.met_files) {
    hit.met_files.push_back({file.name, static_cast<std::uint64_t>(file.part), file.page});
  }
  add_state(visit, message.number.number, hit);
  hit.percent = static_cast<std::uint64_t>(std::max(entry.percent, 0));
  auto body = visit.store.bodies().open(message.number);
  const auto& parts = body.parts();
  hit.files = static_cast<std::uint64_t>(std::count_if(
      parts.begin(), parts.end(), [](const PartFacts& part) { return !part.evidence; }));
  return hit;
}

// What stands for the value in the page's language; of the closed lists of states and kinds of
// files the page has words of its own.
std::string name_of(const CodeNames& names, const std::string& field, const std::string& value) {
  return field == "country" ? names.country(value)
         : field == "form"  ? names.form(value)
         : field == "area"  ? names.area(value)
                            : std::string();
}

FoundFacet shown_facet(const CodeNames& names, const search::Facet& facet) {
  FoundFacet shown{facet.field, {}};
  for (const auto& value : facet.values) {
    const auto code = facet.field == kHow ? std::string(code_of_tier(value.value)) : value.value;
    shown.values.push_back({code, value.count, name_of(names, facet.field, code)});
  }
  return shown;
}

std::vector<FoundFacet> facets_of(const CodeNames& names, const ArchiveAnswer& answer) {
  std::vector<FoundFacet> facets;
  for (const auto& facet : answer.facets) {
    facets.push_back(shown_facet(names, facet));
  }
  return facets;
}

// A search of the member, as it is narrowed now.
struct Asked {
  WebSearch search;
  std::vector<FacetChoice> narrowed;
  std::string query() const { return narrowed_query(search.query, narrowed); }
};

std::optional<Asked> asked_in(const Visit& visit) {
  const auto& question = visit.question;
  auto search = visit.store.web_book().search(visit.reader.id, question.search, visit.now);
  auto narrowed = narrowings_in(question.narrow);
  return search && narrowed ? std::optional(Asked{std::move(*search), std::move(*narrowed)})
                            : std::nullopt;
}

WebAnswer searched_enough() {
  return refused(WebOutcome::kTooMany, "You have searched 60 times within an hour",
                 "the next search is taken when the first of them is an hour old");
}

ArchiveAnswer found_for(const Visit& visit, const Asked& asked, const MemberSearch& search,
                        int times = 1) {
  auto request = request_of(search, visit.runtime, visit.tags);
  request.words = asked.search.query;
  request.tier = tier_chosen(asked.narrowed);
  request.until = std::chrono::steady_clock::now() + visit.patience * times;
  return ask_archive(visit.store, visit.runtime.site.state, *visit.runtime.index_key, request);
}

// Nothing was found out, but it was asked.
WebAnswer too_broad(const Visit& visit, const Asked& asked) {
  visit.note({{.act = "searched",
               .detail = "broken off, it took too long; words " +
                         visit.store.audit().seal_words(asked.query())}},
             asked.search.reason);
  auto answer = refused(WebOutcome::kTooBroad, "This search takes too long",
                        "narrow it: a country, a month (date:2026-11), one more word");
  FoundPage page;
  page.query = asked.search.query;
  page.reason = asked.search.reason;
  answer.page = std::move(page);
  return answer;
}

// Whom else to ask, when the question is about a thing alone.
std::vector<Pointer> pointed_for(const Visit& visit, const Asked& search) {
  const bool first = visit.question.page == 1 && search.narrowed.empty();
  const auto asked = first ? asked_about(search.search.query) : AskedThings();
  return asked.empty() || !anybody_allows_hits(visit.runtime.directory)
             ? std::vector<Pointer>()
             : point_to(visit.runtime, visit.store, *visit.runtime.index_key, asked, visit.reader);
}

bool is_month(const FacetChoice& choice) { return choice.field == "month"; }

// The months of all that is found, also of what the choice of a month leaves out: they are the way
// back. Where time is short the chosen ones stand alone.
void add_whole_range(const Visit& visit, Asked asked, FoundPage& page) {
  if (std::none_of(asked.narrowed.begin(), asked.narrowed.end(), is_month)) {
    return;
  }
  std::erase_if(asked.narrowed, is_month);
  auto whole = found_for(visit, asked, {asked.query(), 0, 1, false, true, true});
  for (auto& facet : whole.facets) {
    const auto shown = std::find_if(page.facets.begin(), page.facets.end(),
                                    [](const FoundFacet& one) { return one.field == "month"; });
    if (facet.field == "month" && shown != page.facets.end()) {
      shown->values.clear();
      for (const auto& month : facet.values) {
        shown->values.push_back({month.value, month.count});
      }
    }
  }
}

// Why a query cannot be read, in the language of the page.
template <typename Read>
WebAnswer unread(const Visit& visit, const Read& read) {
  const CodeNames names(visit);
  auto answer = refused(WebOutcome::kBadInput, known_sentence(read.problem, names.words()),
                        known_sentence(read.hint, names.words()));
  answer.column = read.column;
  return answer;
}

FoundPage page_of(const Visit& visit, const Asked& asked, const ArchiveAnswer& found) {
  const CodeNames names(visit);
  const auto& question = visit.question;
  const auto& search = asked.search;
  FoundPage page;
  page.search = question.search;
  page.query = search.query;
  page.reason = search.reason;
  page.understood = read_as(search.query, names.words());
  page.total = found.total;
  page.at_least = found.total >= kCountedHits;
  page.page = question.page;
  page.pages = std::max<std::uint64_t>(
      1, (std::min(found.total, kCountedHits) + kHitsOfPage - 1) / kHitsOfPage);
  page.first = (question.page - 1) * kHitsOfPage + 1;
  page.by_date = question.by_date;
  page.narrowed = asked.narrowed;
  for (auto& choice : page.narrowed) {
    choice.name = name_of(names, choice.field, choice.value);
  }
  page.facets = facets_of(names, found);
  page.counted = found.counted;
  page.cases = found.counted < found.total ? 0 : found.cases;
  page.suggestion = found.suggestion;
  page.contact =
      whom_to_contact(found.contacts, visit.runtime.directory, visit.reader.country, names.words());
  page.unreadable = found.unreadable;
  page.unfiled = found.unfiled;
  for (const auto& year : found.missing) {
    page.missing.push_back(said_missing({year}));
  }
  return page;
}

// Who makes a kept search again has looked: what the index has by now is new no more.
void note_kept(const Visit& visit) {
  constexpr const char* kLook = "page";
  auto& kept = visit.store.kept_searches();
  for (const auto& one : kept.of(visit.reader.id)) {
    const auto question = read_search_context(one.question);
    if (question && question->query == visit.question.query) {
      kept.looked(one, kLook, indexed_now(visit.runtime.site.state));
    }
  }
}

}  // namespace

std::vector<SnippetPiece> pieces_of(std::string_view snippet) {
  constexpr std::string_view kBegin = "«", kEnd = "»";
  std::vector<SnippetPiece> pieces;
  const auto add = [&](std::string_view text, bool hit) {
    if (!text.empty()) {
      pieces.push_back({std::string(text), hit});
    }
  };
  while (!snippet.empty()) {
    const auto begin = snippet.find(kBegin);
    const auto end = begin == snippet.npos ? begin : snippet.find(kEnd, begin);
    if (end == snippet.npos) {
      break;
    }
    add(snippet.substr(0, begin), false);
    add(snippet.substr(begin + kBegin.size(), end - begin - kBegin.size()), true);
    snippet.remove_prefix(end + kEnd.size());
  }
  add(snippet, false);
  return pieces;
}

WebAnswer answer_search(const Visit& visit) {
  const auto& question = visit.question;
  WebAnswer answer;
  FoundPage page;
  page.query = question.query;
  page.reason = question.reason;
  answer.outcome = WebOutcome::kBadInput;
  const auto parsed = search::parse_query(question.query);
  if (is_blank(question.query)) {
    answer.problem = "Say what you are looking for";
    answer.hint = "a name, a plate, a number; \"several words together\"";
  } else if (!parsed.problem.empty()) {
    answer = unread(visit, parsed);
  } else if (is_blank(question.reason)) {
    answer.outcome = WebOutcome::kNeedReason;  // nothing has been searched
  } else {
    answer.outcome = WebOutcome::kDone;
    page.search = visit.store.web_book().keep_search(visit.reader.id,
                                                     {question.query, question.reason, visit.now});
    visit.store.web_book().set_reason(visit.session, question.reason);
    note_kept(visit);
  }
  answer.page = std::move(page);
  return answer;
}

WebAnswer answer_found(const Visit& visit) {
  const auto& question = visit.question;
  const auto asked = asked_in(visit);
  if (!asked || question.page < 1 || question.page > kMostPages) {
    return refused(WebOutcome::kNotFound);
  }
  if (!visit.within_budget("search", "searches", kSearchesAnHour)) {
    return searched_enough();
  }
  auto found =
      found_for(visit, *asked,
                {asked->query(), kHitsOfPage, question.page, question.by_date, true, true, true});
  if (found.too_late) {
    return too_broad(visit, *asked);
  }
  if (!found.problem.empty()) {
    auto answer = unread(visit, found);
    answer.page = page_of(visit, *asked, found);
    return answer;
  }
  const auto pointed = pointed_for(visit, *asked);
  found.contacts = countries_of(pointed);
  WebAnswer answer;
  auto page = page_of(visit, *asked, found);
  add_whole_range(visit, *asked, page);
  const CodeNames names(visit);
  for (const auto& entry : found.hits) {
    page.hits.push_back(hit_of(visit, names, entry));
    add_to(answer.banner, entry.classification, entry.handling);
  }
  visit.note(rows_of_search(visit.store, asked->query(), found, pointed), asked->search.reason);
  answer.outcome = WebOutcome::kDone;
  answer.page = std::move(page);
  return answer;
}

WebAnswer answer_hits(const Visit& visit) {
  const auto asked = asked_in(visit);
  if (!asked) {
    return refused(WebOutcome::kNotFound);
  }
  if (!visit.within_budget("search", "searches", kSearchesAnHour)) {
    return searched_enough();
  }
  const auto found = found_for(
      visit, *asked, {asked->query(), kMostCsvHits, 1, visit.question.by_date, false, true},
      kTimesForAll);
  if (found.too_late) {
    return too_broad(visit, *asked);
  }
  if (!found.problem.empty()) {
    return unread(visit, found);
  }
  FilePiece table;
  table.name = found.hits.size() < found.total
                   ? "pouch-first-" + std::to_string(found.hits.size()) + "-of-" +
                         std::to_string(found.total) + "-hits.csv"
                   : "pouch-hits.csv";
  table.media_type = "text/csv; charset=utf-8";
  table.octets = csv_of_hits(found.hits);
  table.size = table.octets.size();
  auto rows = rows_of_search(visit.store, asked->query(), found, {});
  rows.push_back(row_of_csv(found.hits.size()));
  visit.note(std::move(rows), asked->search.reason);
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = std::move(table);
  return answer;
}

WebAnswer answer_keep(const Visit& visit) {
  const auto asked = asked_in(visit);
  if (!asked) {
    return refused(WebOutcome::kNotFound);
  }
  if (!tier_chosen(asked->narrowed).empty()) {
    return refused(WebOutcome::kBadInput, "How its hits match is not kept with a search",
                   "take that filter off, then keep it");
  }
  const auto query = asked->query();
  const auto& typed = visit.question.name;
  // What was typed for a name; its words, where nothing was.
  const auto name = is_blank(typed) ? std::string(mail::utf8_head(query, kLongestKeptName)) : typed;
  const auto kept =
      kept_search(name, query, asked->search.reason, visit.runtime.site.state, visit.now);
  if (!visit.store.kept_searches().keep(visit.reader.id, kept, "")) {
    return refused(WebOutcome::kBadInput,
                   "You keep " + std::to_string(kMostKeptSearches) + " searches already",
                   "end one by mail: drop search NAME");
  }
  visit.note({{.act = "search-kept", .detail = "words " + visit.store.audit().seal_words(query)}},
             asked->search.reason);
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  return answer;
}

}  // namespace pouch::gateway
