// Letters to the operators: whoever has the right `operate`, is registered today and has a key that
// can be sealed to. Sealed, or not written at all; no more than limits.letters_per_hour to one of
// them. They speak of numbers, states and addresses: no content of a mail.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/decide/admission.hpp"
#include "gateway/letters/operator_note.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/letters.hpp"

namespace pouch::gateway {

// Whoever that is today, with those of his keys that can be sealed to; nullopt: he is not
// registered today, or nothing can be sealed to him. Throws mail::Fault.
std::optional<Sender> reachable(const Runtime& runtime, Crypto& crypto,
                                const config::Principal& principal);
// Members first, each in the order of the directory.
std::vector<Sender> reachable_operators(const Runtime& runtime, Crypto& crypto);
// Whoever has the right `security`; while there is nobody to be reached, the operators.
std::vector<Sender> reachable_security(const Runtime& runtime, Crypto& crypto);
// Automatic letters of the last hour; true: no more to that address now.
bool has_enough_letters(const Runtime& runtime, Letters& letters, const std::string& address);

inline constexpr std::chrono::minutes kRatePause{10};  // of a notice to who had enough of them

// Writes a notice. What is in the way is logged, and given to `in_the_way` with the time after
// which to try again; nullopt: it does not pass by itself.
void write_or_leave(
    const Runtime& runtime, const std::function<void()>& write,
    const std::function<void(const std::string& what, std::optional<Time> again)>& in_the_way);

// One letter (kind notice) to each operator that may get one now, in their words, ready for a
// commit. Message-IDs come from `seed` and the numbers from `first_index` on, so that a retry
// writes the same letters. Empty: there is nobody, or each has had enough; then the caller's words
// stand in the audit log alone.
std::vector<SealedLetter> operator_letters(const Runtime& runtime, Letters& sent, Crypto& crypto,
                                           const OperatorNoteFor& note, const std::string& seed,
                                           std::size_t first_index);
// The same to others.
std::vector<SealedLetter> notices_to(const std::vector<Sender>& whom, const Runtime& runtime,
                                     Letters& sent, Crypto& crypto, const OperatorNoteFor& note,
                                     const std::string& seed, std::size_t first_index);

}  // namespace pouch::gateway
