#include "templates/replies/draft.hpp"

#include <algorithm>

#include "templates/reading/quotes.hpp"
#include "templates/replies/mend.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

using Kind = DraftItem::Kind;

std::vector<std::string> lines_of(const Entry& entry) {
  std::vector<std::string> lines;
  if (!entry.empty() && entry.pieces.front().line != entry.line) {
    lines.emplace_back();
  }
  for (const auto& piece : entry.pieces) {
    if (piece.after_blank && !lines.empty()) {
      lines.emplace_back();
    }
    lines.emplace_back(piece.text);
  }
  return lines;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  for (const auto& line : split_lines(text, static_cast<std::size_t>(-1))) {
    lines.emplace_back(line.whole);
  }
  return lines;
}

void add_fields(const std::vector<Entry>& entries, const Owner& owner,
                std::vector<DraftItem>& items) {
  for (const auto& entry : entries) {
    items.push_back(
        {Kind::kField, owner, entry.field, std::string(entry.label), lines_of(entry), entry.line});
  }
}

// As the checker counts them: a block without a number is the next of its kind.
int number_of(const BlockEntry& block, const std::vector<DraftItem>& items) {
  int highest = 0;
  for (const auto& item : items) {
    if (item.kind == Kind::kHeader && item.owner.kind == block.spec->id) {
      highest = std::max(highest, item.owner.number);
    }
  }
  return block.number > 0 ? block.number : highest + 1;
}

auto first_header(std::vector<DraftItem>& items) {
  return std::find_if(items.begin(), items.end(),
                      [](const DraftItem& item) { return item.kind == Kind::kHeader; });
}

std::string written(const DraftItem& item) {
  std::string text;
  switch (item.kind) {
    case Kind::kHeader:
      return "\n[" + item.label + " " + std::to_string(item.owner.number) + "]\n";
    case Kind::kRefused:
      return item.lines.front() + "\n";
    case Kind::kUnknown:
    case Kind::kField:
      break;
  }
  const bool below = !item.lines.empty() && list_item(item.lines.front());
  text = item.label + ":" + (below ? "\n" : "");
  for (std::size_t i = 0; i < item.lines.size(); ++i) {
    text += (i > 0 ? "\n" : below || item.lines[i].empty() ? "" : " ") + item.lines[i];
  }
  return text + "\n";
}

// Items of a list, so that commas in them part none.
std::string listed(const FieldSpec& field, const std::string& raw) {
  auto items = split(raw);
  const bool commas = raw.find(',') != std::string::npos;
  std::string text;
  for (const auto& item : items) {
    text += (text.empty() ? "" : "; ") + item;
  }
  return text + (commas && field.comma && items.size() == 1 ? ";" : "");
}

void add_values(const std::vector<Value>& values, const std::vector<FieldSpec>& specs,
                const Owner& owner, Draft& draft) {
  for (const auto& value : values) {
    const auto spec = std::find_if(specs.begin(), specs.end(),
                                   [&](const FieldSpec& field) { return field.id == value.id; });
    if (spec == specs.end() || !value.given) {
      continue;
    }
    const auto text =
        spec->list && spec->type != Type::kQuestions ? listed(*spec, value.raw) : value.raw;
    draft.items.push_back({Kind::kField, owner, &*spec, spec->label, split(text), 0});
  }
}

}  // namespace

bool Draft::has(const Owner& owner) const {
  return owner.kind.empty() || std::any_of(items.begin(), items.end(), [&](const DraftItem& item) {
           return item.kind == Kind::kHeader && item.owner == owner;
         });
}

void Draft::add_unknown(DraftItem item) {
  const auto name = std::find_if(items.begin(), items.end(), [](const DraftItem& one) {
    return one.kind == Kind::kField && one.field->id == kFormField;
  });
  items.insert(name == items.end() ? items.begin() : name + 1, std::move(item));
}

std::vector<const DraftItem*> Draft::all_of(const Owner& owner, const FieldSpec& field) const {
  std::vector<const DraftItem*> found;
  for (const auto& item : items) {
    if (item.kind == Kind::kField && item.owner == owner && item.field == &field) {
      found.push_back(&item);
    }
  }
  return found;
}

void Draft::set(const Owner& owner, const FieldSpec& field, const std::string& label,
                const std::vector<std::string>& lines, const TemplateSet& set) {
  const auto same = [&](const DraftItem& item) {
    return item.owner == owner && item.field == &field && item.kind == Kind::kField;
  };
  std::erase_if(items, [&](const DraftItem& item) {
    return item.kind == Kind::kRefused && item.field == &field;
  });
  auto place = std::find_if(items.begin(), items.end(), same);
  if (place != items.end()) {
    place->lines = lines;
    items.erase(std::remove_if(place + 1, items.end(), same), items.end());
    return;
  }
  if (lines.empty()) {
    return;
  }
  if (!has(owner)) {
    items.push_back({Kind::kHeader, owner, nullptr, set.block(owner.kind)->label, {}, 0});
  }
  place = first_header(items);
  if (!owner.kind.empty()) {
    const auto last = std::find_if(items.rbegin(), items.rend(),
                                   [&](const DraftItem& item) { return item.owner == owner; });
    place = last.base();
  }
  items.insert(place, DraftItem{Kind::kField, owner, &field, label, lines, 0});
}

Draft draft_of(std::string_view text, const Template& which, const TemplateSet& set) {
  const ReadOptions options;
  const auto& vocabulary = set.vocabulary();
  const auto lines = text_lines(text, options.lines, nullptr, &vocabulary);
  const auto region = find_region(lines, vocabulary, &vocabulary.templates.at(which.name), options);
  const auto scan = scan_form(region, which, set, options);
  Draft draft{scan.words, scan.free_text, {}};
  add_fields(scan.entries, {}, draft.items);
  for (const auto& block : scan.blocks) {
    const Owner owner{block.spec->id, number_of(block, draft.items)};
    draft.items.push_back(
        {Kind::kHeader, owner, nullptr, std::string(block.label), {}, block.line});
    add_fields(block.entries, owner, draft.items);
  }
  for (const auto& refused : scan.refused) {
    draft.items.push_back({Kind::kRefused, {}, refused.near, "", {refused.text}, refused.line});
  }
  std::stable_sort(
      draft.items.begin(), draft.items.end(),
      [](const DraftItem& one, const DraftItem& other) { return one.line < other.line; });
  for (const auto& [label, value] : scan.unknown) {
    draft.add_unknown({Kind::kUnknown, {}, nullptr, label, split(value), 0});
  }
  return draft;
}

std::string text_of(const Draft& draft, const Template& which) {
  auto text = draft.words.empty() ? std::string() : draft.words + "\n\n";
  const bool named = std::any_of(draft.items.begin(), draft.items.end(), [](const DraftItem& item) {
    return item.kind == Kind::kField && item.field->id == kFormField;
  });
  text += named ? "" : "Form: " + which.name + "\n";
  for (const auto& item : draft.items) {
    text += written(item);
  }
  return text + (draft.free_text.empty() ? "" : "\nFree text:\n" + draft.free_text + "\n");
}

std::string said(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) {
    text += line + " ";
  }
  return fold_spaces(text);
}

std::string as_text(const Form& form, const TemplateSet& set) {
  const auto* which = set.find(form.name);
  if (which == nullptr) {
    return {};
  }
  Draft draft{form.words, form.free_text, {}};
  add_values(form.fields, which->fields, {}, draft);
  for (const auto& [label, value] : form.unknown) {
    draft.add_unknown({Kind::kUnknown, {}, nullptr, label, split(value), 0});
  }
  for (const auto& block : form.blocks) {
    if (const auto* spec = set.block(block.kind)) {
      const Owner owner{block.kind, block.number};
      draft.items.push_back({Kind::kHeader, owner, nullptr, spec->label, {}, 0});
      add_values(block.fields, spec->fields, owner, draft);
    }
  }
  return text_of(draft, *which);
}

}  // namespace pouch::templates
