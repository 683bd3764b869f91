// The branches of `decide`, one file each; private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"

namespace pouch::gateway::detail {

void decide_request(const Situation& situation, Decision& decision);      // request.cpp
void decide_answer(const Situation& situation, Decision& decision);       // answer.cpp
void decide_thread_note(const Situation& situation, Decision& decision);  // note.cpp
void decide_fresh_note(const Situation& situation, Decision& decision);   // note.cpp
void decide_group_note(const Situation& situation, Decision& decision);   // group.cpp
void decide_control(const Situation& situation, Decision& decision);      // control.cpp
void decide_search(const Situation& situation, Decision& decision);       // search.cpp
void continue_found(const Situation& situation, ArchiveQuestion question, const Order& order,
                    Decision& decision);  // search.cpp

// Whether a form may go where the mail was sent and to the case that it names (fitting.cpp): a
// police form to a group's address must not leak there; communities are separate.
bool fits_address(const Situation& situation, Decision& decision);

void refuse(Decision& decision, std::string reason, std::string label, std::string text,
            std::string hint);

// The leg that the sender may answer: of his desk, or of one whose substitute his desk is.
Leg* leg_of(const Situation& situation, Case& subject);
// The requester, and his focal point, each in a letter of its own (SECURITY class 31).
void send_to_requester(const Situation& situation, const Case& subject, LetterKind kind,
                       Decision& decision);

// Usable = at least one key that can be sealed to today.
std::optional<Party> usable_party(const Situation& situation, const config::Desk& desk);
// The community whose focal points serve this sender: headquarters works with police.
std::string routing_community(const Sender& sender);
std::string agency_of(const Sender& sender);

// Who may find a message of this case (DOMAIN section 8).
std::vector<std::string> readers_of(const Case& subject, const Sender& writer);

bool has_code(const std::vector<std::string>& handling, std::string_view code);
// Strictest set of handling codes: children inherit (SPEC section 6).
std::vector<std::string> join_handling(const std::vector<std::string>& parent,
                                       const std::vector<std::string>& child);
std::optional<Time> deadline_for(const Situation& situation, const std::string& priority);
std::string state_tag(const std::string& country, const std::string& community);

}  // namespace pouch::gateway::detail
