#include "search/things/identifier.hpp"

#include <algorithm>
#include <array>

#include "search/ascii.hpp"
#include "search/things/addresses.hpp"
#include "search/things/birth_date.hpp"
#include "search/things/check_digits.hpp"

namespace pouch::search {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kLeastPhone = 8, kMostPhone = 15;  // digits; E.164 section 6
constexpr std::size_t kLeastNational = 6;

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kDigits) == text.npos;
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }

// +381, (+381), 00381.
bool is_international(std::string_view value) {
  const auto begin = value.find_first_not_of(" (");
  return begin != value.npos && (value[begin] == '+' || value.compare(begin, 2, "00") == 0);
}

// E.164: 1 and 7 are zones of one country code, 2x to 9x begin those of two digits that are listed,
// all others have three.
std::size_t country_code_size(std::string_view digits) {
  static constexpr std::array<std::string_view, 9> kTwo = {"20", "27", "30", "31", "32",
                                                           "33", "34", "36", "39"};
  if (digits[0] == '1' || digits[0] == '7') {
    return 1;
  }
  const auto two = digits.substr(0, 2);
  const bool listed =
      std::find(kTwo.begin(), kTwo.end(), two) != kTwo.end() || (two[0] == '4' && two[1] != '2') ||
      (two[0] == '5' && two[1] >= '1' && two[1] <= '8') || (two[0] == '6' && two[1] <= '6') ||
      (two[0] == '8' && (two[1] == '1' || two[1] == '2' || two[1] == '4' || two[1] == '6')) ||
      (two[0] == '9' && two[1] <= '5') || two == "98";
  return listed ? 2 : 3;
}

// Digits of a phone without the trunk prefix of its country: 0; 06 in Hungary; 8 in Russia.
std::vector<std::string> national_parts(std::string_view digits) {
  std::vector<std::string> parts;
  if (digits[0] == '0') {
    parts.emplace_back(digits.substr(1));
    if (digits[1] == '6' && digits.size() >= 10) {
      parts.emplace_back(digits.substr(2));
    }
  } else if (digits[0] == '8' && digits.size() == 11) {
    parts.emplace_back(digits.substr(1));
    if (digits[1] == '0') {  // 8 (044): Ukraine until 2009, Moldova
      parts.emplace_back(digits.substr(2));
    }
  }
  return parts;
}

struct Phone {
  bool international = false;
  std::vector<std::string> national;  // significant numbers that it may have
};

Phone phone_of(std::string_view value) {
  const auto digits = fold_identifier(value).whole;
  Phone phone;
  if (!all_digits(digits) || digits.size() < kLeastPhone || digits.size() > kMostPhone) {
    return phone;
  }
  phone.international = is_international(value);
  if (phone.international) {
    auto part = digits.substr(country_code_size(digits));
    if (part.size() > kLeastNational && part[0] == '0') {
      phone.national.push_back(part.substr(1));  // Italy's 0 is dialled from abroad as well
    }
    if (part.size() >= kLeastNational) {
      phone.national.push_back(std::move(part));
    }
  } else {
    phone.national = national_parts(digits);
  }
  return phone;
}

// What an IMEI or a container number is without its check digit; empty: it is neither.
std::string without_check_digit(std::string_view whole) {
  if (is_imei(whole) || is_container(whole)) {
    return std::string(whole.substr(0, whole.size() - 1));
  }
  return {};
}

bool is_container_stem(std::string_view whole) {
  return whole.size() == 10 && is_container_owner(whole.substr(0, 4)) &&
         all_digits(whole.substr(4));
}

struct Group {
  std::size_t size = 0;
  bool digits = false, letters = false, capitals = true, other = false;
  bool owner = false;  // may be a container's
};

Group group_of(std::string_view word) {
  Group group;
  group.size = word.size();
  for (const char c : word) {
    group.digits = group.digits || is_digit(c);
    group.letters = group.letters || !is_digit(c);
    group.capitals = group.capitals && (is_digit(c) || !(c >= 'a' && c <= 'z'));
    group.other = group.other || (!is_digit(c) && !is_letter(c));
  }
  group.digits = group.digits || (group.other && has_numeral(word));
  group.owner = !group.digits && group.size == 4 && !group.other &&
                is_container_owner(fold_identifier(word).whole);
  return group;
}

// Groups of letters beside digits: CA 1234 AB, ca 1234 ab, MSKU 123456 7, СА 1234 АВ.
bool may_be_part(const Group& group) {
  constexpr std::size_t kLongest = 24, kCapitals = 4, kSmall = 2, kOctets = 2;
  if (group.digits) {
    return group.size <= kLongest;
  }
  const auto letters = group.other ? group.size / kOctets : group.size;
  return letters <= (group.capitals ? kCapitals : kSmall) || group.owner;
}

// Between two groups of a number: one sign, a no-break space, or what stands about the (0) and the
// code of a phone number.
bool joins(std::string_view between) {
  static constexpr std::array<std::string_view, 13> kSigns = {
      " ", "-", ".", "/", "\u00A0", "\u202F", "\u2010", "\u2011", " (", ") ", ")", "(", ") - "};
  return std::find(kSigns.begin(), kSigns.end(), between) != kSigns.end();
}

bool is_blank(std::string_view between) {
  return between == " " || between == "\u00A0" || between == "\u202F";
}

// Between letters and digits of a plate also what parts two numbers: a wider gap, the end of a
// line.
bool joins_letters(std::string_view between) {
  static constexpr std::array<std::string_view, 11> kSigns = {
      "  ", "\t", "\n", "\r\n", " - ", "_", "\u00B7", "\u2009", "\u2013", " \u2013 ", "\u2212"};
  return std::find(kSigns.begin(), kSigns.end(), between) != kSigns.end();
}

class Runs {
 public:
  Runs(std::string_view text, const std::vector<Word>& all) : text_(text), all_(all) {
    groups_.reserve(all.size());
    for (const auto& word : all) {
      groups_.push_back(group_of(text.substr(word.begin, word.end - word.begin)));
    }
  }

  std::vector<Run> found() {
    for (std::size_t first = 0; first < all_.size(); ++first) {
      if (begins(first)) {
        from(first);
      }
    }
    return std::move(runs_);
  }

 private:
  static constexpr std::size_t kMixedWords = 5;  // of a plate or a document

  bool joined(std::size_t left) const {  // to the one behind it
    if (left + 1 >= all_.size() || !may_be_part(groups_[left]) || !may_be_part(groups_[left + 1])) {
      return false;
    }
    const auto sign = between(left);
    return joins(sign) || (groups_[left].digits != groups_[left + 1].digits && joins_letters(sign));
  }

  std::string_view between(std::size_t left) const {
    return text_.substr(all_[left].end, all_[left + 1].begin - all_[left].end);
  }

  // A digit is near.
  bool begins(std::size_t first) const {
    for (auto at = first; at < all_.size() && at - first < kMixedWords; ++at) {
      if (groups_[at].digits) {
        return true;
      }
      if (!joined(at)) {
        return false;
      }
    }
    return false;
  }

  void from(std::size_t first) {
    bool digits = false, letters = false;
    for (auto last = first; last < all_.size() && last - first < kIdentifierWords; ++last) {
      if (last > first && !joined(last - 1)) {
        break;
      }
      digits = digits || groups_[last].digits;
      letters = letters || groups_[last].letters;
      if (digits) {
        add({first, last, false}, letters);
      }
    }
  }

  // More digits stand before or behind it; a word does not count: IMEI 49-015420-323751-8 was.
  bool of_more(std::size_t first, std::size_t last) const {
    return (first > 0 && joined(first - 1) && groups_[first - 1].digits) ||
           (joined(last) && groups_[last + 1].digits);
  }

  // A sign joins it to digits, where a blank may part two numbers.
  bool in_one_number(std::size_t group) const {
    const auto by_sign = [&](std::size_t left) {
      return joined(left) && groups_[left].digits && groups_[left + 1].digits &&
             !is_blank(between(left));
    };
    return (group > 0 && by_sign(group - 1)) || by_sign(group);
  }

  void add(Run run, bool letters) {
    constexpr std::size_t kLeastParted = 7, kLongest = 20, kLongestPlate = 10;
    const auto value = run_text(text_, all_, run);
    const auto words = run.last - run.first + 1;
    const bool within_country = value.compare(0, 2, "0)") == 0;  // of +40 (0)721
    const bool apart = !of_more(run.first, run.last);
    const bool dialled = value[0] == '0' || value[0] == '+';
    // Most groups of a text full of numbers are not looked at any closer: folding them costs.
    const bool may_be = letters ? words <= kMixedWords || !is_digit(value[0])  // an IBAN
                                : words == 1 || apart || dialled;
    const auto whole = within_country || !may_be ? std::string() : fold_identifier(value).whole;
    if (whole.size() < kLeastInText) {
      return;
    }
    if (!letters) {
      const bool phone = dialled && whole.size() >= kLeastPhone && whole.size() <= kMostPhone;
      if (words == 1 || apart || phone) {
        // Of a row of numbers each group may be one. A date or an amount is asked for as it is.
        run.whole =
            phone || (words == 1 ? !in_one_number(run.first)
                                 : whole.size() >= kLeastParted && births_in(value).empty());
        runs_.push_back(run);
      }
    } else if (is_iban(whole)) {
      run.whole = true;
      runs_.push_back(run);
    } else if (whole.size() <= kLongest && words <= kMixedWords) {
      run.whole = words == 1 || (whole.size() <= kLongestPlate && capitals(run));
      runs_.push_back(run);
    }
  }

  bool capitals(const Run& run) const {
    bool all = true;
    for (auto at = run.first; at <= run.last; ++at) {
      all = all && groups_[at].capitals;
    }
    return all;
  }

  std::string_view text_;
  const std::vector<Word>& all_;
  std::vector<Group> groups_;
  std::vector<Run> runs_;
};

}  // namespace

namespace {

// ISO 3779: a VIN has no I, O and Q, for they look like 1 and 0. Empty: it is none.
std::string vin_of(std::string whole) {
  std::replace(whole.begin(), whole.end(), 'I', '1');
  std::replace(whole.begin(), whole.end(), 'O', '0');
  std::replace(whole.begin(), whole.end(), 'Q', '0');
  return is_vin(whole) && has_digit(whole) ? whole : std::string();
}

}  // namespace

std::vector<Alias> aliases_written(std::string_view value, bool phone) {
  std::vector<Alias> found;
  if (is_address(value)) {
    found.push_back({value.find('@') != value.npos ? 'e' : 'a', canonical_address(value), 0});
    return found;
  }
  const auto [whole, look, spoken] = fold_identifier(value);
  for (const auto& way : spoken) {
    found.push_back({'s', way, 0});
  }
  const auto parts = phone_of(value);
  for (const auto& part : parts.national) {
    found.push_back({parts.international ? 'p' : 'n', part, 0});
  }
  if (phone && parts.national.empty() && whole.size() >= kLeastNational) {
    found.push_back({'n', whole, 0});
  }
  if (auto vin = vin_of(whole); !vin.empty()) {
    found.push_back({'v', std::move(vin), 0});
  }
  if (is_container_stem(whole)) {
    found.push_back({'c', whole, 0});
  } else if (auto stem = without_check_digit(whole); !stem.empty() && has_right_check(whole)) {
    found.push_back({'c', std::move(stem), 0});
  }
  return found;
}

std::vector<Alias> aliases_asked(std::string_view value) {
  std::vector<Alias> found;
  if (is_address(value)) {
    return aliases_written(value, false);
  }
  const auto [whole, look, spoken] = fold_identifier(value);
  if (!all_digits(whole)) {
    found.push_back({'s', whole, 1});
  }
  for (const auto& way : spoken) {
    found.push_back({'s', way, 1});
  }
  const auto parts = phone_of(value);
  for (const auto& part : parts.national) {
    found.push_back({parts.international ? 'n' : 'p', part, 1});
    if (!parts.international) {
      found.push_back({'n', part, 1});
    }
  }
  if (all_digits(whole) && parts.national.empty() && whole.size() >= kLeastNational) {
    found.push_back({'n', whole, 1});
    found.push_back({'p', whole, 1});
  }
  if (auto vin = vin_of(whole); !vin.empty()) {
    found.push_back({'v', std::move(vin), 1});
  }
  constexpr std::size_t kImeiStem = 14;
  if (is_container_stem(whole) || (all_digits(whole) && whole.size() == kImeiStem)) {
    found.push_back({'c', whole, 1});
  } else if (auto stem = without_check_digit(whole); !stem.empty()) {
    found.push_back({'c', std::move(stem), has_right_check(whole) ? 1 : 2});
  }
  return found;
}

std::vector<std::string> also_written(std::string_view value) {
  // E.164 country codes in whose numbering plans no prefix stands before the national number (ITU
  // list of dialling procedures); 90: Turkey's is left out as often as not.
  static constexpr std::array<std::string_view, 13> kNoPrefix = {
      "30", "34", "45", "47", "48", "90", "351", "352", "356", "357", "371", "372", "420"};
  const auto whole = fold_identifier(value).whole;
  std::vector<std::string> found;
  const auto phone = phone_of(value);
  if (phone.international) {
    const auto code = whole.substr(0, country_code_size(whole));
    if (std::find(kNoPrefix.begin(), kNoPrefix.end(), code) != kNoPrefix.end()) {
      found = phone.national;
    }
  } else if (whole.size() == 11 && whole[0] == '0' && whole[1] == '5') {  // a Turkish mobile
    found = phone.national;
  }
  if (is_imei(whole) && has_right_check(whole)) {
    found.push_back(whole.substr(0, whole.size() - 1));
  }
  return found;
}

std::vector<Run> identifier_runs(std::string_view text, const std::vector<Word>& all) {
  return Runs(text, all).found();
}

std::string_view run_text(std::string_view text, const std::vector<Word>& all, const Run& run) {
  auto begin = all[run.first].begin;
  if (begin > 0 && text[begin - 1] == '+') {
    --begin;
  }
  return text.substr(begin, all[run.last].end - begin);
}

}  // namespace pouch::search
