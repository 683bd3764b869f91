// What this room could not do: never a bad form (that is an outcome), but a stored form that is
// damaged. Carries no content.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace pouch::templates {

class Fault : public std::runtime_error {
 public:
  Fault(const std::string& what, std::string hint)
      : std::runtime_error(what), hint_(std::move(hint)) {}
  bool transient() const { return false; }
  const std::string& hint() const { return hint_; }

 private:
  std::string hint_;
};

}  // namespace pouch::templates
