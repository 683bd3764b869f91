// Key updates (cases/key_update.hpp): what was announced and how far it is. The new public key and
// the sealed code lie under the data key until the update has ended; of the code itself there is a
// keyed hash alone. A step is written in the transaction of the mail or verb that takes it, with
// the letter that tells it (key_letters.hpp).
//
// Throws Fault as sqlite.hpp does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/key_update.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/key_letters.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/vault.hpp"

namespace pouch::gateway {

class KeyUpdates {
 public:
  KeyUpdates(Database& database, Audit& audit, KeyLetters& letters, const Secret& data_key);

  std::optional<KeyUpdate> find(std::int64_t id);
  std::optional<KeyUpdate> of_code(const std::string& code);  // whoever's it is
  std::vector<KeyUpdate> of(const std::string& holder);       // oldest first
  std::vector<KeyUpdate> open();                              // everybody's, oldest first

  // --- clocks: codes that did not come back in time. True: somebody is to be told.
  bool lapse(Time now);
  std::optional<Time> next_lapse();

  // --- within the transaction of a commit; false: it stands otherwise by now
  [[nodiscard]] bool write(const KeyUpdateChange& change, Time now);

 private:
  std::vector<KeyUpdate> read(Statement& statement);
  void begin(const KeyUpdateChange& change, Time now);

  Database& database_;
  Audit& audit_;
  KeyLetters& letters_;
  Secret key_, code_key_;
};

}  // namespace pouch::gateway
