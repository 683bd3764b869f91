// For which addresses the gateway's key has a user ID, so that mail programs find it by them: its
// own, each group's, each of also_addressed_as. The ring is brought in line with that (ring.hpp);
// here stands what is wanted, what is missing, and who must get the key anew since one was added.
// What a member's own ring holds nobody can know: a welcome letter since then counts, and the
// operator's word (`pouch key addresses --given`). A user ID is never taken away (docs/choices.md).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/site/runtime.hpp"
#include "gateway/store/letters.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {

// The gateway's own first. Each address once.
std::vector<mail::openpgp::UserId> wanted_user_ids(const Runtime& runtime);
// Those for which the key has none (one GnuPG call). Throws mail::Fault.
std::vector<std::string> missing_addresses(const Runtime& runtime);

// He is of that group, or acts for a desk of it.
bool writes_to_group(const config::Group& group, const config::Principal& who);

struct AddedAddress {
  std::string address;
  Time since{};
};
// state/key-addresses.json, durable: added since the operator last said that all have the key.
std::vector<AddedAddress> added_addresses(const std::filesystem::path& state);
// Written before the ring is swapped: one that is named here and not in the key is added later.
void remember_added(const std::filesystem::path& state, const std::vector<std::string>& addresses,
                    Time now);
void forget_added(const std::filesystem::path& state);

// Ids of those who write to that address and were sent no welcome letter since; desks first.
std::vector<std::string> who_must_get_key(const Runtime& runtime, Letters& letters,
                                          const AddedAddress& added);

}  // namespace pouch::gateway
