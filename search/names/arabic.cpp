#include "search/names/arabic.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "search/names/skeleton.hpp"
#include "search/names/sound_rules.hpp"

namespace pouch::search {
namespace {

// One letter in a pattern stands for what is written for one sound; small letters for themselves.
struct Class {
  char name;
  std::array<std::string_view, 8> ways;  // "-": nothing
};
constexpr std::array kClasses = {
    Class{'A', {"a", "e", "aa"}},
    Class{'E', {"a", "e", "i", "-"}},
    Class{'I', {"i", "ee", "y", "ii"}},
    Class{'K', {"k", "q", "c", "ck"}},
    Class{'U', {"u", "o", "ou", "oo", "uu"}},
    Class{'W', {"u", "ou", "oo", "uu"}},
    Class{'Y', {"ai", "ay", "aj", "ei", "ey", "ej", "ae"}},
    Class{'D', {"d", "t"}},
    Class{'B', {"b", "p"}},
    Class{'F', {"f", "ff", "ph"}},
    Class{'G', {"j", "dj", "dz", "dzh", "c", "xh", "gj", "dsch"}},
    Class{'H', {"h", "kh", "ch"}},
    Class{'J', {"y", "j", "i"}},
    Class{'M', {"m", "mm"}},
    Class{'L', {"l", "ll"}},
    Class{'S', {"s", "ss"}},
    Class{'X', {"sh", "ch", "s", "sch"}},
    Class{'V', {"w", "v", "ou"}},
    Class{'O', {"h", "-"}},
};

// The key of a name, then patterns of its spellings.
constexpr auto kNames = std::to_array<std::string_view>({
    "muhammad mUhaMAD",
    "mehmed mehmAD",
    "mahmud mahmWD",
    "ahmad aHmAD",
    "hamid hamID hamed",
    "hasan haSAn",
    "husayn hUSYn hUSeyin hUSen hysen",
    "yusuf JWSUf JWSef",
    "abdallah abdULAO abdaLAO abdeLAO",
    "abdul abdUL abdAL",
    "mustafa mUstAFa",
    "khalid HAlID HaleD",
    "khalil HAlIl",
    "said saID saieD sayeed",
    "sayyid sAyed sAyid sAyyed sAyyid sejid seyit sejjid",
    "rashid rAXID",
    "jamal GAmAl gAmAl",
    "jamil GAmIl",
    "jafar GaFAr",
    "jalal GAlAl",
    "sulayman sUlYmAn sUlemAn sUlimAn sylejman sylYman",
    "ibrahim ibrAhIm ebrAhIm brahIm",
    "umar UmAr oemer ymer",
    "uthman UsmAn UthmAn",
    "usama USAmaO",
    "karim KArIm",
    "bashir bAXIr",
    "nur nWr",
    "asad ASAD",
    "harun harWn",
    "faysal fYSAl fYzAl",
    "murad mWrAD",
    "hamza hAmzAO",
    "fatima fatEmAO",
    "aisha aIXAO ajXAO aieXAO ayeXAO",
    "tariq tArIK tareK",
    "qasim kASIm kASem qASIm qASem",
    "kazim kAzIm qAzIm cAzIm",
    "nasir naSEr",
    "salih salih saleh",
    "zaynab zYnAB",
    "kamal kAmAl qAmAl",
    "kamil kAmIl qAmIl",
    "nabil nAbIl",
    "walid VAlID",
    "wahid VAhID",
    "yasin JaSIn JaSIne",
    "yaqub JaKUB",
    "ismail ismYl ismajil",
    "musa mWSaO",
    "dawud davWD dawWD daWD",
    "rahman rAhmAn rAchmAn",
    "rahim rAhIm",
    "aziz AzIz",
    "bakr bAkEr",
    "abubakr AbWbAkEr",
    "zayd zYD",
    "bilal bilAl belal",
    "tahir tahEr",
    "qadir KadIr KadEr",
    "latif lAtIF",
    "majid mAGID",
    "najib nAGIB naguib",
    "rajab rAGAB",
    "shaban XAbAn",
    "ramadan rAmAzAn rAmAdAn",
    "sharif XArIF",
    "sadiq sadIK sadeK",
    "faruq farWK",
    "haydar hYdAr",
    "khadija HAdiGAO HAtiGAO",
    "layla lYlAO",
    "maryam mArJAm",
    "muhsin mUhsIn mUhsen",
    "mahdi mAhdI",
    "rafiq rAfIK rafeK",
    "zakariya zAkArIa zAkArIJa",
    "nadia nadJa nadIJa",
    "aziza AzIzA",
    "husam hUSAm",
    "yasmin JasmIn",
    "habib hAbIB",
    "hashim hAXIm hAXem",
    "imran ImrAn",
    "malik mAlIK mAleK",
    "marwan mArVAn",
    "munir mWnIr",
    "nazim nAzIm",
    "ridwan rIdVAn",
    "riyad rIJAD",
    "salman sAlmAn",
    "samir sAmIr",
    "sultan sUltAn",
    "yahya JahJa",
    "yunus JWnUS JWneS",
    "ziyad zIJAD",
    "anwar AnVAr",
    "ashraf AXrAF",
    "arif ArIF",
    "basim bASIm baSem",
    "fadil fAdIl",
    "hikmat hIkmAD",
    "ilyas ilJAs eljas",
    "jihad GIhAD",
    "lutfi lWtFI",
    "mansur mAnsWr",
    "mukhtar mWHtAr",
    "naim nAIm",
    "jabir GabIr Gaber",
    "salim sAlIm sAlem",
    "yasir JaSIr JaSer",
    "zuhayr zUhYr",
    "rauf rAUF",
    "talib tAlIB taleB",
});

using Names = std::unordered_map<std::string, std::string_view>;  // spelling, key

void spell(std::string_view pattern, const std::string& so_far, std::string_view key,
           Names& names) {
  if (pattern.empty()) {
    names.emplace(so_far, key);
    return;
  }
  const auto* found = std::find_if(kClasses.begin(), kClasses.end(),
                                   [&](const Class& one) { return one.name == pattern.front(); });
  if (found == kClasses.end()) {
    spell(pattern.substr(1), so_far + pattern.front(), key, names);
    return;
  }
  for (const auto way : found->ways) {
    if (!way.empty()) {
      spell(pattern.substr(1), so_far + std::string(way == "-" ? "" : way), key, names);
    }
  }
}

Names every_spelling() {
  Names made;
  for (auto row : kNames) {
    const auto key = row.substr(0, row.find(' '));
    while (row.find(' ') != row.npos) {
      row.remove_prefix(row.find(' ') + 1);
      spell(row.substr(0, row.find(' ')), {}, key, made);
    }
  }
  return made;
}

std::string_view in_table(std::string_view ascii) {
  static const auto names = every_spelling();
  const auto found = names.find(std::string(ascii));
  return found == names.end() ? std::string_view() : found->second;
}

// Abdulrahman, Abdurrahman, Abdelkader: what stands behind "servant of the".
std::string_view served(std::string_view ascii) {
  constexpr std::size_t kLeast = 3;
  if (!ascii.starts_with("abd")) {
    return {};
  }
  auto rest = ascii.substr(std::min(ascii.find_first_not_of("aeou", 3), ascii.size()));
  if (rest.size() == ascii.size() - 3 || rest.size() < kLeast + 1) {
    return {};
  }
  rest.remove_prefix(rest[0] == 'l' || rest[0] == rest[1] ? 1 : 0);
  return rest;
}

}  // namespace

std::string arabic_name(std::string_view ascii) {
  if (const auto key = in_table(ascii); !key.empty()) {
    return std::string(key);
  }
  const auto rest = served(ascii);
  if (rest.empty()) {
    return {};
  }
  const auto key = in_table(rest);
  return "abd " + (key.empty() ? skeleton(rest) : std::string(key));
}

bool is_arabic_article(std::string_view ascii) {
  return ascii == "al" || ascii == "el" || ascii == "ul";
}

}  // namespace pouch::search
