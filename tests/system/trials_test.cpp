// Mails, reports and keys that once went wrong (tests/fixtures/trials), through the whole program:
// each ends as it should.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/system/client_site.hpp"
#include "tests/system/outcomes.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const fs::path kTrials = fs::path(POUCH_FIXTURES) / "trials";
const std::string kBg = "nfp@mvr.bg.example";

std::string trial(const std::string& name) { return read_file(kTrials / name); }

json only_held(const Site& site) {
  const auto held = site.held();
  REQUIRE(held.size() == 1);
  return held.at(0);
}

std::string report_to(const std::string& name, const std::string& sender) {
  auto text = trial(name);
  const auto at = text.find("@TAG@");
  REQUIRE(at != std::string::npos);
  return text.replace(at, 5, sender);
}

std::vector<json> letters_to_bg(const Site& site) {
  std::vector<json> found;
  const auto queue = json::parse(site.pouch({"queue", "list", "--all", "--json"}).out);
  for (const auto& letter : queue["letters"]) {
    if (letter["to"] == kBg) {
      found.push_back(letter);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("carries the trials' requests, and finds the words of their attachments") {
  ClientSite site;
  for (const auto* name :
       {"07-attached-html-inline-tags.eml", "09-attached-csv-says-windows-1250.eml",
        "10-attached-csv-labelled-excel.eml", "11-signed-request-exchange-suppress.eml",
        "13-vin-in-cyrillic.eml", "14-outer-transfer-encoding.eml",
        "16-both-parts-octet-stream.eml"}) {
    const auto ran = site.pouch({"deliver", "--wait", "--json"}, trial(name));
    INFO(name << "\n" << ran.out << ran.err);
    const auto outcome = json::parse(ran.out);
    CHECK(outcome["outcome"] == "accepted");
    CHECK(outcome["sender"] == "officer");
    CHECK(outcome["form"] == "request");
    if (std::string(name).starts_with("13")) {
      CHECK(contains(outcome["warnings"].dump(), "Latin letters"));
      CHECK_FALSE(contains(outcome["warnings"].dump(), "this one has 17"));
    }
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  for (const auto* word : {"stojanka", "CB7788", "željko", "čubrilović", "perunčić"}) {
    const auto found =
        site.pouch({"search", word, "--as", "officer", "--reason", "test", "--json"});
    INFO(word << "\n" << found.out << found.err);
    CHECK(found.status == 0);
  }
}

TEST_CASE("the reports of today's servers set the state of the letter that they came back on") {
  Site site;
  const std::vector<std::string> reports{
      "17-report-without-report-type.eml", "19-report-blank-line-in-diagnostic.eml",
      "public-07-report-under-multipart-mixed.eml", "public-08-report-boundary-with-at-sign.eml",
      "public-10-report-diagnostic-not-folded.eml"};
  for (std::size_t i = 0; i <= reports.size(); ++i) {
    const auto note = site.mail("dimitar", {.body = "Note " + std::to_string(i) + "\n"});
    REQUIRE(site.pouch({"deliver"}, note).status == 0);
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto before = letters_to_bg(site);
  REQUIRE(before.size() == reports.size() + 1);
  const auto deliver = [&](const std::string& mail, const json& letter) {
    const auto ran = site.pouch({"deliver", "--wait", "--json", "--from", "", "--to",
                                 letter["envelope_sender"].get<std::string>()},
                                mail);
    INFO(ran.err);
    REQUIRE(!ran.out.empty());
    return json::parse(ran.out);
  };
  for (std::size_t i = 0; i < reports.size(); ++i) {
    INFO(reports[i]);
    const auto outcome = deliver(report_to(reports[i], before[i]["envelope_sender"]), before[i]);
    CHECK(outcome["outcome"] == "accepted");
    CHECK(outcome["reason"] == "delivery-report");
  }
  const auto& last = before.back();
  auto vague = report_to(reports.front(), last["envelope_sender"]);
  vague.replace(vague.find("Action: failed"), 14, "Action: perhaps");
  CHECK(deliver(vague, last)["reason"] == "automatic");
  const auto after = letters_to_bg(site);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < reports.size(); ++i) {
    INFO(reports[i]);
    CHECK(after[i]["id"] == before[i]["id"]);
    CHECK(after[i]["state"] == "failed");
    CHECK(after[i]["status"] == "5.1.1");
  }
  CHECK(after.back()["state"] == "delivered");
  // What is not understood names its letter.
  const std::string detail = only_held(site)["detail"];
  CHECK(contains(detail, last["id"]));
  CHECK(contains(detail, kBg));
}

TEST_CASE("tells a proved officer which part of their mail cannot be read, and why") {
  Site site;
  const auto sealed = [&](const std::string& entity) {
    return site.outer("ana", {}, site.sign_encrypt("ana", entity));
  };
  const auto outcome =
      is_refused(site, "ana", sealed(trial("public-01-bare-equals-in-quoted-printable.eml")),
                 "unreadable", "Part 2 (text/html): a bare \"=\"");
  REQUIRE(outcome["problems"].size() == 1);
  CHECK(outcome["problems"].at(0)["code"] == "unreadable");
  CHECK(contains(outcome["problems"].at(0)["text"], "octet 15"));
  is_refused(site, "ana", sealed(trial("public-03-multipart-left-open.eml")), "unreadable",
             "Multipart not closed");
  is_refused(site, "ana", sealed(trial("public-05-smime-signed-inside.eml")), "unreadable",
             "S/MIME");
  const auto twice = site.sign_encrypt("ana", site.inner("ana", {.body = request_form()}));
  is_refused(site, "ana", sealed("Content-Type: text/plain\n\n" + twice), "unreadable",
             "encrypted twice");
  CHECK(site.letters(kBg).empty());
}

TEST_CASE("says of a key bound by SHA-1 what is wrong and how its owner renews it") {
  Site site;
  const auto file = kTrials / "public-06-key-bound-by-sha1.asc";
  const auto imported = site.pouch({"key", "import", file.string()});
  CHECK(imported.status == 65);
  CHECK(contains(imported.err, "its bindings use SHA-1"));
  CHECK(contains(imported.err, "--quick-set-expire ED91CC5E3BCDA28EEFCB87350143DEC10C63F9E4 2y"));
  fs::copy_file(file, site.folder() / "keys/old.asc");
  const auto checked = site.pouch({"check"});
  CHECK(contains(checked.out + checked.err, "its bindings use SHA-1"));
  CHECK_FALSE(contains(checked.out + checked.err, "holds no OpenPGP public key"));
}

TEST_CASE("a mark under the signature holds a member's mail, and release sends it through") {
  Site site;
  const auto inner =
      "Auto-Submitted: auto-generated\r\n" + site.inner("ana", {.body = request_form()});
  const auto mail = site.outer("ana", {}, site.sign_encrypt("ana", inner));
  is_held(site, mail, "automatic");
  const auto held = only_held(site);
  CHECK(held["detail"] == "Auto-Submitted, under the signature");
  REQUIRE(site.pouch({"held", "release", held["id"].dump()}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.held().empty());
  CHECK(site.letters(kBg).size() == 1);
}

TEST_CASE("a mail by a member's new subkey names the key and the member in held") {
  Site site;
  const auto& ana = site.person_at("ana");
  REQUIRE(ana.gpg({"--quick-add-key", ana.fingerprint(), "ed25519", "sign", "never"}).status == 0);
  const auto listed = ana.gpg({"--with-colons", "--list-keys", ana.fingerprint()}).out;
  const auto sub = listed.rfind("\nsub:");
  REQUIRE(sub != std::string::npos);
  const auto subkey =
      listed.substr(listed.find_first_not_of(':', listed.find("\nfpr:", sub) + 4), 40);
  const auto mail =
      site.mail("ana", {.body = request_form(), .gpg_options = {"--local-user", subkey + "!"}});
  is_held(site, mail, "unknown-signer");
  const auto detail = only_held(site)["detail"].get<std::string>();
  INFO(detail);
  CHECK(contains(detail, subkey.substr(24)));
  CHECK(contains(detail, ana.address()));
  CHECK(contains(detail, "(ana)"));
}
