// The Web Key Directory (draft-koch-openpgp-webkey-service section 3.1): under which name the key
// of an address lies on a web server, so that mail programs find it by the address alone.
#pragma once

#include <string>
#include <string_view>

namespace pouch::mail::openpgp {

struct WebName {
  std::string domain;  // in lower case
  std::string hash;    // z-base-32 of the SHA-1 of the local part in lower case: 32 characters
};

// Of "requests@pouch.example". Only letters of ASCII have a lower case here, as the draft has it.
WebName web_name(std::string_view address);

// An armoured key as binary, which is what lies in the directory. Throws a permanent Fault when it
// is none.
std::string without_armour(std::string_view armoured);

std::string sha1(std::string_view bytes);        // 20 octets; a name here, and no proof of anything
std::string z_base_32(std::string_view octets);  // as the draft takes it

}  // namespace pouch::mail::openpgp
