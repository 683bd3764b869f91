// Searches that somebody keeps: said to be kept or dropped, and what is new for them.
#include <algorithm>

#include "gateway/archive/kept_news.hpp"
#include "gateway/letters/answer_parts.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"

namespace pouch::gateway::detail {
namespace {

void write_keep(const KeptResult& result, const std::string& words, mail::Draft& draft) {
  if (!result.done) {
    draft.subject = "NOT KEPT: you keep too many searches";
    draft.text = draft.subject + "\n\n" +
                 paragraph("You keep " + std::to_string(kMostKeptSearches) +
                           " searches already. End one by a mail with the subject "
                           "\"drop search NAME\", then reply `keep` again.");
    return;
  }
  draft.subject = "SEARCH KEPT: " + result.name;
  draft.text = draft.subject + "\n\n" + row("Query", words) + row("Read as", understood(words)) +
               "\n" +
               paragraph(
                   "A mail with the subject \"kept searches\" shows what has come since. "
                   "\"drop search " +
                   result.name + "\" ends it.");
}

void write_drop(const KeptResult& result, mail::Draft& draft) {
  draft.subject = result.done ? "SEARCH NOT KEPT ANY MORE: " + result.name
                              : "You keep no search of the name \"" + result.name + "\"";
  draft.text = draft.subject + "\n\n" +
               paragraph("A mail with the subject \"kept searches\" lists those that you keep.");
}

void write_news(const LetterSource& source, const KeptNews& news, mail::Draft& draft) {
  const auto& found = news.found;
  draft.text += heading(news.search.name);
  draft.text += row("  Query", news.question.words) +
                row("  Kept on", utc_time(news.search.kept).substr(0, 10)) +
                row("  New", std::to_string(found.total));
  if (!found.problem.empty()) {
    draft.text += paragraph("  This query cannot be read any more: " + found.problem + ".");
  }
  for (const auto& hit : found.hits) {
    draft.text += hit_lines(hit, source.directory);
  }
  if (found.total > found.hits.size()) {
    draft.text += "\n" + paragraph("  Only the newest " + std::to_string(found.hits.size()) +
                                   " are shown; search with the same words for the others.");
  }
}

void write_kept_list(const LetterSource& source, const KeptResult& result, mail::Draft& draft) {
  std::size_t total = 0, unfiled = 0;
  bool any = false;
  for (const auto& news : result.news) {
    total += news.found.total;
    unfiled = std::max(unfiled, news.found.unfiled);
    any = any || !news.found.hits.empty();
  }
  draft.subject = "Kept searches: " + std::to_string(total) + " new";
  draft.text = "WHAT IS NEW FOR THE SEARCHES THAT YOU KEEP\n";
  for (const auto& news : result.news) {
    write_news(source, news, draft);
  }
  if (result.news.empty()) {
    draft.text += "\n" + paragraph(
                             "You keep no search. Reply `keep` to an answer of the archive to keep "
                             "its search.");
  }
  if (unfiled > 0) {
    draft.text += "\n" + paragraph("The newest messages were not searched yet.");
  }
  if (any) {
    draft.text += "\n" + paragraph("Reply `fetch 1` for a message in full.");
  }
}

}  // namespace

void write_kept(const LetterSource& source, const Answer& answer, const KeptResult& result,
                mail::Draft& draft) {
  switch (answer.kept.what) {
    case KeptOrder::What::kKeep:
      write_keep(result, answer.question->words, draft);
      break;
    case KeptOrder::What::kDrop:
      write_drop(result, draft);
      break;
    case KeptOrder::What::kList:
      write_kept_list(source, result, draft);
      break;
  }
}

}  // namespace pouch::gateway::detail
