#include "search/names/fold.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "search/index/edges.hpp"
#include "search/names/skeleton.hpp"

using namespace pouch::search;

namespace {

// Tier in which two spellings meet: 0 generic, 1 regional, 2 sound, 3 not at all.
int tier(const std::string& left, const std::string& right) {
  const auto a = fold_name(left), b = fold_name(right);
  if (a.generic == b.generic) return 0;
  if (a.generic == b.spelling || a.spelling == b.generic || a.spelling == b.spelling) return 1;
  for (const auto& sound : a.skeletons) {
    for (const auto& other : b.skeletons) {
      if (sound == other) return 2;
    }
  }
  return 3;
}

const std::vector<std::vector<std::string>> kNames = {
    {"Јовановић", "Jovanović", "Jovanovic", "JOVANOVIĆ", "јовановић", "Jovanovic\u0301"},
    {"Γεωργίου", "Georgiou", "Georgiu", "ΓΕΩΡΓΙΟΥ", "γεωργιου"},
    {"Ђорђевић", "Đorđević", "Djordjevic", "ЂОРЂЕВИЋ", "djordjević"},
    {"Хаџи", "Hadži", "Hadzhi", "Hadzi", "Hadji"},
    {"IŞIK", "ışık", "Isik", "ISIK", "işık"},
    {"Țepeș", "Ţepeş", "Tepes", "TEPEȘ", "T\u0326epes\u0326"},
    {"Щерев", "Shterev", "Sterev"},
    {"Юлия", "Yuliya", "Julija", "Iulia"},
    {"Müller", "Mueller", "Muller", "MÜLLER"},
    {"Çelik", "ÇELİK", "Celik", "çelik"},
    {"Ћирић", "Ćirić", "Ciric", "Chirich"},
    {"Живков", "Živkov", "Zhivkov", "Zivkov"},
    {"Ǵorǵievski", "Ѓорѓиевски", "Gjorgjievski"},
    {"Љубица", "Ljubica", "Ljubitsa"},
    {"Hoxha", "Hodža", "Hodzha"},
    {"Kovács", "Kovač", "Kovach", "Ковач"},
};

}  // namespace

TEST_CASE("every spelling of a name meets every other of its group") {
  for (const auto& group : kNames) {
    for (const auto& left : group) {
      for (const auto& right : group) {
        INFO(left << " and " << right);
        CHECK(tier(left, right) < 3);
      }
    }
  }
}

TEST_CASE("names of different groups do not meet") {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    for (std::size_t j = i + 1; j < kNames.size(); ++j) {
      INFO(kNames[i].front() << " and " << kNames[j].front());
      CHECK(tier(kNames[i].front(), kNames[j].front()) == 3);
    }
  }
}

TEST_CASE("the tier says how names met") {
  CHECK(tier("Јовановић", "jovanovic") == 0);
  CHECK(tier("Ђорђевић", "Djordjevic") == 1);
  CHECK(tier("Хаџи", "Hadzi") == 0);
  CHECK(tier("Хаџи", "Hadzhi") == 2);
  CHECK(tier("Georgiou", "Georgiu") == 2);
  CHECK(tier("Petrov", "Popov") == 3);
}

TEST_CASE("an ASCII word folds as ICU would fold it") {
  // A mark that folding drops sends the word through ICU.
  for (const std::string word :
       {"Jovanovic", "x", "CA1234AB", "ISIK", "iii", "0", "Quick", "zzZZ", "a1b2C3", "TITLE"}) {
    INFO(word);
    CHECK(fold_word(word + "\u0301") == fold_word(word));
    CHECK(fold_word(word + "\u00E9") == fold_word(word) + "e");
    CHECK(fold_name(word + "\u00AD").spelling == fold_name(word).spelling);
  }
  for (char c = 0x21; c < 0x7F; ++c) {
    const std::string letter = "x" + std::string(1, c);
    INFO(letter);
    CHECK(fold_word(letter + "\u00E9") == fold_word(letter) + "e");
  }
}

TEST_CASE("capital I is i and never a dotless one") {
  CHECK(fold_word("INDIA") == "india");
  CHECK(fold_word("İstanbul") == "istanbul");
  CHECK(fold_word("ıstanbul") == "istanbul");
}

TEST_CASE("ill-formed octets part words and never fail") {
  const auto found = words("lorry\xFF\xC0heroin\xE2\x82");
  REQUIRE(found.size() == 2);
  CHECK(found[0].end == 5);
  CHECK(found[1].begin == 7);
  CHECK(words("").empty());
  CHECK(words("\xFF\xFE\xFD").empty());
  CHECK_NOTHROW(fold_name("\xFF\xC0\x80"));
  CHECK_NOTHROW(fold_identifier("\xFF\xC0\x80 12"));
  CHECK(words(std::string("a\0b", 3)).size() == 2);
}

TEST_CASE("words are runs of letters, digits and their marks") {
  const std::string text = "Țepeș, 41 kg – Ниш";
  std::vector<std::string> parts;
  for (const auto& word : words(text))
    parts.push_back(text.substr(word.begin, word.end - word.begin));
  CHECK(parts == std::vector<std::string>{"Țepeș", "41", "kg", "Ниш"});
}

TEST_CASE("a zero-width character or soft hyphen does not part a word") {
  for (const std::string inside : {"\u200B", "\u00AD", "\u200D", "\u2060", "\uFEFF"}) {
    const std::string text = "Jovan" + inside + "ovic";
    REQUIRE(words(text).size() == 1);
    CHECK(fold_word(text) == "jovanovic");
  }
  CHECK(words("\u200B \uFEFF").empty());
}

// By the rule alone: letters join, what is ignorable does not part, all else does.
std::vector<std::string> parted(const std::vector<std::string>& pieces) {
  std::vector<std::string> parts;
  std::string between;
  bool open = false;
  for (const auto& piece : pieces) {
    if (piece == "b2" || piece == "\u0161") {
      open ? void(parts.back() += between + piece) : void(parts.push_back(piece));
      open = true;
      between.clear();
    } else if (piece == "\u00AD") {
      between += piece;
    } else {
      open = false;
      between.clear();
    }
  }
  return parts;
}

TEST_CASE("letters of ASCII and of others join and part in any order") {
  const std::vector<std::string> all = {"b2", "\u0161", "\u00AD", ",", "\u2013", "\xFF"};
  constexpr std::size_t kTexts = 6 * 6 * 6 * 6 * 6;
  std::size_t wrong = 0;
  for (std::size_t which = 0; which < kTexts; ++which) {
    std::vector<std::string> pieces;
    std::string text;
    for (std::size_t left = which + kTexts; left > 1; left /= all.size()) {
      pieces.push_back(all[left % all.size()]);
      text += pieces.back();
    }
    std::vector<std::string> parts;
    for (const auto& word : words(text)) {
      parts.push_back(text.substr(word.begin, word.end - word.begin));
    }
    wrong += parts == parted(pieces) ? 0U : 1U;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a script that ICU cannot write in Latin keeps its word") {
  CHECK_FALSE(fold_word("東京").empty());
  CHECK(fold_word("東京") != fold_word("大阪"));
}

TEST_CASE("the skeleton joins spellings of one sound") {
  CHECK(skeleton("hadzhi") == skeleton("hadji"));
  CHECK(skeleton("shterev") == "sterev");
  CHECK(skeleton("anna") == skeleton("ana"));
  CHECK(skeleton("").empty());
  CHECK(skeleton(std::string(100000, 'a')) == "a");
}

TEST_CASE("one letter left out meets one-letter errors") {
  const auto left = with_one_letter_left_out("iovanovic");
  const auto right = with_one_letter_left_out("iovamovic");  // n for m
  std::set<std::string> both(left.begin(), left.end());
  CHECK(std::any_of(right.begin(), right.end(), [&](const auto& w) { return both.count(w) == 1; }));
  CHECK(with_one_letter_left_out("ana").empty());
  CHECK(with_one_letter_left_out(std::string(41, 'a')).empty());
}

TEST_CASE("a letter alone folds as in its word") {
  // Cyrillic and Latin letters are asked of ICU one by one; a mark at the end sends a word through
  // it.
  const std::string letters = "абвгдежзийклмнопрстуфхцчшщъыьэюяђѓєѕіїјљњћќџґčćšžđșțăâîöüőűçğıß";
  std::vector<std::string> all;
  for (std::size_t i = 0; i < letters.size(); i += 2) all.push_back(letters.substr(i, 2));
  for (const auto& left : all) {
    for (const auto& right : all) {
      INFO(left << right);
      CHECK(fold_word(left + right + "o") == fold_word(left + right + "o\u0301"));
    }
  }
}

TEST_CASE("marks tell names apart in either script, and bare letters may be both") {
  CHECK(fold_name("Šušić").marked == fold_name("Шушић").marked);
  CHECK(fold_name("Šušić").marked != fold_name("Sušić").marked);
  CHECK(fold_name("Susic").marked.empty());
  CHECK(fold_name("Țepeș").marked == fold_name("Ţepeş").marked);
  CHECK(fold_name("Szabó").marked.empty());
}

TEST_CASE("words one error away are one letter more, less, other or swapped") {
  const auto near = one_letter_away("iova");
  const std::set<std::string> all(near.begin(), near.end());
  for (const auto* word : {"iov", "iovan", "iowa", "ivoa", "jova"}) CHECK(all.count(word) == 1);
  CHECK(all.count("iova") == 0);
  CHECK(all.size() == near.size());
  CHECK(one_letter_away("ana").empty());
  CHECK(one_letter_away(std::string(41, 'a')).empty());
}
