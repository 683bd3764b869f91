// What mail clients put around the text that is answered or forwarded: quotation marks, the header
// block of Outlook ("From: … Sent: … To: … Subject: …") in the members' languages, marks of an
// original message, the line that says who wrote. Outlook quotes without marks; here all quoting is
// depth, so that nobody else has to know of it. Linear. Private to this room.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/text/lines.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {

// The lines of a mail's text. Those of a header block and of a mark above it are left empty, so
// that numbers stay true; what stands below is one level deeper. With `vocabulary` a header block
// that an officer pasted into a value of his form is none: the form's labels go on below it. Nor is
// one of which most lines are `ours`: our letters have such lines too.
using IsOurs = std::function<bool(const Line&)>;
std::vector<Line> text_lines(std::string_view text, std::size_t most, bool* all = nullptr,
                             const Vocabulary* vocabulary = nullptr, const IsOurs& ours = {});

// Whether line `at` is (part of) the line above a quotation that says who wrote it, which is the
// client's and not the author's. It may be broken over several lines.
bool is_attribution(const std::vector<Line>& lines, std::size_t at);
// First line of such a line that ends at `last`, whatever stands below; past it: it is none.
std::size_t attribution_begin(const std::vector<Line>& lines, std::size_t last);
// A time of day, "10:00".
bool names_time(std::string_view text);
// What an HTML rule becomes, Outlook's line of underscores.
bool is_rule(std::string_view text);

// without_quotes (reader.hpp), and what it cut: quotations, signatures.
std::string own_words_of(std::string_view text, std::string_view ours,
                         std::vector<std::string>* cut);

}  // namespace pouch::templates
