// kill -9 between any two durable steps of the way, then again from the start: the same end
// (SPEC section 2 step 7, STYLE habit 6). POUCH_STOP_AT names the step; `pouch process steps` lists
// them.
#include <signal.h>

#include <catch2/catch.hpp>

#include <algorithm>
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

// Nothing is put back, no letter fails and no index is rebuilt on the usual way: tests of their own
// reach those.
bool is_usual(const std::string& step) {
  return step != "putback.after" && step.rfind("notice.", 0) != 0 && step.rfind("reindex.", 0) != 0;
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

TEST_CASE("reaches the same end when it is killed at any durable step", "[long]") {
  const auto names = steps();
  REQUIRE(names.size() >= 8);
  for (const auto& name : names) {
    INFO("stopped at " << name);
    Site site;
    const auto mail = site.mail("ana", {.body = request_form()});
    const auto in = site.pouch({"deliver"}, mail, {{"POUCH_STOP_AT", name}});
    bool stopped = in.status != 0;
    if (in.status != 0) {
      CHECK(in.status == 128 + SIGKILL);
      // The source was never told "accepted": it sends again.
      REQUIRE(site.pouch({"deliver"}, mail).status == 0);
    }
    stopped |=
        site.pouch({"run", "--until-idle"}, {}, {{"POUCH_STOP_AT", name}}).status == 128 + SIGKILL;
    CHECK(stopped == is_usual(name));
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

TEST_CASE("reaches the same end when the daemon loses one process at any durable step", "[long]") {
  Site site;
  std::size_t mails = 0;
  for (const auto& name : steps()) {
    if (!is_usual(name)) {
      continue;
    }
    INFO("one process stopped at " << name);
    const auto once = site.folder().parent_path() / "once";
    write_file(once, "");
    site.start({{"POUCH_STOP_AT", name}, {"POUCH_STOP_ONCE", once.string()}});
    auto form = request_form();
    form.replace(form.find("4417/2026"), 9, std::to_string(++mails) + "/2026");
    const auto mail = site.mail("ana", {.body = form});
    // A source that was not told "accepted" sends the same mail again.
    REQUIRE(eventually(
        [&] { return site.send("ana@police.ro.example", "requests@pouch.example", mail); }));
    CHECK(eventually([&] { return !fs::exists(once); }));
    const End expected{mails, mails, mails, mails, 0, true, true};
    CHECK(eventually([&] { return site.letters("nfp@mup.rs.example").size() >= mails; }));
    CHECK(eventually([&] { return end_of(site) == expected; }, 5000));
    site.stop();
    CHECK(end_of(site) == expected);
    CHECK(eventually([&] { return site.processes("").empty(); }));
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto found = nlohmann::json::parse(
      site.pouch({"search", "jovanovic", "--as", "ana", "--reason", "test", "--json"}).out);
  CHECK(found["hits"].size() >= std::min<std::size_t>(mails, 10));
  for (const auto& left : fs::directory_iterator(site.state() / "spool")) {
    CHECK(left.path().filename() == ".lock");
  }
}

TEST_CASE("holds what kills every worker, under the daemon too, and carries the others") {
  Site site;
  REQUIRE(site.pouch({"deliver"}, site.mail("ana", {.body = request_form()})).status == 0);
  site.start({{"POUCH_STOP_AT", "reserve.numbered"}});
  REQUIRE(eventually([&] { return site.held().size() == 1; }, 40000));
  CHECK(site.held()[0]["reason"] == "poison");
  // The workers live on: what needs no number is still decided.
  REQUIRE(site.send("mallory@elsewhere.example", "requests@pouch.example",
                    site.mail("mallory", {.body = "x\n"})));
  CHECK(eventually([&] { return site.held().size() == 2; }, 40000));
  CHECK(site.all_letters() == 0);
  site.stop();
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
