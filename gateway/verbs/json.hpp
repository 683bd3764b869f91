// JSON as verbs print it (DECISIONS 32): `schema` first, UTC in RFC 3339, absent is null. Each
// verb's output is described in docs/schemas.
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

namespace pouch::gateway {

using Json = nlohmann::ordered_json;

inline Json versioned() { return {{"schema", 1}}; }
inline Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
inline void print(const Json& json) { std::printf("%s\n", json.dump(2).c_str()); }
inline void print(const char* text) { std::fputs(text, stdout); }
inline void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace pouch::gateway
