// A site whose mail lies in a mailbox of the tests' own Dovecot.
#pragma once

#include <string>

#include "tests/system/dovecot.hpp"
#include "tests/system/harness.hpp"

namespace pouch::test {

inline constexpr const char* kCollectedUser = "requests@pouch.example";

// Its INBOX is the site's only source.
inline void collect_from(Site& site, const Dovecot& dovecot,
                         const std::string& host = "127.0.0.1") {
  site.set("sources", "[\"imaps://requests%40pouch.example@" + host + ":" +
                          std::to_string(dovecot.imaps_port()) + "/INBOX\"]");
  site.set("servers.ca_file", "\"" + dovecot.authority().ca.string() + "\"");
  fs::create_directories(site.folder() / "credentials");
  const auto secret = site.folder() / "credentials" / (std::string(kCollectedUser) + "@" + host);
  write_file(secret, "secret\n");
  fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace pouch::test
