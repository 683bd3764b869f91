// What must hold of every mail that Pouch did not accept, checked in one place: outcome, reason and
// exit code; the one sealed letter or none; the raw mail still there; nothing readable left behind.
#pragma once

#include <catch2/catch.hpp>

#include "tests/system/harness.hpp"

namespace pouch::test {

// Content of every mail below; it may stand in no file that the site keeps or sends.
inline const std::string kCanary = "Xqzcanary";

// Held: nobody hears of it, `held show --raw` gives its bytes back.
nlohmann::json is_held(const Site& site, const std::string& mail, const std::string& reason,
                       const std::string& to = {});
// Refused: exactly one letter, sealed, to the writer's own address, with `text` in it.
nlohmann::json is_refused(const Site& site, const std::string& writer, const std::string& mail,
                          const std::string& reason, const std::string& text,
                          const std::string& to = {});
// Refused, and only the operator learns of it (DECISIONS 12).
nlohmann::json is_refused_in_silence(const Site& site, const std::string& mail,
                                     const std::string& reason);
nlohmann::json is_accepted(const Site& site, const std::string& mail, const std::string& to = {});

// No file of the site has the word in its bytes or its name, whatever its case.
void keeps_secret(const Site& site, const std::string& word = kCanary);

}  // namespace pouch::test
