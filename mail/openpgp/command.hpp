// Runs one of GnuPG's own tools (gpgconf) with fixed arguments: no shell, no text of a mail in it.
#pragma once

#include <string>
#include <vector>

namespace pouch::mail::openpgp {

struct CommandResult {
  int status = -1;
  std::string out;
};

CommandResult run_command(std::vector<std::string> arguments);

}  // namespace pouch::mail::openpgp
