// A site whose gateway, members and desks have the throw-away keys of tests/fixtures/clients, for
// mails that were sealed once and for all.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/system/harness.hpp"

namespace pouch::test {

inline const fs::path kClients = fs::path(POUCH_FIXTURES) / "clients";

inline const std::string kSubject = "/subject", kText = "/text";

class ClientSite {
 public:
  ClientSite();
  ~ClientSite();
  ClientSite(const ClientSite&) = delete;
  ClientSite& operator=(const ClientSite&) = delete;
  Ran pouch(std::vector<std::string> arguments, const std::string& input = {}) const;
  // What somebody got, opened with that person's key: attachments by name, the subject and the text
  // under names that no attachment has.
  std::map<std::string, std::string> letter_to(const std::string& id) const;
  // What gpg makes of a signed or sealed message.
  std::string opened(const std::string& message) const;

 private:
  Scratch scratch_;
  fs::path folder_;
};

}  // namespace pouch::test
