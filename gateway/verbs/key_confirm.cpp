// New keys of members and desks on their way (gateway/cases/key_update.hpp): which there are, and
// the operator's word on one. Nobody confirms blindly: the fingerprint that the holder has read out
// on the telephone is part of the command.
#include <algorithm>

#include "gateway/site/wake.hpp"
#include "gateway/store/key_updates.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/verbs/given_reason.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/key_entries.hpp"
#include "gateway/verbs/key_tell.hpp"
#include "gateway/verbs/key_words.hpp"
#include "mail/openpgp/key_pool.hpp"

namespace pouch::gateway {
namespace {

struct KeyConfirmOptions {
  std::string holder, fingerprint, reason;
};

Json json_of(const KeyUpdate& update) {
  return {{"id", update.id},
          {"holder", update.holder},
          {"state", name(update.state)},
          {"old_key", update.old_key},
          {"new_key", update.new_key},
          {"message", update.message.text()},
          {"asked", utc_time(update.asked)},
          {"until", utc_time(update.until)}};
}

// Four by four, as people read it to each other.
std::string spoken(const std::string& fingerprint) {
  std::string text;
  for (std::size_t at = 0; at < fingerprint.size(); at += 4) {
    text += (at == 0 ? "" : " ") + fingerprint.substr(at, 4);
  }
  return text;
}

std::string text_of(const KeyUpdate& update) {
  return update.holder + "  " + std::string(name(update.state)) + "  announced in " +
         update.message.text() + " on " + utc_time(update.asked).substr(0, 10) +
         (update.state == KeyUpdateState::kAsked
              ? ", its code can come back until " + utc_time(update.until)
              : "") +
         "\n    registered key  " + spoken(update.old_key) + "\n    new key         " +
         spoken(update.new_key) + "\n";
}

void show(const Call& call, const std::vector<KeyUpdate>& updates) {
  auto json = versioned();
  json["updates"] = Json::array();
  for (const auto& update : updates) {
    json["updates"].push_back(json_of(update));
    if (!call.json) {
      print(text_of(update));
    }
  }
  if (call.json) {
    print(json);
  }
}

int list(const Call& call) {
  OperatorSession session(call.config);
  show(call, session.store().key_updates().open());
  return kDone;
}

std::string compact(const std::string& fingerprint) {
  std::string text;
  for (const char c : fingerprint) {
    if (c != ' ') {
      text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return text;
}

// The one of that holder on which a word is due. A desk can have several: then the fingerprint says
// which is meant.
KeyUpdate chosen(OperatorSession& session, const KeyConfirmOptions& options) {
  auto updates = session.store().key_updates().of(options.holder);
  std::erase_if(updates, [](const KeyUpdate& one) { return !one.open(); });
  if (updates.empty()) {
    throw Refusal(kNo, "no new key of \"" + options.holder +
                           "\" is on its way; pouch key updates lists those that are");
  }
  const auto wanted = compact(options.fingerprint);
  const auto found = std::find_if(updates.begin(), updates.end(),
                                  [&](const KeyUpdate& one) { return one.new_key == wanted; });
  return found == updates.end() ? updates.back() : *found;
}

void end_with(OperatorSession& session, const KeyUpdate& update, KeyUpdateState to,
              const std::string& detail) {
  Commit commit;
  commit.at = session.runtime().now();
  commit.key_update = KeyUpdateChange{.id = update.id, .to = to};
  commit.audit.push_back({.actor = session.actor(),
                          .act = "key-" + std::string(name(to)),
                          .number = update.message.text(),
                          .detail = detail});
  if (session.store().commit(commit) != CommitResult::kDone) {
    throw Refusal(kTryLater, "the update went another step meanwhile; see pouch key updates");
  }
  wake(session.runtime().site.state, Wake::kSpool);
}

const char* table_of(const config::Principal& holder) {
  return holder.desk != nullptr ? "desk" : "member";
}

// The key as it lies beside the directory from now on: laid over what lies there of it already.
mail::openpgp::PooledKey laid_over(const Runtime& runtime, const KeyUpdate& update) {
  mail::openpgp::KeyPool pool;
  mail::openpgp::read_key_folder(runtime.site.keys, pool);
  const auto brought = pool.add(update.armoured);
  if (brought.keys.size() != 1 || brought.keys.front().info.fingerprint != update.new_key) {
    throw Refusal(kBadData, "the new key cannot be read any more: let it be announced again");
  }
  const auto& key = brought.keys.front();
  const auto why = key.refused.empty() ? why_unusable(key.info) : key.refused;
  if (!why.empty()) {
    throw Refusal(kBadData, "the new key " + why + ": let another one be announced");
  }
  return key;
}

// Key file, directory, ring, store: each durable before the next. Broken off anywhere and given
// again, it goes on.
void take(const Call& call, OperatorSession& session, const KeyUpdate& update) {
  const auto& runtime = session.runtime();
  const auto holder = runtime.directory.principal_by_id(update.holder);
  const auto owner = runtime.directory.principal_ever(update.new_key);
  if (!holder || (owner && owner->id() != update.holder)) {
    throw Refusal(kBadData, !holder ? "\"" + update.holder + "\" is in the directory no more"
                                    : "the new key is registered for " + owner->id() + " by now");
  }
  const auto& keys = holder->desk != nullptr ? holder->desk->keys : holder->member->keys;
  if (!owner && std::find(keys.begin(), keys.end(), update.old_key) == keys.end()) {
    throw Refusal(kBadData, "the key that announced it, " + update.old_key +
                                ", is registered for " + update.holder +
                                " no more: pouch key refuse " + update.holder);
  }
  write_key_file(runtime.site.keys, update.new_key, laid_over(runtime, update).armoured);
  if (!owner) {
    reached("key-directory.before");
    config::replace_key(runtime.site.directory, table_of(*holder), update.holder, update.old_key,
                        update.new_key);
    reached("key-directory.after");
  }
  follow_own_keys(call.config, [&](mail::openpgp::Engine& engine) {
    const auto key = engine.key(update.new_key);
    return key && key->usable_for_sealing();
  });
  end_with(session, update, KeyUpdateState::kConfirmed,
           update.holder + ", " + update.new_key + " for " + update.old_key);
}

int confirm(const Call& call, const KeyConfirmOptions& options) {
  OperatorSession session(call.config);
  const auto update = chosen(session, options);
  if (update.state != KeyUpdateState::kProved) {
    show(call, {update});
    throw Refusal(kNo,
                  "its holder has not shown yet that they have the new key: the code did not "
                  "come back");
  }
  if (options.fingerprint.empty()) {
    show(call, {update});
    throw Refusal(kNo, "call " + update.holder +
                           " on a number that you know, let them read the fingerprint of the new "
                           "key to you, and give it: --as FINGERPRINT");
  }
  if (compact(options.fingerprint) != update.new_key) {
    show(call, {update});
    throw Refusal(kBadData,
                  "that is not the fingerprint of the new key: nothing was changed. If its "
                  "holder read it to you so, somebody else announced this key: pouch key "
                  "refuse " +
                      update.holder + ", and call them about their old one");
  }
  const AgentLease lease(session.runtime());
  take(call, session, update);
  auto done = update;
  done.state = KeyUpdateState::kConfirmed;
  show(call, {done});
  tell("pouch: " + update.new_key + " stands in " + session.runtime().site.directory.string() +
       " for " + update.old_key + "; its holder is told by a letter\n");
  return kDone;
}

int refuse(const Call& call, const KeyConfirmOptions& options) {
  OperatorSession session(call.config);
  auto update = chosen(session, options);
  end_with(session, update, KeyUpdateState::kRefused, update.new_key + ": " + options.reason);
  update.state = KeyUpdateState::kRefused;
  show(call, {update});
  return kDone;
}

}  // namespace

void add_key_confirm(Verb& key) {
  auto& options = key.keep<KeyConfirmOptions>();
  auto& updates =
      key.add("updates", "New keys of members and desks that wait for their code, or for you");
  updates.json("key-updates.json");
  updates.footer("Example: pouch key updates");
  updates.action([](const Call& call) { return list(call); });
  auto& confirmed = key.add(
      "confirm", "Take a new key that its holder has proved: into directory.toml, keys/, the ring");
  confirmed.option("holder", options.holder, "id of the member or desk").required();
  confirmed.option("--as", options.fingerprint,
                   "the new key's fingerprint, as its holder read it to you; without it both are "
                   "shown, and nothing is changed");
  confirmed.json("key-updates.json");
  confirmed.footer(
      "Example: pouch key confirm ana.ionescu\n"
      "         pouch key confirm ana.ionescu --as '89AB CDEF 0123 4567 89AB CDEF 0123 4567 89AB "
      "CDEF'\n"
      "Broken off and given again it goes on where it stopped.");
  confirmed.action([&options](const Call& call) { return confirm(call, options); });
  auto& refused = key.add("refuse", "Take no new key of that holder; they hear of it");
  refused.option("holder", options.holder, "id of the member or desk").required();
  refused.option("--as", options.fingerprint, "which new key, when a desk has announced several");
  refused.option("--reason", options.reason, "why, for the audit log")
      .required()
      .check(fault_of_reason);
  refused.json("key-updates.json");
  refused.footer("Example: pouch key refuse ana.ionescu --reason 'she did not announce it'");
  refused.action([&options](const Call& call) { return refuse(call, options); });
}

}  // namespace pouch::gateway
