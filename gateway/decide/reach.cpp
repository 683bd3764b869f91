#include "gateway/decide/reach.hpp"

#include <algorithm>
#include <array>

#include "gateway/cases/unproved.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

constexpr std::array<std::string_view, 17> kOfTheGateway{
    "linked",  "receipt",  "refusal",    "answer",  "notice",    "question",
    "welcome", "stranger", "escalation", "digest",  "overview",  "key",
    "joined",  "enter",    "review",     "erasure", "audit-head"};

Reached found(Ground ground, std::vector<Receiver> to, std::string of = {}) {
  Reached result{to.empty() ? Reach::kNone : Reach::kFound, {}};
  result.audience.ground = ground;
  result.audience.to = std::move(to);
  result.audience.of = std::move(of);
  return result;
}

void add_once(Receiver receiver, std::vector<Receiver>& list) {
  const bool known = std::any_of(list.begin(), list.end(),
                                 [&](const Receiver& one) { return one.id == receiver.id; });
  if (!receiver.id.empty() && !known) {
    list.push_back(std::move(receiver));
  }
}

class Reacher {
 public:
  Reacher(const config::Directory& directory, const Case& subject, const Actor& actor,
          const Answering& answering)
      : directory_(directory), subject_(subject), actor_(actor), answering_(answering) {}

  Reached reach() const {
    if (is_of_the_gateway(answering_.kind)) {
      return {Reach::kNobody, {}};
    }
    if (subject_.kind == CaseKind::kArchive) {
      return {};
    }
    const auto* message = answering_.message;
    if (answering_.kind == "copy" && !is_requester_side(actor_, subject_)) {
      return holds_copy() ? to_own_state() : by_standing();
    }
    if (answering_.kind == "copy") {
      return by_standing();
    }
    if (message == nullptr || (answering_.kind.empty() && wrote(*message))) {
      return by_standing();
    }
    if (wrote(*message)) {
      return found(Ground::kSame, message->audience.to);
    }
    if (message->asks_for > 0 && got(*message)) {
      return to_author(*message);  // who asks for a permission is answered, whoever that is
    }
    if (subject_.kind == CaseKind::kGroupNote) {
      if (never_saw(*message)) {
        return to_only_author();
      }
      return takes_part(*message) ? to_author(*message) : Reached{};
    }
    return subject_.kind == CaseKind::kNote ? in_note(*message) : in_request(*message);
  }

 private:
  bool wrote(const PastMessage& message) const {
    return actor_.id == message.sender || (!message.desk.empty() && actor_.acts_for(message.desk));
  }

  Receiver receiver(const std::string& id, Role role) const {
    return receiver_of(id, role, directory_);
  }

  std::string country_of_desk(const std::string& id) const {
    const auto* desk = directory_.desk(id);
    return desk == nullptr ? id : country_of(desk->country, directory_);
  }

  Reached to_requester() const {
    std::vector<Receiver> to;
    add_once(receiver(subject_.requester, Role::kRequester), to);
    add_once(receiver(subject_.requester_desk, Role::kRequesterDesk), to);
    return found(Ground::kAnswer, std::move(to));
  }

  // Who wrote it as a desk is answered at the desk.
  Reached to_author(const PastMessage& message) const {
    if (message.sender.ends_with(kNotProved)) {
      return {};  // out of an older archive: nobody knows who wrote it
    }
    const auto author =
        receiver(message.desk.empty() ? message.sender : message.desk, Role::kAuthor);
    return found(Ground::kAuthor, {author}, author.name);
  }

  bool by_asked_desk(const PastMessage& message) const {
    return !message.desk.empty() &&
           std::any_of(subject_.legs.begin(), subject_.legs.end(),
                       [&](const Leg& leg) { return leg.desk == message.desk; });
  }

  Reached in_request(const PastMessage& message) const {
    if (is_requester_side(actor_, subject_)) {
      return by_asked_desk(message)
                 ? found(Ground::kOneCountry, {receiver(message.desk, Role::kAskedDesk)},
                         country_of_desk(message.desk))
                 : to_author(message);  // requester and focal point among themselves
    }
    if (leg_of(actor_, subject_, directory_) != nullptr) {
      return by_asked_desk(message) && !never_saw(message) ? to_author(message) : to_requester();
    }
    return holds_copy() ? to_own_state() : by_standing();
  }

  Reached in_note(const PastMessage& message) const {
    const bool part = leg_of(actor_, subject_, directory_) != nullptr ||
                      is_requester_side(actor_, subject_) || got(message);
    return part ? to_author(message) : Reached{};
  }

  bool got(const PastMessage& message) const {
    return std::any_of(message.audience.to.begin(), message.audience.to.end(),
                       [&](const Receiver& one) { return actor_.is(one.id); });
  }

  // Its number was typed, and it did not go to who typed it: a slip, it cannot be what is answered.
  bool never_saw(const PastMessage& message) const {
    return answering_.kind.empty() && !got(message);
  }

  bool has_copy(const PastMessage& message) const {
    return std::any_of(message.audience.to.begin(), message.audience.to.end(),
                       [&](const Receiver& one) { return is_copy(one.role) && actor_.is(one.id); });
  }

  bool holds_copy() const {
    if (answering_.messages == nullptr) {
      return answering_.message == nullptr || has_copy(*answering_.message);
    }
    return std::any_of(answering_.messages->begin(), answering_.messages->end(),
                       [&](const PastMessage& one) { return has_copy(one); });
  }

  // Who left a group is a stranger to what it wrote.
  bool takes_part(const PastMessage& message) const {
    const auto* group = directory_.group(subject_.group);
    if (group == nullptr) {
      return subject_.group.empty() && got(message);
    }
    const auto is_actor = [&](const std::string& id) { return actor_.is(id); };
    return std::any_of(group->desks.begin(), group->desks.end(), is_actor) ||
           std::any_of(group->members.begin(), group->members.end(), is_actor);
  }

  // Headquarters has no state: the author of what it got.
  Reached to_own_state() const {
    std::string country;
    for (const auto& id : actor_.desks) {
      const auto* desk = directory_.desk(id);
      country = desk != nullptr && country.empty() ? desk->country : country;
    }
    if (const auto* member = directory_.member(actor_.id); member != nullptr && country.empty()) {
      country = member->country;
    }
    if (country.empty()) {
      return answering_.message == nullptr ? Reached{} : to_author(*answering_.message);
    }
    std::vector<Receiver> to;
    if (country == subject_.requester_country) {
      add_once(receiver(subject_.requester, Role::kRequester), to);
      add_once(receiver(subject_.requester_desk, Role::kRequesterDesk), to);
    }
    for (const auto& leg : subject_.legs) {
      if (leg.country == country && !leg.desk.empty()) {
        add_once(receiver(leg.desk, Role::kAskedDesk), to);
      }
    }
    if (to.empty() && answering_.message != nullptr) {
      add_participants(country, *answering_.message, to);
    }
    std::erase_if(to, [&](const Receiver& one) { return actor_.is(one.id); });
    return found(Ground::kOwnState, std::move(to));
  }

  // Of a note that prosecutors shared: those of that state who wrote or got it.
  void add_participants(const std::string& country, const PastMessage& message,
                        std::vector<Receiver>& to) const {
    const auto author = receiver(message.sender, Role::kAuthor);
    if (author.country == country) {
      add_once(author, to);
    }
    for (const auto& one : message.audience.to) {
      if (one.country == country && !is_copy(one.role)) {
        add_once(one, to);
      }
    }
  }

  // Nothing of the case is answered: what the actor is to it decides.
  Reached by_standing() const {
    if (subject_.kind == CaseKind::kGroupNote) {
      return to_only_author();
    }
    if (subject_.kind == CaseKind::kRequest && leg_of(actor_, subject_, directory_) != nullptr &&
        !is_requester_side(actor_, subject_)) {
      return to_requester();
    }
    if (subject_.kind == CaseKind::kNote) {
      return other_end_of_note();
    }
    if (!is_requester_side(actor_, subject_)) {
      return {};
    }
    const auto legs = reached_legs(subject_);
    if (legs.empty()) {
      return {Reach::kAsk, {}};
    }
    if (legs.size() > 1 || subject_.legs.size() > 1) {
      return {Reach::kAsk, {}};
    }
    const auto& desk = legs.front()->desk;
    return found(Ground::kOnlyCountry, {receiver(desk, Role::kAskedDesk)}, country_of_desk(desk));
  }

  // Of a talk in a group the case alone is named: when one person alone has written to the actor
  // there, that person is meant.
  Reached to_only_author() const {
    const PastMessage* meant = nullptr;
    if (answering_.messages == nullptr) {
      return {Reach::kAsk, {}};
    }
    for (const auto& one : *answering_.messages) {
      if (wrote(one) || !got(one)) {
        continue;
      }
      if (meant != nullptr && meant->sender != one.sender) {
        return {Reach::kAsk, {}};
      }
      meant = &one;
    }
    return meant == nullptr ? Reached{Reach::kAsk, {}} : to_author(*meant);
  }

  Reached other_end_of_note() const {
    const auto* leg = leg_of(actor_, subject_, directory_);
    if (leg != nullptr) {
      const auto author = receiver(subject_.requester, Role::kAuthor);
      return actor_.id == author.id ? Reached{} : found(Ground::kAuthor, {author}, author.name);
    }
    std::vector<Receiver> to;
    for (const auto* one : reached_legs(subject_)) {
      add_once(receiver(one->desk, Role::kOwnFocalPoint), to);
    }
    return is_requester_side(actor_, subject_) ? found(Ground::kOwnFocalPoint, std::move(to))
                                               : Reached{};
  }

  const config::Directory& directory_;
  const Case& subject_;
  const Actor& actor_;
  const Answering& answering_;
};

}  // namespace

bool is_of_the_gateway(std::string_view letter_kind) {
  return std::find(kOfTheGateway.begin(), kOfTheGateway.end(), letter_kind) != kOfTheGateway.end();
}

bool Actor::acts_for(std::string_view desk) const {
  return std::find(desks.begin(), desks.end(), desk) != desks.end();
}

Actor actor_of(const Sender& sender) {
  Actor actor{sender.id, sender.desks, sender.speaks_for};
  actor.desks.insert(actor.desks.end(), sender.stands_in.begin(), sender.stands_in.end());
  return actor;
}

Actor actor_of(const std::string& id, const config::Directory& directory) {
  Actor actor{id, {}};
  if (directory.desk(id) != nullptr) {
    actor.desks.push_back(id);
  } else if (const auto* member = directory.member(id)) {
    actor.desks = member->desks;
  }
  auto own = actor.desks;
  own.push_back(id);
  for (auto& absent : directory.stood_in_for(own)) {
    actor.desks.push_back(std::move(absent));
  }
  return actor;
}

std::string country_of(const std::string& code, const config::Directory& directory) {
  const auto* country = directory.country(code);
  return country == nullptr ? code : country->name;
}

Receiver receiver_of(const std::string& id, Role role, const config::Directory& directory) {
  if (const auto* desk = directory.desk(id)) {
    return {id, display_name(*desk, directory), desk->country, role};
  }
  if (const auto* member = directory.member(id)) {
    return {id, member->name, member->country, role};
  }
  return {id, id, "", role};
}

bool may_answer(const Actor& actor, const Leg& leg, const config::Directory& directory) {
  const auto* desk = directory.desk(leg.desk);
  const bool own = !leg.desk.empty() && actor.acts_for(leg.desk);
  return own || (desk != nullptr && !desk->substitute.empty() && actor.acts_for(desk->substitute));
}

const Leg* leg_of(const Actor& actor, const Case& subject, const config::Directory& directory) {
  const Leg *first = nullptr, *open = nullptr;
  for (const auto& leg : subject.legs) {
    if (!may_answer(actor, leg, directory)) {
      continue;
    }
    if (!leg.desk.empty() && leg.desk == actor.speaks_for) {
      return &leg;
    }
    first = first == nullptr ? &leg : first;
    const bool waits = is_open(leg.state) && leg.state != LegState::kWaiting;
    open = open == nullptr && waits ? &leg : open;
  }
  return open == nullptr ? first : open;
}

std::string speaks_for(const Sender& sender, const std::vector<std::string>& letter_went_to,
                       std::string_view from, const config::Directory& directory) {
  const auto actor = actor_of(sender);
  const auto desk_at = [&](std::string_view address) {
    const auto found =
        std::find_if(directory.desks.begin(), directory.desks.end(), [&](const auto& desk) {
          const bool theirs = actor.acts_for(desk.id) ||
                              (!desk.substitute.empty() && actor.acts_for(desk.substitute));
          return theirs && mail::same_address(desk.address, address);
        });
    return found == directory.desks.end() ? std::string() : found->id;
  };
  for (const auto& address : letter_went_to) {
    if (auto id = desk_at(address); !id.empty()) {
      return id;
    }
  }
  return desk_at(from);
}

bool is_requester_side(const Actor& actor, const Case& subject) {
  return actor.is(subject.requester) ||
         (!subject.requester_desk.empty() && actor.acts_for(subject.requester_desk));
}

std::vector<const Leg*> reached_legs(const Case& subject) {
  std::vector<const Leg*> legs;
  for (const auto& leg : subject.legs) {
    if (!leg.desk.empty() && leg.state != LegState::kWaiting) {
      legs.push_back(&leg);
    }
  }
  return legs;
}

Reached reach_of(const config::Directory& directory, const Case& subject, const Actor& actor,
                 const Answering& answering) {
  return Reacher(directory, subject, actor, answering).reach();
}

}  // namespace pouch::gateway
