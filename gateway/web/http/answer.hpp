// An answer, and how it goes out: a status line, the fields that every answer bears (a content
// policy that takes nothing but what lies here, no framing, no storing, no referrer), and the body
// with its length. What is saved as a file runs nowhere (Content Security Policy level 3, section
// 6.4.4, "sandbox"), and its name is given as RFC 6266 has it. A value that could end its line is
// our fault, and thrown as such (std::logic_error).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pouch::gateway::http {

struct Answer {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  std::string location;    // of a redirection, within this origin: begins with "/"
  std::string set_cookie;  // the whole value; empty: none
  // Of octets that the whole body has, when `body` is its beginning: the rest comes piece by piece
  // (Server::more). 0: this is all.
  std::uint64_t whole = 0;
  std::string attached_as;  // name of the file as which it is saved, whatever a stranger called it
  bool immutable = false;   // may be kept for a year: its address has its hash
  bool forget = false;      // the browser drops what it holds of us
};

// With its last empty line. `close`: the connection ends behind the body.
std::string head_of(const Answer& answer, bool close);
// Plain words for what is no page: a request that was refused before anybody looked at it.
Answer short_answer(int status);

}  // namespace pouch::gateway::http
