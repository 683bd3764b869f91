// Dates of birth as forms have them and as people type them, whole and in part.
#include "search/things/birth_date.hpp"

#include <catch2/catch.hpp>

#include "search/query/marker.hpp"
#include "search/query/query_parser.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

std::string read(const std::string& text) {
  std::string all;
  for (const auto& date : births_in(text)) all += (all.empty() ? "" : " or ") + iso(date);
  return all;
}

std::string tier(TestArchive& archive, const std::string& query) {
  const auto answer = archive.ask(query);
  if (!answer.problem.empty()) return "! " + answer.problem;
  return answer.hits.empty() ? "" : answer.hits.front().tier;
}

}  // namespace

TEST_CASE("a date of birth is read as people of the region type it") {
  for (const std::string text : {"1985-04-03", "03.04.1985", "3.4.1985.", "3/4/1985", "3/4/85",
                                 "03-04-1985", "3. 4. 1985.", "1985.04.03", "4/3 1985"}) {
    INFO(text);
    CHECK(read(text) == (text == "4/3 1985" ? "1985-03-04" : "1985-04-03"));
  }
  for (const std::string text :
       {"4 March 1985", "4th March 1985", "March 4, 1985", "4 mars 1985", "4. März 1985",
        "4. mart 1985", "4. март 1985", "4. марта 1985", "4. marta 1985", "4 март 1985",
        "4 ožujka 1985", "4 martie 1985", "4 Μαρτίου 1985", "1985. március 4.", "4 Mart 1985",
        "4 mars 1985"}) {
    INFO(text);
    CHECK(read(text) == "1985-03-04");
  }
  CHECK(read("1985") == "1985");
  CHECK(read("1985-04") == "1985-04");
  CHECK(read("04.1985") == "1985-04");
  CHECK(read("April 1985") == "1985-04");
  CHECK(read("3/4/12") == "1912-04-03 or 2012-04-03");
}

TEST_CASE("what is no day of the calendar, or more than a date, is no date of birth") {
  for (const std::string text :
       {"", "31.02.1985", "00.04.1985", "13.13.1985", "1985-00", "3.4", "85", "19850403",
        "3.4.1985 and 5.6.1985", "+1985", "1985*", "1985-04-03T12:00", "192.168.1985", "3.4.985",
        "lorry", "1985-04-03-07", "3..4..1985"}) {
    INFO(text);
    CHECK(read(text).empty());
  }
}

TEST_CASE("two dates of birth are the same, one a part of the other, or day and month swapped") {
  const auto how = [](const std::string& left, const std::string& right) {
    return births_meet(births_in(left).front(), births_in(right).front());
  };
  CHECK(how("1985-04-03", "3.4.1985") == BirthTier::kSame);
  CHECK(how("1985", "1985") == BirthTier::kSame);
  CHECK(how("1985-04-03", "1985") == BirthTier::kPart);
  CHECK(how("1985-04", "1985-04-03") == BirthTier::kPart);
  CHECK(how("1985-04-03", "1985-03-04") == BirthTier::kSwapped);
  CHECK_FALSE(how("1985-04-13", "1985-05-13"));
  CHECK_FALSE(how("1985-04-03", "1985-05"));
  CHECK_FALSE(how("1985", "1986"));
}

TEST_CASE("born: finds the date, a part of it and the swapped one, in this order, and says which") {
  TestArchive archive;
  archive.put(1, {{"born", "1985-04-03"}});
  archive.put(2, {{"born", "1985"}});
  archive.put(3, {{"born", "1985-04"}});
  archive.put(4, {{"born", "1985-03-04"}});
  archive.put(5, {{"born", "1986-04-03"}});
  archive.put(6, {{"born", "1985-04-04"}});
  archive.put(7, {{"text", "the year 1985, and 03.04.1985 was a Wednesday"}});
  for (const std::string query : {"born:1985-04-03", "born:03.04.1985", "born:3/4/85",
                                  "born:\"3 April 1985\"", "born:\"3. априла 1985\""}) {
    INFO(query);
    const auto hits = archive.ask(query).hits;
    REQUIRE(hits.size() == 4);
    CHECK(archive.find(query) == Ids{1, 2, 3, 4});
    CHECK(hits.front().id == 1);
    CHECK(hits.front().tier == "as written");
    CHECK(hits.back().id == 4);
    CHECK(hits.back().tier == "day and month swapped");
    CHECK(hits[1].tier == "part of the date");
  }
  CHECK(archive.find("born:1985") == Ids{1, 2, 3, 4, 6});
  CHECK(archive.ask("born:1985").hits.front().id == 2);
  CHECK(archive.find("born:1985-04") == Ids{1, 2, 3, 6});
  CHECK(archive.find("born:(1986 OR 1985-04-04)") == Ids{2, 3, 5, 6});
  CHECK(archive.find("born:1987").empty());
  // As words: a whole date alone, wherever it stands.
  CHECK(archive.find("1985-04-03") == Ids{1, 2, 3, 4});
  CHECK(archive.find("03.04.1985") == Ids{1, 2, 3, 4, 7});
  CHECK(archive.find("1985") == Ids{7});
}

TEST_CASE("a date of birth beside a name lowers the tier of the hit to the worse of both") {
  TestArchive archive;
  archive.put(1, {{"person", "Ђорђевић Драган"}, {"born", "1985-04-03"}});
  CHECK(tier(archive, "person:đorđević born:1985-04-03") == "as written");
  CHECK(tier(archive, "person:djordjevic born:1985-04-03") == "other spelling");
  CHECK(tier(archive, "person:đorđević born:1985") == "part of the date");
  CHECK(tier(archive, "person:đorđević born:1985-03-04") == "day and month swapped");
  CHECK(tier(archive, "person:đorđević born:1986").empty());
}

TEST_CASE("what is no date of birth is refused with what would be one") {
  for (const std::string query : {"born:yesterday", "born:31.02.1985", "born:1985*", "born:<1985",
                                  "born:1980..1985", "born:(1985 OR may)"}) {
    const auto parsed = parse_query(query);
    INFO(query);
    CHECK_FALSE(parsed.root);
    CHECK(parsed.hint.find("born:1985-04-03") != std::string::npos);
    CHECK(parsed.column > 0);
  }
}

TEST_CASE("why a date met is said with the date as it stands there") {
  const auto met = [](const std::string& query, const std::string& text) {
    std::vector<Meeting> all;
    Marker(query).snippet(text, 100, &all);
    return all.empty() ? std::string()
                       : all.front().found + " ~ " + all.front().asked + " (" +
                             std::string(name(all.front().how)) + ")";
  };
  CHECK(met("born:1985-04-03", "born 3. 4. 1985 in Niš") == "3. 4. 1985 ~ 1985-04-03 (as written)");
  CHECK(met("born:1985", "рођ. 03.04.1985.") == "03.04.1985 ~ 1985 (part of the date)");
  CHECK(met("born:1985-04-03", "DOB: 4/3/1985") == "4/3/1985 ~ 1985-04-03 (day and month swapped)");
  CHECK(met("born:1985-04-03", "geb. 5.4.1985").empty());
}
