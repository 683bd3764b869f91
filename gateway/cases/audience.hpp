// Whom a message reaches, and why (CORRESPONDENCE section 2): one value, decided once. The banner's
// To, the line "A Reply to this letter goes to …", the receipt, the archive's readers and the audit
// row are all made from it, so that they cannot differ. Pure values; who may stand in it is decided
// in gateway/decide.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::gateway {

class Words;

// What a receiver is to the message.
enum class Role {
  kRequester,      // the officer who asked
  kRequesterDesk,  // his own focal point
  kAskedDesk,      // the desk of a country that was asked
  kLiaison,        // a copy, as the directory says
  kHeadquarters,   // a copy, as the form asks (cc_hq)
  kGroup,          // a participant of the group
  kAuthor,         // who wrote the message that is answered
  kOwnFocalPoint,  // of a note that goes no further
  kPolice,         // a police desk with which prosecutors share
  kNamed,          // named by a line `To:` or the form's field
  kParty,          // of the case, told what was done to it
  kSubstitute,     // in the place of somebody who is absent, who stands here too
};
std::string_view name(Role role);  // "requester", "asked desk" …
std::optional<Role> role(std::string_view name);
bool is_copy(Role role);  // kLiaison, kHeadquarters, kPolice

// Why these and no others.
enum class Ground {
  kNobody,         // nothing is sent on
  kForm,           // the countries that the form names
  kAnswer,         // a desk's answer: to the requester and his focal point
  kOneCountry,     // a Reply to the letter of one country: to its desk alone
  kOnlyCountry,    // a fresh mail in a case that asked one country
  kAuthor,         // a Reply to a note, or a side talk: its author alone
  kOwnState,       // a Reply by somebody with a copy: the party of its own state
  kSame,           // more on one's own message: whom that one reached
  kNamed,          // a line `To:` or the form's field says so
  kGroup,          // sent to the group's address
  kParticipants,   // the participants that a case note names
  kOwnFocalPoint,  // a fresh note
  kParties,        // an order about the case: its parties are told
};
std::string_view name(Ground ground);  // "form", "answer", "one-country" …
std::optional<Ground> ground(std::string_view name);

struct Receiver {
  std::string id;       // principal
  std::string name;     // "Focal point of Bulgaria", "Radu Marin"
  std::string country;  // empty: headquarters
  Role role = Role::kAskedDesk;
  bool operator==(const Receiver&) const = default;
};

// Somebody who was meant and does not get it.
struct Narrowing {
  std::string id, name;  // of the principal; name as for people
  std::string code;      // H2, privileged, no-key, no-desk, ended
  bool operator==(const Narrowing&) const = default;
};
// "handling H2: it stays with those who were named".
std::string reason_of(const Narrowing& narrowing);
std::string reason_of(const Narrowing& narrowing, const Words& words);

struct Audience {
  Ground ground = Ground::kNobody;
  std::vector<Receiver> to;         // copies last
  std::vector<Narrowing> narrowed;  // what cut somebody off
  std::string group;                // id, when sent to it as a whole
  std::string of;                   // whose letter is answered, for people: "Bulgaria"
  bool operator==(const Audience&) const = default;
};

// "Focal point of Bulgaria, Focal point of Serbia"; copies are left out unless `with_copies`.
std::string names_of(const Audience& audience, bool with_copies = false);
std::string names_of(const Audience& audience, bool with_copies, const Words& words);
// One sentence for people: why it went to these.
std::string why(const Audience& audience);
std::string why(const Audience& audience, const Words& words);
// For the audit log: "answer: ana.ionescu, nfp-ro; not nfp-rs (H2)". No content.
std::string audit_words(const Audience& audience);

}  // namespace pouch::gateway
