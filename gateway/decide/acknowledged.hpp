// Which messages of a case say of which others that they were read, for whoever shows it: at the
// command line, at the page, in a state answer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/decide/answers.hpp"

namespace pouch::gateway {

// A message that the reader may see.
struct SeenMessage {
  int number = 0;
  int acknowledges = 0;  // another one; 0: none
  std::string by;        // its author, as they are named there
  Time at{};
};

// By the number of what was read. Of a message that is not among these, or by one, nothing is said.
std::map<int, std::vector<Acknowledgement>> acknowledgements_among(
    const std::vector<SeenMessage>& seen);

}  // namespace pouch::gateway
