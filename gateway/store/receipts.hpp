// Receipts of a case (cases/case_receipt.hpp), each appended in the transaction of what it is the
// receipt of, once. The chain is closed there and then; the gateway's signature follows from a
// process that has the key: the row waits for it, one living process at a time has it, and it is
// written once. Beside them the public keys of those who signed, as they were when their message
// was accepted. Text and signature are sealed under the key of what belongs to no case: they
// outlive the case, and a thief of the disk tries no guess of a mail on the hash in them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case_receipt.hpp"
#include "gateway/store/case_keys.hpp"
#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct ReceiptRow {
  std::int64_t id = 0;
  std::string number;  // of the case
  int position = 0;
  std::string text, hash;   // hex
  std::string signature{};  // detached, armoured; empty: not yet
};

// A public key, armoured.
struct KeptKey {
  std::string fingerprint, block;
};

// A message whose writer's key is to be kept, and that key.
struct UnkeptKey {
  std::int64_t message = 0;  // of the row
  std::string fingerprint;
};

class Receipts {
 public:
  Receipts(Database& database, CaseKeys& keys) : database_(database), keys_(keys) {}

  // Where the next one of that case would stand now.
  ReceiptPlace next_place(const CaseNumber& number, Time at);

  // --- within the transaction of what happened
  // False: there is such a one already.
  bool append(const CaseNumber& number, const CaseReceipt& receipt, Time at);
  void append(const CaseNumber& number, const std::vector<CaseReceipt>& receipts, Time at);
  // What became of a delivery: `state` delivered, failed or dropped. Letters that carry no message
  // of a case have no receipt.
  void append_delivery(std::int64_t delivery, std::string_view state, Time at);
  // Within a message's transaction: whoever signed it.
  void want_key(std::int64_t message, const std::string& fingerprint);

  std::vector<ReceiptRow> of(const CaseNumber& number);  // in their order

  // --- signatures
  bool waiting();
  // Some that wait and that no living process has, oldest first; of this case alone, when named.
  std::vector<ReceiptRow> claim(std::size_t most, std::string_view number = {});
  std::vector<UnkeptKey> unkept_keys(std::size_t most);
  // All of them at once, in one transaction. What another process was faster with stays as it is.
  // `gateway`: the key that has signed, unless it is kept already.
  void finish(const std::vector<ReceiptRow>& rows,
              const std::vector<std::pair<UnkeptKey, std::string>>& keys,
              const std::optional<KeptKey>& gateway = std::nullopt);
  // Of the gateway, all that ever signed a receipt or a head: one that is retired leaves the ring.
  std::vector<KeptKey> gateway_keys();
  bool keeps_gateway_key(const std::string& fingerprint);
  // The key of that message's signer, as it was; empty: it came to a version that kept none.
  std::string key_of(std::int64_t message);

 private:
  ReceiptRow row_of(const Statement& statement);
  std::string keep(const std::string& block);  // its digest

  Database& database_;
  CaseKeys& keys_;
};

}  // namespace pouch::gateway
