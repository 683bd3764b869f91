// A site whose gateway, members and desks have the throw-away keys of tests/fixtures/clients, for
// mails that were sealed once and for all.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

inline const fs::path kClients = fs::path(POUCH_FIXTURES) / "clients";

class ClientSite {
 public:
  ClientSite();
  ~ClientSite();
  ClientSite(const ClientSite&) = delete;
  ClientSite& operator=(const ClientSite&) = delete;
  Ran pouch(std::vector<std::string> arguments, const std::string& input = {}) const;
  // The letter that the focal point of Bulgaria got, opened with its key: attachments by name.
  std::map<std::string, std::string> letter_to_bulgaria() const;

 private:
  Scratch scratch_;
  fs::path folder_;
};

}  // namespace pouch::test
