// Heads of the audit log: one a day, each proving all before it; and the tree that proves one row.
#include "gateway/store/audit_heads.hpp"

#include <catch2/catch.hpp>

#include "gateway/store/audit.hpp"
#include "gateway/store/audit_tree.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::days;
using What = HeadVerdict::What;

const std::string kSite = "requests@pouch.example", kZone = "Europe/Bucharest";

struct Log {
  StateFolder folder;
  Store store = folder.open();
  Time midnight = AuditHeads::next_midnight(kZone, at(0));

  AuditHeads& heads() { return store.audit_heads(); }
  void note(Time when) {
    store.audit().note({.actor = "ana", .act = "shown", .number = "SEL", .detail = "a"}, when);
  }
  // A day's head, signed in the test's way.
  AuditHead head(int day) {
    REQUIRE(heads().note_due(kSite, kZone, midnight + days(day)));
    const auto claimed = heads().claim(midnight + days(day));
    REQUIRE(claimed);
    Commit commit;
    commit.at = midnight + days(day);
    commit.audit_head = claimed->number;
    commit.signed_head = "signed " + claimed->text;
    REQUIRE(store.commit(commit) == CommitResult::kDone);
    CHECK(store.commit(commit) == CommitResult::kAlreadyDone);
    return *heads().newest();
  }
};

std::string folded(std::string at, const std::vector<std::string>& path) {
  for (const auto& step : path) {
    const auto other = step.substr(step.find(' ') + 1);
    at = step.starts_with("left") ? node_hash(other, at) : node_hash(at, other);
  }
  return at;
}

}  // namespace

TEST_CASE("each leaf's path leads to the root, of trees of any size") {
  for (std::size_t size = 1; size <= 40; ++size) {
    std::vector<std::string> leaves;
    TreeRoot tree;
    for (std::size_t i = 0; i < size; ++i) {
      leaves.push_back(sha256_hex(std::to_string(i)));
      tree.add(leaves.back());
    }
    const Tree whole(leaves);
    for (std::size_t i = 0; i < size; ++i) {
      INFO(i << " of " << size);
      CHECK(folded(leaves[i], whole.path(i)) == tree.root());
      CHECK(folded(leaves[(i + 1) % size], whole.path(i)) != (size == 1 ? "" : tree.root()));
    }
  }
  CHECK(TreeRoot().root() == sha256_hex(""));
}

TEST_CASE("no two rows have one text, whatever is in them") {
  AuditRow one, other;
  one.detail = "a\nSalt: b";
  other.detail = "a\\x0aSalt: b";
  CHECK(leaf_text(one, "s") != leaf_text(other, "s"));
}

TEST_CASE("a head comes once a day, after midnight where the site is") {
  Log log;
  log.note(at(0));
  CHECK_FALSE(log.heads().note_due(kSite, kZone, at(0)));
  CHECK_FALSE(log.heads().note_due(kSite, kZone, log.midnight - std::chrono::seconds(1)));
  const auto first = log.head(0);
  CHECK(first.number == 1);
  CHECK(first.first == 1);
  CHECK_FALSE(log.heads().note_due(kSite, kZone, log.midnight));
  CHECK_FALSE(log.heads().note_due(kSite, kZone, log.midnight + std::chrono::hours(23)));
  CHECK_FALSE(log.heads().note_due(kSite, kZone, at(0)));  // a clock that went back
  const auto later = log.head(5);                          // nobody was there in between
  CHECK(later.number == 2);
  CHECK(later.first == first.last + 1);
}

TEST_CASE("a clock that ran years ahead stops no later heads") {
  Log log;
  log.note(at(0));
  log.head(0);
  CHECK(log.head(3650).number == 2);
  CHECK_FALSE(log.heads().note_due(kSite, kZone, log.midnight));
  CHECK(log.head(1).number == 3);
  CHECK(log.head(2).number == 4);
  CHECK(log.heads().check(log.heads().newest()->text).what == What::kUnchanged);
}

TEST_CASE("a head proves the log before it, and says where it was changed or cut off") {
  Log log;
  for (int day = 0; day < 3; ++day) {
    for (int i = 0; i < 5; ++i) {
      log.note(log.midnight + days(day) - std::chrono::hours(1));
    }
    log.head(day);
  }
  const auto kept = log.heads().newest()->text;
  CHECK(log.heads().check(kept).what == What::kUnchanged);
  log.note(log.midnight + days(3));
  CHECK(log.heads().check(kept).what == What::kUnchanged);
  CHECK(log.heads().check("Pouch audit head\nHead: 1\n").what == What::kOfAnotherLog);
  auto& database = log.store.database();
  SECTION("a row is changed") {
    database.execute("UPDATE audit SET actor = 'eve' WHERE sequence = 3");
    const auto verdict = log.heads().check(kept);
    CHECK(verdict.what == What::kChanged);
    CHECK(verdict.from == 3);
    CHECK(verdict.to == 3);
  }
  SECTION("the end is missing") {
    database.execute("DELETE FROM audit WHERE sequence > 8");
    const auto verdict = log.heads().check(kept);
    CHECK(verdict.what != What::kUnchanged);
    CHECK(verdict.from == 9);
  }
  SECTION("an older head is rewritten") {
    database.execute("UPDATE audit_heads SET text = replace(text, 'Day: ', 'Day: x') WHERE id = 1");
    const auto verdict = log.heads().check(kept);
    CHECK(verdict.what == What::kChanged);
    CHECK(verdict.from == 1);
  }
  SECTION("it is the head of another log") {
    auto forged = kept;
    const auto at = forged.find("Tree: ") + 6;
    forged.replace(at, 64, sha256_hex("another"));
    CHECK(log.heads().check(forged).what == What::kChanged);
  }
}

TEST_CASE("a row is proved by a head alone") {
  Log log;
  for (int i = 0; i < 6; ++i) {
    log.note(at(i));
  }
  const auto head = log.head(0);
  auto rows = log.store.audit().rows("SEL");
  REQUIRE(rows.size() == 6);
  const auto tree = head.text.substr(head.text.find("Tree: ") + 6, 64);
  for (const auto& proof : log.heads().proofs(std::move(rows))) {
    CHECK(proof.head == 1);
    CHECK(folded(sha256_hex(proof.text), proof.path) == tree);
  }
  log.note(log.midnight);
  CHECK(log.heads().proofs(log.store.audit().rows("SEL")).back().head == 0);
}

}  // namespace pouch::gateway
