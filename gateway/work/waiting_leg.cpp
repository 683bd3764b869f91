#include "gateway/work/waiting_leg.hpp"

#include "gateway/decide/decide.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/letters/late_leg.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/work/later_letter.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

// A leg whose country had no focal point, or none with a usable key, when the request came.
class WaitingLeg {
 public:
  WaitingLeg(const Runtime& runtime, Store& store, Crypto& crypto, const CaseNumber& number,
             std::string country)
      : runtime_(runtime),
        store_(store),
        crypto_(crypto),
        number_(number),
        country_(std::move(country)) {}

  bool send() {
    const auto subject = store_.cases().find(number_);
    const auto opening = store_.messages().find({number_, 1});
    const auto principal =
        subject ? runtime_.directory.principal_by_id(subject->requester) : std::nullopt;
    if (!opening || !principal || !waits_since(*subject)) {
      return false;
    }
    const auto today = std::chrono::floor<std::chrono::days>(runtime_.now());
    const auto sender = as_sender(*principal, runtime_.directory, today);
    const Situation now_situation{.directory = runtime_.directory,
                                  .site = runtime_.site,
                                  .now = runtime_.now(),
                                  .sender = sender,
                                  .fresh = number_,
                                  .key_usable = [this](const std::string& fingerprint) {
                                    return crypto_.can_seal_to(fingerprint);
                                  }};
    const auto party = route(now_situation, country_, *subject);
    return party && commit(*subject, *opening, sender, *party);
  }

 private:
  // Empty: another worker has sent it since the list was made. Whoever comes later still is told so
  // by the commit, for the case has changed.
  std::optional<Time> waits_since(const Case& subject) const {
    for (const auto& leg : subject.legs) {
      if (leg.country == country_ && leg.state == LegState::kWaiting) {
        return leg.since;
      }
    }
    return std::nullopt;
  }

  bool commit(Case subject, const Message& opening, const Sender& sender, const Party& party) {
    const auto waited_since = waits_since(subject).value_or(subject.opened);
    LetterPlan plan{
        .kind = subject.kind == CaseKind::kNote ? LetterKind::kNote : LetterKind::kRequest,
        .to = {party},
        .country = country_};
    for (auto& leg : subject.legs) {
      if (leg.country == country_ && leg.state == LegState::kWaiting) {
        leg.desk = party.id;
        leg.state = LegState::kSent;
        leg.since = runtime_.now();
        plan.deadline = leg.deadline;
        // What passed while nobody there could have it is not the desk's.
        for (const auto tick : passed_ticks(leg.clocked(), runtime_.now()).passed) {
          leg.clock.tell(tick);
        }
      }
    }
    const auto deadline = plan.deadline;
    const auto reserved = store_.reservations().reserve(0, runtime_.site.prefix, runtime_.now());
    auto later = write_later(runtime_, store_, crypto_, {subject, opening, sender}, std::move(plan),
                             reserved.letter_seed, 1);
    Commit commit;
    commit.wider = std::move(later.wider);
    commit.letters.push_back(std::move(later.letter));
    commit.thread_ids = {later.message_id};
    commit.about = opening.number;
    tell_requester(subject, opening,
                   {.number = *commit.about,
                    .country = country_of(country_, runtime_.directory),
                    .desk = commit.wider->audience.to.front().name,
                    .waited_since = waited_since,
                    .deadline = deadline},
                   reserved.letter_seed, commit);
    commit.audit.push_back({.actor = "gateway",
                            .act = "routed",
                            .number = opening.number.text(),
                            .detail = country_ + " to " + party.id + ", had waited"});
    commit.at = runtime_.now();
    commit.changed = std::move(subject);
    return store_.commit(commit) == CommitResult::kDone;
  }

  // Who was told that it waits. Nobody is told whose registration or key has ended meanwhile.
  void tell_requester(const Case& subject, const Message& opening, const LateLeg& leg,
                      const std::string& seed, Commit& commit) {
    const auto principal = runtime_.directory.principal_by_id(subject.requester);
    auto requester = principal ? reachable(runtime_, crypto_, *principal) : std::nullopt;
    if (!requester) {
      return;
    }
    requester->address = subject.requester_address;
    const auto party = party_of(*requester, runtime_.site);
    const auto letter = letter_id(seed, 2);
    const LetterThread thread{.message_id = letter_message_id(runtime_.site, seed, 2),
                              .answered = opening.message_id,
                              .letter = letter};
    const LetterPlan plan{.kind = LetterKind::kReceipt, .to = {party}};
    commit.letters.push_back(
        seal_letter(write_late_leg({runtime_.site, runtime_.now()}, party, leg, thread), plan,
                    letter, runtime_.gateway_key, crypto_, runtime_.site.state));
    commit.thread_ids.push_back(thread.message_id);
  }

  const Runtime& runtime_;
  Store& store_;
  Crypto& crypto_;
  CaseNumber number_;
  std::string country_;
};

}  // namespace

bool send_waiting_leg(const Runtime& runtime, Store& store, Crypto& crypto,
                      const CaseNumber& number, const std::string& country) {
  return WaitingLeg(runtime, store, crypto, number, country).send();
}

}  // namespace pouch::gateway
