#include "mail/gnupg/borrowed_home.hpp"

#include "mail/openpgp/agent.hpp"

namespace pouch::mail::openpgp {

KeyHandle find_own_key(const Context& context, const std::string& fingerprint) {
  KeyHandle key;
  if (const auto error = find_key(context, {kRingOperation}, fingerprint, false, key)) {
    if (is_transient(error)) {
      fail(error, "find the gateway's key " + fingerprint);
    }
    throw Fault(Permanence::kPermanent,
                "the gateway's key " + fingerprint + " is not in its ring: " + words(error),
                "see key in pouch.toml; restore the gnupg folder from its backup");
  }
  return key;
}

BorrowedHome::BorrowedHome(const std::filesystem::path& lender) {
  std::filesystem::create_symlink(agent_socket(lender), home_.path() / "S.gpg-agent");
  context_ = Context(home_.path());
}

KeyHandle BorrowedHome::find(const std::string& fingerprint) const {
  return find_own_key(context_, fingerprint);
}

void BorrowedHome::edit(const char* what, const std::function<gpgme_error_t()>& operation) const {
  const auto error = with_deadline(context_, {kRingOperation}, what, operation);
  if (error != 0 && is_transient(error)) {
    fail(error, std::string("the gateway's key: ") + what);
  }
}

}  // namespace pouch::mail::openpgp
