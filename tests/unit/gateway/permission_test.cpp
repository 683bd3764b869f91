// Permission to use in court what is H1: who gives it, whom it names, and what it must cover.
#include <catch2/catch.hpp>

#include "gateway/decide/permission.hpp"
#include "tests/unit/gateway/people.hpp"

using namespace pouch::gateway;
using namespace pouch::gateway::detail;
using pouch::test::People;

namespace {

using Ids = std::vector<std::string>;

const CaseNumber kNumber("SEL", 2026, 7);

PastMessage said(int message, const std::string& desk, const Ids& handling,
                 const std::string& court_use = "") {
  PastMessage past{.message = message, .form = "reply", .sender = desk, .desk = desk};
  past.handling = handling;
  past.court_use = court_use;
  return past;
}

// Whether the message of that number permits it to the prosecutors of Romania.
bool permits(const std::vector<PastMessage>& messages, int linked) {
  People people;
  Sender radu;
  radu.id = "pfp-ro";
  radu.name = "Prosecutors of Romania";
  radu.address = "pfp@mpublic.ro.example";
  radu.community = "prosecution";
  radu.desks = {"pfp-ro"};
  Situation situation{.directory = people.directory,
                      .site = people.site,
                      .now = people.now,
                      .sender = radu,
                      .fresh = kNumber,
                      .key_usable = [](const std::string&) { return true; }};
  situation.records.messages = [&](const CaseNumber&) { return messages; };
  return permission_for(situation, {kNumber, linked}).has_value();
}

}  // namespace

TEST_CASE("a permission says who may use it and for what, or it is none") {
  const auto two = court_use("Radu Marin, pfp-bg for 12/P/2026, Bucharest court");
  REQUIRE(two);
  CHECK(two->who == Ids{"Radu Marin", "pfp-bg"});
  CHECK(two->purpose == "12/P/2026, Bucharest court");
  CHECK(court_use("Radu Marin, for 12/P/2026")->who == Ids{"Radu Marin"});
  for (const auto* lacking : {"", "Radu Marin", " for 12/P/2026", ", for 12/P/2026",
                              "Radu Marin for ", "for 12/P/2026"}) {
    INFO(lacking);
    CHECK_FALSE(court_use(lacking));
  }
}

TEST_CASE("a permission names its user by id, name or address, a desk's or a person's") {
  for (const auto* name :
       {"pfp-ro", "PFP-RO", "Prosecutors of Romania", "pfp@mpublic.ro.example"}) {
    INFO(name);
    CHECK(permits({said(2, "nfp-bg", {"H1"}, std::string(name) + ", for 1/P")}, 2));
  }
  for (const auto* name : {"pfp-bg", "RO", "prosecutors", "not pfp-ro"}) {
    INFO(name);
    CHECK_FALSE(permits({said(2, "nfp-bg", {"H1"}, std::string(name) + ", for 1/P")}, 2));
  }
}

TEST_CASE("each provider of what is H1 must have permitted it, nobody permits what is another's") {
  const std::string use = "pfp-ro, for 1/P";
  CHECK(permits({said(1, "nfp-ro", {"H0"}), said(2, "nfp-bg", {"H1"}), said(3, "nfp-bg", {}, use)},
                3));
  CHECK_FALSE(permits({said(1, "nfp-ro", {"H1"}), said(2, "nfp-bg", {"H1"}, use)}, 2));
  CHECK(permits({said(1, "nfp-ro", {"H1"}, use), said(2, "nfp-bg", {"H1"}, use)}, 2));
  CHECK_FALSE(permits({said(2, "nfp-bg", {"H1"}), said(3, "nfp-rs", {}, use)}, 3));
  auto relaxed = said(3, "nfp-ro", {"H0"});
  relaxed.relaxes = 1;
  CHECK(permits({said(1, "nfp-ro", {"H1"}), said(2, "nfp-bg", {"H1"}, use), relaxed}, 2));
  relaxed.handling = {"H1"};
  CHECK_FALSE(permits({said(1, "nfp-ro", {"H0"}), said(2, "nfp-bg", {"H1"}, use), relaxed}, 2));
  CHECK_FALSE(permits({said(2, "nfp-bg", {"H1"}, use)}, 0));  // the case as a whole
  CHECK_FALSE(permits({said(2, "nfp-bg", {"H1"}, use)}, 3));  // no such message
  CHECK_FALSE(permits({said(2, "nfp-bg", {"H1"}), said(3, "nfp-bg", {}, use)}, 2));
}

TEST_CASE("what its provider refuses later is permitted no more, until they permit it again") {
  const std::string use = "pfp-ro, for 1/P";
  const auto refusal = [](int message, const std::string& desk, const std::string& whom) {
    auto past = said(message, desk, {});
    past.form = "control";
    past.refuses_court = true;
    past.refused_use = whom;
    return past;
  };
  const auto given = said(3, "nfp-bg", {}, use);
  const auto h1 = said(2, "nfp-bg", {"H1"});
  CHECK(permits({h1, given}, 3));
  for (const auto* whom : {"pfp-ro, for 1/P", "", "who knows"}) {
    INFO(whom);
    CHECK_FALSE(permits({h1, given, refusal(4, "nfp-bg", whom)}, 3));
    CHECK(permits({h1, given, refusal(4, "nfp-bg", whom), said(5, "nfp-bg", {}, use)}, 5));
    CHECK(permits({h1, refusal(2, "nfp-bg", whom), given}, 3));  // an earlier one
    CHECK(permits({h1, given, refusal(4, "nfp-rs", whom)}, 3));  // not theirs to refuse
  }
  CHECK(permits({h1, given, refusal(4, "nfp-bg", "pfp-rs, for 1/P")}, 3));  // somebody else
}
