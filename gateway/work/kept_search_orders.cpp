#include "gateway/work/kept_search_orders.hpp"

#include "gateway/archive/member_search.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/store.hpp"
#include "mail/text/charset.hpp"
#include "search/names/fold.hpp"

namespace pouch::gateway {
namespace {

// One that was not named is called by its words.
std::string name_of(const Answer& answer) {
  constexpr std::size_t kShown = 60;  // octets
  const auto& name = answer.kept.name.empty() ? answer.question->words : answer.kept.name;
  return search::plain_line(mail::utf8_head(name, kShown));
}

KeptResult keep(const Runtime& runtime, Store& store, const Sender& sender, Answer& answer,
                std::vector<AuditEntry>& audit) {
  auto question = *answer.question;
  question.mode = SearchMode::kList;
  question.full = false;
  KeptResult result;
  result.name = name_of(answer);
  KeptSearch search;
  search.name = result.name;
  search.question = search_context(question);
  search.kept = runtime.now();
  search.seen = indexed_now(runtime.site.state);
  result.done = store.kept_searches().keep(sender.id, search, question.for_case);
  if (result.done) {
    audit.push_back(
        {sender.id, "search-kept", question.for_case,
         "reason: " + question.justification + "; words " +
             store.audit().seal_words(question.query, cases_shown({}, question.for_case))});
  }
  return result;
}

void note_look(Store& store, const Sender& sender, const KeptNews& news,
               std::vector<AuditEntry>& audit) {
  audit.push_back({sender.id, "searched", news.question.for_case,
                   "kept search, by mail, " + std::to_string(news.found.total) +
                       " new; reason: " + news.question.justification + "; words " +
                       store.audit().seal_words(news.question.query,
                                                cases_shown(news.found, news.question.for_case))});
  for (const auto& hit : news.found.hits) {
    audit.push_back({sender.id, "found", hit.message.number.text(), "search hit"});
  }
}

KeptResult list(const Runtime& runtime, Store& store, const Sender& sender, const std::string& look,
                Answer& answer, std::vector<AuditEntry>& audit) {
  if (!runtime.index_key) {
    throw Fault(false, "this process cannot ask the archive", "it holds no key of the index");
  }
  KeptLook how;
  how.readers = answer.kept.readers;
  how.country = sender.country;
  how.name = look;
  how.now = runtime.now();
  how.elsewhere = shards_elsewhere(runtime);
  auto& searches = store.kept_searches();
  KeptResult result;
  int item = 0;
  for (const auto& search : searches.of(sender.id)) {
    auto news = news_of(store, runtime.site.state, *runtime.index_key, search, how);
    if (!news) {
      continue;
    }
    for (auto& hit : news->found.hits) {
      hit.item = ++item;
      if (!answer.question) {
        answer.question = news->question;
        answer.question->shown.clear();
      }
      answer.question->shown.push_back({item, hit.message.number});
    }
    note_look(store, sender, *news, audit);
    searches.looked(search, look, news->found.filed);
    result.news.push_back(std::move(*news));
  }
  return result;
}

}  // namespace

KeptResult carry_out(const Runtime& runtime, Store& store, const Sender& sender,
                     const std::string& look, Answer& answer, std::vector<AuditEntry>& audit) {
  KeptResult result;
  switch (answer.kept.what) {
    case KeptOrder::What::kKeep:
      return keep(runtime, store, sender, answer, audit);
    case KeptOrder::What::kList:
      return list(runtime, store, sender, look, answer, audit);
    case KeptOrder::What::kDrop:
      result.name = answer.kept.name;
      result.done = store.kept_searches().drop(sender.id, result.name);
      if (result.done) {
        audit.push_back({sender.id, "search-dropped", "", "a kept search"});
      }
      break;
  }
  return result;
}

}  // namespace pouch::gateway
