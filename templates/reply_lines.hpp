// The short form under a request letter: its questions, each with room to type in, the kind of
// reply and its day with their defaults already in (CORRESPONDENCE section 5). With the two lines
// of a fence around it, twelve lines at most; the full form is attached.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"
#include "templates/written.hpp"

namespace pouch::templates {

struct AskedQuestion {
  int number = 0;
  std::string text;
};

inline constexpr std::size_t kReplyLines = 10;  // at most, without a fence

std::string reply_lines(const std::vector<AskedQuestion>& questions);

// What came back between the fences, as the form "reply" to be read; `answers` may name the case
// ("SEL-2026-000001-17"), empty: the thread does.
std::string reply_text(const Fenced& fenced, std::string_view answers);

// The code of reply_kind that the answers give. `written`: the code that the desk left or chose.
// "FULL" stands there when the form is printed: left as it was it means FULL when every question
// has an answer, PARTIAL when some have, and nothing (empty) when none has. Any other code is the
// desk's own word. Without questions FULL is what was left.
std::string reply_kind(std::string_view written, const std::vector<int>& asked,
                       const std::vector<int>& answered);

}  // namespace pouch::templates
