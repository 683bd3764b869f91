// How the archive read a query, in the reader's language.
#pragma once

#include <string>

#include "gateway/words/words.hpp"

namespace pouch::gateway {

// "the name jovanović in every script"; empty: it cannot be read.
std::string read_as(const std::string& query, const Words& words);

}  // namespace pouch::gateway
