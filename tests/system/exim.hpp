// A private Exim 4, as far as Pouch meets it: mail is given to it on the command line, and a queue
// run delivers it by config/examples/exim, with our paths put in. Debian's packages cannot be
// installed beside Postfix: .ci/exim unpacks them. No daemon runs, for there is no system user for
// one; needs root.
#pragma once

#include <map>
#include <string>

#include "tests/system/harness.hpp"

namespace pouch::test {

class Exim {
 public:
  // Texts of the examples and what stands for them here.
  Exim(const fs::path& folder, const std::map<std::string, std::string>& ours);
  // Into its queue; false when Exim did not take it.
  bool submit(const std::string& from, const std::string& to, const std::string& mail) const;
  std::size_t queued() const;
  void flush() const;  // tries everything once
  std::string log() const;

 private:
  Ran exim(std::vector<std::string> arguments, const std::string& input = {}) const;
  fs::path folder_;
};

}  // namespace pouch::test
