// Names as people know them: a country's, a desk's, a member's; never an identifier of the
// directory where a name can stand (DECISIONS 49). Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {

std::string country_name(const config::Directory& directory, const std::string& code,
                         const Words& words = Words::english());
// Of a desk, member or country; the identifier itself when the directory has it no more.
std::string name_of(const config::Directory& directory, const std::string& id,
                    const Words& words = Words::english());
// All of an audience but the copies, within a sentence: "the focal point of Bulgaria and Radu
// Marin".
std::string in_sentence(const Audience& audience, const Words& words);
// "a, b and c".
std::string listed(const std::vector<std::string>& items, const Words& words);
// The zone in which the readers of a letter live; one that goes to several has the site's.
std::string zone_of(const LetterPlan& plan, const config::Site& site);
const Words& words_of(const LetterPlan& plan);

}  // namespace pouch::gateway::detail
