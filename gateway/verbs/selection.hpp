// Which of many, for verbs that do the same to several: by id (letters also by the beginning of
// one, when no other begins so), by filter, or by both. Nothing is done when one id is not found,
// or when neither is given.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

class Verb;

struct Filter {
  std::string reason, before, from;
  void add_options(Verb& verb, const std::string& reason_help, const std::string& from_help);
  bool empty() const { return reason.empty() && before.empty() && from.empty(); }
  // Of --before; Refusal (64) when it is no date.
  std::optional<Time> limit() const;
};

// The ids among `known` that `wanted` names, in that order, each once. Refusal (1) for one that is
// not there, (64) for a beginning that several have. `what` is "letter", "held mail".
std::vector<std::string> named(const std::vector<std::string>& wanted,
                               const std::vector<std::string>& known, bool by_beginning,
                               const std::string& what, const std::string& list_verb);

// --from: an address, or everything after its @.
bool is_from(const std::string& address, const std::string& wanted);

}  // namespace pouch::gateway
