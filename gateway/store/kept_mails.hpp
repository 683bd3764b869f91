// Mails that wait for a word of their writer, as a Reply to the letter that asked for it: kept
// whole, sealed, until their time is over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/kept_mail.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

class KeptMails {
 public:
  KeptMails(Database& database, Audit& audit, CaseKeys& keys);

  // What an earlier letter than the one that it waits for now asked about.
  std::optional<KeptParts> find_asked_before(const std::string& letter, std::string_view sender,
                                             Time now);
  // The first that one of these letters asked about and that this sender wrote.
  std::optional<KeptParts> find(const std::vector<std::string>& letters, std::string_view sender,
                                Time now);
  int forget(Time now);  // those whose time is over; how many
  std::optional<Time> next_forgetting();

  // --- for a commit: sealed before its transaction, written and used up within it
  std::string seal_parts(const KeptParts& kept);
  void write(const KeptParts& kept, std::string_view sealed_parts);
  void use_up(const std::vector<std::string>& letters);

 private:
  Database& database_;
  Audit& audit_;
  CaseKeys& keys_;
};

}  // namespace pouch::gateway
