// Letters on their way, and mail that was held.
#include <stdexcept>

#include "gateway/store/audit.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/signatures.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/steps.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

struct Sent {
  CaseNumber number;
  std::string letter;
};

// One letter to two recipients, and a receipt.
Sent send(const StateFolder& site, Store& store, Time now = at(3)) {
  auto commit = new_case(store, site.accept("raw"));
  commit.at = now;
  const auto id = commit.letters[0].id + "2";
  commit.letters.push_back(
      {id, "request", id + "@pouch.example", {"nfp@bg.example", "lo@bg.example"}, "wire of " + id});
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  return {commit.opened->number, id};
}

const QueuedLetter* find(const std::vector<QueuedLetter>& letters, const std::string& recipient) {
  for (const auto& letter : letters) {
    if (letter.recipient == recipient) {
      return &letter;
    }
  }
  return nullptr;
}

std::int64_t hold(const StateFolder& site, Store& store, const std::string& reason = "malformed") {
  Commit commit;
  commit.spool = site.accept("held mail");
  commit.outcome = Outcome::kHeld;
  commit.reason = reason;
  commit.detail = "two From fields";
  commit.summary = "{}";
  commit.at = at(4);
  commit.signatures = {"signature of " + std::to_string(commit.spool)};
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  return commit.spool;
}

}  // namespace

TEST_CASE("a letter is due at once, to each of its recipients") {
  StateFolder site;
  auto store = site.open();
  const auto sent = send(site, store);
  CHECK(store.letters().next_delivery() == at(3));
  CHECK(store.letters().due(at(2), 10).empty());
  const auto due = store.letters().due(at(3), 10);
  REQUIRE(due.size() == 3);
  const auto* request = find(due, "nfp@bg.example");
  REQUIRE(request);
  CHECK(request->id == sent.letter);
  CHECK(request->kind == "request");
  CHECK(request->number == sent.number.text() + "/1");
  CHECK(request->state == "queued");
  CHECK(request->attempts == 0);
  CHECK(request->created == at(3));
  CHECK(octets_of(store.letter_files().wire(sent.letter)) == "wire of " + sent.letter);
  CHECK(store.letters().due(at(3), 2).size() == 2);
}

TEST_CASE("a delivered letter is not due again, for that recipient alone") {
  StateFolder site;
  auto store = site.open();
  const auto sent = send(site, store);
  store.letters().record_handover(sent.letter, "nfp@bg.example", "delivered", "250 ok", at(5),
                                  std::nullopt);
  CHECK(store.letters().due(at(100), 10).size() == 2);
  CHECK(store.letters().queue(false).size() == 2);
  const auto all = store.letters().queue(true);
  REQUIRE(all.size() == 3);
  CHECK(find(all, "nfp@bg.example")->state == "delivered");
  CHECK(find(all, "nfp@bg.example")->answer == "250 ok");
  CHECK(find(all, "lo@bg.example")->state == "queued");
  CHECK(find(store.letters().of(sent.number), "nfp@bg.example")->state == "delivered");
}

TEST_CASE("a delivery told twice is logged once, and its first end stands") {
  StateFolder site;
  auto store = site.open();
  const auto sent = send(site, store);
  for (const auto* state : {"delivered", "delivered", "failed"}) {
    store.letters().record_handover(sent.letter, "nfp@bg.example", state, state, at(5),
                                    std::nullopt);
  }
  CHECK(find(store.letters().queue(true), "nfp@bg.example")->answer == "delivered");
  CHECK(find(store.letters().queue(true), "nfp@bg.example")->attempts == 1);
  int logged = 0;
  for (const auto& row : store.audit().rows(sent.number.text())) {
    logged += row.act == "delivered" ? 1 : 0;
    CHECK(row.act != "not-delivered");
  }
  CHECK(logged == 1);
}

TEST_CASE("a letter that could not go yet waits until its time") {
  StateFolder site;
  auto store = site.open();
  const auto sent = send(site, store);
  for (const auto* to : {"nfp@bg.example", "lo@bg.example"}) {
    store.letters().record_handover(sent.letter, to, "queued", "451 later", at(5), at(60));
  }
  CHECK(store.letters().due(at(59), 10).size() == 1);
  CHECK(store.letters().due(at(60), 10).size() == 3);
  const auto waiting = store.letters().due(at(60), 10);
  CHECK(find(waiting, "lo@bg.example")->attempts == 1);
  CHECK(find(waiting, "lo@bg.example")->answer == "451 later");
  CHECK(find(waiting, "lo@bg.example")->next == at(60));
  CHECK(store.letters().next_delivery() == at(3));
}

TEST_CASE("a hand-over has an end that is known") {
  StateFolder site;
  auto store = site.open();
  const auto sent = send(site, store);
  for (const auto* state : {"", "dropped", "sent", "queued"}) {
    CHECK_THROWS_AS(store.letters().record_handover(sent.letter, "nfp@bg.example", state, "", at(5),
                                                    std::nullopt),
                    std::logic_error);
  }
  store.letters().record_handover("no such letter", "nfp@bg.example", "delivered", "", at(5),
                                  std::nullopt);
  CHECK(store.letters().due(at(5), 10).size() == 3);
}

TEST_CASE("stopped before a hand-over is recorded, the letter is due again, after it not") {
  for (const auto& [step, due] : {std::pair{"handover.before", 3U}, {"handover.after", 2U}}) {
    StateFolder site;
    auto store = site.open();
    const auto sent = send(site, store);
    const auto status = stopped_at(step, [&] {
      auto other = site.open();
      other.letters().record_handover(sent.letter, "nfp@bg.example", "delivered", "", at(5),
                                      std::nullopt);
      return 0;
    });
    CHECK(was_killed(status));
    CHECK(store.letters().due(at(5), 10).size() == due);
    CHECK_FALSE(store.audit().first_broken());
  }
}

TEST_CASE("a failed letter stays in the queue's list, and goes again when told to") {
  StateFolder site;
  auto store = site.open();
  const auto sent = send(site, store);
  store.letters().record_handover(sent.letter, "nfp@bg.example", "failed", "550 no", at(5),
                                  std::nullopt);
  CHECK(find(store.letters().queue(false), "nfp@bg.example")->state == "failed");
  CHECK_FALSE(find(store.letters().due(at(9), 10), "nfp@bg.example"));
  CHECK(store.letters().retry(sent.letter, at(9)));
  CHECK(find(store.letters().due(at(9), 10), "nfp@bg.example"));
  CHECK_FALSE(store.letters().retry("no such letter", at(9)));
}

TEST_CASE("what was delivered or dropped does not go again") {
  StateFolder site;
  auto store = site.open();
  const auto sent = send(site, store);
  store.letters().record_handover(sent.letter, "nfp@bg.example", "delivered", "", at(5),
                                  std::nullopt);
  CHECK(store.letters().drop(sent.letter, "operator:root", at(6)));
  CHECK_FALSE(store.letters().drop(sent.letter, "operator:root", at(6)));
  CHECK_FALSE(store.letters().retry(sent.letter, at(9)));
  CHECK(store.letters().due(at(100), 10).size() == 1);
  CHECK(find(store.letters().queue(true), "nfp@bg.example")->state == "delivered");
  CHECK(find(store.letters().queue(true), "lo@bg.example")->state == "dropped");
  const auto rows = store.audit().rows(sent.number.text());
  CHECK(rows.back().act == "dropped");
  CHECK(rows.back().actor == "operator:root");
}

TEST_CASE("the queue is by time") {
  StateFolder site;
  auto store = site.open();
  send(site, store, at(30));
  send(site, store, at(10));
  const auto queue = store.letters().queue(false);
  REQUIRE(queue.size() == 6);
  CHECK(queue.front().created == at(10));
  CHECK(queue.back().created == at(30));
  CHECK(store.letters().due(at(100), 10).front().created == at(10));
}

TEST_CASE("letters to an address are counted since a time, automatic ones apart") {
  StateFolder site;
  auto store = site.open();
  send(site, store, at(10));
  send(site, store, at(20));
  const std::string officer = "Ana.Ionescu@POLICE.ro.example";  // as he may write himself
  CHECK(store.letters().count_since(officer, at(10), true) == 2);
  CHECK(store.letters().count_since(officer, at(11), true) == 1);
  CHECK(store.letters().count_since(officer, at(21), true) == 0);
  CHECK(store.letters().count_since("nfp@bg.example", at(0), true) == 0);
  CHECK(store.letters().count_since("nfp@bg.example", at(0), false) == 2);
  CHECK(store.letters().count_since("", at(0), false) == 0);
}

TEST_CASE("a letter that names one recipient twice goes to him once") {
  StateFolder site;
  auto store = site.open();
  auto commit = new_case(store, site.accept("raw"));
  commit.letters[0].recipients = {"a@b.example", "A@b.example", "a@b.example"};
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(store.letters().due(at(9), 10).size() == 1);
}

TEST_CASE("a wire comes back octet for octet") {
  StateFolder site;
  auto store = site.open();
  auto commit = new_case(store, site.accept("raw"));
  commit.letters[0].wire = std::string("\0\r\n\xFF", 4);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(octets_of(store.letter_files().wire(commit.letters[0].id)) == commit.letters[0].wire);
  CHECK_THROWS_AS(store.letter_files().wire("nothing"), LostLetter);
}

TEST_CASE("held mail is listed with its reason, by time, and its raw bytes are kept") {
  StateFolder site;
  auto store = site.open();
  const auto first = hold(site, store, "malformed");
  const auto second = hold(site, store, "poison");
  store.spool().remove_file(first);
  const auto held = store.held().list();
  REQUIRE(held.size() == 2);
  CHECK(held[0].spool == first);
  CHECK(held[0].reason == "malformed");
  CHECK(held[0].detail == "two From fields");
  CHECK(held[0].from == "ana@police.ro.example");
  CHECK(held[0].source == "smtp");
  CHECK(held[0].to == std::vector<std::string>{"gw@pouch.example"});
  CHECK(held[0].received == at(0));
  CHECK(held[1].spool == second);
  CHECK(held[1].to.size() == 1);
  CHECK(store.held().raw(first) == "held mail");
  CHECK_FALSE(store.held().raw(999));
}

TEST_CASE("a released mail goes its way again from the start, and is no replay of itself") {
  StateFolder site;
  auto store = site.open();
  const auto id = hold(site, store);
  CHECK(store.held().release(id, "operator:root", at(9)));
  CHECK_FALSE(store.held().release(id, "operator:root", at(9)));
  CHECK(store.held().list().empty());
  CHECK_FALSE(store.held().raw(id));
  CHECK_FALSE(store.summary(id));
  CHECK_FALSE(store.signatures().seen("signature of " + std::to_string(id)));
  const auto entry = store.spool().claim(at(9), 3);
  REQUIRE(entry);
  CHECK(entry->id == id);
  CHECK(entry->attempts == 1);
  CHECK(entry->received == at(0));  // judged by the day on which it was accepted
  auto commit = new_case(store, id, store.spool().raw(id));
  CHECK(store.commit(commit) == CommitResult::kDone);
  CHECK(store.audit().rows("")[0].act == "released");
}

TEST_CASE("dropped mail is gone, and who dropped it is written down") {
  StateFolder site;
  auto store = site.open();
  const auto id = hold(site, store);
  CHECK(store.held().drop(id, "operator:root", at(9)));
  CHECK_FALSE(store.held().drop(id, "operator:root", at(9)));
  CHECK_FALSE(store.held().release(id, "operator:root", at(9)));
  CHECK(store.held().list().empty());
  CHECK(site.spool_files() == 0);
  CHECK(store.audit().rows("").back().actor == "operator:root");
}

TEST_CASE("mail that is not held is neither released nor dropped") {
  StateFolder site;
  auto store = site.open();
  const auto waiting = site.accept("x");
  CHECK_FALSE(store.held().release(waiting, "operator:root", at(9)));
  CHECK_FALSE(store.held().drop(waiting, "operator:root", at(9)));
  CHECK(store.audit().rows("").empty());
  CHECK(store.spool().raw(waiting) == "x");
}
