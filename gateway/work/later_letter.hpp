// The request letter of a case for one more desk, later than the first: of a country that had to
// wait, or the substitute of a desk that does not answer a FLASH. The desk stands in the audience
// of the message from then on, and finds it.
#pragma once

#include <cstddef>
#include <string>

#include "gateway/decide/decide.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/site/crypto.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

struct CaseStart {
  const Case& subject;
  const Message& message;  // the first of the case
  const Sender& sender;    // its author
};

struct LaterLetter {
  SealedLetter letter;
  std::string message_id;
  WiderAudience wider;
};

// `plan` has one receiver and its country. The identifiers come from the seed and the number, so
// that a retry writes the same.
LaterLetter write_later(const Runtime& runtime, Store& store, Crypto& crypto,
                        const CaseStart& opening, LetterPlan plan, const std::string& seed,
                        std::size_t number);

}  // namespace pouch::gateway
