// JSON as verbs print it (DECISIONS 32): `schema` first, UTC in RFC 3339, absent is null. Each
// verb's output is described in docs/schemas. The door to nlohmann-json for this folder: members
// keep their order, and only json.cpp builds the library.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/letters/local_time.hpp"
#include "gateway/verbs/terminal.hpp"

namespace pouch::gateway {

class Json {
 public:
  class Member;

  Json(std::nullptr_t = nullptr);
  template <std::same_as<bool> Bool>
  Json(Bool value) : Json(Made::kBool, value ? 1 : 0) {}
  template <std::signed_integral Integer>
  Json(Integer value) : Json(Made::kSigned, static_cast<std::int64_t>(value)) {}
  template <std::unsigned_integral Integer>
  requires(!std::same_as<Integer, bool>) Json(Integer value)
      : Json(static_cast<std::uint64_t>(value), Made::kUnsigned) {}
  Json(double value);
  Json(const char* text) : Json(std::string_view(text)) {}
  Json(const std::string& text) : Json(std::string_view(text)) {}
  Json(std::string_view text);
  template <typename Item>
  Json(const std::vector<Item>& items) : Json(array()) {
    for (const auto& item : items) {
      push_back(Json(item));
    }
  }
  // An object when each value is a pair that begins with a text, else an array; as the library
  // reads {{"a", 1}, {"b", 2}}.
  Json(std::initializer_list<Json> values);
  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other);
  Json& operator=(Json&& other) noexcept;
  ~Json();

  static Json array();
  static Json object();
  static Json parse(std::string_view text);  // of our own making; throws std::exception

  Member operator[](std::string_view key);  // made when it is not there
  void push_back(const Json& value);
  void update(const Json& members);  // those of another object
  bool empty() const;
  // --- members of what was parsed
  std::string text_of(const char* key) const;  // empty: null, or no text
  std::optional<std::int64_t> number_of(const char* key) const;
  std::vector<Json> items_of(const char* key) const;  // of an array
  std::string dump(int indent = -1) const;

 private:
  struct Value;
  enum class Made { kBool, kSigned, kUnsigned };
  Json(Made made, std::int64_t value);
  Json(std::uint64_t value, Made made);
  std::unique_ptr<Value> value_;
};

// A member of an object that is being written.
class Json::Member {
 public:
  void operator=(const Json& value);
  void push_back(const Json& value);

 private:
  friend class Json;
  explicit Member(void* value) : value_(value) {}
  void* value_;
};

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
