#include "search/query/query.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <new>
#include <optional>
#include <utility>

#include "search/index/xapian_door.hpp"
#include "search/query/facets.hpp"
#include "search/query/parts.hpp"
#include "search/query/query_lexer.hpp"
#include "search/query/query_parser.hpp"
#include "search/query/tiers.hpp"
#include "search/query/translator.hpp"

namespace pouch::search {
namespace {

constexpr int kRetries = 3;  // of a reader that a writer overtook
// Hits up to here are counted one by one: an estimate would be drawn from how often a word stands
// in all messages, those that the reader may not see included.
constexpr std::size_t kCounted = 10000;

Xapian::Query for_readers(const Blind& blind, const std::vector<std::string>& readers) {
  Xapian::Query any = Xapian::Query::MatchNothing;
  for (const auto& reader : readers) {
    any |= Xapian::Query(blind.term(TermKind::kReader, "", reader));
  }
  return any;
}

struct TooLate {};

// Looks at the clock while Xapian goes through the hits; it counts nothing.
class Watch final : public Xapian::MatchSpy {
 public:
  explicit Watch(std::chrono::steady_clock::time_point until) : until_(until) {}
  void operator()(const Xapian::Document&, double) override {
    constexpr std::size_t kEach = 64;
    if (seen_++ % kEach == 0) {
      look();
    }
  }
  void look() const {
    if (std::chrono::steady_clock::now() >= until_) {
      throw TooLate();
    }
  }

 private:
  std::chrono::steady_clock::time_point until_;
  std::size_t seen_ = 0;
};

// Of the best that there is, where words that are nowhere were asked too: Xapian counts these in.
int percent_of(const Xapian::MSetIterator& hit, const Xapian::MSet& set, bool elsewhere) {
  const auto best = set.get_max_attained();
  if (!elsewhere || !(best > 0)) {
    return hit.get_percent();
  }
  constexpr double kWhole = 100;
  return static_cast<int>(std::lround(std::clamp(kWhole * hit.get_weight() / best, 1.0, kWhole)));
}

}  // namespace

struct Reader::Impl {
  Impl(std::filesystem::path folder, const Key& key, Elsewhere elsewhere)
      : blind(key), parts(std::move(folder), blind, std::move(elsewhere)) {}

  std::vector<Hit> hits_of(const Xapian::MSet& set, const std::vector<Tiers>& asked) const {
    std::vector<Hit> hits;
    std::map<const Parts::Part*, TierOf> here;
    for (auto hit = set.begin(); hit != set.end(); ++hit) {
      const auto [part, id] = parts.place(*hit);
      if (!part->elsewhere) {
        here[part][id] = kTiers;
      }
    }
    for (auto& [part, best] : here) {
      best = tiers_of(part->database, std::move(best), asked);
    }
    for (auto hit = set.begin(); hit != set.end(); ++hit) {
      const auto [part, id] = parts.place(*hit);
      hits.push_back({id, percent_of(hit, set, parts.any_elsewhere()),
                      part->elsewhere ? "" : name_of_tier(here[part][id]), part->elsewhere});
    }
    return hits;
  }

  // The right is the outer filter: nothing is counted, ordered or shown beyond it.
  Xapian::Query for_asker(const Request& request, const Xapian::Query& asked) const {
    return request.every ? asked
                         : Xapian::Query(Xapian::Query::OP_FILTER, asked,
                                         for_readers(blind, request.readers));
  }

  // Hits that meet by that tier or a better one; below the first there are none.
  Xapian::Query up_to(int tier, const Request& request, const Node& root) const {
    return tier < 0 ? Xapian::Query::MatchNothing
                    : translated(root, blind, request.cases, parts, tier).query;
  }

  Xapian::Query of_tier(const Request& request, const Node& root) const {
    const auto tier = tier_called(request.tier);
    return tier < 0 ? Xapian::Query::MatchNothing
                    : Xapian::Query(Xapian::Query::OP_AND_NOT, up_to(tier, request, root),
                                    up_to(tier - 1, request, root));
  }

  // What the better tiers find alone, tier by tier. Of so many hits that they are not counted one
  // by one it is not told.
  Facet tiers_counted(const Request& request, const Node& root, std::size_t total) const {
    Facet facet;
    facet.field = "how";
    const auto add = [&](int tier, std::size_t count) {
      if (count > 0) {
        facet.values.push_back({name_of_tier(tier), count});
      }
    };
    if (!request.tier.empty()) {
      facet.values.push_back({request.tier, total});
      return facet;
    }
    constexpr int last = kTiers - 1;
    std::size_t before = 0;
    for (int tier = 0; tier <= last && before < total && total < kCounted; ++tier) {
      auto found = total;
      if (tier < last) {
        Xapian::Enquire enquire(parts.all());
        enquire.set_query(for_asker(request, up_to(tier, request, root)));
        found = enquire.get_mset(0, 0, kCounted).get_matches_lower_bound();
      }
      add(tier, found - std::min(before, found));
      before = found;
    }
    return facet;
  }

  Answer find(const Request& request, const Node& root) {
    const auto asked = translated(root, blind, request.cases, parts);
    const auto query =
        for_asker(request, request.tier.empty() ? asked.query : of_tier(request, root));
    Xapian::Enquire enquire(parts.all());
    enquire.set_query(query);
    if (request.by_date) {
      enquire.set_sort_by_value_then_relevance(kDaySlot, true);
    } else {
      enquire.set_sort_by_relevance_then_value(kDaySlot, true);
    }
    std::optional<FacetCount> facets;
    if (request.facets) {
      facets.emplace(enquire);
    }
    std::optional<Watch> watch;
    if (request.until) {
      watch.emplace(*request.until);
      watch->look();
      if (!parts.any_elsewhere()) {  // a spy of ours cannot go over the wire
        enquire.add_matchspy(&*watch);
      }
    }
    const auto set = enquire.get_mset(static_cast<Xapian::doccount>(request.offset),
                                      static_cast<Xapian::doccount>(request.limit), kCounted);
    Answer answer;
    answer.total = set.get_matches_lower_bound();
    answer.hits = hits_of(set, asked.parts);
    if (facets) {
      answer.facets = facets->facets(blind);
      answer.counted = facets->counted();
    }
    const auto& by = asked.parts;
    if (request.tiers &&
        std::any_of(by.begin(), by.end(), [](const Tiers& terms) { return !terms.empty(); })) {
      answer.facets.push_back(tiers_counted(request, root, answer.total));
    }
    return answer;
  }

  Answer of_all(const Request& request, const Node& root) {
    if (!parts.open_here()) {
      return {};
    }
    parts.connect();
    auto answer = parts.empty() ? Answer() : find(request, root);
    answer.missing = parts.missing();
    answer.changes = parts.changes();
    return answer;
  }

  Blind blind;
  Parts parts;
};

Reader::Reader(const std::filesystem::path& folder, const Key& key, Elsewhere elsewhere)
    : impl_(std::make_unique<Impl>(folder, key, std::move(elsewhere))) {
  try {
    impl_->parts.open_here();
  } catch (const Xapian::Error& failure) {
    raise(failure, "opening the index");
  }
}

Reader::~Reader() = default;

std::uint64_t Reader::position() const { return impl_->parts.position(); }

namespace {

Answer refused(const Request& request, const Unreadable& what) {
  Answer answer;
  answer.problem = what.problem;
  answer.hint = what.hint;
  answer.column = column_of(with_plain_quotes(request.query), what.at.value_or(0));
  return answer;
}

}  // namespace

Answer Reader::find(const Request& request) {
  const auto parsed = parse_query(request.query);
  if (!parsed.root) {
    Answer answer;
    answer.problem = parsed.problem;
    answer.hint = parsed.hint;
    answer.column = parsed.column;
    return answer;
  }
  auto& parts = impl_->parts;
  for (int attempt = 1;; ++attempt) {
    try {
      return impl_->of_all(request, *parsed.root);
    } catch (const Unreadable& what) {
      return refused(request, what);
    } catch (const TooLate&) {
      Answer answer;
      answer.too_late = true;
      return answer;
    } catch (const Xapian::Error& error) {
      const bool overtaken = error.get_type() == std::string("DatabaseModifiedError");
      if (is_remote(error)) {
        parts.lose_connections(flaw_of(error));
      } else if (overtaken && attempt <= kRetries) {
        parts.drop_connections();
      } else {
        raise(error, "searching");
      }
    } catch (const std::bad_alloc&) {
      if (!parts.any_elsewhere()) {
        throw;
      }
      parts.lose_connections("answers what is no answer");
    }
  }
}

}  // namespace pouch::search
