// What the search room throws when the index or the machine failed it; never for a bad query, which
// is a result. No query text or content in it.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace pouch::search {

class Fault : public std::runtime_error {
 public:
  Fault(bool transient, const std::string& tried, std::string hint, bool broken = false)
      : std::runtime_error(tried), transient_(transient), broken_(broken), hint_(std::move(hint)) {}
  bool transient() const { return transient_; }
  bool broken() const { return broken_; }  // the index itself: it must be built anew
  const std::string& hint() const { return hint_; }

 private:
  bool transient_, broken_;
  std::string hint_;
};

}  // namespace pouch::search
