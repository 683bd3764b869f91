// What somebody wrote in a Reply, told apart from what we had sent and from what others wrote
// (CORRESPONDENCE section 3). Our letter is known word for word; whatever a client made of it
// (quotation marks at any depth, HTML, wrapping, blanks, Outlook without marks), its words are cut
// and never read as a field, a value or a note. What stands between two whole fences is a form.
// Nothing that a person typed is dropped: what is neither own words nor ours is in `cut`. Never
// throws on input; time near linear in the lengths.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::templates {

// A line of ours that ends in a colon or has a value, and what was put there instead.
struct Filled {
  std::string label;     // as our line has it, block prefix included: "[Person 1] Role"
  std::string value;     // lines joined with LF; empty: our value was taken away
  std::size_t line = 0;  // in the mail, from 1
};

struct NumberedAnswer {
  int question = 0;
  std::string text;
  std::size_t line = 0;
};

// What stands in the whole fence of the answered letter.
struct Fenced {
  std::string text;  // its lines, quotation marks off, as they came
  std::size_t line = 0;
  std::vector<Filled> filled;           // labels of ours with another value, and labels added
  std::vector<NumberedAnswer> answers;  // under the numbered questions of our form
  std::string words;                    // typed between, belonging to no label and no question
};

struct Written {
  std::string own;               // author's words outside the fence, paragraphs kept, in order; an
                                 // answer under a quoted numbered question begins with its number
  std::vector<Filled> filled;    // lines of ours outside the fence that were filled in
  std::optional<Fenced> fenced;  // nullopt: no whole fence (cut in half, altered, none was sent)
  std::vector<std::string> cut;  // signature, quotations of others, disclaimers: not carried
};

// `answered`: the letter that is answered, as sent; empty: none is known. `others`: further letters
// of ours that may be quoted deeper. `fence`: the identifier of the answered letter's fence.
Written written(std::string_view text, std::string_view answered,
                const std::vector<std::string>& others, std::string_view fence);

// `body` between the two fence lines of that identifier ([0-9a-f-], at most 48 characters), in that
// language; one that has none: English.
std::string fenced(std::string_view id, std::string_view body, std::string_view language = {});

}  // namespace pouch::templates
