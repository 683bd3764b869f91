// Searches that somebody keeps: said to be kept or dropped, and what is new for them.
#include <algorithm>

#include "gateway/archive/kept_news.hpp"
#include "gateway/letters/answer_parts.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/read_as.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

void write_keep(const KeptResult& result, const std::string& query, const Words& words,
                mail::Draft& draft) {
  if (!result.done) {
    draft.subject = words("too_many_searches");
    draft.text = draft.subject + "\n\n" +
                 paragraph(words("end_one_search", {{"count", std::size_t{kMostKeptSearches}}}));
    return;
  }
  const Place name{"name", result.name};
  draft.subject = words("search_kept", {name});
  draft.text = draft.subject + "\n\n" + row(words("row_query"), query) +
               row(words("row_read_as"), read_as(query, words)) + "\n" +
               paragraph(words("kept_search_shows", {name}));
}

void write_drop(const KeptResult& result, const Words& words, mail::Draft& draft) {
  const Place name{"name", result.name};
  draft.subject = result.done ? words("search_not_kept_any_more", {name})
                              : words("no_search_of_the_name", {name});
  draft.text = draft.subject + "\n\n" + paragraph(words("kept_searches_lists"));
}

void write_news(const LetterSource& source, const KeptNews& news, const Words& words,
                mail::Draft& draft) {
  const auto& found = news.found;
  draft.text += heading(news.search.name);
  draft.text += row("  " + words("row_query"), news.question.words) +
                row("  " + words("row_kept_on"), utc_time(news.search.kept).substr(0, 10)) +
                row("  " + words("row_new"), std::to_string(found.total));
  if (!found.problem.empty()) {
    draft.text += paragraph("  " + words("query_cannot_be_read", {{"problem", found.problem}}));
  }
  for (const auto& hit : found.hits) {
    draft.text += hit_lines(hit, source.directory, words);
  }
  if (found.total > found.hits.size()) {
    draft.text +=
        "\n" + paragraph("  " + words("only_newest_shown", {{"count", found.hits.size()}}));
  }
}

void write_kept_list(const LetterSource& source, const KeptResult& result, const Words& words,
                     mail::Draft& draft) {
  std::size_t total = 0, unfiled = 0;
  bool any = false;
  for (const auto& news : result.news) {
    total += news.found.total;
    unfiled = std::max(unfiled, news.found.unfiled);
    any = any || !news.found.hits.empty();
  }
  draft.subject = words("kept_searches_new", {{"count", total}});
  draft.text = words("what_is_new_for_searches") + "\n";
  for (const auto& news : result.news) {
    write_news(source, news, words, draft);
  }
  if (result.news.empty()) {
    draft.text += "\n" + paragraph(words("you_keep_no_search"));
  }
  if (unfiled > 0) {
    draft.text += "\n" + paragraph(words("newest_not_searched"));
  }
  if (any) {
    draft.text += "\n" + paragraph(words("fetch_for_full"));
  }
}

}  // namespace

void write_kept(const LetterSource& source, const Answer& answer, const KeptResult& result,
                mail::Draft& draft) {
  const auto& words = Words::in(source.sender.reads);
  switch (answer.kept.what) {
    case KeptOrder::What::kKeep:
      write_keep(result, answer.question->words, words, draft);
      break;
    case KeptOrder::What::kDrop:
      write_drop(result, words, draft);
      break;
    case KeptOrder::What::kList:
      write_kept_list(source, result, words, draft);
      break;
  }
}

}  // namespace pouch::gateway::detail
