// Who acts for several desks that were asked in one case answers for the one that was written to.
#include <catch2/catch.hpp>

#include "gateway/decide/reach.hpp"
#include "gateway/letters/titles.hpp"
#include "tests/unit/gateway/people.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::People;

namespace {

using Ids = std::vector<std::string>;

struct Both {
  Both() {
    people.desk("nfp-rs").substitute = "nfp-bg";
    vera.id = "vera";
    vera.desks = {"nfp-bg", "nfp-rs"};
    subject = *people.request({"BG", "RS"}).opened;
  }

  std::string desk_of(const Ids& letter_went_to, const std::string& from) {
    vera.speaks_for = speaks_for(vera, letter_went_to, from, people.directory);
    const auto* leg = leg_of(actor_of(vera), subject, people.directory);
    return leg == nullptr ? "" : leg->desk;
  }

  People people;
  Sender vera;
  Case subject{CaseNumber("SEL", 2026, 1)};
};

}  // namespace

TEST_CASE("the letter that is answered says for which desk, then the address of who writes") {
  const auto [letter, from, desk] = GENERATE(table<Ids, std::string, std::string>({
      {{"nfp-rs@desks.example"}, "vera@hq.example", "nfp-rs"},
      {{"nfp-bg@desks.example"}, "vera@hq.example", "nfp-bg"},
      {{"nfp-rs@desks.example"}, "nfp-bg@desks.example", "nfp-rs"},
      {{"NFP-RS@desks.example"}, "", "nfp-rs"},
      {{}, "nfp-rs@desks.example", "nfp-rs"},
      {{"vera@hq.example"}, "nfp-rs@desks.example", "nfp-rs"},
      {{"somebody@else.example"}, "vera@hq.example", "nfp-bg"},
      {{}, "", "nfp-bg"},
  }));
  Both both;
  CHECK(both.desk_of(letter, from) == desk);
}

TEST_CASE("where nothing says for which desk, it is the one that still owes an answer") {
  Both both;
  both.subject.legs[0].state = LegState::kAnswered;
  CHECK(both.desk_of({}, "") == "nfp-rs");
  CHECK(both.desk_of({"nfp-bg@desks.example"}, "") == "nfp-bg");
  both.subject.legs[1].state = LegState::kRefused;
  CHECK(both.desk_of({}, "") == "nfp-bg");
  both.subject.legs[0].state = LegState::kWaiting;
  both.subject.legs[1].state = LegState::kSent;
  CHECK(both.desk_of({}, "") == "nfp-rs");
}

TEST_CASE("a substitute answers for the desk whose letter it has at hand") {
  Both both;
  both.vera.desks = {"nfp-bg"};  // which stands in for nfp-rs
  CHECK(both.desk_of({"nfp-rs@desks.example"}, "") == "nfp-rs");
  CHECK(both.desk_of({"nfp-bg@desks.example"}, "") == "nfp-bg");
  CHECK(both.desk_of({"nfp-ro@desks.example"}, "") == "nfp-bg");
}

TEST_CASE("a letter names the country of the desk that answers, whatever its writer's own") {
  pouch::test::Scene scene;
  scene.asks();
  scene.answers("No record.", false);
  for (const auto& [desk, country] :
       std::vector<std::pair<std::string, std::string>>{{"nfp-bg", "Bulgaria"},
                                                        {"nfp-rs", "Serbia"},
                                                        {"nfp-ro", "Romania"},
                                                        {"", "Bulgaria"},
                                                        {"gone", "Bulgaria"}}) {
    INFO(desk);
    scene.message.acting_desk = desk;
    CHECK(detail::actor(scene.source(), Words::english()) == country);
  }
}
