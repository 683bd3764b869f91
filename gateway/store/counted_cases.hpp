// What the yearly figures count (gateway/cases/counted.hpp). With each message of a request the
// codes that its form chose are noted beside it, sealed under the key of what belongs to no case:
// nobody opens messages to count them, a thief of the disk reads none of them, and they outlive the
// erasure of their case. Messages of before are done when the figures are first asked for, or
// before their case is erased; a run that is broken off goes on where it was.
// Throws Fault as sqlite.hpp and vault.hpp do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/counted.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/commit.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

class CountedCases {
 public:
  CountedCases(Database& database, CaseKeys& keys, Cases& cases, Messages& messages, Bodies& bodies,
               Audit& audit)
      : database_(database),
        keys_(keys),
        cases_(cases),
        messages_(messages),
        bodies_(bodies),
        audit_(audit) {}

  // Requests that were accepted before that moment, one by one in order of their numbers.
  void each(Time before, const std::function<void(const CountedCase&)>& take);

  // --- messages of before
  // Notes the codes of up to `most` of them, in one transaction; how many it did. 0: none is left.
  std::size_t note_some(std::size_t most);
  // Of one case, before it is erased.
  void note_codes(const CaseNumber& number);

  // --- within the transaction of a commit, but for seal_codes, which comes before it
  std::string seal_codes(const Case& subject, const NewMessage& message);  // empty: none count
  void write(std::int64_t message, std::string_view sealed);

 private:
  std::vector<CountedMessage> messages_of(const CaseNumber& number);
  std::string sealed(const MessageNumber& number, const MessageCodes& codes);
  std::string codes_of_old(std::int64_t row);
  std::size_t note_all(const std::vector<std::int64_t>& rows);

  Database& database_;
  CaseKeys& keys_;
  Cases& cases_;
  Messages& messages_;
  Bodies& bodies_;
  Audit& audit_;
};

}  // namespace pouch::gateway
