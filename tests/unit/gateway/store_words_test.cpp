// What letters said, and what is kept of a mail that waits: sealed, given to who may have it, gone
// with the case.
#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/contents_codec.hpp"
#include "gateway/store/kept_mails.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/sqlite.hpp"
#include "tests/unit/gateway/old_bodies.hpp"

using namespace pouch::gateway;

namespace {

const std::string kCanary = "Kanarienvogel";

SealedLetter letter(const std::string& id, const std::string& kind, const std::string& text) {
  SealedLetter result{id, kind, "<" + id + "@pouch.example>", {"nfp@bg.example"}, "wire"};
  result.text = text;
  result.context = R"({"page":2})";
  return result;
}

CaseNumber send(const StateFolder& site, Store& store, std::vector<SealedLetter> letters) {
  const auto id = site.accept("raw");
  auto commit = new_case(store, id);
  commit.letters = std::move(letters);
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  store.spool().remove_file(id);
  return commit.opened->number;
}

void erase(const StateFolder& site, const CaseNumber& number) {
  auto keys = Database::open_keys(site.state());
  keys.prepare("DELETE FROM case_keys WHERE number = ?").bind(1, number.text()).run();
}

}  // namespace

TEST_CASE("a letter is found by its Message-ID as it was sent, and its words are not on the disk") {
  StateFolder site;
  auto store = site.open();
  auto written = letter("ab1", "request", kCanary + "\nsecond line");
  written.recipients = {"nfp@bg.example", "lo@bg.example"};
  const auto number = send(site, store, {written});
  const auto read = store.letters().sent("<ab1@pouch.example>");
  REQUIRE(read);
  CHECK(read->id == "<ab1@pouch.example>");
  CHECK(read->letter == "ab1");
  CHECK(read->kind == "request");
  CHECK(read->number->text() == number.text() + "/1");
  CHECK(read->receivers == std::vector<std::string>{"nfp@bg.example", "lo@bg.example"});
  CHECK(read->text == kCanary + "\nsecond line");
  CHECK(read->context == R"({"page":2})");
  CHECK(read->created == at(3));
  CHECK_FALSE(store.letters().sent("<ab2@pouch.example>"));
  CHECK_FALSE(store.letters().sent(""));
  store.database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
  CHECK(site.everything().find(kCanary) == std::string::npos);
}

TEST_CASE("a letter that belongs to no case keeps its words too") {
  StateFolder site;
  auto store = site.open();
  Commit refusal;
  refusal.outcome = Outcome::kRefused;
  refusal.at = at(4);
  refusal.letters = {letter("cd1", "refusal", "Reasons is missing")};
  REQUIRE(store.commit(refusal) == CommitResult::kDone);
  const auto read = store.letters().sent("<cd1@pouch.example>");
  REQUIRE(read);
  CHECK_FALSE(read->number);
  CHECK(read->text == "Reasons is missing");
}

TEST_CASE("the words of a case's letters go with the case: nothing else of them does") {
  StateFolder site;
  auto store = site.open();
  const auto number = send(site, store, {letter("ab1", "request", kCanary)});
  // A letter without a message of its own belongs to the case all the same.
  Commit notice;
  notice.at = at(5);
  notice.about = MessageNumber{number, 1};
  notice.letters = {letter("ef1", "answer", kCanary)};
  REQUIRE(store.commit(notice) == CommitResult::kDone);
  CHECK(store.letters().sent("<ef1@pouch.example>")->text == kCanary);
  erase(site, number);
  for (const auto* id : {"<ab1@pouch.example>", "<ef1@pouch.example>"}) {
    const auto read = store.letters().sent(id);
    REQUIRE(read);
    CHECK(read->text.empty());
    CHECK(read->context.empty());
    CHECK(read->number->number == number);
    CHECK(read->receivers.size() == 1);
  }
  // What is written about it afterwards is not kept under another key.
  notice.letters = {letter("gh1", "answer", kCanary)};
  REQUIRE(store.commit(notice) == CommitResult::kDone);
  CHECK(store.letters().sent("<gh1@pouch.example>")->text.empty());
}

TEST_CASE("the words of one letter put in another's place do not open") {
  StateFolder site;
  auto store = site.open();
  send(site, store, {letter("ab1", "request", "one"), letter("ab2", "request", "two")});
  store.database().execute(
      "UPDATE letter_words SET words = (SELECT words FROM letter_words WHERE letter = 'ab1')"
      " WHERE letter = 'ab2'");
  CHECK(store.letters().sent("<ab1@pouch.example>")->text == "one");
  CHECK_THROWS_AS(store.letters().sent("<ab2@pouch.example>"), Fault);
}

TEST_CASE("a letter of an older version is known, without its words") {
  StateFolder site;
  auto store = site.open();
  const auto number = send(site, store, {letter("ab1", "request", "text")});
  store.database().execute("DELETE FROM letter_words");
  const auto read = store.letters().sent("<ab1@pouch.example>");
  REQUIRE(read);
  CHECK(read->text.empty());
  CHECK(read->number->number == number);
  CHECK(read->receivers == std::vector<std::string>{"nfp@bg.example"});
}

TEST_CASE("a letter of a commit without a message belongs to the message that it is about") {
  StateFolder site;
  auto store = site.open();
  const auto number = send(site, store, {});
  Commit commit;
  commit.changed = store.cases().find(number);
  commit.about = MessageNumber{number, 1};
  commit.thread_ids = {"<ij1@pouch.example>"};
  commit.letters = {letter("ij1", "request", "late")};
  REQUIRE(store.commit(commit) == CommitResult::kDone);
  CHECK(store.letters().sent("<ij1@pouch.example>")->number->message == 1);
  CHECK(store.messages().thread("<ij1@pouch.example>")->message == 1);
  commit.about = MessageNumber{CaseNumber("SEL", 2026, 77), 1};
  CHECK_THROWS_AS(store.commit(commit), std::logic_error);
}

TEST_CASE("a mail that waits comes back whole, attachments or none") {
  StateFolder site;
  auto store = site.open();
  for (const auto why :
       {KeptFor::kMending, KeptFor::kReceivers, KeptFor::kCase, KeptFor::kConsent}) {
    const auto id = "<" + std::to_string(static_cast<int>(why)) + "@pouch.example>";
    KeptParts kept{id, "ana", "4417/2026", at(100), {}};
    kept.why = why;
    kept.form = "request";
    kept.text = kCanary + " form";
    kept.words = kCanary + " words";
    kept.subject = kCanary + " subject";
    kept.number = "SEL-2026-000001-77/2";
    Commit question;
    question.outcome = Outcome::kRefused;
    question.keep = kept;
    REQUIRE(store.commit(question) == CommitResult::kDone);
    const auto read = store.kept_mails().find({id}, "ana", at(50));
    REQUIRE(read);
    CHECK(read->letter == id);
    CHECK(read->sender == "ana");
    CHECK(read->own_ref == "4417/2026");
    CHECK(read->until == at(100));
    CHECK(read->why == why);
    CHECK(read->form == kept.form);
    CHECK(read->text == kept.text);
    CHECK(read->words == kept.words);
    CHECK(read->subject == kept.subject);
    CHECK(read->number == kept.number);
    CHECK(read->parts.empty());
  }
  CHECK(site.everything().find(kCanary) == std::string::npos);
}

TEST_CASE("attachments that an older version kept are given as a form that waits") {
  StateFolder site;
  auto store = site.open();
  const auto sealed =
      seal(site.key().derive("summaries"), "kept:<old@pouch.example>",
           encode_old_contents({"4417/2026", "", "", {{"a.csv", "text/csv", "x,y"}}}));
  store.database()
      .prepare("INSERT INTO kept (letter, sender, until, parts) VALUES (?,?,?,?)")
      .bind(1, "<old@pouch.example>")
      .bind(2, "ana")
      .bind(3, at(100).time_since_epoch().count())
      .bind_blob(4, sealed)
      .run();
  const auto read = store.kept_mails().find({"<old@pouch.example>"}, "ana", at(50));
  REQUIRE(read);
  CHECK(read->why == KeptFor::kMending);
  CHECK(read->own_ref == "4417/2026");
  CHECK(read->text.empty());
  CHECK(read->subject.empty());
  REQUIRE(read->parts.size() == 1);
  CHECK(read->parts[0].bytes == "x,y");
}

TEST_CASE("the audit log tells how many mails were forgotten") {
  StateFolder site;
  auto store = site.open();
  Commit question;
  question.outcome = Outcome::kRefused;
  question.keep = KeptParts{"<l>", "ana", "", at(100), {}};
  REQUIRE(store.commit(question) == CommitResult::kDone);
  REQUIRE(store.kept_mails().forget(at(101)) == 1);
  CHECK(store.audit().rows("").back().detail == "1 mail that waited for a word of the writer");
}

TEST_CASE("a mark leads to the newest message that came with it, of a case that is not erased") {
  StateFolder site;
  auto store = site.open();
  const std::string mark("\0\xFF mark", 7);
  CHECK_FALSE(store.messages().marked(mark));
  const auto with_mark = [&](const std::string& value) {
    auto commit = new_case(store, site.accept("raw"));
    commit.mark = value;
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    return commit.opened->number;
  };
  const auto first = with_mark(mark);
  with_mark("");
  with_mark(std::string("\0\xFF Mark", 7));
  CHECK(store.messages().marked(mark)->text() == first.text() + "/1");
  const auto second = with_mark(mark);
  CHECK(store.messages().marked(mark)->text() == second.text() + "/1");
  erase(site, second);
  CHECK(store.messages().marked(mark)->text() == first.text() + "/1");
  erase(site, first);
  CHECK_FALSE(store.messages().marked(mark));
  CHECK_FALSE(store.messages().marked(""));
}
