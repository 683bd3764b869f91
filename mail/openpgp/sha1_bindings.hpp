// Keys whose bindings (the owner's signatures that tie user IDs and subkeys to the primary key, RFC
// 4880 section 5.2.1) are made with SHA-1: GnuPG, told to reject that digest (SECURITY section 3),
// sees a key without user ID or encryption subkey, and says nothing of why. Found by asking it
// twice, with and without.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

// Those of a file that only SHA-1 makes unusable; none when it cannot be read. Nothing is imported.
// Runs gpg twice; throws a permanent Fault when it does not start.
std::vector<Sha1Bound> find_sha1_bound(const std::filesystem::path& file);
std::vector<Sha1Bound> find_sha1_bound_in(std::string_view bytes);  // the file's

}  // namespace pouch::mail::openpgp
