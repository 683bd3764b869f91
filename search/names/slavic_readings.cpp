#include "search/names/slavic_readings.hpp"

#include <array>

#include "search/names/sound_rules.hpp"

namespace pouch::search {
namespace {

constexpr SoundRules kUkrainian = {SoundRule{"tsch", "tch"},
                                   SoundRule{"w", "v"},
                                   SoundRule{"tj", "ti", Place::kBeforeVowel},
                                   SoundRule{"nj", "ni", Place::kBeforeVowel},
                                   SoundRule{"ny", "ni", Place::kBeforeConsonant},
                                   SoundRule{"ly", "li", Place::kBeforeConsonant},
                                   SoundRule{"kh", "kh"},
                                   SoundRule{"ch", "ch"},
                                   SoundRule{"sh", "sh"},
                                   SoundRule{"zh", "zh"},
                                   SoundRule{"th", "th"},
                                   SoundRule{"ph", "ph"},
                                   SoundRule{"gh", "gh"},
                                   SoundRule{"h", "g"}};
constexpr std::array<std::string_view, 10> kUkrainianEnds = {"enko", "uk",  "yk",  "yi", "ii",
                                                             "ych",  "sky", "ska", "iy", "hiy"};
constexpr std::array<std::string_view, 13> kUkrainianParts = {
    "evhe",    "ewhe",  "serh", "ihor", "oleh", "bohd", "honch",
    "hontsch", "holov", "hryh", "hnat", "hryn", "hrysh"};

constexpr SoundRules kGerman = {SoundRule{"schtsch", "shch"},
                                SoundRule{"tsch", "ch"},
                                SoundRule{"dsch", "dj"},
                                SoundRule{"sch", "sh"},
                                SoundRule{"ch", "kh"},
                                SoundRule{"ss", "ss"},
                                SoundRule{"z", "ts"},
                                SoundRule{"w", "v"},
                                SoundRule{"ny", "ni", Place::kBeforeConsonant},
                                SoundRule{"ly", "li", Place::kBeforeConsonant}};
constexpr SoundRules kGermanS = {SoundRule{"sch", "sch"}, SoundRule{"ss", "ss"},
                                 SoundRule{"sk", "sk"},   SoundRule{"st", "st"},
                                 SoundRule{"sp", "sp"},   SoundRule{"s", "\1"}};
constexpr SoundRules kGermanZh = {SoundRule{"schtsch", "schtsch"}, SoundRule{"tsch", "tsch"},
                                  SoundRule{"dsch", "dsch"}, SoundRule{"sch", "\1"}};
constexpr std::array<std::string_view, 5> kGermanEnds = {"kyj", "skij", "juk", "tschenko",
                                                         "witsch"};

bool is_german(std::string_view word) {
  return word.find('w') != word.npos || word.find("sch") != word.npos ||
         ends_in_any(word, kGermanEnds);
}

}  // namespace

std::string bare_e(std::string_view word) {
  std::string result;
  const auto consonant = [&](std::size_t at) { return at < word.size() && !is_vowel(word[at]); };
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const auto rest = word.substr(i);
    const bool start = i == 0, hard = i > 0 && consonant(i - 1);
    const bool open = i > 0 && std::string_view("aeou").find(word[i - 1]) != std::string_view::npos;
    const bool glide = c == 'y' || c == 'j';
    if ((glide || (c == 'i' && !hard)) && rest.substr(1, 1) == "e" &&
        (start || open || (hard && c == 'y'))) {
      continue;
    }
    if (c == 'i' && hard && (rest == "iev" || rest == "ieva" || rest == "ievich")) {
      continue;
    }
    const bool io = c == 'i' && (rest == "iov" || rest == "iom" || rest.substr(0, 4) == "iotr" ||
                                 rest.substr(0, 4) == "iodo");
    if (hard && (glide || io) && rest.substr(1, 1) == "o") {
      result += 'e';
      ++i;
      continue;
    }
    const bool husher = i > 1 && word[i - 1] == 'h' &&
                        std::string_view("csz").find(word[i - 2]) != std::string_view::npos;
    result += husher && (rest == "ov" || rest == "ova") ? 'e' : c;
  }
  return result;
}

std::string without_fleeting(std::string_view word) {
  constexpr std::size_t kLeast = 5;
  if (word.ends_with("dre")) {
    return std::string(word.substr(0, word.size() - 1));
  }
  const auto at = word.size() < kLeast ? word.npos : word.size() - 3;
  if (at == word.npos || word.back() != 'r' || is_vowel(word[at - 1]) ||
      std::string_view("dt").find(word[at]) == std::string_view::npos ||
      std::string_view("aeu").find(word[at + 1]) == std::string_view::npos) {
    return {};
  }
  return std::string(word.substr(0, at + 1)) + "r";
}

std::vector<std::string> as_ukrainian(std::string_view word) {
  if (word.find('h') == word.npos ||
      !(ends_in_any(word, kUkrainianEnds) || has_any(word, kUkrainianParts))) {
    return {};
  }
  auto read = rewritten(word, kUkrainian);
  return {read, bare_e(read)};
}

std::vector<std::string> as_german(std::string_view word) {
  if (!is_german(word)) {
    return {};
  }
  std::vector<std::string> found;
  for (const auto& one :
       {std::string(word), rewritten(word, kGermanS), rewritten(word, kGermanZh)}) {
    auto read = rewritten(one, kGerman);
    std::replace(read.begin(), read.end(), '\1', 'z');
    found.push_back(bare_e(read));
    found.push_back(std::move(read));
  }
  return found;
}

}  // namespace pouch::search
