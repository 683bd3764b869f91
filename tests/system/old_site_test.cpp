// A site that version 0.1.0 left, opened with this program: nothing is lost, nobody reads more than
// he got, and its letters can still be answered.
#include <signal.h>

#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const fs::path kOld = fs::path(POUCH_FIXTURES) / "sites/0.1.0";

json search(const Site& site, const std::string& word, const std::string& as) {
  const auto ran = site.pouch({"search", word, "--as", as, "--reason", "test", "--json"});
  INFO(ran.err);
  if (ran.out.empty()) {  // its index is of an older layout, and is begun anew
    return {{"total", nullptr}, {"unfiled", nullptr}, {"hits", json::array()}};
  }
  return json::parse(ran.out);
}

std::size_t hits(const Site& site, const std::string& word, const std::string& as) {
  const auto answer = search(site, word, as);
  CHECK(answer["total"] == answer["hits"].size());
  return answer["hits"].size();
}

void let_join(const Site& site, const std::string& desk) {
  auto text = site.directory();
  const std::string before = "\"pfp-ro\", \"pfp-bg\"";
  REQUIRE(text.find(before) != std::string::npos);
  site.write_directory(
      text.replace(text.find(before), before.size(), before + ", \"" + desk + "\""));
}

// Everybody finds what reached him, and the group's new member nothing.
void has_its_readers(const Site& site) {
  CHECK(hits(site, "oldnote", "pfp-ro") == 1);
  CHECK(hits(site, "oldnote", "pfp-bg") == 1);
  CHECK(hits(site, "oldnote", "pfp-rs") == 0);
  CHECK(hits(site, "oldaside", "pfp-ro") == 1);
  CHECK(hits(site, "oldaside", "pfp-bg") == 1);
  CHECK(hits(site, "oldaside", "pfp-rs") == 0);
  CHECK(hits(site, "oldown", "ana") == 1);
  CHECK(hits(site, "oldown", "nfp-ro") == 1);
  CHECK(hits(site, "oldown", "nfp-bg") == 0);
  CHECK(hits(site, "jovanovic", "ana") == 1);
  CHECK(hits(site, "jovanovic", "nfp-rs") == 1);
  CHECK(hits(site, "ruse", "nfp-ro") > 0);
  CHECK(hits(site, "\"crossed at ruse\"", "ana") == 1);
  CHECK(hits(site, "\"crossed at ruse\"", "nfp-rs") == 0);  // what Bulgaria answered
}

std::string request_number(const Site& site) {
  const auto cases =
      json::parse(site.pouch({"cases", "--as", "ana", "--reason", "test", "--json"}).out);
  for (const auto& one : cases["cases"]) {
    if (one["kind"] == "request") {
      return one["case"];
    }
  }
  throw std::runtime_error("no request");
}

Letter request_letter(const Site& site, const std::string& reader) {
  for (const auto& file : site.letters(site.person_at(reader).address())) {
    auto letter = site.open(reader, file);
    if (letter.text.find("Јовановић") != std::string::npos) {
      return letter;
    }
  }
  throw std::runtime_error("no request letter for " + reader);
}

// Messages in the form of that version.
std::size_t unmoved(const Site& site) {
  return json::parse(site.pouch({"status", "--json"}).out)["queues"]["unmoved"];
}

std::string shown(const Site& site) {
  const auto ran =
      site.pouch({"show", request_number(site), "--as", "ana", "--reason", "test", "--json"});
  CHECK(ran.status == 0);
  return json::parse(ran.out)["messages"].dump();
}

// Its cases are older by the day: what reminds of them is not counted.
std::size_t letters_to(const Site& site, const std::string& id) {
  return site.letters_caused(site.person_at(id).address()).size();
}

}  // namespace

TEST_CASE(
    "opens a site of version 0.1.0: each finds what reached him, a new member nothing older") {
  const Site site(kOld);
  REQUIRE(site.pouch({"key", "addresses"}).status == 0);  // what a start of the service does
  const auto checked = site.pouch({"check"});
  INFO(checked.out << checked.err);
  CHECK(checked.status == 0);
  let_join(site, "pfp-rs");
  has_its_readers(site);  // by a search alone, before anything is served
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  has_its_readers(site);
  REQUIRE(site.pouch({"reindex"}).status == 0);
  has_its_readers(site);
  CHECK(acts(site, "audiences") == 1);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
  const auto shown = site.pouch({"show", request_number(site), "--as", "ana", "--reason", "test"});
  CHECK(shown.status == 0);
  CHECK(shown.out.find("The lorry crossed at Ruse") != std::string::npos);
}

TEST_CASE("serves a site of version 0.1.0") {
  Site site(kOld);
  let_join(site, "pfp-rs");
  site.start();
  CHECK(eventually([&] {
    const auto answer = search(site, "oldnote", "pfp-rs");
    return answer["unfiled"] == 0 && answer["total"] == 0;
  }));
  has_its_readers(site);
  CHECK(eventually([&] { return unmoved(site) == 0; }));
  has_its_readers(site);
  CHECK(site.stop() == 0);
}

TEST_CASE("takes answers by Reply to letters of version 0.1.0, to the right people") {
  const Site site(kOld);
  const auto number = request_number(site);
  const auto letter = request_letter(site, "nfp-rs");
  const auto ana = letters_to(site, "ana"), ro = letters_to(site, "nfp-ro"),
             bg = letters_to(site, "nfp-bg");
  const auto answered = site.deliver(site.mail(
      "nfp-rs", {.subject = "Re: " + letter.subject,
                 .body = "Form: reply\nAnswers: " + number +
                         "\nReply kind: NO_TRACE\nAs of: 2026-11-28\nAnswer: 1. Nothing.\n",
                 .parent = letter.message_id}));
  INFO(answered.dump(1));
  REQUIRE(answered["outcome"] == "accepted");
  CHECK(answered["case"] == number);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(letters_to(site, "ana") == ana + 1);
  CHECK(letters_to(site, "nfp-ro") == ro + 1);
  CHECK(letters_to(site, "nfp-bg") == bg);
  CHECK(site.newest_caused("ana").text.find("Nothing.") != std::string::npos);
}

TEST_CASE("joins what version 0.1.0 kept of a refused mail to the corrected one") {
  const Site site(kOld);
  std::string refusal;
  for (const auto& file : site.letters(site.person_at("ana").address())) {
    const auto letter = site.open("ana", file);
    refusal = letter.text.find("[kept ") == std::string::npos ? refusal : letter.message_id;
  }
  REQUIRE_FALSE(refusal.empty());
  auto form = request_form();
  form.replace(form.find("4417/2026"), 9, "4499/2026");
  const auto sent = site.deliver(site.mail("ana", {.body = form, .parent = refusal}));
  INFO(sent.dump(1));
  REQUIRE(sent["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.newest_caused("nfp-bg").parts.count("crossings.csv") == 1);
}

TEST_CASE("gives the messages of an older site their receivers once, killed at any step") {
  for (const auto& step : steps_reached_here()) {
    const Site site(kOld);
    let_join(site, "pfp-rs");
    killed_at(site, step, {"run", "--until-idle"});
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    has_its_readers(site);
    CHECK(site.pouch({"audit", "verify"}).status == 0);
  }
}

TEST_CASE("moves the messages of an older site into the new form once, killed at any step") {
  std::string before;
  for (const auto& step : steps_reached_here()) {
    const Site site(kOld);
    REQUIRE(site.pouch({"key", "addresses"}).status == 0);
    const auto all = unmoved(site);
    REQUIRE(all > 2);
    const auto told = site.pouch({"status"}).out;
    CHECK(told.find("messages with files still to be looked into") != std::string::npos);
    before = shown(site);
    CHECK(before.find("original.pgp") != std::string::npos);
    killed_at(site, step, {"run", "--until-idle"});
    CHECK(unmoved(site) == (step == "parts.before" ? all : all - 1));
    has_its_readers(site);  // half of it is in either form
    CHECK(shown(site) == before);
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(unmoved(site) == 0);
    CHECK(site.pouch({"status"}).out.find("new form") == std::string::npos);
    CHECK(shown(site) == before);
    REQUIRE(site.pouch({"reindex"}).status == 0);
    has_its_readers(site);
    CHECK(site.pouch({"audit", "verify"}).status == 0);
  }
}
