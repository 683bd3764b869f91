// Scenarios from outside over simulated weeks: what people do in their mail client, and what the
// gateway does in between.
#include <catch2/catch.hpp>

#include "tests/system/four_countries.hpp"
#include "tests/system/weeks.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

json leg(const json& legs, const std::string& country) {
  for (const auto& one : legs) {
    if (one["country"] == country) {
      return one;
    }
  }
  throw std::runtime_error("no leg of " + country);
}

void allow_broadcast(Site& site) {
  auto text = site.directory();
  const auto at = text.find("[\"send\", \"search\"]", text.find("id = \"ana\""));
  site.write_directory(text.replace(at, 18, "[\"send\", \"search\", \"broadcast\"]"));
}

std::string alert(std::int64_t until) {
  return "Form: alert\nTo: ALL\nPriority: normal\nCrime area: DRUG\nOur reference: 13/2026\n"
         "Alert kind: vehicle en route\nHeadline: White lorry on its way to Edirne\n"
         "Situation: It left Ruse at 04:30.\nAction: stop and check\nValid from: " +
         date(now()) + " 00:00 +00:00\nValid until: " + date(until) +
         " 12:00 +00:00\nHotline: +40 21 123 45 67\nSource evaluation: B\n"
         "Information evaluation: 2\n";
}

}  // namespace

TEST_CASE("an alert to all ends by itself on its day, and nobody hears of it afterwards") {
  Weeks weeks;
  allow_broadcast(weeks.site);
  const auto number = weeks.accepted("ana", {.body = alert(now() + 5 * kDay)});
  weeks.go_to(600);
  REQUIRE(weeks.answer("nfp-bg", weeks.last_with("nfp-bg", "alerts"), "ack\n")["outcome"] ==
          "accepted");
  CHECK(leg(weeks.legs(number), "BG")["state"] == "answered");
  for (int day = 1; day <= 4; ++day) {
    weeks.go_to(day * kDay);
  }
  CHECK(weeks.with("nfp-rs", "REMINDER, please say that you have this") == 1);
  CHECK(weeks.with("nfp-bg", "REMINDER") == 0);
  CHECK(leg(weeks.legs(number), "RS")["state"] == "sent");
  CHECK(leg(weeks.legs(number), "HU")["state"] == "waiting");

  weeks.go_to(7 * kDay);
  CHECK(leg(weeks.legs(number), "BG")["state"] == "answered");
  for (const auto* country : {"RS", "HU"}) {
    CHECK(leg(weeks.legs(number), country)["state"] == "ended");
    CHECK(leg(weeks.legs(number), country)["since"] == date(now() + 5 * kDay) + "T12:00:00Z");
  }
  weeks.go_to(7 * kDay + 1200);
  const auto overview = weeks.last_with("ana", "OVERVIEW");
  CHECK(contains(overview.text, "ended by itself, its time is over"));
  const auto serbia = weeks.box("nfp-rs"), bulgaria = weeks.box("nfp-bg");
  for (int week = 2; week <= 5; ++week) {
    weeks.go_to(7 * week * kDay);
  }
  CHECK(weeks.box("nfp-rs") == serbia);
  CHECK(weeks.box("nfp-bg") == bulgaria);

  // A focal point that begins only now gets nothing of what is over.
  auto text = weeks.site.directory();
  const auto& late = weeks.site.person("mallory");
  weeks.site.write_directory(
      text + "\n[[desk]]\nid = \"nfp-hu\"\ncountry = \"HU\"\ncommunity = \"police\"\naddress = \"" +
      late.address() + "\"\nkeys = [\"" + late.fingerprint() + "\"]\n");
  weeks.site.enter_key("mallory");
  weeks.go_to(36 * kDay);
  CHECK(weeks.box("mallory") == 0);
  // A late word is carried, and both read that nothing was owed.
  const auto said =
      weeks.answer("nfp-rs", weeks.last_with("nfp-rs", "alerts"),
                   "Form: reply\nAnswers: " + number + "\nReply kind: acknowledged\n");
  INFO(said.dump(1));
  REQUIRE(said["outcome"] == "accepted");
  CHECK(contains(weeks.site.newest("ana").text, "counted until a time that is over"));
  CHECK(leg(weeks.legs(number), "RS")["state"] == "ended");
  CHECK(weeks.site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("an alert that is recalled is told to whom had it, and nobody is reminded any more") {
  Weeks weeks;
  allow_broadcast(weeks.site);
  const auto number = weeks.accepted("ana", {.body = alert(now() + 20 * kDay)});
  weeks.go_to(600);
  weeks.accepted("ana", {.subject = "recall " + number, .body = "The lorry was found.\n"});
  weeks.go_to(1200);
  for (const auto* desk : {"nfp-bg", "nfp-rs"}) {
    CHECK(weeks.with(desk, "Withdrawn") == 1);
  }
  const auto serbia = weeks.box("nfp-rs");
  for (int week = 1; week <= 4; ++week) {
    weeks.go_to(7 * week * kDay);
  }
  CHECK(weeks.box("nfp-rs") == serbia);
  for (const auto& one : weeks.legs(number)) {
    CHECK(one["state"] == "withdrawn");
  }
}

TEST_CASE("a request to three states: one refuses, one asks for time, one is silent to the end") {
  Weeks weeks;
  enter_four_countries(weeks.site);
  auto text = weeks.site.directory();
  // Who hears of a silent Serbia: its liaison desk, the operational centre.
  const auto hungary = text.find("id = \"pfp-bg\"");
  auto desk = text.substr(hungary);
  replace(desk, "kind = \"focal-point\"", "kind = \"liaison\"");
  replace(desk, "\"HU\"", "\"RS\"");
  text = text.substr(0, hungary) + desk;
  auto prosecutors = text.find("id = \"pfp-ro\"");
  auto centre = text.substr(prosecutors);
  replace(centre, "kind = \"focal-point\"", "kind = \"operational-centre\"");
  replace(centre, "country = \"RO\"\n", "");
  replace(centre, "\"prosecution\"", "\"headquarters\"");
  text = text.substr(0, prosecutors) + centre;
  text = text.substr(0, text.find("\n[[group]]")) +
         text.substr(text.find("\n[[country]]\ncode = \"GR\""));
  weeks.site.write_directory(text);
  const auto checked = weeks.site.pouch({"check"});
  INFO(checked.out << checked.err);

  auto form = request_form();
  replace(form, "To: BG, RS", "To: BG, RS, GR");
  const auto number = weeks.accepted("ana", {.body = form});
  weeks.go_to(3600);
  const auto refused = weeks.answer(
      "mallory", weeks.last_with("mallory", "asks"),
      "Form: reply\nAnswers: " + number +
          "\nReply kind: refusal\nRefusal ground: R-A\nRefusal explained: it needs a letter "
          "rogatory\n");
  INFO(refused.dump(1));
  REQUIRE(refused["outcome"] == "accepted");
  const auto day = date(now() + 10 * kDay);
  REQUIRE(weeks.answer("nfp-bg", weeks.last_with("nfp-bg", "asks"),
                       "until " + day + "\n")["outcome"] == "accepted");
  for (int days = 1; days <= 9; ++days) {
    weeks.go_to(days * kDay);
  }
  const auto legs = weeks.legs(number);
  CHECK(leg(legs, "GR")["state"] == "refused");
  CHECK(leg(legs, "BG")["overdue"] == false);
  CHECK(leg(legs, "RS")["overdue"] == true);
  CHECK(weeks.with("nfp-rs", "REMINDER, your answer is due") == 1);
  CHECK(weeks.with("pfp-bg", "LATE") == 1);  // the liaison desk
  CHECK(weeks.with("pfp-ro", "LATE") == 1);  // the centre
  CHECK(weeks.with("ana", "LATE") == 1);
  for (const auto* nobody : {"mallory", "nfp-bg"}) {
    CHECK(weeks.with(nobody, "LATE") == 0);
  }
  const auto overview = weeks.last_with("ana", "OVERVIEW").text;
  CHECK(contains(overview, "Greece: refused"));

  // The silent one answers by Reply to what it has last: its last reminder.
  const auto late = weeks.answer(
      "nfp-rs", weeks.last_with("nfp-rs", "REMINDER"),
      "Form: reply\nAnswers: " + number + "\nReply kind: full\nAnswer: nothing was found\n");
  INFO(late.dump(1));
  REQUIRE(late["outcome"] == "accepted");
  CHECK(late["case"] == number);
  REQUIRE(weeks.answer("nfp-bg", weeks.last_with("nfp-bg", "asks"),
                       "Form: reply\nAnswers: " + number +
                           "\nReply kind: full\nAnswer: it crossed at Ruse\n")["outcome"] ==
          "accepted");
  weeks.go_to(10 * kDay);
  CHECK(contains(weeks.last_with("ana", "OVERVIEW").text, "Nothing is open any more"));
  const auto boxes = weeks.box("nfp-rs") + weeks.box("nfp-bg") + weeks.box("pfp-ro");
  weeks.go_to(60 * kDay);
  CHECK(weeks.box("nfp-rs") + weeks.box("nfp-bg") + weeks.box("pfp-ro") == boxes);
  CHECK(weeks.site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("customs check a lorry within the hour: asked at once, read, answered, closed") {
  Weeks weeks;
  auto text = weeks.site.directory();
  replace(text, "agency = \"police\"", "agency = \"customs\"");
  weeks.site.write_directory(text);
  const auto number = weeks.accepted(
      "ana",
      {.subject = "lorry at Ruse",
       .body = "Form: vehicle-check\nTo: BG\nPriority: flash\nUrgency reason: U1\nUrgency "
               "explained: it "
               "stands at the crossing\nCrime area: DRUG\nOur reference: 12/2026\n"
               "Purpose: detect\nChecks: owner; stolen\nReason: found with changed plates\n\n"
               "[Vehicle 1]\nKind: lorry\nPlate: CA 1234 AB\nPlate country: BG\n"});
  weeks.go_to(300);
  const auto asked = weeks.last_with("nfp-bg", "asks");
  REQUIRE(weeks.answer("nfp-bg", asked, "ack\n")["outcome"] == "accepted");
  weeks.go_to(1200);  // twenty minutes: read, so nobody else is woken
  CHECK(leg(weeks.legs(number), "BG")["state"] == "acknowledged");
  CHECK(weeks.with("nfp-bg", "REMINDER") == 0);
  REQUIRE(
      weeks.answer("nfp-bg", asked,
                   "Form: reply\nAnswers: " + number +
                       "\nReply kind: full\nAnswer: Petrov Transport, not stolen\n")["outcome"] ==
      "accepted");
  weeks.go_to(2700);
  const auto answered = weeks.last_with("ana", "answers");
  CHECK(contains(answered.text, "Petrov Transport"));
  CHECK(leg(weeks.legs(number), "BG")["state"] == "answered");
  const auto bulgaria = weeks.box("nfp-bg"), ana = weeks.box("ana");
  for (int days = 1; days <= 14; ++days) {
    weeks.go_to(days * kDay);
  }
  CHECK(weeks.box("nfp-bg") == bulgaria);
  CHECK(weeks.box("ana") == ana);
  for (const auto* police : {"dimitar", "nfp-rs", "pfp-bg"}) {
    CHECK(weeks.box(police) == 0);
  }
}

TEST_CASE("a member leaves: nothing more goes to her, a colleague carries her case on") {
  Weeks weeks;
  auto text = weeks.site.directory();
  const auto& colleague = weeks.site.person("mallory");
  text += "\n[[member]]\nid = \"mallory\"\nname = \"Maria Pop\"\naddresses = [\"" +
          colleague.address() +
          "\"]\ncountry = \"RO\"\nagency = \"police\"\ncommunity = \"police\"\nrights = [\"send\", "
          "\"search\"]\nkey = \"" +
          colleague.fingerprint() + "\"\n";
  const auto at = text.find('\n', text.find("id = \"ana\"")) + 1;
  text.insert(at, "until = " + date(now() + 2 * kDay) + "\n");
  weeks.site.write_directory(text);
  weeks.site.enter_key("mallory");
  const auto number = weeks.accepted("ana", {.body = request_form()});
  weeks.go_to(3600);
  weeks.accepted(
      "ana", {.subject = "hand over",
              .body = "Form: control\nAction: hand over\nTarget: " + number +
                      "\nSubstitute: " + colleague.address() + "\nReason: I leave the service\n"});
  weeks.go_to(4 * kDay);
  const auto ana = weeks.box("ana");
  REQUIRE(weeks.answer("nfp-bg", weeks.last_with("nfp-bg", "asks"),
                       "The owner is Petrov Transport.\n")["outcome"] == "accepted");
  weeks.go_to(4 * kDay + 3600);
  CHECK(weeks.box("ana") == ana);
  CHECK(contains(weeks.last_with("mallory", "answers").text, "Petrov Transport"));
  // What she still writes is refused; what the colleague writes goes on.
  const auto old = weeks.site.deliver(weeks.site.mail("ana", {.body = "status " + number + "\n"}));
  CHECK(old["outcome"] == "held");
  REQUIRE(weeks.answer("mallory", weeks.last_with("mallory", "answers"),
                       "Thank you. Since when?\n")["outcome"] == "accepted");
  weeks.go_to(4 * kDay + 7200);
  CHECK(contains(weeks.site.newest("nfp-bg").text, "Since when?"));
}

TEST_CASE(
    "prosecutors work a case for three months: drafts, dates, decisions, a newcomer, a link") {
  const std::string group = "seepag@pouch.example";
  Weeks weeks;
  // Serbia's prosecutors, registered from the first day, join the group in the second month.
  const auto& serbia = weeks.site.person("mallory");
  auto text = weeks.site.directory();
  text.insert(text.find("\n[[group]]"),
              "\n[[desk]]\nid = \"pfp-rs\"\ncountry = \"RS\"\ncommunity = \"prosecution\"\n"
              "address = \"" +
                  serbia.address() + "\"\nkeys = [\"" + serbia.fingerprint() + "\"]\n");
  weeks.site.write_directory(text);
  weeks.site.enter_key("mallory");
  const auto note = [](const std::string& kind, const std::string& summary,
                       const std::string& more) {
    return "Form: case-note\nCase title: Giurgiu heroin\nNational case number: 1123/P/2026\n"
           "Stage: investigation\nNote kind: " +
           kind + "\nParticipants: RO, Radu, lead; BG, Ivanova, executing\nSummary: " + summary +
           "\nPrivileged: no\nShare with police: no\n" + more;
  };
  const auto number = weeks.accepted(
      "pfp-ro",
      {.subject = "parallel proceedings",
       .body = note("parallel proceedings", "Both of us investigate the same ring.",
                    "Suspects in custody: yes\nCustody until: " + date(now() + 60 * kDay) +
                        "\nNext step: meeting\nNext date: " + date(now() + 20 * kDay) + "\n"),
       .attachments = {{"plan-v1.docx", "one"}},
       .to = group});
  weeks.go_to(3600);
  const auto first = weeks.last_with("pfp-bg", "writes");
  CHECK(first.parts.count("dates.ics") == 1);
  weeks.go_to(7 * kDay);
  const auto replied =
      weeks.site.deliver(weeks.site.mail("pfp-bg", {.subject = "Re: " + first.subject,
                                                    .body = "With our comments.\n",
                                                    .parent = first.message_id,
                                                    .attachments = {{"plan-v2.docx", "two"}},
                                                    .to = group}),
                         group);
  INFO(replied.dump(1));
  REQUIRE(replied["outcome"] == "accepted");
  CHECK(replied["case"] == number);
  CHECK(contains(weeks.site.newest("pfp-ro").text,
                 "New version: plan-v2.docx replaces plan-v1.docx of " + number + "/1"));

  // The wrong file: its readers delete it, the archive shows it to nobody, another's cannot be.
  const auto files = [&](const std::string& as) {
    const auto shown =
        weeks.site.pouch({"show", number + "/2", "--as", as, "--reason", "for the test", "--json"});
    INFO(shown.err);
    const auto message = json::parse(shown.out)["messages"][0];
    std::string names;
    for (const auto& file : message["attachments"]) {
      names += file["evidence"] == true ? "" : file["name"].get<std::string>() + ";";
    }
    return names;
  };
  CHECK(files("pfp-ro") == "plan-v2.docx;");
  const auto correction = [&](const std::string& message, const std::string& name) {
    return "Form: control\nAction: correct\nTarget: " + number + message +
           "\nReason: a slip\nCorrection: it was the wrong file\nWithdraw files: " + name + "\n";
  };
  const auto withdraw = [&](const std::string& who, const std::string& body) {
    return weeks.site.deliver(weeks.site.mail(who, {.body = body}));
  };
  CHECK(withdraw("pfp-bg", correction("/1", "plan-v1.docx"))["outcome"] == "refused");
  const auto unknown = withdraw("pfp-bg", correction("/2", "plan-v3.docx"));
  CHECK(unknown["outcome"] == "refused");
  REQUIRE(withdraw("pfp-bg", correction("/2", "Plan-v2.docx"))["outcome"] == "accepted");
  weeks.go_to(7 * kDay + 3600);
  CHECK(weeks.with("pfp-ro", "CORRECTION of " + number + "/2: please delete Plan-v2.docx") == 1);
  CHECK(files("pfp-ro").empty());
  weeks.accepted("pfp-ro", {.subject = "again", .body = "resend " + number + "/2\n"});
  weeks.go_to(7 * kDay + 7200);
  CHECK(weeks.site.newest("pfp-ro").parts.count("plan-v2.docx") == 0);

  // The meeting on day 20 stands in the digests before it, without a word of the case.
  weeks.site.set("letters.digest", digest_hour());
  for (int days = 8; days <= 25; ++days) {
    weeks.go_to(days * kDay);
  }
  const auto digests = weeks.with("pfp-bg", "Your day");
  CHECK(digests >= 4);
  CHECK(digests <= 7);
  const auto digest = weeks.last_with("pfp-bg", "Your day").text;
  CHECK(contains(digest, number + ", next step on "));
  CHECK_FALSE(contains(digest, "Giurgiu"));
  weeks.site.set("letters.digest", "\"never\"");

  weeks.go_to(35 * kDay);
  text = weeks.site.directory();
  replace(text, "desks = [\"pfp-ro\", \"pfp-bg\"]", "desks = [\"pfp-ro\", \"pfp-bg\", \"pfp-rs\"]");
  weeks.site.write_directory(text);
  weeks.go_to(35 * kDay + 3600);
  CHECK(weeks.with("mallory", "Welcome to the group") == 1);
  CHECK(weeks.box("mallory") == 1);  // nothing of what was said before

  weeks.go_to(40 * kDay);
  REQUIRE(weeks.answer("pfp-ro", weeks.last_with("pfp-ro", "writes"),
                       note("meeting", "Decided: Romania leads, Bulgaria hears the witnesses.",
                            "Suspects in custody: yes\nCustody until: " + date(now() + 90 * kDay) +
                                "\nNext step: hearing\nNext date: " + date(now() + 80 * kDay) +
                                "\n"))["outcome"] == "accepted");
  weeks.go_to(40 * kDay + 3600);
  for (const auto* reader : {"pfp-bg"}) {
    CHECK(contains(weeks.site.newest(reader).text, "Romania leads"));
  }
  for (const auto* police : {"ana", "dimitar", "nfp-ro", "nfp-bg", "nfp-rs"}) {
    CHECK(weeks.box(police) == 0);
  }
  weeks.accepted("pfp-bg", {.subject = "open", .body = "open\n"});
  weeks.go_to(41 * kDay);
  const auto open = weeks.last_with("pfp-bg", "notes: 1").text;
  CHECK(contains(open, number));
  CHECK(contains(open, "Giurgiu heroin"));

  // Closed by who opened it, opened again by who writes to it.
  const std::string close = "Form: control\nAction: close\nTarget: " + number + "\n";
  CHECK(weeks.site.deliver(weeks.site.mail("pfp-bg", {.body = close}))["reason"] == "no-right");
  weeks.accepted("pfp-ro", {.body = close});
  weeks.go_to(41 * kDay + 3600);
  for (const auto* reader : {"pfp-bg", "mallory"}) {
    CHECK(weeks.with(reader, "Closed: nothing more is expected") == 1);
  }
  CHECK(weeks.site.deliver(weeks.site.mail("pfp-ro", {.body = close}))["outcome"] == "refused");
  weeks.accepted("pfp-bg", {.subject = "open", .body = "open\n"});
  weeks.go_to(42 * kDay);
  CHECK_FALSE(contains(weeks.site.newest("pfp-bg").text, number));
  REQUIRE(weeks.answer("pfp-bg", weeks.last_with("pfp-bg", "writes"),
                       "One more question: who pays for the interpreter?\n")["outcome"] ==
          "accepted");
  weeks.go_to(43 * kDay);
  CHECK(contains(weeks.site.newest("pfp-bg").text, "with this message it is open again"));
  weeks.accepted("pfp-bg", {.subject = "open", .body = "open\n"});
  weeks.go_to(44 * kDay);
  CHECK(contains(weeks.site.newest("pfp-bg").text, number));

  weeks.go_to(90 * kDay);
  CHECK(weeks.site.pouch({"audit", "verify"}).status == 0);
  const auto found = weeks.site.pouch(
      {"search", "witnesses", "--as", "pfp-bg", "--reason", "for the test", "--json"});
  INFO(found.out << found.err);
  CHECK(json::parse(found.out)["total"] == 1);
}
