// A new date for the gateway's own key, and a successor.
#include <algorithm>

#include "gateway/site/key_addresses.hpp"
#include "gateway/site/own_keys.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/data_key.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/key_tell.hpp"
#include "mail/openpgp/own_key.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::Engine;

constexpr std::chrono::years kUsualTerm{2};
constexpr std::chrono::minutes kGpgRounds{2};  // its clock runs while it works
constexpr Time kLastDay = std::chrono::sys_days(std::chrono::year(2100) / 1 / 1);

struct KeyRenewOptions {
  std::string until;
  int days = 60;
  bool no_letters = false;
};

// The day counts as a whole. RFC 4880 section 5.2.3.6: seconds in 32 bits.
std::optional<Time> end_of(const std::string& text, Time now) {
  if (text == "never") {
    return std::nullopt;
  }
  if (text.empty()) {
    return now + std::chrono::floor<std::chrono::days>(std::chrono::seconds(kUsualTerm));
  }
  int year = 0;
  unsigned month = 0, day = 0;
  char rest = 0;
  const bool read = std::sscanf(text.c_str(), "%4d-%2u-%2u%c", &year, &month, &day, &rest) == 3;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!read || !date.ok()) {
    throw Refusal(kUsage, "--until takes a day as 2028-12-31, or never; not \"" + text + "\"");
  }
  const Time end = std::chrono::sys_days(date) + std::chrono::days(1);
  if (end <= now || end > kLastDay) {
    throw Refusal(kUsage, "--until " + text + " is not a day to come, or too far away");
  }
  return end;
}

bool ends_then(Engine& engine, const std::string& fingerprint, std::optional<Time> until) {
  const auto key = engine.key(fingerprint);
  if (!key || !key->usable_for_sealing() || key->expires.has_value() != until.has_value()) {
    return false;
  }
  return !until || (*key->expires >= *until - kGpgRounds && *key->expires <= *until + kGpgRounds);
}

std::string armoured(const std::filesystem::path& home, const std::vector<std::string>& keys) {
  std::string text;
  for (const auto& key : keys) {
    text += mail::openpgp::export_key(home, key);
  }
  return text;
}

// Until they are told by a letter since then.
void need_anew(const Runtime& runtime, Time since) {
  std::vector<std::string> addresses;
  for (const auto& id : wanted_user_ids(runtime)) {
    addresses.push_back(id.address);
  }
  remember_added(runtime.site.state, addresses, since);
}

void print_outcome(const Call& call, const std::string& fingerprint, std::optional<Time> ends,
                   const std::string& old, std::optional<Time> old_until, const Told& told) {
  if (call.json) {
    auto json = versioned();
    json["key"] = fingerprint;
    json["expires"] = time_or_null(ends);
    json["old_key"] = or_null(old);
    json["old_until"] = time_or_null(old_until);
    json["told"] = told.ids;
    json["untold"] = told.untold;
    return print(json);
  }
  print(fingerprint + (ends ? "  expires " + utc_time(*ends) : "  has no end") + "\n");
  if (!old.empty()) {
    print("the old key " + old + " opens mail until " + utc_time(*old_until) + "\n");
  }
}

int renew(const Call& call, const KeyRenewOptions& options) {
  OperatorSession session(call.config);
  const auto& runtime = session.runtime();
  const auto& home = runtime.site.gnupg;
  const auto until = end_of(options.until, runtime.now());
  const AgentLease lease(runtime);
  mail::openpgp::keep_own_public_key(home,
                                     mail::openpgp::with_expiry(home, runtime.gateway_key, until));
  need_anew(runtime, runtime.now());
  follow_own_keys(call.config,
                  [&](Engine& engine) { return ends_then(engine, runtime.gateway_key, until); });
  session.store().audit().note(
      {.actor = session.actor(),
       .act = "key-renewed",
       .detail = runtime.gateway_key + (until ? " until " + utc_time(*until) : "")},
      runtime.now());
  Told told;
  if (!options.no_letters) {
    Engine engine(home, runtime.limits);
    const KeyNews news{runtime.gateway_key, armoured(home, {runtime.gateway_key}), until};
    told = tell_everybody(session, engine, runtime.gateway_key, news, runtime.now());
  }
  print_outcome(call, runtime.gateway_key, until, "", std::nullopt, told);
  if (!call.json && !options.no_letters) {
    print_told(told);
  }
  return kDone;
}

// Step by step, each durable before the next: broken off anywhere and given again, it goes on.
class Replacement {
 public:
  Replacement(const Call& call, const KeyRenewOptions& options)
      : call_(call), options_(options), session_(call.config), lease_(session_.runtime()) {}

  int run() {
    begin();
    Told told;
    if (!keys_.next.empty()) {
      follow_own_keys(call_.config, [this](Engine& engine) {
        const auto next = engine.key(keys_.next);
        return next && next->usable_for_sealing() && engine.key(keys_.current);
      });
      wrap_data_key();
      told = tell();
      take_over();
    }
    finish();
    show(told);
    return kDone;
  }

 private:
  const Runtime& runtime() const { return session_.runtime(); }
  const std::filesystem::path& home() const { return runtime().site.gnupg; }

  void begin() {
    auto kept = read_own_keys(home());
    keys_ =
        kept && kept->current == runtime().gateway_key ? *kept : OwnKeys{runtime().gateway_key, {}};
    if (keys_.begun != Time{}) {
      std::fprintf(stderr, "pouch: going on with the replacement of %s\n",
                   utc_time(keys_.begun).c_str());
      return;
    }
    const auto made =
        mail::openpgp::make_further_key(home(), {runtime().site.name, runtime().site.address});
    mail::openpgp::keep_own_public_key(home(), made.bytes);
    keys_.next = made.fingerprint;
    keys_.begun = runtime().now();
    keys_.next_until = runtime().now() + std::chrono::days(options_.days);
    end_old_key();
    write_own_keys(home(), keys_, "own-keys.next");
  }

  // So that mail programs stop using it on that day. One that ends sooner keeps its date.
  void end_old_key() {
    Engine engine(home(), runtime().limits);
    const auto old = engine.key(keys_.current);
    if (!old || old->revoked || (old->expires && *old->expires <= keys_.next_until)) {
      return;
    }
    try {
      mail::openpgp::keep_own_public_key(
          home(), mail::openpgp::with_expiry(home(), keys_.current, keys_.next_until));
    } catch (const mail::Fault& fault) {
      if (fault.transient()) {
        throw;
      }
      std::fprintf(stderr, "pouch: %s; it is retired on its day all the same\n", fault.what());
    }
  }

  // To both: whichever of them opens it, the store can be read at every step.
  void wrap_data_key() {
    Engine engine(home(), runtime().limits);
    std::vector<std::string> to{keys_.next};
    const auto old = engine.key(keys_.current);
    if (old && old->usable_for_sealing()) {
      to.push_back(keys_.current);
    }
    const auto wrapped = engine.encrypt_to(session_.data_key().octets(), to);
    if (mail::openpgp::opened_by(home(), keys_.next, wrapped) != session_.data_key().octets()) {
      throw Refusal(kTryLater,
                    "the new key does not open what was sealed to it: nothing was "
                    "changed in the store");
    }
    rewrap_data_key(runtime().site.state, wrapped);
  }

  Told tell() {
    if (options_.no_letters) {
      return {};
    }
    Engine engine(home(), runtime().limits);
    const auto old = engine.key(keys_.current);
    const bool known = old && old->usable_for_sealing();
    const KeyNews news{keys_.next, armoured(home(), {keys_.next, keys_.current}), std::nullopt,
                       keys_.current, keys_.next_until};
    return tell_everybody(session_, engine, known ? keys_.current : keys_.next, news, keys_.begun);
  }

  void take_over() {
    keys_.replaced.push_back({keys_.current, keys_.next_until});
    keys_.current = keys_.next;
    keys_.next.clear();
    need_anew(runtime(), keys_.begun);
    write_own_keys(home(), keys_, "own-keys.taken");
  }

  void finish() {
    follow_own_keys(call_.config,
                    [this](Engine& engine) { return engine.key(keys_.current).has_value(); });
    const auto& old = keys_.replaced.back();
    session_.store().audit().note({.actor = session_.actor(),
                                   .act = "key-replaced",
                                   .detail = keys_.current + " for " + old.fingerprint +
                                             ", which ends " + utc_time(old.until)},
                                  runtime().now());
    keys_.begun = {};
    write_own_keys(home(), keys_, "own-keys.done");
  }

  void show(const Told& told) const {
    const auto& old = keys_.replaced.back();
    print_outcome(call_, keys_.current, std::nullopt, old.fingerprint, old.until, told);
    if (!call_.json && !options_.no_letters) {
      print_told(told);
    }
    if (!runtime().site.key.empty()) {
      std::fprintf(stderr, "pouch: write key = \"%s\" in %s when you next edit it\n",
                   keys_.current.c_str(), runtime().site.file.c_str());
    }
  }

  const Call& call_;
  const KeyRenewOptions& options_;
  OperatorSession session_;
  const AgentLease lease_;
  OwnKeys keys_;
};

void add_common(Verb& verb, KeyRenewOptions& options) {
  verb.flag("--no-letters", options.no_letters, "tell nobody; pouch key addresses says whom");
  verb.json("key-renewal.json");
}

}  // namespace

void add_key_renewal(Verb& key) {
  auto& options = key.keep<KeyRenewOptions>();
  auto& renewal =
      key.add("renew", "Give the gateway's own key a new date, and send it to everybody");
  renewal.option("--until", options.until,
                 "the last day, as 2028-12-31, or never; without it two years from today");
  add_common(renewal, options);
  renewal.footer("Example: pouch key renew --until 2028-12-31");
  renewal.action([&options](const Call& call) { return renew(call, options); });
  auto& replacement = key.add(
      "replace", "Make a new key for the gateway; the old one opens mail for some time still");
  replacement.option("--days", options.days, "how long the old key opens mail").between(1, 730);
  add_common(replacement, options);
  replacement.footer(
      "Example: pouch key replace --days 90\n"
      "Broken off and given again it goes on where it stopped.");
  replacement.action([&options](const Call& call) { return Replacement(call, options).run(); });
}

}  // namespace pouch::gateway
