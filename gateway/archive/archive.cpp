#include "gateway/archive/archive.hpp"

#include <algorithm>
#include <map>

#include "gateway/archive/attached_words.hpp"
#include "gateway/archive/case_sets.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/readable.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/moment.hpp"
#include "search/fault.hpp"
#include "search/query/nearby.hpp"
#include "search/query/query_parser.hpp"
#include "templates/text/fold.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kPage = 100, kMostLooked = 2000;
constexpr std::size_t kMostUnfiled = 1000;  // more are not counted

// Their files, as far as all hits together stay within what is carried.
class FileOpener {
 public:
  explicit FileOpener(std::size_t most) : left_(most) {}

  std::optional<std::vector<StoredPart>> files(Body& body) {
    std::uint64_t needed = body.text().text.size() + body.text().form_json.size();
    for (const auto& part : body.parts()) {
      needed += part.size;
    }
    if (needed > left_) {
      return std::nullopt;
    }
    auto files = body.whole().parts;
    left_ -= needed;
    return files;
  }

 private:
  std::uint64_t left_;
};

// What a list says of the cases of its hits, of which one may have many: looked up once.
class CaseLines {
 public:
  void add_to(ArchiveHit& entry, Store& store) {
    const auto& number = entry.message.number.number;
    auto known = known_.find(number.text());
    if (known == known_.end()) {
      Lines lines;
      if (const auto subject = store.cases().find(number)) {
        lines.handling = subject->handling;
        lines.classification = subject->classification;
        for (const auto& leg : subject->legs) {
          lines.to.push_back(leg.country);
        }
      }
      known = known_.emplace(number.text(), std::move(lines)).first;
    }
    const auto& lines = known->second;
    entry.to = lines.to;
    entry.handling = lines.handling;
    entry.classification = lines.classification;
  }

 private:
  struct Lines {
    std::vector<std::string> to, handling;
    std::string classification;
  };
  std::map<std::string, Lines> known_;
};

// `elsewhere`: the index could not say why it met.
void open_hit(Store& store, FileOpener* files, const search::Marker& marker, CaseLines& cases,
              bool elsewhere, ArchiveHit& entry) {
  const auto& message = entry.message;
  auto body = store.bodies().open(message);
  auto words = words_met(body, marker);
  entry.snippet = std::move(words.snippet);
  entry.met = std::move(words.met);
  entry.met_files = std::move(words.files);
  if (elsewhere) {
    entry.why = tier_met(entry.met);
  }
  if (files != nullptr) {
    entry.files = files->files(body);
  }
  entry.text = std::move(body).text();
  cases.add_to(entry, store);
}

bool is_too_late(const ArchiveRequest& request) {
  return request.until && std::chrono::steady_clock::now() >= *request.until;
}

void add_details(Store& store, const std::vector<search::Hit>& hits, const ArchiveRequest& request,
                 ArchiveAnswer& answer) {
  FileOpener files(request.carried);
  CaseLines cases;
  const search::Marker marker(request.words);
  const auto moment = store.moment();
  for (const auto& hit : hits) {
    if (is_too_late(request)) {
      answer.too_late = true;
      return;
    }
    const bool readable = is_readable([&] {
      const auto message = store.messages().find(static_cast<std::int64_t>(hit.id));
      if (!message || !may_read(*message, request.readers)) {
        return;  // the index is a cache; the store has the last word
      }
      ArchiveHit entry{*message};
      entry.why = hit.tier;
      entry.percent = hit.percent;
      entry.item = static_cast<int>(request.offset + answer.hits.size() + 1);
      if (request.detail != HitDetail::kNumber) {
        open_hit(store, request.detail == HitDetail::kFiles ? &files : nullptr, marker, cases,
                 hit.elsewhere, entry);
      }
      answer.hits.push_back(std::move(entry));
    });
    answer.unreadable += readable ? 0U : 1U;
  }
}

// Everything that the index knows of a message as words, folded without changing its script.
std::string folded(Body body) {
  auto text = body.text().subject + "\n" + body.text().text + "\n" + body.text().form_json;
  for (const auto& part : body.parts()) {
    if (!part.evidence) {
      text += "\n" + part.name + "\n" + words_in(body, part);
    }
  }
  return templates::fold(text);
}

bool stands_in(const std::string& text, const search::Node& node) {
  const auto below = [&](const std::unique_ptr<search::Node>& part) {
    return stands_in(text, *part);
  };
  switch (node.kind) {
    case search::NodeKind::kAnd:
      return std::all_of(node.below.begin(), node.below.end(), below);
    case search::NodeKind::kOr:
      return std::any_of(node.below.begin(), node.below.end(), below);
    case search::NodeKind::kNot:
    case search::NodeKind::kDays:
      return true;  // the index has judged them
    case search::NodeKind::kWord:
    case search::NodeKind::kPhrase:
    case search::NodeKind::kStart:
    case search::NodeKind::kNear:
      break;
  }
  const bool of_words = node.field == nullptr || node.field->kind == search::Kind::kName ||
                        node.field->kind == search::Kind::kText;
  return !of_words || text.find(templates::fold(node.text)) != std::string::npos;
}

bool counts(Store& store, const search::Hit& hit, const ArchiveRequest& request,
            const search::Node* root, const search::Marker& marker) {
  if (request.after && static_cast<std::int64_t>(hit.id) <= *request.after) {
    return false;
  }
  const auto is_left_out = [&](const std::string& tier) {
    return std::find(request.without.begin(), request.without.end(), tier) != request.without.end();
  };
  if (is_left_out(hit.tier)) {
    return false;
  }
  const bool tier_unknown = hit.elsewhere && !request.without.empty();
  const bool same_script = request.same_script && root != nullptr;
  if (!same_script && !tier_unknown) {
    return true;
  }
  bool stands = false;
  const bool readable = is_readable([&] {
    const auto message = store.messages().find(static_cast<std::int64_t>(hit.id));
    if (!message || !may_read(*message, request.readers)) {
      return;
    }
    auto body = store.bodies().open(*message);
    stands = !tier_unknown || !is_left_out(tier_met(words_met(body, marker).met));
    stands = stands && (!same_script || stands_in(folded(std::move(body)), *root));
  });
  return stands || !readable;  // told among what could not be read
}

// The hits are looked at one by one, so that the count is of those that count.
search::Answer one_by_one(Store& store, search::Reader& reader, const search::Request& asked,
                          const ArchiveRequest& request) {
  search::Answer result;
  const auto words = search::parse_query(request.words);
  const search::Marker marker(request.words);
  auto page = asked;
  page.limit = kPage;
  for (page.offset = 0; page.offset < kMostLooked; page.offset += kPage) {
    auto some = reader.find(page);
    if (!some.problem.empty() || some.too_late) {
      return some;
    }
    result.missing = std::move(some.missing);
    result.changes = std::move(some.changes);
    const auto moment = store.moment();
    for (const auto& hit : some.hits) {
      if (!counts(store, hit, request, words.root.get(), marker)) {
        continue;
      }
      if (result.total >= asked.offset && result.hits.size() < asked.limit) {
        result.hits.push_back(hit);
      }
      ++result.total;
    }
    if (some.hits.size() < kPage) {
      break;
    }
  }
  return result;
}

// Words of what may be read that are near to those of a question that found nothing.
void suggest(Store& store, search::Reader& reader, search::Request asked,
             const ArchiveRequest& request, ArchiveAnswer& answer) {
  constexpr std::size_t kOpened = 3;
  asked.query = search::with_near_words(request.query);
  if (asked.query.empty()) {
    return;
  }
  asked.offset = 0;
  asked.limit = kOpened;
  asked.facets = false;
  const search::Marker marker(asked.query);
  std::vector<search::Meeting> met;
  for (const auto& hit : reader.find(asked).hits) {
    static_cast<void>(is_readable([&] {
      const auto message = store.messages().find(static_cast<std::int64_t>(hit.id));
      if (!message || !may_read(*message, request.readers) || !met.empty()) {
        return;
      }
      auto body = store.bodies().open(*message);
      met = words_met(body, marker).met;
      answer.opened.push_back(message->number);
    }));
  }
  answer.suggestion = search::with_met_words(asked.query, met);
}

[[noreturn]] void begin_anew(const std::filesystem::path& state, const std::string& what) {
  call_broken(state);
  wake(state, Wake::kIndex);
  throw Fault(true, what,
              "pouch serve builds it anew by itself: try again in a while; without "
              "it: pouch reindex");
}

// A year that cannot be asked, when all must be.
void need_all_years(const search::Answer& answer, const ArchiveRequest& request) {
  if (request.partial || answer.missing.empty()) {
    return;
  }
  throw Fault(true,
              "the archive of " + names_of_years(answer.missing) +
                  " cannot be asked: " + said_missing(answer.missing),
              "pouch search --partial shows what the other years have; pouch check says more");
}

}  // namespace

search::Key index_key(const Secret& data_key) {
  const auto derived = data_key.derive("index");
  search::Key key{};
  std::copy(derived.octets().begin(), derived.octets().end(), key.begin());
  return key;
}

ArchiveAnswer ask_archive(Store& store, const std::filesystem::path& state, const search::Key& key,
                          const ArchiveRequest& request) {
  search::Request asked;
  asked.query = request.query;
  asked.readers = request.readers;
  asked.limit = request.limit;
  asked.offset = request.offset;
  asked.by_date = request.by_date || request.after;
  asked.facets = request.facets;
  asked.tiers = request.tiers;
  asked.tier = request.tier;
  asked.until = request.until;
  asked.cases = [&](const search::CaseCondition& condition) {
    return cases_where(store.database(), condition, request.now);
  };
  if (is_missing(state) && store.index_log().last_position() > 0) {
    begin_anew(state, "the index is missing");
  }
  try {
    search::Reader reader(index_folder(state), key, {request.elsewhere, !request.after});
    const bool all_count = request.without.empty() && !request.same_script && !request.after;
    auto answer = all_count ? reader.find(asked) : one_by_one(store, reader, asked, request);
    const auto filed = static_cast<std::int64_t>(reader.position());
    need_all_years(answer, request);
    ArchiveAnswer result;
    result.missing = answer.missing;
    result.total = answer.total;
    for (auto& facet : answer.facets) {
      result.cases = facet.field == "case" ? facet.values.size() : result.cases;
      result.facets.push_back(facet.field == "case"
                                  ? states_of(store.database(), facet, request.now)
                                  : std::move(facet));
    }
    result.counted = answer.counted;
    result.problem = std::move(answer.problem);
    result.hint = std::move(answer.hint);
    result.column = answer.column;
    add_details(store, answer.hits, request, result);
    if (answer.too_late || result.too_late) {
      ArchiveAnswer late;
      late.too_late = true;
      return late;
    }
    if (result.total == 0 && result.problem.empty() && request.suggest) {
      suggest(store, reader, asked, request, result);
    }
    result.filed = filed;
    result.unfiled = store.index_log().committed_after(filed, kMostUnfiled).size() +
                     late_changes(store, answer.changes, kMostUnfiled);
    return result;
  } catch (const search::Fault& fault) {
    if (fault.broken()) {
      begin_anew(state, fault.what());
    }
    throw Fault(fault.transient(), fault.what(), fault.hint());
  }
}

std::string number_of_hits(const ArchiveAnswer& answer) {
  constexpr std::size_t kExact = 10000;
  return (answer.total >= kExact ? "at least " : "") + std::to_string(answer.total);
}

ArchiveAnswer fetch_messages(Store& store, const std::vector<ListedMessage>& listed,
                             const std::vector<std::string>& readers, std::size_t carried) {
  ArchiveAnswer result;
  FileOpener files(carried);
  CaseLines cases;
  const search::Marker nothing("");
  const auto moment = store.moment();
  for (const auto& wanted : listed) {
    const auto message = store.messages().find(wanted.number);
    if (!message || !may_read(*message, readers)) {
      continue;
    }
    const bool readable = is_readable([&] {
      ArchiveHit entry{*message};
      entry.item = wanted.item;
      open_hit(store, &files, nothing, cases, false, entry);
      result.hits.push_back(std::move(entry));
    });
    result.unreadable += readable ? 0U : 1U;
  }
  result.total = result.hits.size() + result.unreadable;
  return result;
}

}  // namespace pouch::gateway
