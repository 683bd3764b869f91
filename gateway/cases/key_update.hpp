// A member's or desk's new key on its way into the directory (`control: key update`): announced by
// a mail signed with the key that counts; proved, for a code that was sealed to the new key came
// back in a mail signed with the old one; confirmed by the operator, who has compared the
// fingerprints with its holder. Nothing but the last step changes what counts. Values only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

inline constexpr std::chrono::days kKeyProofTime{7};  // so long a code can come back

enum class KeyUpdateState {
  kAsked,      // the code is with its writer
  kProved,     // … and came back: the operator's turn
  kConfirmed,  // the new key stands in the directory
  kRefused,    // the operator does not take it
  kWithdrawn,  // its holder stopped it
  kReplaced,   // by a newer announcement for the same key
  kLapsed,     // no code came back in time
};
std::string_view name(KeyUpdateState state);
std::optional<KeyUpdateState> key_update_state_named(std::string_view name);

struct KeyUpdate {
  std::int64_t id = 0;
  std::string holder;            // id of the member or desk
  std::string old_key, new_key;  // fingerprints; the same when the key has a new date only
  MessageNumber message;         // that announced it
  KeyUpdateState state = KeyUpdateState::kAsked;
  Time asked{}, until{};   // until then the code can come back
  std::string armoured{};  // the new public key; empty once it has ended
  std::string proof{};     // the code, sealed to the new key
  bool open() const { return state == KeyUpdateState::kAsked || state == KeyUpdateState::kProved; }
};

// What a transaction does to one. `id` 0: it is new, and `begun` says what it is.
struct KeyUpdateChange {
  std::int64_t id = 0;
  KeyUpdateState to = KeyUpdateState::kAsked;
  std::optional<KeyUpdate> begun{};
  std::string code{};  // of `begun`; only its keyed hash is stored
};

// What the attached file of an announcement is, as GnuPG reads it in a throw-away home.
struct KeyOffer {
  std::string wrong, hint;  // why it is not taken; empty: it can be
  bool secret = false;      // it holds a private key: nothing of the mail may be kept
  std::string fingerprint, algorithm;
  std::vector<std::string> user_ids;
  std::optional<Time> expires{};
  std::string armoured;
  std::string code, proof;  // the code, and the same sealed to this key
};

// A mail of a proved writer that says something of an update: the code that it holds, if any, and
// the update that this code, or the answered letter, belongs to.
struct KeyAnswer {
  bool has_code = false;
  bool stops = false;  // a Reply of the one word `stop`
  std::optional<KeyUpdate> update{};
};

// Letters and digits that nobody mistakes for each other, in groups, behind a word of their own:
// "KEY-7QWX-…".
std::string key_code(std::string_view random_octets);
// The code in a text, as people return it: in any case, in the middle of a line.
std::optional<std::string> key_code_in(std::string_view text);

}  // namespace pouch::gateway
