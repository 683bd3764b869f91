// The first letter to a member (CORRESPONDENCE section 9): what is in it works.
#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"
#include "tests/system/outcomes.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++found;
  }
  return found;
}

Letter welcomed(const Site& site, const std::string& id) {
  const auto ran = site.pouch({"welcome", id});
  INFO(ran.out << ran.err);
  REQUIRE(ran.status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  // A welcome to a group may come beside it.
  const auto files = site.letters(site.person_at(id).address());
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    auto letter = site.open(id, *file);
    if (letter.parts.count("pouch-key.asc") > 0) {
      return letter;
    }
  }
  FAIL("no letter with the gateway's key");
  return {};
}

}  // namespace

TEST_CASE("welcome brings a member the key, the addresses and a form that works as it stands") {
  Site site;
  const auto letter = welcomed(site, "ana");
  INFO(letter.text);
  CHECK(letter.signer == site.gateway_fingerprint());
  CHECK(letter.subject.find("Welcome to Pouch") == 0);
  const auto first_screen = letter.text.substr(0, letter.text.find("HOW TO"));
  CHECK(std::count(first_screen.begin(), first_screen.end(), '\n') <= 20);
  CHECK(first_screen.find("pouch-key.asc") != std::string::npos);
  CHECK(first_screen.find("\"help\"") != std::string::npos);
  CHECK(first_screen.find("\nGateway: requests@pouch.example\n") != std::string::npos);
  CHECK(first_screen.find("Group") == std::string::npos);
  CHECK(letter.text.find("A receipt comes within minutes") != std::string::npos);
  CHECK(letter.text.find("Press Reply") != std::string::npos);
  // The key is the gateway's, whole; the example is accepted as it stands.
  const auto shown = site.person("ana").gpg({"--show-keys"}, letter.parts.at("pouch-key.asc"));
  CHECK(shown.out.find(site.gateway_fingerprint()) != std::string::npos);
  CHECK(shown.out.find("<seepag@pouch.example>") != std::string::npos);
  const auto sent =
      is_accepted(site, site.mail("ana", {.body = letter.parts.at("example-request.txt")}));
  CHECK(sent["form"] == "request");
  CHECK(!site.letters("nfp@mvr.bg.example").empty());
  // Nothing of it stands outside, and none of it in the clear anywhere in the store.
  for (const auto* word : {"please do three things", "PUBLIC KEY BLOCK"}) {
    CHECK(letter.wire.find(word) == std::string::npos);
  }
}

TEST_CASE("welcome brings a prosecutor's desk its group's address and a note that the group gets") {
  Site site;
  const auto letter = welcomed(site, "pfp-ro");
  INFO(letter.text);
  CHECK(letter.text.find("\nGroup seepag: seepag@pouch.example\n") != std::string::npos);
  const auto note = site.deliver(
      site.mail("pfp-ro",
                {.body = letter.parts.at("example-case-note.txt"), .to = "seepag@pouch.example"}),
      "seepag@pouch.example");
  INFO(note.dump());
  CHECK(note["outcome"] == "accepted");
  CHECK(site.letters("pfp@prb.bg.example").size() == 1);
}

TEST_CASE("welcome is audited, and a running daemon hands it over at once") {
  Site site;
  site.start();
  const auto ran = site.pouch({"welcome", "nfp-bg", "--json"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  const auto told = json::parse(ran.out);
  CHECK(told["to"] == "nfp@mvr.bg.example");
  CHECK(told["addresses"] == json({"requests@pouch.example"}));
  REQUIRE(eventually([&] { return site.letters("nfp@mvr.bg.example").size() == 1; }));
  const auto audit = site.pouch({"audit", "export"}).out;
  CHECK(count(audit, "\"welcomed\"") == 1);
  CHECK(audit.find(told["letter"].get<std::string>() + " to nfp-bg") != std::string::npos);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("welcome says who is meant, and what is in the way of a letter") {
  Site site;
  const auto refused = [&](const std::string& id) {
    const auto ran = site.pouch({"welcome", id});
    INFO(ran.out << ran.err);
    CHECK(ran.status == 1);
    CHECK(ran.out.empty());
    return ran.err;
  };
  CHECK(refused("dimitr").find("did you mean \"dimitar\"?") != std::string::npos);
  CHECK(refused("xyzzy").find("no member or desk") != std::string::npos);
  fs::remove(site.folder() / "keys/nfp-rs.asc");
  CHECK(refused("nfp-rs").find("pouch key import") != std::string::npos);
  auto text = site.directory();
  const auto key = text.find("key = ", text.find("id = \"ana\""));
  site.write_directory(text.insert(key, "until = 2026-01-31\n"));
  CHECK(refused("ana").find("not registered today") != std::string::npos);
  CHECK(site.pouch({"welcome"}).status == 64);
  CHECK(json::parse(site.pouch({"queue", "list", "--all", "--json"}).out)["letters"].empty());
}

TEST_CASE("welcome waits until the key has the address of the member's new group") {
  Site site;
  site.start();
  site.write_directory(site.directory() +
                       "\n[[group]]\nid = \"jit\"\naddress = \"jit@pouch.example\"\n"
                       "community = \"prosecution\"\ndesks = [\"pfp-bg\"]\nmembers = []\n");
  const auto early = site.pouch({"welcome", "pfp-bg"});
  CHECK(early.status == 1);
  CHECK(early.err.find("systemctl reload pouch") != std::string::npos);
  CHECK(site.pouch({"welcome", "nfp-bg"}).status == 0);  // it does not write to that group
  site.stop();
  const auto letter = welcomed(site, "pfp-bg");
  CHECK(letter.text.find("jit@pouch.example") != std::string::npos);
  const auto shown = site.person("pfp-bg").gpg({"--show-keys"}, letter.parts.at("pouch-key.asc"));
  CHECK(shown.out.find("jit via Pouch <jit@pouch.example>") != std::string::npos);
}
