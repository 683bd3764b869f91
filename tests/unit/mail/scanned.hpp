// Scanning in a test: the entity, or the rule that refused it. The text must outlive the entity.
#pragma once

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "mail/structure/scan.hpp"

namespace pouch::mail {

inline Entity scanned(std::string_view text, const Limits& limits = {}) {
  auto result = scan(text, limits);
  if (auto* refusal = std::get_if<ScanRefusal>(&result)) FAIL("refused: " << refusal->rule);
  return std::get<Entity>(std::move(result));
}

inline std::string refused(std::string_view text, const Limits& limits = {},
                           ScanFault fault = ScanFault::kMalformed) {
  auto result = scan(text, limits);
  const auto* refusal = std::get_if<ScanRefusal>(&result);
  if (refusal == nullptr) return "not refused";
  return refusal->fault == fault ? refusal->rule : "other fault: " + refusal->rule;
}

inline std::string too_large(std::string_view text, const Limits& limits) {
  return refused(text, limits, ScanFault::kTooLarge);
}

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace pouch::mail
