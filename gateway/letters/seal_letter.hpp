// From a draft to the sealed letter that the store keeps: protected headers inside, signed and
// encrypted once to all keys of its recipients, then wrapped for the wire. Nothing unsealed leaves.
// A large one is made piece by piece and lies in a file below `state`, never whole in memory.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/store/sealed_letter.hpp"
#include "mail/compose/compose.hpp"

namespace pouch::gateway {

// One GnuPG call. Throws mail::Fault, and Fault when the file of a large one cannot be written.
SealedLetter seal_letter(const mail::Draft& draft, const LetterPlan& plan, const std::string& id,
                         const std::string& gateway_key, Crypto& crypto,
                         const std::filesystem::path& state);

}  // namespace pouch::gateway
