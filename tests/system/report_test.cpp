// Letters that come back: reports of mail servers on them, machines that answer them, and who hears
// of it (SECURITY section 2 classes 9, 10, 11, 30; DOMAIN section 6, R3-).
#include <signal.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

#include "tests/system/durable_steps.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/outcomes.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kBg = "nfp@mvr.bg.example", kRs = "nfp@mup.rs.example",
                  kAna = "ana@police.ro.example", kOperator = "dimitar@police.bg.example";

std::string report(const std::string& name) {
  return read_file(fs::path(POUCH_FIXTURES) / "reports" / (name + ".eml"));
}

// As an MTA's pipe hands a report over: null sender, the tagged address as recipient.
json feed(const Site& site, const std::string& mail, const std::string& to) {
  const auto ran = site.pouch({"deliver", "--wait", "--json", "--from", "", "--to", to}, mail);
  INFO(ran.err);
  REQUIRE(!ran.out.empty());
  auto outcome = json::parse(ran.out);
  CHECK(ran.status == (outcome["outcome"] == "accepted" ? 0 : 1));
  return outcome;
}

json queue(const Site& site) {
  return json::parse(site.pouch({"queue", "list", "--all", "--json"}).out)["letters"];
}

json letter_to(const Site& site, const std::string& address, const std::string& kind) {
  for (const auto& letter : queue(site)) {
    if (letter["to"] == address && letter["kind"] == kind) {
      return letter;
    }
  }
  return {};
}

std::string form(const std::string& reference) {
  auto text = request_form();
  text.replace(text.find("4417/2026"), 9, reference);
  return text.replace(text.find("heroin"), 6, kCanary);
}

// Dimitar is the operator.
void make_operator(const Site& site) {
  auto text = site.directory();
  const auto at = text.find("rights = ", text.find("id = \"dimitar\""));
  REQUIRE(at != std::string::npos);
  site.write_directory(text.insert(text.find(']', at), ", \"operate\""));
}

std::size_t count(const Site& site, const std::string& kind) {
  const auto letters = queue(site);
  return static_cast<std::size_t>(std::count_if(
      letters.begin(), letters.end(), [&](const json& one) { return one["kind"] == kind; }));
}

json receipt_of(const Letter& letter) { return json::parse(letter.parts.at("receipt.json")); }

}  // namespace

TEST_CASE("tells the officer and the operator, sealed and once, that a letter was not delivered") {
  Site site;
  make_operator(site);
  const auto accepted = is_accepted(site, site.mail("ana", {.body = form("1/2026")}));
  const std::string number = accepted["case"];
  const auto from = site.returned_to(kBg);
  CHECK(contains(from, "requests+d"));
  const auto outcome = feed(site, report("postfix-failed"), from);
  CHECK(outcome["outcome"] == "accepted");
  CHECK(outcome["reason"] == "delivery-report");
  CHECK(outcome["case"] == number);
  CHECK(outcome["message"] == number + "/1");
  CHECK(outcome["letters"].empty());

  const auto failed = letter_to(site, kBg, "request");
  CHECK(failed["state"] == "failed");
  CHECK(failed["status"] == "5.1.1");
  CHECK(contains(failed["answer"], "User unknown"));
  CHECK(letter_to(site, kRs, "request")["state"] == "delivered");

  REQUIRE(site.letters(kAna).size() == 2);
  const auto told = site.newest("ana");
  CHECK(told.subject == "[" + number + "/1] NOT DELIVERED to Focal point of Bulgaria");
  CHECK(told.outer_subject == "[" + number + "]");
  CHECK(contains(told.references, "<pouch."));
  CHECK(told.signer.size() == 40);
  CHECK(contains(told.text, "5.1.1, the mailbox does not exist"));
  CHECK(contains(told.text, "WHAT YOU CAN DO"));
  CHECK(!contains(told.text, "User unknown"));  // no word of a foreign server
  CHECK(!contains(told.entity, kCanary));
  CHECK(contains(told.wire, "Auto-Submitted: auto-replied"));
  const auto said = receipt_of(told)["letters"];
  REQUIRE(said.size() == 1);
  CHECK(said[0]["state"] == "not-delivered");
  CHECK(said[0]["case"] == number);
  CHECK(said[0]["message"] == 1);
  CHECK(said[0]["to"] == "nfp-bg");
  CHECK(said[0]["country"] == "BG");
  CHECK(said[0]["address"].is_null());

  REQUIRE(site.letters(kOperator).size() == 1);
  const auto notice = site.newest("dimitar");
  CHECK(notice.outer_subject == "[Pouch]");
  CHECK(notice.subject == "Letters: 1 not delivered, 0 delayed");
  CHECK(contains(notice.text, kBg));
  CHECK(!contains(notice.entity, kCanary));
  CHECK(receipt_of(notice)["letters"][0]["address"] == kBg);

  // Again the same, and others of all kinds: nobody hears twice.
  CHECK(feed(site, report("postfix-failed"), from)["outcome"] == "duplicate");
  for (const auto* name : {"postfix-delayed", "postfix-delivered", "exim-plain", "qmail"}) {
    CHECK(feed(site, report(name), from)["reason"] == "delivery-report");
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters(kAna).size() == 2);
  CHECK(site.letters(kOperator).size() == 1);
  CHECK(letter_to(site, kBg, "request")["state"] == "failed");

  const auto reports = site.pouch({"queue", "reports", failed["id"]});
  CHECK(reports.status == 0);
  CHECK(contains(reports.out, "X-Postfix-Queue-ID: 9D3F51A0EE"));
  CHECK(contains(reports.out, "Hi. This is the qmail-send program"));
  const auto shown =
      json::parse(site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
  CHECK(shown["letters"].dump().find("\"status\":\"5.1.1\"") != std::string::npos);
  // What the officer answers to that receipt is for the gateway: nobody abroad hears of it.
  const auto abroad = site.all_letters();
  const auto reply = site.deliver(site.mail(
      "ana", {.subject = "Re: " + told.subject, .body = "Noted.\n", .parent = told.message_id}));
  CHECK(reply["reason"] == "not-sent");
  CHECK(site.all_letters() == abroad + 1);
  CHECK(site.pouch({"audit", "verify"}).status == 0);
  CHECK(contains(site.pouch({"audit", "export"}).out, "\"told\""));
  // Reports are sealed; the words of a report lie nowhere in the clear, nor does the request.
  keeps_secret(site, "9D3F51A0EE");
  keeps_secret(site);
}

TEST_CASE("takes the reports of every mail server for what they say") {
  Site site;
  struct Shape {
    const char* file;
    const char* state;
    const char* status;
  };
  const Shape shapes[] = {
      {"postfix-delayed", "delivered", "4.4.1"},
      {"postfix-delivered", "delivered", "2.0.0"},
      {"postfix-relayed", "delivered", ""},
      {"exchange-odd-order", "delivered", ""},
      {"exim-report", "failed", "5.0.0"},
      {"exim-plain", "failed", "5.1.1"},
      {"exchange-2019", "failed", "5.1.10"},
      {"microsoft-365", "failed", "5.7.133"},
      {"gmail", "failed", "5.1.1"},
      {"sendmail", "failed", "5.2.2"},
      {"qmail", "failed", "5.1.1"},
      {"mimecast", "failed", "5.7.1"},
      {"postfix-utf8", "failed", "5.1.1"},
  };
  // One letter to BG for each: plain mails of one case are enough.
  for (std::size_t i = 0; i < std::size(shapes); ++i) {
    REQUIRE(
        site.pouch({"deliver"}, site.mail("dimitar", {.body = "Note " + std::to_string(i) + "\n"}))
            .status == 0);
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  std::vector<std::string> senders;
  for (const auto& letter : queue(site)) {
    if (letter["to"] == kBg) {
      senders.push_back(letter["envelope_sender"]);
    }
  }
  REQUIRE(senders.size() == std::size(shapes));
  for (std::size_t i = 0; i < senders.size(); ++i) {
    CHECK(
        site.pouch({"deliver", "--from", "", "--to", senders[i]}, report(shapes[i].file)).status ==
        0);
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  std::size_t failed = 0;
  for (const auto& letter : queue(site)) {
    const auto at =
        std::find(senders.begin(), senders.end(), letter["envelope_sender"].get<std::string>());
    if (at != senders.end()) {
      const auto& shape = shapes[at - senders.begin()];
      INFO(shape.file);
      CHECK(letter["state"] == shape.state);
      CHECK((letter["status"].is_null() ? "" : letter["status"].get<std::string>()) ==
            shape.status);
      CHECK(letter["confirmed"].is_null() == (std::string(shape.file) != "postfix-delivered"));
      CHECK(letter["delayed"].is_null() == (std::string(shape.file) != "postfix-delayed"));
      failed += letter["state"] == "failed" ? 1 : 0;
    }
  }
  CHECK(failed == 9);
  CHECK(site.held().empty());
  // A receipt for each mail, and one for each failure; nobody has the right to operate.
  CHECK(site.letters(kOperator).size() == std::size(shapes) + failed);
}

TEST_CASE("believes no report without the token of that letter, and answers no machine") {
  Site site;
  site.set("strangers.answer", "true");
  make_operator(site);
  is_accepted(site, site.mail("ana", {.body = form("1/2026")}));
  const auto of_bg = site.returned_to(kBg), of_rs = site.returned_to(kRs);
  auto forged = of_bg;
  forged[forged.find('-') + 3] = forged[forged.find('-') + 3] == 'a' ? 'b' : 'a';
  auto other_id = of_bg;  // the proof of BG's letter under the number of RS's
  other_id.replace(0, other_id.find('-'), of_rs.substr(0, of_rs.find('-')));
  const auto before = site.all_letters();
  for (const auto& to : {std::string("requests@pouch.example"), forged, other_id,
                         std::string("requests+d1-00000000000000000000@pouch.example")}) {
    for (const auto* name : {"postfix-failed", "qmail", "exim-plain"}) {
      INFO(name << " to " << to);
      const auto outcome = feed(site, report(name), to);
      CHECK(outcome["outcome"] == "held");
      CHECK(outcome["reason"] == "automatic");
      CHECK(outcome["letters"].empty());
    }
  }
  // With a true token, what is no report: held, whatever it says in prose.
  for (const auto* name : {"vacation", "vacation-unmarked", "read-receipt", "challenge"}) {
    INFO(name);
    const auto ran =
        site.pouch({"deliver", "--wait", "--json", "--from", "nfp@mvr.bg.example", "--to", of_bg},
                   report(name));
    const auto outcome = json::parse(ran.out);
    CHECK(outcome["outcome"] == "held");
    CHECK(outcome["reason"] == "automatic");
    CHECK(outcome["letters"].empty());
  }
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.all_letters() == before);
  for (const auto& letter : queue(site)) {
    CHECK(letter["state"] == "delivered");
  }
  // Case folded on the way: the same token all the same.
  auto folded = of_bg;
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  CHECK(feed(site, report("postfix-failed"), folded)["reason"] == "delivery-report");
  // A member's own sealed mail to such an address goes the ordinary way.
  CHECK(site.deliver(site.mail("nfp-rs", {.body = "By mistake to that address.\n"}),
                     of_rs)["outcome"] == "accepted");
}

TEST_CASE("warns when a letter waits too long and tells when it is given up, each once") {
  Site site;
  make_operator(site);
  site.set("outbox", "\"smtp://127.0.0.1:" + std::to_string(closed_port()) + "\"");
  site.set("delivery.warn_after", "\"1s\"");
  is_accepted(site, site.mail("ana", {.body = form("1/2026")}));
  CHECK(count(site, "notice") == 0);
  REQUIRE(eventually([&] {  // killed when they are marked: told all the same, and once
    return site.pouch({"run"}, {}, {{"POUCH_STOP_AT", "delayed.after"}}).status == 128 + SIGKILL;
  }));
  site.set("delivery.warn_after", "\"4h\"");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  // Two requests wait, and so does the receipt, of which the operator hears as well.
  CHECK(count(site, "receipt") == 3);
  CHECK(count(site, "notice") == 1);
  MailServer refusing;
  refusing.answer("550 5.2.1 closed");
  const auto retry = [&](bool requests, const std::string& outbox) {
    for (const auto& letter : queue(site)) {
      if ((letter["kind"] == "request") == requests && letter["state"] != "delivered") {
        REQUIRE(site.pouch({"queue", "retry", letter["id"]}).status == 0);
      }
    }
    site.set("outbox", "\"" + outbox + "\"");
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  };
  retry(true, refusing.uri());
  retry(false, "maildir:state/outbox");
  std::vector<std::string> subjects;
  for (const auto& file : site.letters(kAna)) {
    const auto subject = site.open("ana", file).subject;
    const auto told = subject.substr(subject.find(']') + 2);
    subjects.push_back(told.substr(0, told.find(':')));
  }
  std::sort(subjects.begin(), subjects.end());
  CHECK(subjects == std::vector<std::string>{
                        "DELAYED to Focal point of Bulgaria", "DELAYED to Focal point of Serbia",
                        "NOT DELIVERED to Focal point of Bulgaria",
                        "NOT DELIVERED to Focal point of Serbia", "SENT TO Bulgaria, Serbia"});
  bool warned = false;
  for (const auto& file : site.letters(kOperator)) {
    const auto letter = site.open("dimitar", file);
    if (letter.subject == "Letters: 0 not delivered, 3 delayed") {
      warned = receipt_of(letter)["letters"].size() == 3;
    }
  }
  CHECK(warned);
  for (const auto& sender : refusing.senders()) {
    CHECK(contains(sender, "MAIL FROM:<requests+d"));
    CHECK(!contains(sender, "SEL-"));
  }
  keeps_secret(site);
}

TEST_CASE("sends at most so many automatic letters an hour, the rest later") {
  Site site;
  site.set("limits.letters_per_hour", "3");
  is_accepted(site, site.mail("ana", {.body = form("1/2026")}));  // one receipt
  const auto of_bg = site.returned_to(kBg), of_rs = site.returned_to(kRs);
  feed(site, report("postfix-failed"), of_bg);
  feed(site, report("postfix-failed"), of_rs);
  CHECK(site.letters(kAna).size() == 3);                          // at the limit: all of them
  is_accepted(site, site.mail("ana", {.body = form("2/2026")}));  // acceptance is always told
  std::string of_second;
  for (const auto& letter : queue(site)) {
    if (letter["to"] == kBg && letter["envelope_sender"] != of_bg) {
      of_second = letter["envelope_sender"];
    }
  }
  feed(site, report("postfix-failed"), of_second);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters(kAna).size() == 4);  // above it: postponed, and written down
  CHECK(contains(site.pouch({"audit", "export"}).out, "\"postponed\""));
}

TEST_CASE("two gateways that know each other as desks stop talking") {
  Site left, right(Site::Keys::kOwn);
  left.set("name", "\"Left\"");
  // Each is the focal point of a country in the other's directory, with the other's key.
  const auto introduce = [](const Site& to, const Site& whom, const std::string& address,
                            const std::string& country) {
    const auto key = whom.gateway_key();
    const auto listed =
        whom.person_at("ana").gpg({"--with-colons", "--list-keys", "requests@pouch.example"}).out;
    const auto fingerprint =
        listed.substr(listed.find_first_not_of(':', listed.find("\nfpr:") + 4), 40);
    REQUIRE(fingerprint.size() == 40);
    write_file(to.folder() / "keys" / "peer.asc", key);
    to.write_directory(to.directory() + "\n[[desk]]\nid = \"peer\"\nkind = \"focal-point\"\n" +
                       "country = \"" + country + "\"\ncommunity = \"police\"\naddress = \"" +
                       address + "\"\nkeys = [\"" + fingerprint + "\"]\n");
  };
  right.set("address", "\"desk@right.example\"");
  introduce(left, right, "desk@right.example", "HU");
  introduce(right, left, "requests@pouch.example", "HU");
  auto asked = form("1/2026");
  asked.replace(asked.find("To: BG, RS"), 10, "To: HU");
  is_accepted(left, left.mail("ana", {.body = asked}));
  // The post: what either site puts into the other's box is handed over, until nothing is left.
  std::set<fs::path> carried;
  std::size_t rounds = 0, handed = 1;
  while (handed > 0 && rounds < 10) {
    handed = 0;
    for (const auto& [from, to, address] :
         {std::make_tuple(&left, &right, "desk@right.example"),
          std::make_tuple(&right, &left, "requests@pouch.example")}) {
      for (const auto& file : from->letters(address)) {
        if (carried.insert(file).second) {
          ++handed;
          to->pouch({"deliver", "--from", "requests+x@pouch.example"}, read_file(file));
        }
      }
      REQUIRE(to->pouch({"run", "--until-idle"}).status == 0);
    }
    ++rounds;
  }
  CHECK(handed == 0);
  CHECK(carried.size() == 1);
  REQUIRE(right.held().size() == 1);
  CHECK(right.held()[0]["reason"] == "automatic");
  CHECK(right.all_letters() == 0);
}

TEST_CASE("tells exactly once what is killed at any step of a report and its notices") {
  Site site;
  make_operator(site);
  std::size_t letters = 0;
  const Stops stops(site);
  for (const auto& name : steps_reached_here()) {
    INFO("stopped at " << name);
    ++letters;
    is_accepted(site, site.mail("ana", {.body = form(std::to_string(letters) + "/2026")}));
    std::string from;
    for (const auto& letter : queue(site)) {
      if (letter["to"] == kBg && letter["state"] == "delivered") {
        from = letter["envelope_sender"];
      }
    }
    REQUIRE(site.pouch({"deliver", "--from", "", "--to", from}, report("gmail")).status == 0);
    // Killed twice, at the report and at what follows from it; a third time it would be held.
    int runs = 0;
    for (int status = 128 + SIGKILL; status != 0 && runs < 10; ++runs) {
      if (runs < 2) {
        stops.set(name);
      }
      status = site.pouch({"run", "--until-idle"}, {}, stops.environment()).status;
    }
    stops.clear();
    CHECK(runs > 1);
    CHECK(site.letters(kAna).size() == 2 * letters);
    CHECK(site.letters(kOperator).size() == letters);
  }
  for (const auto& letter : queue(site)) {
    CHECK(letter["state"] == (letter["to"] == kBg ? "failed" : "delivered"));
  }
  CHECK(site.held().empty());
  CHECK(site.pouch({"audit", "verify"}).status == 0);
  for (const auto& left : fs::directory_iterator(site.state() / "spool")) {
    CHECK(left.path().filename() == ".lock");
  }
}
