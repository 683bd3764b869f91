#include "templates/replies/mend.hpp"

#include <algorithm>

#include "templates/reading/items.hpp"
#include "templates/replies/own_fields.hpp"
#include "templates/showing/render.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/types.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

using Kind = DraftItem::Kind;

// Beside `Form:`: with fewer of them the lines are values among words, not a form anew.
constexpr auto kFieldsOfAForm = 3;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  for (const auto& line : split_lines(trim(text), static_cast<std::size_t>(-1))) {
    lines.emplace_back(line.text);
  }
  return lines;
}

void append(std::string& words, std::string_view more, std::string_view between = "\n\n") {
  const auto text = trim(more);
  if (!text.empty()) {
    words += (words.empty() ? "" : std::string(between)) + std::string(text);
  }
}

// Two ways to say one thing are no two values: "BG" and "Bulgaria".
std::string meaning(const FieldSpec& field, const std::vector<std::string>& lines) {
  std::vector<Piece> pieces;
  for (const auto& line : lines) {
    pieces.push_back({line, 1});
  }
  std::string text;
  for (const auto& item : items_of(field, pieces).items) {
    const auto typed = normalise(item.text, field, {});
    text += (typed.problem ? item.text : typed.value) + "\n";
  }
  return text;
}

std::string label_of(const NewValue& value, const TemplateSet& set) {
  const auto* block = set.block(value.owner.kind);
  return (block == nullptr ? std::string()
                           : "[" + block->label + " " + std::to_string(value.owner.number) + "] ") +
         value.field->label;
}

class Mending {
 public:
  Mending(std::string_view kept, const Template& which, const TemplateSet& set)
      : which_(which),
        set_(set),
        kept_(draft_of(kept, which, set)),
        problems_(read_form(kept, which, set, {}).problems),
        naming_(kept_, which_, set_, problems_),
        draft_(kept_) {}

  Mended run(std::string_view kept, const Written& written) {
    if (written.fenced) {
      correct(*written.fenced);
    }
    for (const auto& filled : written.filled) {
      fill(filled);
    }
    read_own(written.own);
    apply();
    result_.text = result_.changed ? text_of(draft_, which_) : unmark(kept);
    return std::move(result_);
  }

 private:
  // A whole form typed anew; else fields among words.
  void read_own(std::string_view own) {
    if (is_whole_form(own)) {
      const auto typed = draft_of(own, which_, set_);
      append(result_.words, typed.words);
      lay(typed, false);
      return;
    }
    auto fields = own_fields(without_form_line(own), naming_);
    append(result_.words, fields.words);
    result_.problems.insert(result_.problems.end(), fields.problems.begin(), fields.problems.end());
    for (auto& value : fields.values) {
      take(std::move(value));
    }
  }

  bool is_whole_form(std::string_view own) const {
    if (recognise(own, set_, {}).name != which_.name) {
      return false;
    }
    const auto typed = draft_of(own, which_, set_);
    const auto fields = std::count_if(
        typed.items.begin(), typed.items.end(),
        [](const DraftItem& item) { return item.kind == Kind::kField && !item.lines.empty(); });
    return fields > kFieldsOfAForm;
  }

  std::string without_form_line(std::string_view own) const {
    std::string text;
    for (const auto& line : split_lines(own, static_cast<std::size_t>(-1))) {
      const auto found = labelled(line.text);
      const bool names = found && is_form_label(found->label, set_.vocabulary()) &&
                         set_.find(found->value) == &which_;
      text += names ? std::string() : std::string(line.whole) + "\n";
    }
    return text;
  }

  // The form itself, corrected where it stands.
  void correct(const Fenced& fenced) {
    auto typed_between = split_lines(fenced.words, static_cast<std::size_t>(-1));
    std::erase_if(typed_between, [](const Line& line) { return line.text.empty(); });
    std::string text;
    for (const auto& line : split_lines(fenced.text, static_cast<std::size_t>(-1))) {
      const auto word = std::find_if(typed_between.begin(), typed_between.end(),
                                     [&](const Line& one) { return one.text == line.text; });
      if (word == typed_between.end()) {
        text += std::string(line.whole) + "\n";
      } else {
        typed_between.erase(word);
      }
    }
    append(result_.words, fenced.words);
    const auto shown = draft_of(text, which_, set_);
    if (said({shown.words}) != said({kept_.words})) {
      append(result_.words, shown.words);
    }
    lay(shown, true);
  }

  void fill(const Filled& filled) {
    const auto named = naming_.find(filled.label);
    if (is_form_label(filled.label, set_.vocabulary()) && set_.find(filled.value) == &which_) {
      return;
    }
    if (!named) {
      append(result_.words, filled.label + ": " + filled.value, "\n");
    } else if (!trim(filled.value).empty()) {
      const auto bare = filled.label.substr(filled.label.find(']') + 1);
      take({named->owner, named->field, std::string(trim(bare)), split(filled.value)});
    }
  }

  // `in_place`: the form as it was shown, so that what cannot be read any more is put right there.
  void lay(const Draft& typed, bool in_place) {
    for (const auto& item : typed.items) {
      if (item.kind == Kind::kField) {
        lay_field(typed, item, in_place);
      } else if (item.kind == Kind::kUnknown) {
        lay_unknown(item);
      }
    }
    lay_refused(typed, in_place);
    if (!typed.free_text.empty() && said({typed.free_text}) != said({kept_.free_text})) {
      draft_.free_text = typed.free_text;
      result_.changed = true;
    }
  }

  void lay_field(const Draft& typed, const DraftItem& item, bool in_place) {
    if (item.field->id == kFormField) {
      for (std::size_t i = 1; i < item.lines.size(); ++i) {
        append(result_.words, item.lines[i], "\n");  // between `Form:` and the first label
      }
      return;
    }
    const auto all = typed.all_of(item.owner, *item.field);
    if (all.front() != &item) {
      return;
    }
    const auto sentence = [](const std::vector<const DraftItem*>& items) {
      std::string text;
      for (const auto* one : items) {
        const auto words = said(one->lines);
        text += words.empty() ? "" : words + "\n";
      }
      return text;
    };
    const auto before = sentence(kept_.all_of(item.owner, *item.field));
    const auto now = sentence(all);
    if (now == before || (now.empty() && !in_place)) {
      return;
    }
    NewValue value{item.owner, item.field, item.label, {}};
    for (const auto* one : all) {
      const bool filled = !said(one->lines).empty();
      // A label twice stays twice, and a problem.
      if (filled && !value.lines.empty()) {
        value.lines.push_back(one->label + ": " + one->lines.front());
        value.lines.insert(value.lines.end(), one->lines.begin() + 1, one->lines.end());
      } else if (filled) {
        value.lines = one->lines;
      }
    }
    take(std::move(value));
  }

  void lay_unknown(const DraftItem& item) {
    const auto same = [&](const DraftItem& one) {
      return one.kind == Kind::kUnknown && fold(one.label) == fold(item.label);
    };
    const auto found = std::find_if(draft_.items.begin(), draft_.items.end(), same);
    if (found != draft_.items.end() && said(found->lines) == said(item.lines)) {
      return;
    }
    result_.changed = true;
    if (found != draft_.items.end()) {
      found->lines = item.lines;
    } else {
      draft_.add_unknown(item);
    }
  }

  static std::string refused_of(const Draft& draft) {
    std::string text;
    for (const auto& item : draft.items) {
      text += item.kind == Kind::kRefused ? said(item.lines) + "\n" : "";
    }
    return text;
  }

  void lay_refused(const Draft& typed, bool in_place) {
    if (refused_of(typed) == refused_of(kept_) || (!in_place && refused_of(typed).empty())) {
      return;
    }
    result_.changed = true;
    if (in_place) {
      std::erase_if(draft_.items,
                    [](const DraftItem& item) { return item.kind == Kind::kRefused; });
    }
    for (const auto& item : typed.items) {
      if (item.kind == Kind::kRefused) {
        draft_.items.push_back(item);
      }
    }
  }

  void take(NewValue value) {
    const auto same = std::find_if(news_.begin(), news_.end(), [&](const auto& values) {
      return values.front().owner == value.owner && values.front().field == value.field;
    });
    if (same == news_.end()) {
      news_.push_back({std::move(value)});
      return;
    }
    const bool said_already = std::any_of(same->begin(), same->end(), [&](const NewValue& one) {
      return meaning(*one.field, one.lines) == meaning(*value.field, value.lines);
    });
    if (!said_already) {
      same->push_back(std::move(value));
    }
  }

  void apply() {
    for (const auto& values : news_) {
      const auto& value = values.front();
      if (values.size() == 1) {
        result_.changed = true;
        draft_.set(value.owner, *value.field, value.label, value.lines, set_);
        continue;
      }
      std::string both;
      for (const auto& one : values) {
        both += (both.empty() ? "\"" : " and \"") + said(one.lines) + "\"";
      }
      result_.problems.push_back({0, label_of(value, set_), "two-values",
                                  "has two new values: " + both, "write the one that counts"});
    }
  }

  const Template& which_;
  const TemplateSet& set_;
  const Draft kept_;
  const std::vector<Problem> problems_;
  const Naming naming_;
  Draft draft_;
  std::vector<std::vector<NewValue>> news_;  // by field, each different value once
  Mended result_;
};

// The `Form:` line of the kept text, replaced or put on top.
std::string named_anew(std::string_view kept, const std::string& name, const TemplateSet& set) {
  std::string text;
  bool named = false;
  const auto unmarked = unmark(kept);  // the lines are views into it
  for (const auto& line : split_lines(unmarked, static_cast<std::size_t>(-1))) {
    const auto found = labelled(line.text);
    if (!named && found && is_form_label(found->label, set.vocabulary())) {
      text += std::string(found->label) + ": " + name + "\n";
      named = true;
    } else {
      text += std::string(line.whole) + "\n";
    }
  }
  return named ? text : "Form: " + name + "\n" + text;
}

// The template that a line "Form: request" names, in what was filled in or typed.
const Template* named_form_in(const Written& written, const TemplateSet& set) {
  for (const auto& filled : written.filled) {
    if (is_form_label(filled.label, set.vocabulary())) {
      return set.find(filled.value);
    }
  }
  if (const auto* which = set.find(recognise(written.own, set, {}).name)) {
    return which;
  }
  return written.fenced ? set.find(recognise(written.fenced->text, set, {}).name) : nullptr;
}

Mended as_it_is(std::string_view kept, const Written& written) {
  Mended result{unmark(kept), false, std::string(trim(written.own)), {}};
  for (const auto& filled : written.filled) {
    append(result.words, filled.label + ": " + filled.value, "\n");
  }
  if (written.fenced) {
    append(result.words, written.fenced->words);
  }
  return result;
}

}  // namespace

Mended mend(std::string_view kept, const Template* which, const TemplateSet& set,
            const Written& written) {
  const auto* named = set.find(recognise(written.own, set, {}).name);
  if (which != nullptr && named != nullptr && named != which) {
    auto other = draft_of(written.own, *named, set);  // another form altogether
    Mended result{"", true, std::move(other.words), {}};
    other.words.clear();
    result.text = text_of(other, *named);
    return result;
  }
  if (which != nullptr) {
    return Mending(kept, *which, set).run(kept, written);
  }
  named = named_form_in(written, set);
  if (named == nullptr) {
    return as_it_is(kept, written);
  }
  const auto text = named_anew(kept, named->name, set);
  auto result = Mending(text, *named, set).run(text, written);
  result.changed = true;
  return result;
}

}  // namespace pouch::templates
