// Forms by mail (DOMAIN section 2.11): blank ones, refusals that keep attachments, forms as JSON.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/system/plain_words.hpp"

using namespace pouch::test;

TEST_CASE("sends a blank form for its subject, filled in with what is known, and reads it back") {
  Site site;
  site.write_directory(replaced(site.directory(), "agency = \"police\"\n",
                                "agency = \"police\"\nunit = \"IGPR Bucharest\"\n"
                                "phone = \"+40211234567\"\n"));
  const auto asked = send(site, "ana", "", "Re: template request");
  CHECK(asked["outcome"] == "accepted");
  CHECK(asked["case"].is_null());
  REQUIRE(site.letters("ana@police.ro.example").size() == 1);
  const auto blank = site.newest("ana");
  CHECK_FALSE(blank.signer.empty());
  CHECK(blank.outer_subject == "[Pouch]");
  CHECK(contains(blank.wire, "Auto-Submitted: auto-replied"));
  CHECK(contains(blank.text, "Form: request\n"));
  CHECK_FALSE(contains(blank.text, "IGPR Bucharest"));  // what is known need not be asked
  const auto body = as_reply(blank.text, {{"To:", "BG"},
                                          {"Crime area:", "DRUG"},
                                          {"Offence described:", "smuggling of heroin"},
                                          {"Our reference:", "4417/2026"},
                                          {"Purpose:", "investigate"},
                                          {"Information wanted:", "Who owns the lorry?"},
                                          {"Facts:", "A lorry was stopped at Giurgiu."},
                                          {"Reasons:", "Bulgarian plates"},
                                          {"Role:", "suspect"},
                                          {"Family name:", "Jovanović"},
                                          {"Link to purpose:", "driver"}});
  const auto sent = site.deliver(site.mail(
      "ana", {.subject = "Re: " + blank.subject, .body = body, .parent = blank.message_id}));
  INFO(sent.dump(2));
  CHECK(sent["outcome"] == "accepted");
  CHECK(sent["form"] == "request");
  CHECK(contains(site.newest("nfp-bg").text, "IGPR Bucharest"));
  REQUIRE(send(site, "ana", "", "template request bg all")["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").text, "Приоритет:"));
  REQUIRE(send(site, "ana", "", "template request xx all")["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").text, "Priority:"));
  CHECK(contains(site.newest("ana").text, "IGPR Bucharest"));
  CHECK(contains(site.newest("ana").text, "Ana Ionescu"));
}

TEST_CASE("says by mail which forms there are, each to whom may send it") {
  Site site;
  REQUIRE(send(site, "ana", "what can I do?", "help")["outcome"] == "accepted");
  const auto help = site.newest("ana");
  CHECK(contains(help.text, "request"));
  CHECK(contains(help.text, "template NAME"));
  CHECK_FALSE(contains(help.text, "case-note"));
  REQUIRE(send(site, "pfp-ro", control("help"))["outcome"] == "accepted");
  CHECK(contains(site.newest("pfp-ro").text, "case-note"));
  const auto unknown = send(site, "ana", "", "template requst");
  CHECK(unknown["outcome"] == "refused");
  CHECK(unknown["problems"][0]["code"] == "unknown-form");
  CHECK(contains(unknown["problems"][0]["hint"], "request"));
  const auto letters = site.all_letters();
  CHECK(site.deliver(site.mail("mallory", {.subject = "help"}))["outcome"] == "held");
  CHECK(site.all_letters() == letters);
}

TEST_CASE("joins the attachments of a refused form with the corrected text") {
  Site site;
  const auto wrong = replaced(request_form(), "12.04.1980", "32.04.1980");
  const auto refused = site.deliver(
      site.mail("ana", {.body = wrong,
                        .attachments = {{"crossings.csv", "a;b\n"}, {"photo.jpg", "old"}},
                        .message_id = "<first@police.ro.example>"}));
  INFO(refused.dump(2));
  REQUIRE(refused["outcome"] == "refused");
  const auto letter = site.newest("ana");
  CHECK(contains(letter.text, "crossings.csv"));
  CHECK(contains(letter.text, "[kept "));
  // Another's Reply gets nothing, nor does a plain one.
  const auto marked = letter.text.substr(letter.text.find("## Attachments of this form"));
  const auto corrected = replaced(marked, "32.04.1980", "12.04.1980");
  site.person("dimitar").import(site.gateway_key());
  const auto other =
      site.deliver(site.mail("dimitar", {.body = replaced(corrected, "To: BG, RS", "To: RO")}));
  INFO(other.dump(2));
  REQUIRE(other["outcome"] == "accepted");
  CHECK(site.newest("nfp-ro").parts.count("crossings.csv") == 0);

  const auto still = site.deliver(
      site.mail("ana", {.subject = "Re: ...", .body = marked, .parent = letter.message_id}));
  REQUIRE(still["outcome"] == "refused");
  const auto second = site.newest("ana");
  CHECK(contains(second.text, "crossings.csv"));
  const auto again =
      replaced(second.text.substr(second.text.rfind("## Attachments of this form: ")), "32.04.1980",
               "12.04.1980");
  const auto mended = site.deliver(site.mail("ana", {.subject = "Re: ...",
                                                     .body = again,
                                                     .parent = second.message_id,
                                                     .attachments = {{"photo.jpg", "new"}}}));
  INFO(mended.dump(2));
  REQUIRE(mended["outcome"] == "accepted");
  const auto request = site.newest("nfp-bg");
  CHECK(request.parts.at("crossings.csv") == "a;b\r\n");
  CHECK(contains(request.parts.at("photo.jpg"), "new"));
  CHECK(contains(request.text, "<first@police.ro.example>"));
  REQUIRE(request.parts.count("earlier-original.pgp") == 1);
  const auto file = site.folder() / "earlier.pgp";
  write_file(file, request.parts.at("earlier-original.pgp"));
  site.person("nfp-bg").import(site.person("ana").public_key());
  CHECK(contains(site.person("nfp-bg").gpg({"--status-fd", "2", "--verify", file.string()}).err,
                 "GOODSIG"));
  const auto data = nlohmann::json::parse(request.parts.at("request.json"));
  bool told = false;
  for (const auto& part : data["attachments"]) {
    told = told || (part["name"] == "crossings.csv" && part["brought_by"].is_string() &&
                    contains(part["brought_by"], "<first@police.ro.example>"));
  }
  CHECK(told);
  // Joined once: a second Reply has them no more.
  const auto twice = site.deliver(site.mail("ana", {.body = again, .parent = second.message_id}));
  REQUIRE(twice["outcome"] == "accepted");
  CHECK(site.newest("nfp-bg").parts.count("crossings.csv") == 0);
}

TEST_CASE("reads a form that comes as JSON alone, and refuses text that says otherwise") {
  Site site;
  const nlohmann::json person{{"kind", "person"},
                              {"number", 1},
                              {"role", "suspect"},
                              {"family_name", "Јовановић"},
                              {"link_to_purpose", "consignee"}};
  nlohmann::json data{{"form", "request"},
                      {"to_states", {"BG", "RS"}},
                      {"crime_area", "DRUG"},
                      {"own_ref", "4417/2026"},
                      {"purpose", "INVESTIGATE"},
                      {"information_wanted", {"Who owns the lorry?"}},
                      {"facts", "A lorry was stopped."},
                      {"reasons_available", "Bulgarian plates"},
                      {"blocks", {person}}};
  for (const auto* body : {"", "Please see the attached form.\n"}) {
    const auto sent = site.deliver(
        site.mail("ana", {.body = body, .attachments = {{"request.json", data.dump()}}}));
    INFO(sent.dump(2));
    REQUIRE(sent["outcome"] == "accepted");
    CHECK(sent["form"] == "request");
    CHECK(contains(site.newest("nfp-bg").text, "Јовановић"));
  }
  const auto both = site.deliver(
      site.mail("ana", {.body = request_form(), .attachments = {{"form.json", data.dump()}}}));
  INFO(both.dump(2));
  REQUIRE(both["outcome"] == "refused");
  const auto facts =
      std::find_if(both["problems"].begin(), both["problems"].end(),
                   [](const nlohmann::json& problem) { return problem["label"] == "Facts"; });
  REQUIRE(facts != both["problems"].end());
  CHECK((*facts)["line"] == 13);
  CHECK(contains((*facts)["text"], "form.json"));
  data["form"] = "requst";
  const auto typo =
      site.deliver(site.mail("ana", {.attachments = {{"request.json", data.dump()}}}));
  INFO(typo.dump(2));
  CHECK(typo["outcome"] == "refused");
  CHECK(typo["problems"][0]["code"] == "unknown-form");
  // JSON that is no form is an attachment like any.
  const auto other = site.deliver(site.mail(
      "ana", {.body = request_form(), .attachments = {{"data.json", "{\"speed\": 90}"}}}));
  CHECK(other["outcome"] == "accepted");
  CHECK(site.newest("nfp-bg").parts.count("data.json") == 1);
}
