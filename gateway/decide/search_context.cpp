#include "gateway/decide/search_context.hpp"

#include <nlohmann/json.hpp>

namespace pouch::gateway {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kMostLimit = 100, kMostOffset = 100000, kMostText = 8000, kMostTiers = 8;

class Damaged {};

std::string text(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) {
    throw Damaged();
  }
  auto value = found->get<std::string>();
  if (value.size() > kMostText) {
    throw Damaged();
  }
  return value;
}

std::size_t number(const Json& object, const char* key, std::size_t least, std::size_t most) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) {
    throw Damaged();
  }
  const auto value = found->get<std::size_t>();
  if (value < least || value > most) {
    throw Damaged();
  }
  return value;
}

bool yes(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_boolean()) {
    throw Damaged();
  }
  return found->get<bool>();
}

const Json& list(const Json& object, const char* key, std::size_t most) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array() || found->size() > most) {
    throw Damaged();
  }
  return *found;
}

ListedMessage listed(const Json& entry) {
  const auto item = number(entry, "item", 1, kMostOffset);
  auto message = MessageNumber::parse(text(entry, "message"));
  if (!message || message->message == 0) {
    throw Damaged();
  }
  return {static_cast<int>(item), std::move(*message)};
}

ArchiveQuestion read(const Json& json) {
  if (!json.is_object() || text(json, "kind") != "search" ||
      number(json, "version", 0, kMostOffset) != kVersion) {
    throw Damaged();
  }
  ArchiveQuestion question;
  question.query = text(json, "query");
  question.near_query = text(json, "near_query");
  question.words = text(json, "words");
  question.mode = yes(json, "full") ? SearchMode::kFetch : SearchMode::kList;
  question.full = question.mode == SearchMode::kFetch;
  question.limit = number(json, "limit", 1, kMostLimit);
  question.offset = number(json, "offset", 0, kMostOffset);
  for (const auto& tier : list(json, "without", kMostTiers)) {
    question.without.push_back(text(Json{{"tier", tier}}, "tier"));
  }
  question.same_script = yes(json, "same_script");
  question.near = yes(json, "near");
  question.scope = text(json, "scope");
  question.justification = text(json, "justification");
  question.for_case = text(json, "for_case");
  for (const auto& entry : list(json, "shown", kMostListed)) {
    question.shown.push_back(entry.is_object() ? listed(entry) : throw Damaged());
  }
  const bool known_scope =
      question.scope == "MY_CASES" || question.scope == "MY_STATE" || question.scope == "PERMITTED";
  if (question.query.empty() || !known_scope) {
    throw Damaged();
  }
  return question;
}

}  // namespace

std::string search_context(const ArchiveQuestion& question) {
  if (question.mode == SearchMode::kHitOrNot || question.mode == SearchMode::kCount) {
    return {};
  }
  auto shown = Json::array();
  for (const auto& entry : question.shown) {
    if (shown.size() < kMostListed) {
      shown.push_back({{"item", entry.item}, {"message", entry.number.text()}});
    }
  }
  const Json json{{"kind", "search"},
                  {"version", kVersion},
                  {"query", question.query},
                  {"near_query", question.near_query},
                  {"words", question.words},
                  {"full", question.full},
                  {"limit", question.limit},
                  {"offset", question.offset},
                  {"without", question.without},
                  {"same_script", question.same_script},
                  {"near", question.near},
                  {"scope", question.scope},
                  {"justification", question.justification},
                  {"for_case", question.for_case},
                  {"shown", shown}};
  // What came in a mail may be no UTF-8: replaced, never a fault.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<ArchiveQuestion> read_search_context(std::string_view json) {
  const auto parsed = Json::parse(json, nullptr, false);
  if (parsed.is_discarded()) {
    return std::nullopt;
  }
  try {
    return read(parsed);
  } catch (const Damaged&) {
    return std::nullopt;
  }
}

}  // namespace pouch::gateway
