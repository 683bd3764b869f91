// The short reply form that letters show (CORRESPONDENCE section 5): the questions by their
// numbers, each with an empty line to type in, then what a reply needs, with its defaults already
// in. At most ten lines, so that with its fence it stays within twelve.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templates/replies/written.hpp"
#include "templates/template.hpp"

namespace pouch::templates {

// Up to three questions have a line of their own to type in, up to seven are shown; of more only
// the line for answers by their numbers. Texts are shortened to 64 characters. Ends its last line.
// Labels and words in `language` (null: English).
std::string reply_lines(const std::vector<std::pair<int, std::string>>& questions,
                        const TemplateSet& set, const Language* language = nullptr);

std::string reply_kind_label(const TemplateSet& set, const Language* language);
// Whether the label names the kind of a reply, in any language.
bool names_reply_kind(std::string_view label, const TemplateSet& set);

// The kind of reply where `Reply kind: full` was left as it was printed: FULL when every question
// of `our_text`, the letter, has an answer, else PARTIAL; FULL of a letter that asks nothing.
std::string kind_when_untouched(std::string_view our_text,
                                const std::vector<NumberedAnswer>& answers, const TemplateSet& set);

}  // namespace pouch::templates
