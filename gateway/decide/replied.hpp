// What stands in a mail beside our own words, by what it answers: a fresh mail, a Reply to a letter
// whose text is known, a Reply to a letter that asked for something (a refusal, a question).
// CORRESPONDENCE sections 3 to 5. Private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/decide/form_of.hpp"

namespace pouch::gateway::detail {

// `whole`: no quotation is cut off, the mail answers nothing of ours.
void read_fresh(const FormWords& words, bool whole, Reading& reading);
void read_reply(const FormWords& words, const std::vector<std::string>& other_letters,
                Reading& reading);
// Mends what was refused, or completes what was asked: reading.kept is what waited.
void read_kept(const FormWords& words, Reading& reading);

// Whether what was cut off a mail stood below a line "-- ".
bool stands_below_signature(std::string_view text, const std::vector<std::string>& cut);

// The reply form as letters showed it before their texts were kept (0.1.0); the reader compares
// quoted lines with it.
std::string reply_form_of_old(const templates::TemplateSet& templates, const CaseNumber& number,
                              const templates::Form& request);

}  // namespace pouch::gateway::detail
