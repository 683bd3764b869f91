// Folding: what makes Јовановић, Jovanović and jovanovic meet, and CA 1234 AB meet ca1234ab in any
// of three scripts (ENGINES section 4, DOMAIN section 4, SPEC section 8). The room's door to ICU
// beside charset. Pure functions over UTF-8 (ill-formed octets part words); pure-ASCII words skip
// ICU.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::search {

inline constexpr char kPlainSound = ' ';

struct NameKeys {
  std::string generic;  // equal up to case, accents and script
  // With the marks that tell names apart. Empty: it has none, or they were left out; a Cyrillic
  // word leaves none out, so one without has whole_key().
  std::string marked;
  std::string spelling;             // by the region's own transliterations
  std::vector<std::string> others;  // further ones that passports have (ELOT 743)
  // By sound: one or two plain ones, then those that another reading gives; `readings` says for
  // each which (readings.hpp), kPlainSound for the plain ones.
  std::vector<std::string> skeletons;
  std::string readings;
};

// `marked` of a word that is known to have no marks: Зеков is not Жеков, Zekov may be both.
inline std::string whole_key(std::string_view generic) { return std::string(generic) + "."; }
inline bool is_whole(const NameKeys& keys) {
  return keys.marked.size() == keys.generic.size() + 1 && keys.marked.back() == '.' &&
         keys.marked.starts_with(keys.generic);
}

std::string fold_word(std::string_view word);  // the generic key; may be empty
NameKeys fold_name(std::string_view word);
// Two words side by side that may be one, for fold_name(): the sign between them says where an
// Arabic article ends.
inline std::string side_by_side(std::string_view first, std::string_view second) {
  return std::string(first).append("-").append(second);
}
// The same without sounds, several times as fast: for words that are no names.
NameKeys fold_spelling(std::string_view word);
// What else the same name may be written as, in Latin letters: for questions, not for the index.
std::vector<std::string> other_spellings(std::string_view word);

struct IdentifierKeys {
  std::string whole;  // no spaces or signs, upper case, look-alikes of three scripts folded
  std::string look;   // O/0, I/1, B/8, S/5, Z/2 folded too
  // The same with Cyrillic letters by their sound: КУ is KY to the eye and KU to the ear. Up to
  // three such letters each way, more of them all at once.
  std::vector<std::string> spoken;
};
IdentifierKeys fold_identifier(std::string_view value);
bool has_numeral(std::string_view text);  // a digit of any script

// Text for one line of a screen: white space is one blank, ill-formed octets are U+FFFD, characters
// that steer a terminal or turn the writing direction are left out.
std::string plain_line(std::string_view text);

// Words of a text with their octet offsets: runs of letters, digits and the marks on them.
struct Word {
  std::size_t begin = 0, end = 0;
};
std::vector<Word> words(std::string_view text);

// How a word begins: what tells a name in running text.
enum class Capital { kYes, kNo, kNone, kDigit };  // kNone: a script without capitals
Capital first_letter(std::string_view word);

}  // namespace pouch::search
