// Whether the gpg-agent of a home answers. Private to this folder.
#pragma once

#include <filesystem>
#include <string>

namespace pouch::mail::openpgp {

// Where GnuPG puts the socket of that home (it may lie under /run/user).
std::string agent_socket(const std::filesystem::path& home);
bool agent_answers(const std::filesystem::path& home);
// Tells one agent from the next by its socket; empty when there is none.
std::string agent_mark(const std::filesystem::path& home);

}  // namespace pouch::mail::openpgp
