// A GnuPG home as this product wants it: its settings (SECURITY section 3), throw-away ones, and
// files in them. Runs no GnuPG.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "mail/openpgp/temporary.hpp"

namespace pouch::mail::openpgp {

inline constexpr std::size_t kLargestKey = 100u << 10;  // SECURITY class 22

// Writes gpg.conf and gpg-agent.conf of SECURITY section 3 into a 0700 folder.
void prepare_home(const std::filesystem::path& home);

// What must be free where they are made. GnuPG says on a full disk that a key was imported, and has
// written half of it or nothing.
inline constexpr std::uintmax_t kHomeRoom = 4u << 20;

// A home for keys that are only looked at or worked on; gone with the object. A transient Fault
// where there is no room for one.
class TemporaryHome {
 public:
  TemporaryHome();
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_{"pouch-ring"};
};

// gnupg/own.asc: armoured, one block for each own key.
std::filesystem::path own_keys_file(const std::filesystem::path& home);

// Lock files of GnuPG whose owner is dead, or on another machine.
void remove_dead_locks(const std::filesystem::path& home);

// Or a link to one: what else may lie in a folder of keys, a folder or a pipe, is no key file.
bool is_file(const std::filesystem::path& path);

// The whole of it; a permanent Fault when it cannot be read.
std::string read_file(const std::filesystem::path& file);
std::string read_if_there(const std::filesystem::path& file);  // empty when it cannot be read
// With mode 0600; a transient Fault when it cannot be written.
void write_file(const std::filesystem::path& file, const std::string& bytes);
// A file's bytes, or the names in a folder: a power cut must not leave a ring of nothing. A
// transient Fault when it cannot be done.
void sync_path(const std::filesystem::path& path);

}  // namespace pouch::mail::openpgp
