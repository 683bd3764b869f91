// A mail that was not sent yet because its writer is asked a question first.
#pragma once

#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

// Why a mail is kept whole: what its writer is asked.
enum class KeptFor {
  kMending,    // a refused form waits for what is missing
  kReceivers,  // to whom?
  kCase,       // in which case?
  kConsent,    // it was sent before: send it all the same?
};

// A mail that waits for its writer's word, as a Reply to the letter that asked for it.
struct KeptParts {
  std::string letter;     // Message-ID of the letter that asks
  std::string sender;     // principal id; nobody else gets them
  std::string own_ref{};  // of the refused form
  Time until{};
  std::vector<StoredPart> parts;
  KeptFor why = KeptFor::kMending;
  std::string form{};                 // template name; empty: a plain mail, or none could be told
  std::string text{};                 // the newest state of the form, or the author's own words
  std::string words{};                // of the mail beside its form
  std::string subject{};              // the officer's own
  std::string number{};               // of the case or message that it answers; may be empty
  std::vector<std::string> before{};  // Message-IDs of letters that asked for it earlier
};

}  // namespace pouch::gateway
