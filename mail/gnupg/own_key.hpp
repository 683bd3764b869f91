// The life of the gateway's own key as GnuPG does it (mail/openpgp/own_key.hpp says what it is
// for). Its secret half is used through the agent of the gateway's home; its public half is edited
// in a throw-away one.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "mail/openpgp/values.hpp"

namespace pouch::mail::openpgp {

// The ring's copy and that of own.asc laid over each other, binary; empty: neither has the key.
std::string own_public_key(const std::filesystem::path& home, const std::string& fingerprint);
// Into own.asc, durable: laid over what it holds already.
void keep_public_key(const std::filesystem::path& home, std::string_view bytes);
// Binary, with that end.
std::string renewed(const std::filesystem::path& home, const std::string& fingerprint,
                    std::optional<std::chrono::sys_seconds> until);
FreshKey create_further_key(const std::filesystem::path& home, const UserId& id);
// Opens a secret with that key alone.
std::string open_with(const std::filesystem::path& home, const std::string& fingerprint,
                      std::string_view ciphertext);

}  // namespace pouch::mail::openpgp
