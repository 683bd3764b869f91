// Absences, office hours, overviews and who takes a leg over, from outside with real keys, on a
// clock that the test moves.
#include <catch2/catch.hpp>
#include <iostream>

#include "tests/system/harness.hpp"
#include "tests/system/movable_clock.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

std::string utc(std::int64_t seconds) {
  const auto rest = seconds % kDay;
  const auto two = [](std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return date(seconds) + " " + two(rest / 3600) + ":" + two(rest / 60 % 60) + " +00:00";
}

// POUCH_PRINT in the environment: what a person would read.
void print_letter(const std::string& title, const Letter& letter) {
  if (std::getenv("POUCH_PRINT") != nullptr) {
    std::cerr << "=== " << title << "\n" << letter.subject << "\n" << letter.text << "\n";
  }
}

class Office {
 public:
  Office() : clock_(scratch_.path()) {}

  void go_to(std::int64_t seconds) {
    clock_.advance_to(seconds);
    at = seconds;
    const auto ran = site.pouch({"run", "--until-idle"});
    INFO(ran.out << ran.err);
    REQUIRE(ran.status == 0);
  }
  json absence(const std::string& who, const std::string& lines) {
    return site.deliver(
        site.mail(who, {.subject = "absence", .body = "Form: control\nAction: absence\n" + lines}));
  }
  std::string ask() {
    const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
    INFO(sent.dump(1));
    REQUIRE(sent["outcome"] == "accepted");
    return sent["case"];
  }
  json reply(const std::string& who, const Letter& letter, const std::string& text) {
    return site.deliver(site.mail(
        who, {.subject = "Re: " + letter.subject, .body = text, .parent = letter.message_id}));
  }
  std::size_t box(const std::string& id) const {
    return site.letters(site.person_at(id).address()).size();
  }
  std::vector<Letter> with(const std::string& id, const std::string& words) const {
    std::vector<Letter> found;
    for (const auto& file : site.letters(site.person_at(id).address())) {
      auto letter = site.open(id, file);
      if (tells(letter.subject, words)) {
        found.push_back(std::move(letter));
      }
    }
    return found;
  }
  json shown(const std::string& number) const {
    return json::parse(
        site.pouch({"show", number, "--as", "ana", "--reason", "for the test", "--json"}).out);
  }
  void change(const std::string& before, const std::string& after) {
    auto text = site.directory();
    const auto found = text.find(before);
    REQUIRE(found != std::string::npos);
    site.write_directory(text.replace(found, before.size(), after));
  }
  // mallory's key and address, for a second desk of Bulgaria or a second officer of Romania.
  void enter_second_desk() {
    const auto& one = site.person_at("mallory");
    site.enter_key("mallory");
    site.write_directory(site.directory() +
                         "\n[[desk]]\nid = \"nfp-bg2\"\nkind = \"operational-centre\"\ncountry = "
                         "\"BG\"\ncommunity = \"police\"\naddress = \"" +
                         one.address() + "\"\nkeys = [\"" + one.fingerprint() + "\"]\n");
    change("id = \"nfp-bg\"\n", "id = \"nfp-bg\"\nsubstitute = \"nfp-bg2\"\n");
  }
  void enter_second_officer() {
    const auto& one = site.person_at("mallory");
    site.enter_key("mallory");
    site.write_directory(site.directory() +
                         "\n[[member]]\nid = \"maria\"\nname = \"Maria Pop\"\naddresses = [\"" +
                         one.address() +
                         "\"]\ncountry = \"RO\"\nagency = \"police\"\n"
                         "community = \"police\"\nkey = \"" +
                         one.fingerprint() + "\"\n");
  }

 private:
  Scratch scratch_;
  EverybodysClock clock_;

 public:
  Site site;
  std::int64_t at = 0;
};

}  // namespace

TEST_CASE("while a desk is absent its substitute gets its requests, until the day it ends") {
  Office office;
  office.enter_second_desk();
  office.go_to(60);
  const auto start = now();
  for (const auto& [lines, words] :
       {std::pair(std::string("Substitute: nfp-bg2\n"), std::string("Until")),
        std::pair("Until: " + utc(start - kDay) + "\n", std::string("past")),
        std::pair("Until: " + utc(start + kDay) + "\nSubstitute: nfp-ro\n",
                  std::string("another country")),
        std::pair("Until: " + utc(start + kDay) + "\nSubstitute: pfp-bg\n",
                  std::string("another community"))}) {
    const auto refused = office.absence("nfp-bg", lines);
    INFO(refused.dump(1));
    CHECK(refused["outcome"] == "refused");
    CHECK(tells(refused["problems"].dump(), words));
  }
  CHECK(tells(office.site.pouch({"desk", "list"}).out, "nfp-bg "));
  CHECK_FALSE(tells(office.site.pouch({"desk", "list"}).out, "absent"));
  const auto sent = office.absence("nfp-bg", "Until: " + utc(start + 5 * kDay) + "\n");
  INFO(sent.dump(1));
  REQUIRE(sent["outcome"] == "accepted");
  const auto receipt = office.site.newest("nfp-bg");
  CHECK(tells(receipt.text, "Stands in: "));
  print_letter("receipt of an absence", receipt);
  CHECK(tells(office.site.newest("mallory").subject, "You stand in for"));
  CHECK(tells(office.site.pouch({"desk", "list"}).out, "absent until"));
  CHECK(json::parse(office.site.pouch({"desk", "list", "--json"}).out)["entries"].dump().find(
            "\"substitute\":\"nfp-bg2\"") != std::string::npos);
  CHECK(json::parse(office.site.pouch({"status", "--json"}).out)["absences"][0]["who"] == "nfp-bg");
  CHECK(tells(
      office.site.pouch({"check", "--offline"}).out + office.site.pouch({"check", "--offline"}).err,
      "is absent until"));

  const auto bg = office.box("nfp-bg");
  const auto number = office.ask();
  CHECK(office.shown(number)["legs"][0]["desk"] == "nfp-bg2");
  CHECK(tells(office.site.newest("ana").text, "Stands in: "));
  office.go_to(120);
  CHECK(office.box("nfp-bg") == bg);
  const auto request = office.site.newest("mallory");
  print_letter("request to a substitute", request);
  CHECK(tells(request.text, "Absent: "));
  CHECK(office.reply("mallory", request,
                     "Form: reply\nReply kind: full\nThe owner is known.\n")["outcome"] ==
        "accepted");
  CHECK(office.shown(number)["legs"][0]["state"] == "answered");
  office.go_to(6 * kDay);
  CHECK(office.shown(office.ask())["legs"][0]["desk"] == "nfp-bg");  // ended by itself
  CHECK_FALSE(tells(office.site.pouch({"desk", "list"}).out, "absent"));
}

TEST_CASE("a reminder for an absent desk is the whole request to its substitute, then reminders") {
  Office office;
  office.enter_second_desk();
  office.go_to(60);
  const auto number = office.ask();
  office.go_to(120);
  REQUIRE(office.absence("nfp-bg", "Until: " + utc(now() + 20 * kDay) + "\n")["outcome"] ==
          "accepted");
  const auto reminded = office.with("nfp-bg", "REMINDER").size();
  office.go_to(kDay);
  const auto asked = office.with("mallory", "asks");
  REQUIRE(asked.size() == 1);
  CHECK(tells(asked[0].text, "Absent: "));
  office.go_to(4 * kDay);
  const auto reminders = office.with("mallory", "REMINDER");
  REQUIRE_FALSE(reminders.empty());
  print_letter("reminder to a substitute", reminders.back());
  CHECK(tells(reminders.back().text, "you stand in"));
  CHECK(office.with("nfp-bg", "REMINDER").size() == reminded);
  const auto answered = office.reply("mallory", reminders.back(), "No record of this lorry.\n");
  INFO(answered.dump(1));
  CHECK(answered["outcome"] == "accepted");
  CHECK(answered["case"] == number);
  office.go_to(4 * kDay + 60);
  CHECK(office.with("ana", "answers").size() == 1);
}

TEST_CASE("answers for an absent officer go to who stands in, whose Reply goes to that country") {
  Office office;
  office.enter_second_officer();
  office.go_to(60);
  office.ask();
  office.go_to(120);
  REQUIRE(office.absence("ana", "Until: " + utc(now() + 9 * kDay) +
                                    "\nSubstitute: Maria Pop\n")["outcome"] == "accepted");
  const auto ana = office.with("ana", "answers").size();
  const auto request = office.with("nfp-bg", "asks").back();
  REQUIRE(office.reply("nfp-bg", request, "Which lorry do you mean?\n")["outcome"] == "accepted");
  office.go_to(180);
  CHECK(office.with("ana", "answers").size() == ana);
  const auto answers = office.with("mallory", "answers");
  REQUIRE(answers.size() == 1);
  print_letter("answer to who stands in", answers[0]);
  CHECK(tells(answers[0].text, "Ana Ionescu is absent until"));
  CHECK(tells(answers[0].text, "A Reply to this letter goes to the focal point of Bulgaria"));
  const auto rs = office.box("nfp-rs");
  const auto reply = office.reply("mallory", answers[0], "The one with the plate CA 1234 AB.\n");
  INFO(reply.dump(1));
  REQUIRE(reply["outcome"] == "accepted");
  office.go_to(240);
  CHECK(tells(office.site.newest("nfp-bg").text, "The one with the plate"));
  CHECK(office.box("nfp-rs") == rs);
}

TEST_CASE("outside office hours a FLASH request goes to the substitute, a normal one waits") {
  Office office;
  office.enter_second_desk();
  // The hours of yesterday alone: at this moment nobody sits there.
  const char* names[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  office.change("id = \"nfp-bg\"\n", "id = \"nfp-bg\"\ntime_zone = \"Etc/UTC\"\nhours = \"" +
                                         std::string(names[(now() / kDay + 6) % 7]) +
                                         " 00:00-24:00\"\n");
  office.go_to(60);
  CHECK(office.shown(office.ask())["legs"][0]["desk"] == "nfp-bg");
  auto form = request_form();
  const auto urgency = form.find("Priority: urgent");
  REQUIRE(urgency != std::string::npos);
  form.replace(urgency, 16, "Priority: flash");
  const auto sent = office.site.deliver(office.site.mail("ana", {.body = form}));
  INFO(sent.dump(1));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(office.shown(sent["case"])["legs"][0]["desk"] == "nfp-bg2");
  CHECK(tells(office.site.newest("ana").text, "is closed until"));
}

TEST_CASE("the requester of two countries has one overview, kept up to date") {
  Office office;
  office.go_to(60);
  const auto number = office.ask();
  office.go_to(120);
  CHECK(office.with("ana", "OVERVIEW").empty());
  office.go_to(1200);
  auto overviews = office.with("ana", "OVERVIEW");
  REQUIRE(overviews.size() == 1);
  print_letter("overview 1", overviews[0]);
  CHECK(tells(overviews[0].subject, "OVERVIEW 1: 0 of 2 have answered"));
  CHECK(tells(overviews[0].text, "with the focal point of Bulgaria since"));
  office.reply("nfp-bg", office.with("nfp-bg", "asks").back(), "acknowledged\n");
  office.reply("nfp-rs", office.with("nfp-rs", "asks").back(), "no record\n");
  office.go_to(1300);
  CHECK(office.with("ana", "OVERVIEW").size() == 1);
  office.go_to(3000);
  overviews = office.with("ana", "OVERVIEW");
  REQUIRE(overviews.size() == 2);  // one for both
  print_letter("overview 2", overviews[1]);
  CHECK(tells(overviews[1].subject, "OVERVIEW 2: 1 of 2 has answered"));
  CHECK(tells(overviews[1].text, "Replaces: overview 1 of"));
  CHECK(tells(overviews[1].references, number) == tells(overviews[0].references, number));
  CHECK_FALSE(tells(overviews[1].text, "heroin"));
  office.go_to(2 * kDay);
  CHECK(office.with("ana", "OVERVIEW").size() == 2);
  CHECK(office.with("nfp-bg", "OVERVIEW").empty());
  // A Reply to it is for the gateway.
  const auto bg = office.box("nfp-bg"), rs = office.box("nfp-rs");
  const auto sent = office.reply("ana", overviews[1], "Please hurry.\n");
  CHECK(sent["reason"] == "not-sent");
  const auto state = office.reply("ana", overviews[1], "status\n");
  CHECK(state["outcome"] == "accepted");
  CHECK(tells(office.site.newest("ana").text, "focal point of Bulgaria"));
  office.go_to(2 * kDay + 60);
  CHECK(office.box("nfp-bg") == bg);
  CHECK(office.box("nfp-rs") == rs);
}

TEST_CASE("who takes a request over is named to the desk, and that acknowledges it") {
  Office office;
  office.change("id = \"dimitar\"\n", "id = \"dimitar\"\ndesks = [\"nfp-bg\"]\n");
  office.go_to(60);
  const auto number = office.ask();
  office.go_to(120);
  const auto taken = office.reply("dimitar", office.with("nfp-bg", "asks").back(), "take\n");
  INFO(taken.dump(1));
  REQUIRE(taken["outcome"] == "accepted");
  CHECK(office.shown(number)["legs"][0]["state"] == "acknowledged");
  office.go_to(180);
  const auto told = office.with("nfp-bg", "Taken over by");
  REQUIRE(told.size() == 1);
  print_letter("taken over", told[0]);
  CHECK(office.with("nfp-rs", "Taken over by").empty());
  CHECK(office.with("ana", "Acknowledged by Bulgaria").size() == 1);
  print_letter("acknowledged", office.with("ana", "Acknowledged by Bulgaria")[0]);
}
