// Letters about the key of a member or desk: that it ends, and how a new one fares on its way. To
// its holder, the holder's desks, the operators; each is told what they can do.
#pragma once

#include <string>

#include "gateway/cases/key_update.hpp"
#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

enum class KeyReader { kHolder, kDesk, kOperator };

struct KeyStep {
  std::string holder, name;  // id, and name for people; the gateway's own: "gateway", and its name
  std::string fingerprint;   // that ends, or the new one
  Time ends{};               // of one that ends
  std::optional<KeyUpdate> update{};  // nullopt: the key ends
  KeyReader reader = KeyReader::kHolder;
};

// What the file proof.asc holds, sealed to the new key.
std::string proof_text(const std::string& code, const Words& words);

mail::Draft write_key_step(const NoticeSource& source, const Party& to, const KeyStep& step,
                           const LetterThread& thread);

}  // namespace pouch::gateway
