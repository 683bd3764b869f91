// What GPGME reports of its last operation, copied out as plain values: the next one overwrites it.
// Private to this folder.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "mail/gnupg/context.hpp"
#include "mail/gnupg/judge.hpp"

namespace pouch::mail::openpgp {

struct SeenSignature {
  ReportedSignature report;  // but for the algorithms of its keys, which are to be looked up
  std::string fingerprint;   // as gpg gives it: may be a key id
  std::chrono::sys_seconds made_at{};
};
std::vector<SeenSignature> seen_signatures(gpgme_ctx_t context);
ReportedDecryption seen_decryption(gpgme_ctx_t context);

}  // namespace pouch::mail::openpgp
