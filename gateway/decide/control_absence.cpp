// `Action: absence`: who is away, from when until when, and who stands in. Said by themselves, for
// their desk, or by an operator. Obeyed at once; it ends by itself; a new one replaces the old.
#include <algorithm>

#include "gateway/cases/form_times.hpp"
#include "gateway/decide/absent.hpp"
#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/decide/terms.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

void wrong(const Situation& situation, std::string_view field, const std::string& code,
           const std::string& text, const std::string& hint, Decision& decision) {
  const auto* value = situation.form->find(field);
  refuse(decision, "form-problems", value != nullptr ? value->label : std::string(field), text,
         hint);
  decision.problems.back().code = code;
  decision.problems.back().line = value != nullptr ? value->line : 0;
}

std::optional<config::Principal> who_is_absent(const Situation& situation, Decision& decision) {
  const auto& sender = situation.sender;
  const auto words = situation.form->text("absent");
  const auto who = words.empty() ? situation.directory.principal_by_id(sender.id)
                                 : principal_at(situation, words);
  const bool may =
      who && (who->id() == sender.id || sender.acts_for(who->id()) || sender.has_right("operate"));
  if (may) {
    return who;
  }
  refuse(decision, "no-right", "Absent", "you can say this of yourself and of your own desks only",
         "leave the line out to say it of yourself; for somebody else ask the operator");
  return std::nullopt;
}

bool read_times(const Situation& situation, config::Absence& absence, Decision& decision) {
  const auto until = form_time(situation.form->text("until"));
  absence.from =
      std::max(form_time(situation.form->text("from")).value_or(situation.now), situation.now);
  if (!until) {
    wrong(situation, "until", "missing", "an absence needs its end",
          "Until: 2026-12-31 18:00; when that is not known yet, a day by which to say more",
          decision);
    return false;
  }
  absence.until = *until;
  if (*until <= situation.now || *until <= absence.from) {
    wrong(situation, "until", "in-the-past",
          *until <= situation.now ? "the end lies in the past" : "the end lies before the begin",
          "Until: a later day and hour", decision);
    return false;
  }
  if (*until > absence.from + kLongestAbsence) {
    wrong(situation, "until", "too-long", "an absence is a year at most",
          "for longer the operator ends the entry in the directory", decision);
    return false;
  }
  return true;
}

// Why that one cannot stand in; empty: they can.
std::string unfit(const Situation& situation, const config::Principal& who,
                  const config::Principal& other, const config::Absence& absence) {
  const auto named = [&](const config::Principal& one) {
    return receiver_of(one.id(), Role::kParty, situation.directory).name;
  };
  if (other.id() == who.id()) {
    return "nobody stands in for themselves";
  }
  if (other.country() != who.country()) {
    return named(other) + " is of another country";
  }
  if (other.community() != who.community()) {
    return named(other) + " is of another community: police and prosecution are kept apart";
  }
  if (who.desk != nullptr && other.desk == nullptr) {
    return named(other) + " is a person, and a desk needs another desk to stand in";
  }
  for (const auto& one : situation.directory.absences) {
    const bool overlaps = one.from < absence.until && absence.from < one.until;
    if (one.who == other.id() && overlaps && one.until > situation.now) {
      return one.substitute == who.id()
                 ? "that goes round in a circle: " + named(who) + " stands in for " + named(other)
                 : named(other) + " is absent themselves in that time";
    }
  }
  const auto party = party_at(situation, other.addresses().front());
  return party ? "" : named(other) + " has no usable key today";
}

std::optional<config::Principal> who_stands_in(const Situation& situation,
                                               const config::Principal& who,
                                               const config::Absence& absence, Decision& decision) {
  auto words = std::string(situation.form->text("substitute"));
  if (words.empty() && who.desk != nullptr) {
    words = who.desk->substitute;
  }
  if (words.empty()) {
    wrong(situation, "substitute", "missing", "an absence needs somebody who stands in",
          "Substitute: a mail address or name out of your country and community", decision);
    return std::nullopt;
  }
  const auto other = principal_at(situation, words);
  const auto why = other ? unfit(situation, who, *other, absence)
                         : "\"" + words + "\" is no member or desk valid today";
  if (!why.empty()) {
    wrong(situation, "substitute", "no-substitute", why,
          "name somebody of the same country and community who is there until then", decision);
    return std::nullopt;
  }
  return other;
}

}  // namespace

void control_absence(const Situation& situation, Decision& decision) {
  const auto who = who_is_absent(situation, decision);
  config::Absence absence;
  if (!who || !read_times(situation, absence, decision)) {
    return;
  }
  const auto other = who_stands_in(situation, *who, absence, decision);
  if (!other) {
    return;
  }
  absence.who = who->id();
  absence.substitute = other->id();
  auto subject = case_of_its_own(situation);
  register_in(subject, decision);
  const auto name = receiver_of(who->id(), Role::kParty, situation.directory).name;
  const auto other_name = receiver_of(other->id(), Role::kParty, situation.directory).name;
  if (other->id() != situation.sender.id) {
    const Title title = [&](const Words& said) {
      return said("you_stand_in_for", {{"who", known_name(name, said)}});
    };
    tell(subject, {*party_at(situation, other->addresses().front())}, title, decision);
  }
  if (who->id() != situation.sender.id) {
    if (auto party = party_at(situation, who->addresses().front())) {
      const Title title = [&](const Words& said) {
        return said("stands_in_for_you", {{"who", known_name(other_name, said)}});
      };
      tell(subject, {std::move(*party)}, title, decision);
    }
  }
  const Title absent = [&](const Words& said) {
    return said("somebody_is_absent", {{"who", known_name(name, said)}});
  };
  tell_operators(situation, subject, absent, decision);
  decision.audit.push_back({.actor = "gateway",
                            .act = "absence",
                            .number = MessageNumber{subject.number, decision.message}.text(),
                            .detail = absence.who + ", " + absence.substitute + " stands in"});
  const auto& words = Words::in(situation.sender.reads);
  decision.notices.push_back(words("letters_go_to", {{"who", known_name(name, words)},
                                                     {"other", known_name(other_name, words)}}));
  decision.notices.push_back(words("absence_ends_by_itself"));
  decision.absence = std::move(absence);
  decision.opened = std::move(subject);
}

}  // namespace pouch::gateway::detail
