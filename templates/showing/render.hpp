// Forms as text for people: the blank form, the same filled with what is known, the officer's own
// form with each problem under its line, and the aligned text that letters show.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

// The form that officers fill in; `known` fills fields by id. `language` (null: English) gives
// labels, help and the names of codes where it has them. It shows what is needed, so marked, and
// says how to get the rest; `all`: every field of the form and of the blocks that it shows.
std::string blank(const Template& which, const TemplateSet& set,
                  const std::map<std::string, std::string>& known,
                  const Language* language = nullptr, bool all = false);

// The officer's text with lines `!! reason; hint` under the ones at fault, those without a line on
// top. `unmark` takes such lines out again, so the corrected form can be sent back as it is.
std::string marked_up(std::string_view text, const std::vector<Problem>& problems);
std::string unmark(std::string_view text);

// Aligned "Label:   value" lines for letters: `fields` by id in template order, then blocks; labels
// and the names of codes in `language` (null: English) where it has them; times and dates as
// `say_time` has them, else as they are stored.
using SayTime = std::function<std::string(const std::string&)>;  // of a time or date as stored
std::string aligned(const Form& form, const TemplateSet& set, const std::vector<std::string>& skip,
                    const Language* language = nullptr, const SayTime& say_time = {});
std::string aligned_blocks(const Form& form, const TemplateSet& set,
                           const Language* language = nullptr, const SayTime& say_time = {});
std::string label_in(const FieldSpec& field, const Language* language);
std::string label_in(const BlockSpec& block, const Language* language);
std::string label_in(const Choice& choice, const Language* language);
std::string title_in(const Template& which, const Language* language);
// What a field is for, and behind it the words that it takes. A language that does not say what a
// field of codes is for gives their words alone; of another field the help is English then.
std::string help_in(const FieldSpec& field, const Language* language);

}  // namespace pouch::templates
