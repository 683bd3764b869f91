// Our own check that a cleartext-signed block (RFC 4880 section 7) is the whole text: GnuPG says
// "good" with text around it, and that text would be unsigned (DECISIONS 2). Private to this
// folder.
#pragma once

#include <string_view>

namespace pouch::mail::openpgp {

bool is_whole_clearsigned(std::string_view text);
bool mentions_clearsigned(std::string_view text);

}  // namespace pouch::mail::openpgp
