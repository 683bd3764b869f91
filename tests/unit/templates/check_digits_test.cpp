// Numbers with check digits of their own: what fails is a warning, never a problem. The vectors are
// the standards' own specimens where there are any, else numbers that are publicly known examples.
#include "templates/types/validators.hpp"

#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

struct Vector {
  const char *check, *right, *wrong;
};

// In each `wrong` one character or two neighbours differ from a right number.
TEST_CASE("numbers by their own standards pass, and with one wrong character do not") {
  const Vector vector = GENERATE(
      Vector{"vin", "WDB9634031L123456", "WDB9634O31L123456"},
      Vector{"vin", "1M8GDM9AXKP042788", "1M8GDM9AXKP04278"},
      Vector{"iban", "GB82 WEST 1234 5698 7654 32", "GB28 WEST 1234 5698 7654 32"},
      Vector{"iban", "BG80 BNBG 9661 1020 3456 78", "BG80 BNBG 9661 1020 3456 87"},
      Vector{"iban", "RO49 AAAA 1B31 0075 9384 0000", "RO49 AAAA 1B31 0075 9384 000"},
      Vector{"iban", "RS35 2600 0560 1001 6113 79", "RS35 2600 0560 1001 6113 78"},
      Vector{"iban", "TR33 0006 1005 1978 6457 8413 26", "TR33 0006 1005 1978 6457 8413 62"},
      Vector{"iban", "AL47 2121 1009 0000 0002 3569 8741", "AL47 2121 1009 0000 0002 3569 8742"},
      Vector{"iban", "MK07 2501 2000 0058 984", "MK07 2501 2000 0058 948"},
      Vector{"container", "CSQU3054383", "CSQU3054384"},
      Vector{"container", "CSQU 305438-3", "CSQU 305348-3"},
      Vector{"luhn", "4111 1111 1111 1111", "4111 1111 1111 1112"},
      Vector{"luhn", "5500-0000-0000-0004", "5500-0000-0000-0040"},
      Vector{"imei", "490154203237518", "490154203237519"},
      Vector{"imei", "49-015420-323751-8", "49015420323751"},
      Vector{"imsi", "310150123456789", "3101501234567890"},
      Vector{"e164", "+359 88 123 4567", "088 123 4567"},
      Vector{"e164", "0040 21 123 45 67", "+0 21 123 45 67"}, Vector{"e164", "+1234567", "+123456"},
      Vector{"e164", "+123456789012345", "+1234567890123456"},
      Vector{"jmbg", "0101006500006", "0101006500007"},
      Vector{"jmbg", "0710003730015", "0710003730051"},
      Vector{"jmbg", "1204980730024", "3204980730024"}, Vector{"egn", "7523169263", "7523169264"},
      Vector{"egn", "8032056031", "8032056013"}, Vector{"cnp", "1630615123457", "1630615123458"},
      Vector{"cnp", "1630615123457", "0630615123457"},
      Vector{"tckimlik", "17291716060", "17291716061"},
      Vector{"tckimlik", "17291716060", "17291716600"},
      Vector{"idnp", "2001002339000", "2001002339001"},
      Vector{"nid-al", "J51231123A", "J51331123A"}, Vector{"nid-al", "J56231123A", "J512311234"},
      Vector{"afm-amka", "094259216", "094259217"}, Vector{"afm-amka", "023456780", "023456708"},
      Vector{"afm-amka", "01013099997", "01013099979"});
  INFO(vector.check << " " << vector.right << " " << vector.wrong);
  const auto remark = odd(vector.check, vector.right);
  INFO((remark ? *remark : std::string()));
  CHECK_FALSE(remark);
  CHECK(odd(vector.check, vector.wrong));
}

// ICAO 9303 parts 4, 5 and 6, the specimens of Utopia.
TEST_CASE("machine readable zones of all three sizes, and each of their check digits") {
  const std::string td3 =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
  const std::string td2 =
      "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
  const std::string td1 =
      "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\n"
      "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
  for (const auto& zone : {td1, td2, td3}) {
    INFO(zone);
    CHECK_FALSE(odd("mrz", zone));
    for (const auto* digits : {"7408122", "1204159"}) {
      auto wrong = zone;
      wrong.replace(wrong.find(digits), 1, "8");
      CHECK(odd("mrz", wrong));
    }
    auto shorter = zone;
    shorter.pop_back();
    CHECK(odd("mrz", shorter));
  }
  const auto remark = [&](const char* from, const char* to) {
    auto wrong = td3;
    wrong.replace(wrong.find(from), std::string(from).size(), to);
    return odd("mrz", wrong).value_or("nothing");
  };
  CHECK(remark("L898902C3", "L898902C4").find("document number") != std::string::npos);
  CHECK(remark("7408122", "7408132").find("date of birth") != std::string::npos);
  CHECK(remark("1204159", "1204169").find("date of expiry") != std::string::npos);
  CHECK(remark("ZE184226B", "ZE184226C").find("personal number") != std::string::npos);
  CHECK(remark("<<<<<10", "<<<<<11").find("whole zone") != std::string::npos);
  CHECK(odd("mrz", td3 + "Ж"));
}

TEST_CASE("plates in the usual shapes of their countries, in all three scripts") {
  const Vector vector = GENERATE(
      Vector{"plate-BG", "CA 1234 AB", "CA 1234 AZ"},
      Vector{"plate-BG", "СА 1234 АВ", "СА 1234 АЖ"}, Vector{"plate-BG", "ca1234ab", "ca123ab"},
      Vector{"plate-RO", "B 123 ABC", "B 1234 ABC"}, Vector{"plate-RO", "GR-10-XYZ", "GR-10-XY"},
      Vector{"plate-GR", "YKB-1234", "YKB-12345"}, Vector{"plate-GR", "ΥΚΒ 1234", "ΥΚΔ 1234"},
      Vector{"plate-RS", "BG 123-AB", "BG 12-AB"}, Vector{"plate-RS", "ČA 1234 ŠŽ", "ČA 1234 Š"},
      Vector{"plate-BA", "A12-K-345", "B12-K-345"}, Vector{"plate-ME", "PG AB123", "PG AB12"},
      Vector{"plate-MK", "SK 1234 AB", "SK 12345 AB"}, Vector{"plate-AL", "AA 123 BB", "AA 12 BB"},
      Vector{"plate-HU", "ABC-123", "AB-123"}, Vector{"plate-HU", "AA BC-123", "AA BC-1234"},
      Vector{"plate-MD", "ABC 123", "ABC 1234"}, Vector{"plate-HR", "ZG 1234-AB", "ZG 12-AB"},
      Vector{"plate-TR", "34 ABC 123", "82 ABC 123"}, Vector{"plate-TR", "06 A 1234", "00 A 1234"});
  INFO(vector.check << " " << vector.right << " " << vector.wrong);
  CHECK_FALSE(odd(vector.check, vector.right));
  CHECK(odd(vector.check, vector.wrong));
}

TEST_CASE("letters of another script are named as what is wrong, not the length") {
  const Vector vector = GENERATE(Vector{"vin", "ABEK1234567890123", "АВЕК1234567890123"},
                                 Vector{"iban", "BG80BNBG96611020345678", "ВG80ВNВG96611020345678"},
                                 Vector{"container", "CSQU3054383", "СSQU3054383"});
  INFO(vector.wrong);
  CHECK(odd(vector.check, vector.wrong).value_or("").find("Latin letters") != std::string::npos);
  CHECK(odd(vector.check, vector.right).value_or("").find("Latin letters") == std::string::npos);
}

TEST_CASE("rubbish is odd by every check, and no check crashes on it") {
  for (const auto& name : check_names()) {
    for (const auto* text : {"", " ", "x", "\xFF\xFE", "ЖЖЖЖЖЖЖЖЖЖЖ", "00000", "<<<<<<", "+"}) {
      INFO(name << " " << text);
      CHECK(odd(name, text));
    }
    for (const auto* text : {"1", "A", "Ж", "<"}) {
      std::string much;
      for (int i = 0; i < 5000; ++i) {
        much += text;
      }
      CHECK(odd(name, much));
    }
  }
  CHECK(check_names().size() == 27);
}

TEST_CASE("a number that fails its check is a warning at its line, and sent on as it stands") {
  const auto form = read(request_with("") + "[Vehicle 1]\nKind: car\nVIN: WDB9634O31L123456\n");
  CHECK(form.problems.empty());
  const auto* warning = find_problem(form.warnings, "check-digits");
  REQUIRE(warning != nullptr);
  CHECK(warning->line == 17);
  CHECK(warning->label == "[Vehicle 1] VIN");
  CHECK(form.blocks.at(1).find("vin")->values == Strings{"WDB9634O31L123456"});
}

TEST_CASE("which check a number has depends on its kind") {
  const auto warned = [](const std::string& block) {
    const auto form = read(request_with("") + block);
    INFO(told(form.problems));
    CHECK(form.problems.empty());
    return find_problem(form.warnings, "check-digits") != nullptr;
  };
  CHECK(warned("[Account 1]\nKind: IBAN\nValue: GB82 WEST 1234 5698 7654 33\n"));
  CHECK(warned("[Account 1]\nKind: payment card\nValue: 4111111111111112\n"));
  CHECK_FALSE(warned("[Account 1]\nKind: hawala\nValue: 4111111111111112\n"));
  CHECK(warned("[Contact 1]\nKind: IMEI\nValue: 490154203237519\n"));
  CHECK(warned("[Contact 1]\nKind: phone\nValue: 088 1234567\n"));
  CHECK_FALSE(warned("[Contact 1]\nKind: e-mail\nValue: a@b.example\n"));
}

TEST_CASE("a national number is checked by the rules of the state that gave it") {
  const auto warned = [](const std::string& state, const std::string& number) {
    const auto form =
        read(request_with("") + "[Person 2]\nRole: suspect\nLink to purpose: l\nNational number: " +
             number + "\nNational number of: " + state + "\n");
    INFO(told(form.problems));
    CHECK(form.problems.empty());
    return find_problem(form.warnings, "check-digits") != nullptr;
  };
  for (const auto* state : {"BA", "ME", "MK", "RS"}) {
    CHECK_FALSE(warned(state, "1204980730024"));
    CHECK(warned(state, "1204980730028"));
  }
  const std::pair<const char*, const char*> right[] = {
      {"BG", "7523169263"},    {"RO", "1630615123457"}, {"TR", "17291716060"},
      {"MD", "2001002339000"}, {"AL", "J51231123A"},    {"GR", "094259216"}};
  for (const auto& [state, number] : right) {
    INFO(state);
    CHECK_FALSE(warned(state, number));
    CHECK(warned(state, "12"));
    CHECK_FALSE(warned("FR", number));  // no rule is known here
  }
  CHECK(warned("BG", "1204980730024"));  // right, but of another state
}

TEST_CASE("a plate is checked by the country that it names, and only that one's") {
  const auto warned = [](const std::string& plate, const std::string& country) {
    const auto form = read(request_with("") + "[Vehicle 1]\nKind: car\nPlate: " + plate +
                           "\nPlate country: " + country + "\n");
    CHECK(form.problems.empty());
    return find_problem(form.warnings, "check-digits") != nullptr;
  };
  CHECK_FALSE(warned("CA 1234 AB", "Bulgaria"));
  CHECK(warned("CA 1234 AB", "Romania"));
  CHECK_FALSE(warned("anything", "FR"));
}

}  // namespace
}  // namespace pouch::templates
