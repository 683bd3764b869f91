#include "gateway/verbs/key_tell.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "gateway/letters/seal_letter.hpp"
#include "gateway/site/ring.hpp"
#include "gateway/site/service_note.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/work/operator_letter.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::seconds kDaemonTime{120};
constexpr std::chrono::milliseconds kLook{200};

class Teller {
 public:
  Teller(OperatorSession& session, mail::openpgp::Engine& engine, const std::string& signer,
         const KeyNews& news, Time begun)
      : session_(session),
        crypto_(engine, session.runtime().limits),
        signer_(signer),
        news_(news),
        have_it_(session.store().letters().recipients_since("welcome", begun)),
        seed_(session.store().reservations().new_seed()) {
    commit_.at = session.runtime().now();
  }

  Told tell() {
    const auto& directory = session_.runtime().directory;
    for (const auto& desk : directory.desks) {
      tell({nullptr, &desk}, desk.validity);
    }
    for (const auto& member : directory.members) {
      tell({&member, nullptr}, member.validity);
    }
    if (!commit_.letters.empty()) {
      commit_.audit.push_back(
          {.actor = session_.actor(),
           .act = "key-told",
           .detail = news_.fingerprint + " to " + std::to_string(told_.ids.size())});
      if (session_.store().commit(commit_) != CommitResult::kDone) {
        throw std::logic_error("letters of no case, and a case stood in their way");
      }
      wake(session_.runtime().site.state, Wake::kLetters);
    }
    return std::move(told_);
  }

 private:
  void tell(const config::Principal& who, const config::Validity& validity) {
    const auto& runtime = session_.runtime();
    if (!validity.holds(std::chrono::floor<std::chrono::days>(runtime.now()))) {
      return;
    }
    const auto sender = reachable(runtime, crypto_, who);
    if (!sender) {
      told_.untold.push_back(who.id());
      return;
    }
    told_.ids.push_back(who.id());
    const bool has_it = std::any_of(
        have_it_.begin(), have_it_.end(),
        [&](const std::string& address) { return mail::same_address(address, sender->address); });
    if (has_it) {
      return;
    }
    LetterPlan plan;
    plan.kind = LetterKind::kWelcome;
    plan.to = {party_of(*sender, runtime.site)};
    const auto index = commit_.letters.size() + 1;
    const LetterThread thread{.message_id = letter_message_id(runtime.site, seed_, index)};
    commit_.letters.push_back(
        seal_letter(write_key_news({runtime.site, runtime.now()}, plan.to.front(), news_, thread),
                    plan, letter_id(seed_, index), signer_, crypto_, runtime.site.state));
  }

  OperatorSession& session_;
  EngineCrypto crypto_;
  const std::string& signer_;
  const KeyNews& news_;
  std::vector<std::string> have_it_;
  std::string seed_;
  Commit commit_;
  Told told_;
};

std::string joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const auto& id : ids) {
    text += (text.empty() ? "" : ", ") + id;
  }
  return text;
}

void await_reload(const Runtime& runtime) {
  const auto asked = runtime.now();
  const auto end = std::chrono::steady_clock::now() + kDaemonTime;
  wake(runtime.site.state, Wake::kKeys);
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kLook);
    const auto note = read_note(runtime.site.state);
    if (!note || !note->reload || note->reload->at < asked) {
      continue;
    }
    if (!note->reload->good) {
      throw Refusal(kTryLater, "the daemon could not take the changed key: " + note->reload->what +
                                   "; fix that, then give the same command again");
    }
    return;
  }
  throw Refusal(kTryLater,
                "the daemon has not taken the changed key yet: see pouch status, then give the "
                "same command again");
}

}  // namespace

void follow_own_keys(const std::filesystem::path& config,
                     const std::function<bool(mail::openpgp::Engine&)>& holds) {
  const auto runtime = load_runtime_without_forms(config);
  if (is_served(runtime.site.state)) {
    await_reload(runtime);
  } else {
    sync_ring(runtime);
  }
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  if (!holds(engine)) {
    throw Refusal(kTryLater,
                  "the ring does not have the changed key: pouch status and the log say what is in "
                  "the way; then give the same command again");
  }
}

Told tell_everybody(OperatorSession& session, mail::openpgp::Engine& engine,
                    const std::string& signer, const KeyNews& news, Time begun) {
  return Teller(session, engine, signer, news, begun).tell();
}

void print_told(const Told& told) {
  print("a letter with the key goes to: " + (told.ids.empty() ? "nobody" : joined(told.ids)) +
        "\n");
  if (!told.untold.empty()) {
    std::fprintf(stderr,
                 "pouch: nothing can be sealed to %s today: they must get the key another way, "
                 "pouch key list --export\n",
                 joined(told.untold).c_str());
  }
}

}  // namespace pouch::gateway
