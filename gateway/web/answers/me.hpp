// What somebody is answered of himself: his rights, addresses, keys and sessions.
#pragma once

#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct MeSession {
  std::string id{};  // to end it
  bool this_one = false;
  Time began{}, last{}, ends{};
  std::string browser{}, network{}, way{};  // "link", "code"
};

struct MePage {
  std::vector<std::string> rights{};
  std::vector<std::string> addresses{}, keys{};
  std::vector<MeSession> sessions{};
};

}  // namespace pouch::gateway
