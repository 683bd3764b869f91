#include "gateway/archive/member_search.hpp"

#include <utility>

#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/store/audit.hpp"

namespace pouch::gateway {

ArchiveRequest request_of(const MemberSearch& search, const Runtime& runtime,
                          const std::vector<std::string>& readers) {
  ArchiveRequest request;
  request.query = request.words = search.query;
  request.readers = readers;
  request.limit = search.limit;
  request.offset = (search.page - 1) * search.limit;
  request.by_date = search.by_date;
  request.facets = search.facets;
  request.tiers = search.tiers;
  request.suggest = search.page == 1;
  request.now = runtime.now();
  request.elsewhere = shards_elsewhere(runtime);
  request.partial = search.partial;
  return request;
}

std::vector<CaseNumber> cases_shown(const ArchiveAnswer& answer, std::string_view for_case) {
  std::vector<CaseNumber> cases;
  if (const auto number = MessageNumber::parse(for_case)) {
    cases.push_back(number->number);
  }
  for (const auto& hit : answer.hits) {
    cases.push_back(hit.message.number.number);
  }
  return cases;
}

std::vector<AuditEntry> rows_of_search(Store& store, const std::string& query,
                                       const ArchiveAnswer& answer,
                                       const std::vector<Pointer>& pointed) {
  std::vector<AuditEntry> looks{{"", "searched", "",
                                 std::to_string(answer.total) + " found, " +
                                     std::to_string(answer.hits.size()) + " shown" +
                                     without_years(answer.missing) + "; words " +
                                     store.audit().seal_words(query, cases_shown(answer))}};
  for (const auto& entry : answer.hits) {
    looks.push_back(
        {.act = "found", .number = entry.message.number.text(), .detail = "search hit"});
  }
  for (const auto& number : answer.opened) {
    looks.push_back({"", "found", number.text(), "opened for \"did you mean\""});
  }
  for (auto& row : pointed_rows(pointed)) {
    looks.push_back(std::move(row));
  }
  return looks;
}

}  // namespace pouch::gateway
