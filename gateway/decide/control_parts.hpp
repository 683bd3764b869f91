// The branches of the form `control`, by what they need; private to this folder.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/decide/standing.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {

// Of a letter, in its reader's words.
using Title = std::function<std::string(const Words&)>;

// control_answer.cpp: the gateway answers, nothing is registered.
void control_help(Decision& decision);
void control_template(const Situation& situation, Decision& decision);
void control_status(const Situation& situation, Decision& decision);
void control_open(const Situation& situation, Decision& decision);
void control_resend(const Situation& situation, Decision& decision);
// control_case.cpp: what the parties of a case do to it.
void control_recall(const Situation& situation, Decision& decision);
void control_close(const Situation& situation, Decision& decision);
void control_handover(const Situation& situation, Decision& decision);
// control_absence.cpp: obeyed from the hour that it names.
void control_absence(const Situation& situation, Decision& decision);
// control_correct.cpp
void control_correct(const Situation& situation, Decision& decision);
// control_permission.cpp: use in court of what is H1, asked for or given.
void control_permission(const Situation& situation, Decision& decision);
// control_retention.cpp: until when a case is kept is its owner's.
void control_keep(const Situation& situation, Decision& decision);
void control_erase(const Situation& situation, Decision& decision);
void control_hold(const Situation& situation, bool ends, Decision& decision);
// Whoever had copies of an erased case has erased them; false: it was no answer to that letter.
bool confirm_erasure(const Situation& situation, Decision& decision);
// control_operator.cpp: directory and keys are the operator's; they are told.
void control_operator(const Situation& situation, std::string_view action, Decision& decision);
// What belongs to no case is one of its own.
Case case_of_its_own(const Situation& situation);
void tell_operators(const Situation& situation, const Case& subject, const Title& title,
                    Decision& decision);

// key_update.cpp: what the attached key must be; false after a refusal. Then the message that
// announced it.
bool takes_offered_key(const Situation& situation, Decision& decision);
void begin_key_update(const Situation& situation, const MessageNumber& message, Decision& decision);

// The case that the form names, and what the sender is to it. Null after a refusal: the same words
// whether the number is unknown or the case is none of his.
struct Target {
  Case subject;
  Standing standing;
};
std::optional<Target> target_of(const Situation& situation, Decision& decision);
// The next message of the case: this mail.
void register_in(Case& subject, Decision& decision);
// A letter about what was done; said in the receipt and in the audit log.
void tell(const Case& subject, std::vector<Party> to, const Title& title, Decision& decision);
void cannot_tell(const Situation& situation, const Case& subject, const std::string& id,
                 Decision& decision);
// Desks of the legs and the requester's side, the sender's own excepted; each once.
std::vector<Party> other_parties(const Situation& situation, const Case& subject,
                                 Decision& decision);
// Members and desks with the right `operate`, the sender excepted.
std::vector<Party> operators(const Situation& situation);
// Whoever has that address or id today, with keys that can be used; nullopt: nobody.
std::optional<Party> party_at(const Situation& situation, std::string_view address);
std::optional<config::Principal> principal_at(const Situation& situation, std::string_view words);

}  // namespace pouch::gateway::detail
