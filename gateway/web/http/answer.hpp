// An answer, and how it goes out: a status line, the fields that every answer bears (a content
// policy that takes nothing but what lies here, no framing, no storing, no referrer), and the body
// with its length. A value that could end its line is our fault, and thrown as such
// (std::logic_error).
#pragma once

#include <string>
#include <string_view>

namespace pouch::gateway::http {

struct Answer {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  std::string location;     // of a redirection, within this origin: begins with "/"
  std::string set_cookie;   // the whole value; empty: none
  std::string attached_as;  // name of the file as which it is saved: letters, digits, "._-"
  bool immutable = false;   // may be kept for a year: its address has its hash
  bool forget = false;      // the browser drops what it holds of us
};

// With its last empty line. `close`: the connection ends behind the body.
std::string head_of(const Answer& answer, bool close);
// Plain words for what is no page: a request that was refused before anybody looked at it.
Answer short_answer(int status);

}  // namespace pouch::gateway::http
