// What goes to standard output and error, and so perhaps to a terminal, where a stranger's text
// could move the cursor, rename the window, or turn the order of letters (SECURITY classes 26, 28;
// ECMA-48; UAX #9). To a file or a program the same text goes as it is.
#pragma once

#include <string>
#include <string_view>

namespace pouch::gateway {

// Controls (C0 but tab and line end, DEL, C1), marks of direction, and octets that are no UTF-8 as
// \xHH.
std::string visible(std::string_view text);
// On one line: line ends and tabs too.
std::string visible_line(std::string_view text);

void write_data(std::string_view text);   // to standard output
void write_bytes(std::string_view text);  // to standard output, untouched also on a terminal
void tell(std::string_view text);         // to standard error

bool is_terminal();  // standard output is one

}  // namespace pouch::gateway
