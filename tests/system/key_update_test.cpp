// Keys of people from outside: a new key announced, proved, confirmed; everything wrong that a
// member, a thief or another member can send; warnings before a key ends; which keys open what.
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/movable_clock.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kAnnounce = "Form: control\nAction: key update\nKey: new.asc\n";

// Dimitar is the operator, and Ana acts for the focal point of Romania.
class Office {
 public:
  Office()
      : fresh(site.folder().parent_path() / "k", "ana-new", "Ana Ionescu",
              "ana.new@police.ro.example") {
    auto text = site.directory();
    const auto operate = text.find("rights = [", text.find("id = \"dimitar\""));
    text.insert(text.find(']', operate), ", \"operate\"");
    const auto ana = text.find("id = \"ana\"");
    text.insert(text.find('\n', ana) + 1, "# Ana's comment\n");
    if (const auto desks = text.find("desks = []", ana); desks != std::string::npos) {
      text.replace(desks, 10, "desks = [\"nfp-ro\"]");
    } else {
      text.insert(text.find('\n', ana) + 1, "desks = [\"nfp-ro\"]\n");
    }
    site.write_directory(text);
    fresh.gpg({"--quick-add-uid", fresh.fingerprint(), "Ana Ionescu <ana@police.ro.example>"});
  }

  json send(const std::string& who, const MailParts& parts) const {
    const auto sent = site.deliver(site.mail(who, parts));
    UNSCOPED_INFO(sent.dump(1));
    site.pouch({"run", "--until-idle"});
    return sent;
  }
  json announce(const std::string& key, const std::string& who = "ana") const {
    return send(who, {.subject = "new key", .body = kAnnounce, .attachments = {{"new.asc", key}}});
  }
  Letter last_with(const std::string& id, const std::string& words) const {
    const auto files = site.letters(site.person_at(id).address());
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
      auto letter = site.open(id, *file);
      if (contains(letter.subject, words)) {
        return letter;
      }
    }
    FAIL("no letter \"" << words << "\" for " << id);
    return {};
  }
  std::size_t with(const std::string& id, const std::string& words) const {
    std::size_t count = 0;
    for (const auto& file : site.letters(site.person_at(id).address())) {
      count += contains(site.open(id, file).subject, words) ? 1U : 0U;
    }
    return count;
  }
  std::string code() const {
    const auto proof = last_with("ana", "Show that the new key is yours").parts.at("proof.asc");
    const auto opened = fresh.gpg({"--decrypt"}, proof).out;
    const auto at = opened.find("KEY-");
    REQUIRE(at != std::string::npos);
    return opened.substr(at, 33);
  }
  json answer(const std::string& who, const std::string& text) const {
    const auto letter = last_with("ana", "Show that the new key is yours");
    return send(who,
                {.subject = "Re: " + letter.subject, .body = text, .parent = letter.message_id});
  }
  json updates() const {
    return json::parse(site.pouch({"key", "updates", "--json"}).out)["updates"];
  }
  // All that a key update may change before the operator's word: nothing.
  std::string ring() const { return site.directory() + site.pouch({"key", "list", "--json"}).out; }

  Site site;
  Person fresh;
};

}  // namespace

TEST_CASE("a new key is announced, proved by its sealed code, and counts when it is confirmed") {
  Office office;
  auto& site = office.site;
  const auto before = office.ring();
  const auto old = site.person("ana").fingerprint(), fresh = office.fresh.fingerprint();
  REQUIRE(office.announce(office.fresh.public_key())["outcome"] == "accepted");
  REQUIRE(office.updates().size() == 1);
  CHECK(office.updates()[0]["state"] == "asked");
  CHECK(office.with("nfp-ro", "announces a new key") == 1);
  CHECK(office.with("dimitar", "announces a new key") == 1);
  // Not before the proof, whatever the operator says.
  CHECK(site.pouch({"key", "confirm", "ana", "--as", fresh}).status == 1);

  const auto proved = office.answer("ana", "Here is the code: " + office.code() + "\n");
  REQUIRE(proved["outcome"] == "accepted");
  CHECK(office.updates()[0]["state"] == "proved");
  CHECK(office.with("ana", "new key is proved") == 2);  // the answer, and the letter to all
  CHECK(office.with("dimitar", "To confirm") == 1);
  CHECK(office.ring() == before);

  // One command shows both; without the fingerprint that was read out, or with another, nothing.
  const auto shown = site.pouch({"key", "confirm", "ana"});
  CHECK(shown.status == 1);
  const auto spoken = [](const std::string& key) {
    std::string text;
    for (std::size_t at = 0; at < key.size(); at += 4) {
      text += (at == 0 ? "" : " ") + key.substr(at, 4);
    }
    return text;
  };
  CHECK(contains(shown.out, spoken(old)));
  CHECK(contains(shown.out, spoken(fresh)));
  CHECK(site.pouch({"key", "confirm", "ana", "--as", old}).status == 65);
  CHECK(office.ring() == before);

  const auto taken = site.pouch({"key", "confirm", "ana", "--as", spoken(fresh), "--json"});
  INFO(taken.err);
  REQUIRE(taken.status == 0);
  CHECK(json::parse(taken.out)["updates"][0]["state"] == "confirmed");
  CHECK(contains(site.directory(), fresh));
  CHECK_FALSE(contains(site.directory(), old));
  CHECK(contains(site.directory(), "# Ana's comment"));
  site.pouch({"run", "--until-idle"});
  const auto letters = site.letters("ana@police.ro.example");
  const auto told = office.fresh.gpg({"--decrypt"}, read_file(letters.back()));
  CHECK(contains(told.out, "counts from now on"));
  CHECK(office.with("dimitar", "counts from now on") == 1);

  // The old one does not count any more.
  CHECK(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] != "accepted");
  CHECK(site.pouch({"key", "confirm", "ana", "--as", fresh}).status == 1);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("whatever else is offered as a new key is refused with its rule, and changes nothing") {
  Office office;
  auto& site = office.site;
  const auto before = office.ring();
  const auto& fresh = office.fresh;
  const auto refused = [&](const std::string& key, const std::string& reason) {
    INFO(reason);
    const auto sent = office.announce(key);
    CHECK(sent["outcome"] == "refused");
    CHECK(sent["reason"] == "key-update");
    CHECK(sent["problems"][0]["code"] == reason);
    CHECK(office.updates().empty());
    CHECK(office.ring() == before);
    return sent;
  };
  refused("no key at all", "unusable-key");
  refused(fresh.public_key() + site.person("mallory").public_key(), "unusable-key");
  refused(site.person("nfp-bg").public_key(), "key-of-another");
  refused(site.person("mallory").public_key(), "key-address");
  refused(site.pouch({"key", "list", "--export"}).out, "unusable-key");
  const auto signing_only =
      fresh.gpg({"--armor", "--export-options", "export-minimal", "--export-filter",
                 "drop-subkey=usage =~ e", "--export", fresh.fingerprint()});
  refused(signing_only.out, "unusable-key");
  fresh.gpg({"--quick-set-expire", fresh.fingerprint(), "seconds=1"});
  REQUIRE(eventually([&] { return contains(fresh.gpg({"--list-keys"}).out, "expired"); }));
  refused(fresh.public_key(), "unusable-key");
}

TEST_CASE("a private key in the mail is refused with a warning, and nothing of it is kept") {
  Office office;
  auto& site = office.site;
  const auto secret = office.fresh.gpg({"--armor", "--export-secret-keys"}).out;
  REQUIRE(contains(secret, "PRIVATE KEY"));
  const auto binary = office.fresh.gpg({"--export-secret-keys"}).out;
  const auto behind = office.fresh.gpg({"--export"}).out + binary;
  for (const auto& file : {secret, binary, behind}) {
    const auto sent = office.announce(file);
    CHECK(sent["problems"][0]["code"] == "private-key");
    const auto letter = site.newest("ana");
    CHECK(contains(letter.text, "WARNING"));
    CHECK(contains(letter.text, "kept nothing"));
    CHECK_FALSE(contains(letter.text, "new.asc is kept"));
  }
  CHECK(office.updates().empty());
  const auto kept =
      run({"sqlite3", (site.state() / "pouch.db").string(), "SELECT count(*) FROM kept_mails"});
  CHECK((kept.status != 0 || kept.out == "0\n"));
  std::size_t homes = 0;  // throw-away homes, in which it was looked at
  for (const auto& entry : fs::directory_iterator(site.folder() / "gnupg")) {
    homes += contains(entry.path().filename().string(), "pouch-ring") ? 1U : 0U;
  }
  CHECK(homes == 0);
}

TEST_CASE("a code of another, a code twice, a made-up one, a late one: each is refused") {
  Office office;
  auto& site = office.site;
  REQUIRE(office.announce(office.fresh.public_key())["outcome"] == "accepted");
  const auto code = office.code();
  CHECK(office.send("nfp-bg", {.subject = "code", .body = code + "\n"})["problems"][0]["code"] ==
        "code-of-another");
  CHECK(office.answer("ana", "KEY-AAAA-BBBB-CCCC-DDDD-EEEE-FFFF\n")["problems"][0]["code"] ==
        "unknown-code");
  CHECK(office.updates()[0]["state"] == "asked");
  // A Reply without a word of its own is no proof.
  const auto letter = office.last_with("ana", "Show that the new key is yours");
  std::string quoted;
  for (const char c : "\n" + letter.text) {
    quoted += c == '\n' ? std::string("\n> ") : std::string(1, c);
  }
  office.answer("ana", quoted + "\n");
  CHECK(office.updates()[0]["state"] == "asked");
  REQUIRE(office.answer("ana", code + "\n")["outcome"] == "accepted");
  CHECK(office.answer("ana", "again: " + code + "\n")["problems"][0]["code"] == "code-used");
  CHECK(office.updates()[0]["state"] == "proved");

  // A newer announcement ends the older code; it lapses after its week.
  REQUIRE(office.announce(office.fresh.public_key())["outcome"] == "accepted");
  CHECK(office.answer("ana", code + "\n")["problems"][0]["code"] == "code-ended");
  const auto late = office.code();
  const MovableClock clock(site.folder().parent_path());
  clock.advance_to(8 * kDay);
  site.pouch({"run", "--until-idle"}, "", clock.environment());
  CHECK(office.updates().empty());
  CHECK(office.with("ana", "NOT proved in time") == 1);
  const auto sent = json::parse(
      site.pouch({"deliver", "--wait", "--json"},
                 site.mail("ana", {.subject = "code", .body = late + "\n"}), clock.environment())
          .out);
  CHECK(sent["problems"][0]["code"] == "code-late");
}

TEST_CASE("a thief of the old key gets nowhere without the operator, and stop ends it") {
  Office office;
  auto& site = office.site;
  const auto before = office.ring();
  // Whoever holds Ana's key announces his own, with her name in it, and proves it.
  REQUIRE(office.announce(office.fresh.public_key())["outcome"] == "accepted");
  REQUIRE(office.answer("ana", office.code() + "\n")["outcome"] == "accepted");
  CHECK(office.ring() == before);
  CHECK(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  // Her desk got the same news, and says no.
  const auto letter = office.last_with("nfp-ro", "new key is proved");
  const auto stopped = office.send(
      "nfp-ro",
      {.subject = "Re: " + letter.subject, .body = "Stop!\n", .parent = letter.message_id});
  REQUIRE(stopped["outcome"] == "accepted");
  CHECK(office.updates().empty());
  for (const auto* id : {"ana", "nfp-ro", "dimitar"}) {
    INFO(id);
    CHECK(office.with(id, "STOPPED") == 1);
  }
  CHECK(site.pouch({"key", "confirm", "ana", "--as", office.fresh.fingerprint()}).status == 1);
  CHECK(office.ring() == before);

  // The operator's no.
  REQUIRE(office.announce(office.fresh.public_key())["outcome"] == "accepted");
  const auto no = site.pouch({"key", "refuse", "ana", "--reason", "she did not announce it"});
  INFO(no.err);
  REQUIRE(no.status == 0);
  site.pouch({"run", "--until-idle"});
  CHECK(office.with("ana", "NOT taken") == 1);
  CHECK(office.ring() == before);
}

TEST_CASE("announcements signed by a revoked or an expired key are refused as all their mails") {
  Office office;
  auto& site = office.site;
  const auto announcement = [&](const std::string& who) {
    return site.mail(who, {.subject = "new key",
                           .body = kAnnounce,
                           .attachments = {{"new.asc", office.fresh.public_key()}}});
  };
  const auto expired = announcement("ana"), revoked = announcement("nfp-bg");
  const auto& ana = site.person("ana");
  ana.gpg({"--quick-set-expire", ana.fingerprint(), "seconds=2"});
  site.enter_key("ana");
  REQUIRE(eventually([&] { return contains(ana.gpg({"--list-keys"}).out, "expired"); }));
  CHECK(site.deliver(expired)["reason"] == "expired-key");
  const auto& bulgaria = site.person("nfp-bg");
  auto certificate = read_file(site.folder().parent_path() / "k" / "nfp-bg" / "openpgp-revocs.d" /
                               (bulgaria.fingerprint() + ".rev"));
  bulgaria.gpg({"--import"}, certificate.erase(certificate.find(":-----BEGIN"), 1));
  site.enter_key("nfp-bg");
  CHECK(site.deliver(revoked)["reason"] == "revoked-key");
  CHECK(office.updates().empty());
}

TEST_CASE("a key with a new date goes the same way, and the directory stays as it is") {
  Office office;
  auto& site = office.site;
  const auto& ana = site.person("ana");
  ana.gpg({"--quick-set-expire", ana.fingerprint(), "3y"});
  const auto before = site.directory();
  REQUIRE(office.announce(ana.public_key())["outcome"] == "accepted");
  const auto proof =
      office.last_with("ana", "Show that the new key is yours").parts.at("proof.asc");
  const auto opened = ana.gpg({"--decrypt"}, proof).out;
  REQUIRE(office.answer("ana", opened.substr(opened.find("KEY-"), 33) + "\n")["outcome"] ==
          "accepted");
  const auto taken = site.pouch({"key", "confirm", "ana", "--as", ana.fingerprint()});
  INFO(taken.err);
  REQUIRE(taken.status == 0);
  CHECK(site.directory() == before);
  CHECK(contains(site.pouch({"key", "list", "--json"}).out,
                 date(now() + 3 * 365 * kDay).substr(0, 7)));
}

TEST_CASE("a key that ends is told of at 60, 30, 7 and 1 days, once each, until it is renewed") {
  Office office;
  auto& site = office.site;
  const auto& ana = site.person("ana");
  ana.gpg({"--quick-set-expire", ana.fingerprint(), "100d"});
  site.enter_key("ana");
  const MovableClock clock(site.folder().parent_path());
  const auto look_on = [&](int day) {
    clock.advance_to(day * kDay);
    const auto ran = site.pouch({"run", "--until-idle"}, "", clock.environment());
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    REQUIRE(site.pouch({"run", "--until-idle"}, "", clock.environment()).status == 0);
  };
  const auto told = [&](const std::string& id) { return office.with(id, "key ends in"); };
  look_on(30);
  CHECK(told("ana") == 0);
  look_on(41);
  for (const auto* id : {"ana", "nfp-ro", "dimitar"}) {
    INFO(id);
    CHECK(told(id) == 1);
  }
  CHECK(told("nfp-bg") == 0);
  look_on(55);
  CHECK(told("ana") == 1);
  look_on(71);
  CHECK(told("ana") == 2);
  look_on(98);  // late for the seven days: one letter of the step, and one of the last day
  CHECK(told("ana") == 3);
  look_on(99);
  CHECK(told("ana") == 4);
  CHECK(told("nfp-ro") == 4);
  CHECK(told("dimitar") == 4);
  look_on(120);
  CHECK(told("ana") == 4);
}

TEST_CASE("a renewed key is told of no more, and one found late once") {
  Office office;
  auto& site = office.site;
  const auto& ana = site.person("ana");
  ana.gpg({"--quick-set-expire", ana.fingerprint(), "5d"});
  site.enter_key("ana");
  site.pouch({"run", "--until-idle"});
  CHECK(office.with("ana", "key ends in") == 1);
  CHECK(contains(office.last_with("ana", "key ends in").text, "Action: key update"));
  ana.gpg({"--quick-set-expire", ana.fingerprint(), "2y"});
  site.enter_key("ana");
  const MovableClock clock(site.folder().parent_path());
  clock.advance_to(4 * kDay + kDay / 2);
  site.pouch({"run", "--until-idle"}, "", clock.environment());
  CHECK(office.with("ana", "key ends in") == 1);
}

TEST_CASE("show says for good which key signed, and which keys open each letter") {
  Office office;
  auto& site = office.site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  const std::string number = sent["case"];
  const std::vector<std::string> show{"show", number, "--as", "ana", "--reason", "test"};
  auto with = show;
  with.push_back("--json");
  const auto shown = json::parse(site.pouch(with).out);
  CHECK(shown["messages"][0]["signer"] == site.person("ana").fingerprint());
  CHECK(shown["messages"][0]["signing_key"] == site.person("ana").fingerprint());
  bool bulgaria = false;
  for (const auto& letter : shown["letters"]) {
    CHECK(letter["signed_with"] == site.gateway_fingerprint());
    CHECK(letter["number"] == number + "/1");
    REQUIRE_FALSE(letter["keys"].empty());
    if (letter["to"] == "nfp@mvr.bg.example") {
      bulgaria = true;
      CHECK(letter["keys"] == json::array({site.person("nfp-bg").fingerprint()}));
    }
  }
  CHECK(bulgaria);
  with = show;
  with.push_back("--keys");
  const auto text = site.pouch(with).out;
  CHECK(contains(text, "opened by: " + site.person("nfp-bg").fingerprint()));
  CHECK_FALSE(contains(site.pouch(show).out, "opened by"));
}

TEST_CASE("the gateway's key is published under the names that gpg itself looks for") {
  Office office;
  auto& site = office.site;
  const auto folder = site.folder().parent_path() / "wkd";
  const auto ran = site.pouch({"key", "publish", folder.string(), "--json"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  const auto listed = run({"gpg", "--homedir", (site.folder() / "gnupg").string(), "--batch",
                           "--with-wkd-hash", "--list-keys", site.gateway_fingerprint()})
                          .out;
  const auto addresses = json::parse(ran.out)["addresses"];
  REQUIRE(addresses.size() >= 2);  // its own, and the group's
  for (const auto& one : addresses) {
    const std::string hash = one["hash"], domain = one["domain"], address = one["address"];
    INFO(address);
    CHECK(contains(listed, hash + "@" + domain));
    CHECK(one["advanced"] == (folder / domain / "hu" / hash).string());
    CHECK(one["direct"] == (folder / "hu" / hash).string());
    CHECK(fs::exists(folder / domain / "policy"));
    CHECK(fs::exists(folder / "policy"));
    const auto key = read_file(folder / domain / "hu" / hash);
    CHECK(key == read_file(folder / "hu" / hash));
    const auto held = site.person("mallory").gpg(
        {"--with-colons", "--import-options", "show-only", "--import"}, key);
    CHECK(contains(held.out, site.gateway_fingerprint()));
    CHECK(contains(held.out, "<" + address + ">"));
    const auto asked = run({"/usr/lib/gnupg/gpg-wks-client", "--print-wkd-hash", address});
    if (asked.status == 0) {
      CHECK(contains(asked.out, hash));
    }
  }
}

TEST_CASE("warns once that a key ends, killed at any step", "[long]") {
  Office office;
  auto& site = office.site;
  const auto& ana = site.person("ana");
  ana.gpg({"--quick-set-expire", ana.fingerprint(), "100d"});
  site.enter_key("ana");
  const MovableClock clock(site.folder().parent_path());
  std::size_t warned = 0;
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    clock.advance_to((warned == 0 ? 41 : 71) * kDay);
    ++warned;
    killed_at(site, step, {"run"}, {}, clock.environment());
    for (int times = 0; times < 2; ++times) {
      REQUIRE(site.pouch({"run", "--until-idle"}, "", clock.environment()).status == 0);
    }
    CHECK(office.with("ana", "key ends in") == warned);
    CHECK(office.with("dimitar", "key ends in") == warned);
  }
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("tells once that a new key was not proved in time, killed at any step", "[long]") {
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    Office office;
    auto& site = office.site;
    REQUIRE(office.announce(office.fresh.public_key())["outcome"] == "accepted");
    const MovableClock clock(site.folder().parent_path());
    clock.advance_to(8 * kDay);
    killed_at(site, step, {"run"}, {}, clock.environment());
    for (int times = 0; times < 2; ++times) {
      REQUIRE(site.pouch({"run", "--until-idle"}, "", clock.environment()).status == 0);
    }
    CHECK(office.with("ana", "NOT proved in time") == 1);
    CHECK(office.with("dimitar", "NOT proved in time") == 1);
    CHECK(acts(site, "key-lapsed") == 1);
  }
}

TEST_CASE("takes a new key in once, killed at any step of the operator's word", "[long]") {
  for (const auto& step : steps_reached_here()) {
    INFO("stopped at " << step);
    Office office;
    auto& site = office.site;
    const auto fresh = office.fresh.fingerprint();
    REQUIRE(office.announce(office.fresh.public_key())["outcome"] == "accepted");
    REQUIRE(office.answer("ana", office.code() + "\n")["outcome"] == "accepted");
    const std::vector<std::string> word{"key", "confirm", "ana", "--as", fresh};
    killed_at(site, step, word);
    const auto again = site.pouch(word);
    CHECK(again.status == (step == "commit.after" ? 1 : 0));
    site.pouch({"run", "--until-idle"});
    CHECK(contains(site.directory(), fresh));
    CHECK_FALSE(contains(site.directory(), site.person("ana").fingerprint()));
    CHECK(office.updates().empty());
    CHECK(office.with("dimitar", "counts from now on") == 1);
    CHECK(acts(site, "key-confirmed") == 1);
  }
}
