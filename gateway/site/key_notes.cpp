#include "gateway/site/key_notes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"
#include "mail/openpgp/engine.hpp"

namespace pouch::gateway {
namespace {

using Json = nlohmann::json;

constexpr const char* kName = "keys.json";
constexpr std::chrono::days kMuchLonger{kKeySteps.front()};

std::string state_of(const mail::openpgp::KeyInfo& key) {
  const bool usable = !key.revoked && !key.disabled && !key.invalid && key.can_encrypt;
  return key.revoked ? "revoked" : usable || key.expired ? "usable" : "unusable";
}

}  // namespace

std::vector<KeyNote> keys_of_ring(const Runtime& runtime) {
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  const auto ring = engine.keys();
  std::vector<KeyNote> notes;
  const auto note = [&](const std::string& holder, const std::string& fingerprint) {
    const auto key = std::find_if(ring.begin(), ring.end(),
                                  [&](const auto& one) { return one.fingerprint == fingerprint; });
    notes.push_back(key == ring.end() ? KeyNote{holder, fingerprint, "missing"}
                                      : KeyNote{holder, fingerprint, state_of(*key), key->expires});
  };
  note("gateway", runtime.gateway_key);
  for (const auto& fingerprint : runtime.directory.fingerprints()) {
    const auto principal = runtime.directory.principal_ever(fingerprint);
    note(principal ? principal->id() : std::string("nobody"), fingerprint);
    notes.back().until = runtime.directory.last_day(fingerprint);
  }
  return notes;
}

void write_key_notes(const std::filesystem::path& state, const std::vector<KeyNote>& keys) {
  Json json = Json::array();
  const auto number = [](const auto& time) {
    return time ? Json(time->time_since_epoch().count()) : Json(nullptr);
  };
  for (const auto& key : keys) {
    json.push_back({{"holder", key.holder},
                    {"fingerprint", key.fingerprint},
                    {"state", key.state},
                    {"expires", number(key.expires)},
                    {"until", number(key.until)}});
  }
  replace_file(state / kName, json.dump(1, ' ', false, Json::error_handler_t::replace));
}

bool has_key_notes(const std::filesystem::path& state) {
  try {
    const auto notes = Json::parse(read_whole(state / kName).value_or("[]"));
    return !notes.empty() && std::all_of(notes.begin(), notes.end(),
                                         [](const Json& key) { return key.contains("until"); });
  } catch (const Json::exception&) {
  } catch (const Fault&) {
  }
  return false;
}

std::vector<KeyNote> read_key_notes(const std::filesystem::path& state) {
  std::vector<KeyNote> notes;
  try {
    const auto text = read_whole(state / kName);
    for (const auto& key : Json::parse(text.value_or("[]"))) {
      notes.push_back({key.at("holder"), key.at("fingerprint"), key.at("state")});
      if (!key.at("expires").is_null()) {
        notes.back().expires = Time(std::chrono::seconds(key.at("expires").get<std::int64_t>()));
      }
      if (const auto until = key.find("until"); until != key.end() && !until->is_null()) {
        notes.back().until = config::Day(std::chrono::days(until->get<int>()));
      }
    }
  } catch (const Json::exception&) {
  } catch (const Fault&) {
  }
  return notes;
}

std::string state_at(const KeyNote& key, Time now) {
  if (key.until && *key.until < std::chrono::floor<std::chrono::days>(now)) {
    return "ended";
  }
  return key.state == "usable" && key.expires && *key.expires <= now ? "expired" : key.state;
}

std::vector<EndingKey> ending_keys(const Runtime& runtime) {
  const auto now = runtime.now();
  const auto notes = read_key_notes(runtime.site.state);
  const auto has_another = [&](const KeyNote& key) {
    return runtime.directory.member(key.holder) != nullptr &&
           std::any_of(notes.begin(), notes.end(), [&](const KeyNote& one) {
             return one.holder == key.holder && one.fingerprint != key.fingerprint &&
                    state_at(one, now) == "usable" &&
                    (!one.expires || *one.expires > *key.expires + kMuchLonger);
           });
  };
  std::vector<EndingKey> keys;
  for (const auto& key : notes) {
    const bool needed =
        state_at(key, now) == "usable" && key.expires &&
        (!key.until || *key.until >= std::chrono::floor<std::chrono::days>(*key.expires));
    if (needed && !has_another(key)) {
      keys.push_back({key.holder, key.fingerprint, *key.expires});
    }
  }
  return keys;
}

}  // namespace pouch::gateway
