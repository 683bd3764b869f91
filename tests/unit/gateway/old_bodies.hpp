// For tests: messages as versions before 0.2 kept them, text and files in one sealed piece.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "gateway/store/bodies.hpp"
#include "gateway/store/site_keys.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {

inline std::string encode_old_contents(const Contents& contents) {
  using Json = nlohmann::json;
  auto parts = Json::array();
  for (const auto& part : contents.parts) {
    const auto bytes = part.bytes.view();
    parts.push_back(
        {{"name", part.name},
         {"type", part.media_type},
         {"bytes", Json::binary(Json::binary_t::container_type(bytes.begin(), bytes.end()))},
         {"evidence", part.evidence},
         {"separate", part.signed_separately},
         {"origin", part.origin},
         {"charset", part.charset}});
  }
  std::string encoded;
  Json::to_cbor({{"v", 1},
                 {"subject", contents.subject},
                 {"text", contents.text},
                 {"form", contents.form_json},
                 {"parts", parts}},
                encoded);
  return encoded;
}

inline Secret case_key_of(const StateFolder& site, const CaseNumber& number) {
  auto keys = Database::open_keys(site.state());
  auto statement = keys.prepare("SELECT wrapped FROM case_keys WHERE number = ?");
  REQUIRE(statement.bind(1, number.text()).step());
  return unwrap(site.key().derive("case-keys"), key_purpose(number.text()), statement.text(0));
}

// A message of this version put back into the old form.
inline void make_old(const StateFolder& site, Store& store, const MessageNumber& number) {
  const auto key = case_key_of(site, number.number);
  const auto contents = store.bodies().open(number).whole();
  const auto raw = store.bodies().raw(number);
  auto& database = store.database();
  auto row = database.prepare("SELECT id FROM messages WHERE number = ? AND message = ?");
  REQUIRE(row.bind(1, number.number.text()).bind(2, std::int64_t{number.message}).step());
  const auto message = row.integer(0);
  row.reset();
  for (const auto* table : {"message_texts", "message_parts"}) {
    database.prepare("DELETE FROM " + std::string(table) + " WHERE message = ?")
        .bind(1, message)
        .run();
  }
  database.prepare("INSERT INTO message_bodies (message, contents, raw) VALUES (?,?,?)")
      .bind(1, message)
      .bind_blob(2, seal(key, "contents:" + number.text(), encode_old_contents(contents)))
      .bind_blob(3, seal(key, "raw:" + number.text(), raw))
      .run();
  database.prepare("INSERT OR IGNORE INTO unmoved (message) VALUES (?)").bind(1, message).run();
}

}  // namespace pouch::gateway
