// The address-list grammar of RFC 5322 section 3.4 with what of its obsolete forms (section 4.4)
// has one reading: empty list elements, dots in display names, a name in a comment after the
// address. All else (source routes, comments or blanks inside an addr-spec, two at-signs, words
// beside an angle bracket) is refused: whoever is meant must not depend on the reader.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mail/structure/headers.hpp"

namespace pouch::mail {

struct AddressList {
  std::vector<Address> mailboxes;  // those in groups as well
  bool has_group = false;
};

std::optional<AddressList> read_address_list(std::string_view raw, const Limits& limits);

}  // namespace pouch::mail
