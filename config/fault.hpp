// What is wrong with a configuration file, said so that it can be mended: file, line, key, what,
// hint (the nearest valid key, an example). Loading collects all of them, then throws one Fault.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace pouch::config {

struct Finding {
  std::string file;
  std::size_t line = 0;
  std::string key, what, hint;
};

class Fault : public std::runtime_error {
 public:
  explicit Fault(std::vector<Finding> findings);
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  std::vector<Finding> findings_;
};

}  // namespace pouch::config
