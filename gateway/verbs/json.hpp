// JSON as verbs print it (DECISIONS 32): `schema` first, UTC in RFC 3339, absent is null. Each
// verb's output is described in docs/schemas.
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "gateway/letters/local_time.hpp"

namespace pouch::gateway {

using Json = nlohmann::ordered_json;

inline Json versioned(int schema = 1) { return {{"schema", schema}}; }
inline Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
inline Json time_or_null(const std::optional<Time>& time) {
  return time ? Json(utc_time(*time)) : Json(nullptr);
}
inline void print(const Json& json) { std::printf("%s\n", json.dump(2).c_str()); }
inline void print(const char* text) { std::fputs(text, stdout); }
inline void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace pouch::gateway
