// What operators and security contacts hear of beside letters that do not arrive, each in the words
// of whoever reads it: a mail that is held, somebody who got nothing, a case without an owner. Ids,
// numbers, states and addresses; no content of a mail, and what to do about it (`pouch` verbs).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/decide/decide.hpp"
#include "gateway/letters/review_letter.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

struct OperatorNote {
  std::string title, text;  // title: subject and headline; text: laid out
};
using OperatorNoteFor = std::function<OperatorNote(const Words&)>;

// A member or desk, for people and for the command line: "Focal point of Bulgaria (nfp-bg)".
struct Whom {
  std::string name, id;
  std::string in(const Words& words) const;
};

// A proved mail answers `letter`, which the store does not have.
OperatorNoteFor unknown_letter_note(Whom who, std::string letter);
// What to say by telephone to a member whose mail was held; nullopt: nothing is known to say.
std::optional<OperatorNoteFor> mistake_note(std::string_view reason, Whom who, std::string detail);
// A mail went on with files of which nobody knows whether they are marked above `highest`.
OperatorNoteFor unchecked_note(std::string number, Whom who, std::vector<std::size_t> files,
                               std::string highest);
// A mail is held for a mark; `what` is the problem as the mail's writer is told.
OperatorNoteFor marked_note(Whom who, std::string level, std::string what, std::string highest,
                            bool writer_is_told);
// Somebody has looked at more of the page than it gives in an hour.
OperatorNoteFor many_looks_note(Whom who, std::string what);
// Not one owner of a case could be told that it is to be erased.
OperatorNoteFor no_owner_note(const Review& review);
// Who was meant by the message and gets nothing, or not yet.
OperatorNoteFor not_reached_note(std::string number, std::vector<Unreached> whom);

}  // namespace pouch::gateway
