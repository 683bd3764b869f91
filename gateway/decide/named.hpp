// Receivers that a writer names himself (CORRESPONDENCE section 2, "Widening is said, never
// assumed"): the line `To: BG, RS` on top of his words, or the form's field. Names, codes, ids and
// addresses of countries, desks, people and groups, in every language of the directory and the
// forms. Whoever is named and may not be, or is nobody, is told apart with the reason: then nothing
// is sent, it is asked.
#pragma once

#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/decide/reach.hpp"

namespace pouch::gateway {

// Takes the lines `To: …` on top off `own` and gives what they name, in order. Empty: none.
std::vector<std::string> take_named(std::string& own, const templates::TemplateSet& templates);

struct Named {
  std::vector<Receiver> to;
  std::string group;               // id, when the whole group is meant
  std::vector<std::string> wrong;  // sentences: who cannot be meant, and why
};
// `subject`: the case in which they are named; null: a fresh mail.
Named resolve_named(const Situation& situation, const Case* subject,
                    const std::vector<std::string>& names);

// Everybody who could be named, for a question: {"BG", "Bulgaria"}, {"all", "all of them"} …
std::vector<ReplyChoice> choices_of(const Situation& situation, const Case* subject);

}  // namespace pouch::gateway
