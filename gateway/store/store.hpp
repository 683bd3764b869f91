// The store: everything that must survive, in SQLite (ENGINES section 6). One transaction per
// message holds case, legs, message, letters (already sealed), audit rows, signature identities and
// the spool entry's end; so a crash at any point leaves either all of it or nothing. The files of
// large letters are durable before it. Case keys lie in keys.db and are written, durably, before
// the first content sealed under them.
//
// It opens the two databases and holds its books, each with a header of its own: whoever asks one
// of them includes that header, and takes the book alone where it is enough.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "gateway/store/commit.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

class Absences;
class CaseDays;
class Audit;
class AuditHeads;
class Bodies;
class Cases;
class CountedCases;
class Database;
class Digests;
class Epochs;
class Erasures;
class GroupMembers;
class Held;
class Imports;
class IndexLog;
class KeptMails;
class KeptSearches;
class KeyLetters;
class KeyUpdates;
class LetterFiles;
class Letters;
class Links;
class Messages;
class Moment;
class Notices;
class Receipts;
class Overviews;
class Reminders;
class Reports;
class Reservations;
class Retention;
class Signatures;
class Spool;
class WebBook;
class WebLetters;

// What a store is opened for: to be used; to be made, with its keys.db; or to end a restore, which
// takes a copy out of a backup and a keys.db that may be older.
enum class StoreFor { kUse, kMaking, kRestore };

class Store {
 public:
  Store(const std::filesystem::path& state, const Secret& data_key, StoreFor what = StoreFor::kUse);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  [[nodiscard]] CommitResult commit(const Commit& commit);
  // One that changes no case: another worker can have done it already, and nothing else.
  void commit_alone(const Commit& commit);
  std::optional<std::string> summary(std::int64_t spool);  // once it is finished
  void need_every_key();                                   // as site_keys.hpp has it
  Moment moment();                                         // that begins now

  // --- the way of a mail
  Spool& spool();
  Reservations& reservations();
  Signatures& signatures();
  KeptMails& kept_mails();
  Held& held();
  // --- cases and what was written in them
  Cases& cases();
  Messages& messages();
  Bodies& bodies();
  CountedCases& counted_cases();
  Imports& imports();
  IndexLog& index_log();
  KeptSearches& kept_searches();
  Erasures& erasures();
  Links& links();
  // --- letters and what became of them
  Letters& letters();
  LetterFiles& letter_files();
  Reports& reports();
  Notices& notices();
  Reminders& reminders();
  Digests& digests();
  Receipts& receipts();
  Retention& retention();
  KeyLetters& key_letters();
  KeyUpdates& key_updates();
  GroupMembers& group_members();
  WebLetters& web_letters();
  Overviews& overviews();
  // --- the site
  Absences& absences();
  CaseDays& case_days();
  Audit& audit();
  AuditHeads& audit_heads();
  Epochs& epochs();
  Database& database();
  WebBook& web_book();  // opened, and made, when it is first asked for

 private:
  struct Books;       // books.hpp
  struct Committing;  // store_commit.cpp
  std::unique_ptr<Books> books_;
};

}  // namespace pouch::gateway
