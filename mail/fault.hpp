// What the mail room throws when *it* could not do its work (agent, network, disk): never for bad
// mail, which is a result. A transient fault leaves the mail queued; a permanent one needs the
// operator. Texts carry no content of a mail.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace pouch::mail {

enum class Permanence { kTransient, kPermanent };

class Fault : public std::runtime_error {
 public:
  Fault(Permanence permanence, const std::string& tried, std::string hint)
      : std::runtime_error(tried), permanence_(permanence), hint_(std::move(hint)) {}
  Permanence permanence() const { return permanence_; }
  bool transient() const { return permanence_ == Permanence::kTransient; }
  const std::string& hint() const { return hint_; }  // what the operator can do

 private:
  Permanence permanence_;
  std::string hint_;
};

}  // namespace pouch::mail
