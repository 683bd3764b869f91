// A configuration file of a test, and what its loader says of it.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/fault.hpp"
#include "tests/temporary_folder.hpp"

namespace pouch::config {

class TomlFile {
 public:
  TomlFile(const std::string& name, const std::string& text) {
    folder_ = pouch::test::new_temporary_folder("pouch-");
    path = folder_ / name;
    std::ofstream(path) << text;
  }
  ~TomlFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TomlFile(const TomlFile&) = delete;
  TomlFile& operator=(const TomlFile&) = delete;
  std::filesystem::path path;

 private:
  std::filesystem::path folder_;
};

// "line key: what (hint)" of each finding; empty when it loads.
template <typename Load>
std::vector<std::string> findings_of(const std::filesystem::path& file, Load load) {
  std::vector<std::string> said;
  try {
    load(file);
  } catch (const Fault& fault) {
    for (const auto& one : fault.findings()) {
      if (one.file != file.string()) throw std::runtime_error("a finding without its file");
      if (one.hint.empty()) throw std::runtime_error("a finding without a hint: " + one.what);
      said.push_back(std::to_string(one.line) + " " + one.key + ": " + one.what + " (" + one.hint +
                     ")");
    }
  }
  return said;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

}  // namespace pouch::config
