#include "gateway/verbs/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace pouch::gateway {

using Library = nlohmann::ordered_json;

struct Json::Value {
  Library json;
};

Json::Json(std::nullptr_t) : value_(std::make_unique<Value>()) {}
Json::Json(double value) : Json() { value_->json = value; }
Json::Json(std::string_view text) : Json() { value_->json = text; }

Json::Json(Made made, std::int64_t value) : Json() {
  made == Made::kBool ? value_->json = value != 0 : value_->json = value;
}

Json::Json(std::uint64_t value, Made) : Json() { value_->json = value; }

Json::Json(std::initializer_list<Json> values) : Json() {
  const bool object = std::all_of(values.begin(), values.end(), [](const Json& one) {
    const auto& json = one.value_->json;
    return json.is_array() && json.size() == 2 && json[0].is_string();
  });
  value_->json = object ? Library::object() : Library::array();
  for (const auto& one : values) {
    const auto& json = one.value_->json;
    object ? void(value_->json[json[0].get<std::string>()] = json[1])
           : value_->json.push_back(json);
  }
}

Json::Json(const Json& other) : value_(std::make_unique<Value>(*other.value_)) {}
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) {
  value_ = std::make_unique<Value>(*other.value_);
  return *this;
}
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json Json::array() {
  Json made;
  made.value_->json = Library::array();
  return made;
}

Json Json::object() {
  Json made;
  made.value_->json = Library::object();
  return made;
}

Json Json::parse(std::string_view text) {
  Json made;
  made.value_->json = Library::parse(text);
  return made;
}

Json::Member Json::operator[](std::string_view key) {
  return Member(&value_->json[std::string(key)]);
}
void Json::push_back(const Json& value) { value_->json.push_back(value.value_->json); }
void Json::update(const Json& members) { value_->json.update(members.value_->json); }
bool Json::empty() const { return value_->json.empty(); }

std::string Json::text_of(const char* key) const {
  const auto found = value_->json.find(key);
  return found != value_->json.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<std::int64_t> Json::number_of(const char* key) const {
  const auto found = value_->json.find(key);
  return found != value_->json.end() && found->is_number_integer()
             ? std::optional(found->get<std::int64_t>())
             : std::nullopt;
}

std::vector<Json> Json::items_of(const char* key) const {
  std::vector<Json> items;
  const auto found = value_->json.find(key);
  if (found != value_->json.end() && found->is_array()) {
    for (const auto& item : *found) {
      items.emplace_back().value_->json = item;
    }
  }
  return items;
}

// Words of others (a server's answer, a user ID, a file's name) need not be UTF-8.
std::string Json::dump(int indent) const {
  return value_->json.dump(indent, ' ', false, Library::error_handler_t::replace);
}

void Json::Member::operator=(const Json& value) {
  *static_cast<Library*>(value_) = value.value_->json;
}

void Json::Member::push_back(const Json& value) {
  static_cast<Library*>(value_)->push_back(value.value_->json);
}

}  // namespace pouch::gateway
