// What a case refuses, from outside: each bad mail ends as the rule says, its writer reads which
// rule it was, and the case stands as it stood.
#include <catch2/catch.hpp>
#include <vector>

#include "tests/system/durable_steps.hpp"
#include "tests/system/movable_clock.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

struct Row {
  std::string what, writer, body, reason, told;  // reason empty: accepted, and nothing moved
};

// States of legs and the handling; not the messages, for what is kept is added to them.
json standing(const Site& site, const std::string& number) {
  const auto shown = site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"});
  INFO(shown.out << shown.err);
  const auto read = json::parse(shown.out);
  auto states = json::array();
  for (const auto& leg : read["legs"]) {
    states.push_back(leg["state"]);
  }
  return {{"legs", states}, {"handling", read["handling"]}};
}

// What programs read of a refusal: the same, with what proves which mail it was.
void check_machine_part(const Site& site, const Row& row, const json& sent, const Letter& letter) {
  const auto part = json::parse(letter.parts.at("receipt.json"));
  INFO(part.dump(1));
  CHECK(part["receipt"] == "rejected");
  CHECK(part["outcome"] == "refused");
  CHECK(part["reason"] == row.reason);
  CHECK(part["problems"] == sent["problems"]);
  CHECK(part["choices"].empty() == !sent["problems"].empty());
  CHECK(part["signer"] == site.person_at(row.writer).fingerprint());
  CHECK(part["raw_sha256"].get<std::string>().size() == 64);
}

void check_each(const Site& site, const std::string& number, const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    INFO(row.what);
    const auto before = standing(site, number);
    const auto sent = site.deliver(site.mail(row.writer, {.body = row.body}));
    INFO(sent.dump(1));
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(sent["outcome"] == (row.reason.empty() ? "accepted" : "refused"));
    CHECK((sent["reason"].is_null() ? "" : sent["reason"].get<std::string>()) == row.reason);
    const auto letter = site.newest(row.writer);
    INFO(letter.text);
    CHECK(tells(letter.text, row.told));
    if (!row.reason.empty()) {
      check_machine_part(site, row, sent, letter);
    }
    CHECK(standing(site, number) == before);
  }
}

std::string reply(const std::string& number, const std::string& lines) {
  return "Form: reply\nAnswers: " + number + "/1\nReply kind: " + lines + "\n";
}

std::string control(const std::string& number, const std::string& lines) {
  return "Form: control\nTarget: " + number + "\n" + lines + "\n";
}

std::string asked(const Site& site) {
  auto form = request_form();
  form.replace(form.find("Handling: H1"), 12, "Handling: H2");
  const auto sent = site.deliver(site.mail("ana", {.body = form}));
  INFO(sent.dump(1));
  REQUIRE(sent["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  return sent["case"];
}

std::string next_year(const std::string& day) {
  return std::to_string(std::stoi(date(now()).substr(0, 4)) + 1) + "-" + day;
}

}  // namespace

TEST_CASE("a word that its writer may not say is refused with the rule, and the case stands") {
  const Site site;
  const auto number = asked(site);
  const std::string why = "\nReason: no need any more";
  check_each(site, number,
             {{"a desk that was not asked", "nfp-ro", reply(number, "FULL"), "no-right",
               "only the focal point that got the request can answer it"},
              {"a desk of the other community", "pfp-bg", reply(number, "FULL"), "no-right",
               "has not been asked"},
              {"a code relaxed by who did not provide it", "nfp-bg",
               control(number + "/1", "Action: correct\nHandling: H0\nCorrection: free" + why),
               "no-right", "only who provided a message can change its handling"},
              {"data of somebody else erased", "nfp-bg",
               control(number, "Action: erase request" + why), "no-right", "is not yours alone"},
              {"a request withdrawn by who did not send it", "nfp-bg",
               control(number, "Action: recall" + why), "no-right", "requester"},
              {"an absence without an end", "ana",
               "Form: control\nAction: absence\nSubstitute: nfp-ro\n", "form-problems", "Until"},
              {"a substitute who is nobody", "ana",
               "Form: control\nAction: absence\nUntil: " + next_year("03-01 18:00 +00:00") +
                   "\nSubstitute: nobody@police.ro.example\n",
               "form-problems", "is no member or desk valid today"},
              {"a substitute of another country", "ana",
               "Form: control\nAction: absence\nUntil: " + next_year("03-01 18:00 +00:00") +
                   "\nSubstitute: nfp-bg\n",
               "form-problems", "another country"}});
}

TEST_CASE("a substitute who is absent, and a circle of them, are refused") {
  const Site site;
  const auto number = asked(site);
  const auto until = "Until: " + next_year("03-01 18:00 +00:00") + "\n";
  const auto absence = [&](const std::string& who, const std::string& substitute) {
    return "Form: control\nAction: absence\n" + until + "Absent: " + who +
           "\nSubstitute: " + substitute + "\n";
  };
  REQUIRE(site.deliver(site.mail("ana", {.body = absence("ana", "nfp-ro")}))["outcome"] ==
          "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto circle = site.deliver(site.mail("nfp-ro", {.body = absence("nfp-ro", "ana")}));
  INFO(circle.dump(1));
  CHECK(circle["outcome"] == "refused");
  CHECK(circle["problems"][0]["code"] == "no-substitute");
  CHECK(json::parse(site.pouch({"status", "--json"}).out)["absences"].size() == 1);
  check_each(site, number,
             {{"somebody else's absence", "nfp-bg", absence("nfp-ro", "nfp-bg"), "no-right",
               "your own desks only"}});
}

TEST_CASE("of two answers that contradict each other the later stands, and both are there") {
  const Site site;
  const auto number = asked(site);
  const auto says = [&](const std::string& lines) {
    const auto sent = site.deliver(site.mail("nfp-bg", {.body = reply(number, lines)}));
    INFO(sent.dump(1));
    REQUIRE(sent["outcome"] == "accepted");
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    return sent["warnings"].dump();
  };
  CHECK_FALSE(tells(says("NO_TRACE\n\nFirst word: nothing."), "contradicts"));
  const auto before = site.letters("ana@police.ro.example").size();
  CHECK(
      tells(says("refusal\nRefusal ground: R-A\nRefusal explained: Second word: it needs a letter"),
            "contradicts"));
  CHECK(site.letters("ana@police.ro.example").size() == before + 1);
  CHECK(tells(site.newest("ana").text, "this later one stands"));
  const auto shown = site.pouch({"show", number, "--as", "ana", "--reason", "test"}).out;
  CHECK(tells(shown, "First word"));
  CHECK(tells(shown, "Second word"));
  CHECK(standing(site, number)["legs"][0] == "refused");
}

TEST_CASE("what is written to a case that is over changes nothing, to an erased one is refused") {
  const Site site;
  const auto number = asked(site);
  REQUIRE(site.deliver(site.mail(
              "ana", {.body = control(number, "Action: recall\nReason: x")}))["outcome"] ==
          "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  // Nobody waits for it any more, and the two mails may have crossed: its writer is asked.
  const auto told = site.newest("nfp-bg");
  CHECK(tells(told.subject, "Withdrawn by the requester"));
  const auto answer = reply(number, "FULL") + "\nThe lorry is Petar Petrov's.\n";
  const auto boxes = site.letters("ana@police.ro.example").size();
  check_each(site, number,
             {{"an answer to a withdrawn request", "nfp-bg", answer, "withdrawn",
               "was withdrawn by its requester. Nobody waits for an answer any more, and nobody "
               "has got yours."},
              {"the same in words", "nfp-bg", "On " + number + ": it is Petar Petrov's.\n",
               "withdrawn", "send it to the requester all the same"}});
  CHECK(site.letters("ana@police.ro.example").size() == boxes);
  const auto says = [&](const Letter& letter, const std::string& words) {
    const auto before = standing(site, number);
    const auto sent = site.deliver(site.mail(
        "nfp-bg",
        {.subject = "Re: " + letter.subject, .body = words, .parent = letter.message_id}));
    INFO(sent.dump(1));
    CHECK(sent["outcome"] == "accepted");
    CHECK(sent["case"] == number);
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(standing(site, number) == before);
    return site.newest("ana");
  };
  const auto question = site.newest("nfp-bg");
  CHECK(tells(says(question, "send\n").text, "it is Petar Petrov's."));
  CHECK(tells(says(told, "Understood, we have called our people back.\n").text,
              "we have called our people back"));
  // A form that was kept goes whole.
  check_each(site, number, {{"again", "nfp-bg", answer, "withdrawn", "withdrawn"}});
  const auto whole = says(site.newest("nfp-bg"), "send\n");
  CHECK(tells(whole.text, "The lorry is Petar Petrov's."));
  CHECK(tells(whole.text, "the request was withdrawn, nothing is owed any more"));
  REQUIRE(site.pouch({"erase", number, "--reason", "order 12/2026"}).status == 0);
  for (const auto* writer : {"nfp-bg", "ana"}) {
    const auto sent = site.deliver(site.mail(
        writer, {.subject = "Re: [" + number + "/1]", .body = "One more word on the lorry.\n"}));
    INFO(sent.dump(1));
    CHECK(sent["outcome"] == "refused");
    CHECK(sent["reason"] == "erased");
  }
}

TEST_CASE("a file of holidays with more days than a year can have is not taken") {
  const Site site;
  std::string days;
  for (int month = 1; month <= 12; ++month) {
    for (int day = 1; day <= 28; ++day) {
      const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
      days += "2027-" + two(month) + "-" + two(day) + " no work\n";
    }
  }
  fs::create_directories(site.folder() / "holidays");
  write_file(site.folder() / "holidays/bg.txt", days);
  auto text = site.directory();
  const auto at = text.find("code = \"BG\"");
  REQUIRE(at != std::string::npos);
  site.write_directory(text.insert(at, "holidays = \"holidays/bg.txt\"\n"));
  const auto checked = site.pouch({"check", "--offline"});
  INFO(checked.out << checked.err);
  CHECK(checked.status != 0);
  CHECK(tells(checked.out + checked.err, "bg.txt"));
}
