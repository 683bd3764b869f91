// How the verbs speak of a key: its state, why it cannot be used, what the operator can do.
#pragma once

#include <string>

#include "gateway/verbs/json.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway {

std::string state_of(const mail::openpgp::KeyInfo& key);  // "usable", "revoked" …
// "has expired on 2026-11-28"; empty when it can be sealed to.
std::string why_unusable(const mail::openpgp::KeyInfo& key);
// About a key that is not usable, or soon will not be. `holder`: "gateway", or an id.
std::string what_to_do(const std::string& holder, const mail::openpgp::KeyInfo& key);

}  // namespace pouch::gateway
