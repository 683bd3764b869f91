#include "gateway/work/key_letter_writer.hpp"

#include <algorithm>

#include "gateway/cases/utc.hpp"
#include "gateway/letters/key_step.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/store/key_letters.hpp"
#include "gateway/store/key_updates.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/work/key_offers.hpp"
#include "gateway/work/next_letter.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kGateway = "gateway";

class Writer {
 public:
  Writer(const Runtime& runtime, Store& store, Crypto& crypto, const KeyLetter& letter)
      : runtime_(runtime),
        store_(store),
        crypto_(crypto),
        letter_(letter),
        now_(runtime.now()),
        seed_(store.key_letters().seed(letter)) {}

  void write() {
    step_.holder = letter_.holder;
    step_.fingerprint = letter_.fingerprint;
    step_.ends = letter_.expires;
    step_.name = name_of(letter_.holder);
    if (letter_.what != "ends") {
      step_.update = store_.key_updates().find(letter_.about);
    }
    if (!stands()) {
      return store_.key_letters().end(letter_, "overtaken", "it stands otherwise by now", now_);
    }
    to_all();
    if (postponed_) {
      return store_.key_letters().put_back(letter_, now_ + kRatePause,
                                           "limits.letters_per_hour is reached", now_);
    }
    if (commit_.letters.empty()) {
      return store_.key_letters().end(letter_, "untold", "nothing can be sealed to anybody today",
                                      now_);
    }
    commit_.at = now_;
    commit_.key_letter = letter_.id;
    commit_.audit.push_back({.actor = "gateway",
                             .act = "key-told",
                             .detail = letter_.holder + ", " + letter_.what + ", " +
                                       letter_.fingerprint + ": to " + told_});
    store_.commit_alone(commit_);
  }

 private:
  std::string name_of(const std::string& id) const {
    const auto principal = runtime_.directory.principal_by_id(id);
    return id == kGateway               ? runtime_.site.name
           : !principal                 ? id
           : principal->desk != nullptr ? display_name(*principal->desk, runtime_.directory)
                                        : principal->member->name;
  }

  // A key that was renewed meanwhile ends then no more; an update that went on is told as it is
  // now.
  bool stands() const {
    if (step_.update) {
      return name(step_.update->state) == letter_.what;
    }
    const auto keys = ending_keys(runtime_);
    return letter_.what == "ends" &&
           std::any_of(keys.begin(), keys.end(), [&](const EndingKey& key) {
             return key.holder == letter_.holder && key.fingerprint == letter_.fingerprint &&
                    key.expires == letter_.expires && key.expires > now_;
           });
  }

  void to_all() {
    const auto holder = runtime_.directory.principal_by_id(letter_.holder);
    if (holder) {
      to(*holder, KeyReader::kHolder);
      const auto today = day_of(now_);
      for (const auto* desk : runtime_.directory.desks_of(*holder, today)) {
        to({nullptr, desk}, KeyReader::kDesk);
      }
    }
    for (const auto& one : reachable_operators(runtime_, crypto_)) {
      if (const auto principal = runtime_.directory.principal_by_id(one.id)) {
        to(*principal, KeyReader::kOperator);
      }
    }
  }

  void to(const config::Principal& principal, KeyReader reader) {
    const auto one = reachable(runtime_, crypto_, principal);
    if (!one || std::find(ids_.begin(), ids_.end(), one->id) != ids_.end()) {
      return;
    }
    ids_.push_back(one->id);
    if (has_enough_letters(runtime_, store_.letters(), one->address)) {
      postponed_ = true;
      return;
    }
    auto party = principal.desk != nullptr
                     ? party_of(*principal.desk, runtime_.directory, runtime_.site)
                     : party_of(*one, runtime_.site);
    party.keys = one->keys;
    step_.reader = reader;
    const auto index = commit_.letters.size() + 1;
    const LetterThread thread{.message_id = letter_message_id(runtime_.site, seed_, index)};
    const auto kind = reader == KeyReader::kOperator ? LetterKind::kNotice : LetterKind::kKey;
    commit_.letters.push_back(seal_letter(
        write_key_step({runtime_.site, now_}, party, step_, thread), {.kind = kind, .to = {party}},
        letter_id(seed_, index), runtime_.gateway_key, crypto_, runtime_.site.state));
    if (step_.update && step_.update->open()) {
      commit_.letters.back().context = key_context(step_.update->id);
    }
    told_ += (told_.empty() ? "" : ", ") + one->id;
  }

  const Runtime& runtime_;
  Store& store_;
  Crypto& crypto_;
  const KeyLetter& letter_;
  Time now_;
  std::string seed_;
  KeyStep step_;
  Commit commit_;
  std::vector<std::string> ids_;
  std::string told_;
  bool postponed_ = false;
};

}  // namespace

bool write_next_key_letter(const Runtime& runtime, Store& store, Crypto& crypto) {
  return write_next(runtime, store.key_letters(),
                    [&](const auto& row) { Writer(runtime, store, crypto, row).write(); });
}

}  // namespace pouch::gateway
