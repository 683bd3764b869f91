#include <catch2/catch.hpp>

#include "search/index/fields.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

// Three messages as the gateway feeds them.
void fill(TestArchive& archive) {
  archive.put(1,
              {{"case", "SEL-2026-000017-31"},
               {"form", "request"},
               {"from", "ana.ionescu"},
               {"country", "RO"},
               {"to", "BG"},
               {"to", "RS"},
               {"about", "TR"},
               {"subject", "Lorry stopped at Giurgiu"},
               {"person", "Јовановић Милан"},
               {"born", "1985-04-03"},
               {"plate", "CA 1234 AB"},
               {"phone", "+381 64 123 45 67"},
               {"document", "AB 123456"},
               {"iban", "BG80 BNBG 9661 1020 3456 78"},
               {"vin", "WDB9634031L123456"},
               {"area", "DRUG"},
               {"handling", "H1"},
               {"attachment", "crossings-october.csv"},
               {"taken", "2026-11-03 14:22:05"},
               {"place", "44.01650, 21.00590"},
               {"text", "a black lorry was stopped with 41 kg of heroin under the floor"},
               {"text", "the driver is silent"}},
              {"all"}, day(2026, 11, 23), {"has:attachment", "has:table", "is:request"});
  archive.put(2,
              {{"case", "SEL-2026-000018-04"},
               {"form", "note"},
               {"from", "nfp-bg"},
               {"country", "BG"},
               {"subject", "Tobacco"},
               {"text", "the black van and a white lorry carried tobacco; heroin was not found"}},
              {"all"}, day(2026, 6, 30));
  archive.put(3,
              {{"case", "SEL-2026-000017-31"},
               {"form", "reply"},
               {"from", "nfp-bg"},
               {"country", "BG"},
               {"person", "Ђорђевић Драган"},
               {"text", "the owner of the lorry is known"}},
              {"all"}, day(2026, 11, 24), {"is:request"});
}

}  // namespace

TEST_CASE("words, phrases, AND OR NOT and parentheses find what they say") {
  TestArchive archive;
  fill(archive);
  CHECK(archive.find("lorry") == Ids{1, 2, 3});
  CHECK(archive.find("lorry heroin") == Ids{1, 2});
  CHECK(archive.find("\"black lorry\"") == Ids{1});
  CHECK(archive.find("\"lorry black\"").empty());
  CHECK(archive.find("lorry NOT heroin") == Ids{3});
  CHECK(archive.find("lorry -tobacco") == Ids{1, 3});
  CHECK(archive.find("tobacco OR owner") == Ids{2, 3});
  CHECK(archive.find("(tobacco OR owner) lorry -van") == Ids{3});
  CHECK(archive.find("-heroin") == Ids{3});
  CHECK(archive.find("-(heroin OR owner)").empty());
  CHECK(archive.find("NOT NOT owner") == Ids{3});
  CHECK(archive.find("LORRY") == archive.find("lorry"));
  CHECK(archive.find("nothing").empty());
  CHECK(archive.find("heroin weapons").empty());
}

TEST_CASE("a phrase does not run from one field or part into the next") {
  TestArchive archive;
  fill(archive);
  CHECK(archive.find("\"the floor\"") == Ids{1});
  CHECK(archive.find("\"floor the driver\"").empty());
  CHECK(archive.find("\"floor the\"").empty());
}

TEST_CASE("every field of the table finds its value and no other field's") {
  TestArchive archive;
  fill(archive);
  const std::vector<std::pair<std::string, Ids>> queries = {
      {"from:ana.ionescu", {1}},
      {"from:nfp-bg", {2, 3}},
      {"from:nfp", {}},
      {"to:BG", {1}},
      {"to:rs", {1}},
      {"to:RO", {}},
      {"country:RO", {1}},
      {"country:BG", {2, 3}},
      {"country:TR", {}},
      {"about:tr", {1}},
      {"about:RO", {}},
      {"form:request", {1}},
      {"case:SEL-2026-000017-31", {1, 3}},
      {"case:sel-2026-000017-31/2", {1, 3}},
      {"SEL-2026-000017-31", {1, 3}},
      {"person:jovanovic", {1}},
      {"person:\"Milan Jovanović\"", {1}},
      {"person:djordjevic", {3}},
      {"born:1985-04-03", {1}},
      {"born:1986", {}},
      {"plate:ca1234ab", {1}},
      {"vin:WDB9634031L123456", {1}},
      {"phone:+381641234567", {1}},
      {"document:ab123456", {1}},
      {"iban:BG80BNBG96611020345678", {1}},
      {"area:drug", {1}},
      {"handling:H1", {1}},
      {"attachment:crossings", {1}},
      {"attachment:cross*", {1}},
      {"taken:2026-11-03", {1}},
      {"place:44.01650", {1}},
      {"subject:lorry", {1}},
      {"subject:lor*", {1}},
      {"text:heroin", {1, 2}},
      {"date:2026-11", {1, 3}},
      {"date:2026-11-24", {3}},
      {"date:..2026-06", {2}},
      {"date:<2026-06-30", {}},
      {"date:>2026-06", {1, 3}},
      {"has:attachment", {1}},
      {"-has:attachment", {2, 3}},
      {"has:attachment lorry date:2026-11", {1}},
      {"has:(attachment OR photo)", {1}},
      {"person:(jovanovic OR djordjevic)", {1, 3}},
      {"person:(milan jovanovic)", {1}},
      {"person:(milan djordjevic)", {}},
      {"plate:(CA 1234 AB)", {1}},
      {"is:request", {1, 3}},
      {"is:open", {1, 3}},
      {"is:open form:reply", {3}},
      {"is:closed", {}},
      {"deadline:<2026-12-01", {1, 3}},
      {"-is:open", {2}},
      {"subject:heroin", {}},
      {"person:lorry", {}},
      {"area:BG", {}},
  };
  std::string asked;
  for (const auto& [query, ids] : queries) {
    INFO(query);
    CHECK(archive.find(query) == ids);
    asked += query + " ";
  }
  for (const auto& row : fields()) {
    INFO(row.name);
    CHECK(asked.find(std::string(row.name) + ":") != std::string::npos);
  }
}

TEST_CASE("names meet across scripts, in either order, with the tier told") {
  TestArchive archive;
  archive.put(1, {{"person", "Јовановић Милан"}});
  archive.put(2, {{"person", "Γεωργίου"}});
  archive.put(3, {{"person", "Ђорђевић"}});
  archive.put(4, {{"person", "Хаџи"}});
  archive.put(5, {{"person", "IŞIK"}});
  archive.put(6, {{"person", "Țepeș"}});
  const auto tier = [&](const std::string& query) {
    const auto answer = archive.ask(query);
    return answer.hits.size() == 1 ? std::to_string(answer.hits[0].id) + " " + answer.hits[0].tier
                                   : std::to_string(answer.hits.size()) + " hits";
  };
  CHECK(tier("jovanovic") == "1 as written");
  CHECK(tier("Jovanović") == "1 as written");
  CHECK(tier("person:\"milan jovanovic\"") == "1 as written");
  CHECK(tier("person:\"jovanovic milan\"") == "1 as written");
  CHECK(tier("Georgiu") == "2 other spelling");
  CHECK(tier("person:georgiou") == "2 as written");
  CHECK(tier("person:gheorghiou") == "2 similar sound");
  CHECK(tier("Đorđević") == "3 as written");
  CHECK(tier("djordjevic") == "3 other spelling");
  CHECK(tier("hadži") == "4 as written");
  CHECK(tier("hadzhi") == "4 similar sound");
  CHECK(tier("ışık") == "5 as written");
  CHECK(tier("isik") == "5 as written");
  CHECK(tier("Ţepeş") == "6 as written");
  CHECK(tier("jovanovich~") == "1 similar sound");
  CHECK(tier("person:jovamovic~") == "1 similar sound");  // one letter wrong
  CHECK(tier("person:jovnovic~") == "1 similar sound");   // one letter missing
  CHECK(tier("person:jovaanovic~") == "1 similar sound");
  CHECK(tier("person:jovamovic") == "0 hits");
  CHECK(tier("jova*") == "1 as written");
  CHECK(tier("Јова*") == "1 as written");
}

TEST_CASE("a hit as written stands before one of similar sound") {
  TestArchive archive;
  archive.put(1, {{"person", "Hadži"}});
  archive.put(2, {{"person", "Hadzhi"}});
  auto hits = archive.ask("person:hadzhi").hits;
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].id == 2);
  hits = archive.ask("person:hadži").hits;
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].id == 1);
}

TEST_CASE("pages and order by date") {
  TestArchive archive;
  for (unsigned i = 1; i <= 25; ++i) {
    archive.put(i, {{"text", "lorry"}}, {"all"}, day(2026, 10, i));
  }
  Request request;
  request.query = "lorry";
  request.readers = {"all"};
  request.by_date = true;
  request.limit = 10;
  Reader reader(archive.index(), test_key());
  auto answer = reader.find(request);
  CHECK(answer.total == 25);
  REQUIRE(answer.hits.size() == 10);
  CHECK(answer.hits.front().id == 25);
  request.offset = 20;
  answer = reader.find(request);
  REQUIRE(answer.hits.size() == 5);
  CHECK(answer.hits.back().id == 1);
  CHECK(answer.total == 25);
  request.offset = 1000;
  CHECK(reader.find(request).hits.empty());
}

TEST_CASE("hostile queries find nothing and break nothing") {
  TestArchive archive;
  fill(archive);
  for (const auto& query :
       {std::string("lorry\0heroin", 12), std::string(1, '\0'), std::string("\xFF\xFE"),
        std::string(1990, 'x'), std::string("%s%n${x}'; DROP TABLE"), std::string("XSELECT"),
        std::string("\xE2\x80\xAE lorry"), std::string(900, '*') + "ab*"}) {
    INFO(query.size());
    CHECK_NOTHROW(archive.ask(query));
  }
  CHECK(archive.ask(std::string("lorry\0heroin", 12)).column == 6);
  std::string wide;
  for (int i = 0; i < 64; ++i) wide += "1234" + std::to_string(i) + " ";
  CHECK(archive.find(wide).empty());
}

TEST_CASE("a bad query is an answer with a hint, also before the first message") {
  TestArchive archive;
  CHECK_FALSE(archive.ask("(").hint.empty());
  const auto answer = archive.ask("lorry");
  CHECK(answer.problem.empty());
  CHECK(answer.total == 0);
  CHECK(answer.hits.empty());
}
