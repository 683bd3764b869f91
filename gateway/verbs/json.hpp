// JSON as verbs print it (DECISIONS 32): `schema` first, UTC in RFC 3339, absent is null. Each
// verb's output is described in docs/schemas.
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "gateway/letters/local_time.hpp"
#include "gateway/verbs/terminal.hpp"

namespace pouch::gateway {

using Json = nlohmann::ordered_json;

inline Json versioned(int schema = 1) { return {{"schema", schema}}; }
inline Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
inline Json time_or_null(const std::optional<Time>& time) {
  return time ? Json(utc_time(*time)) : Json(nullptr);
}
// As data goes out: on a terminal with all that could steer it made visible.
inline void print(const std::string& text) { write_data(text); }
inline void print(const char* text) { write_data(text); }
inline void print(const Json& json) { write_data(json.dump(2) + "\n"); }

}  // namespace pouch::gateway
