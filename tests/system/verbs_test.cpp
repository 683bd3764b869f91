// The command line as an interface: exit codes, JSON, help (SPEC section 3).
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

using namespace pouch::test;

TEST_CASE("prints help with an example for every verb") {
  for (const auto* verb : {"init", "check", "serve", "deliver", "run", "search", "show", "cases",
                           "queue", "held", "template", "key", "version"}) {
    const auto ran = run({POUCH_PROGRAM, verb, "--help"});
    INFO(verb << "\n" << ran.out << ran.err);
    CHECK(ran.status == 0);
    CHECK(ran.out.find("pouch ") != std::string::npos);
    CHECK(ran.out.find("xample") != std::string::npos);
  }
}

TEST_CASE("says what is wrong with its own call by exit code 64") {
  CHECK(run({POUCH_PROGRAM}).status == 64);
  CHECK(run({POUCH_PROGRAM, "nonsense"}).status == 64);
  CHECK(run({POUCH_PROGRAM, "search"}).status == 64);
  CHECK(run({POUCH_PROGRAM, "template", "show"}).status == 64);
  CHECK(run({POUCH_PROGRAM, "--nonsense", "version"}).status == 64);
}

TEST_CASE("says where the configuration is wrong and how to mend it") {
  Site site;
  auto config = read_file(site.folder() / "pouch.toml");
  write_file(site.folder() / "pouch.toml", config + "\n[limit]\nmessage = \"25 MB\"\n");
  const auto ran = site.pouch({"check"});
  INFO(ran.out << ran.err);
  CHECK(ran.status == 78);
  const auto said = ran.out + ran.err;
  CHECK(said.find("pouch.toml:") != std::string::npos);
  CHECK(said.find("limits") != std::string::npos);
}

TEST_CASE("checks a sound site, and finds missing and expiring keys") {
  Site site;
  const auto sound = site.pouch({"check", "--json"});
  INFO(sound.out << sound.err);
  CHECK(sound.status == 1);  // HU has no focal point: said, with a hint
  fs::remove(site.folder() / "keys/nfp-bg.asc");
  const auto missing = site.pouch({"check"});
  INFO(missing.out << missing.err);
  CHECK(missing.status == 1);
  CHECK((missing.out + missing.err).find(site.person("nfp-bg").fingerprint()) != std::string::npos);
}

TEST_CASE("makes a site with a key of its own, and refuses to make it twice") {
  Scratch scratch;
  const auto folder = (scratch.path() / "s").string();
  const auto made = run({POUCH_PROGRAM, "init", folder, "--address", "gw@pouch.example", "--json"});
  INFO(made.out << made.err);
  REQUIRE(made.status == 0);
  CHECK(nlohmann::json::parse(made.out)["schema"] == 1);
  CHECK((fs::status(folder + "/gnupg").permissions() & fs::perms::others_all) == fs::perms::none);
  CHECK(run({POUCH_PROGRAM, "init", folder, "--address", "gw@pouch.example"}).status != 0);
  CHECK(run({POUCH_PROGRAM, "init", (scratch.path() / "t").string(), "--address", "nonsense"})
            .status == 64);
  run({"gpgconf", "--homedir", folder + "/gnupg", "--kill", "all"});
}

TEST_CASE("lists, shows, checks templates and prints blank forms that pass when filled in") {
  for (const auto* name : {"request", "reply", "case-note", "note"}) {
    const auto blank = run({POUCH_PROGRAM, "template", "blank", name});
    CHECK(blank.status == 0);
    CHECK(blank.out.find("Form: " + std::string(name)) != std::string::npos);
    CHECK(run({POUCH_PROGRAM, "template", "show", name}).status == 0);
  }
  const auto list = nlohmann::json::parse(run({POUCH_PROGRAM, "template", "list", "--json"}).out);
  CHECK(list["templates"].size() >= 4);
  CHECK(run({POUCH_PROGRAM, "template", "check"}).status == 0);
  CHECK(run({POUCH_PROGRAM, "template", "blank", "nonsense"}).status == 1);
  Scratch scratch;
  write_file(scratch.path() / "bad.toml", "name = \"bad\"\ntitel = \"Bad\"\n");
  const auto bad =
      run({POUCH_PROGRAM, "template", "check", (scratch.path() / "bad.toml").string()});
  INFO(bad.out << bad.err);
  CHECK(bad.status == 1);
  CHECK((bad.out + bad.err).find("bad.toml:2") != std::string::npos);
  CHECK((bad.out + bad.err).find("title") != std::string::npos);
}

TEST_CASE("lets the operator look at, release and drop what was held") {
  Site site;
  site.deliver(site.mail("mallory", {.body = "x\n"}));
  auto held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
  REQUIRE(held.size() == 1);
  const auto id = std::to_string(held[0]["id"].get<int>());
  const auto shown = site.pouch({"held", "show", id});
  CHECK(shown.status == 0);
  CHECK(shown.out.find("unknown-signer") != std::string::npos);
  CHECK(site.pouch({"held", "release", id}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
  REQUIRE(held.size() == 1);
  CHECK(site.pouch({"held", "drop", std::to_string(held[0]["id"].get<int>())}).status == 0);
  CHECK(nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"].empty());
  CHECK(site.pouch({"held", "drop", "999"}).status == 1);
}

TEST_CASE("shows cases only to those who may see them") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  const std::string number = sent["case"];
  const auto show = [&](const std::string& who) {
    return site.pouch({"show", number, "--as", who, "--reason", "test"}).status;
  };
  CHECK(show("ana") == 0);
  CHECK(show("nfp-bg") == 0);
  CHECK(show("nfp-ro") == 0);
  CHECK(show("dimitar") != 0);
  CHECK(show("pfp-bg") != 0);
  const auto count = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"cases", "--as", "nfp-bg", "--reason", "test", "--json"});
    return nlohmann::json::parse(site.pouch(options).out)["cases"].size();
  };
  CHECK(count({}) == 1);
  CHECK(count({"--open"}) == 1);
  CHECK(count({"--overdue"}) == 0);
  CHECK(count({"--country", "BG"}) == 1);
  CHECK(count({"--country", "HU"}) == 0);
}
