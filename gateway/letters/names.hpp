// Names as people know them: a country's, a desk's, a member's; never an identifier of the
// directory where a name can stand (DECISIONS 49). Private to this folder.
#pragma once

#include <string>
#include <string_view>

#include "gateway/decide/decide.hpp"

namespace pouch::gateway::detail {

std::string country_name(const config::Directory& directory, const std::string& code);
// Of a desk, member or country; the identifier itself when the directory has it no more.
std::string name_of(const config::Directory& directory, const std::string& id);
// "the focal point of Bulgaria", "Radu Marin": within a sentence.
std::string in_sentence(const Receiver& receiver);
// All of an audience but the copies: "the focal point of Bulgaria and Radu Marin".
std::string in_sentence(const Audience& audience);
// The zone in which the readers of a letter live; one that goes to several has the site's.
std::string zone_of(const LetterPlan& plan, const config::Site& site);

}  // namespace pouch::gateway::detail
