#include "search/terms.hpp"

#include <set>

#include "search/edges.hpp"
#include "search/fold.hpp"

namespace pouch::search {
namespace {

constexpr std::uint32_t kGap = 100;        // between two feeds: no phrase runs across
constexpr std::size_t kLongestWord = 200;  // octets; longer ones are armour or noise

void emit_both(const Blind& blind, TermKind kind, std::string_view field, std::string_view folded,
               std::uint32_t position, const Emit& emit) {
  if (folded.empty()) {
    return;
  }
  emit(blind.term(kind, kAnywhere, folded), position);
  if (field != kAnywhere) {
    emit(blind.term(kind, field, folded), position);
  }
}

void emit_word(const Blind& blind, const FieldRow& row, std::string_view word,
               std::uint32_t position, const Emit& emit) {
  const auto keys = fold_name(word);
  emit_both(blind, TermKind::kWord, row.name, keys.generic, position, emit);
  if (keys.spelling != keys.generic) {
    emit_both(blind, TermKind::kSpelling, row.name, keys.spelling, 0, emit);
  }
  if (row.kind == Kind::kName) {
    for (const auto& sound : keys.skeletons) {
      emit_both(blind, TermKind::kSound, row.name, sound, 0, emit);
      for (const auto& missing : with_one_letter_left_out(sound)) {
        emit_both(blind, TermKind::kMissing, row.name, missing, 0, emit);
      }
    }
  }
  if (row.kind == Kind::kName || row.name == "subject" || row.name == "attachment") {
    for (const auto& key : std::set<std::string>{keys.generic, keys.spelling}) {
      for (const auto& edge : edges(key, kEdgeFrom, kEdgeTo)) {
        emit_both(blind, TermKind::kEdge, row.name, edge, 0, emit);
      }
    }
  }
}

bool has_digit(std::string_view compact) {
  return compact.find_first_of("0123456789") != std::string_view::npos;
}

// Between two groups of a number: one sign, or a no-break space.
bool joins(std::string_view between) {
  return between == " " || between == "-" || between == "." || between == "/" ||
         between == "\u00A0" || between == "\u202F" || between == "\u2011";
}

// Plates and numbers within running text, as wholes: groups of letters and digits with one sign
// between them.
void emit_numbers(const Blind& blind, const FieldRow& row, std::string_view text,
                  const std::vector<Word>& all, const Emit& emit) {
  constexpr std::size_t kShortest = 5, kLongest = 34;  // compact: a plate, an IBAN
  constexpr std::size_t kLongestGroup = 24;            // octets; no number has words in it
  for (std::size_t first = 0; first < all.size(); ++first) {
    for (std::size_t last = first; last < all.size() && last - first < kIdentifierWords; ++last) {
      if (all[last].end - all[last].begin > kLongestGroup ||
          (last > first &&
           !joins(text.substr(all[last - 1].end, all[last].begin - all[last - 1].end)))) {
        break;
      }
      const auto keys =
          fold_identifier(text.substr(all[first].begin, all[last].end - all[first].begin));
      if (keys.whole.size() > kLongest) {
        break;
      }
      if (keys.whole.size() >= kShortest && has_digit(keys.whole)) {
        emit_both(blind, TermKind::kWhole, row.name, keys.whole, 0, emit);
        emit_both(blind, TermKind::kLook, row.name, keys.look, 0, emit);
      }
    }
  }
}

std::uint32_t emit_words(const Blind& blind, const FieldRow& row, std::string_view text,
                         std::uint32_t position, const Emit& emit) {
  const auto all = words(text);
  if (row.kind == Kind::kText) {
    emit_numbers(blind, row, text, all, emit);
  }
  for (const auto& word : all) {
    ++position;
    if (word.end - word.begin <= kLongestWord) {
      emit_word(blind, row, text.substr(word.begin, word.end - word.begin), position, emit);
    }
  }
  return position + kGap;
}

void emit_identifier(const Blind& blind, std::string_view field, std::string_view text,
                     const Emit& emit) {
  const auto keys = fold_identifier(text);
  if (keys.whole.size() > kLongestWord) {
    return;
  }
  emit_both(blind, TermKind::kWhole, field, keys.whole, 0, emit);
  emit_both(blind, TermKind::kLook, field, keys.look, 0, emit);
  for (const auto& edge : edges(fold_word(keys.whole), kEdgeFrom, kEdgeTo)) {
    emit_both(blind, TermKind::kEdge, field, edge, 0, emit);
  }
}

}  // namespace

std::uint32_t terms_of(const Blind& blind, const FieldRow& row, std::string_view text,
                       std::uint32_t position, const Emit& emit) {
  switch (row.kind) {
    case Kind::kIdentifier:
      emit_identifier(blind, row.name, text, emit);
      return emit_words(blind, row, text, position, emit);
    case Kind::kExact:
      emit(exact_term(blind, row.name, text), 0);
      return emit_words(blind, row, text, position, emit);
    case Kind::kText:
    case Kind::kName:
      return emit_words(blind, row, text, position, emit);
    case Kind::kDay:
    case Kind::kFlag:
      return position;  // these are no feeds: Document::day and Document::flags
  }
  return position;
}

std::string exact_term(const Blind& blind, std::string_view field, std::string_view value) {
  std::string folded;
  for (const auto& word : words(value)) {
    folded.append(folded.empty() ? "" : " ")
        .append(fold_word(value.substr(word.begin, word.end - word.begin)));
  }
  return blind.term(TermKind::kExact, field, folded);
}

std::vector<Meant> meant_by_word(const Blind& blind, std::string_view field,
                                 std::string_view word) {
  const auto keys = fold_name(word);
  std::vector<Meant> meant{{blind.term(TermKind::kWord, field, keys.generic), 0},
                           {blind.term(TermKind::kSpelling, field, keys.generic), 1}};
  if (keys.spelling != keys.generic) {
    meant.push_back({blind.term(TermKind::kWord, field, keys.spelling), 1});
    meant.push_back({blind.term(TermKind::kSpelling, field, keys.spelling), 1});
  }
  for (const auto& sound : keys.skeletons) {
    meant.push_back({blind.term(TermKind::kSound, field, sound), 2});
  }
  const auto identifier = meant_by_identifier(blind, field, word);
  meant.insert(meant.end(), identifier.begin(), identifier.end());
  return meant;
}

std::vector<Meant> meant_by_near(const Blind& blind, std::string_view field,
                                 std::string_view word) {
  auto meant = meant_by_word(blind, field, word);
  for (const auto& sound : fold_name(word).skeletons) {
    meant.push_back({blind.term(TermKind::kMissing, field, sound), 2});
    for (const auto& missing : with_one_letter_left_out(sound)) {
      meant.push_back({blind.term(TermKind::kSound, field, missing), 2});
      meant.push_back({blind.term(TermKind::kMissing, field, missing), 2});
    }
  }
  return meant;
}

std::vector<Meant> meant_by_start(const Blind& blind, std::string_view field,
                                  std::string_view start) {
  const auto keys = fold_name(start);
  std::vector<Meant> meant;
  for (const auto& key : std::set<std::string>{keys.generic, keys.spelling,
                                               fold_word(fold_identifier(start).whole)}) {
    if (key.size() >= kEdgeFrom && key.size() <= kEdgeTo) {
      meant.push_back({blind.term(TermKind::kEdge, field, key), key == keys.generic ? 0 : 1});
    }
    if (key.size() > kEdgeTo) {  // as far as beginnings are indexed
      meant.push_back({blind.term(TermKind::kEdge, field, key.substr(0, kEdgeTo)), 2});
    }
    if (!key.empty()) {  // the word itself, where it was not indexed by its first letters
      meant.push_back({blind.term(TermKind::kWord, field, key), 0});
    }
  }
  return meant;
}

std::vector<Meant> meant_by_identifier(const Blind& blind, std::string_view field,
                                       std::string_view value) {
  const auto keys = fold_identifier(value);
  if (keys.whole.empty()) {
    return {};
  }
  return {{blind.term(TermKind::kWhole, field, keys.whole), 0},
          {blind.term(TermKind::kLook, field, keys.look), 2}};
}

}  // namespace pouch::search
