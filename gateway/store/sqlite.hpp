// The one door to SQLite: WAL, synchronous=FULL, foreign keys, busy time-out, bound parameters
// only. Errors become gateway::Fault: busy, full, I/O are transient; corruption is permanent. A
// connection belongs to one process and one thread: after fork() the child opens its own. Compiled
// statements are kept for the next use: compiling the two dozen of a message costs more than
// running them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/fault.hpp"

struct sqlite3;
struct sqlite3_blob;
struct sqlite3_stmt;

namespace pouch::gateway {

enum class Schema;  // schema.hpp
class Statements;   // the compiled ones of a connection

class Statement {
 public:
  Statement(Statement&&) noexcept;
  ~Statement();
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);
  // Without a copy of its own: the octets stay where they are until run() has returned, or
  // something else is bound there.
  Statement& bind_in_place(int index, std::string_view bytes);
  // Room for so many octets, which are written afterwards (Database::blob).
  Statement& bind_room(int index, std::size_t octets);
  Statement& bind_null(int index);
  bool step();   // true while a row stands
  void run();    // step to the end, then reset
  void reset();  // back to the start, bindings kept; lets go of what it was reading
  std::int64_t integer(int column) const;
  std::string text(int column) const;  // also blobs
  // The same without a copy: until the next step, reset or end of the statement.
  std::string_view view(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  Statement(std::shared_ptr<Statements> kept, sqlite3* connection, std::string_view sql);
  std::shared_ptr<Statements> kept_;
  sqlite3* connection_;
  sqlite3_stmt* statement_ = nullptr;
};

// A value of a row, read or written from its beginning on, without the whole of it in memory. Lives
// within its database; writing, within a transaction. What was written over meanwhile is a Fault.
class Blob {
 public:
  Blob(Blob&& other) noexcept;
  ~Blob();
  std::size_t size() const;
  std::size_t read(char* into, std::size_t room);  // less only at the end
  void write(std::string_view octets);             // as long as there is room

 private:
  friend class Database;
  Blob(sqlite3* connection, sqlite3_blob* blob);
  sqlite3* connection_;
  sqlite3_blob* blob_ = nullptr;
  std::size_t at_ = 0;
};

class Database {
 public:
  // Opens the file and brings its schema up to date. Fault (permanent) when it is missing or empty:
  // what a site has lost is never made anew in silence. So is a store that is a copy out of a
  // backup: its restore is ended first (pouch restore).
  static Database open_store(const std::filesystem::path& state);  // state/pouch.db
  // Can only read; for looks that need no key. Fault (permanent) when the store is older than this
  // program.
  static Database look_at_store(const std::filesystem::path& state);
  static Database open_keys(const std::filesystem::path& state);  // state/keys.db
  static Database look_at_keys(const std::filesystem::path& state);
  // Of a new site: made (0600) when they are not there.
  static Database make_store(const std::filesystem::path& state);
  static Database make_keys(const std::filesystem::path& state);
  // state/web.db, made when it is not there: what it held is of no worth to anybody else.
  static Database open_web(const std::filesystem::path& state);
  // A copy out of a backup.
  static Database open_copy(const std::filesystem::path& state);
  // A copy of what was committed when this connection's transaction began, or now: one file, mode
  // 0600, synced. `copied` (0 … 1) is told after each part. Other connections go on meanwhile.
  void copy_to(const std::filesystem::path& file, const std::function<void(double)>& copied);
  // The first fault that PRAGMA quick_check finds; empty: none.
  std::string quick_check();
  Database(Database&&) noexcept;
  ~Database();
  Statement prepare(std::string_view sql);
  void execute(const char* sql);
  enum class For { kReading, kWriting };
  Blob blob(const char* table, const char* column, std::int64_t row, For what);
  std::int64_t changes() const;
  std::int64_t last_row() const;
  bool in_transaction() const;

 private:
  Database();
  enum class Opening { kOpen, kMake, kCopy };
  Database(const std::filesystem::path& file, Schema schema, Opening opening);
  static Database look_at(const std::filesystem::path& file, Schema schema);
  void set_up(const std::filesystem::path& file, Schema schema, Opening opening);
  sqlite3* connection_ = nullptr;
  std::shared_ptr<Statements> kept_;
};

// What a transaction survives once it is committed. kKill: the end of the process at any point,
// not a loss of power, which may take it back unless a later kPower one stands (the log is synced
// in order): for promises that bind nobody before the message's own commit.
enum class Survives { kPower, kKill };

// BEGIN IMMEDIATE … COMMIT; rolled back unless commit() was called. `step` names it in steps.hpp:
// "STEP.before" is reached when all is written, "STEP.after" when it is committed.
class Transaction {
 public:
  Transaction(Database& database, std::string_view step, Survives survives = Survives::kPower);
  ~Transaction();
  void commit();

 private:
  // Restores synchronous=FULL, also when BEGIN throws.
  class Level {
   public:
    Level(Database& database, Survives survives);
    ~Level();

   private:
    Database* lowered_ = nullptr;
  };

  Database& database_;
  std::string step_;
  Level level_;
  bool done_ = false;
};

}  // namespace pouch::gateway
