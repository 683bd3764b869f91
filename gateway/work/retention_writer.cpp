#include "gateway/work/retention_writer.hpp"

#include <algorithm>

#include "gateway/cases/utc.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/letters/review_letter.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/retention.hpp"
#include "gateway/work/next_letter.hpp"
#include "gateway/work/opening.hpp"
#include "gateway/work/operator_letter.hpp"
#include "gateway/work/retention_look.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

class Writer {
 public:
  Writer(const Runtime& runtime, Store& store, Crypto& crypto, const RetentionLetterRow& row)
      : runtime_(runtime),
        store_(store),
        crypto_(crypto),
        row_(row),
        now_(runtime.now()),
        seed_(store.retention().seed(row)) {}

  void write() { row_.kind ? review() : erasure(); }

 private:
  void end(std::string_view state, std::string_view why) {
    store_.retention().end(row_, state, why, now_);
  }

  bool has_enough(const std::string& address) {
    if (!has_enough_letters(runtime_, store_.letters(), address)) {
      return false;
    }
    store_.retention().put_back(row_, now_ + kRatePause, "limits.letters_per_hour is reached",
                                now_);
    return true;
  }

  Party party_of_reader(const config::Principal& principal, const Sender& reader) const {
    auto party = principal.desk != nullptr
                     ? party_of(*principal.desk, runtime_.directory, runtime_.site)
                     : party_of(reader, runtime_.site);
    party.keys = reader.keys;
    return party;
  }

  LetterThread thread() const {
    return {.message_id = letter_message_id(runtime_.site, seed_, 1),
            .answered = {},
            .letter = letter_id(seed_, 1)};
  }

  void seal(const mail::Draft& draft, LetterKind kind, const Party& party) {
    commit_.letters.push_back(seal_letter(draft, {.kind = kind, .to = {party}}, letter_id(seed_, 1),
                                          runtime_.gateway_key, crypto_, runtime_.site.state));
  }

  void commit(const std::string& what) {
    commit_.at = now_;
    commit_.retention_letter = row_.id;
    commit_.audit.push_back({.actor = "gateway",
                             .act = "told",
                             .number = row_.number.text(),
                             .detail = what + ", to " + row_.receiver});
    store_.commit_alone(commit_);
  }

  // --- to an owner

  void review() {
    const auto subject = store_.cases().find(row_.number);
    const auto plan = retention_plan(runtime_, store_, row_.number);
    if (!subject || !plan || plan->row.state.held || plan->look.step.end != row_.ends) {
      return end("overtaken", "it was kept, held or erased meanwhile");
    }
    const auto what = review_of(*subject, *plan);
    const auto principal = runtime_.directory.principal_by_id(row_.receiver);
    auto reader = principal ? reachable(runtime_, crypto_, *principal) : std::nullopt;
    if (!reader) {
      return nobody_told(*plan, what);
    }
    if (has_enough(reader->address)) {
      return;
    }
    auto party = party_of_reader(*principal, *reader);
    if (row_.receiver == subject->requester) {
      party.address = subject->requester_address;
    }
    seal(write_review({runtime_.site, now_}, party, what, thread()), LetterKind::kReview, party);
    commit_.about = MessageNumber{row_.number, 1};
    commit_.thread_ids = {letter_message_id(runtime_.site, seed_, 1)};
    commit("to be erased (" + std::string(name(*row_.kind)) + ")");
  }

  Review review_of(const Case& subject, const RetentionPlan& plan) const {
    const auto& due = plan.look.due;
    const bool own = row_.receiver == subject.requester || row_.receiver == subject.requester_desk;
    const bool of_supplier = due.why == DueFor::kSupplier;
    const auto actor = actor_of(row_.receiver, runtime_.directory);
    Review what{.number = row_.number, .due = due, .end = row_.ends};
    what.which = *row_.kind;
    what.latest = latest_keeping(day_of(now_), plan.yearly, retention_rules(runtime_.site));
    what.may_keep = of_supplier ? actor.is(due.supplier) : own;
    what.may_erase = own;
    what.supplier =
        of_supplier ? receiver_of(due.supplier, Role::kParty, runtime_.directory).name : "";
    if (own) {
      const auto opening = opening_of(store_.bodies(), row_.number);
      what.title = opening.subject;
      what.reference = opening.form ? std::string(opening.form->text("own_ref")) : std::string();
    }
    return what;
  }

  // Once, by the first of them: when not one owner can be told the operators are.
  void nobody_told(const RetentionPlan& plan, const Review& what) {
    const auto& owners = plan.look.owners;
    const bool first = !owners.empty() && owners.front() == row_.receiver;
    const bool any = std::any_of(owners.begin(), owners.end(), [&](const std::string& id) {
      const auto one = runtime_.directory.principal_by_id(id);
      return one && reachable(runtime_, crypto_, *one);
    });
    if (first && !any) {
      commit_.letters =
          operator_letters(runtime_, store_.letters(), crypto_, no_owner_note(what), seed_, 1);
    }
    if (commit_.letters.empty()) {
      return end("untold", "nothing can be sealed to them today");
    }
    commit("no owner can be told: the operators are, instead of");
  }

  // --- to whoever had copies

  // By the address to which the letters went.
  std::optional<config::Principal> holder() const {
    const auto has = [&](const config::Principal& one) {
      const auto addresses = one.addresses();
      return std::any_of(addresses.begin(), addresses.end(), [&](const std::string& address) {
        return mail::same_address(address, row_.receiver);
      });
    };
    for (const auto& desk : runtime_.directory.desks) {
      if (has({nullptr, &desk})) {
        return config::Principal{nullptr, &desk};
      }
    }
    for (const auto& member : runtime_.directory.members) {
      if (has({&member, nullptr})) {
        return config::Principal{&member, nullptr};
      }
    }
    return std::nullopt;
  }

  void erasure() {
    const auto erased = store_.erasures().erased_at(row_.number);
    const auto principal = holder();
    const auto reader = principal ? reachable(runtime_, crypto_, *principal) : std::nullopt;
    if (!erased || !reader) {
      return end("untold", "nothing can be sealed to them today");
    }
    if (has_enough(row_.receiver)) {
      return;
    }
    auto party = party_of_reader(*principal, *reader);
    party.address = row_.receiver;
    const bool again = row_.ends > std::chrono::floor<std::chrono::days>(*erased);
    seal(write_erasure({runtime_.site, now_}, party, {row_.number, *erased, again}, thread()),
         LetterKind::kErasure, party);
    commit_.letters.back().context = row_.number.text() + " " + row_.receiver;
    commit(again ? "asked again to erase copies" : "asked to erase copies");
  }

  const Runtime& runtime_;
  Store& store_;
  Crypto& crypto_;
  const RetentionLetterRow& row_;
  Time now_;
  std::string seed_;
  Commit commit_;
};

}  // namespace

bool write_next_retention_letter(const Runtime& runtime, Store& store, Crypto& crypto) {
  return write_next(runtime, store.retention(),
                    [&](const auto& row) { Writer(runtime, store, crypto, row).write(); });
}

}  // namespace pouch::gateway
