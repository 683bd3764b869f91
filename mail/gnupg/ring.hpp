// The gateway's ring and its own key, made by GnuPG in throw-away homes (mail/openpgp/keyring.hpp
// puts a ring in its place): each directory key as its file brings it, within the limits of
// SECURITY class 22, ending with export, fresh ring, import (ENGINES section 1, "Signature cache").
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mail/openpgp/question.hpp"

namespace pouch::mail::openpgp {

// A new or imported secret key in that home, and the ring of it alone; its fingerprint is what is
// present. `name` stands for the file in a fault.
FreshRing create_gateway_key(const std::filesystem::path& home, const UserId& id);
FreshRing take_gateway_key(const std::filesystem::path& home, std::string_view bytes,
                           const std::string& name);

// Own keys first; the first of them must be there (permanent Fault), others may be missing.
FreshRing build_ring(const std::filesystem::path& home, const std::vector<OwnKey>& own,
                     const std::vector<KeyFile>& files, const std::vector<std::string>& wanted);

// What a key file holds, read in a throw-away home.
std::vector<KeyInfo> inspect(std::string_view bytes);

}  // namespace pouch::mail::openpgp
