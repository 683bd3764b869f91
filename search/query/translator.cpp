#include "search/query/translator.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "search/ascii.hpp"
#include "search/index/lexicon.hpp"
#include "search/index/terms.hpp"
#include "search/names/fold.hpp"
#include "search/query/query_lexer.hpp"

namespace pouch::search {
namespace {

// By MeantTier; ENGINES decision 9: falling weight.
constexpr std::array<double, kTiers> kTierWeights = {1.0, 0.5, 0.2, 0.5, 0.2};

std::string serialised(std::chrono::sys_days day) {
  return Xapian::sortable_serialise(static_cast<double>(day.time_since_epoch().count()));
}

class Translator {
 public:
  Translator(const Blind& blind, const AskCases& cases, const Parts& index, int worst)
      : blind_(blind), cases_(cases), index_(index), worst_(worst) {}

  Translated translated(const Node& root) {
    auto whole = query(root);
    return {std::move(whole), std::move(parts_)};
  }

 private:
  Xapian::Query query(const Node& node) {
    switch (node.kind) {
      case NodeKind::kAnd:
        return conjunction(node);
      case NodeKind::kOr:
        return alternatives(node);
      case NodeKind::kNot:
        return Xapian::Query(Xapian::Query::OP_AND_NOT, Xapian::Query::MatchAll,
                             refusing(*node.below.front()));
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

  // What must not be there must not be there in any tier.
  Xapian::Query refusing(const Node& node) {
    const auto worst = std::exchange(worst_, kTiers);
    auto refused = query(node);
    worst_ = worst;
    return refused;
  }

  // The part to which a further condition belongs.
  std::size_t next_part() {
    if (within_or_) {
      return *within_or_;
    }
    parts_.emplace_back();
    return parts_.size() - 1;
  }

  Xapian::Query alternatives(const Node& node) {
    const auto outer = within_or_;
    within_or_ = part_ = given_ ? *std::exchange(given_, std::nullopt) : next_part();
    Xapian::Query any;
    for (const auto& part : node.below) {
      any |= query(*part);
    }
    within_or_ = outer;
    return any;
  }

  Xapian::Query conjunction(const Node& node) {
    Xapian::Query wanted, refused;
    bool any_wanted = false;
    given_.reset();  // each of its parts is one
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < node.below.size(); ++i) {
      numbers.push_back(next_part());
    }
    const auto whole = typed_in_groups(node, numbers);
    const auto pairs = typed_as_two(node, numbers);
    for (std::size_t i = 0; i < node.below.size(); ++i) {
      const auto& part = *node.below[i];
      if (part.kind == NodeKind::kNot) {
        refused |= refusing(*part.below.front());
        continue;
      }
      given_ = numbers[i];
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
  std::vector<Xapian::Query> typed_in_groups(const Node& node,
                                             const std::vector<std::size_t>& numbers) {
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
        // +381 (0)64: the parentheses were read as a group.
        joined += parts[last]->text == "0" ? " (0)" : " " + parts[last]->text;
        if (!has_numeral(joined)) {
          continue;
        }
        const auto meant =
            meant_by_identifier(blind_, row != nullptr ? row->name : kAnywhere, joined);
        for (auto i = first; i <= last; ++i) {
          part_ = numbers[i];
          whole[i] |= any_of(meant);
        }
      }
    }
    return whole;
  }

  // Hadži Popović: each of the two may also be met by Hadžipopović.
  std::vector<Xapian::Query> typed_as_two(const Node& node,
                                          const std::vector<std::size_t>& numbers) {
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
      const auto meant =
          meant_by_pair(blind_, first.field != nullptr ? first.field->name : kAnywhere, first.text,
                        parts[i]->text);
      for (const auto of : {i - 1, i}) {
        part_ = numbers[of];
        both[of] |= any_of(meant);
      }
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

  void remember(const std::string& term, int tier) {
    const auto known = parts_[part_].try_emplace(term, tier);
    known.first->second = std::min(known.first->second, tier);
  }

  // Most of what name~ asks for is nowhere. Each is looked for in the order in which the index
  // keeps its terms: what leads to the next one has mostly been read. Over the wire each such
  // question takes its time.
  std::vector<bool> that_may_be(const std::vector<Meant>& meant) const {
    std::vector<bool> may_be(meant.size(), true);
    if (index_.any_elsewhere()) {
      return may_be;
    }
    std::vector<std::size_t> sorted(meant.size());
    std::iota(sorted.begin(), sorted.end(), std::size_t{0});
    std::sort(sorted.begin(), sorted.end(), [&](std::size_t left, std::size_t right) {
      return meant[left].term < meant[right].term;
    });
    for (const auto at : sorted) {
      may_be[at] = meant[at].tier <= worst_ && index_.all().term_exists(meant[at].term);
    }
    return may_be;
  }

  Xapian::Query any_of(const std::vector<Meant>& meant) {
    Xapian::Query any;
    const auto may_be = that_may_be(meant);
    for (std::size_t i = 0; i < meant.size(); ++i) {
      const auto& one = meant[i];
      if (one.tier > worst_ || !may_be[i]) {
        continue;
      }
      remember(one.term, one.tier);
      any |= Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(one.term),
                           kTierWeights[static_cast<std::size_t>(one.tier)]);
    }
    return any;
  }

  // Words side by side, as written. Words with their marks have no places in the index: they must
  // be in the message beside.
  Xapian::Query phrase(std::string_view field, const Node& node) {
    std::vector<Xapian::Query> terms;
    std::vector<Xapian::Query> with_marks;
    std::size_t longest = 0;
    std::vector<std::string> said;  // of the longest word: the others stand in many a message
    for (const auto& part : words(node.text)) {
      const auto keys =
          fold_spelling(std::string_view(node.text).substr(part.begin, part.end - part.begin));
      if (keys.generic.empty()) {
        continue;
      }
      const auto bare = blind_.term(TermKind::kWord, field, keys.generic);
      const auto folded = blind_.term(TermKind::kFolded, field, keys.generic);
      const auto whole = blind_.term(TermKind::kMarked, field, whole_key(keys.generic));
      terms.push_back(Xapian::Query(bare) | Xapian::Query(folded) | Xapian::Query(whole));
      if (!keys.marked.empty()) {
        with_marks.push_back(Xapian::Query(bare) |
                             Xapian::Query(blind_.term(TermKind::kMarked, field, keys.marked)));
      }
      if (keys.generic.size() > longest) {
        longest = keys.generic.size();
        said = {bare, folded, whole};
      }
    }
    if (terms.empty()) {
      return Xapian::Query::MatchNothing;
    }
    for (const auto& term : said) {
      remember(term, kWritten);
    }
    Xapian::Query together(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(),
                           static_cast<Xapian::termcount>(terms.size()));
    for (const auto& one : with_marks) {
      together = Xapian::Query(Xapian::Query::OP_FILTER, together, one);
    }
    return together;
  }

  Xapian::Query exact(std::string_view field, std::string_view text) {
    auto term = exact_term(blind_, field, text);
    remember(term, kWritten);
    return Xapian::Query(std::move(term));
  }

  // Several words in one token (a number, a date, an address) or in quotes: a phrase; it may be an
  // identifier as well.
  Xapian::Query several(std::string_view field, const Node& node) {
    auto any = phrase(field, node) | any_of(meant_by_identifier(blind_, field, node.text)) |
               as_one_word(field, node, words(node.text));
    if (node.field == nullptr) {
      any |= exact_case(node.text) | born_then(node.text);
    }
    return any;
  }

  // A whole date among the words may be somebody's date of birth.
  Xapian::Query born_then(std::string_view text) {
    auto dates = births_in(text);
    dates.erase(std::remove_if(dates.begin(), dates.end(),
                               [](const BirthDate& date) { return date.day == 0; }),
                dates.end());
    return any_of(meant_by_birth(blind_, kAnywhere, dates));
  }

  std::vector<std::string> expanded(std::string_view start, std::size_t at) {
    if (start.size() < kLeastStart) {
      return {};
    }
    std::set<std::string> words;
    bool too_many = false;
    for (const auto& part : index_.each()) {
      if (const auto of_year = words_that_begin(part.database, blind_, start)) {
        words.insert(of_year->begin(), of_year->end());
      } else {
        too_many = true;
      }
    }
    if (too_many || words.size() > kMostOfStart) {
      throw Unreadable{quoted_piece(std::string(start) + "*") + " stands for more than " +
                           std::to_string(kMostOfStart) + " words",
                       "write one more letter before the *", at};
    }
    return {words.begin(), words.end()};
  }

  Xapian::Query leaf(const Node& node) {
    part_ = given_ ? *std::exchange(given_, std::nullopt) : next_part();
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
      return any_of(meant_by_start(blind_, field, node.text, [&](std::string_view start) {
        return expanded(start, node.at);
      }));
    }
    if (node.field != nullptr && node.field->kind == Kind::kBirth) {
      return any_of(meant_by_birth(blind_, field, births_in(node.text)));
    }
    if (node.field != nullptr && node.field->kind == Kind::kExact) {
      return field == "case" ? exact_case(node.text) : exact(field, node.text);
    }
    if (node.field != nullptr && node.field->kind == Kind::kName &&
        (parts.size() > 1 || node.kind == NodeKind::kPhrase)) {
      return all_names(field, node, parts);
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
    const auto number = part_;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      part_ = i == 0 ? number : next_part();
      const auto one = any_of(meant_by_word(
          blind_, field,
          std::string_view(node.text).substr(parts[i].begin, parts[i].end - parts[i].begin)));
      all = i == 0 ? one : all & one;
    }
    part_ = number;
    return all | as_one_word(field, node, parts);
  }

  const Blind& blind_;
  const AskCases& cases_;
  const Parts& index_;
  int worst_;
  std::vector<Tiers> parts_;
  std::size_t part_ = 0;                            // of parts_: what is asked for now
  std::optional<std::size_t> within_or_, given_{};  // of all below; of the next leaf
};

}  // namespace

Translated translated(const Node& root, const Blind& blind, const AskCases& cases,
                      const Parts& index, int worst) {
  return Translator(blind, cases, index, worst).translated(root);
}

}  // namespace pouch::search
