// The site's data key as it lies in state/data-key.pgp, wrapped by the gateway's OpenPGP key: made
// and wrapped once by `init`, together with the folders, the databases and the public key of the
// spool (state/spool.pub). data-key.pgp is written last: where it stands, the rest does.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "gateway/store/vault.hpp"

namespace pouch::gateway {

bool state_exists(const std::filesystem::path& state);
// Refuses (Fault, permanent) a folder that has one.
void make_state(const std::filesystem::path& state, const Secret& data_key,
                std::string_view wrapped_data_key);
// Fault (permanent) when it is missing.
std::string wrapped_data_key(const std::filesystem::path& state);
// The same data key, wrapped anew; durable, the old one is there until then.
void rewrap_data_key(const std::filesystem::path& state, std::string_view wrapped);

}  // namespace pouch::gateway
