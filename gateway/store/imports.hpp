// Mails of an archive that an operator brings in: messages of one case, many in one transaction, so
// that a disk is synced once for all of them. Each bears a mark by which the same mail is known
// again; so whatever ends an import, the next one goes on behind its last transaction and takes
// nothing twice. Nothing is sent for them, and no thread leads to them. An import that was broken
// off is known by what it was called.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/audit_entry.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/commit.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct ImportedMail {
  NewMessage message;
  std::optional<Messages::Sealed> sealed;  // of `message`; made when it is missing
  std::string mark;                        // of the mail
  bool filed_later = false;                // in the index: its year lies elsewhere
};

struct ImportGroup {
  std::string name;    // of the import
  Case subject;        // with the messages of the group counted; `version` is the one that was read
  bool opens = false;  // the case is new
  std::vector<ImportedMail> mails;
  std::vector<AuditEntry> audit;
  Time at{};
};

class Imports {
 public:
  Imports(Database& database, Database& keys_database, CaseKeys& keys, Cases& cases,
          Messages& messages, Audit& audit);

  // The case of an import of that name that began and has not ended.
  std::optional<CaseNumber> unfinished(std::string_view name);
  bool is_known(std::string_view mark);  // a mail that is in the store, of a case not erased
  Secret key_of(const CaseNumber& number);

  // One transaction. kCaseChanged: nothing was written, somebody else wrote into the case.
  [[nodiscard]] CommitResult commit(ImportGroup& group);
  // All of it is in: the next import of that name is another one.
  void end(std::string_view name, const CaseNumber& number, const AuditEntry& entry, Time at);

 private:
  Database& database_;
  Database& keys_database_;
  CaseKeys& keys_;
  Cases& cases_;
  Messages& messages_;
  Audit& audit_;
};

}  // namespace pouch::gateway
