// The branches of `decide`, one file each; private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"

namespace pouch::gateway::detail {

void decide_request(const Situation& situation, Decision& decision);  // request.cpp
void decide_message(const Situation& situation, Decision& decision);  // message.cpp
void decide_control(const Situation& situation, Decision& decision);  // control.cpp
void decide_search(const Situation& situation, Decision& decision);   // search.cpp
void continue_found(const Situation& situation, ArchiveQuestion question, const Order& order,
                    Decision& decision);  // search.cpp
// The code of a key update that came back, or the word that stops one (key_update.cpp). False: the
// mail says nothing of one.
bool answer_key_update(const Situation& situation, Decision& decision);

// The message that is answered, when one is named.
std::optional<PastMessage> past_message(const Situation& situation);
// Orders in words that no form says (orders_obeyed.cpp). False: it is none of these.
bool obey(const Situation& situation, Decision& decision);

// The word of an asked desk: what becomes of its leg (answer.cpp).
void act_on_leg(const Situation& situation, Leg& leg, Case& subject, Decision& decision);
// Somebody of the leg's desk has it in hand: the others of the desk are told (colleagues.cpp).
void tell_colleagues(const Situation& situation, const Leg& leg, const Case& subject,
                     Decision& decision);
// H2 and privilege cut off whoever may not have it (narrowing.cpp).
void narrow(const Situation& situation, const PastMessage* parent, Audience& audience,
            std::vector<std::string>& inherited);
// Where a letter to that receiver goes today; nullopt: nothing can be sealed to them.
std::optional<Party> party_for(const Situation& situation, const Case& subject,
                               const Receiver& receiver);
// Somebody who was meant gets nothing: said to the writer, the operator and the audit log.
void cannot_reach(const Case& subject, const Receiver& receiver, const std::string& code,
                  Decision& decision);

// What is written to a case that is erased goes nowhere (control_retention.cpp): true, then it is
// refused. Its state may still be asked for.
bool is_erased(const Situation& situation, Decision& decision);
// Letters for who is absent go to who stands in (absent_letters.cpp).
void send_to_stand_ins(const Situation& situation, const Case& subject, Decision& decision);

// Whether a form may go where the mail was sent and to the case that it names (fitting.cpp): a
// police form to a group's address must not leak there; communities are separate.
bool fits_address(const Situation& situation, Decision& decision);

void refuse(Decision& decision, std::string reason, std::string label, std::string text,
            std::string hint);

// The leg that the sender may answer: of his desk, or of one whose substitute his desk is.
Leg* leg_of(const Situation& situation, Case& subject);
// Usable = at least one key that can be sealed to today.
std::optional<Party> usable_party(const Situation& situation, const config::Desk& desk);
// The community whose focal points serve this sender: headquarters works with police.
std::string routing_community(const Sender& sender);
std::string agency_of(const Sender& sender);

bool has_code(const std::vector<std::string>& handling, std::string_view code);
// Strictest set of handling codes: children inherit (SPEC section 6).
std::vector<std::string> join_handling(const std::vector<std::string>& parent,
                                       const std::vector<std::string>& child);
std::string state_tag(const std::string& country, const std::string& community);

}  // namespace pouch::gateway::detail
