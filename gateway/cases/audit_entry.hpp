// One row of the audit log, as its writer gives it (gateway/store/audit.hpp chains and keeps it).
#pragma once

#include <string>

namespace pouch::gateway {

struct AuditEntry {
  std::string actor{};   // principal id, "gateway", "operator:root"
  std::string act;       // accepted, refused, held, sent, delivered, searched, shown, state …
  std::string number{};  // case or message number; may be empty
  std::string detail{};  // short code words, counts, reasons given; no content
};

}  // namespace pouch::gateway
