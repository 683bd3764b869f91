// ISO/IEC 8859-16 (Romanian), which Debian's ICU does not have.
#pragma once

#include <string>
#include <string_view>

namespace pouch::mail {

// False when an octet has no letter there (C1) or is NUL.
bool decode_iso_8859_16(std::string_view bytes, std::string& out);

}  // namespace pouch::mail
