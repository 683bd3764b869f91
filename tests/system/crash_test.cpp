// kill -9 between any two durable steps of the way, then again from the start: the same end
// (SPEC section 2 step 7, STYLE habit 6). POUCH_STOP_AT names the step; `pouch process steps` lists
// them.
#include <signal.h>

#include <catch2/catch.hpp>

#include <sstream>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

std::vector<std::string> steps() {
  const auto ran = run({POUCH_PROGRAM, "process", "steps"});
  std::istringstream lines(ran.out);
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    names.push_back(line);
  }
  return names;
}

struct End {
  std::size_t receipts = 0, bg = 0, rs = 0, cases = 0, held = 0;
  bool audit = false, idle = false;
  bool operator==(const End&) const = default;
};

End end_of(const Site& site) {
  End end;
  end.receipts = site.letters("ana@police.ro.example").size();
  end.bg = site.letters("nfp@mvr.bg.example").size();
  end.rs = site.letters("nfp@mup.rs.example").size();
  end.cases = nlohmann::json::parse(
                  site.pouch({"cases", "--as", "ana", "--reason", "test", "--json"}).out)["cases"]
                  .size();
  end.held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"].size();
  end.audit = site.pouch({"audit", "verify"}).status == 0;
  end.idle = nlohmann::json::parse(site.pouch({"queue", "list", "--json"}).out)["letters"].empty();
  return end;
}

}  // namespace

TEST_CASE("reaches the same end when it is killed at any durable step") {
  const auto names = steps();
  REQUIRE(names.size() >= 8);
  for (const auto& name : names) {
    INFO("stopped at " << name);
    Site site;
    const auto mail = site.mail("ana", {.body = request_form()});
    const auto in = site.pouch({"deliver"}, mail, {{"POUCH_STOP_AT", name}});
    if (in.status != 0) {
      CHECK(in.status == 128 + SIGKILL);
      // The source was never told "accepted": it sends again.
      REQUIRE(site.pouch({"deliver"}, mail).status == 0);
    }
    site.pouch({"run", "--until-idle"}, {}, {{"POUCH_STOP_AT", name}});
    const auto rest = site.pouch({"run", "--until-idle"});
    INFO(rest.err);
    REQUIRE(rest.status == 0);
    CHECK(end_of(site) == End{1, 1, 1, 1, 0, true, true});
    CHECK(site.pouch({"search", "jovanovic", "--as", "ana", "--reason", "test"}).status == 0);
    for (const auto& left : fs::directory_iterator(site.state() / "spool")) {
      CHECK(left.path().filename() == ".lock");
    }
  }
}

TEST_CASE("holds a mail that kills its worker three times, and the others go on") {
  Site site;
  site.pouch({"deliver"}, site.mail("ana", {.body = request_form()}));
  for (int i = 0; i < 3; ++i) {
    const auto ran = site.pouch({"run"}, {}, {{"POUCH_STOP_AT", "claim.counted"}});
    CHECK(ran.status == 128 + SIGKILL);
  }
  site.pouch({"deliver"}, site.mail("ana", {.body = "A plain word.\n"}));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
  REQUIRE(held.size() == 1);
  CHECK(held[0]["reason"] == "poison");
  CHECK(site.letters("ana@police.ro.example").size() == 1);
  // Released by the operator, it goes its way.
  CHECK(site.pouch({"held", "release", std::to_string(held[0]["id"].get<int>())}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("nfp@mvr.bg.example").size() == 1);
}

TEST_CASE("answers every mail once when the daemon and all its children are killed at work") {
  Site site;
  for (int i = 0; i < 20; ++i) {
    auto form = request_form();
    form.replace(form.find("4417/2026"), 9, std::to_string(i) + "/2026");
    REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = form})).status == 0);
  }
  for (int i = 0; i < 4; ++i) {
    site.start();
    eventually(
        [&] { return site.letters("nfp@mvr.bg.example").size() > static_cast<std::size_t>(4 * i); },
        5000);
    site.kill_all();
  }
  site.start();
  CHECK(eventually([&] { return site.letters("ana@police.ro.example").size() == 20; }, 60000));
  CHECK(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 20; }, 60000));
  site.stop();
  CHECK(site.letters("nfp@mup.rs.example").size() == 20);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}
