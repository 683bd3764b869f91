// Identities of signatures that came, kept for ever: the same signature counts once (SECURITY
// section 1 item 5, class 8, DECISIONS 13).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct Commit;  // commit.hpp

struct SeenSignature {
  std::string mail_id;
  std::string number;  // case/message; may be empty
};

class Signatures {
 public:
  explicit Signatures(Database& database) : database_(database) {}

  std::optional<SeenSignature> seen(std::string_view identity);
  // Within the transaction of the commit that bears them. False: one of them came before.
  [[nodiscard]] bool remember(const Commit& commit, const std::string& number);

 private:
  Database& database_;
};

}  // namespace pouch::gateway
