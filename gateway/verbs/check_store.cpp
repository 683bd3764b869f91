// pouch check: what the store says of itself (check_parts.hpp).
#include <algorithm>

#include "gateway/letters/local_time.hpp"
#include "gateway/site/foreground.hpp"
#include "gateway/store/absences.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/data_key.hpp"
#include "gateway/store/free_space.hpp"
#include "gateway/store/held.hpp"
#include "gateway/store/letter_files.hpp"
#include "gateway/store/store.hpp"
#include "gateway/verbs/check_parts.hpp"
#include "mail/openpgp/agent_probe.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway::checks {
namespace {

constexpr std::chrono::seconds kAgentTime{5};

void check_disk(const Runtime& runtime, Flaws& flaws) {
  const auto& state = runtime.site.state;
  const auto free = free_space(state);
  if (is_read_only(state)) {
    flaws.push_back({true, state.string(), "its disk can only be read: no mail can be taken",
                     "mount -o remount,rw it once its fault is fixed: dmesg"});
  } else if (free < runtime.site.limits.free_space) {
    flaws.push_back(
        {true, state.string(),
         "its disk has " + std::to_string(free >> 20) + " MB left: no new mail is taken",
         "make room, or lower limits.free_space"});
  }
}

void check_gateway_key(const Runtime& runtime, mail::openpgp::Engine& engine, Flaws& flaws) {
  const auto keys = engine.keys(true);
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const auto& one) {
    return one.fingerprint == runtime.gateway_key;
  });
  if (key == keys.end()) {
    flaws.push_back({true, runtime.site.gnupg.string(), "holds no secret key of the gateway",
                     "restore the folder from its backup; without the key no mail can be opened"});
    return;
  }
  check_key(runtime, "gateway", *key, flaws);
  if (key->algorithm.starts_with("rsa")) {
    flaws.push_back({false, "gateway, key " + key->fingerprint,
                     "is " + key->algorithm + ": several times slower than ed25519",
                     "plan a new key at the next renewal"});
  }
}

// The whole of what a mail needs: a signature and a decryption by the agent.
void check_sealing(const Runtime& runtime, mail::openpgp::Engine& engine, Flaws& flaws) {
  attempt(flaws, "gateway, key " + runtime.gateway_key, [&] {
    const auto sealed = engine.seal("pouch check\r\n", runtime.gateway_key, {runtime.gateway_key});
    if (engine.decrypt_verify(sealed).judgement != mail::openpgp::Judgement::kGood) {
      flaws.push_back({true, "gateway, key " + runtime.gateway_key,
                       "what it signs and encrypts to itself it cannot prove",
                       "is the clock of this machine right? else restore gnupg/ from its backup"});
    }
  });
}

// False: it would let everything wait that needs the key.
bool agent_answers(const Runtime& runtime, Flaws& flaws) {
  const auto& home = runtime.site.gnupg;
  if (mail::openpgp::AgentProbe(home).descriptor() < 0 ||
      mail::openpgp::ask_agent(home, kAgentTime)) {
    return true;  // one that does not run is started
  }
  flaws.push_back(
      {true, home.string(), "its gpg-agent takes connections and does not answer",
       is_served(runtime.site.state)
           ? "the daemon replaces it within a minute; else read its log"
           : "gpgconf --homedir " + home.string() + " --kill gpg-agent, or kill -KILL"});
  return false;
}

void check_contents(Store& store, Flaws& flaws) {
  if (const auto broken = store.audit().first_broken()) {
    flaws.push_back({true, "audit log", "its chain is broken at row " + std::to_string(*broken),
                     "keep the disk as it is and compare with the last backup"});
  }
  for (const auto& [number, country] : store.cases().waiting_legs()) {
    flaws.push_back({false, number.text(), "its leg to " + country + " waits",
                     "enter a focal point with a usable key for " + country});
  }
  for (const auto& letter : store.letter_files().missing()) {
    flaws.push_back({true, "letter " + letter, "its file is missing from state/letters",
                     "bring it back from the backup, or pouch queue drop " + letter});
  }
  for (const auto& one : store.absences().since(system_clock()())) {
    flaws.push_back(
        {.error = false,
         .where = one.who,
         .what = "is absent until " + utc_time(one.until) + ", " + one.substitute + " stands in",
         .hint = "",
         .in_order = true});
  }
  const auto held = store.held().list().size();
  if (held != 0) {
    flaws.push_back(
        {false, "held mail", std::to_string(held) + " mails are held", "see pouch held list"});
  }
}

}  // namespace

void check_store(const Runtime& runtime, bool offline, Flaws& flaws) {
  const auto where = runtime.site.state.string();
  if (!state_exists(runtime.site.state)) {
    flaws.push_back({true, where, "there is no store", "was it made by pouch init?"});
    return;
  }
  attempt(flaws, where, [&] { check_disk(runtime, flaws); });
  const auto before = flaws.size();
  check_state(runtime, flaws);
  const bool broken = std::any_of(flaws.begin() + static_cast<std::ptrdiff_t>(before), flaws.end(),
                                  [](const Flaw& flaw) { return flaw.error; });
  if (!agent_answers(runtime, flaws)) {
    return;
  }
  attempt(flaws, where, [&] {
    const AgentLease lease(runtime);
    mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
    check_gateway_key(runtime, engine, flaws);
    check_sealing(runtime, engine, flaws);
    const auto data_key = unwrap_data_key(runtime);
    if (broken) {
      return;  // it is told above what keeps the store from being opened
    }
    check_every_key(runtime, data_key, flaws);
    attempt(flaws, "search.shard", [&] { check_shards(runtime, data_key, offline, flaws); });
    Store store(runtime.site.state, data_key);
    check_contents(store, flaws);
    check_addresses(runtime, store.letters(), flaws);
  });
}

}  // namespace pouch::gateway::checks
