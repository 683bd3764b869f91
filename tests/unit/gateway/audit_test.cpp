#include "gateway/store/audit.hpp"

#include <stdexcept>

#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

class Log {
 public:
  explicit Log(int rows) : database_(Database::make_store(folder_.path())) {
    Audit audit(database_, key_);
    audit.begin();
    for (int i = 1; i <= rows; ++i) {
      append("act" + std::to_string(i));
    }
  }
  void append(const std::string& act, const std::string& number = "SEL-2026-000001-10") {
    Audit audit(database_, key_);
    Transaction transaction(database_, "note");
    audit.append({"ana.ionescu", act, number, "detail"}, at(0));
    transaction.commit();
  }
  std::optional<std::int64_t> broken() { return Audit(database_, key_).first_broken(); }
  // What somebody with the disk but without the key would write.
  void tamper(const char* sql) {
    database_.execute(sql);
    REQUIRE(database_.changes() > 0);
  }
  Database& database() { return database_; }
  const Secret& key() const { return key_; }

 private:
  TemporaryFolder folder_;
  Secret key_ = Secret::random();
  Database database_;
};

}  // namespace

TEST_CASE("an undisturbed log is whole, also when it is empty") {
  CHECK_FALSE(Log(0).broken());
  CHECK_FALSE(Log(1).broken());
  CHECK_FALSE(Log(20).broken());
}

TEST_CASE("a change of any column of any row is found at that row") {
  for (const auto* change :
       {"UPDATE audit SET at = at + 1 WHERE sequence = 3",
        "UPDATE audit SET actor = 'eve' WHERE sequence = 3",
        "UPDATE audit SET act = 'shown' WHERE sequence = 3",
        "UPDATE audit SET number = '' WHERE sequence = 3",
        "UPDATE audit SET detail = 'detai' WHERE sequence = 3",
        "UPDATE audit SET actor = 'ana.ionescua', act = 'ct3' WHERE sequence = 3",
        "UPDATE audit SET hash = zeroblob(32) WHERE sequence = 3",
        "UPDATE audit SET hash = x'' WHERE sequence = 3"}) {
    Log log(5);
    log.tamper(change);
    INFO(change);
    CHECK(log.broken() == 3);
  }
}

TEST_CASE("a row taken out is found, at the start, in the middle and at the end") {
  for (const auto& [sequence, broken] : {std::pair{1, 1}, {3, 3}, {5, 5}}) {
    Log log(5);
    log.tamper(("DELETE FROM audit WHERE sequence = " + std::to_string(sequence)).c_str());
    CHECK(log.broken() == broken);
  }
}

TEST_CASE("a log cut off at its end is found, also when the head is set back") {
  Log log(5);
  log.tamper("DELETE FROM audit WHERE sequence > 3");
  CHECK(log.broken() == 4);
  log.tamper(
      "UPDATE audit_head SET sequence = 3,"
      " hash = (SELECT hash FROM audit WHERE sequence = 3)");
  CHECK(log.broken() == 4);
}

TEST_CASE("a log emptied altogether is not taken for a new one") {
  Log log(5);
  log.tamper("DELETE FROM audit");
  CHECK(log.broken() == 1);
  log.tamper("DELETE FROM audit_head");
  CHECK(log.broken() == 1);
}

TEST_CASE("rows moved to other places are found") {
  Log log(5);
  log.tamper("UPDATE audit SET sequence = -sequence WHERE sequence IN (2, 3)");
  log.tamper("UPDATE audit SET sequence = sequence + 5 WHERE sequence < 0");
  CHECK(log.broken() == 2);
}

TEST_CASE("a row closed up after one was taken out is found") {
  Log log(5);
  log.tamper("DELETE FROM audit WHERE sequence = 3");
  log.tamper("UPDATE audit SET sequence = 3 WHERE sequence = 4");
  CHECK(log.broken() == 3);
}

TEST_CASE("a row put in without the key is found") {
  Log log(3);
  log.tamper(
      "INSERT INTO audit SELECT 4, at, actor, act, number, detail, hash FROM audit"
      " WHERE sequence = 3");
  CHECK(log.broken() == 4);
}

TEST_CASE("a log written under another key is broken from its first row") {
  Log log(3);
  Audit other(log.database(), Secret::random());
  CHECK(other.first_broken() == 1);
}

TEST_CASE("going on after the end was cut off does not heal the log") {
  Log log(5);
  log.tamper("DELETE FROM audit WHERE sequence > 3");
  log.append("later");
  CHECK(log.broken() == 4);
}

TEST_CASE("nothing is appended to a log whose head is missing or forged") {
  for (const auto* change :
       {"DELETE FROM audit_head", "UPDATE audit_head SET sequence = 1",
        "UPDATE audit_head SET hash = zeroblob(32)", "UPDATE audit_head SET tag = x''"}) {
    Log log(3);
    log.tamper(change);
    CHECK_THROWS_AS(log.append("later"), Fault);
  }
}

TEST_CASE("a row is only written with the act that it tells of") {
  Log log(1);
  Audit audit(log.database(), log.key());
  CHECK_THROWS_AS(audit.append({"a", "b", "", ""}, at(0)), std::logic_error);
  {
    Transaction transaction(log.database(), "note");
    audit.append({"a", "b", "", ""}, at(0));
  }
  CHECK(audit.rows("").size() == 1);
  CHECK_FALSE(audit.first_broken());
}

TEST_CASE("begin does not begin a log again") {
  Log log(3);
  Audit(log.database(), log.key()).begin();
  CHECK_FALSE(log.broken());
  CHECK(Audit(log.database(), log.key()).rows("").size() == 3);
}

TEST_CASE("the rows of a case are its own and those of its messages, of no other") {
  Log log(0);
  log.append("one", "SEL-2026-000001-10");
  log.append("two", "SEL-2026-000001-10/1");
  log.append("three", "SEL-2026-000001-100");
  log.append("four", "SEL-2026-000001-1");
  log.append("five", "SEL-2026-000001-10/12");
  log.append("six", "");
  Audit audit(log.database(), log.key());
  const auto rows = audit.rows("SEL-2026-000001-10");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].act == "one");
  CHECK(rows[1].act == "two");
  CHECK(rows[2].act == "five");
  CHECK(rows[2].sequence == 5);
  CHECK(rows[2].at == at(0));
  CHECK(rows[2].hash.size() == 64);
  CHECK(audit.rows("").size() == 6);
  CHECK(audit.rows("SEL-2026-000001-10/1").size() == 1);
}
