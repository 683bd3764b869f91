// For tests of what is written to the gateway itself: control messages, Replies with lines filled
// in, and mails of one's own words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

std::string replaced(std::string text, const std::string& from, const std::string& to);

// A letter quoted as a client's Reply does, some of its lines filled in.
std::string as_reply(const std::string& text,
                     const std::vector<std::pair<std::string, std::string>>& filled);
std::string control(const std::string& action, const std::string& target = {},
                    const std::string& more = {});
nlohmann::json send(Site& site, const std::string& writer, const std::string& body,
                    const std::string& subject = "control");

}  // namespace pouch::test
