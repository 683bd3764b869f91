#include "templates/reading/items.hpp"

#include <algorithm>

#include "templates/text/lines.hpp"
#include "templates/types/names.hpp"
#include "templates/types/numbers.hpp"

namespace pouch::templates {
namespace {

// "3. November 2026" at the beginning of a filled line is a date, not the third item.
bool is_day(std::string_view after_number) {
  const auto word = after_number.substr(0, after_number.find_first_of(" .,"));
  return !word.empty() && month_number(word) != 0;
}

void append(std::string& text, std::string_view more, char between) {
  if (!text.empty() && !more.empty()) {
    text += between;
  }
  text += more;
}

void finish(Items& result) {
  std::erase_if(result.items, [](const Item& item) { return item.text.empty(); });
  for (const auto& item : result.items) {
    const auto number = item.number > 0 ? std::to_string(item.number) + ". " : std::string();
    append(result.raw, number + item.text, '\n');
  }
}

// "Who is it? 2. Where?" on one line: a client has filled the lines anew.
void split_inline(const Item& item, std::vector<Item>& into) {
  std::string_view rest = item.text;
  int number = item.number;
  std::size_t from = 0;
  while (number > 0) {
    const auto mark = " " + std::to_string(number + 1) + ". ";
    const auto at = rest.find(mark, from);
    if (at == std::string_view::npos || at == 0) {
      break;
    }
    if (std::string_view("?.!;").find(rest[at - 1]) == std::string_view::npos ||
        is_day(rest.substr(at + mark.size()))) {
      from = at + 1;
      continue;
    }
    into.push_back({std::string(rest.substr(0, at)), item.line, number});
    rest.remove_prefix(at + mark.size());
    from = 0;
    ++number;
  }
  into.push_back({std::string(trim(rest)), item.line, number});
}

Items questions(const std::vector<Piece>& pieces) {
  std::vector<Item> found;
  for (const auto& piece : pieces) {
    const auto item = list_item(piece.text);
    const bool numbered = item && item->number > 0 && !is_day(item->text);
    const bool bullet = item && item->number == 0;
    const bool asked =
        !found.empty() && found.back().number == 0 && found.back().text.ends_with('?');
    if (numbered || bullet) {
      found.push_back({fold_spaces(item->text), piece.line, numbered ? item->number : 0});
    } else if (found.empty() || asked) {
      found.push_back({fold_spaces(piece.text), piece.line, 0});
    } else {
      append(found.back().text, fold_spaces(piece.text), ' ');
    }
  }
  Items result;
  for (const auto& item : found) {
    split_inline(item, result.items);
  }
  const bool any_number = std::any_of(result.items.begin(), result.items.end(),
                                      [](const Item& item) { return item.number > 0; });
  std::vector<int> seen;
  finish(result);
  int next = 1;
  for (auto& item : result.items) {
    if (!any_number) {
      item.number = next;  // their order is their number
    }
    ++next;
    if (item.number > 0) {
      seen.push_back(item.number);
    }
  }
  std::sort(seen.begin(), seen.end());
  for (auto at = std::adjacent_find(seen.begin(), seen.end()); at != seen.end();
       at = std::adjacent_find(at + 1, seen.end())) {
    if (result.twice.empty() || result.twice.back() != *at) {
      result.twice.push_back(*at);
    }
  }
  return result;
}

void split_at(std::string_view text, std::string_view separator, std::size_t line,
              std::vector<Item>& into) {
  while (true) {
    const auto at = text.find(separator);
    into.push_back({fold_spaces(text.substr(0, at)), line, 0});
    if (at == std::string_view::npos) {
      return;
    }
    text.remove_prefix(at + separator.size());
  }
}

bool any_has(const std::vector<Piece>& pieces, std::string_view separator) {
  return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.text.find(separator) != std::string_view::npos;
  });
}

Items list(const FieldSpec& field, const std::vector<Piece>& pieces) {
  const bool semicolons = any_has(pieces, ";");
  const bool commas = !semicolons && field.comma && any_has(pieces, ",");
  const std::string_view separator = semicolons ? ";" : commas ? "," : "\n";
  Items result;
  bool open = false;  // the item before goes on: a client broke its line
  for (const auto& piece : pieces) {
    auto text = piece.text;
    const auto item = list_item(text);
    if (item) {
      text = item->text;
      open = false;
    }
    std::vector<Item> parts;
    split_at(text, separator, piece.line, parts);
    auto first = parts.begin();
    if (open && separator != "\n") {
      append(result.items.back().text, first->text, ' ');
      ++first;
    }
    result.items.insert(result.items.end(), first, parts.end());
    open = true;
  }
  finish(result);
  return result;
}

Items single(const FieldSpec& field, const std::vector<Piece>& pieces) {
  Items result;
  std::string text;
  for (const auto& piece : pieces) {
    const bool of_its_own =
        list_item(piece.text) ||
        (parts_lines(field) &&
         numbers_in(text + "\n" + std::string(piece.text), field.search).size() > 1);
    append(text, fold_spaces(piece.text), of_its_own ? '\n' : ' ');
  }
  if (!text.empty()) {
    result.items.push_back({text, pieces.front().line, 0});
    result.raw = std::move(text);
  }
  return result;
}

}  // namespace

Items items_as_given(const std::vector<Piece>& pieces) {
  Items result;
  for (const auto& piece : pieces) {
    result.items.push_back({fold_spaces(piece.text), piece.line, piece.number});
  }
  finish(result);
  return result;
}

Items items_of(const FieldSpec& field, const std::vector<Piece>& pieces) {
  if (field.type == Type::kQuestions) {
    return questions(pieces);
  }
  return field.list ? list(field, pieces) : single(field, pieces);
}

}  // namespace pouch::templates
