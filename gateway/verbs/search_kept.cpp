#include "gateway/verbs/search_kept.hpp"

#include "gateway/archive/kept_news.hpp"
#include "gateway/archive/member_search.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/store.hpp"
#include "gateway/verbs/search_output.hpp"

namespace pouch::gateway {
namespace {

KeptLook look_of(const ReaderSession& session) {
  KeptLook look;
  look.readers = session.tags();
  look.country = session.country();
  look.now = session.runtime().now();
  look.elsewhere = shards_elsewhere(session.runtime());
  return look;
}

std::optional<KeptNews> news(ReaderSession& session, const KeptSearch& search,
                             const KeptLook& look) {
  return news_of(session.store(), session.runtime().site.state, index_key(session.data_key()),
                 search, look);
}

AuditEntry searched(ReaderSession& session, const KeptNews& one) {
  return {"", "searched", "",
          "kept search, " + std::to_string(one.found.total) + " new; words " +
              session.store().audit().seal_words(one.question.query,
                                                 cases_shown(one.found, one.question.for_case))};
}

KeptSearch known(ReaderSession& session, const std::string& name) {
  auto search = session.store().kept_searches().find(session.asker().as, name);
  if (!search) {
    throw Refusal(kNo, session.asker().as + " keeps no search \"" + name +
                           "\"; pouch search --kept lists them");
  }
  return std::move(*search);
}

}  // namespace

void keep_search(ReaderSession& session, const std::string& name, const std::string& query) {
  const auto search = kept_search(name, query, session.asker().reason, session.runtime().site.state,
                                  session.runtime().now());
  if (!session.store().kept_searches().keep(session.asker().as, search, "")) {
    throw Refusal(kNo, session.asker().as + " keeps " + std::to_string(kMostKeptSearches) +
                           " searches already; end one with --drop NAME");
  }
  session.note("search-kept", "", "words " + session.store().audit().seal_words(query));
}

int list_kept(ReaderSession& session, bool json) {
  auto look = look_of(session);
  look.detail = HitDetail::kNumber;
  auto rows = Json::array();
  std::vector<AuditEntry> looks;
  for (const auto& search : session.store().kept_searches().of(session.asker().as)) {
    const auto one = news(session, search, look);
    if (!one) {
      continue;
    }
    looks.push_back(searched(session, *one));
    rows.push_back({{"name", search.name},
                    {"query", one->question.query},
                    {"kept", utc_time(search.kept)},
                    {"new", one->found.total}});
    if (!json) {
      print(search.name + "  " + std::to_string(one->found.total) + " new  " + one->question.query +
            "\n");
    }
  }
  const bool any = !rows.empty();
  session.note(std::move(looks));
  if (json) {
    print_kept_json(std::move(rows));
  } else if (!any) {
    tell(session.asker().as + " keeps no search; --keep NAME keeps one\n");
  }
  return any ? kDone : kNo;
}

int show_kept(ReaderSession& session, const std::string& name, std::size_t limit, bool json) {
  const auto search = known(session, name);
  auto look = look_of(session);
  look.limit = limit;
  const auto one = news(session, search, look);
  if (!one) {
    throw Refusal(kBadData, "\"" + name + "\" was kept by another version; keep it anew");
  }
  std::vector<AuditEntry> looks{searched(session, *one)};
  for (const auto& hit : one->found.hits) {
    looks.push_back({.act = "found", .number = hit.message.number.text(), .detail = "search hit"});
  }
  session.note(std::move(looks));
  session.store().kept_searches().looked(search, "", one->found.filed);
  print_found(json, one->found, {one->question.query});
  return end_of(one->found);
}

int drop_kept(ReaderSession& session, const std::string& name, bool json) {
  const auto search = known(session, name);
  static_cast<void>(session.store().kept_searches().drop(session.asker().as, search.name));
  session.note("search-dropped", "", "a kept search");
  if (json) {
    static_cast<void>(list_kept(session, true));
    return kDone;
  }
  tell("\"" + search.name + "\" is kept no more\n");
  return kDone;
}

}  // namespace pouch::gateway
