// Whom a message reaches (CORRESPONDENCE section 2). One function answers for all who ask: `decide`
// for a mail that came, the letter for its line "A Reply to this letter goes to …". Pure: case,
// directory, the answered message and who answers are parameters. A mail reaches those whom its
// writer must have meant, never more; where that is not certain the answer is a question.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/directory.hpp"
#include "gateway/cases/audience.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/decide/records.hpp"

namespace pouch::gateway {

// Somebody as he acts: himself, the desks for which he does, and those in whose place he stands.
struct Actor {
  std::string id;
  std::vector<std::string> desks;
  std::string speaks_for{};  // of several desks this one
  bool acts_for(std::string_view desk) const;
  bool is(std::string_view principal) const { return id == principal || acts_for(principal); }
};
Actor actor_of(const Sender& sender);
// As a letter's receiver: a desk acts for itself.
Actor actor_of(const std::string& id, const config::Directory& directory);

// What is answered: a letter of that kind with that message. Without a letter's kind the message
// decides; without a message the case alone is named.
struct Answering {
  std::string kind;                      // one of letter_rules(); empty: a number was named
  const PastMessage* message = nullptr;  // that the letter carried
  const std::vector<PastMessage>* messages = nullptr;  // of the case, when they are known
};

Receiver receiver_of(const std::string& id, Role role, const config::Directory& directory);
std::string country_of(const std::string& code, const config::Directory& directory);  // "Bulgaria"

// Whether that leg is theirs to answer: of their desk, of one whose substitute it is, or of one in
// whose absence they stand in, or did until lately.
bool may_answer(const Actor& actor, const Leg& leg, const config::Directory& directory);
// The desk's leg: of its own, or of one whose substitute it is. Of several the one for which the
// mail speaks, else the first that still waits for its answer, else the first.
const Leg* leg_of(const Actor& actor, const Case& subject, const config::Directory& directory);
// For which of their desks somebody writes: the one to which the answered letter went, else the one
// whose address the mail has as From; empty: for none of them alone.
std::string speaks_for(const Sender& sender, const std::vector<std::string>& letter_went_to,
                       std::string_view from, const config::Directory& directory);
bool is_requester_side(const Actor& actor, const Case& subject);
// The countries that have got something: no leg that waits or was not delivered.
std::vector<const Leg*> reached_legs(const Case& subject);

// Letters that speak for the gateway itself: a Reply to them is for the gateway.
bool is_of_the_gateway(std::string_view letter_kind);

enum class Reach {
  kFound,
  kAsk,    // several could be meant
  kNone,   // the actor has no part in the case
  kNobody  // for the gateway alone
};
struct Reached {
  Reach reach = Reach::kNone;
  Audience audience;
};
Reached reach_of(const config::Directory& directory, const Case& subject, const Actor& actor,
                 const Answering& answering);

}  // namespace pouch::gateway
