#include "search/things/persons.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "search/ascii.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kFewest = 2, kMost = 5;  // words of a name
constexpr std::size_t kFillers = 4;            // words between "born" and the date
constexpr std::size_t kOctets = 60;            // from "born" to the date

template <std::size_t Size>
std::set<std::string> folded(const std::array<const char*, Size>& all) {
  std::set<std::string> keys;
  for (const auto* word : all) {
    keys.insert(fold_word(word));
  }
  return keys;
}

// "born" and its like, "birth" of "date of birth".
bool says_born(std::string_view word) {
  static const auto keys = folded(
      std::array{"born",       "dob",       "birth",     "birthdate",   "geb",       "geboren",
                 "née",        "naissance", "nascita",   "рођ",         "рођен",     "рођена",
                 "рођења",     "rođenja",   "rodj",      "rodjen",      "rodjena",   "rodjenja",
                 "rođ",        "rojen",     "rojena",    "роден",       "родена",    "раждане",
                 "рожд",       "раѓање",    "născut",    "născută",     "nașterii",  "naștere",
                 "născ",       "szül",      "született", "születési",   "γεννηθείς", "γεννηθείσα",
                 "γεννήθηκε",  "γέννησης",  "γενν",      "doğum",       "doğumlu",   "doğ",
                 "lindur",     "lindje",    "lindjes",   "datëlindja",  "dtl",       "народився",
                 "народилась", "родился",   "родилась",  "geburtsdatum"});
  return keys.count(fold_word(word)) != 0;
}

// One letter that says so with its point and the date right behind: b. 1985, р. 1985, n. 1985.
bool may_say_born(std::string_view word) {
  static constexpr std::array<std::string_view, 6> kLetters = {"b", "n", "r", "р", "н", "γ"};
  return std::find(kLetters.begin(), kLetters.end(), word) != kLetters.end();
}

// Stand before "birth", and between "born" and the date.
bool is_filler(std::string_view word) {
  static const auto keys = folded(
      std::array{"date",       "of",  "datum",  "датум", "дата",   "на",   "data",  "e",    "de",
                 "ημερομηνία", "i",   "was",    "is",    "je",     "је",   "е",     "este", "on",
                 "in",         "le",  "the",    "la",    "dana",   "дана", "na",    "у",    "u",
                 "pe",         "am",  "στις",   "το",    "tarihi", "idő",  "ideje", "më",   "en",
                 "год",        "god", "godine", "den",   "ден"});
  return keys.count(fold_word(word)) != 0;
}

class Persons {
 public:
  Persons(std::string_view text, std::size_t most) : text_(text), all_(words(text)), most_(most) {}

  std::vector<TextPerson> found() {
    std::size_t number = 0;  // the next word with a digit, from the one before
    for (std::size_t at = 0; at < all_.size() && found_.size() < most_; ++at) {
      number = std::max(number, at == 0 ? 0 : at - 1);
      while (number < all_.size() && !is_digit(word(number)[0])) {
        ++number;
      }
      if (number == all_.size()) {
        break;
      }
      if (number <= at + kFillers + 2) {
        look(at);
      }
    }
    return std::move(found_);
  }

 private:
  std::string_view word(std::size_t at) const {
    return text_.substr(all_[at].begin, all_[at].end - all_[at].begin);
  }
  std::string_view between(std::size_t left) const {  // it and the one behind it
    return text_.substr(all_[left].end, all_[left + 1].begin - all_[left].end);
  }

  // A marker at this word, or a sign before it.
  void look(std::size_t at) {
    if (at > 0 && is_digit(word(at)[0]) && is_star(between(at - 1))) {
      if (const auto read = birth_at(text_, all_, at)) {
        add(at - 1, *read);
      }
      return;
    }
    const auto last = marker(at);
    if (last == kNone) {
      return;
    }
    if (at > 0 && is_digit(word(at - 1)[0])) {
      date_before(at);
    } else if (const auto read = date_behind(last, is_short(at, last))) {
      if (const auto name = name_end(at); name != kNone) {
        add(name, *read);
      }
    }
  }

  static bool is_star(std::string_view sign) {
    return sign == " *" || sign == " (*" || sign == ", *" || sign == " * " || sign == " (* ";
  }

  // The last word of a marker that begins here.
  std::size_t marker(std::size_t at) const {
    const auto one = word(at);
    if (one.size() == 1 && at + 2 < all_.size() && lower(one) == "d" &&
        lower(word(at + 1)) == "o" && lower(word(at + 2)) == "b" && between(at) == "." &&
        between(at + 1) == ".") {
      return at + 2;
    }
    static constexpr std::array<std::string_view, 4> kAsTyped = {"né", "Né", "γεν", "Γεν"};
    if (std::find(kAsTyped.begin(), kAsTyped.end(), one) != kAsTyped.end()) {
      return at;  // "ne" and "gen" say something else
    }
    return says_born(one) || may_say_born(one) ? at : kNone;
  }
  bool is_short(std::size_t first, std::size_t last) const {
    return first == last && may_say_born(word(last)) && !says_born(word(last));
  }

  // A date behind the marker, on its line or with a few words of no weight between.
  std::optional<BirthRead> date_behind(std::size_t marker, bool adjacent) const {
    std::size_t places = 0;
    for (auto at = marker + 1; at < all_.size() && at <= marker + kFillers; ++at) {
      const auto sign = between(at - 1);
      if (all_[at].begin - all_[marker].end > kOctets || sign.find('\n') != sign.npos ||
          sign.find(';') != sign.npos) {
        return std::nullopt;
      }
      if (adjacent) {
        return sign == ". " || sign == "." ? birth_at(text_, all_, at) : std::nullopt;
      }
      // Another thing or sentence; but "geb. 3.4.1985".
      if (sign.find(',') != sign.npos || (at > marker + 1 && sign.find('.') != sign.npos)) {
        return std::nullopt;
      }
      if (auto read = birth_at(text_, all_, at)) {
        return read;
      }
      if (!is_filler(word(at)) && (first_letter(word(at)) != Capital::kYes || ++places > 2)) {
        return std::nullopt;  // a place of birth may stand there, no more
      }
    }
    return std::nullopt;
  }

  // Mehmet Demir, 03.04.1985 doğumlu.
  void date_before(std::size_t marker) {
    for (std::size_t back = 3; back > 0; --back) {
      if (back + 1 > marker) {
        continue;
      }
      const auto first = marker - back;
      const auto read = birth_at(text_, all_, first);
      const auto sign = read && read->last + 1 == marker ? between(marker - 1) : "";
      if (sign == " " || sign == "-" || sign == "’") {
        const auto before = between(first - 1);
        if (before == " " || before == ", " || before == " (") {
          add(first - 1, *read);
        }
        return;
      }
    }
  }

  // The last word of the name before a marker.
  std::size_t name_end(std::size_t marker) const {
    for (std::size_t fillers = 0; fillers <= 3 && marker > fillers; ++fillers) {
      const auto at = marker - fillers - 1;
      const auto sign = between(at);
      if (!is_name_end(sign)) {
        return kNone;
      }
      if (!is_filler(word(at))) {
        return at;
      }
    }
    return kNone;
  }

  static bool is_name_end(std::string_view sign) {
    constexpr std::size_t kLongest = 4;
    return sign.size() <= kLongest && sign.find_first_not_of(" ,(-\r\n/\t[") == sign.npos &&
           std::count(sign.begin(), sign.end(), '\n') <= 1;
  }

  bool is_name_word(std::size_t at) const {
    const auto one = word(at);
    return first_letter(one) == Capital::kYes && !has_digit(one) && !says_born(one) &&
           !(is_filler(one) && one.size() > 3);
  }

  static bool in_capitals(std::string_view word) {
    constexpr std::size_t kFewestOctets = 3;
    return word.size() >= kFewestOctets &&
           std::none_of(word.begin(), word.end(), [&](const char& c) {
             const auto at = static_cast<std::size_t>(&c - word.data());
             return first_letter(word.substr(at)) == Capital::kNo;
           });
  }

  // Of two words that may stand in one name. A comma stands once, behind a family name: before one
  // given name, or in capitals; "Colleagues, Marko Jovanović" is no such name.
  bool joins_name(std::size_t left, std::size_t behind, bool& comma) const {
    const auto sign = between(left);
    if (sign == ", " && !comma && (behind == 1 || in_capitals(word(left)))) {
      return comma = true;
    }
    return sign == " " || sign == "-" || sign == "'" || sign == "’" || sign == "\u00A0" ||
           sign == "  ";
  }

  void add(std::size_t last, const BirthRead& read) {
    if (read.dates.size() != 1) {
      return;  // which century?
    }
    bool comma = false;
    auto first = last;
    std::size_t count = is_name_word(last) ? 1 : 0;
    while (count > 0 && count < kMost && first > 0 && is_name_word(first - 1)) {
      const bool initial = between(first - 1) == ". " && fold_word(word(first - 1)).size() == 1;
      if (!initial && !joins_name(first - 1, count, comma)) {
        break;
      }
      --first;
      ++count;
    }
    TextPerson person{name_of(first, last), read.dates.front()};
    const auto parts = words(person.name).size();
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const TextPerson& one) {
      return one.name == person.name && one.birth == person.birth;
    });
    if (count >= kFewest && parts >= kFewest && !known) {
      found_.push_back(std::move(person));
    }
  }

  // Initials say too little.
  std::string name_of(std::size_t first, std::size_t last) const {
    std::string name;
    for (auto at = first; at <= last; ++at) {
      const auto one = word(at);
      const bool joined = at > first && (between(at - 1) == "-" || between(at - 1) == "'" ||
                                         between(at - 1) == "’");
      if (fold_word(one).size() > 1 || joined || (at < last && between(at) != ". ")) {
        name.append(name.empty() ? "" : joined ? between(at - 1) : " ").append(one);
      }
    }
    return plain_line(name);
  }

  static constexpr auto kNone = static_cast<std::size_t>(-1);

  std::string_view text_;
  std::vector<Word> all_;
  std::size_t most_;
  std::vector<TextPerson> found_;
};

}  // namespace

std::vector<TextPerson> persons_in(std::string_view text, std::size_t most) {
  return Persons(text, most).found();
}

}  // namespace pouch::search
