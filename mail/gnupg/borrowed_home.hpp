// A throw-away home that borrows the agent of the gateway's: keys are edited here, signed by the
// secret keys there. Private to this folder.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "mail/gnupg/context.hpp"
#include "mail/gnupg/ring_parts.hpp"

namespace pouch::mail::openpgp {

class BorrowedHome {
 public:
  explicit BorrowedHome(const std::filesystem::path& lender);
  const std::filesystem::path& path() const { return home_.path(); }
  const Context& context() const { return context_; }
  // Throws a permanent Fault when the key is not there.
  KeyHandle find(const std::string& fingerprint) const;
  // What fails for a while is thrown; the rest is seen in the key: GPGME 1.18 reports no error when
  // gpg had no secret key to sign with.
  void edit(const char* what, const std::function<gpgme_error_t()>& operation) const;

 private:
  TemporaryHome home_;
  Context context_;
};

// Null handles are never given. Throws a permanent Fault when the key is not in that ring.
KeyHandle find_own_key(const Context& context, const std::string& fingerprint);

}  // namespace pouch::mail::openpgp
