#include "gateway/verbs/key_entries.hpp"

#include <algorithm>

#include "gateway/status/site_status.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/verbs/key_words.hpp"

namespace pouch::gateway {
namespace {

std::string advice(const Runtime& runtime, const KeyEntry& entry) {
  const bool soon = entry.key.expires && *entry.key.expires <= runtime.now() + kKeySoon;
  const bool replaced = entry.holder == "gateway" && entry.key.fingerprint != runtime.gateway_key;
  const bool needed = !entry.holder.empty() && !replaced;
  return needed && (soon || !why_unusable(entry.key).empty()) ? what_to_do(entry.holder, entry.key)
                                                              : std::string();
}

Json json_of(const Runtime& runtime, const KeyEntry& entry) {
  const auto& key = entry.key;
  return {{"fingerprint", key.fingerprint},       {"holder", or_null(entry.holder)},
          {"algorithm", key.algorithm},           {"state", state_of(key)},
          {"why", or_null(why_unusable(key))},    {"hint", or_null(advice(runtime, entry))},
          {"expires", time_or_null(key.expires)}, {"user_ids", key.user_ids},
          {"file", or_null(entry.file)},          {"change", or_null(entry.change)}};
}

std::string text_of(const Runtime& runtime, const KeyEntry& entry) {
  const auto& key = entry.key;
  auto text = key.fingerprint + "  " +
              (entry.holder.empty() ? "(nobody in the directory)" : entry.holder) + "  " +
              key.algorithm + "  " + state_of(key) +
              (key.expires ? "  expires " + utc_time(*key.expires).substr(0, 10) : "") +
              (entry.change.empty() ? "" : "  " + entry.change) + "\n";
  for (const auto& line : {why_unusable(key), advice(runtime, entry)}) {
    text += line.empty() ? "" : "    " + line + "\n";
  }
  return text;
}

}  // namespace

void write_key_file(const std::filesystem::path& folder, const std::string& fingerprint,
                    const std::string& armoured) {
  const auto name = fingerprint + ".asc";
  const auto temporary = folder / ("." + name + ".new");
  remove_if_there(temporary);
  NewFile written(temporary);  // on a full disk the key that was there stays
  written.write(armoured);
  written.sync();
  reached("key-file.before");
  std::filesystem::rename(temporary, folder / name);
  written.keep();
  sync_folder(folder);
  reached("key-file.after");
}

std::string holder_of(const Runtime& runtime, const std::string& fingerprint) {
  const auto& further = runtime.further_keys;
  if (fingerprint == runtime.gateway_key ||
      std::find(further.begin(), further.end(), fingerprint) != further.end()) {
    return "gateway";
  }
  const auto principal = runtime.directory.principal_ever(fingerprint);
  return principal ? principal->id() : std::string();
}

void print_keys(const Call& call, const Runtime& runtime, const std::vector<KeyEntry>& entries) {
  auto json = versioned();
  json["keys"] = Json::array();
  for (const auto& entry : entries) {
    if (call.json) {
      json["keys"].push_back(json_of(runtime, entry));
    } else {
      print(text_of(runtime, entry));
    }
  }
  if (call.json) {
    print(json);
  }
}

}  // namespace pouch::gateway
