// Keys that only SHA-1 makes unusable (mail/openpgp/sha1_bindings.hpp), found by asking gpg twice.
#pragma once

#include <string_view>
#include <vector>

#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

// Those of a key file's bytes. A permanent Fault when gpg does not start.
std::vector<Sha1Bound> sha1_bound(std::string_view bytes);

}  // namespace pouch::mail::openpgp
