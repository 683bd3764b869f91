#include "config/fault.hpp"

namespace pouch::config {
namespace {

std::string first_line(const std::vector<Finding>& findings) {
  if (findings.empty()) {
    return "the configuration is wrong";
  }
  const auto& first = findings.front();
  return first.file + ":" + std::to_string(first.line) + ": " +
         (first.key.empty() ? "" : first.key + ": ") + first.what +
         (findings.size() > 1 ? " (and " + std::to_string(findings.size() - 1) + " more)" : "");
}

}  // namespace

Fault::Fault(std::vector<Finding> findings)
    : std::runtime_error(first_line(findings)), findings_(std::move(findings)) {}

}  // namespace pouch::config
