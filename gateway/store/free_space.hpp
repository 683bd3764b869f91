// How much room the disk of a folder has for us (statvfs(3)), and the rule that new mail is taken
// only while enough is left for what was taken before to be worked off: rows, letters, the index
// and the audit log grow as well (pouch.toml limits.free_space). A quota is not seen here; who runs
// into one gets the same answer from the write that fails.
#pragma once

#include <cstdint>
#include <filesystem>

namespace pouch::gateway {

// Octets that a user without privileges can still write. Fault (transient) when nobody can say.
std::uint64_t free_space(const std::filesystem::path& folder);

// The disk can be read, and not be written to.
bool is_read_only(const std::filesystem::path& folder);

// Fault (transient) that says so when it can only be read.
void need_writable(const std::filesystem::path& folder);

// Fault (transient) unless `kept` octets are left free there after `octets` more were written.
void need_space(const std::filesystem::path& folder, std::uint64_t kept, std::uint64_t octets);

}  // namespace pouch::gateway
