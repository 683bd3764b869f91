// Letters that are not about the mail in hand: the gateway's own answers, and letters of earlier
// messages sent once more. The archive is asked here, with the rights that were decided.
#pragma once

#include <string>

#include "gateway/decide/decide.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

// The letter of `plan.again`, an earlier message of the case, written anew for `plan.to`.
mail::Draft letter_again(const Runtime& runtime, Store& store, const Case& subject,
                         const LetterPlan& plan, const LetterThread& thread);

// Seals all letters of a decision with an answer into `commit`, with what the audit log must know.
void answer_into(const Runtime& runtime, Store& store, Crypto& crypto, const Decision& decision,
                 const Sender& sender, const Reservation& reserved, const std::string& answered,
                 Commit& commit);

}  // namespace pouch::gateway
