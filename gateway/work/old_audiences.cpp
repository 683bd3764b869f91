#include "gateway/work/old_audiences.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "gateway/decide/readers.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

using config::Day;
using config::Directory;

constexpr std::size_t kGroup = 100;

// The letters that carry a message, and what they make of whoever got one. Receipts, refusals and
// answers of the gateway carry none.
const std::map<std::string, Role, std::less<>> kCarriers{
    {"request", Role::kAskedDesk}, {"copy", Role::kLiaison},    {"reply", Role::kRequester},
    {"note", Role::kAuthor},       {"case-note", Role::kGroup}, {"control", Role::kParty}};

bool carries(const QueuedLetter& letter, const Case& subject, const Message& message) {
  if (kCarriers.find(letter.kind) == kCarriers.end()) {
    return false;
  }
  const auto of = MessageNumber::parse(letter.number);
  if (of && of->message != 0) {
    return of->message == message.number.message;
  }
  // A leg that had waited was sent with the number of the case alone: it was its first message.
  const auto* late = subject.kind == CaseKind::kNote ? "note" : "request";
  return of && message.number.message == 1 && letter.kind == late;
}

// Whoever had that address when the message came, else whoever has it.
template <typename Entry, typename Has>
const Entry* holder(const std::vector<Entry>& entries, Day day, Has has) {
  const Entry* found = nullptr;
  for (const auto& entry : entries) {
    if (has(entry) && (found == nullptr || entry.validity.holds(day))) {
      found = &entry;
    }
  }
  return found;
}

Receiver receiver_at(const std::string& address, Day day, const Directory& directory) {
  const auto* desk = holder(directory.desks, day, [&](const config::Desk& entry) {
    return mail::same_address(entry.address, address);
  });
  const auto* member = holder(directory.members, day, [&](const config::Member& entry) {
    return std::any_of(entry.addresses.begin(), entry.addresses.end(),
                       [&](const auto& one) { return mail::same_address(one, address); });
  });
  if (desk != nullptr && (member == nullptr || desk->validity.holds(day))) {
    return {.id = desk->id, .name = display_name(*desk, directory), .country = desk->country};
  }
  if (member != nullptr) {
    return {.id = member->id, .name = member->name, .country = member->country};
  }
  return {.id = address, .name = address, .country = ""};  // not in the directory any more
}

Role role_of(const Receiver& receiver, const QueuedLetter& letter, const Case& subject,
             const Directory& directory) {
  const auto role = kCarriers.find(letter.kind)->second;
  const bool fresh_note = subject.kind == CaseKind::kNote && letter.kind == "note";
  if (role == Role::kLiaison) {
    return receiver.country.empty() && directory.desk(receiver.id) != nullptr ? Role::kHeadquarters
                                                                              : Role::kLiaison;
  }
  if (role != Role::kRequester && role != Role::kAuthor) {
    return role;
  }
  if (!subject.group.empty()) {
    return Role::kAuthor;  // answers to the gateway's own address went to the note's writer
  }
  if (receiver.id == subject.requester) {
    return Role::kRequester;
  }
  if (receiver.id == subject.requester_desk) {
    return Role::kRequesterDesk;
  }
  return fresh_note ? Role::kOwnFocalPoint : Role::kAskedDesk;
}

Ground ground_of(const Audience& audience, const Case& subject, const Message& message) {
  const auto lead = std::find_if(audience.to.begin(), audience.to.end(),
                                 [](const Receiver& one) { return !is_copy(one.role); });
  if (audience.to.empty()) {
    return Ground::kNobody;
  }
  if (lead == audience.to.end()) {
    return Ground::kForm;
  }
  switch (lead->role) {
    case Role::kGroup:
      return Ground::kGroup;
    case Role::kAuthor:
      return Ground::kAuthor;
    case Role::kParty:
      return Ground::kParties;
    case Role::kRequester:
    case Role::kRequesterDesk:
      return Ground::kAnswer;
    case Role::kOwnFocalPoint:
      return message.number.message == 1 ? Ground::kOwnFocalPoint : Ground::kSame;
    default:
      break;
  }
  if (message.number.message == 1 || message.form == "request") {
    return Ground::kForm;
  }
  return subject.legs.size() == 1 ? Ground::kOnlyCountry : Ground::kSame;
}

Sender writer_of(const Case& subject, const Message& message, const Directory& directory) {
  const auto principal = directory.principal_by_id(message.sender);
  auto writer = principal ? as_sender(*principal, directory,
                                      std::chrono::floor<std::chrono::days>(message.received))
                          : Sender{};
  writer.id = message.sender;
  writer.country = message.sender_country;
  if (!principal) {
    writer.community = subject.community;
  }
  if (!message.acting_desk.empty() && !writer.acts_for(message.acting_desk)) {
    writer.desks.push_back(message.acting_desk);
  }
  return writer;
}

// Its readers say whether it was kept with those who were named: the case may have been relaxed or
// tightened since.
std::vector<std::string> handling_of(const Message& message) {
  const bool seen_by_states =
      std::any_of(message.readers.begin(), message.readers.end(),
                  [](const std::string& tag) { return tag.starts_with("state:"); });
  return seen_by_states ? std::vector<std::string>{} : std::vector<std::string>{"H2"};
}

void give(const Runtime& runtime, Store& store, const Message& message) {
  const auto subject = store.cases().find(message.number.number);
  if (!subject) {
    throw Fault(false, "store: a message of " + message.number.number.text() + " has no case",
                "state/pouch.db is damaged; restore the backup");
  }
  const auto audience = audience_by_letters(
      *subject, message, store.letters().of(message.number.number), runtime.directory);
  store.messages().give_audience(
      message.id, audience,
      readers_of(*subject, audience, writer_of(*subject, message, runtime.directory),
                 handling_of(message), runtime.directory));
}

bool is_given(const Runtime& runtime, Store& store, const Message& message) {
  try {
    give(runtime, store, message);
    return true;
  } catch (const Fault& fault) {
    if (fault.transient()) {
      throw;
    }
    log(Level::kWarning, "not-indexed",
        {{"case", message.number.number.text()}, {"what", fault.what()}});
    return false;
  }
}

}  // namespace

Audience audience_by_letters(const Case& subject, const Message& message,
                             const std::vector<QueuedLetter>& letters, const Directory& directory) {
  const auto day = std::chrono::floor<std::chrono::days>(message.received);
  Audience audience;
  for (const auto& letter : letters) {
    if (!carries(letter, subject, message)) {
      continue;
    }
    auto receiver = receiver_at(letter.recipient, day, directory);
    receiver.role = role_of(receiver, letter, subject, directory);
    const bool known = std::any_of(audience.to.begin(), audience.to.end(),
                                   [&](const Receiver& one) { return one.id == receiver.id; });
    if (!known) {
      audience.to.push_back(std::move(receiver));
    }
  }
  std::stable_partition(audience.to.begin(), audience.to.end(),
                        [](const Receiver& one) { return !is_copy(one.role); });
  audience.ground = ground_of(audience, subject, message);
  if (audience.ground == Ground::kGroup) {
    audience.group = subject.group;
  } else if (audience.ground == Ground::kAuthor) {
    audience.of = audience.to.front().name;
  }
  return audience;
}

std::size_t give_old_audiences(const Runtime& runtime, Store& store) {
  std::size_t given = 0;
  std::set<std::int64_t> left;  // that cannot be read: they keep no other waiting
  for (;;) {
    auto messages = store.messages().without_audience(kGroup + left.size());
    std::erase_if(messages, [&](const Message& message) { return left.count(message.id) > 0; });
    if (messages.empty()) {
      break;
    }
    for (const auto& message : messages) {
      if (is_given(runtime, store, message)) {
        ++given;
      } else {
        left.insert(message.id);
      }
    }
  }
  if (given > 0) {
    const auto what = std::to_string(given) + (given == 1 ? " message" : " messages") +
                      " of an earlier version, receivers and readers by their letters";
    store.audit().note({.actor = "gateway", .act = "audiences", .detail = what}, runtime.now());
    log(Level::kInfo, "audiences-given", {{"messages", std::to_string(given)}});
  }
  return given;
}

}  // namespace pouch::gateway
