#include "gateway/decide/heading.hpp"

#include <algorithm>
#include <array>

#include "gateway/decide/order_line.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/names.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kFewestWords = 3;   // two may be a person's name with a slip in it
constexpr std::size_t kShortestName = 5;  // letters of a country's name that is read with a slip
constexpr std::size_t kLongestCode = 3;

using templates::fold;

// How words for an office begin, in the members' languages.
bool is_office(const std::string& folded) {
  static const auto kStems = templates::each_folded(std::array<std::string, 57>{
      "direct",     "direc",       "direk",  "drejtor", "директор", "дирекц", "διευθυν",
      "igazgató",   "müdür",       "chief",  "head",    "началн",   "načeln", "начелн",
      "șef",        "shef",        "προϊστ", "vezet",   "başkan",   "bureau", "biro",
      "биро",       "бюро",        "zyr",    "γραφεί",  "irod",     "büro",   "ured",
      "department", "departament", "odjel",  "odeljen", "одељењ",   "отдел",  "оддел",
      "τμήμα",      "osztály",     "daire",  "minist",  "минист",   "υπουργ", "miniszt",
      "bakan",      "prosecut",    "tužil",  "тужил",   "обвинит",  "прокур", "procur",
      "prokur",     "εισαγγελ",    "ügyész", "savcı",   "centre",   "център", "центар",
      "κέντρ"});
  return std::any_of(kStems.begin(), kStems.end(),
                     [&](const std::string& stem) { return folded.starts_with(stem); });
}

// Words that leave somebody out, or take everybody in.
bool limits(const std::string& folded) {
  static const auto kWords = templates::each_folded(std::array<std::string, 58>{
      "all",    "alone",   "sole",   "solely",     "asking", "asker", "requester", "sender",
      "author", "officer", "person", "personally", "any",    "every", "each",      "no",
      "not",    "nobody",  "none",   "only",       "just",   "but",   "except",    "without",
      "other",  "others",  "else",   "numai",      "doar",   "fără",  "nu",        "toți",
      "само",   "без",     "освен",  "не",         "всички", "осим",  "сви",       "осем",
      "сите",   "samo",    "bez",    "osim",       "svi",    "ne",    "μόνο",      "χωρίς",
      "εκτός",  "όλοι",    "csak",   "nem",        "kivéve", "vetëm", "përveç",    "jo",
      "yalnız", "hariç"});
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

// How the names of the members, of their people and languages begin: inflected, or as adjectives.
struct Nation {
  std::string_view country;
  std::string stem;
};
bool is_of_another_nation(const std::string& folded, std::string_view country) {
  static const auto kNations = [] {
    std::array<Nation, 80> nations{
        {{"AL", "alban"}, {"AL", "shqip"},     {"AL", "албан"},   {"AL", "αλβαν"},
         {"AL", "arnav"}, {"BA", "bosn"},      {"BA", "bosan"},   {"BA", "босн"},
         {"BA", "босан"}, {"BA", "βοσν"},      {"BA", "bih"},     {"BG", "bulg"},
         {"BG", "bugar"}, {"BG", "бълг"},      {"BG", "буг"},     {"BG", "βουλγ"},
         {"GR", "gree"},  {"GR", "grec"},      {"GR", "grč"},     {"GR", "grčk"},
         {"GR", "гръц"},  {"GR", "грц"},       {"GR", "грч"},     {"GR", "hell"},
         {"GR", "ελλ"},   {"GR", "görög"},     {"GR", "yunan"},   {"HU", "hung"},
         {"HU", "ungur"}, {"HU", "ungar"},     {"HU", "mađar"},   {"HU", "magyar"},
         {"HU", "унгар"}, {"HU", "маџар"},     {"HU", "мађар"},   {"HU", "ουγγ"},
         {"HU", "macar"}, {"MD", "moldov"},    {"MD", "молд"},    {"MD", "μολδ"},
         {"ME", "crn"},   {"ME", "montenegr"}, {"ME", "црн"},     {"ME", "черног"},
         {"ME", "μαυρ"},  {"ME", "karada"},    {"ME", "malaz"},   {"MK", "maced"},
         {"MK", "maked"}, {"MK", "maqed"},     {"MK", "македон"}, {"MK", "σκοπ"},
         {"MK", "μακεδ"}, {"RO", "roman"},     {"RO", "rumun"},   {"RO", "румън"},
         {"RO", "румун"}, {"RO", "роман"},     {"RO", "ρουμ"},    {"RO", "romen"},
         {"RS", "serb"},  {"RS", "srb"},       {"RS", "srp"},     {"RS", "sârb"},
         {"RS", "сърб"},  {"RS", "сръб"},      {"RS", "срб"},     {"RS", "срп"},
         {"RS", "σερβ"},  {"RS", "szerb"},     {"RS", "sırp"},    {"TR", "turk"},
         {"TR", "tursk"}, {"TR", "turc"},      {"TR", "турц"},    {"TR", "турск"},
         {"TR", "турч"},  {"TR", "τουρκ"},     {"TR", "török"},   {"TR", "turqi"}}};
    for (auto& one : nations) {
      one.stem = fold(one.stem);
    }
    return nations;
  }();
  return std::any_of(kNations.begin(), kNations.end(), [&](const Nation& one) {
    return one.country != country && folded.starts_with(one.stem);
  });
}

// "RS", "Serbia", "Србије": a code counts in capitals alone, "al" and "de" are words too; a slip in
// a name is looked for among the countries of the directory.
bool names_another(const std::string& word, const std::string& folded, std::string_view country,
                   const config::Directory& directory) {
  const bool capitals =
      std::all_of(word.begin(), word.end(), [](char c) { return c < 'a' || c > 'z'; });
  if (folded.size() <= kLongestCode && !capitals) {
    return false;
  }
  if (is_of_another_nation(folded, country)) {
    return true;
  }
  if (const auto code = templates::country_code(word); !code.empty()) {
    return code != country;
  }
  if (templates::characters(folded) < kShortestName) {
    return false;
  }
  const auto near = templates::near_countries(word);
  return std::any_of(near.begin(), near.end(), [&](const std::string& name) {
    const auto code = templates::country_code(name);
    return code != country && directory.country(code) != nullptr;
  });
}

}  // namespace

bool is_heading(const std::vector<std::string>& names, std::string_view country,
                const config::Directory& directory) {
  return !names.empty() && std::all_of(names.begin(), names.end(), [&](const auto& name) {
    const auto words = words_in(name);
    bool office = false;
    for (const auto& word : words) {
      const auto folded = fold(word);
      const bool odd = word.find_first_of("@0123456789") != std::string::npos;
      if (odd || limits(folded) || names_another(word, folded, country, directory)) {
        return false;
      }
      office = office || is_office(folded);
    }
    return office && words.size() >= kFewestWords;
  });
}

}  // namespace pouch::gateway::detail
