// Text as `pdftotext -layout` draws it, made to read as a form does: the margin that all lines have
// goes, and where three or more spaces part columns there is a TAB (`Label<TAB>value`). A label
// without a value in a table of two columns keeps its TAB. A page that is not the first begins with
// a form feed, before its first line; for who reads a form there is none (mail/text/text_form.hpp).
#pragma once

#include <string>
#include <string_view>

namespace pouch::gateway {

std::string with_columns(std::string_view drawn);

}  // namespace pouch::gateway
