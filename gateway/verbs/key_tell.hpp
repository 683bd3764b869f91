// What `key renew` and `key replace` share: the ring follows what was changed, and everybody hears.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/letters/key_letter.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway {

// Builds the ring anew from what lies on disk, or lets the daemon reload and waits for it. Refusal
// (try again later) when it does not, or when `holds` is not true of the ring then.
void follow_own_keys(const std::filesystem::path& config,
                     const std::function<bool(mail::openpgp::Engine&)>& holds);

struct Told {
  std::vector<std::string> ids, untold;  // desks first; untold: nothing can be sealed to them today
};
// One letter each, in one transaction, signed with `signer`. Who got one since `begun` has it.
Told tell_everybody(OperatorSession& session, mail::openpgp::Engine& engine,
                    const std::string& signer, const KeyNews& news, Time begun);

void print_told(const Told& told);

}  // namespace pouch::gateway
