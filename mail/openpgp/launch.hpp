// Starting pouch-openpgp (mail/gnupg), with its end of the line as descriptor 3 and nothing else of
// ours.
#pragma once

#include <sys/types.h>

#include <filesystem>

#include "mail/descriptor.hpp"

namespace pouch::mail::openpgp {

struct StartedHelper {
  pid_t pid = -1;
  Descriptor line;
};

// It does a worker's questions, and reaches that home alone. Permanent Fault when it cannot be run,
// transient when there is no room.
StartedHelper start_helper(const std::filesystem::path& home);

// It does those of a verb as well, and reaches besides `home` (which may be empty: none) the folder
// `room`, which is there, for its temporary files.
StartedHelper start_helper(const std::filesystem::path& home, const std::filesystem::path& room);

}  // namespace pouch::mail::openpgp
