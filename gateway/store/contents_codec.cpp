#include "gateway/store/contents_codec.hpp"

#include <nlohmann/json.hpp>

#include "gateway/fault.hpp"

namespace pouch::gateway {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;

std::string cbor(const Json& json) {
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

[[noreturn]] void not_understood(std::string_view what) {
  throw Fault(false, "store: sealed " + std::string(what) + " is not in a form known here",
              "it was written by a newer pouch, or the store is damaged");
}

// Runs `read` on the decoded map; nlohmann's own exceptions may quote what they read, so they end
// here.
template <typename Read>
auto decoded(std::string_view what, std::string_view bytes, Read read) {
  try {
    const auto json = Json::from_cbor(bytes.begin(), bytes.end());
    if (json.at("v") == kFormat) {
      return read(json);
    }
  } catch (const Json::exception&) {
    not_understood(what);
  }
  not_understood(what);
}

Json binary(const std::string& bytes) {
  return Json::binary(Json::binary_t::container_type(bytes.begin(), bytes.end()));
}

std::string octets(const Json& json) {
  const auto& bytes = json.get_binary();
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string encode_contents(const Contents& contents) {
  auto parts = Json::array();
  for (const auto& part : contents.parts) {
    parts.push_back({{"name", part.name},
                     {"type", part.media_type},
                     {"bytes", binary(part.bytes)},
                     {"evidence", part.evidence},
                     {"separate", part.signed_separately},
                     {"origin", part.origin}});
  }
  return cbor({{"v", kFormat},
               {"subject", contents.subject},
               {"text", contents.text},
               {"form", contents.form_json},
               {"parts", std::move(parts)}});
}

Contents decode_contents(std::string_view bytes) {
  return decoded("content", bytes, [](const Json& json) {
    Contents contents{json.at("subject"), json.at("text"), json.at("form"), {}};
    for (const auto& part : json.at("parts")) {
      contents.parts.push_back({part.at("name"), part.at("type"), octets(part.at("bytes")),
                                part.at("evidence"), part.at("separate"),
                                part.value("origin", std::string())});
    }
    return contents;
  });
}

std::string encode_case_facts(const Case& subject) {
  return cbor({{"v", kFormat},
               {"priority", subject.priority},
               {"crime_area", subject.crime_area},
               {"classification", subject.classification},
               {"handling", subject.handling}});
}

void decode_case_facts(std::string_view bytes, Case& subject) {
  decoded("facts of a case", bytes, [&](const Json& json) {
    subject.priority = json.at("priority");
    subject.crime_area = json.at("crime_area");
    subject.classification = json.at("classification");
    subject.handling = json.at("handling").get<std::vector<std::string>>();
  });
}

std::string encode_message_facts(const Message& message) {
  return cbor({{"v", kFormat}, {"form", message.form}, {"body_sha256", message.body_sha256}});
}

void decode_message_facts(std::string_view bytes, Message& message) {
  decoded("facts of a message", bytes, [&](const Json& json) {
    message.form = json.at("form");
    message.body_sha256 = json.at("body_sha256");
  });
}

}  // namespace pouch::gateway
