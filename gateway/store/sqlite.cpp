#include "gateway/store/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/store/free_space.hpp"
#include "gateway/store/schema.hpp"
#include "gateway/store/steps.hpp"

namespace pouch::gateway {
namespace {

constexpr int kBusyMilliseconds = 30'000;
constexpr int kLookMilliseconds = 500;  // a reader waits for nobody but a recovery
constexpr std::chrono::milliseconds kBusyPause{5};
constexpr std::size_t kMostStatements = 100;
constexpr int kPagesAtOnce = 1024;
// What is left of a write-ahead log that a large mail made longer, once it is begun anew.
constexpr std::int64_t kLongestLog = 64 << 20;
constexpr const char* kStoreName = "pouch.db";
constexpr const char* kKeysName = "keys.db";
constexpr const char* kWebName = "web.db";

// Corruption and our own mistakes stay; a lock, a full or failing disk, a file that somebody took
// the rights of, can be mended while the mail waits.
bool is_transient(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
      return true;
    default:
      return false;
  }
}

std::string hint(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another process has held the store for long; see which with: fuser state/pouch.db";
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return "look at the disk of the state folder: full, over quota, or failing";
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "the state folder and its files must belong to the user that runs pouch, and be there";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the database is damaged: stop the service, keep the file, and restore the last "
             "backup: "
             "pouch restore";
    default:
      return "";
  }
}

// SQLite's texts name tables and columns, never a bound value.
[[noreturn]] void fail(sqlite3* connection, int code, std::string_view tried) {
  const int extended = connection ? sqlite3_extended_errcode(connection) : code;
  const int cause = extended == SQLITE_OK ? code : extended;
  std::string text = "store: " + std::string(tried) + ": " + sqlite3_errstr(cause);
  if ((cause & 0xFF) == SQLITE_CONSTRAINT && connection) {
    text += std::string(": ") + sqlite3_errmsg(connection);
  }
  throw Fault(is_transient(cause), text + " (" + std::to_string(cause) + ")", hint(cause));
}

// The first words of a statement say enough about what was tried.
std::string_view gist(std::string_view sql) { return sql.substr(0, sql.find_first_of("(\n=")); }

void check(sqlite3* connection, int code, std::string_view tried) {
  if (code != SQLITE_OK) {
    fail(connection, code, tried);
  }
}

// SQLite gives -wal and -shm the mode of the database, so the mode is settled before it opens. A
// database that is there is not touched: closing any descriptor of it would drop the locks that
// this process holds by another connection (fcntl(2)).
void make_private(const std::filesystem::path& file) {
  const int descriptor =
      ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) {
    const int error = errno;
    if (error == EEXIST) {
      return;
    }
    throw Fault(true, "store: open " + file.string() + ": error " + std::to_string(error),
                hint(SQLITE_CANTOPEN));
  }
  ::close(descriptor);
}

// The change to WAL asks for the whole file and does not wait for it: SQLite's busy handler is not
// called where waiting could end in a deadlock.
void use_wal(sqlite3* connection, const std::filesystem::path& file) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kBusyMilliseconds);
  for (;;) {
    const int code = sqlite3_exec(connection, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    if ((code & 0xFF) != SQLITE_BUSY || std::chrono::steady_clock::now() > end) {
      return check(connection, code, "open " + file.string());
    }
    std::this_thread::sleep_for(kBusyPause);
  }
}

// What a site lost must not come back as an empty file.
void need_there(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error) && !error) {
    const auto name = file.filename().string();
    throw Fault(false, "store: " + file.string() + " is missing",
                "stop the service and bring " + name + " back from the backup: pouch restore");
  }
}

void refuse_copy(Database& database, const std::filesystem::path& file) {
  auto statement = database.prepare("SELECT copied FROM site");
  if (statement.step() && !statement.is_null(0)) {
    throw Fault(false, "store: " + file.string() + " is a copy out of a backup",
                "end its restore first, so that it gives no number again: pouch restore");
  }
}

}  // namespace

class Statements {
 public:
  Statements() = default;
  ~Statements() {
    for (const auto& one : idle_) {
      sqlite3_finalize(one.statement);
    }
  }
  Statements(const Statements&) = delete;
  Statements& operator=(const Statements&) = delete;

  sqlite3_stmt* take(std::string_view sql) {
    const auto found =
        std::find_if(idle_.rbegin(), idle_.rend(), [&](const Idle& one) { return one.sql == sql; });
    if (found == idle_.rend()) {
      return nullptr;
    }
    auto* const statement = found->statement;
    *found = idle_.back();
    idle_.pop_back();
    return statement;
  }

  void give_back(sqlite3_stmt* statement) noexcept {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    try {
      if (idle_.size() < kMostStatements) {
        idle_.push_back({sqlite3_sql(statement), statement});
        return;
      }
    } catch (const std::bad_alloc&) {
    }
    sqlite3_finalize(statement);
  }

 private:
  struct Idle {
    std::string_view sql;  // the statement's own copy
    sqlite3_stmt* statement;
  };
  // The last that was used is the last: most are asked for again at once, and their lengths tell
  // nearly all of them apart.
  std::vector<Idle> idle_;
};

Statement::Statement(std::shared_ptr<Statements> kept, sqlite3* connection, std::string_view sql)
    : kept_(std::move(kept)), connection_(connection), statement_(kept_->take(sql)) {
  if (statement_ == nullptr) {
    check(connection_,
          sqlite3_prepare_v2(connection_, sql.data(), static_cast<int>(sql.size()), &statement_,
                             nullptr),
          gist(sql));
  }
}

Statement::Statement(Statement&& other) noexcept
    : kept_(std::move(other.kept_)),
      connection_(other.connection_),
      statement_(std::exchange(other.statement_, nullptr)) {}

Statement::~Statement() {
  if (statement_ != nullptr) {
    kept_->give_back(statement_);
  }
}

Statement& Statement::bind(int index, std::int64_t value) {
  check(connection_, sqlite3_bind_int64(statement_, index, value), "bind");
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  const char* bytes = text.data() ? text.data() : "";  // a null pointer would bind NULL
  check(connection_,
        sqlite3_bind_text64(statement_, index, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
        "bind");
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  const void* start = bytes.data() ? bytes.data() : "";
  check(connection_, sqlite3_bind_blob64(statement_, index, start, bytes.size(), SQLITE_TRANSIENT),
        "bind");
  return *this;
}

Statement& Statement::bind_in_place(int index, std::string_view bytes) {
  const void* start = bytes.data() ? bytes.data() : "";
  check(connection_, sqlite3_bind_blob64(statement_, index, start, bytes.size(), SQLITE_STATIC),
        "bind");
  return *this;
}

Statement& Statement::bind_room(int index, std::size_t octets) {
  check(connection_, sqlite3_bind_zeroblob64(statement_, index, octets), "bind");
  return *this;
}

Statement& Statement::bind_null(int index) {
  check(connection_, sqlite3_bind_null(statement_, index), "bind");
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    const std::string tried(gist(sqlite3_sql(statement_)));
    fail(connection_, code, tried);
  }
  return false;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() { sqlite3_reset(statement_); }

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::view(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes ? std::string_view(bytes, size) : std::string_view();
}

std::string Statement::text(int column) const { return std::string(view(column)); }

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Blob::Blob(sqlite3* connection, sqlite3_blob* blob) : connection_(connection), blob_(blob) {}

Blob::Blob(Blob&& other) noexcept
    : connection_(other.connection_), blob_(std::exchange(other.blob_, nullptr)), at_(other.at_) {}

Blob::~Blob() { sqlite3_blob_close(blob_); }

std::size_t Blob::size() const { return static_cast<std::size_t>(sqlite3_blob_bytes(blob_)); }

std::size_t Blob::read(char* into, std::size_t room) {
  const auto octets = std::min(room, size() - at_);
  check(connection_,
        sqlite3_blob_read(blob_, into, static_cast<int>(octets), static_cast<int>(at_)), "read");
  at_ += octets;
  return octets;
}

void Blob::write(std::string_view octets) {
  check(connection_,
        sqlite3_blob_write(blob_, octets.data(), static_cast<int>(octets.size()),
                           static_cast<int>(at_)),
        "write");
  at_ += octets.size();
}

Blob Database::blob(const char* table, const char* column, std::int64_t row, For what) {
  sqlite3_blob* blob = nullptr;
  check(connection_,
        sqlite3_blob_open(connection_, "main", table, column, row, what == For::kWriting ? 1 : 0,
                          &blob),
        column);
  return {connection_, blob};
}

Database Database::open_store(const std::filesystem::path& state) {
  return Database(state / kStoreName, Schema::kStore, Opening::kOpen);
}

Database Database::open_keys(const std::filesystem::path& state) {
  return Database(state / kKeysName, Schema::kKeys, Opening::kOpen);
}

Database Database::make_store(const std::filesystem::path& state) {
  return Database(state / kStoreName, Schema::kStore, Opening::kMake);
}

Database Database::make_keys(const std::filesystem::path& state) {
  return Database(state / kKeysName, Schema::kKeys, Opening::kMake);
}

Database Database::open_web(const std::filesystem::path& state) {
  return Database(state / kWebName, Schema::kWeb, Opening::kMake);
}

Database Database::open_copy(const std::filesystem::path& state) {
  return Database(state / kStoreName, Schema::kStore, Opening::kCopy);
}

Database Database::look_at_store(const std::filesystem::path& state) {
  return look_at(state / kStoreName, Schema::kStore);
}

Database Database::look_at_keys(const std::filesystem::path& state) {
  return look_at(state / kKeysName, Schema::kKeys);
}

Database Database::look_at(const std::filesystem::path& file, Schema schema) {
  need_there(file);
  Database database;
  check(nullptr,
        sqlite3_open_v2(file.c_str(), &database.connection_,
                        SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, nullptr),
        "open " + file.string());
  sqlite3_extended_result_codes(database.connection_, 1);
  sqlite3_busy_timeout(database.connection_, kLookMilliseconds);
  check(database.connection_,
        sqlite3_exec(database.connection_, "PRAGMA schema_version", nullptr, nullptr, nullptr),
        "read " + file.string());
  require_up_to_date(database, schema);
  return database;
}

Database::Database() : kept_(std::make_shared<Statements>()) {}

Database::Database(const std::filesystem::path& file, Schema schema, Opening opening)
    : kept_(std::make_shared<Statements>()) {
  need_writable(file.parent_path());  // SQLite would say no more than that it cannot open it
  opening == Opening::kMake ? make_private(file) : need_there(file);
  const int code = sqlite3_open_v2(file.c_str(), &connection_,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, nullptr);
  try {
    check(connection_, code, "open " + file.string());
    set_up(file, schema, opening);
  } catch (...) {
    kept_ = std::make_shared<Statements>();  // those that are kept would hold it open
    sqlite3_close_v2(std::exchange(connection_, nullptr));
    throw;
  }
}

void Database::set_up(const std::filesystem::path& file, Schema schema, Opening opening) {
  sqlite3_extended_result_codes(connection_, 1);
  sqlite3_busy_timeout(connection_, kBusyMilliseconds);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (opening == Opening::kMake) {
    execute("PRAGMA auto_vacuum=INCREMENTAL");  // what erased cases leave is given back
  }
  // ENGINES section 6: FULL, because an answer "accepted" before a durable commit loses mail.
  use_wal(connection_, file);
  execute("PRAGMA synchronous=FULL");
  execute(("PRAGMA journal_size_limit=" + std::to_string(kLongestLog)).c_str());
  execute("PRAGMA foreign_keys=ON");
  execute("PRAGMA temp_store=MEMORY");
  if (schema != Schema::kStore) {
    execute("PRAGMA secure_delete=ON");  // a destroyed key leaves its page
  }
  if (opening != Opening::kMake) {
    require_made(*this, schema);
  }
  bring_up_to_date(*this, schema);
  if (schema == Schema::kStore && opening == Opening::kOpen) {
    refuse_copy(*this, file);
  }
}

void Database::copy_to(const std::filesystem::path& file,
                       const std::function<void(double)>& copied) {
  make_private(file);
  Database copy;
  check(nullptr,
        sqlite3_open_v2(file.c_str(), &copy.connection_,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, nullptr),
        "open " + file.string());
  auto* backup = sqlite3_backup_init(copy.connection_, "main", connection_, "main");
  if (backup == nullptr) {
    fail(copy.connection_, sqlite3_errcode(copy.connection_), "copy to " + file.string());
  }
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(backup, kPagesAtOnce);
    const auto all = sqlite3_backup_pagecount(backup);
    if (copied && all > 0) {
      copied(1.0 - static_cast<double>(sqlite3_backup_remaining(backup)) / all);
    }
  }
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) {
    fail(copy.connection_, code, "copy to " + file.string());
  }
  copy.execute("PRAGMA journal_mode=DELETE");  // one file, nothing beside it
}

std::string Database::quick_check() {
  auto statement = prepare("PRAGMA quick_check(1)");
  const auto found = statement.step() ? statement.text(0) : std::string("it says nothing");
  return found == "ok" ? std::string() : found;
}

Database::Database(Database&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)), kept_(std::move(other.kept_)) {}

// Statements that outlive it hold the connection open until they go (sqlite3_close_v2).
Database::~Database() { sqlite3_close_v2(connection_); }

Statement Database::prepare(std::string_view sql) { return Statement(kept_, connection_, sql); }

void Database::execute(const char* sql) {
  check(connection_, sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr), gist(sql));
}

std::int64_t Database::changes() const { return sqlite3_changes64(connection_); }

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(connection_); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }

Transaction::Level::Level(Database& database, Survives survives) {
  if (survives == Survives::kKill) {
    database.execute("PRAGMA synchronous=NORMAL");
    lowered_ = &database;
  }
}

Transaction::Level::~Level() {
  if (lowered_ != nullptr) {
    try {
      lowered_->execute("PRAGMA synchronous=FULL");
    } catch (const Fault&) {
      // Only within a transaction that would not end: then nothing more is committed here.
    }
  }
}

Transaction::Transaction(Database& database, std::string_view step, Survives survives)
    : database_(database), step_(step), level_(database, survives) {
  database_.prepare("BEGIN IMMEDIATE").run();
}

Transaction::~Transaction() {
  // SQLite may have rolled back by itself (disk full).
  if (done_ || !database_.in_transaction()) {
    return;
  }
  try {
    database_.prepare("ROLLBACK").run();
  } catch (const Fault&) {
    // What is left open ends with the connection; the Fault that led here is the one to tell.
  }
}

void Transaction::commit() {
  reached(step_ + ".before");
  database_.prepare("COMMIT").run();
  done_ = true;
  reached(step_ + ".after");
}

}  // namespace pouch::gateway
