// Answers the questions that come over one socket (mail/openpgp/wire.hpp), one after the other,
// until nobody is at its other end any more, or what comes is no question. Each question brings all
// that its answer depends on; what is kept from one to the next is GPGME's contexts and the keys
// that they have looked up.
#pragma once

#include <filesystem>

namespace pouch::mail::openpgp {

// `only`: a worker's questions about that home, and no others; empty: those of a verb, about any.
void serve(int socket, const std::filesystem::path& only);

}  // namespace pouch::mail::openpgp
