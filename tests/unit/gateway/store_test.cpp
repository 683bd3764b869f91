// Reading back: cases, messages, deadlines, the index's log; what the disk shows.
#include <sys/stat.h>

#include "gateway/store/audit.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/spool.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

CaseNumber commit_case(const StateFolder& site, Store& store,
                       const std::function<void(Commit&)>& change = {}) {
  const auto id = site.accept("raw mail");
  auto commit = new_case(store, id);
  if (change) {
    change(commit);
  }
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  store.spool().remove_file(id);
  return commit.opened->number;
}

bool fault_is_permanent(const std::function<void()>& act) {
  try {
    act();
  } catch (const Fault& fault) {
    return !fault.transient();
  }
  return false;
}

std::vector<std::string> numbers(const std::vector<Case>& cases) {
  std::vector<std::string> texts;
  for (const auto& subject : cases) {
    texts.push_back(subject.number.text());
  }
  return texts;
}

}  // namespace

TEST_CASE("a case comes back with every field") {
  StateFolder site;
  auto store = site.open();
  Case written{CaseNumber("SEL", 2026, 1)};
  const auto number = commit_case(site, store, [&](Commit& commit) {
    auto& subject = *commit.opened;
    subject.kind = CaseKind::kGroupNote;
    subject.community = "prosecution";
    subject.group = "seepag";
    subject.priority = "URGENT";
    subject.crime_area = "DRUG";
    subject.classification = "RESTRICTED";
    subject.handling = {"H1", "H2"};
    subject.legs[0].deadline = at(1000);
    subject.legs[0].state = LegState::kPartlyAnswered;
    subject.legs[1].desk = "";
    subject.legs[1].state = LegState::kWaiting;
    written = subject;
  });
  const auto read = store.cases().find(number);
  REQUIRE(read);
  CHECK(read->number == written.number);
  CHECK(read->kind == CaseKind::kGroupNote);
  CHECK(read->community == "prosecution");
  CHECK(read->requester == written.requester);
  CHECK(read->requester_address == written.requester_address);
  CHECK(read->requester_country == "RO");
  CHECK(read->requester_desk == "nfp-ro");
  CHECK(read->group == "seepag");
  CHECK(read->priority == "URGENT");
  CHECK(read->crime_area == "DRUG");
  CHECK(read->classification == "RESTRICTED");
  CHECK(read->handling == written.handling);
  CHECK(read->opened == written.opened);
  REQUIRE(read->legs.size() == 2);
  CHECK(read->legs[0].desk == "nfp-BG");
  CHECK(read->legs[0].state == LegState::kPartlyAnswered);
  CHECK(read->legs[0].since == at(1));
  CHECK(read->legs[0].deadline == at(1000));
  CHECK(read->legs[0].last_message == 1);
  CHECK(read->legs[1].desk.empty());
  CHECK_FALSE(read->legs[1].deadline);
  REQUIRE(store.cases().waiting_legs().size() == 1);
  CHECK(store.cases().waiting_legs()[0] == std::pair(number, std::string("RS")));
}

TEST_CASE("a message row comes back with every field") {
  StateFolder site;
  auto store = site.open();
  const auto number = commit_case(site, store);
  const auto written = message_row(number, 1);
  const auto rows = store.messages().of(number);
  REQUIRE(rows.size() == 1);
  const auto& read = rows[0];
  CHECK(read.number.number == number);
  CHECK(read.number.message == 1);
  CHECK(read.form == written.form);
  CHECK(read.sender == written.sender);
  CHECK(read.sender_country == written.sender_country);
  CHECK(read.acting_desk == written.acting_desk);
  CHECK(read.signer == written.signer);
  CHECK(read.signing_key == written.signing_key);
  CHECK(read.received == written.received);
  CHECK(read.signed_at == written.signed_at);
  CHECK(read.message_id == written.message_id);
  CHECK(read.raw_sha256 == written.raw_sha256);
  CHECK(read.body_sha256 == written.body_sha256);
  CHECK(read.readers == written.readers);
  CHECK(store.messages().find(read.id)->message_id == written.message_id);
  CHECK_FALSE(store.messages().find(read.id + 1));
}

TEST_CASE("no word of a mail, its form, its attachments or its summary is on the disk") {
  StateFolder site;
  auto store = site.open();
  const std::string canary = "Kanarienvogel";
  const auto id = site.accept("raw " + canary);
  auto commit = new_case(store, id, "raw " + canary);
  auto& contents = commit.message->contents;
  contents.subject = canary;
  contents.text = canary;
  contents.form_json = "{\"name\":\"" + canary + "\"}";
  contents.parts = {{canary + ".pdf", "application/" + canary, canary, true, false}};
  commit.message->row.form = canary;
  commit.message->row.body_sha256 = canary;
  commit.opened->crime_area = canary;
  commit.opened->handling = {canary};
  commit.opened->classification = canary;
  commit.opened->priority = canary;
  commit.summary = "{\"warnings\":[\"" + canary + "\"]}";
  REQUIRE(store.commit(commit) == CommitResult::kDone);

  auto refused = Commit{};
  refused.spool = site.accept("second " + canary);
  refused.outcome = Outcome::kRefused;
  refused.summary = "{\"problems\":[\"" + canary + "\"]}";
  REQUIRE(store.commit(refused) == CommitResult::kDone);

  // While the write-ahead log is full of it, and after it has been moved into the database.
  CHECK(std::filesystem::file_size(site.state() / "pouch.db-wal") > 0);
  CHECK(site.everything().find(canary) == std::string::npos);
  store.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
  CHECK(site.everything().find(canary) == std::string::npos);
  CHECK(site.everything().find(commit.opened->number.text()) != std::string::npos);
  CHECK(store.bodies().open({commit.opened->number, 1}).parts()[0].name == canary + ".pdf");
  CHECK(store.summary(refused.spool) == refused.summary);
}

TEST_CASE("sealed contents put in another message's place do not open") {
  StateFolder site;
  auto store = site.open();
  const auto number = commit_case(site, store);
  auto next = next_message(*store.cases().find(number), site.accept("x"));
  REQUIRE(store.commit(next) == CommitResult::kDone);
  store.database().execute(
      "UPDATE message_texts SET contents = (SELECT contents FROM message_texts WHERE message = 1)"
      " WHERE message = 2");
  CHECK(store.bodies().text({number, 1}).text == "text");
  CHECK(fault_is_permanent([&] { store.bodies().text({number, 2}); }));
  CHECK(store.bodies().raw({number, 2}) == "raw");
  store.database().execute("UPDATE message_texts SET contents = raw");
  CHECK(fault_is_permanent([&] { store.bodies().text({number, 1}); }));
}

TEST_CASE("a case whose key was destroyed is erased: its content does not come back") {
  StateFolder site;
  auto store = site.open();
  const auto erased = commit_case(site, store, [](Commit& commit) {
    commit.opened->crime_area = "DRUG";
    commit.signatures = {"one"};
  });
  const auto other = commit_case(site, store, [](Commit& commit) { commit.signatures = {"two"}; });
  {
    auto keys = Database::open_keys(site.state());
    keys.prepare("DELETE FROM case_keys WHERE number = ?").bind(1, erased.text()).run();
  }
  CHECK(fault_is_permanent([&] { store.bodies().text({erased, 1}); }));
  CHECK(fault_is_permanent([&] { store.bodies().raw({erased, 1}); }));
  CHECK(store.cases().find(erased)->crime_area.empty());
  CHECK(store.messages().of(erased)[0].form.empty());
  CHECK(store.index_log().committed_after(0, 10).size() == 2);
  CHECK(store.bodies().text({other, 1}).text == "text");
  auto reply = next_message(*store.cases().find(erased), site.accept("x"));
  CHECK(fault_is_permanent([&] { static_cast<void>(store.commit(reply)); }));
}

TEST_CASE("a store is not opened with another data key") {
  StateFolder site;
  { site.open(); }
  CHECK(fault_is_permanent([&] { Store(site.state(), Secret::random()); }));
  CHECK_NOTHROW(site.open());
}

TEST_CASE("a state is made once, private, and never over another") {
  TemporaryFolder folder;
  const auto state = folder.path() / "site" / "state";
  const auto key = Secret::random();
  CHECK_FALSE(state_exists(state));
  CHECK(fault_is_permanent([&] { wrapped_data_key(state); }));
  make_state(state, key, std::string("wrapped\0\xFF", 9));
  CHECK(state_exists(state));
  CHECK(wrapped_data_key(state) == std::string("wrapped\0\xFF", 9));
  struct stat status {};
  REQUIRE(::stat(state.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0700U);
  CHECK(fault_is_permanent([&] { make_state(state, Secret::random(), "other"); }));
  CHECK(wrapped_data_key(state) == std::string("wrapped\0\xFF", 9));
  CHECK_NOTHROW(Store(state, key));
}

TEST_CASE("a state whose making was interrupted is not made again under another key") {
  StateFolder site;
  std::filesystem::remove(site.state() / "data-key.pgp");
  const auto spool_key = read_text(site.state() / "spool.pub");
  CHECK(fault_is_permanent([&] { make_state(site.state(), Secret::random(), "other"); }));
  CHECK(read_text(site.state() / "spool.pub") == spool_key);
  CHECK_FALSE(state_exists(site.state()));
  CHECK_NOTHROW(make_state(site.state(), site.key(), "wrapped"));
}

TEST_CASE("cases are listed by time of opening, whatever their numbers") {
  StateFolder site;
  auto store = site.open();
  const auto late =
      commit_case(site, store, [](Commit& commit) { commit.opened->opened = at(50); });
  const auto early =
      commit_case(site, store, [](Commit& commit) { commit.opened->opened = at(4); });
  CHECK(numbers(store.cases().list({}, at(100))) == std::vector{early.text(), late.text()});
}

TEST_CASE("cases are found by what is open, overdue, and whose it is") {
  StateFolder site;
  auto store = site.open();
  const auto answered = commit_case(site, store, [](Commit& commit) {
    for (auto& leg : commit.opened->legs) {
      leg.state = LegState::kAnswered;
      leg.deadline = at(10);
    }
  });
  const auto overdue = commit_case(site, store, [](Commit& commit) {
    commit.opened->legs = {leg_to("GR")};
    commit.opened->legs[0].deadline = at(10);
    commit.opened->requester_country = "AL";
  });
  const auto waiting = commit_case(site, store, [](Commit& commit) {
    commit.opened->legs = {leg_to("MD", LegState::kWaiting)};
  });
  const auto find = [&](bool open, bool late, const char* country) {
    return numbers(store.cases().list({open, late, country}, at(11)));
  };
  CHECK(find(false, false, "") == std::vector{answered.text(), overdue.text(), waiting.text()});
  CHECK(find(true, false, "") == std::vector{overdue.text(), waiting.text()});
  CHECK(find(false, true, "") == std::vector{overdue.text()});
  CHECK(find(true, true, "RO").empty());
  CHECK(find(false, false, "RO") == std::vector{answered.text(), waiting.text()});
  CHECK(find(false, false, "BG") == std::vector{answered.text()});
  CHECK(find(true, false, "AL") == std::vector{overdue.text()});
  CHECK(find(false, false, "' OR 1=1 --").empty());
  CHECK(numbers(store.cases().list({false, true, ""}, at(10)))
            .empty());  // at its deadline it is in time
}

TEST_CASE("a missed deadline is told once, and again only when it was moved and missed again") {
  StateFolder site;
  auto store = site.open();
  const auto number = commit_case(site, store, [](Commit& commit) {
    commit.opened->legs[0].deadline = at(100);
    commit.opened->legs[1].deadline = at(200);
  });
  CHECK(store.cases().next_deadline(at(0)) == at(101));
  CHECK(store.cases().newly_overdue(at(100)).empty());
  const auto first = store.cases().newly_overdue(at(101));
  REQUIRE(first.size() == 1);
  CHECK(first[0] == std::pair(number, std::string("BG")));
  CHECK(store.cases().newly_overdue(at(101)).empty());
  CHECK(site.open().cases().newly_overdue(at(102)).empty());
  CHECK(store.cases().next_deadline(at(101)) == at(201));

  // Written again by the next message, it is still told; moved, it is new.
  auto same = next_message(*store.cases().find(number), site.accept("x"));
  REQUIRE(store.commit(same) == CommitResult::kDone);
  CHECK(store.cases().newly_overdue(at(102)).empty());
  auto moved = next_message(*store.cases().find(number), site.accept("x"));
  moved.changed->legs[0].deadline = at(150);
  REQUIRE(store.commit(moved) == CommitResult::kDone);
  CHECK(store.cases().next_deadline(at(102)) == at(151));
  CHECK(store.cases().newly_overdue(at(151)).size() == 1);

  int told = 0;
  for (const auto& row : store.audit().rows(number.text())) {
    told += row.act == "overdue" && row.detail == "BG" ? 1 : 0;
  }
  CHECK(told == 2);
  CHECK_FALSE(store.audit().first_broken());
}

TEST_CASE("an answered leg is never overdue and wakes nobody") {
  StateFolder site;
  auto store = site.open();
  commit_case(site, store, [](Commit& commit) {
    for (auto& leg : commit.opened->legs) {
      leg.state = LegState::kRefused;
      leg.deadline = at(100);
    }
  });
  CHECK(store.cases().newly_overdue(at(1000)).empty());
  CHECK_FALSE(store.cases().next_deadline(at(0)));
}

TEST_CASE("legs that a case has no more are gone") {
  StateFolder site;
  auto store = site.open();
  const auto number = commit_case(site, store);
  auto next = next_message(*store.cases().find(number), site.accept("x"));
  next.changed->legs.pop_back();
  REQUIRE(store.commit(next) == CommitResult::kDone);
  CHECK(store.cases().find(number)->legs.size() == 1);
}

TEST_CASE("the index reads messages in the order of their commits, from where it stopped") {
  StateFolder site;
  auto store = site.open();
  CHECK(store.index_log().committed_after(0, 10).empty());
  std::vector<CaseNumber> committed;
  for (int i = 0; i < 5; ++i) {
    committed.push_back(commit_case(site, store));
  }
  const auto first = store.index_log().committed_after(0, 2);
  REQUIRE(first.size() == 2);
  CHECK(store.messages().find(first[0])->number.number == committed[0]);
  const auto rest = store.index_log().committed_after(first[1], 100);
  REQUIRE(rest.size() == 3);
  CHECK(store.messages().find(rest[0])->number.number == committed[2]);
  CHECK(store.messages().find(rest[2])->number.number == committed[4]);
  CHECK(store.index_log().committed_after(rest[2], 100).empty());
}

TEST_CASE("a thread is found by any of its identifiers, and the first to bear one keeps it") {
  StateFolder site;
  auto store = site.open();
  const auto first = commit_case(site, store, [](Commit& commit) {
    commit.thread_ids = {"root", "a"};
  });
  const auto second = commit_case(site, store, [](Commit& commit) {
    commit.thread_ids = {"b", "a"};
  });
  CHECK(store.messages().thread("a")->number == first);
  CHECK(store.messages().thread("b")->number == second);
  CHECK_FALSE(store.messages().thread("A"));
  CHECK_FALSE(store.messages().thread(""));
  CHECK_FALSE(store.messages().thread("' OR '1'='1"));
}

TEST_CASE("what is not there is not found") {
  StateFolder site;
  auto store = site.open();
  const CaseNumber number("SEL", 2026, 9);
  CHECK_FALSE(store.cases().find(number));
  CHECK(store.messages().of(number).empty());
  CHECK(store.letters().of(number).empty());
  CHECK(fault_is_permanent([&] { store.bodies().text({number, 1}); }));
  CHECK_FALSE(store.summary(1));
  const auto waiting = site.accept("x");
  CHECK_FALSE(store.summary(waiting));  // not finished
}

TEST_CASE("a note in the audit log is a transaction of its own") {
  StateFolder site;
  auto store = site.open();
  store.audit().note({"ana.ionescu", "searched", "", "reason: 4417/2026"}, at(0));
  const auto rows = site.open().audit().rows("");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].act == "searched");
  CHECK_FALSE(store.audit().first_broken());
}
