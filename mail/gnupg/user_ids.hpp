// The user IDs of the gateway's own key: one for each address that people write to, because a mail
// program looks for the key by the address in To. A user ID is added to a copy of the key in a
// throw-away home that borrows the agent of the gateway's, so the ring in use changes by one rename
// (mail/openpgp/keyring.hpp) and never in place: GnuPG's own way leaves a moment without any ring.
// The fingerprint stays. Which addresses are missing says who asks: he knows domains in both their
// forms.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mail/openpgp/question.hpp"

namespace pouch::mail::openpgp {

// Of the user IDs that stand (not revoked). Throws a permanent Fault when the key is not there.
std::vector<std::string> addresses_in_ring(const std::filesystem::path& home,
                                           const std::string& fingerprint);
// Of the ring's copy and that of own.asc laid over each other; none when neither has the key.
std::vector<std::string> addresses_of_own(const std::filesystem::path& home,
                                          const std::string& fingerprint);

// The key with the user IDs that it lacks, binary; as it is when it lacks none, empty when it is
// not there. What GnuPG will not do for good (the primary secret key is elsewhere) goes into
// `faults`; a transient Fault is thrown.
std::string with_user_ids(const std::filesystem::path& home, const OwnKey& key,
                          std::vector<RingFault>& faults);

}  // namespace pouch::mail::openpgp
