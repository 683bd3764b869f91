// What a letter says in the list of mails (CORRESPONDENCE section 8): who does what, the
// requester's own reference, and the officers' own subject for it. Private to this folder, but for
// own_subject.
#pragma once

#include <string>
#include <string_view>

#include "gateway/letters/letter.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

// The words that an officer wrote as a subject: without "Re:", "AW:" and their like in the members'
// languages, without our numbers; empty when what is left is a title of ours. `known`: the title of
// the case, which our letters repeat; may be empty.
std::string own_subject(std::string_view subject, std::string_view prefix,
                        std::string_view known = {});

namespace detail {

// Reference and title of what a letter is about: the message's own, else those of its case.
struct About {
  std::string reference;     // of the requester
  std::string title;         // of the message when it has one, else of the case
  std::string case_title{};  // when the message has a title of its own
  std::string line() const;  // "4417/2026, heroin at Giurgiu"
};
// `language`: of the reader, for the name of a form where nobody gave a title.
About about(const LetterSource& source, std::string_view language);

// "Bulgaria answers: 4417/2026, heroin at Giurgiu".
std::string title_of(const LetterPlan& plan, const LetterSource& source);
std::string with_about(std::string_view what, const About& about);  // "what: 4417/2026, heroin"
// Who acts: a country's name, else the person's.
std::string actor(const LetterSource& source, const Words& words);
std::string countries_of(const Case& subject, const config::Directory& directory,
                         const Words& words);

}  // namespace detail
}  // namespace pouch::gateway
