// pouch show NUMBER --linked: cases that share a thing with this one, as far as the reader may
// know.
#pragma once

#include <string>

#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {

int show_linked(const Call& call, const Asker& asker, const std::string& number);

}  // namespace pouch::gateway
