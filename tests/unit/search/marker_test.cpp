// Why a word met, from the text it stands in.
#include "search/query/marker.hpp"

#include <catch2/catch.hpp>

#include "search/query/nearby.hpp"

using namespace pouch::search;

namespace {

// "found ~ asked (how)" of each word that met.
std::vector<std::string> met(const std::string& query, const std::string& text) {
  std::vector<Meeting> all;
  Marker(query).snippet(text, 100, &all);
  std::vector<std::string> lines;
  for (const auto& one : all) {
    lines.push_back(one.found + " ~ " + one.asked + " (" + std::string(name(one.how)) + ")");
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("why a word met is said with the word as it stands in the text") {
  CHECK(met("person:Dimitrov", "Возачът Димитров мълчи") ==
        Lines{"Димитров ~ Dimitrov (other script)"});
  CHECK(met("димитров", "the driver Dimitrov") == Lines{"Dimitrov ~ димитров (other script)"});
  CHECK(met("dimitrov", "the driver DIMITROV") == Lines{"DIMITROV ~ dimitrov (as written)"});
  CHECK(met("jovanovic", "Jovanović") == Lines{"Jovanović ~ jovanovic (as written)"});
  CHECK(met("djordjevic", "Đorđević came") == Lines{"Đorđević ~ djordjevic (other spelling)"});
  CHECK(met("georgiu", "ο Γεωργίου") == Lines{"Γεωργίου ~ georgiu (other script)"});
  CHECK(met("person:hadzhi", "Hadži came") == Lines{"Hadži ~ hadzhi (similar sound)"});
  CHECK(met("person:jovamovic~", "Jovanović") == Lines{"Jovanović ~ jovamovic (one letter apart)"});
  CHECK(met("plate:ca1234ab", "plate СА 1234 АВ") == Lines{"СА 1234 АВ ~ ca1234ab (as written)"});
  CHECK(met("plate:CAI234AB", "plate CA1234AB") == Lines{"CA1234AB ~ CAI234AB (look-alike signs)"});
  CHECK(met("jova*", "Јовановић") == Lines{"Јовановић ~ jova (other script)"});
}

TEST_CASE("what begins otherwise than all that is asked is passed over, and nothing else is") {
  CHECK(met("Lorry", "A LORRY") == Lines{"LORRY ~ Lorry (as written)"});
  CHECK(met("zhivkov", "mr \u017Divkov") == Lines{"\u017Divkov ~ zhivkov (similar sound)"});
  CHECK(met("\u0161ahin", "a Sahin") == Lines{"Sahin ~ \u0161ahin (as written)"});
  CHECK(met("lorry 4567", "Lorry 4567") ==
        Lines{"Lorry ~ lorry (as written)", "4567 ~ 4567 (as written)"});
}

TEST_CASE("a passage and a meeting say where in their text they stand") {
  const std::string text = "lorry of Vidin, page\f" + std::string(400, '.') + " the Димитров here";
  std::vector<Meeting> all;
  const auto passage = Marker("dimitrov").passage(text, 40, &all);
  CHECK(passage.place == text.find("Димитров"));
  CHECK(passage.text.find("«Димитров»") != std::string::npos);
  REQUIRE(all.size() == 1);
  CHECK(all[0].place == passage.place);
  CHECK(Marker("nobody").passage(text, 40).text.empty());
}

TEST_CASE("of several meetings the nearest is told, over several texts of a message") {
  CHECK(met("person:hadzhi", "Hadži and Hadzhi") == Lines{"Hadzhi ~ hadzhi (as written)"});
  const Marker marker("lorry Dimitrov");
  std::vector<Meeting> all;
  marker.snippet("a lorry of Димитров", 100, &all);
  marker.snippet("Dimitrov's", 100, &all);
  REQUIRE(all.size() == 2);
  CHECK(all[1].found == "Dimitrov");
  CHECK(all[1].how == How::kAsWritten);
}

TEST_CASE("nothing met where nothing is asked for, or only refused") {
  CHECK(met("lorry -heroin", "heroin").empty());
  CHECK(met("date:2026 is:open form:lorry", "lorry open 2026").empty());
  CHECK(met("(", "(").empty());
  CHECK(Marker("").asked() == 0);
}

TEST_CASE("a wrong letter is allowed in words that may have one") {
  CHECK(with_near_words("jovanovic") == "jovanovic~");
  CHECK(with_near_words("person:jovanovic lorry") == "person:jovanovic~ lorry~");
  CHECK(with_near_words("person:(popov OR petrov) -lorry") == "person:(popov~ OR petrov~) -lorry");
  CHECK(with_near_words("„Milan“ truck") == "\"Milan\" truck~");
  for (const std::string query : {"van", "CA1234AB", "jova*", "popov~", "\"two words\"",
                                  "plate:abcd", "subject:lorry", "is:open", "-lorry", "a-b", "("}) {
    INFO(query);
    CHECK(with_near_words(query).empty());
  }
}

TEST_CASE("what was meant is the query with the words that are there") {
  std::vector<Meeting> all;
  const auto near = with_near_words("jovamovic AND lorry");
  Marker(near).snippet("the lorry of Jovanović", 100, &all);
  CHECK(with_met_words(near, all) == "Jovanović AND lorry");
  CHECK(with_met_words(near, {}).empty());
}
