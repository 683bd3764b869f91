// The forms beside the request on their way to countries and groups (DOMAIN sections 2.4 to 2.10).
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

using namespace pouch::test;

namespace {

nlohmann::json send_form(Site& site, const std::string& writer, const std::string& body,
                         const std::string& to = {}) {
  return site.deliver(site.mail(writer, {.subject = "form", .body = body, .to = to}), to);
}

std::string vehicle_check() {
  return "Form: vehicle-check\nTo: BG\nCrime area: VEH\nOur reference: 12/2026\nPurpose: detect\n"
         "Checks: owner; stolen\nReason: found with changed plates at the port\n\n[Vehicle 1]\n"
         "Kind: car\nPlate: CA 1234 AB\nPlate country: BG\n";
}

std::string alert(const std::string& to) {
  return "Form: alert\nTo: " + to +
         "\nPriority: normal\nCrime area: DRUG\nOur reference: 13/2026\nAlert kind: vehicle en "
         "route\n"
         "Headline: White lorry on its way to Edirne\nSituation: It left Ruse at 04:30.\n"
         "Action: stop and check\nValid from: 2036-06-01 00:00 +03:00\n"
         "Valid until: 2036-06-20 00:00 +03:00\nHotline: +40 21 123 45 67\n"
         "Source evaluation: B\nInformation evaluation: 2\n";
}

std::string rogatory() {
  return "Form: legal-assistance\nTo: BG\nCrime area: DRUG\nOur reference: 1123/P/2026\n"
         "Kind of notice: prenotify\nLegal basis: Convention of 1959\n"
         "Requesting authority: Prosecution Office at the Giurgiu Tribunal\n"
         "Transmission: central authority\nObject and reason: Hearing of a witness.\n"
         "Facts: A lorry was stopped at Giurgiu.\nLegal text of the offence: Law 143/2000\n"
         "Measures: hearing of a witness\nMeasures in detail: Questions are attached.\n"
         "Confidential: no\nTranslation: attached\nLanguages: ro; bg\n\n[Person 1]\n"
         "Role: witness\nFamily name: Petrov\nGiven names: Petar\nNationalities: BG\n";
}

std::string case_note() {
  return "Form: case-note\nCase title: Giurgiu heroin\nNational case number: 1123/P/2026\n"
         "Stage: investigation\nNote kind: coordination\n"
         "Participants: RO, Radu, prosecutor\nSummary: We should meet.\nPrivileged: yes\n"
         "Share with police: no\nSuspects in custody: no\n";
}

}  // namespace

TEST_CASE("shows a check to the focal point with its title, its reason, its checks as questions") {
  Site site;
  const auto sent = send_form(site, "ana", vehicle_check());
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  CHECK(sent["form"] == "vehicle-check");
  const auto letter = site.newest("nfp-bg");
  CHECK(contains(letter.subject, "] Romania asks Bulgaria: "));
  CHECK(contains(letter.text, "Answer due"));
  CHECK(contains(letter.text, "\nREASON\n  found with changed plates"));
  CHECK(contains(letter.text, "CA 1234 AB"));
  CHECK(contains(letter.parts.at("reply-form.txt"), "Form: reply"));
  CHECK(contains(letter.text, "1. Checks: owner"));
  CHECK(contains(letter.text, "2. Checks: stolen"));
  CHECK(letter.text.find("Handling") < letter.text.find("REASON"));  // the banner stands first
  CHECK(letter.parts.count("vehicle-check.json") == 1);
}

TEST_CASE("broadcasts an alert for those with the right to it, evaluation in the banner") {
  Site site;
  const auto without = send_form(site, "ana", alert("ALL"));
  INFO(without.dump(2));
  CHECK(without["reason"] == "no-right");
  auto directory = site.directory();
  const auto at = directory.find("[\"send\", \"search\"]", directory.find("id = \"ana\""));
  directory.replace(at, 18, "[\"send\", \"search\", \"broadcast\"]");
  site.write_directory(directory);
  const auto sent = send_form(site, "ana", alert("ALL"));
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  for (const auto* reader : {"nfp-bg", "nfp-rs"}) {
    const auto letter = site.newest(reader);
    CHECK(contains(letter.subject, "] Romania alerts "));
    CHECK(contains(letter.text, "Evaluation: B2"));
    CHECK(contains(letter.text, "Counts until"));
    CHECK(contains(letter.text, "\nSITUATION\n  It left Ruse"));
    CHECK(contains(letter.text, "Please acknowledge"));
    CHECK(letter.parts.count("alert.json") == 1);
  }
  CHECK(site.letters("pfp@prb.bg.example").empty());
  const std::string number = sent["case"];
  const auto acknowledged =
      send_form(site, "nfp-bg", "Form: reply\nAnswers: " + number + "\nReply kind: acknowledged\n");
  INFO(acknowledged.dump(2));
  REQUIRE(acknowledged["outcome"] == "accepted");
  const auto shown = nlohmann::json::parse(
      site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
  for (const auto& leg : shown["legs"]) {
    CHECK(leg["state"] == (leg["country"] == "BG"   ? "answered"
                           : leg["country"] == "RS" ? "sent"
                                                    : "waiting"));
  }
}

TEST_CASE("carries a letter rogatory between prosecutors alone, and lets no police case into it") {
  Site site;
  const auto sent = send_form(site, "pfp-ro", rogatory());
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  const auto letter = site.newest("pfp-bg");
  CHECK(contains(letter.text, "OBJECT AND REASON"));
  CHECK(contains(letter.text, "\nOBJECT AND REASON\n  Hearing of a witness."));
  CHECK(site.letters("nfp@mvr.bg.example").empty());
  CHECK(send_form(site, "ana", rogatory())["reason"] == "no-right");
  const auto police = send_form(site, "ana", vehicle_check());
  REQUIRE(police["outcome"] == "accepted");
  auto crossing = rogatory();
  crossing.insert(crossing.find("Our reference"),
                  "Case number: " + police["case"].get<std::string>() + "\n");
  const auto letters = site.all_letters();
  const auto refused = send_form(site, "pfp-ro", crossing);
  INFO(refused.dump(2));
  CHECK(refused["reason"] == "no-right");
  CHECK(site.all_letters() == letters + 1);  // the refusal
}

TEST_CASE("a form sent to the wrong address goes nowhere, and the answer names the right one") {
  Site site;
  const auto leaked = send_form(site, "pfp-ro", rogatory(), "seepag@pouch.example");
  INFO(leaked.dump(2));
  REQUIRE(leaked["outcome"] == "refused");
  REQUIRE(leaked["problems"].size() == 1);
  CHECK(leaked["problems"][0]["code"] == "wrong-address");
  CHECK(site.letters("seepag@pouch.example").empty());
  CHECK(site.letters("pfp@prb.bg.example").empty());
  const auto astray = send_form(site, "pfp-ro", case_note());
  INFO(astray.dump(2));
  CHECK(astray["outcome"] == "refused");
  REQUIRE(astray["letters"].size() == 1);
  CHECK(astray["letters"][0]["kind"] == "question");  // a case note needs no group: to whom?
  CHECK(contains(site.newest("pfp-ro").text, "seepag"));
  const auto right = send_form(site, "pfp-ro", case_note(), "seepag@pouch.example");
  INFO(right.dump(2));
  CHECK(right["outcome"] == "accepted");
}
