// Child processes of the harness: their arguments and environment as posix_spawn takes them, what
// goes in and what comes out.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

// Our environment with these variables beside or above its own.
std::vector<std::string> merged(const Environment& extra);
std::vector<char*> pointers(std::vector<std::string>& strings);  // they end with a null

struct Child {
  pid_t pid = -1;
  int in = -1, out = -1, err = -1;
};

Child spawn(std::vector<std::string> command, const Environment& environment);
// Writes the input and reads all that comes until it closes its ends; closes ours.
void pump(Child& child, const std::string& input, Ran& ran);
int wait_status(pid_t pid);  // as Ran::status

}  // namespace pouch::test
