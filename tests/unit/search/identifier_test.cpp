#include <catch2/catch.hpp>

#include "search/names/fold.hpp"
#include "search/query/marker.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

void all_equal(const std::vector<std::string>& spellings) {
  for (const auto& spelling : spellings) {
    INFO(spelling);
    CHECK(fold_identifier(spelling).whole == fold_identifier(spellings.front()).whole);
  }
}

}  // namespace

TEST_CASE("a plate is one plate in three scripts and however it was parted") {
  // Latin, Cyrillic and Greek letters of one shape.
  all_equal({"CA 1234 AB", "ca1234ab", "CA-1234-AB", "CA\u00A01234\u00A0AB", "СА 1234 АВ",
             "са1234ав", "C A.1.2.3.4/AB", "СA 1234 AВ"});
  all_equal({"ZKH 1234", "ΖΚΗ-1234", "ζκη1234", "zkh 1234"});
  CHECK(fold_identifier("CA 1234 AB").whole == "CA1234AB");
}

TEST_CASE("documents, accounts and phones lose their spaces and signs only") {
  all_equal({"AB 123456", "ab-123456", "АВ 123456"});
  all_equal({"BG80 BNBG 9661 1020 3456 78", "bg80bnbg96611020345678"});
  all_equal({"+381 64 123-45-67", "+381641234567", "(+381) 64/1234567", "00381 64 123 4567"});
  CHECK(fold_identifier("CA 1234 AB").whole != fold_identifier("CA 1235 AB").whole);
  CHECK(fold_identifier("  -/. ").whole.empty());
}

TEST_CASE("near-equal letters and digits meet in the second key only") {
  CHECK(fold_identifier("OIBSZ").look == fold_identifier("01852").look);
  CHECK(fold_identifier("B0O 111").whole != fold_identifier("BOO 111").whole);
  CHECK(fold_identifier("B0O 111").look == fold_identifier("BOO 1I1").look);
  CHECK(fold_identifier("CA 1234 AB").look != fold_identifier("CA 1244 AB").look);
}

TEST_CASE("digits of other scripts are digits") {
  all_equal({"CA 1234", "CA ١٢٣٤", "CA １２３４"});
}

TEST_CASE("what was typed in a field is found by any other way to type it") {
  TestArchive archive;
  archive.put(1, {{"plate", "СА 1234 АВ"}});  // Cyrillic
  archive.put(2, {{"phone", "+381 64 123 45 67"}});
  archive.put(3, {{"iban", "BG80 BNBG 9661 1020 3456 78"}});
  archive.put(4, {{"document", "AB-123456"}});
  archive.put(5, {{"vin", "WDB9634031L123456"}});
  for (const std::string query :
       {"ca1234ab", "CA-1234-AB", "\"CA 1234 AB\"", "CA 1234 AB", "plate:ca1234ab",
        "plate:\"ca 1234 ab\"", "plate:CA 1234 AB", "plate:СА1234АВ", "CA1234A8", "plate:ca12*"}) {
    INFO(query);
    CHECK(archive.find(query) == Ids{1});
  }
  for (const std::string query : {"phone:+381641234567", "phone:\"+381 64/123-45-67\"",
                                  "+381641234567", "00381641234567", "phone:38164*"}) {
    INFO(query);
    CHECK(archive.find(query) == Ids{2});
  }
  CHECK(archive.find("iban:bg80bnbg96611020345678") == Ids{3});
  CHECK(archive.find("BG80 BNBG 9661 1020 3456 78") == Ids{3});
  CHECK(archive.find("document:ab123456") == Ids{4});
  CHECK(archive.find("document:АВ123456") == Ids{4});
  CHECK(archive.find("vin:wdb9634031l123456") == Ids{5});
  CHECK(archive.find("plate:ca1234ac").empty());
  CHECK(archive.find("document:ca1234ab").empty());  // another field
}

TEST_CASE("a plate in free text is found however it is typed") {
  TestArchive archive;
  archive.put(1, {{"text", "The lorry CA 1234 AB left for Niš at 12:30."}});
  archive.put(2, {{"text", "Возило СА1234АВ је заустављено."}});
  archive.put(3, {{"text", "Phone +381 64 123-45-67 of the driver"}});
  for (const std::string query : {"ca1234ab", "\"CA 1234 AB\"", "CA 1234 AB", "CA-1234-AB"}) {
    INFO(query);
    CHECK(archive.find(query) == Ids{1, 2});
  }
  CHECK(archive.find("+381641234567") == Ids{3});
  CHECK(archive.find("ca1234ac").empty());
}

namespace {

// TE9087AM with each of its letters in each of three scripts, and parted by whatever people type.
std::vector<std::string> typed_variants() {
  static const std::vector<std::vector<std::string>> kLetters = {
      {"T", "Т", "Τ"}, {"E", "Е", "Ε"}, {"A", "А", "Α"}, {"M", "М", "Μ"},
      {"t", "т", "τ"}, {"e", "е", "ε"}, {"a", "а", "α"}, {"m", "м", "μ"}};
  std::vector<std::string> all;
  for (const std::size_t small : {std::size_t{0}, std::size_t{4}}) {
    for (std::size_t i = 0; i < 81; ++i) {
      all.push_back(kLetters[small][i % 3] + kLetters[small + 1][i / 3 % 3] + "9087" +
                    kLetters[small + 2][i / 9 % 3] + kLetters[small + 3][i / 27]);
    }
  }
  for (const std::string sign :
       {" ", "-", ".", "/", "\u00A0", "\u202F", "\u2010", "\u2011", "\u2013", "_", "\u00B7", "  ",
        "\t", "\n", "\r\n", " - ", " \u2013 ", "\u2009"}) {
    all.push_back("TE" + sign + "9087AM");
    all.push_back("TE9087" + sign + "AM");
    all.push_back("TE" + sign + "9087" + sign + "AM");
  }
  all.insert(all.end(), {"TE٩٠٨٧AM", "ＴＥ９０８７ＡＭ", "TE\u00AD9087AM", "TE90\u200B87AM"});
  return all;
}

}  // namespace

TEST_CASE("a plate is found by each of 220 ways to type it, and wherever it was typed so") {
  TestArchive archive;
  archive.put(1, {{"plate", "TE9087AM"}});
  archive.put(2, {{"text", "The lorry TE 9087 AM left at noon."}});
  archive.put(3, {{"text", "The lorry TE9087AM left at noon."}});
  const auto typed = typed_variants();
  CHECK(typed.size() == 220);
  {
    Writer writer(archive.index(), test_key());
    for (std::size_t i = 0; i < typed.size(); ++i) {
      writer.put(
          {i + 4, day(2026, 11, 1), {{"text", "the van " + typed[i] + " came"}}, {"van"}, {}});
    }
    writer.commit(4);
  }
  for (const auto& one : typed) {
    INFO(one);
    CHECK(archive.find(one) == Ids{1, 2, 3});
    CHECK(archive.find("\"" + one + "\"") == Ids{1, 2, 3});
    CHECK(archive.find("plate:\"" + one + "\"") == Ids{1});
  }
  Request all;
  all.query = "TE9087AM";
  all.readers = {"van"};
  all.limit = 500;
  CHECK(Reader(archive.index(), test_key()).find(all).hits.size() == typed.size());
}

TEST_CASE("numbers of a column or a range are no one number, a plate at the end of a line is") {
  TestArchive archive;
  archive.put(1, {{"text", "12345\n67890\n24680"}});
  archive.put(2, {{"text", "12345\t67890"}});
  archive.put(3, {{"text", "12345\u201367890"}});
  archive.put(4, {{"text", "the lorry TE\n9087 AM"}});
  CHECK(archive.find("1234567890").empty());
  CHECK(archive.find("*890") == Ids{1, 2, 3});
  CHECK(archive.find("TE9087AM") == Ids{4});
}

TEST_CASE("a Cyrillic plate meets a Latin one by the look and by the sound of its letters") {
  TestArchive archive;
  archive.put(1, {{"plate", "КУ 1234 АБ"}});
  archive.put(2, {{"plate", "KU 1234 AB"}});
  archive.put(3, {{"plate", "KY 1234 AB"}});
  archive.put(4, {{"text", "возило КУ-1234-АБ је стало"}});
  archive.put(5, {{"text", "the lorry KU 1234 AB stopped"}});
  archive.put(6, {{"plate", "НС 123 ВР"}});
  archive.put(7, {{"plate", "NS 123 VR"}});
  CHECK(archive.find("KU1234AB") == Ids{1, 2, 4, 5});
  CHECK(archive.find("КУ1234АБ") == Ids{1, 2, 3, 4, 5});
  CHECK(archive.find("ку 1234 аб") == Ids{1, 2, 3, 4, 5});
  CHECK(archive.find("KY1234AB") == Ids{1, 3, 4});
  CHECK(archive.find("plate:\"KU 1234 AB\"") == Ids{1, 2});
  CHECK(archive.find("plate:КУ1234АБ") == Ids{1, 2, 3});
  CHECK(archive.find("ns123vr") == Ids{6, 7});
  CHECK(archive.find("нс123вр") == Ids{6, 7});
  CHECK(archive.find("hc123bp") == Ids{6});
  CHECK(archive.find("KU12*") == Ids{1, 2, 4, 5});
  CHECK(archive.find("КУ12*") == Ids{1, 2, 3, 4, 5});
  CHECK(archive.find("plate:*123VR") == Ids{6, 7});
  CHECK(archive.find("plate:*3ВР") == Ids{6, 7});
  const auto hits = archive.ask("plate:KU1234AB").hits;
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].id == 2);
  CHECK(hits[0].tier == "as written");
  CHECK(hits[1].tier == "other spelling");
  for (const auto& [asked, found] :
       std::vector<std::pair<std::string, std::string>>{{"KU1234AB", "КУ 1234 АБ"},
                                                        {"КУ1234АБ", "KU 1234 AB"},
                                                        {"plate:ns123vr", "НС 123 ВР"}}) {
    std::vector<Meeting> met;
    Marker(asked).snippet("seen " + found + " there", 100, &met);
    INFO(asked);
    REQUIRE(met.size() == 1);
    CHECK(met[0].how == How::kOtherScript);
    CHECK(met[0].found == found);
  }
  CHECK(fold_identifier("ВНРСУ").spoken == std::vector<std::string>{"VNRSU"});
  CHECK(fold_identifier("КУ12").spoken == std::vector<std::string>{"KU12"});
  CHECK(fold_identifier("КУР12").spoken.size() == 3);
  CHECK(fold_identifier("KU12").spoken.empty());
}

TEST_CASE("words beside a plate must be there as well") {
  TestArchive archive;
  archive.put(1, {{"plate", "CA1234AB"}, {"text", "heroin"}});
  archive.put(2, {{"plate", "CA1234AB"}, {"text", "tobacco"}});
  CHECK(archive.find("heroin CA 1234 AB") == Ids{1});
  CHECK(archive.find("CA 1234 AB tobacco") == Ids{2});
  CHECK(archive.find("CA 1234 AB -tobacco") == Ids{1});
  CHECK(archive.find("CA 1234 AB weapons").empty());
}

TEST_CASE("a phone is found nationally, internationally and by its end") {
  TestArchive archive;
  archive.put(1, {{"phone", "+40 721 123 456"}});
  archive.put(2, {{"text", "Call me on 0721 123 456, please."}});
  archive.put(3, {{"text", "His number is +40 (0)721-123-456."}});
  archive.put(4, {{"phone", "+36 20 123 4567"}});
  for (const std::string query :
       {"+40721123456", "0040721123456", "\"0721 123 456\"", "0721 123 456", "0721123456",
        "\"+40 (0)721-123-456\"", "721123456"}) {
    INFO(query);
    CHECK(archive.find(query) == Ids{1, 2, 3});
  }
  CHECK(archive.ask("+40721123456").hits.front().tier == "as written");
  CHECK(archive.find("phone:06201234567") == Ids{4});  // Hungary's trunk prefix
  CHECK(archive.find("phone:0721123456") == Ids{1});
  CHECK(archive.find("phone:*123456") == Ids{1});
  CHECK(archive.find("*123456") == Ids{1, 2, 3});
  CHECK(archive.find("+41721123456") == Ids{2});  // only what was written without a country
  CHECK(archive.find("0721123457").empty());
}

TEST_CASE("numbers with check digits are found without them and with a wrong one") {
  TestArchive archive;
  archive.put(1, {{"text", "Container CSQU 305438 3 at Ruse"}});
  archive.put(2, {{"text", "phone with IMEI 490154203237518"}});
  archive.put(3, {{"iban", "BG80 BNBG 9661 1020 3456 78"}});
  archive.put(4, {{"case", "SEL-2026-000017-29"}});
  archive.put(5, {{"text", "paid to HU42 1177 3016 1111 1018 0000 0000 today"}});
  for (const std::string query :
       {"CSQU3054383", "CSQU305438", "\"CSQU 305438-3\"", "CSQU3054387"}) {
    INFO(query);
    CHECK(archive.find(query) == Ids{1});
  }
  CHECK(archive.ask("CSQU3054387").hits.front().tier == "similar sound");
  CHECK(archive.find("490154203237518") == Ids{2});
  CHECK(archive.find("49015420323751") == Ids{2});
  CHECK(archive.find("iban:BG80BNBG96611020345687") == Ids{3});  // swapped
  CHECK(archive.find("iban:BG80BNBG96611020345688").empty() == false);
  CHECK(archive.find("HU42117730161111101800000000") == Ids{5});
  CHECK(archive.find("case:SEL-2026-000071-29") == Ids{4});
  CHECK(archive.find("case:SEL-2026-000017-22") == Ids{4});
  CHECK(archive.find("case:SEL-2026-000018-26").empty());
}

TEST_CASE("addresses of mail and net are whole, whatever their points would say") {
  TestArchive archive;
  archive.put(1, {{"text", "He wrote from Ana.Ionescu@mai.example.ro."}});
  archive.put(2, {{"text", "Logged in from 192.168.1.10, then left."}});
  archive.put(3, {{"text", "and from 2001:DB8:0:0::1 at 12:30"}});
  CHECK(archive.find("ana.ionescu@mai.example.ro") == Ids{1});
  CHECK(archive.find("ana.ionescu@mai.example.rs").empty());
  CHECK(archive.find("192.168.1.10") == Ids{2});
  CHECK(archive.find("192.168.11.0").empty());
  CHECK(archive.find("\"2001:db8::1\"") == Ids{3});
}

TEST_CASE("beginnings and ends of plates, documents and phones") {
  TestArchive archive;
  archive.put(1, {{"plate", "CA 1234 AB"}});
  archive.put(2, {{"text", "The lorry CA 1299 AB was empty."}});
  archive.put(3, {{"document", "AB 123456"}});
  CHECK(archive.find("CA12*") == Ids{1, 2});
  CHECK(archive.find("са12*") == Ids{1, 2});  // Cyrillic
  CHECK(archive.find("plate:CA12*") == Ids{1});
  CHECK(archive.find("*34AB") == Ids{1});
  CHECK(archive.find("document:*3456") == Ids{3});
  CHECK(archive.find("*99AB") == Ids{2});
}

TEST_CASE("look-alikes of digits come after the number as written") {
  TestArchive archive;
  archive.put(1, {{"plate", "B0 8111 OS"}});
  archive.put(2, {{"plate", "BO 8111 OS"}});
  const auto hits = archive.ask("plate:BO8111OS").hits;
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].id == 2);
  CHECK(hits[0].tier == "as written");
  CHECK(hits[1].tier == "similar sound");
}

namespace {

// Each spelling of a number finds it where it was written, in a field and in free text.
void each_finds(const std::string& field, const std::vector<std::string>& spellings) {
  TestArchive archive;
  std::uint64_t id = 0;
  for (const auto& written : spellings) {
    if (!field.empty()) archive.put(++id, {{field, written}});
    archive.put(++id, {{"text", "He said that " + written + " was used, and left."}});
  }
  for (const auto& asked : spellings) {
    for (const auto& query : {asked, "\"" + asked + "\""}) {
      INFO(query);
      const bool apart = query.find(':') != std::string::npos && query.front() != '"';
      CHECK((apart || archive.find(query).size() == id));
    }
    if (!field.empty()) {
      INFO(field + ":" + asked);
      CHECK(archive.find(field + ":\"" + asked + "\"").size() == spellings.size());
    }
  }
}

}  // namespace

TEST_CASE("a VIN is found in field and text, however typed, with I, O and Q for 1 and 0") {
  each_finds("vin", {"WDB9634031L123456", "wdb9634031l123456", "WDB 963403 1L 123456"});
  each_finds("vin", {"WVWZZZ1JZ3W012345", "WVWZZZIJZ3WO12345", "WVWZZZ1JZ3WQ12345"});
  TestArchive archive;
  archive.put(1, {{"vin", "1M8GDM9AXKP042788"}, {"text", "a bus"}});
  archive.put(2, {{"text", "seen: 1M8GDM9AXKP042788, again"}});
  archive.put(3, {{"vin", "WDB9634031L123456"}});
  // One digit wrong, two swapped: the check digit of a North American one says so.
  CHECK(archive.find("1M8GDM9AXKP042789") == Ids{1, 2});
  CHECK(archive.find("vin:1M8GDM9AXKP042878") == Ids{1});
  CHECK(archive.ask("1M8GDM9AXKP042789").hits.front().tier == "similar sound");
  // Others have none: the next car is another car.
  CHECK(archive.find("WDB9634031L123457").empty());
  CHECK(archive.find("vin:1M8GDM9AXKP042788").size() == 1);
}

TEST_CASE("an IPv6 address is found in any of its spellings, and no other") {
  each_finds("", {"2001:db8::8:800:200c:417a", "2001:DB8:0:0:8:800:200C:417A",
                  "2001:0db8:0000:0000:0008:0800:200c:417a"});
  each_finds("", {"::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:192.0.2.1"});
  TestArchive archive;
  archive.put(1, {{"text", "from [2001:db8::1]:443, then 2001:db8::2."}});
  CHECK(archive.find("\"2001:db8:0::1\"") == Ids{1});
  CHECK(archive.find("\"2001:db8::2\"") == Ids{1});
  CHECK(archive.find("\"2001:db8::3\"").empty());
  CHECK(archive.find("\"2001:db8::12\"").empty());
}

TEST_CASE("an IMEI is found however it is grouped, and without its check digit") {
  each_finds("phone", {"490154203237518", "49-015420-323751-8", "49 015420 323751 8"});
  TestArchive archive;
  archive.put(1, {{"phone", "490154203237518"}});
  archive.put(2, {{"text", "the telephone with IMEI 49-015420-323751-8 was on"}});
  CHECK(archive.find("49015420323751") == Ids{1, 2});
  CHECK(archive.find("490154203237519") == Ids{1, 2});  // its last digit checks the others
  CHECK(archive.find("490154203237618").empty());
}

TEST_CASE("a container is found however it is typed, and without its check digit") {
  each_finds("document", {"CSQU3054383", "CSQU 305438 3", "csqu 305438-3"});
  TestArchive archive;
  archive.put(1, {{"document", "CSQU3054383"}});
  archive.put(2, {{"text", "Container CSQU 305438-3 at Ruse"}});
  CHECK(archive.find("CSQU305438") == Ids{1, 2});
  CHECK(archive.find("CSQU3054384") == Ids{1, 2});
  CHECK(archive.find("CSQU3054483").empty());
}
