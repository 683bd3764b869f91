// The envelope sender of a letter, from which a report on it is known: the gateway's address with
// the tag +dID-MAC (variable envelope return paths, VERP). ID is the delivery's row, MAC a keyed
// BLAKE2b over it and the recipient: nobody can write a report for a letter that he has not seen on
// its way (SECURITY section 2 class 11). It tells no more than how many letters there were. From
// the first restore on the epoch is in the MAC as well, so that no tag comes twice.
// Servers fold the case of addresses, so case means nothing in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/vault.hpp"

namespace pouch::gateway {

struct ReturnToken {
  std::int64_t delivery = 0;
  std::string mac;  // lower-case hex, not yet proved
};

class ReturnPath {
 public:
  // `last_before`: of each epoch from 1 on the highest delivery of earlier ones.
  explicit ReturnPath(const Secret& data_key, std::vector<std::int64_t> last_before = {});
  // Empty where the local part would be over 64 octets (RFC 5321 section 4.5.3.1.1): then the
  // letter goes out with the null sender. So where `ours` is no address.
  std::string address(std::string_view ours, std::int64_t delivery,
                      std::string_view recipient) const;
  // In constant time.
  bool proves(const ReturnToken& token, std::string_view recipient) const;

 private:
  std::string mac(std::int64_t delivery, std::string_view recipient) const;
  Secret key_;
  std::vector<std::int64_t> last_before_;
};

// The token in an envelope recipient, when it is ours with a tag of that shape.
std::optional<ReturnToken> return_token(std::string_view address, std::string_view ours);

}  // namespace pouch::gateway
