#include "templates/replies/own_fields.hpp"

#include <algorithm>

#include "templates/reading/items.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

using Named = Naming::Named;

std::string header_text(const Owner& owner, const TemplateSet& set) {
  return "[" + set.block(owner.kind)->label + " " + std::to_string(owner.number) + "]";
}

// "[Person 1] Role": header and label; the header is empty when there is none.
std::pair<std::string_view, std::string_view> parted(std::string_view text) {
  const auto close = text.starts_with('[') ? text.find(']') : std::string_view::npos;
  if (close == std::string_view::npos) {
    return {{}, text};
  }
  return {text.substr(0, close + 1), trim(text.substr(close + 1))};
}

bool makes_sense(const FieldSpec& field, std::string_view text) {
  const std::vector<Piece> pieces{{text, 1}};
  const auto items = items_of(field, pieces).items;
  return !items.empty() && std::all_of(items.begin(), items.end(), [&](const Item& item) {
    return !normalise(item.text, field, {}).problem;
  });
}

class OwnReader {
 public:
  OwnReader(std::string_view own, const Naming& naming)
      : lines_(split_lines(own, static_cast<std::size_t>(-1))), naming_(naming) {}

  OwnFields read() {
    while (at_ < lines_.size()) {
      if (!take_header() && !take_field()) {
        result_.words += std::string(lines_[at_].whole) + "\n";
        open_ = lines_[at_].text.empty() ? open_ : Owner{};
        ++at_;
      }
    }
    result_.words = std::string(trim(result_.words));
    return std::move(result_);
  }

 private:
  bool take_header() {
    const auto owner =
        block_header(lines_[at_].text) ? naming_.block(lines_[at_].text) : std::nullopt;
    if (owner) {
      open_ = *owner;
      ++at_;
    }
    return owner.has_value();
  }

  std::optional<std::pair<Named, Labelled>> named_at(std::size_t at) const {
    const auto [header, rest] = parted(lines_[at].text);
    const auto found = labelled(rest);
    if (!found || found->by_tab) {
      return std::nullopt;
    }
    const auto label = header.empty() ? std::string(found->label)
                                      : std::string(header) + " " + std::string(found->label);
    const auto named = naming_.find(label, open_);
    return named ? std::optional(std::pair(*named, *found)) : std::nullopt;
  }

  bool is_label(std::size_t at) const {
    return named_at(at) || (block_header(lines_[at].text) && naming_.block(lines_[at].text));
  }

  bool take_field() {
    const auto named = named_at(at_);
    if (!named) {
      complain_of_near();
      return false;
    }
    const auto& [target, found] = *named;
    NewValue value{target.owner, target.field, std::string(found.label), {}};
    ++at_;
    if (found.value.empty()) {
      for (auto next = at_; next < lines_.size(); ++next) {
        if (!lines_[next].text.empty()) {
          at_ = is_label(next) ? at_ : next;
          break;
        }
      }
    } else {
      value.lines.emplace_back(found.value);
    }
    take_more(value);
    if (!value.lines.empty()) {
      result_.values.push_back(std::move(value));
    }
    return true;
  }

  void take_more(NewValue& value) {
    const auto& field = *value.field;
    const bool running = is_running_text(field.type);
    while (at_ < lines_.size() && !lines_[at_].text.empty() && !is_label(at_)) {
      const bool first = value.lines.empty();
      if (!running && !first && !(field.list && makes_sense(field, lines_[at_].text))) {
        return;
      }
      value.lines.emplace_back(lines_[at_].text);
      ++at_;
    }
  }

  void complain_of_near() {
    const auto found = labelled(parted(lines_[at_].text).second);
    const auto near = found && !found->by_tab ? naming_.near(found->label) : std::string();
    if (!near.empty()) {
      result_.problems.push_back({0, std::string(found->label), "unknown-label",
                                  "there is no label \"" + std::string(found->label) + "\"",
                                  "did you mean \"" + near + ":\"?"});
    }
  }

  std::vector<Line> lines_;
  const Naming& naming_;
  OwnFields result_;
  Owner open_;  // the block under whose header we are
  std::size_t at_ = 0;
};

}  // namespace

const FieldSpec* Naming::in_form(const std::string& folded) const {
  const auto at = set_.vocabulary().templates.at(which_.name).find(folded);
  return at == Labels::npos ? nullptr : &which_.fields[at];
}

const FieldSpec* Naming::in_block(const std::string& kind, const std::string& folded) const {
  const auto at = set_.vocabulary().blocks.at(kind).find(folded);
  return at == Labels::npos ? nullptr : &set_.block(kind)->fields[at];
}

bool Naming::is_asked(const std::string& label) const {
  return std::any_of(problems_.begin(), problems_.end(),
                     [&](const Problem& problem) { return problem.label == label; });
}

// "[Person 1]" or the one of the form that needs some block.
bool Naming::asks_for_block() const {
  return std::any_of(problems_.begin(), problems_.end(), [](const Problem& problem) {
    return problem.code == "missing" &&
           (problem.label == kAnyBlockLabel || block_header(problem.label).has_value());
  });
}

std::optional<Owner> Naming::block(std::string_view text) const {
  const auto header = block_header(text);
  const auto& names = set_.vocabulary().block_names;
  const auto found = header ? names.find(fold(header->name)) : names.end();
  const bool used = found != names.end() &&
                    std::any_of(which_.blocks.begin(), which_.blocks.end(),
                                [&](const BlockUse& use) { return use.block == found->second; });
  if (!used || header->number < 0) {
    return std::nullopt;
  }
  return Owner{found->second, std::max(header->number, 1)};
}

// Blocks that have the label: those of the form as it stands, else, where one is asked for, the
// only kind that could have it.
std::vector<Named> Naming::in_blocks(const std::string& folded) const {
  std::vector<Named> found;
  for (const auto& item : kept_.items) {
    if (item.kind == DraftItem::Kind::kHeader) {
      if (const auto* field = in_block(item.owner.kind, folded)) {
        found.push_back({item.owner, field});
      }
    }
  }
  if (found.size() > 1) {
    std::vector<Named> asked;
    std::copy_if(found.begin(), found.end(), std::back_inserter(asked), [&](const Named& one) {
      return is_asked(header_text(one.owner, set_) + " " + one.field->label);
    });
    return asked;
  }
  if (found.empty() && asks_for_block()) {
    for (const auto& use : which_.blocks) {
      if (const auto* field = in_block(use.block, folded)) {
        found.push_back({{use.block, 1}, field});
      }
    }
  }
  return found;
}

std::optional<Named> Naming::find(std::string_view label, const Owner& open) const {
  const auto [header, name] = parted(trim(label));
  const auto folded = fold(name);
  if (folded.empty()) {
    return std::nullopt;
  }
  const auto owner = header.empty() ? std::optional(open) : block(header);
  if (!owner) {
    return std::nullopt;
  }
  if (!owner->kind.empty()) {
    if (const auto* field = in_block(owner->kind, folded)) {
      return Named{*owner, field};
    }
    if (!header.empty()) {
      return std::nullopt;
    }
  }
  const auto* of_form = in_form(folded);
  if (of_form != nullptr && is_asked(of_form->label)) {
    return Named{{}, of_form};
  }
  const auto of_blocks = in_blocks(folded);
  const bool block_asked =
      of_blocks.size() == 1 &&
      is_asked(header_text(of_blocks.front().owner, set_) + " " + of_blocks.front().field->label);
  if (of_form != nullptr && !block_asked) {
    return Named{{}, of_form};
  }
  return of_blocks.size() == 1 ? std::optional(of_blocks.front()) : std::nullopt;
}

std::string Naming::near(std::string_view label) const {
  const auto folded = fold(label);
  const auto wide = code_points(folded);
  auto close = set_.vocabulary().templates.at(which_.name).near(wide);
  const auto* field = close.empty() ? nullptr : in_form(fold(close));
  if (field != nullptr && is_asked(field->label)) {
    return close;
  }
  for (const auto& item : kept_.items) {
    if (item.kind != DraftItem::Kind::kHeader) {
      continue;
    }
    close = set_.vocabulary().blocks.at(item.owner.kind).near(wide);
    field = close.empty() ? nullptr : in_block(item.owner.kind, fold(close));
    const auto header = header_text(item.owner, set_);
    if (field != nullptr && is_asked(header + " " + field->label)) {
      return header + " " + close;
    }
  }
  return {};
}

OwnFields own_fields(std::string_view own, const Naming& naming) {
  return OwnReader(own, naming).read();
}

}  // namespace pouch::templates
