// pouch search: asks the archive, by right and with a reason (verb.hpp).
#include "gateway/archive/archive.hpp"
#include "gateway/archive/hits_csv.hpp"
#include "gateway/archive/member_search.hpp"
#include "gateway/archive/pointing.hpp"
#include "gateway/decide/linked.hpp"
#include "gateway/letters/answer.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/kept_searches.hpp"
#include "gateway/verbs/query_help.hpp"
#include "gateway/verbs/reader_session.hpp"
#include "gateway/verbs/search_kept.hpp"
#include "gateway/verbs/search_output.hpp"

namespace pouch::gateway {
namespace {

struct SearchOptions {
  Asker asker;
  std::string query, sort = "relevance";
  std::size_t limit = 20, page = 1;
  bool facets = false, partial = false, csv = false;
  std::string keep, kept, drop;  // names of kept searches
  bool list_kept = false;
};

std::string within_name(const std::string& name) {
  return name.size() > kLongestKeptName ? "a name of a kept search has at most 80 octets"
                                        : std::string();
}

MemberSearch search_of(const SearchOptions& options) {
  return {options.query,          options.limit,  options.page,
          options.sort == "date", options.facets, options.partial};
}

// Whom else to ask, when the question is about a thing alone. The forms, which say what a held
// message is about, are read only for that.
std::vector<Pointer> pointers(const Call& call, const SearchOptions& options,
                              ReaderSession& session) {
  const auto asked =
      options.page > 1 || options.facets ? AskedThings() : asked_about(options.query);
  if (asked.empty() || !anybody_allows_hits(session.runtime().directory)) {
    return {};
  }
  return point_to(load_runtime(call.config, Forms::kEnglish), session.store(),
                  index_key(session.data_key()), asked, session.reader());
}

int refuse(const Call& call, const Shown& shown, const ArchiveAnswer& answer) {
  if (!call.json) {
    throw Refusal(kBadData, in_column(answer) + (answer.hint.empty() ? "" : "; " + answer.hint));
  }
  print_found(true, answer, shown);
  return kBadData;
}

int of_kept(const Call& call, const SearchOptions& options) {
  ReaderSession session(call.config, options.asker);
  if (!options.drop.empty()) {
    return drop_kept(session, options.drop, call.json);
  }
  return options.kept.empty() ? list_kept(session, call.json)
                              : show_kept(session, options.kept, options.limit, call.json);
}

int search_archive(const Call& call, const SearchOptions& options) {
  if (options.list_kept || !options.kept.empty() || !options.drop.empty()) {
    return of_kept(call, options);
  }
  if (options.query.empty()) {
    throw Refusal(kUsage, "the query is missing; see pouch search --help-query");
  }
  ReaderSession session(call.config, options.asker);
  auto answer =
      ask_archive(session.store(), session.runtime().site.state, index_key(session.data_key()),
                  request_of(search_of(options), session.runtime(), session.tags()));
  Shown shown{options.query, (options.page - 1) * options.limit + 1, options.facets};
  if (!answer.problem.empty()) {
    return refuse(call, shown, answer);
  }
  const auto pointed = pointers(call, options, session);
  answer.contacts = countries_of(pointed);
  shown.contact =
      whom_to_contact(answer.contacts, session.runtime().directory, session.reader().country);
  auto rows = rows_of_search(session.store(), options.query, answer, pointed);
  if (options.csv) {
    rows.push_back(row_of_csv(answer.hits.size()));
  }
  session.note(std::move(rows));
  if (!options.keep.empty()) {
    keep_search(session, options.keep, options.query);
  }
  if (options.csv) {
    write_bytes(csv_of_hits(answer.hits));
  } else {
    print_found(call.json, answer, shown);
  }
  return end_of(answer);
}

}  // namespace

void add_search(Verb& pouch) {
  auto& verb = pouch.add("search", "Search the archive with a member's rights");
  auto& options = verb.keep<SearchOptions>();
  verb.prints("--help-query", query_help, "print the query language and its fields");
  verb.option("query", options.query, "words, \"phrases\", field:value (pouch-query(7))")
      .suggests(query_words());
  options.asker.add_options(verb);
  verb.option("--sort", options.sort, "relevance or date").one_of({"relevance", "date"});
  verb.option("--limit", options.limit, "hits a page").between(1, 100);
  verb.option("--page", options.page, "which page, from 1").between(1, 10000);
  verb.flag("--facets", options.facets,
            "count the hits by country, form, area, handling, attachments, month and state");
  verb.flag("--partial", options.partial,
            "show what there is when years on other machines cannot be asked, and name them");
  verb.option("--keep", options.keep, "keep this search under a name").check(within_name);
  const auto kept = verb.option("--kept", options.kept,
                                "what is new for the kept search of that name; lists all without");
  kept.value_may_lack().check(within_name);
  verb.option("--drop", options.drop, "keep the search of that name no more").check(within_name);
  verb.json("search.json");
  verb.flag("--csv", options.csv, "print the hits as CSV").excludes("--json");
  verb.footer(
      "Example: pouch search 'jovanovic plate:ca1234ab' --as ana.ionescu --reason 'case "
      "4417/2026'");
  verb.action([&options, kept](const Call& call) {
    options.list_kept = kept.was_given() && options.kept.empty();
    return search_archive(call, options);
  });
}

}  // namespace pouch::gateway
