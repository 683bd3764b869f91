// Some clients (Claws) fill the lines of a plain mail anew, so that "Reasons:" ends up in the
// middle of the value before it. There is one reading then, and only then, when the form lacks that
// required field, the label stands there once, begins a sentence, and the lines around it are
// filled as a program fills them.
#include <algorithm>

#include "templates/reading/checker.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/types.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kNarrowest = 60, kWidest = 80;  // columns to which clients fill lines

bool is_missing(const Form& form, const FieldSpec& field) {
  return std::any_of(form.problems.begin(), form.problems.end(), [&](const Problem& problem) {
    return problem.code == "missing" && problem.label == field.label;
  });
}

bool ends_sentence(std::string_view text) {
  text = trim(text);
  for (const auto* end : {".", "!", "?", ".\"", "\xE2\x80\x9D", "\xC2\xBB", ";"}) {
    if (text.ends_with(end)) {
      return true;
    }
  }
  return false;
}

// Greedy filling: no line could have held the first word of the next one.
bool are_filled(const Scan& scan, std::size_t first, std::size_t last) {
  std::vector<std::string_view> texts;
  for (const auto& line : scan.lines) {
    if (line.number >= first && line.number <= last) {
      texts.push_back(line.text);
    }
  }
  std::size_t width = 0;
  for (const auto text : texts) {
    width = std::max(width, characters(text));
  }
  if (texts.size() < 2 || width < kNarrowest || width > kWidest) {
    return false;
  }
  for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
    const auto word = texts[i + 1].substr(0, texts[i + 1].find(' '));
    if (word.empty() || characters(texts[i]) + 1 + characters(word) <= width) {
      return false;
    }
  }
  return true;
}

struct Place {
  std::size_t entry, piece, at;
};

// Where "Label:" stands after a blank, in all narrative values of the form; at most two places.
std::vector<Place> places_of(const Scan& scan, const std::string& mark) {
  std::vector<Place> places;
  for (std::size_t e = 0; e < scan.entries.size(); ++e) {
    const auto& entry = scan.entries[e];
    for (std::size_t p = 0; is_narrative(*entry.field) && p < entry.pieces.size(); ++p) {
      const auto text = entry.pieces[p].text;
      for (auto at = text.find(mark); at != std::string_view::npos && places.size() < 2;
           at = text.find(mark, at + 1)) {
        if (at > 0 && text[at - 1] == ' ') {
          places.push_back({e, p, at});
        }
      }
    }
  }
  return places;
}

}  // namespace

std::optional<Refilled> refilled_label(const Scan& scan, const Form& form, const Template& which) {
  for (const auto& field : which.fields) {
    if (!is_running_text(field.type) || !is_missing(form, field)) {
      continue;
    }
    const auto mark = field.label + ":";
    const auto places = places_of(scan, mark);
    if (places.size() != 1) {
      continue;
    }
    const auto [entry, piece, at] = places.front();
    const auto& pieces = scan.entries[entry].pieces;
    const auto before = pieces[piece].text.substr(0, at);
    if (ends_sentence(before) && are_filled(scan, pieces.front().line, pieces.back().line)) {
      return Refilled{entry, piece, at, at + mark.size(), &field};
    }
  }
  return std::nullopt;
}

void split_refilled(const Refilled& found, Scan& scan) {
  auto& entry = scan.entries[found.entry];
  const auto piece = entry.pieces[found.piece];
  Entry next{found.field, piece.line, {}};
  const auto value = trim(piece.text.substr(found.value_at));
  if (!value.empty()) {
    next.pieces.push_back({value, piece.line, false});
  }
  const auto after = entry.pieces.begin() + static_cast<std::ptrdiff_t>(found.piece) + 1;
  next.pieces.insert(next.pieces.end(), after, entry.pieces.end());
  entry.pieces.erase(after, entry.pieces.end());
  entry.pieces.back().text = trim(piece.text.substr(0, found.label_at));
  if (entry.pieces.back().text.empty()) {
    entry.pieces.pop_back();
  }
  scan.warnings.push_back({piece.line, found.field->label, "refilled-line",
                           "\"" + found.field->label +
                               ":\" stood in the middle of this line, which a mail program had "
                               "filled; it was read as a field",
                           "begin a line of its own with it"});
  scan.entries.push_back(std::move(next));
}

}  // namespace pouch::templates
