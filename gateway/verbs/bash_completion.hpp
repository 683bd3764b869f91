// Completion for bash, made from the verbs themselves: verbs, options, values, names of files, and
// words such as the query language's fields inside a longer value. One script without anything
// from elsewhere; it knows nothing of any site and starts no program.
#pragma once

#include <string>

#include "gateway/verbs/command_line.hpp"

namespace pouch::gateway {

// Words must be free of blanks and of what the shell reads (letters, digits, - _ : and the like).
std::string bash_completion(const VerbRow& program);

}  // namespace pouch::gateway
