// A mail that came as a file: in a mail (RFC 2046 section 5.2.1), or saved from a client (.eml).
// Its fields for people and its text are the text; its attachments are files in it. No signature is
// looked at and nothing is opened: whoever attached it speaks for it.
#pragma once

#include <string_view>

#include "gateway/extract/readers.hpp"

namespace pouch::gateway {

FileReading mail_file(std::string_view bytes, const InnerBounds& bounds);

}  // namespace pouch::gateway
