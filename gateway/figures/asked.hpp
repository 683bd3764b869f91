// A request as one country got it: what the figures count. A form that goes to three countries is
// three requests in one case. Made out of what the store keeps of a case
// (gateway/cases/counted.hpp) by fixed rules:
//
// - acknowledged: the first word of the asked desk in the leg, whatever it said;
// - answered, refused: what stands last of the two; its moment is the first one after which it
//   stood so. A partial answer is none yet, a refusal of a part neither;
// - due: the end of the first term, as it was before a DELAY moved it, later by the time that the
//   clock stood before that for a question asked back;
// - deviated: each DELAY with the reason "judicial authorisation".
//
// What was erased before its codes were noted is known by the state of its leg alone.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/cases/counted.hpp"

namespace pouch::gateway::figures {

enum class Urgency { kUrgent, kOther, kUnknown };

struct Asked {
  std::string number;      // of the case
  std::string from, to;    // countries; from empty: headquarters
  std::string form, area;  // empty: not known, none
  Urgency urgency = Urgency::kUnknown;
  bool prosecution = false;  // between prosecutors: not under Directive (EU) 2023/977
  Time made{};               // accepted by the gateway
  std::optional<Time> delivered{};
  std::optional<Time> acknowledged{}, answered{}, refused{}, withdrawn{};
  std::string ground{};  // of the refusal; empty: none given, or not known
  std::vector<Time> deviations{};
  std::optional<Time> due{};
  bool stands = false;  // a question is asked back: no clock runs

  // When the asked country had no more to do; nullopt: it is open.
  std::optional<Time> ended() const;
};

// `forms`: those that expect an answer. A case of another form, an alert for example, is none; one
// whose form is not known is one when an answer was owed.
std::vector<Asked> asked_in(const CountedCase& counted, const std::set<std::string>& forms);

}  // namespace pouch::gateway::figures
