#include "gateway/cases/number.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <stdexcept>

using pouch::gateway::CaseNumber;
using pouch::gateway::find_numbers;
using pouch::gateway::kLastEpoch;
using pouch::gateway::MessageNumber;

namespace {

const std::string kCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/. ";

std::vector<CaseNumber> some_numbers() {
  std::vector<CaseNumber> numbers;
  for (const auto* prefix : {"SEL", "AZ", "ZAZAZAZA"}) {
    for (const int year : {2026, 2099, 1000}) {
      for (const long serial : {1L, 4217L, 999999L, 1000000L, 999999999L, 909090L}) {
        numbers.emplace_back(prefix, year, serial);
      }
    }
  }
  return numbers;
}

}  // namespace

TEST_CASE("a case number is prefix, year, serial of six digits and two check digits") {
  // By another hand (Python): 98 - 281421 2026 004217 00 mod 97, SEL being 28 14 21.
  CHECK(CaseNumber("SEL", 2026, 4217).text() == "SEL-2026-004217-39");
  CHECK(CaseNumber("SEL", 2026, 1234567).text().substr(0, 17) == "SEL-2026-1234567-");
}

TEST_CASE("the check digits are those of ISO 7064 mod 97-10: the whole gives 1 modulo 97") {
  for (const auto& number : some_numbers()) {
    unsigned remainder = 0;
    for (const char c : number.text()) {
      if (c == '-') {
        continue;
      }
      remainder = c <= '9' ? remainder * 10 + static_cast<unsigned>(c - '0')
                           : remainder * 100 + static_cast<unsigned>(c - 'A') + 10;
      remainder %= 97;
    }
    CHECK(remainder == 1);
  }
}

TEST_CASE("a number reads back as itself, also in lower case and between white space") {
  for (const auto& number : some_numbers()) {
    CHECK(CaseNumber::parse(number.text()) == number);
    std::string lower = number.text();
    for (auto& c : lower) {
      c = static_cast<char>(std::tolower(c));
    }
    CHECK(CaseNumber::parse("\t " + lower + " \r\n") == number);
  }
}

TEST_CASE("any one wrong character in a number is noticed, at every position") {
  for (const auto& number : some_numbers()) {
    for (std::size_t i = 0; i < number.text().size(); ++i) {
      for (const char c : kCharacters) {
        auto wrong = number.text();
        if (wrong[i] == c) {
          continue;
        }
        wrong[i] = c;
        INFO(number.text() << " as " << wrong);
        CHECK_FALSE(CaseNumber::parse(wrong, number.epoch()));
      }
    }
  }
}

TEST_CASE("any two adjacent characters swapped are noticed, at every position") {
  for (const auto& number : some_numbers()) {
    for (std::size_t i = 0; i + 1 < number.text().size(); ++i) {
      auto wrong = number.text();
      std::swap(wrong[i], wrong[i + 1]);
      if (wrong != number.text()) {
        INFO(number.text() << " as " << wrong);
        CHECK_FALSE(CaseNumber::parse(wrong, number.epoch()));
      }
    }
  }
}

// A digit too many in the serial is another number, which the check digits notice 96 times in 97.
TEST_CASE("a digit too few, or a foreign character among the digits, is noticed") {
  const auto number = CaseNumber("SEL", 2026, 4217).text();
  for (std::size_t i = 4; i < number.size(); ++i) {
    auto shorter = number;
    shorter.erase(i, 1);
    INFO(shorter);
    CHECK_FALSE(CaseNumber::parse(shorter, 0));
    for (const char c : {'A', '-', '/', '.', ' ', '+', '\0'}) {
      auto longer = number;
      longer.insert(i, 1, c);
      CHECK_FALSE(CaseNumber::parse(longer, 0));
    }
  }
}

TEST_CASE("no number is written in two ways: zeros in front, congruent check digits") {
  CHECK_FALSE(
      CaseNumber::parse("SEL-2026-0004217-" + CaseNumber("SEL", 2026, 4217).text().substr(16)));
  // Congruent check digits (c + 97 or c - 97) also give 1 modulo 97.
  int congruent = 0;
  for (long serial = 1; serial < 2000; ++serial) {
    const auto text = CaseNumber("SEL", 2026, serial).text();
    const int check = std::stoi(text.substr(16));
    CHECK(check >= 2);
    CHECK(check <= 98);
    if (check >= 97) {
      ++congruent;
      CHECK_FALSE(CaseNumber::parse(text.substr(0, 16) + "0" + std::to_string(check - 97)));
    }
  }
  CHECK(congruent > 0);
}

TEST_CASE("each epoch gives the same serial another number, which tells its epoch") {
  std::set<std::string> texts;
  for (int epoch = 0; epoch <= kLastEpoch; ++epoch) {
    const CaseNumber number("SEL", 2026, 4217, epoch);
    CHECK(texts.insert(number.text()).second);
    CHECK(number.epoch() == epoch);
    CHECK(CaseNumber::parse(number.text()) == number);
    CHECK(CaseNumber::parse(number.text(), epoch) == number);
    if (epoch > 0) {
      CHECK_FALSE(CaseNumber::parse(number.text(), epoch - 1));
    }
  }
  CHECK(CaseNumber("SEL", 2026, 4217, 0) == CaseNumber("SEL", 2026, 4217));
  CHECK_THROWS_AS(CaseNumber("SEL", 2026, 4217, kLastEpoch + 1), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("SEL", 2026, 4217, -1), std::invalid_argument);
}

TEST_CASE("a number of a later epoch than the site's is wrong, one of an earlier epoch is ours") {
  const auto old = CaseNumber("SEL", 2026, 4217).text();
  const auto later = CaseNumber("SEL", 2026, 4217, 1).text();
  const auto before = find_numbers(old + " " + later + "/2", {"SEL", 0});
  CHECK(before.valid.size() == 1);
  CHECK(before.wrong == std::vector<std::string>{later});
  const auto after = find_numbers(old + " " + later + "/2", {"SEL", 1});
  REQUIRE(after.valid.size() == 2);
  CHECK(after.valid[1].text() == later + "/2");
  CHECK(after.wrong.empty());
}

TEST_CASE("numbers out of their bounds cannot be made") {
  CHECK_NOTHROW(CaseNumber("SE", 1000, 1));
  CHECK_NOTHROW(CaseNumber("ABCDEFGH", 9999, 999999999));
  CHECK_THROWS_AS(CaseNumber("S", 2026, 1), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("ABCDEFGHI", 2026, 1), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("sel", 2026, 1), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("S1L", 2026, 1), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("S\xC3\x89L", 2026, 1), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("SEL", 999, 1), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("SEL", 10000, 1), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("SEL", 2026, 0), std::invalid_argument);
  CHECK_THROWS_AS(CaseNumber("SEL", 2026, 1000000000), std::invalid_argument);
}

TEST_CASE("what is no number at all is refused") {
  for (const auto* text : {"", "-", "---", "SEL", "SEL-2026", "SEL-2026-004217", "2026-004217-42",
                           "SEL-2026-004217-42-42", "-2026-004217-42", "SEL--004217-42",
                           "SEL-2026--42", "SEL-2026-004217-", "S\xD0\x95L-2026-004217-42",
                           "SEL-2026-99999999999999999999-42", "SEL-2026-+04217-42"}) {
    CHECK_FALSE(CaseNumber::parse(text));
  }
}

TEST_CASE("a message in a case has the case's number and its own") {
  const CaseNumber number("SEL", 2026, 4217);
  const auto message = MessageNumber::parse(number.text() + "/3");
  REQUIRE(message);
  CHECK(message->number == number);
  CHECK(message->message == 3);
  CHECK(message->text() == number.text() + "/3");
  CHECK(MessageNumber::parse(number.text())->message == 0);
  CHECK(MessageNumber{number, 0}.text() == number.text());
  CHECK(MessageNumber::parse(number.text() + "/999999999")->message == 999999999);
}

TEST_CASE("a message number that is none is refused") {
  const auto number = CaseNumber("SEL", 2026, 4217).text();
  for (const auto* end : {"/", "/0", "/03", "/-1", "/3/4", "/x", "/3x", " /3", "/ 3", "/1000000000",
                          "/99999999999999999999"}) {
    CHECK_FALSE(MessageNumber::parse(number + end));
  }
  CHECK_FALSE(MessageNumber::parse("/3"));
}

TEST_CASE("numbers are found in a text, in order, each once") {
  const auto one = CaseNumber("SEL", 2026, 4217).text();
  const auto two = CaseNumber("SEL", 2026, 12).text();
  const auto found = find_numbers(
      "Re: [" + two + "] your " + one + "/3, and again " + two + ". See (" + one + ").",
      {"SEL", 0});
  REQUIRE(found.valid.size() == 3);
  CHECK(found.valid[0].text() == two);
  CHECK(found.valid[1].text() == one + "/3");
  CHECK(found.valid[2].text() == one);
  CHECK(found.wrong.empty());
}

TEST_CASE("a number is found in lower case and with typographic hyphens") {
  auto number = CaseNumber("SEL", 2026, 4217).text();
  const auto plain = number;
  for (const auto* hyphen : {"\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x93", "\xE2\x88\x92"}) {
    auto typed = plain;
    for (auto at = typed.rfind('-'); at != std::string::npos; at = typed.rfind('-')) {
      typed.replace(at, 1, hyphen);
    }
    const auto found = find_numbers("re: " + typed, {"sel", 0});
    REQUIRE(found.valid.size() == 1);
    CHECK(found.valid[0].text() == plain);
  }
}

TEST_CASE("what is shaped like a number but fails its check digits is told, not taken") {
  const auto right = CaseNumber("SEL", 2026, 4217).text();
  auto wrong = right;
  wrong[14] = wrong[14] == '7' ? '1' : '7';
  auto longer = right;
  longer.insert(10, 1, '0');
  auto shorter = right;
  shorter.erase(10, 1);
  for (const auto& text : {wrong, longer, shorter}) {
    const auto found = find_numbers("see " + text + " and " + text, {"SEL", 0});
    CHECK(found.valid.empty());
    CHECK(found.wrong == std::vector<std::string>{text});
  }
}

TEST_CASE("numbers of others, parts of words and the officer's own references are not ours") {
  const auto number = CaseNumber("SEL", 2026, 4217).text();
  for (const auto& text :
       {"X" + number, "9" + number, number + "9999", number + "X", "\xC5\xA0" + number,
        std::string("SEL-2026"), std::string("SEL-4217/2026"), std::string("SEL"),
        CaseNumber("EUR", 2026, 4217).text(), std::string("SEL-2026-1-1")}) {
    const auto found = find_numbers(text, {"SEL", 0});
    INFO(text);
    CHECK(found.valid.empty());
    CHECK(found.wrong.empty());
  }
  CHECK(find_numbers("", {"SEL", 0}).valid.empty());
  CHECK(find_numbers(number, {"", 0}).valid.empty());
}

TEST_CASE("a message part that is none leaves the case's number") {
  const auto number = CaseNumber("SEL", 2026, 4217).text();
  for (const auto* end : {"/", "/0", "/x", "/99999999999"}) {
    const auto found = find_numbers(number + end, {"SEL", 0});
    REQUIRE(found.valid.size() == 1);
    CHECK(found.valid[0].message == 0);
  }
}

TEST_CASE("a number is read as people type it, when its check digits are right") {
  const auto number = CaseNumber("SEL", 2026, 1).text();  // SEL-2026-000001-77
  const auto digits = number.substr(4);
  const auto with = [&](const std::string& mark) {
    auto text = number;
    for (auto at = text.find('-'); at != std::string::npos; at = text.find('-', at + mark.size())) {
      text.replace(at, 1, mark);
    }
    return text;
  };
  for (const auto& typed :
       {with(" "), with(""), with(" - "), with("."), with("_"), with("\xC2\xA0"), with("\u2013"),
        "\u0421\u0415\u041B-" + digits, "\u0405\u0415L-" + digits, "\u03A3\u0395\u039B-" + digits,
        "s\u0435l " + digits, "see (" + with(" ") + "), please"}) {
    INFO(typed);
    const auto found = find_numbers(typed, {"SEL", 0});
    REQUIRE(found.valid.size() == 1);
    CHECK(found.valid.front().text() == number);
    CHECK(found.wrong.empty());
  }
  const auto message = find_numbers(with(" ") + "/2 and " + number + " /3", {"SEL", 0});
  REQUIRE(message.valid.size() == 2);
  CHECK(message.valid[0].message == 2);
  CHECK(message.valid[1].message == 3);
  // What only looks like one stays what it is.
  for (const auto& typed :
       {"SEL 2026 000001 78", "SEL 2026 000001 777", "SEL 2026 00001 77", "COUNSEL 2026 000001 77",
        "SEL 2026\n000001 77", "\u0421\u0415\u041B 2026", "SEL"}) {
    INFO(typed);
    const auto found = find_numbers(typed, {"SEL", 0});
    CHECK(found.valid.empty());
    CHECK(found.wrong.empty());
  }
}
