// What the gateway throws when it could not do its work: store, disk, agent, another process. Says
// whether trying again can help, what was tried, and what the operator can do. Never for bad mail.
// No content of a mail, no key, in any text.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace pouch::gateway {

class Fault : public std::runtime_error {
 public:
  Fault(bool transient, const std::string& tried, std::string hint)
      : std::runtime_error(tried), transient_(transient), hint_(std::move(hint)) {}
  bool transient() const { return transient_; }
  const std::string& hint() const { return hint_; }

 private:
  bool transient_;
  std::string hint_;
};

}  // namespace pouch::gateway
