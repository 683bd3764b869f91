#include "templates/reading/values.hpp"

#include <algorithm>

#include "templates/reading/items.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

// Items written "BG and RS": each a value, names with "and" in them whole. Empty: they are none.
std::vector<Item> split_and(const FieldSpec& field, std::string_view text, std::size_t line,
                            std::chrono::sys_seconds now) {
  for (std::size_t from = 0;;) {
    const auto at = std::min(text.find(" and ", from), text.find(" & ", from));
    const auto first = trim(text.substr(0, at));
    if (!normalise(first, field, now).problem) {
      if (at == std::string_view::npos) {
        return {{std::string(first), line, 0}};
      }
      auto parts =
          split_and(field, trim(text.substr(at + (text[at + 1] == '&' ? 3 : 5))), line, now);
      if (!parts.empty()) {
        parts.insert(parts.begin(), {std::string(first), line, 0});
        return parts;
      }
    }
    if (at == std::string_view::npos) {
      return {};
    }
    from = at + 1;
  }
}

struct Typed {
  std::vector<std::string> values;
  std::vector<Problem> problems, warnings;
};

void take(const FieldSpec& field, const Item& item, const std::string& label,
          std::chrono::sys_seconds now, Typed& typed) {
  auto result = normalise(item.text, field, now);
  if (result.problem && field.list && !is_running_text(field.type)) {
    const auto parts = split_and(field, item.text, item.line, now);
    if (parts.size() > 1) {
      for (const auto& part : parts) {
        take(field, part, label, now, typed);
      }
      return;
    }
  }
  if (result.problem) {
    auto& wrong = *result.problem;
    complain(typed.problems, {item.line, label, std::move(wrong.code), std::move(wrong.text),
                              std::move(wrong.hint)});
    return;
  }
  for (auto& odd : result.warnings) {
    complain(typed.warnings,
             {item.line, label, std::move(odd.code), std::move(odd.text), std::move(odd.hint)});
  }
  const bool again =
      field.type != Type::kQuestions &&
      std::find(typed.values.begin(), typed.values.end(), result.value) != typed.values.end();
  if (!again) {
    typed.values.push_back(std::move(result.value));
  }
}

Typed type_items(const FieldSpec& field, const Items& items, const std::string& label,
                 std::chrono::sys_seconds now) {
  Typed typed;
  if (items.items.size() > field.items) {
    complain(typed.problems, {items.items.front().line, label, "too-many",
                              "has " + std::to_string(items.items.size()) + " items, at most " +
                                  std::to_string(field.items) + " are allowed",
                              "send it in several mails"});
    return typed;
  }
  for (const auto& item : items.items) {
    take(field, item, label, now, typed);
  }
  for (const int number : items.twice) {
    complain(typed.problems, {items.items.front().line, label, "two-values",
                              "number " + std::to_string(number) + " stands there twice",
                              "give each item a number of its own"});
  }
  return typed;
}

std::string join_pieces(const std::vector<Piece>& pieces, std::size_t from) {
  std::string text;
  for (auto i = from; i < pieces.size(); ++i) {
    text += std::string(pieces[i].text) + "\n";
  }
  return text;
}

// Values of one word end where they make sense: a disclaimer below the last field is no part of
// it. Lists end at an empty line, single values after their first line.
std::size_t end_of_value(const FieldSpec& field, const std::vector<Piece>& pieces,
                         std::chrono::sys_seconds now) {
  constexpr std::size_t kMostPieces = 200;  // keeps the search for an end cheap
  for (std::size_t count = 1; count < std::min(pieces.size(), kMostPieces); ++count) {
    if (field.list && !pieces[count].after_blank) {
      continue;
    }
    const std::vector<Piece> beginning(pieces.begin(),
                                       pieces.begin() + static_cast<std::ptrdiff_t>(count));
    if (type_items(field, items_of(field, beginning), "", now).problems.empty()) {
      return count;
    }
    if (!field.list) {
      break;
    }
  }
  return pieces.size();
}

Value as_value(const FieldSpec& field, std::size_t line, Items items, Typed typed) {
  Value value;
  value.id = field.id;
  value.label = field.label;
  value.line = line;
  value.list = field.list || field.type == Type::kQuestions;
  value.raw = std::move(items.raw);
  value.values = std::move(typed.values);
  if (field.type == Type::kQuestions) {
    for (const auto& item : items.items) {
      value.numbers.push_back(item.number);
    }
  }
  return value;
}

std::string line_list(const std::vector<const Entry*>& entries) {
  std::string text;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    text += (i == 0                    ? ""
             : i + 1 == entries.size() ? " and "
                                       : ", ") +
            std::to_string(entries[i]->line);
  }
  return text;
}

}  // namespace

void complain(std::vector<Problem>& into, Problem problem) {
  if (into.size() < kMostComplaints) {
    into.push_back(std::move(problem));
  }
}

Value untyped_value(const FieldSpec& field, std::size_t line, const std::vector<Piece>& pieces) {
  auto items = items_of(field, pieces);
  Typed typed;
  for (const auto& item : items.items) {
    typed.values.push_back(item.text);
  }
  return as_value(field, line, std::move(items), std::move(typed));
}

std::optional<Value> read_value(const std::vector<const Entry*>& entries, ValueContext& context,
                                bool& wrong) {
  std::vector<const Entry*> filled;
  std::vector<Piece> pieces;
  for (const auto* entry : entries) {
    if (!entry->empty()) {
      filled.push_back(entry);
      pieces.insert(pieces.end(), entry->pieces.begin(), entry->pieces.end());
    }
  }
  if (filled.empty()) {
    return std::nullopt;
  }
  const auto& field = *filled.front()->field;
  const auto label = context.prefix + field.label;
  if (filled.size() > 1 && !field.list && field.type != Type::kQuestions) {
    complain(*context.problems,
             {filled[1]->line, label, "two-values", "has two values, in lines " + line_list(filled),
              "leave one of them"});
    wrong = true;
    return std::nullopt;
  }
  const bool itemised = filled.front()->itemised;
  auto items = itemised ? items_as_given(pieces) : items_of(field, pieces);
  auto typed = type_items(field, items, label, context.now);
  if (!itemised && !typed.problems.empty() && pieces.size() > 1 && !is_running_text(field.type)) {
    const auto end = end_of_value(field, pieces, context.now);
    if (end < pieces.size()) {
      complain(*context.warnings,
               {pieces[end].line, label, "stray-text",
                "what follows the value was kept as free text", "put it under \"Free text:\""});
      *context.stray += join_pieces(pieces, end);
      pieces.resize(end);
      items = items_of(field, pieces);
      typed = type_items(field, items, label, context.now);
    }
  }
  for (auto& odd : typed.warnings) {
    complain(*context.warnings, std::move(odd));
  }
  if (!typed.problems.empty()) {
    wrong = true;
    for (auto& problem : typed.problems) {
      complain(*context.problems, std::move(problem));
    }
    return std::nullopt;
  }
  if (items.items.empty()) {
    return std::nullopt;
  }
  return as_value(field, filled.front()->line, std::move(items), std::move(typed));
}

}  // namespace pouch::templates
