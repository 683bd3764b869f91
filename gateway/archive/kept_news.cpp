#include "gateway/archive/kept_news.hpp"

#include "gateway/archive/index_folder.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/fault.hpp"
#include "search/fault.hpp"

namespace pouch::gateway {

std::optional<KeptNews> news_of(Store& store, const std::filesystem::path& state,
                                const search::Key& key, const KeptSearch& search,
                                const KeptLook& look) {
  auto question = read_search_context(search.question);
  if (!question) {
    return std::nullopt;
  }
  ArchiveRequest request;
  request.query = question->query;
  request.words = question->near ? question->query : question->words;
  request.readers = narrowed_to(question->scope, look.country, look.readers);
  request.limit = look.limit;
  request.without = question->without;
  request.same_script = question->same_script;
  request.after = search.new_after(look.name);
  request.detail = look.detail;
  request.now = look.now;
  request.until = look.until;
  request.elsewhere = look.elsewhere;
  auto found = ask_archive(store, state, key, request);
  return KeptNews{search, std::move(*question), std::move(found)};
}

KeptSearch kept_search(const std::string& name, const std::string& query, const std::string& reason,
                       const std::filesystem::path& state, Time now) {
  ArchiveQuestion question;
  question.query = question.words = query;
  question.scope = "PERMITTED";
  question.justification = reason;
  KeptSearch search;
  search.name = name;
  search.question = search_context(question);
  search.kept = now;
  search.seen = indexed_now(state);
  return search;
}

std::int64_t indexed_now(const std::filesystem::path& state) {
  try {
    return static_cast<std::int64_t>(search::position_of(index_folder(state)));
  } catch (const search::Fault& fault) {
    throw Fault(true, fault.what(), fault.hint());
  }
}

}  // namespace pouch::gateway
