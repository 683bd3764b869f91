#include "search/query.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <new>
#include <optional>

#include "search/ascii.hpp"
#include "search/facets.hpp"
#include "search/fold.hpp"
#include "search/parts.hpp"
#include "search/query_parser.hpp"
#include "search/terms.hpp"
#include "search/xapian_door.hpp"

namespace pouch::search {
namespace {

constexpr std::array kTierWeights = {1.0, 0.5, 0.2};  // ENGINES decision 9: falling weight
constexpr std::array kTierNames = {"as written", "other spelling", "similar sound"};
constexpr int kRetries = 3;  // of a reader that a writer overtook
// Hits up to here are counted one by one: an estimate would be drawn from how often a word stands
// in all messages, those that the reader may not see included.
constexpr std::size_t kCounted = 10000;

std::string serialised(std::chrono::sys_days day) {
  return Xapian::sortable_serialise(static_cast<double>(day.time_since_epoch().count()));
}

// A tree of parse_query as a query of Xapian; remembers the tier of every term that it asked for.
class Translator {
 public:
  Translator(const Blind& blind, const AskCases& cases, const Parts& parts)
      : blind_(blind), cases_(cases), parts_(parts) {}

  Xapian::Query query(const Node& node) {
    switch (node.kind) {
      case NodeKind::kAnd:
        return conjunction(node);
      case NodeKind::kOr: {
        Xapian::Query any;
        for (const auto& part : node.below) {
          any |= query(*part);
        }
        return any;
      }
      case NodeKind::kNot:
        return Xapian::Query(Xapian::Query::OP_AND_NOT, Xapian::Query::MatchAll,
                             query(*node.below.front()));
      case NodeKind::kDays:
        return node.field->of_store ? of_cases({"", node.first, node.last})
                                    : Xapian::Query(Xapian::Query::OP_VALUE_RANGE, kDaySlot,
                                                    serialised(node.first), serialised(node.last));
      case NodeKind::kWord:
      case NodeKind::kPhrase:
      case NodeKind::kStart:
      case NodeKind::kNear:
        return leaf(node);
    }
    return {};
  }

  const std::map<std::string, int>& tiers() const { return tiers_; }

  // Messages of cases that the store names. They weigh nothing.
  Xapian::Query of_cases(const CaseCondition& condition) const {
    if (!cases_) {
      return Xapian::Query::MatchNothing;
    }
    const auto set = cases_(condition);
    std::vector<std::string> terms;
    terms.reserve(set.cases.size());
    for (const auto& number : set.cases) {
      terms.push_back(exact_term(blind_, "case", number));
    }
    Xapian::Query named(Xapian::Query::OP_OR, terms.begin(), terms.end());
    if (set.all_but) {
      named = Xapian::Query(Xapian::Query::OP_AND_NOT, flagged("is:request"), named);
    }
    return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, named, 0);
  }

 private:
  Xapian::Query conjunction(const Node& node) {
    Xapian::Query wanted, refused;
    bool any_wanted = false;
    const auto whole = typed_in_groups(node);
    const auto pairs = typed_as_two(node);
    for (std::size_t i = 0; i < node.below.size(); ++i) {
      const auto& part = *node.below[i];
      if (part.kind == NodeKind::kNot) {
        refused |= query(*part.below.front());
        continue;
      }
      const auto one = query(part) | whole[i] | pairs[i];
      wanted = any_wanted ? wanted & one : one;
      any_wanted = true;
    }
    if (!any_wanted) {
      wanted = Xapian::Query::MatchAll;
    }
    return refused.empty() ? wanted : Xapian::Query(Xapian::Query::OP_AND_NOT, wanted, refused);
  }

  // CA 1234 AB without quotes: each of the words may also be met by an identifier that it is a
  // group of. One query for each part of an AND.
  std::vector<Xapian::Query> typed_in_groups(const Node& node) {
    const auto& parts = node.below;
    std::vector<Xapian::Query> whole(parts.size());
    for (std::size_t first = 0; first < parts.size(); ++first) {
      const auto* row = parts[first]->field;
      if (parts[first]->kind != NodeKind::kWord ||
          (row != nullptr && row->kind != Kind::kIdentifier)) {
        continue;
      }
      std::string joined = parts[first]->text;
      for (std::size_t last = first + 1; last < parts.size() && last - first < kIdentifierWords;
           ++last) {
        if (parts[last]->kind != NodeKind::kWord ||
            (parts[last]->field != nullptr && parts[last]->field != row)) {
          break;
        }
        joined += " " + parts[last]->text;
        if (!has_digit(joined)) {
          continue;
        }
        const auto met =
            any_of(meant_by_identifier(blind_, row != nullptr ? row->name : kAnywhere, joined));
        for (auto i = first; i <= last; ++i) {
          whole[i] |= met;
        }
      }
    }
    return whole;
  }

  // Hadži Popović: each of the two may also be met by Hadžipopović.
  std::vector<Xapian::Query> typed_as_two(const Node& node) {
    const auto& parts = node.below;
    std::vector<Xapian::Query> both(parts.size());
    const auto is_name = [](const Node& part) {
      return part.kind == NodeKind::kWord &&
             (part.field == nullptr || part.field->kind == Kind::kName) && !has_digit(part.text);
    };
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const auto& first = *parts[i - 1];
      if (!is_name(first) || !is_name(*parts[i]) ||
          (parts[i]->field != nullptr && parts[i]->field != first.field)) {
        continue;
      }
      const auto met =
          any_of(meant_by_pair(blind_, first.field != nullptr ? first.field->name : kAnywhere,
                               first.text, parts[i]->text));
      both[i - 1] |= met;
      both[i] |= met;
    }
    return both;
  }

  // O'Connor, Al-Hassan, "Petrović Njegoš": as one word.
  Xapian::Query as_one_word(std::string_view field, const Node& node,
                            const std::vector<Word>& parts) {
    const std::string_view text = node.text;
    if (parts.size() != 2 || has_digit(text)) {
      return {};
    }
    return any_of(meant_by_pair(blind_, field,
                                text.substr(parts[0].begin, parts[0].end - parts[0].begin),
                                text.substr(parts[1].begin, parts[1].end - parts[1].begin)));
  }

  Xapian::Query any_of(const std::vector<Meant>& meant) {
    Xapian::Query any;
    for (const auto& one : meant) {
      // Most of what name~ asks for is nowhere. Over the wire each such question takes its time.
      if (!parts_.any_elsewhere() && !parts_.all().term_exists(one.term)) {
        continue;
      }
      const auto known = tiers_.try_emplace(one.term, one.tier);
      known.first->second = std::min(known.first->second, one.tier);
      any |= Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(one.term),
                           kTierWeights[static_cast<std::size_t>(one.tier)]);
    }
    return any;
  }

  // Words side by side, as written or in the region's spelling of all of them.
  Xapian::Query phrase(std::string_view field, const Node& node) {
    const auto parts = words(node.text);
    std::vector<Xapian::Query> terms;
    for (const auto& part : parts) {
      const auto keys =
          fold_name(std::string_view(node.text).substr(part.begin, part.end - part.begin));
      if (!keys.generic.empty()) {
        const auto bare = blind_.term(TermKind::kWord, field, keys.generic);
        const auto marked = parts.size() == 1 && !keys.marked.empty()
                                ? blind_.term(TermKind::kMarked, field, keys.marked)
                                : blind_.term(TermKind::kFolded, field, keys.generic);
        tiers_.try_emplace(bare, 0);
        tiers_.try_emplace(marked, 0);
        terms.push_back(Xapian::Query(bare) | Xapian::Query(marked));
      }
    }
    if (terms.empty()) {
      return Xapian::Query::MatchNothing;
    }
    return Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(),
                         static_cast<Xapian::termcount>(terms.size()));
  }

  Xapian::Query exact(std::string_view field, std::string_view text) {
    auto term = exact_term(blind_, field, text);
    tiers_.try_emplace(term, 0);
    return Xapian::Query(std::move(term));
  }

  // Several words in one token (a number, a date, an address) or in quotes: a phrase; it may be an
  // identifier as well.
  Xapian::Query several(std::string_view field, const Node& node) {
    auto any = phrase(field, node) | any_of(meant_by_identifier(blind_, field, node.text)) |
               as_one_word(field, node, words(node.text));
    if (node.field == nullptr) {
      any |= exact_case(node.text);
    }
    return any;
  }

  Xapian::Query leaf(const Node& node) {
    if (node.field != nullptr && node.field->kind == Kind::kFlag) {
      const auto* row = flag(node.field->name, node.text);
      return row->of_store ? of_cases({row->value})
                           : flagged(std::string(row->field) + ":" + node.text);
    }
    const std::string_view field = node.field != nullptr ? node.field->name : kAnywhere;
    const auto parts = words(node.text);
    if (parts.empty()) {
      return Xapian::Query::MatchNothing;
    }
    if (node.kind == NodeKind::kWord && node.text.front() == '*') {
      return any_of(meant_by_end(blind_, field, node.text));
    }
    if (node.kind == NodeKind::kStart) {
      return any_of(meant_by_start(blind_, field, node.text));
    }
    if (node.field != nullptr && node.field->kind == Kind::kExact) {
      return field == "case" ? exact_case(node.text) : exact(field, node.text);
    }
    if (node.field != nullptr && node.field->kind == Kind::kName &&
        (parts.size() > 1 || node.kind == NodeKind::kPhrase)) {
      return all_names(field, node, parts) | as_one_word(field, node, parts);
    }
    if (parts.size() > 1 || node.kind == NodeKind::kPhrase) {
      return several(field, node);
    }
    return any_of(node.kind == NodeKind::kNear ? meant_by_near(blind_, field, node.text)
                                               : meant_by_word(blind_, field, node.text));
  }

  Xapian::Query flagged(const std::string& flag) const {
    return Xapian::Query(blind_.term(TermKind::kFlag, "", flag));
  }

  // case:SEL-…/2 is a message of that case; the message's own number is what was fed. A number
  // whose check digits are wrong may be one beside it.
  Xapian::Query exact_case(std::string_view text) {
    const auto number = text.substr(0, text.find('/'));
    return exact("case", text) | exact("case", number) |
           any_of(meant_by_wrong_case(blind_, number));
  }

  // A person's names in either order, each in any tier.
  Xapian::Query all_names(std::string_view field, const Node& node,
                          const std::vector<Word>& parts) {
    Xapian::Query all;
    bool first = true;
    for (const auto& part : parts) {
      const auto one = any_of(meant_by_word(
          blind_, field, std::string_view(node.text).substr(part.begin, part.end - part.begin)));
      all = first ? one : all & one;
      first = false;
    }
    return all;
  }

  const Blind& blind_;
  const AskCases& cases_;
  const Parts& parts_;
  std::map<std::string, int> tiers_;
};

Xapian::Query for_readers(const Blind& blind, const std::vector<std::string>& readers) {
  Xapian::Query any = Xapian::Query::MatchNothing;
  for (const auto& reader : readers) {
    any |= Xapian::Query(blind.term(TermKind::kReader, "", reader));
  }
  return any;
}

// The best of the tiers by which any word met the messages of `best`: it says why they are there at
// all. From the lists of the few terms that were asked for, not from all terms of each hit.
void find_tiers(const Xapian::Database& database, const std::map<std::string, int>& tiers,
                std::map<Xapian::docid, int>& best) {
  auto open = best.size();
  for (int tier = 0; tier < static_cast<int>(kTierNames.size()) && open > 0; ++tier) {
    for (const auto& [term, of_term] : tiers) {
      if (of_term != tier) {
        continue;
      }
      auto at = database.postlist_begin(term);
      const auto end = database.postlist_end(term);
      for (auto& [id, found] : best) {
        if (at == end) {
          break;
        }
        if (found > tier) {
          at.skip_to(id);
          if (at != end && *at == id) {
            found = tier;
            --open;
          }
        }
      }
    }
  }
}

std::string name_of_tier(int tier) {
  const auto at = static_cast<std::size_t>(tier);
  return at < kTierNames.size() ? kTierNames[at] : "";
}

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

  std::vector<Hit> hits_of(const Xapian::MSet& set, const std::map<std::string, int>& tiers) const {
    std::vector<Hit> hits;
    std::map<const Parts::Part*, std::map<Xapian::docid, int>> here;
    for (auto hit = set.begin(); hit != set.end(); ++hit) {
      const auto [part, id] = parts.place(*hit);
      if (!part->elsewhere) {
        here[part][id] = static_cast<int>(kTierNames.size());
      }
    }
    for (auto& [part, best] : here) {
      find_tiers(part->database, tiers, best);
    }
    for (auto hit = set.begin(); hit != set.end(); ++hit) {
      const auto [part, id] = parts.place(*hit);
      hits.push_back({id, percent_of(hit, set, parts.any_elsewhere()),
                      part->elsewhere ? "" : name_of_tier(here[part][id]), part->elsewhere});
    }
    return hits;
  }

  Answer find(const Request& request, const Node& root) {
    Translator translator(blind, request.cases, parts);
    // The right is the outer filter: nothing is counted, ordered or shown beyond it.
    const auto asked = translator.query(root);
    const Xapian::Query query = request.every ? asked
                                              : Xapian::Query(Xapian::Query::OP_FILTER, asked,
                                                              for_readers(blind, request.readers));
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
    const auto set = enquire.get_mset(static_cast<Xapian::doccount>(request.offset),
                                      static_cast<Xapian::doccount>(request.limit), kCounted);
    Answer answer;
    answer.total = set.get_matches_lower_bound();
    answer.hits = hits_of(set, translator.tiers());
    if (facets) {
      answer.facets = facets->facets(blind);
      answer.counted = facets->counted();
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
