#include "gateway/store/sqlite.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include "gateway/store/schema.hpp"
#include "state_folder.hpp"

using namespace pouch::gateway;

namespace {

unsigned mode_of(const std::filesystem::path& file) {
  struct stat status {};
  REQUIRE(::lstat(file.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

Database table(const std::filesystem::path& folder) {
  auto database = Database::make_store(folder);
  database.execute("CREATE TABLE t (a, b UNIQUE)");
  return database;
}

std::int64_t level(Database& database) {  // 1 NORMAL, 2 FULL
  auto statement = database.prepare("PRAGMA synchronous");
  statement.step();
  return statement.integer(0);
}

std::int64_t rows(Database& database) {
  auto statement = database.prepare("SELECT count(*) FROM t");
  statement.step();
  return statement.integer(0);
}

bool fault_is_transient(const std::function<void()>& act) {
  try {
    act();
  } catch (const Fault& fault) {
    return fault.transient();
  }
  FAIL("no Fault was thrown");
  return false;
}

}  // namespace

TEST_CASE("values come back as they were bound, NUL and broken UTF-8 included") {
  TemporaryFolder folder;
  auto database = table(folder.path());
  const std::string odd("a\0b\xFF'; DROP TABLE t; --", 24);
  database.prepare("INSERT INTO t VALUES (?,?)").bind(1, odd).bind_blob(2, odd).run();
  auto statement = database.prepare("SELECT a, b FROM t WHERE a = ?");
  REQUIRE(statement.bind(1, odd).step());
  CHECK(statement.text(0) == odd);
  CHECK(statement.text(1) == odd);
}

TEST_CASE("octets are bound and seen where they lie") {
  TemporaryFolder folder;
  auto database = table(folder.path());
  std::string odd("a\0b\xFF", 4), other("other");
  auto insert = database.prepare("INSERT INTO t VALUES (?,?)");
  insert.bind_in_place(1, odd).bind_in_place(2, std::string_view()).run();
  odd = "changed";
  insert.bind_in_place(1, other).bind_null(2).run();
  auto statement = database.prepare("SELECT a, b FROM t ORDER BY rowid");
  REQUIRE(statement.step());
  CHECK(statement.view(0) == std::string_view("a\0b\xFF", 4));
  CHECK_FALSE(statement.is_null(1));
  CHECK(statement.view(1).empty());
  REQUIRE(statement.step());
  CHECK(statement.view(0) == "other");
  CHECK(statement.is_null(1));
}

TEST_CASE("an empty text is a text and not NULL") {
  TemporaryFolder folder;
  auto database = table(folder.path());
  database.prepare("INSERT INTO t VALUES (?,?)")
      .bind(1, std::string_view())
      .bind_blob(2, std::string_view())
      .run();
  auto statement = database.prepare("SELECT a, b FROM t");
  REQUIRE(statement.step());
  CHECK_FALSE(statement.is_null(0));
  CHECK_FALSE(statement.is_null(1));
}

TEST_CASE("a store syncs every commit, writes ahead and keeps foreign keys") {
  TemporaryFolder folder;
  auto database = Database::make_store(folder.path());
  const auto pragma = [&](const char* name) {
    auto statement = database.prepare(std::string("PRAGMA ") + name);
    statement.step();
    return statement.text(0);
  };
  CHECK(pragma("journal_mode") == "wal");
  CHECK(pragma("synchronous") == "2");
  CHECK(pragma("foreign_keys") == "1");
  CHECK(pragma("temp_store") == "2");
}

TEST_CASE("databases and what SQLite lays beside them are for the owner alone") {
  TemporaryFolder folder;
  ::umask(0);
  auto store = table(folder.path());
  auto keys = Database::make_keys(folder.path());
  keys.execute("INSERT INTO case_keys VALUES ('x', 'y')");
  ::umask(022);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++files;
    INFO(entry.path());
    CHECK(mode_of(entry.path()) == 0600);
  }
  CHECK(files == 6);
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  TemporaryFolder folder;
  auto database = table(folder.path());
  {
    Transaction transaction(database, "note");
    database.execute("INSERT INTO t VALUES (1, 1)");
    CHECK(database.in_transaction());
  }
  CHECK_FALSE(database.in_transaction());
  CHECK(rows(database) == 0);
  Transaction transaction(database, "note");
  database.execute("INSERT INTO t VALUES (1, 1)");
  transaction.commit();
  CHECK(rows(database) == 1);
}

TEST_CASE("only a transaction that need not survive a loss of power goes without a sync") {
  TemporaryFolder folder;
  auto database = table(folder.path());
  {
    Transaction transaction(database, "note", Survives::kKill);
    CHECK(level(database) == 1);
    database.execute("INSERT INTO t VALUES (1, 1)");
    transaction.commit();
  }
  CHECK(level(database) == 2);
  { const Transaction undone(database, "note", Survives::kKill); }
  CHECK(level(database) == 2);
  {
    const Transaction outer(database, "note");
    CHECK(level(database) == 2);
    CHECK_THROWS_AS(Transaction(database, "note", Survives::kKill), Fault);  // it cannot begin
  }
  CHECK(level(database) == 2);
  CHECK(rows(database) == 1);
}

TEST_CASE("a statement that is used again knows nothing of its last use") {
  TemporaryFolder folder;
  auto database = table(folder.path());
  constexpr auto kInsert = "INSERT INTO t VALUES (?,?)";
  database.prepare(kInsert).bind(1, "kept?").bind(2, std::int64_t{1}).run();
  database.prepare(kInsert).bind(2, std::int64_t{2}).run();
  auto first = database.prepare("SELECT a FROM t ORDER BY b");
  REQUIRE(first.step());
  {
    auto second = database.prepare("SELECT a FROM t ORDER BY b");  // the same, while it is in use
    REQUIRE(second.step());
    CHECK(second.text(0) == "kept?");
  }
  REQUIRE(first.step());
  CHECK(first.is_null(0));
  auto again = database.prepare("SELECT a FROM t ORDER BY b");
  REQUIRE(again.step());
  CHECK(again.text(0) == "kept?");
}

TEST_CASE("a broken constraint is permanent and does not tell the value") {
  TemporaryFolder folder;
  auto database = table(folder.path());
  database.execute("INSERT INTO t VALUES (1, 'canary')");
  try {
    database.prepare("INSERT INTO t VALUES (?,?)").bind(1, "canary").bind(2, "canary").run();
    FAIL("the same value twice");
  } catch (const Fault& fault) {
    CHECK_FALSE(fault.transient());
    CHECK(std::string(fault.what()).find("canary") == std::string::npos);
  }
}

TEST_CASE("a wrong statement is permanent") {
  TemporaryFolder folder;
  auto database = table(folder.path());
  CHECK_FALSE(fault_is_transient([&] { database.prepare("SELECT nothing FROM nowhere"); }));
}

TEST_CASE("a file that is no database is a permanent fault, a folder that is missing a transient") {
  TemporaryFolder folder;
  std::ofstream(folder.path() / "pouch.db") << std::string(8192, 'x');
  CHECK_FALSE(fault_is_transient([&] { Database::make_store(folder.path()); }));
  CHECK(fault_is_transient([&] { Database::make_store(folder.path() / "nowhere"); }));
}

TEST_CASE("a database of a newer pouch, or of another kind, is left alone") {
  TemporaryFolder folder;
  {
    auto database = Database::make_store(folder.path());
    database.execute("PRAGMA user_version=1000");
  }
  CHECK_FALSE(fault_is_transient([&] { Database::make_store(folder.path()); }));
  { Database::make_keys(folder.path()); }
  std::filesystem::rename(folder.path() / "keys.db", folder.path() / "pouch.db");
  CHECK_FALSE(fault_is_transient([&] { Database::make_store(folder.path()); }));
}

TEST_CASE("a symbolic link in a database's place is not followed") {
  TemporaryFolder folder;
  TemporaryFolder elsewhere;
  std::filesystem::create_symlink(elsewhere.path() / "victim", folder.path() / "pouch.db");
  CHECK_THROWS_AS(Database::make_store(folder.path()), Fault);
  CHECK_FALSE(std::filesystem::exists(elsewhere.path() / "victim"));
}

TEST_CASE("many processes may make the same store at once") {
  TemporaryFolder folder;
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    const auto child = ::fork();
    if (child == 0) {
      int code = 1;
      try {
        auto database = Database::make_store(folder.path());
        database.execute(
            "INSERT INTO serials (year, last) VALUES (2026, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = last + 1");
        code = 0;
      } catch (...) {
      }
      ::_exit(code);
    }
    children.push_back(child);
  }
  for (const auto child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(exit_code(status) == 0);
  }
  auto database = Database::make_store(folder.path());
  auto statement = database.prepare("SELECT last FROM serials");
  REQUIRE(statement.step());
  CHECK(statement.integer(0) == 6);
}

TEST_CASE("a second connection of one process keeps the locks of the first") {
  TemporaryFolder folder;
  int go[2] = {-1, -1};
  REQUIRE(::pipe(go) == 0);
  const auto child = ::fork();  // before any connection: SQLite's locks do not pass a fork
  if (child == 0) {
    char octet = 0;
    (void)!::read(go[0], &octet, 1);
    { Database::make_store(folder.path()); }
    ::_exit(0);
  }
  auto first = table(folder.path());
  auto second = Database::make_store(folder.path());
  first.execute("INSERT INTO t VALUES (1, 'first')");
  REQUIRE(::write(go[1], "x", 1) == 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(exit_code(status) == 0);
  // Another process that believed itself alone would have taken the log away under us.
  CHECK(std::filesystem::exists(folder.path() / "pouch.db-wal"));
  ::close(go[0]);
  ::close(go[1]);
}

TEST_CASE("a full disk is a transient fault, leaves nothing half done, and passes") {
  TemporaryFolder folder;
  { table(folder.path()); }
  const auto status = in_child([&] {
    auto database = Database::make_store(folder.path());
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{262'144, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const bool transient = fault_is_transient([&] {
      Transaction transaction(database, "note");
      database.execute("INSERT INTO t VALUES (1, 'first')");
      database.prepare("INSERT INTO t VALUES (2, ?)")
          .bind_blob(1, std::string(1'000'000, 'x'))
          .run();
      transaction.commit();
    });
    const bool clean = !database.in_transaction() && rows(database) == 0;
    limit.rlim_cur = RLIM_INFINITY;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    database.execute("INSERT INTO t VALUES (3, 'later')");
    return transient && clean && rows(database) == 1 ? 0 : 1;
  });
  CHECK(exit_code(status) == 0);
}
