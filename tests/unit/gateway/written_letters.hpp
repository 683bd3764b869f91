// Letters as the gateway sends them, for tests of what comes back: one of each kind.
#pragma once

#include <string>
#include <vector>

namespace pouch::test {

inline constexpr const char* kFence = "0123abcd-1";

struct SentLetter {
  std::string kind, text;
};

std::vector<SentLetter> sent_letters();

}  // namespace pouch::test
