// The advisory group from outside: what its letters say besides the words.
#include <catch2/catch.hpp>
#include <functional>

#include "tests/system/durable_steps.hpp"
#include "tests/system/weeks.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kGroup = "seepag@pouch.example";

json to_group(const Site& site, const std::string& who, MailParts parts) {
  parts.to = kGroup;
  const auto sent = site.deliver(site.mail(who, parts), kGroup);
  UNSCOPED_INFO(sent.dump(1));
  return sent;
}

std::string case_note(const std::string& more) {
  return "Form: case-note\nCase title: Giurgiu heroin\nNational case number: 1123/P/2026\n"
         "Stage: investigation\nNote kind: draft review\n"
         "Participants: RO, Radu, lead; BG, Ivanova, executing\nSummary: Please comment.\n"
         "Privileged: no\nShare with police: no\n" +
         more;
}

// The desks of the group seepag.
void set_desks(const Site& site, const std::string& desks) {
  auto text = site.directory();
  const auto at = text.find("desks = [", text.find("id = \"seepag\""));
  REQUIRE(at != std::string::npos);
  site.write_directory(text.replace(at, text.find(']', at) - at, "desks = [" + desks));
}

void leave_and_join(const Site& site, const std::function<void()>& between) {
  set_desks(site, "\"pfp-ro\"");
  between();
  set_desks(site, "\"pfp-ro\", \"pfp-bg\"");
}

std::size_t greeted(const Site& site, const std::string& who) {
  std::size_t count = 0;
  for (const auto& file : site.letters(site.person_at(who).address())) {
    count += contains(site.open(who, file).subject, "Welcome to the group") ? 1U : 0U;
  }
  return count;
}

}  // namespace

TEST_CASE(
    "every letter of a case note names title and participants, a new draft what it replaces") {
  Site site;
  const auto opened = to_group(site, "pfp-ro",
                               {.subject = "draft request",
                                .body = case_note("Suspects in custody: no\n"),
                                .attachments = {{"draft-v1.docx", "one"}, {"plan.txt", "plan"}}});
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto first = site.newest("pfp-bg");
  CHECK(contains(first.text, "\nParticipants: RO, Radu, lead; BG, Ivanova, executing\n"));
  CHECK(contains(first.text, "Giurgiu heroin"));
  CHECK_FALSE(contains(first.text, "New version"));
  CHECK(first.parts.count("dates.ics") == 0);

  REQUIRE(to_group(site, "pfp-bg",
                   {.subject = "Re: " + first.subject,
                    .body = "With our comments.",
                    .parent = first.message_id,
                    .attachments = {{"Draft-v2.docx", "two"}}})["outcome"] == "accepted");
  const auto second = site.newest("pfp-ro");
  CHECK(contains(second.text, "\nParticipants: RO, Radu, lead; BG, Ivanova, executing\n"));
  CHECK(contains(second.text,
                 "\nNew version: Draft-v2.docx replaces draft-v1.docx of " + number + "/1\n"));
  const std::vector<std::string> show{"show", number, "--as", "pfp-ro", "--reason", "test"};
  CHECK(contains(site.pouch(show).out, "replaces draft-v1.docx of " + number + "/1"));
  auto one = show;
  one[1] = number + "/2";
  one.push_back("--json");
  const auto shown = json::parse(site.pouch(one).out);
  REQUIRE(shown["messages"].size() == 1);
  for (const auto& part : shown["messages"][0]["attachments"]) {
    const bool draft = part["name"] == "Draft-v2.docx";
    CHECK(part["replaces"] == (draft ? json("draft-v1.docx of " + number + "/1") : json(nullptr)));
  }

  // An answer to the author alone, who has the first version too.
  const auto side = site.deliver(site.mail("pfp-bg", {.subject = "Re: " + first.subject,
                                                      .body = "Between us.",
                                                      .parent = first.message_id,
                                                      .attachments = {{"draft-v3.docx", "3"}}}));
  REQUIRE(side["outcome"] == "accepted");
  CHECK(contains(site.newest("pfp-ro").text,
                 "\nNew version: draft-v3.docx replaces Draft-v2.docx of " + number + "/2\n"));
}

TEST_CASE("the dates of a case note come as a part that calendars take, with nothing of the case") {
  Site site;
  const auto opened =
      to_group(site, "pfp-ro",
               {.body = case_note("Suspects in custody: yes\nCustody until: 2036-12-31\n"
                                  "Next step: hearing of Petar Petrov\nNext date: 2036-12-10\n")});
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto letter = site.newest("pfp-bg");
  REQUIRE(letter.parts.count("dates.ics") == 1);
  const auto& calendar = letter.parts.at("dates.ics");
  CHECK(contains(letter.entity, "text/calendar"));
  for (const auto& line :
       {"UID:next-" + number + "@pouch.example", "UID:custody-" + number + "@pouch.example",
        std::string("METHOD:PUBLISH"), std::string("DTSTART;VALUE=DATE:20361210"),
        std::string("DTEND;VALUE=DATE:20370101"), "SUMMARY:[" + number + "] next step"}) {
    INFO(line);
    CHECK(contains(calendar, "\r\n" + line + "\r\n"));
  }
  for (const auto* word : {"Petrov", "hearing", "Giurgiu", "Radu"}) {
    CHECK_FALSE(contains(calendar, word));
  }
  CHECK_FALSE(contains(letter.wire, "VCALENDAR"));
}

TEST_CASE("who joins a group is greeted once, and told from which day on they may read") {
  Site site;
  leave_and_join(site, [&] { REQUIRE(site.pouch({"run", "--until-idle"}).status == 0); });
  for (int times = 0; times < 2; ++times) {
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(greeted(site, "pfp-bg") == 1);
    CHECK(greeted(site, "pfp-ro") == 0);
  }
  const auto letter = site.newest("pfp-bg");
  CHECK(contains(letter.text, kGroup));
  CHECK(contains(letter.text, "from now on"));
  CHECK(contains(letter.text, "You are in it since: "));
  CHECK(contains(letter.text, "A Reply to this letter goes to the gateway only."));
  CHECK(letter.signer == site.gateway_fingerprint());
}

TEST_CASE("greets once who joins a group, killed at any step", "[long]") {
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    Site site;
    leave_and_join(site, [&] { REQUIRE(site.pouch({"run", "--until-idle"}).status == 0); });
    killed_at(site, step, {"run"});
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    CHECK(greeted(site, "pfp-bg") == 1);
    CHECK(acts(site, "joined") == 1);
  }
}

TEST_CASE("who has read a note says so in a word, and its writer sees who and when") {
  Site site;
  const auto opened =
      to_group(site, "pfp-ro", {.subject = "plan", .body = case_note("Suspects in custody: no\n")});
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto note = site.newest("pfp-bg");
  const auto answer = [&](const std::string& words) {
    return to_group(site, "pfp-bg",
                    {.subject = "Re: " + note.subject, .body = words, .parent = note.message_id});
  };
  const auto acknowledged = [&](const std::string& as) {
    const auto shown = site.pouch({"show", number, "--as", as, "--reason", "test", "--json"});
    INFO(shown.out << shown.err);
    return json::parse(shown.out)["messages"][0]["acknowledged"];
  };
  REQUIRE(answer("Noted, but which court?\n")["outcome"] == "accepted");
  CHECK(acknowledged("pfp-ro").empty());
  REQUIRE(answer("Noted.\n")["case"] == number);
  CHECK(contains(unfolded(site.newest("pfp-bg").text),
                 "this says that you have read " + number + "/1"));
  for (const auto* reader : {"pfp-ro", "pfp-bg"}) {
    const auto list = acknowledged(reader);
    REQUIRE(list.size() == 1);
    CHECK(list[0]["by"] == "pfp-bg");
  }
  CHECK(contains(unfolded(site.pouch({"show", number, "--as", "pfp-ro", "--reason", "test"}).out),
                 "; acknowledged by "));
  REQUIRE(site.deliver(site.mail("pfp-ro", {.body = "status " + number + "\n"}))["outcome"] ==
          "accepted");
  CHECK(contains(unfolded(site.newest("pfp-ro").text), "acknowledged by "));
  CHECK(acts(site, "acknowledged") == 1);
}

TEST_CASE("a group's note is new in the digests of its desks, not for who joined after it") {
  Weeks weeks;
  weeks.site.set("letters.digest", digest_hour());
  set_desks(weeks.site, "\"pfp-ro\", \"pfp-bg\"");
  weeks.go_to(60);
  const auto number =
      weeks.accepted("pfp-ro", {.body = case_note("Suspects in custody: no\n"), .to = kGroup});
  weeks.go_to(120);
  const auto& serbia = weeks.site.person_at("mallory");
  weeks.site.enter_key("mallory");
  weeks.site.write_directory(weeks.site.directory() +
                             "\n[[desk]]\nid = \"pfp-rs\"\nkind = \"focal-point\"\n"
                             "country = \"RS\"\ncommunity = \"prosecution\"\naddress = \"" +
                             serbia.address() + "\"\nkeys = [\"" + serbia.fingerprint() + "\"]\n");
  set_desks(weeks.site, "\"pfp-ro\", \"pfp-bg\", \"pfp-rs\"");
  weeks.go_to(kDay);
  weeks.go_to(2 * kDay);
  REQUIRE(weeks.with("pfp-bg", "Your day") == 1);
  const auto digest = weeks.last_with("pfp-bg", "Your day").text;
  CHECK(contains(digest, "NEW SINCE THE LAST DIGEST\n  " + number + "/1: Lorry at Giurgiu\n"));
  CHECK_FALSE(contains(digest, "heroin"));
  CHECK(weeks.with("pfp-ro", "Your day") == 0);   // it wrote it
  CHECK(weeks.with("mallory", "Your day") == 0);  // who reads for pfp-rs
}
