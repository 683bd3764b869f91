// Control messages and orders to the gateway itself (DOMAIN section 2.11).
#include <catch2/catch.hpp>

#include "tests/system/plain_words.hpp"

using namespace pouch::test;

namespace {

// A member of `country` with rights of his own.
void give_rights(Site& site, const std::string& id, const std::string& rights) {
  auto text = site.directory();
  const auto member = text.find("id = \"" + id + "\"");
  REQUIRE(member != std::string::npos);
  const auto at = text.find("rights = ", member);
  text.replace(at, text.find('\n', at) - at, "rights = " + rights);
  site.write_directory(text);
}

}  // namespace

TEST_CASE("tells, repeats, corrects and withdraws a case for its parties alone") {
  Site site;
  const auto opened = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto first = site.newest("nfp-bg");

  REQUIRE(send(site, "ana", control("status", number))["outcome"] == "accepted");
  const auto hers = site.newest("ana");
  CHECK(hers.outer_subject == "[" + number + "]");
  CHECK(contains(hers.text, "Bulgaria: sent"));
  CHECK(contains(hers.text, "Serbia: sent"));
  CHECK_FALSE(contains(hers.text, "heroin"));
  // In the thread of the letter the number need not be written.
  const auto in_thread = site.deliver(site.mail(
      "nfp-bg", {.subject = "Re", .body = control("status"), .parent = first.message_id}));
  INFO(in_thread.dump(2));
  REQUIRE(in_thread["outcome"] == "accepted");
  const auto theirs = site.newest("nfp-bg");
  CHECK(contains(theirs.text, "Bulgaria: sent"));
  CHECK_FALSE(contains(theirs.text, "Serbia: "));

  const auto foreign = send(site, "pfp-bg", control("status", number));
  const auto unknown = send(site, "pfp-bg", control("status", "SEL-2026-000777-31"));
  CHECK(foreign["reason"] == "no-right");
  CHECK(contains(foreign["problems"][0]["text"], number));

  REQUIRE(send(site, "nfp-bg", control("resend", number + "/1"))["outcome"] == "accepted");
  Letter again;
  for (const auto& file : site.letters("nfp@mvr.bg.example")) {
    const auto letter = site.open("nfp-bg", file);
    if (letter.subject == first.subject && letter.message_id != first.message_id) {
      again = letter;
    }
  }
  REQUIRE_FALSE(again.message_id.empty());
  CHECK(again.outer_subject == first.outer_subject);
  CHECK(again.references == first.references);
  CHECK(contains(again.text, "Јовановић"));
  CHECK(again.parts.count("request.json") == 1);
  CHECK(send(site, "dimitar", control("resend", number + "/1"))["reason"] == "no-right");

  const auto corrected = send(
      site, "ana",
      control("correct", number + "/1", "Reason: a slip\nCorrection: the plate is CA 1234 AC\n"));
  REQUIRE(corrected["outcome"] == "accepted");
  for (const auto* reader : {"nfp-bg", "nfp-rs"}) {
    const auto letter = site.newest(reader);
    CHECK(contains(letter.subject, "CORRECTION of " + number + "/1"));
    CHECK(contains(letter.text, "CA 1234 AC"));
    CHECK(contains(letter.text, "H1"));  // the case's handling stands first
  }
  CHECK(send(site, "nfp-bg",
             control("correct", number + "/1", "Reason: x\nCorrection: x\n"))["reason"] ==
        "no-right");

  REQUIRE(send(site, "nfp-bg", control("open requests"))["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-bg").text, number));
  REQUIRE(
      send(site, "ana", control("recall", number, "Reason: the suspect was found\n"))["outcome"] ==
      "accepted");
  CHECK(contains(site.newest("nfp-rs").subject, "Withdrawn"));
  const auto shown = nlohmann::json::parse(
      site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
  for (const auto& leg : shown["legs"]) {
    CHECK(leg["state"] == "withdrawn");
  }
  REQUIRE(send(site, "nfp-bg", control("open requests"))["outcome"] == "accepted");
  CHECK_FALSE(contains(site.newest("nfp-bg").text, number));
}

TEST_CASE("takes no key and no directory change out of a mail, and tells the operator") {
  Site site;
  give_rights(site, "dimitar", "[\"operate\"]");
  const auto before = site.pouch({"key", "list", "--json"}).out;
  const auto announce = [&](const std::string& key) {
    return site.deliver(site.mail(
        "ana", {.body = control("key update", "", "Key: new.asc\n") + "Free text:\nfingerprint " +
                        site.person("ana").fingerprint() + "\n",
                .attachments = {{"new.asc", key}}}));
  };
  CHECK(announce(site.person("mallory").public_key())["outcome"] == "refused");
  const auto sent = announce(site.person("ana").public_key());
  INFO(sent.dump(2));
  REQUIRE(sent["outcome"] == "accepted");
  // The receipt, and the announcement itself; letters on the code come behind them.
  const auto find = [&](const std::string& id, const std::string& words) {
    for (const auto& file : site.letters(site.person(id).address())) {
      auto one = site.open(id, file);
      if (contains(one.subject, words)) {
        return one;
      }
    }
    return Letter{};
  };
  CHECK(contains(find("ana", "KEPT").text + find("ana", "Receipt").text + find("ana", "DONE").text,
                 "NOT taken into use"));
  const auto letter = find("dimitar", "New key announced");
  CHECK(letter.parts.count("new.asc") == 1);
  CHECK(contains(letter.text, site.person("ana").fingerprint()));
  CHECK(site.pouch({"key", "list", "--json"}).out == before);
  CHECK(site.deliver(site.mail("mallory", {.body = request_form()}))["reason"] == "unknown-signer");
}

TEST_CASE("hands a case over: answers go to the successor from then on") {
  Site site;
  const auto opened = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto refused =
      send(site, "ana", control("handover", number, "Reason: leave\nSubstitute: nfp-bg\n"));
  CHECK(refused["outcome"] == "refused");
  CHECK(contains(refused["problems"][0]["hint"], "nfp-ro"));
  REQUIRE(send(site, "ana",
               control("handover", number, "Reason: leave\nSubstitute: nfp-ro\n"))["outcome"] ==
          "accepted");
  CHECK(contains(site.newest("ana").text, "Focal point of Romania"));
  const auto letters = site.letters("ana@police.ro.example").size();
  bool has_request = false;
  int told = 0;  // also when the desk of the requester is the successor
  for (const auto& file : site.letters("nfp@igp.ro.example")) {
    const auto letter = site.open("nfp-ro", file);
    has_request = has_request || contains(letter.text, "Јовановић");
    told += contains(letter.text, "\nREASON\n  leave\n") ? 1 : 0;
    CHECK_FALSE(contains(letter.text, "Focal point of Romania, Focal point of Romania"));
  }
  CHECK(has_request);
  CHECK(told == 1);
  REQUIRE(site.deliver(site.mail("nfp-bg", {.subject = "[" + number + "]",
                                            .body = "We look."}))["outcome"] == "accepted");
  CHECK(contains(site.newest("nfp-ro").text, "We look."));
  CHECK(site.letters("ana@police.ro.example").size() == letters);
}

TEST_CASE(
    "takes orders in a few words, in the members' languages, and nobody abroad hears of them") {
  Site site;
  const auto opened = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(opened["outcome"] == "accepted");
  const std::string number = opened["case"];
  const auto abroad = site.letters("nfp@mvr.bg.example").size();
  for (const auto& subject :
       {"status " + number, "[" + number + "] status", "stanje " + number, "състояние " + number}) {
    const auto sent = send(site, "ana", "", subject);
    INFO(subject << sent.dump(2));
    REQUIRE(sent["outcome"] == "accepted");
    CHECK(sent["case"].is_null());
    CHECK(contains(site.newest("ana").text, "Bulgaria"));
  }
  REQUIRE(send(site, "ana", "open\n", "")["outcome"] == "accepted");
  CHECK(contains(site.newest("ana").text, number));
  const auto slip = send(site, "ana", "", "stauts " + number);
  REQUIRE(slip["outcome"] == "accepted");
  CHECK(slip["case"].is_null());
  CHECK(contains(site.newest("ana").text, "status SEL-"));
  CHECK(site.letters("nfp@mvr.bg.example").size() == abroad);
  REQUIRE(send(site, "ana", "sent to the wrong country", "recall " + number)["outcome"] ==
          "accepted");
  CHECK(contains(site.newest("nfp-bg").subject, "Withdrawn"));
}
