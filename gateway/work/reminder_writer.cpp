#include "gateway/work/reminder_writer.hpp"

#include <algorithm>
#include <utility>

#include "gateway/decide/absent.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/letters/reminder.hpp"
#include "gateway/letters/seal_letter.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/work/later_letter.hpp"
#include "gateway/work/next_letter.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

class Writer {
 public:
  Writer(const Runtime& runtime, Store& store, Crypto& crypto, const Reminder& reminder)
      : runtime_(runtime),
        store_(store),
        crypto_(crypto),
        reminder_(reminder),
        now_(runtime.now()),
        seed_(store.reminders().seed(reminder)) {}

  void write() {
    auto subject = store_.cases().find(reminder_.number);
    const auto opening = store_.messages().find({reminder_.number, 1});
    const auto* leg = subject ? ticking(*subject) : nullptr;
    if (!opening || leg == nullptr) {
      return end("overtaken", "it is answered, or its clock stands");
    }
    number_ = opening->number;
    const auto principal = runtime_.directory.principal_by_id(subject->requester);
    const auto today = std::chrono::floor<std::chrono::days>(now_);
    author_ =
        principal ? std::optional(as_sender(*principal, runtime_.directory, today)) : std::nullopt;
    switch (meant_for(reminder_.tick)) {
      case TickFor::kSubstitute:
        to_substitute(*subject, *opening, *leg);
        break;
      case TickFor::kDesk:
        to_desk(*subject, *opening, *leg);
        break;
      case TickFor::kLiaison:
      case TickFor::kCentre:
        to_others(*subject, *leg);
        break;
    }
    if (postponed_) {
      return store_.reminders().put_back(reminder_, now_ + kRatePause,
                                         "limits.letters_per_hour is reached", now_);
    }
    if (commit_.letters.empty()) {
      return end("untold", "nothing can be sealed to anybody today");
    }
    commit_.at = now_;
    commit_.reminder = reminder_.id;
    commit_.about = number_;
    commit_.audit.push_back(
        {.actor = "gateway",
         .act = "reminded",
         .number = number_->text(),
         .detail = reminder_.country + " " + std::string(name(reminder_.tick)) + ": to " + told_});
    store_.commit_alone(commit_);
  }

 private:
  // Null: the moment has passed, whatever the clock said.
  const Leg* ticking(const Case& subject) const {
    const auto found = std::find_if(subject.legs.begin(), subject.legs.end(), [&](const Leg& leg) {
      return leg.country == reminder_.country;
    });
    if (found == subject.legs.end() || found->clock.term != reminder_.term) {
      return nullptr;
    }
    const auto moment = moment_of(reminder_.tick, found->clocked());
    return moment && *moment <= now_ ? &*found : nullptr;
  }

  void end(std::string_view state, std::string_view why) {
    store_.reminders().end(reminder_, state, why, now_);
  }

  // That one, or at this hour who stands in.
  std::optional<Sender> reached(const std::string& id) {
    const auto present = present_for(runtime_.directory, id, now_);
    auto one = present ? reachable(runtime_, crypto_, present->who) : std::nullopt;
    if (one && has_enough_letters(runtime_, store_.letters(), one->address)) {
      postponed_ = true;
      return std::nullopt;
    }
    return one;
  }

  void add(const mail::Draft& draft, const LetterPlan& plan) {
    commit_.letters.push_back(seal_letter(draft, plan, letter_id(seed_, next_),
                                          runtime_.gateway_key, crypto_, runtime_.site.state));
    commit_.thread_ids.push_back(draft.message_id);
    note(plan.to.front().id);
    ++next_;
  }

  void note(const std::string& id) { told_ += (told_.empty() ? "" : ", ") + id; }

  LetterThread thread(const std::string& answered = {}) const {
    return {.message_id = letter_message_id(runtime_.site, seed_, next_),
            .answered = answered,
            .letter = letter_id(seed_, next_)};
  }

  std::string desk_name(const std::string& id) const {
    const auto* desk = runtime_.directory.desk(id);
    return desk == nullptr ? id : display_name(*desk, runtime_.directory);
  }

  LateAnswer late(const Case& subject, const Leg& leg) const {
    return {.number = *number_,
            .leg = leg,
            .tick = reminder_.tick,
            .asked = country_of(leg.country, runtime_.directory),
            .desk = desk_name(leg.desk),
            .requester = country_of(subject.requester_country, runtime_.directory),
            .accepted = subject.opened};
  }

  // --- to whom

  // A desk as a receiver at this hour, with the keys that can be sealed to.
  Party desk_party(const std::string& id, const Sender& reached) const {
    auto party = party_of(*runtime_.directory.desk(id), runtime_.directory, runtime_.site);
    party.keys = reached.keys;
    return party;
  }

  void to_desk(Case& subject, const Message& opening, const Leg& leg) {
    const auto present = present_for(runtime_.directory, leg.desk, now_);
    if (present && present->instead_of && present->who.desk != nullptr &&
        !has_had(opening, present->who.id())) {
      request_to(present->who.id(), present->instead_of, subject, opening, leg);
    } else {
      remind_desk(present ? present->instead_of : std::nullopt, subject, opening, leg);
    }
    if (reminder_.tick == Tick::kDue && !postponed_) {
      to_requester(subject, opening, leg);
    }
  }

  static bool has_had(const Message& opening, const std::string& id) {
    return std::any_of(opening.audience.to.begin(), opening.audience.to.end(),
                       [&](const Receiver& one) { return one.id == id; });
  }

  void remind_desk(const std::optional<Away>& instead_of, const Case& subject,
                   const Message& opening, const Leg& leg) {
    const auto desk = reached(leg.desk);
    if (desk && author_) {
      LetterPlan plan{.kind = LetterKind::kReminder,
                      .to = {desk_party(desk->id, *desk)},
                      .country = leg.country,
                      .deadline = leg.deadline};
      plan.to.front().instead_of = instead_of;
      PastMessage past{.message = opening.number.message,
                       .form = opening.form,
                       .sender = opening.sender,
                       .desk = opening.acting_desk};
      past.audience = opening.audience;
      say_where_replies_go(runtime_.directory, subject, past, plan);
      auto body = store_.bodies().open(opening.number);
      const auto& said = body.text();
      const Contents words{.subject = said.subject, .text = said.text, .form_json = said.form_json};
      const auto form = said.form_json.empty()
                            ? std::nullopt
                            : std::optional(templates::from_json(said.form_json));
      const LetterSource source{.site = runtime_.site,
                                .directory = runtime_.directory,
                                .templates = runtime_.templates,
                                .subject = &subject,
                                .message = &opening,
                                .contents = &words,
                                .form = form ? &*form : nullptr,
                                .sender = *author_,
                                .now = now_};
      add(write_reminder(plan, source, leg, reminder_.tick, thread()), plan);
    }
  }

  void to_requester(const Case& subject, const Message& opening, const Leg& leg) {
    auto requester = reached(subject.requester);
    if (!requester) {
      return;
    }
    if (requester->id == subject.requester) {
      requester->address = subject.requester_address;
    }
    const auto party = party_of(*requester, runtime_.site);
    auto what = late(subject, leg);
    what.requester.clear();
    add(write_late_answer({runtime_.site, now_}, party, what, thread(opening.message_id)),
        {.kind = LetterKind::kEscalation, .to = {party}});
  }

  void to_substitute(Case& subject, const Message& opening, const Leg& leg) {
    const auto* desk = runtime_.directory.desk(leg.desk);
    if (desk != nullptr && !desk->substitute.empty()) {
      request_to(desk->substitute, {}, subject, opening, leg);
    }
  }

  // The whole request, once more: that desk has not had it.
  void request_to(const std::string& id, const std::optional<Away>& instead_of, Case& subject,
                  const Message& opening, const Leg& leg) {
    const auto other = reached(id);
    if (!other || !author_ || runtime_.directory.desk(other->id) == nullptr) {
      return;
    }
    LetterPlan plan{.kind = LetterKind::kRequest,
                    .to = {desk_party(other->id, *other)},
                    .country = leg.country,
                    .deadline = leg.deadline};
    plan.to.front().instead_of = instead_of;
    auto later = write_later(runtime_, store_, crypto_, {subject, opening, *author_},
                             std::move(plan), seed_, next_);
    commit_.wider = std::move(later.wider);
    commit_.letters.push_back(std::move(later.letter));
    commit_.thread_ids.push_back(later.message_id);
    note(other->id);
    ++next_;
  }

  void to_others(const Case& subject, const Leg& leg) {
    const bool centre = meant_for(reminder_.tick) == TickFor::kCentre;
    const auto today = std::chrono::floor<std::chrono::days>(now_);
    for (const auto& desk : runtime_.directory.desks) {
      const bool meant = centre ? desk.kind == config::DeskKind::kOperationalCentre
                                : desk.kind == config::DeskKind::kLiaison &&
                                      desk.country == leg.country &&
                                      desk.community == subject.community;
      const auto one = meant && desk.validity.holds(today) ? reached(desk.id) : std::nullopt;
      if (!one) {
        continue;
      }
      const auto party = runtime_.directory.desk(one->id) != nullptr
                             ? desk_party(one->id, *one)
                             : party_of(*one, runtime_.site);
      add(write_late_answer({runtime_.site, now_}, party, late(subject, leg), thread()),
          {.kind = LetterKind::kEscalation, .to = {party}});
    }
  }

  const Runtime& runtime_;
  Store& store_;
  Crypto& crypto_;
  const Reminder& reminder_;
  Time now_;
  std::string seed_;
  std::optional<MessageNumber> number_;
  std::optional<Sender> author_;
  Commit commit_;
  std::size_t next_ = 1;  // number of the next letter
  std::string told_;
  bool postponed_ = false;
};

}  // namespace

bool write_next_reminder(const Runtime& runtime, Store& store, Crypto& crypto) {
  return write_next(runtime, store.reminders(),
                    [&](const auto& row) { Writer(runtime, store, crypto, row).write(); });
}

}  // namespace pouch::gateway
