// Identifiers of our letters (RFC 5322 section 3.6.4): the same on a retry, known again as ours.
#pragma once

#include <cstddef>
#include <string>

#include "config/site.hpp"
#include "gateway/cases/number.hpp"

namespace pouch::gateway {

// Message-ID of the n-th letter of a spool entry; the seed makes it the same on a retry.
std::string letter_message_id(const config::Site& site, const std::string& seed, std::size_t n);
std::string letter_id(const std::string& seed, std::size_t n);
// The invisible first message of a case: every letter refers to it, so every client shows one
// thread.
std::string thread_root(const config::Site& site, const CaseNumber& number);
// True for identifiers that this gateway wrote.
bool is_our_message_id(const config::Site& site, const std::string& message_id);

}  // namespace pouch::gateway
