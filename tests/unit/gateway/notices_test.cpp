// What becomes of letters that do not arrive, in the store: states, reports, and who is to be told.
#include <catch2/catch.hpp>

#include "gateway/store/audit.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/notices.hpp"
#include "gateway/store/reports.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::hours kWarn{4};
const std::string kOurs = "gw@pouch.example";
const std::string kBg = "nfp@bg.example";

// A request whose letter to BG has been handed over to somebody's server.
std::string sent(const StateFolder& site, Store& store, const std::string& kind = "request",
                 const std::string& state = "delivered") {
  auto commit = new_case(store, site.accept("raw"));
  commit.letters = {{"letter-1", kind, "<letter.1@pouch.example>", {kBg}, "sealed"}};
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  if (state != "queued") {
    store.letters().record_handover("letter-1", kBg, state, "250 ok", at(5), std::nullopt, "2.0.0");
  }
  return "letter-1";
}

QueuedLetter letter_of(Store& store) { return store.letters().queue(true).at(0); }

CommitResult report(const StateFolder& site, Store& store, const std::string& action,
                    const std::string& status = "", bool warns = false,
                    const std::string& raw = "") {
  Commit commit;
  commit.spool = site.accept("a report");
  commit.at = at(20);
  commit.reason = "delivery-report";
  commit.news = DeliveryNews{letter_of(store).delivery,
                             action,
                             status,
                             "words of the server",
                             raw.empty() ? "raw report " + action + status : raw,
                             warns};
  return store.commit(commit);
}

// What waits to be told: "failed/sender" and so on.
std::vector<std::string> waiting(Store& store) {
  std::vector<std::string> found;
  for (auto notices = store.notices().claim(at(1000000), 100); !notices.empty();
       notices = store.notices().claim(at(1000000), 100)) {
    for (const auto& notice : notices) {
      found.push_back(std::string(notice.failed ? "failed" : "delayed") +
                      (notice.for_operator ? "/operator" : "/sender"));
    }
    Commit commit;
    for (const auto& notice : notices) {
      commit.notices.push_back(notice.id);
    }
    commit.at = at(30);
    REQUIRE(store.commit(commit) == CommitResult::kDone);
  }
  return found;
}

using Told = std::vector<std::string>;
const Told kBoth{"failed/sender", "failed/operator"};

TEST_CASE("a report of failure ends the delivery, and sender and operator are to be told once") {
  StateFolder site;
  auto store = site.open();
  sent(site, store);
  REQUIRE(report(site, store, "failed", "5.1.1") == CommitResult::kDone);
  const auto row = letter_of(store);
  CHECK(row.state == "failed");
  CHECK(row.status == "5.1.1");
  CHECK(row.answer == "words of the server");
  CHECK(waiting(store) == kBoth);
  REQUIRE(report(site, store, "failed", "5.1.2") == CommitResult::kDone);
  CHECK(letter_of(store).status == "5.1.1");
  CHECK(waiting(store).empty());
  CHECK_FALSE(store.notices().next());
  CHECK(store.audit().rows("").back().act == "reported");
  CHECK_FALSE(store.audit().first_broken());
}

TEST_CASE("the same report again is known, and changes nothing if it comes all the same") {
  StateFolder site;
  auto store = site.open();
  const auto letter = sent(site, store);
  const DeliveryNews news{letter_of(store).delivery, "failed", "5.1.1", "", "the very report"};
  CHECK_FALSE(store.reports().is_known(news));
  (void)report(site, store, "failed", "5.1.1", false, "the very report");
  CHECK(store.reports().is_known(news));
  REQUIRE(store.letters().retry(letter, at(21)));
  (void)report(site, store, "failed", "5.1.1", false, "the very report");
  CHECK(letter_of(store).state == "queued");  // the operator's retry stands
  CHECK(store.reports().of(letter) == std::vector<std::string>{"the very report"});
}

TEST_CASE("a delivery has as many reports as its bound and no more") {
  StateFolder site;
  auto store = site.open();
  sent(site, store);
  for (int i = 0; i < 50; ++i) {
    const DeliveryNews news{letter_of(store).delivery, "delayed", "", "", std::to_string(i)};
    REQUIRE_FALSE(store.reports().is_known(news));
    (void)report(site, store, "delayed", "", false, std::to_string(i));
  }
  CHECK(store.reports().is_known({letter_of(store).delivery, "failed", "", "", "one more"}));
}

TEST_CASE("reports lead to the same end in whatever order they come") {
  const std::vector<std::string> actions{"delayed", "relayed", "delivered", "expanded", "failed"};
  auto order = actions;
  for (int i = 0; i < 5; ++i) {
    std::rotate(order.begin(), order.begin() + 1, order.end());
    for (const bool backwards : {false, true}) {
      StateFolder site;
      auto store = site.open();
      sent(site, store);
      auto these = order;
      if (backwards) {
        std::reverse(these.begin(), these.end());
      }
      for (const auto& action : these) {
        (void)report(site, store, action);
      }
      CHECK(letter_of(store).state == "failed");
      CHECK(waiting(store) == kBoth);
    }
  }
}

TEST_CASE("a report of delivery confirms, and a late delay takes nothing back") {
  StateFolder site;
  auto store = site.open();
  sent(site, store);
  (void)report(site, store, "delayed", "4.4.1");
  CHECK(letter_of(store).delayed == at(20));
  CHECK(letter_of(store).status == "4.4.1");
  CHECK_FALSE(letter_of(store).confirmed);
  (void)report(site, store, "delivered", "2.0.0");
  CHECK(letter_of(store).confirmed == at(20));
  (void)report(site, store, "delayed", "4.4.2", true);
  CHECK(letter_of(store).status == "2.0.0");
  CHECK(letter_of(store).state == "delivered");
  CHECK(waiting(store).empty());
}

TEST_CASE("a confirmed letter that the store has still in its queue is not sent again") {
  StateFolder site;
  auto store = site.open();
  sent(site, store, "request", "queued");
  (void)report(site, store, "delivered", "2.0.0");
  CHECK(store.letters().due(at(1000), 10).empty());
  CHECK(letter_of(store).state == "delivered");
}

TEST_CASE("relayed and expanded change no state") {
  for (const std::string action : {"relayed", "expanded"}) {
    StateFolder site;
    auto store = site.open();
    sent(site, store);
    (void)report(site, store, action, "2.0.0");
    CHECK(letter_of(store).state == "delivered");
    CHECK_FALSE(letter_of(store).confirmed);
    CHECK(waiting(store).empty());
    CHECK(store.audit().rows("").back().detail.find("reported " + action) != std::string::npos);
  }
}

TEST_CASE("nothing revives a letter that the operator dropped") {
  StateFolder site;
  auto store = site.open();
  const auto letter = sent(site, store, "request", "queued");
  REQUIRE(store.letters().drop(letter, "operator:root", at(6)));
  CHECK(waiting(store) == kBoth);
  for (const std::string action : {"failed", "delivered", "delayed"}) {
    (void)report(site, store, action);
  }
  CHECK(letter_of(store).state == "dropped");
  CHECK(waiting(store).empty());
}

TEST_CASE("who heard that a letter failed hears that the operator gave it up, once each") {
  StateFolder site;
  auto store = site.open();
  const auto letter = sent(site, store, "request", "failed");
  CHECK(waiting(store) == kBoth);
  REQUIRE(store.letters().drop(letter, "operator:root", at(6)));
  CHECK(waiting(store) == kBoth);
  CHECK_FALSE(store.letters().drop(letter, "operator:root", at(7)));
  CHECK(waiting(store).empty());
}

TEST_CASE("who hears of a failure follows from the letter's kind") {
  const std::pair<std::string, Told> kinds[] = {
      {"request", kBoth},
      {"reply", kBoth},
      {"case-note", kBoth},
      {"copy", {"failed/operator"}},
      {"receipt", {"failed/operator"}},
      {"refusal", {"failed/operator"}},
      {"answer", {"failed/operator"}},
      {"stranger", {}},
      {"notice", {}},
  };
  for (const auto& [kind, told] : kinds) {
    INFO(kind);
    StateFolder site;
    auto store = site.open();
    sent(site, store, kind, "failed");
    CHECK(waiting(store) == told);
  }
}

TEST_CASE("a letter that waits is told once, from its hour on and not before") {
  StateFolder site;
  auto store = site.open();
  const auto letter = sent(site, store, "request", "queued");
  const auto hour = at(3) + kWarn;
  CHECK(store.notices().next_delay(kWarn) == hour);
  CHECK(store.notices().newly_delayed(hour - std::chrono::seconds(1), kWarn) == 0);
  CHECK(store.notices().newly_delayed(hour, kWarn) == 1);
  CHECK(store.notices().newly_delayed(hour, kWarn) == 0);
  CHECK_FALSE(store.notices().next_delay(kWarn));
  CHECK(waiting(store) == Told{"delayed/sender", "delayed/operator"});
  // In the end it fails: that is told too.
  store.letters().record_handover(letter, kBg, "failed", "550 no", hour, std::nullopt, "5.1.1");
  CHECK(waiting(store) == kBoth);
}

TEST_CASE("a long delay that another server reports is told, a short one is noted") {
  StateFolder site;
  auto store = site.open();
  sent(site, store);
  (void)report(site, store, "delayed", "4.4.1", false);
  CHECK(waiting(store).empty());
  (void)report(site, store, "delayed", "4.4.2", true);
  CHECK(waiting(store) == Told{"delayed/sender", "delayed/operator"});
}

TEST_CASE("a notice is written once, also when two workers have it at once") {
  StateFolder site;
  auto store = site.open();
  sent(site, store, "request", "failed");
  const auto first = store.notices().claim(at(100), 100);
  REQUIRE(first.size() == 1);
  CHECK_FALSE(first[0].for_operator);
  CHECK(first[0].letter.state == "failed");
  Commit commit;
  commit.notices = {first[0].id};
  commit.letters = {{"n-1", "receipt", "<n.1@pouch.example>", {"ana@ro.example"}, "sealed"}};
  commit.about = MessageNumber::parse(letter_of(store).number);
  REQUIRE(commit.about);
  commit.thread_ids = {"<n.1@pouch.example>"};
  commit.at = at(100);
  CHECK(store.commit(commit) == CommitResult::kDone);
  CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
  CHECK(store.letters().queue(true).size() == 2);
  CHECK(store.letters().queue(true)[1].number == letter_of(store).number);
  CHECK(store.messages().thread("<n.1@pouch.example>")->message == 1);
  CHECK(store.notices().seed(first[0]) == store.notices().seed(first[0]));
  CHECK(store.notices().seed(first[0]).size() == 32);
}

TEST_CASE("a claimed notice is free again when its worker has died or put it back") {
  StateFolder site;
  {
    auto store = site.open();
    sent(site, store, "request", "failed");
  }
  CHECK(was_killed(stopped_at("notice.claim.after", [&] {
    auto other = site.open();
    other.notices().claim(at(100), 100);
    return 0;
  })));
  auto store = site.open();
  auto claimed = store.notices().claim(at(100), 100);
  REQUIRE(claimed.size() == 1);
  const auto of_operator = store.notices().claim(at(100), 100);
  REQUIRE(of_operator.size() == 1);
  CHECK(of_operator[0].for_operator);
  CHECK(store.notices().claim(at(100), 100).empty());
  store.notices().put_back(claimed, at(200), "too many", at(100));
  CHECK(store.notices().claim(at(199), 100).empty());
  CHECK(store.notices().next() == at(200));
  CHECK(store.notices().claim(at(200), 100).size() == 1);
}

TEST_CASE("an overtaken notice is told when the letter fails again, an untold one is not") {
  for (const bool overtaken : {true, false}) {
    StateFolder site;
    auto store = site.open();
    const auto letter = sent(site, store, "request", "failed");
    for (auto notices = store.notices().claim(at(100), 100); !notices.empty();
         notices = store.notices().claim(at(100), 100)) {
      store.notices().end(notices, overtaken ? "overtaken" : "untold", "test", at(100));
    }
    REQUIRE(store.letters().retry(letter, at(101)));
    store.letters().record_handover(letter, kBg, "failed", "550 no", at(102), std::nullopt);
    CHECK(waiting(store) == (overtaken ? kBoth : Told{}));
  }
}

TEST_CASE("the operator's notices come together up to a bound, a sender's alone") {
  StateFolder site;
  auto store = site.open();
  for (int i = 0; i < 3; ++i) {
    auto commit = new_case(store, site.accept("raw" + std::to_string(i)));
    commit.letters = {{"l" + std::to_string(i), "copy", "<l@pouch.example>", {kBg}, "sealed"}};
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    store.letters().record_handover("l" + std::to_string(i), kBg, "failed", "", at(5),
                                    std::nullopt);
  }
  CHECK(store.notices().claim(at(100), 2).size() == 2);
  CHECK(store.notices().claim(at(100), 2).size() == 1);
}

TEST_CASE("a mail is known by the token of one letter in its envelope") {
  StateFolder site;
  auto store = site.open();
  const auto letter = sent(site, store);
  const auto row = letter_of(store);
  const auto from = store.letters().return_path(kOurs, row);
  CHECK(store.letters().returned_to({from}, kOurs)->id == letter);
  CHECK(store.letters().returned_to({"x@y.example", from, from}, kOurs)->id == letter);
  CHECK_FALSE(store.letters().returned_to({}, kOurs));
  CHECK_FALSE(store.letters().returned_to({kOurs}, kOurs));
  CHECK_FALSE(store.letters().returned_to({from}, "other@pouch.example"));
  // Guesses: another MAC, the MAC of this letter for another one, a letter that is not there.
  auto forged = from;
  forged[forged.find('-') + 1] = forged[forged.find('-') + 1] == '0' ? '1' : '0';
  CHECK_FALSE(store.letters().returned_to({forged}, kOurs));
  auto other = from;
  other.replace(other.find("+d") + 2, std::to_string(row.delivery).size(),
                std::to_string(row.delivery + 1));
  CHECK_FALSE(store.letters().returned_to({other}, kOurs));
  // Two letters at once: neither.
  auto commit = new_case(store, site.accept("raw 2"));
  commit.letters = {{"letter-2", "request", "<2@pouch.example>", {kBg}, "sealed"}};
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  const auto second = store.letters().return_path(kOurs, store.letters().queue(true).at(1));
  CHECK(store.letters().returned_to({second}, kOurs)->id == "letter-2");
  CHECK_FALSE(store.letters().returned_to({from, second}, kOurs));
}

TEST_CASE("reports are kept sealed") {
  StateFolder site;
  auto store = site.open();
  const auto letter = sent(site, store);
  (void)report(site, store, "failed", "5.1.1", false, "CANARY-IN-A-REPORT");
  CHECK(store.reports().of(letter) == std::vector<std::string>{"CANARY-IN-A-REPORT"});
  CHECK(site.everything().find("CANARY-IN-A-REPORT") == std::string::npos);
}

}  // namespace
}  // namespace pouch::gateway
