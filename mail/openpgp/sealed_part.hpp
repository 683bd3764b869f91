// What one part of a received mail is, told by its bytes more than by its labels: clients and
// servers lose and change those. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mail/bytes.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::mail::openpgp {

// Transfer-decoded, or where it lies; nothing of a multipart, or of what cannot be decoded.
std::optional<Bytes> leaf_bytes(const Entity& entity);

// Blank, or what Proton's bridge writes there (draft-dkg-openpgp-pgpmime-message-mangling).
bool is_blank(const Entity& entity);

// RFC 3156 section 4: the control part holds "Version: 1". Clients have written a second line
// there, servers have taken its type or its line away. It is never content.
bool is_control(const Entity& entity);

// The one OpenPGP message that the part is, armoured or binary.
std::optional<Bytes> ciphertext_of(const Entity& entity);

// A whole armour as the text of a part; HTML is read as a reader would see it.
std::optional<std::string> inline_armour(const Entity& entity);

bool mentions_armour(const Entity& entity);  // some text in it does

// RFC 4880 section 6.2: the text is one armoured message and nothing else but blanks.
bool is_whole_armour(std::string_view text);

// Nor a byte-order mark.
std::string_view without_blanks_around(std::string_view text);

}  // namespace pouch::mail::openpgp
