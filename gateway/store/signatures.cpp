#include "gateway/store/signatures.hpp"

#include <set>

#include "gateway/store/commit.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {

std::optional<SeenSignature> Signatures::seen(std::string_view identity) {
  auto statement = database_.prepare("SELECT mail_id, number FROM signatures WHERE identity = ?");
  if (!statement.bind(1, identity).step()) {
    return std::nullopt;
  }
  return SeenSignature{statement.text(0), statement.text(1)};
}

bool Signatures::remember(const Commit& commit, const std::string& number) {
  const std::set<std::string> once(commit.signatures.begin(), commit.signatures.end());
  auto statement = database_.prepare(
      "INSERT OR IGNORE INTO signatures (identity, signer, mail_id, number, spool, at)"
      " VALUES (?,?,?,?,?,?)");
  for (const auto& identity : once) {
    statement.bind(1, identity)
        .bind(2, commit.signer)
        .bind(3, commit.mail_id)
        .bind(4, number)
        .bind(5, commit.spool)
        .bind(6, detail::seconds(commit.at))
        .run();
    if (database_.changes() == 0) {
      return false;
    }
  }
  return true;
}

}  // namespace pouch::gateway
