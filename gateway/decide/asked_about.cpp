#include "gateway/decide/asked_about.hpp"

#include <algorithm>

#include "search/names/fold.hpp"
#include "search/query/query_parser.hpp"
#include "search/things/check_digits.hpp"
#include "templates/types/dates.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kShortest = 4;   // signs of a number, as things_of takes them
constexpr std::size_t kVinSigns = 17;  // ISO 3779
constexpr std::size_t kNames = 2;      // of a person without a birth date
constexpr std::size_t kWholeDate = 10;

bool is_number(const std::string& compact) {
  return compact.size() >= kShortest &&
         std::any_of(compact.begin(), compact.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// ISO 3779: no I, O, Q; one that is all letters or all digits is something else.
bool is_vin(const std::string& compact) {
  const auto digits =
      std::count_if(compact.begin(), compact.end(), [](char c) { return c >= '0' && c <= '9'; });
  return compact.size() == kVinSigns && compact.find_first_of("IOQ") == std::string::npos &&
         digits > 2 && static_cast<std::size_t>(digits) < kVinSigns;
}

std::optional<ThingKind> sure_kind(const std::string& compact) {
  if (search::is_iban(compact)) {
    return ThingKind::kIban;
  }
  if (search::is_container(compact) && search::has_right_check(compact)) {
    return ThingKind::kContainer;
  }
  return is_vin(compact) ? std::optional(ThingKind::kVin) : std::nullopt;
}

// The parts of one AND, or one leaf alone.
class Conjunction {
 public:
  bool take(const search::Node& node) {
    if (node.kind == search::NodeKind::kAnd) {
      return std::all_of(node.below.begin(), node.below.end(),
                         [&](const auto& part) { return take(*part); });
    }
    const bool is_leaf =
        node.kind == search::NodeKind::kWord || node.kind == search::NodeKind::kPhrase;
    return is_leaf && take_leaf(node);
  }

  // Nothing when a part of it identifies nobody.
  std::vector<Thing> things() && {
    if (!loose_.empty()) {
      persons_.push_back(loose_);
    }
    if (persons_.size() > 1 || (persons_.empty() && !birth_.empty())) {
      return {};  // whose date it is
    }
    for (const auto& name : persons_) {
      if (search::words(name).size() < kNames && birth_.empty()) {
        return {};
      }
      things_.push_back({.kind = ThingKind::kPerson,
                         .value = name,
                         .birth = birth_,
                         .family = name,
                         .names = {name}});
    }
    return std::move(things_);
  }

 private:
  bool take_leaf(const search::Node& leaf) {
    if (leaf.text.find('*') != std::string::npos || leaf.text.find('~') != std::string::npos) {
      return false;
    }
    if (leaf.field == nullptr) {
      return take_bare(leaf.text);
    }
    if (leaf.field->kind == search::Kind::kBirth) {
      return take_birth(leaf.text);
    }
    return leaf.field->kind == search::Kind::kName ? take_name(leaf)
                                                   : take_number(leaf.field->name, leaf.text);
  }

  // person:(milan jovanovic) are two words of one name.
  bool take_name(const search::Node& leaf) {
    if (leaf.kind == search::NodeKind::kPhrase || search::words(leaf.text).size() > 1) {
      persons_.push_back(leaf.text);
    } else {
      loose_ += (loose_.empty() ? "" : " ") + leaf.text;
    }
    return true;
  }

  bool take_number(std::string_view field, const std::string& text) {
    const auto kind = thing_kind(field);
    const auto compact = search::fold_identifier(text).whole;
    if (!kind || !is_number(compact)) {
      return false;
    }
    things_.push_back({.kind = *kind, .value = text, .number = compact});
    return true;
  }

  bool take_bare(const std::string& text) {
    const auto compact = search::fold_identifier(text).whole;
    if (const auto kind = sure_kind(compact)) {
      things_.push_back({.kind = *kind, .value = text, .number = compact});
      return true;
    }
    return take_birth(text);
  }

  bool take_birth(const std::string& text) {
    const auto date = templates::read_date(text);
    if (date.impossible || date.value.size() != kWholeDate || !birth_.empty()) {
      return false;
    }
    birth_ = date.value;
    return true;
  }

  std::vector<Thing> things_;
  std::vector<std::string> persons_;
  std::string loose_, birth_;
};

std::vector<Thing> together(const search::Node& node) {
  Conjunction all;
  return all.take(node) ? std::move(all).things() : std::vector<Thing>();
}

}  // namespace

AskedThings asked_about(std::string_view query) {
  const auto parsed = search::parse_query(query);
  if (!parsed.root) {
    return {};
  }
  AskedThings asked;
  const auto add = [&](const search::Node& node) {
    asked.push_back(together(node));
    return !asked.back().empty();
  };
  if (parsed.root->kind != search::NodeKind::kOr) {
    return add(*parsed.root) ? asked : AskedThings();
  }
  const auto& parts = parsed.root->below;
  return std::all_of(parts.begin(), parts.end(), [&](const auto& part) { return add(*part); })
             ? asked
             : AskedThings();
}

AskedThings asked_about(const templates::Form& form, const templates::TemplateSet& set) {
  AskedThings asked;
  for (auto& thing : things_of(form, set)) {
    const bool identifies =
        thing.kind != ThingKind::kPerson || thing.birth.size() == kWholeDate ||
        std::all_of(thing.names.begin(), thing.names.end(),
                    [](const std::string& name) { return search::words(name).size() >= kNames; });
    if (identifies) {
      asked.push_back({std::move(thing)});
    }
  }
  return asked;
}

}  // namespace pouch::gateway
