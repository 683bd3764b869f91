// Linked cases from outside: what each desk is told when another case has the same plate, by
// letter, by `pouch show --linked` and by `status`; once, whatever is killed (DOMAIN section 8).
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"
#include "tests/system/four_countries.hpp"
#include "tests/system/harness.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kRo = "nfp@igp.ro.example", kBg = "nfp@mvr.bg.example",
                  kGr = "mallory@elsewhere.example", kHu = "pfp@prb.bg.example";

std::string about(const std::string& to, const std::string& plate, const std::string& reference) {
  auto form = request_form();
  replace(form, "To: BG, RS", "To: " + to);
  replace(form, "4417/2026", reference);
  replace(form, "CA 1234 AB", plate);
  form.erase(form.find("[Person 1]"), form.find("[Vehicle 1]") - form.find("[Person 1]"));
  return form;
}

std::string ask(Site& site, const std::string& writer, const std::string& body) {
  const auto answer = site.deliver(site.mail(writer, {.body = body}));
  INFO(answer.dump(2));
  REQUIRE(answer["outcome"] == "accepted");
  const auto ran = site.pouch({"run", "--until-idle"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  return answer["case"];
}

// Texts of letters to that person about linked cases.
std::vector<std::string> notices(const Site& site, const std::string& reader) {
  std::vector<std::string> texts;
  for (const auto& file : site.letters(site.person_at(reader).address())) {
    const auto letter = site.open(reader, file);
    const bool linked = letter.subject.find("LINKED") != std::string::npos ||
                        letter.subject.find("KNOWN ELSEWHERE") != std::string::npos ||
                        letter.subject.find("ASKED ALREADY") != std::string::npos;
    if (linked) {
      texts.push_back(letter.subject + "\n" + letter.text);
      CHECK(letter.wire.find("LINKED") == std::string::npos);
    }
  }
  return texts;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

json linked(const Site& site, const std::string& number, const std::string& as) {
  const auto ran =
      site.pouch({"show", number, "--linked", "--as", as, "--reason", "test", "--json"});
  return ran.status == 0 ? json::parse(ran.out) : json();
}

}  // namespace

TEST_CASE("tells desks of other parties nothing, or whom to ask where the owner allows it") {
  Site site;
  enter_four_countries(site);
  const auto greek = ask(site, "mallory", about("HU", "CA-1234-AB", "77/2026"));
  const auto first = ask(site, "ana", about("BG", "CA 1234 AB", "1/2026"));
  for (const auto* reader : {"nfp-ro", "nfp-bg", "mallory", "pfp-bg", "ana"}) {
    CHECK(notices(site, reader).empty());
  }
  CHECK(linked(site, first, "nfp-ro").is_null());
  allow_hits(site, "GR");
  const auto second = ask(site, "ana", about("BG", "CA 1234 AB", "2/2026"));
  const auto romanian = notices(site, "nfp-ro");
  REQUIRE(romanian.size() == 1);
  CHECK(has(romanian[0], "the liaison desk of Greece"));
  CHECK(has(romanian[0], "plate CA 1234 AB"));
  CHECK(has(romanian[0], first));  // its own earlier request
  CHECK_FALSE(has(romanian[0], greek));
  CHECK_FALSE(has(romanian[0], "CA-1234-AB"));
  CHECK_FALSE(has(romanian[0], "Hungary"));
  CHECK(notices(site, "mallory").empty());
  CHECK(notices(site, "pfp-bg").empty());
  // What the officer herself asked the same desk before is no news to her.
  CHECK(notices(site, "ana").empty());
  const auto shown = linked(site, second, "nfp-ro");
  REQUIRE(shown["linked"].size() == 1);
  CHECK(shown["linked"][0]["message"] == first + "/1");
  CHECK(shown["linked"][0]["things"][0]["value"] == "CA 1234 AB");
  REQUIRE(shown["contacts"].size() == 1);
  CHECK(shown["contacts"][0]["country"] == "GR");
  CHECK(acts(site, "disclosed") > 0);
}

TEST_CASE("tells a desk with a part in both cases their numbers, by letter and by status") {
  Site site;
  enter_four_countries(site);
  const auto greek = ask(site, "mallory", about("BG", "CA-1234-AB", "77/2026"));
  const auto romanian = ask(site, "ana", about("BG", "CA 1234 AB", "1/2026"));
  const auto told = notices(site, "nfp-bg");
  REQUIRE(told.size() == 1);
  CHECK(has(told[0], greek));
  CHECK(has(told[0], "plate CA 1234 AB"));
  CHECK(notices(site, "nfp-ro").empty());
  CHECK(notices(site, "mallory").empty());
  CHECK(linked(site, greek, "nfp-bg")["linked"][0]["message"] == romanian + "/1");
  CHECK(linked(site, greek, "nfp-gr").is_null());
  // A desk was told: who may read the case does not see that.
  const auto seen = site.pouch({"show", romanian, "--as", "nfp-ro", "--reason", "test", "--json"});
  CHECK(seen.status == 0);
  CHECK_FALSE(has(seen.out, "\"linked\""));
  const auto state = [&](const std::string& writer) {
    CHECK(site.deliver(site.mail(
              writer, {.subject = "status " + romanian, .body = " \n"}))["outcome"] == "accepted");
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    return site.newest(writer).text;
  };
  CHECK(has(state("nfp-bg"), "Linked cases: " + greek));
  CHECK_FALSE(has(state("nfp-ro"), "Linked cases"));
}

TEST_CASE("a Reply to a notice of linked cases goes to nobody abroad") {
  Site site;
  enter_four_countries(site);
  ask(site, "mallory", about("BG", "CA-1234-AB", "77/2026"));
  ask(site, "ana", about("BG", "CA 1234 AB", "1/2026"));
  const auto letter = site.newest("nfp-bg");
  REQUIRE(has(letter.subject, "LINKED"));
  const auto greek = site.letters(kGr).size(), romanian = site.letters(kRo).size();
  const auto answer =
      site.deliver(site.mail("nfp-bg", {.subject = "Re: " + letter.subject,
                                        .body = "Do both countries know of each other?\n",
                                        .parent = letter.message_id}));
  INFO(answer.dump(2));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(has(site.newest("nfp-bg").subject, "NOT SENT ON"));
  CHECK(site.letters(kGr).size() == greek);
  CHECK(site.letters(kRo).size() == romanian);
}

TEST_CASE("tells of linked cases once, killed at any step") {
  Site site;
  enter_four_countries(site);
  const Stops stops(site);
  std::size_t number = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    ++number;
    const auto plate = "CB " + std::to_string(1000 + 37 * number) + " XK";
    ask(site, "mallory", about("BG", plate, std::to_string(number) + "/2026"));
    const auto reference = "r" + std::to_string(number) + "/2026";
    REQUIRE(
        site.pouch({"deliver"}, site.mail("ana", {.body = about("BG", plate, reference)})).status ==
        0);
    // Killed twice, at the request and at what follows from it.
    int runs = 0;
    for (int status = 128 + SIGKILL; status != 0 && runs < 10; ++runs) {
      if (runs < 2) {
        stops.set(step);
      }
      status = site.pouch({"run", "--until-idle"}, {}, stops.environment()).status;
    }
    stops.clear();
    CHECK(runs > 1);
    CHECK(notices(site, "nfp-bg").size() == number);
  }
  CHECK(notices(site, "nfp-ro").empty());
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("the daemon tells of linked cases by itself, and a rebuilt index tells nothing again") {
  Site site;
  enter_four_countries(site);
  site.start();
  REQUIRE(site.send(kGr, "requests@pouch.example",
                    site.mail("mallory", {.body = about("BG", "CA-1234-AB", "77/2026")})));
  REQUIRE(eventually([&] { return site.letters(kBg).size() == 1; }));
  REQUIRE(site.send("ana@police.ro.example", "requests@pouch.example",
                    site.mail("ana", {.body = about("BG", "CA 1234 AB", "1/2026")})));
  REQUIRE(eventually([&] { return site.letters(kBg).size() == 3; }));
  CHECK(site.pouch({"reindex"}).status == 0);
  CHECK(site.stop() == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(notices(site, "nfp-bg").size() == 1);
  CHECK(site.letters(kBg).size() == 3);
}
