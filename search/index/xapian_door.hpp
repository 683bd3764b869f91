// The room's door to Xapian: opens databases, turns its errors into Fault once, names the slots.
// No message of Xapian's that could hold a term is passed on.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <string>

#include "search/index/blind.hpp"

namespace pouch::search {

inline constexpr Xapian::valueno kDaySlot = 0;
inline constexpr const char* kKeyCheck = "key";
inline constexpr const char* kLayoutKey = "layout";
inline constexpr const char* kLexiconKeys = "words.";  // how the keys of its pages begin
inline constexpr const char* kLayout = "9";            // raised when other terms are written

[[noreturn]] void raise(const Xapian::Error& error, const std::string& tried);

// `from` with its blocks filled up, in the folder `to`, durable when this returns: what stood there
// is removed before, what a crash leaves there is no index. Throws Fault (transient) when the disk
// does not take it, and Xapian::Error.
void compact_into(Xapian::Database& from, const std::filesystem::path& to);

// Of a year that is served elsewhere: up to which message and which change of the store (numbers
// that only its maker reads) it has all.
inline constexpr const char* kMessagesKey = "messages";
inline constexpr const char* kChangesKey = "changes";

// Throws filesystem_error.
void make_durable(const std::filesystem::path& path);

// Fault (permanent) when the index was written with another key or layout.
void require_same_key(const Xapian::Database& database, const Blind& blind);

}  // namespace pouch::search
