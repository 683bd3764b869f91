// The first letter to a member or desk, sealed, through the outbox.
#include "gateway/letters/welcome.hpp"
#include "gateway/store/reservations.hpp"

#include <algorithm>
#include <stdexcept>

#include "gateway/letters/seal_letter.hpp"
#include "gateway/site/key_addresses.hpp"
#include "gateway/site/ring.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "gateway/work/operator_letter.hpp"
#include "templates/showing/example.hpp"
#include "templates/text/edit_distance.hpp"

namespace pouch::gateway {
namespace {

config::Principal find_principal(const Runtime& runtime, const std::string& id) {
  if (const auto principal = runtime.directory.principal_by_id(id)) {
    return *principal;
  }
  std::vector<std::string> ids;
  for (const auto& member : runtime.directory.members) {
    ids.push_back(member.id);
  }
  for (const auto& desk : runtime.directory.desks) {
    ids.push_back(desk.id);
  }
  const auto near = templates::nearest(id, ids);
  throw Refusal(kNo, "there is no member or desk \"" + id + "\" in " +
                         runtime.site.directory.string() +
                         (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
}

Sender with_usable_key(const Runtime& runtime, Crypto& crypto, const config::Principal& principal) {
  if (auto sender = reachable(runtime, crypto, principal)) {
    return std::move(*sender);
  }
  const auto today = std::chrono::floor<std::chrono::days>(runtime.now());
  const auto& validity =
      principal.member != nullptr ? principal.member->validity : principal.desk->validity;
  if (!validity.holds(today)) {
    throw Refusal(
        kNo, principal.id() + " is not registered today; see from and until in directory.toml");
  }
  throw Refusal(kNo, principal.id() +
                         " has no key that a letter can be sealed to: pouch key import FILE, its "
                         "fingerprint in directory.toml, then pouch check" +
                         (is_served(runtime.site.state)
                              ? "; the daemon takes both with systemctl reload pouch"
                              : ""));
}

std::vector<const config::Group*> groups_of(const Runtime& runtime,
                                            const config::Principal& principal) {
  std::vector<const config::Group*> groups;
  for (const auto& group : runtime.directory.groups) {
    if (writes_to_group(group, principal)) {
      groups.push_back(&group);
    }
  }
  return groups;
}

// A key without the address of his group would be no use to him, and he could not know.
void need_addresses(const Runtime& runtime, const std::vector<const config::Group*>& groups) {
  for (const auto& address : missing_addresses(runtime)) {
    const bool his = address == runtime.site.address ||
                     std::any_of(groups.begin(), groups.end(),
                                 [&](const auto* group) { return group->address == address; });
    if (his) {
      throw Refusal(kNo,
                    "the gateway's key has no user ID for " + address +
                        " yet, so nobody could encrypt to it: " +
                        (is_served(runtime.site.state) ? "systemctl reload pouch adds it"
                                                       : "pouch check says what is in the way"));
    }
  }
}

// A prosecutor in a group writes notes to it, everybody else asks countries.
const templates::Template& form_for(const Runtime& runtime, const Sender& sender, bool grouped) {
  for (const auto* name : {"case-note", "request", "note"}) {
    const auto* which = runtime.templates.find(name);
    const bool fits = which != nullptr && (which->goes_to != "group" || grouped) &&
                      (which->communities.empty() ||
                       std::find(which->communities.begin(), which->communities.end(),
                                 sender.community) != which->communities.end());
    if (fits) {
      return *which;
    }
  }
  throw Refusal(kBadConfiguration, "there is no form that " + sender.id + " could be shown");
}

struct Written {
  SealedLetter letter;
  std::string address;
  std::vector<std::string> addresses;  // of the gateway, that he writes to
};

Written write(const Runtime& runtime, Store& store, Crypto& crypto, const std::string& id) {
  const auto principal = find_principal(runtime, id);
  const auto sender = with_usable_key(runtime, crypto, principal);
  const auto groups = groups_of(runtime, principal);
  need_addresses(runtime, groups);
  const auto& form = form_for(runtime, sender, !groups.empty());
  templates::ReadOptions reading;
  reading.now = runtime.now();
  const WelcomeSource source{runtime.site,
                             sender,
                             groups,
                             mail::openpgp::export_key(runtime.site.gnupg, runtime.gateway_key),
                             runtime.gateway_key,
                             form.name,
                             templates::example_form(form, runtime.templates, reading),
                             runtime.now()};
  const auto seed = store.reservations().new_seed();
  LetterPlan plan;
  plan.kind = LetterKind::kWelcome;
  plan.to = {party_of(sender, runtime.site)};
  const auto draft = write_welcome(plan.to.front(), source,
                                   {.message_id = letter_message_id(runtime.site, seed, 1)});
  Written written{
      seal_letter(draft, plan, letter_id(seed, 1), runtime.gateway_key, crypto, runtime.site.state),
      sender.address,
      {runtime.site.address}};
  for (const auto* group : groups) {
    written.addresses.push_back(group->address);
  }
  return written;
}

int welcome(const Call& call, const std::string& id) {
  OperatorSession session(call.config, Forms::kRead);
  const auto& runtime = session.runtime();
  const AgentLease lease(runtime);
  const bool served = is_served(runtime.site.state);
  if (!served) {
    sync_ring(runtime);
  }
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  EngineCrypto crypto(engine, runtime.limits);
  const auto written = write(runtime, session.store(), crypto, id);
  Commit commit;
  commit.at = runtime.now();
  commit.letters = {written.letter};
  commit.audit = {{.actor = session.actor(),
                   .act = "welcomed",
                   .detail = "welcome " + written.letter.id + " to " + id}};
  if (session.store().commit(commit) != CommitResult::kDone) {
    throw std::logic_error("a letter of no case, and a case stood in its way");
  }
  wake(runtime.site.state, Wake::kLetters);
  if (call.json) {
    auto json = versioned();
    json["id"] = id;
    json["to"] = written.address;
    json["letter"] = written.letter.id;
    json["message_id"] = written.letter.message_id;
    json["key"] = runtime.gateway_key;
    json["addresses"] = written.addresses;
    print(json);
  } else {
    print("letter " + written.letter.id + " to " + id + ", " + written.address + "\n");
  }
  if (!served) {
    std::fprintf(stderr, "pouch: no daemon serves this site: pouch run hands the letter over\n");
  }
  return kDone;
}

}  // namespace

void add_welcome(Verb& pouch) {
  auto& verb =
      pouch.add("welcome", "Send a member or desk the gateway's key and how to begin, sealed");
  auto& id = verb.keep<std::string>();
  verb.option("id", id, "of the member or desk, as in directory.toml").required();
  verb.json("welcome.json");
  verb.footer(
      "Example: pouch welcome ana.ionescu\n"
      "Exit status: 0 the letter is on its way, 1 there is nobody of that id, or nothing can be\n"
      "sealed to them, or the key lacks an address that they need.");
  verb.action([&id](const Call& call) { return welcome(call, id); });
}

}  // namespace pouch::gateway
