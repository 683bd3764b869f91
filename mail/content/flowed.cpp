#include "mail/content/flowed.hpp"

#include "mail/lines.hpp"

namespace pouch::mail {
namespace {

constexpr std::string_view kSignature = "-- ";

struct FlowedLine {
  std::size_t depth = 0;
  std::string_view text;  // quote marks and stuffing taken off
  bool flows = false;     // its paragraph goes on in the next line, if that is as deep
};

FlowedLine read_line(std::string_view line) {
  FlowedLine out;
  while (line.starts_with('>')) {  // RFC 3676 section 4.5
    ++out.depth;
    line.remove_prefix(1);
  }
  if (line.starts_with(' ')) line.remove_prefix(1);  // section 4.4: space-stuffing
  out.text = line;
  out.flows = line.ends_with(' ') && line != kSignature;  // section 4.3: never joined
  return out;
}

}  // namespace

std::string unflow(std::string_view text, bool delete_space) {
  std::string out;
  bool first = true;
  bool open = false;
  std::size_t depth = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const Line line = line_at(text, offset);
    offset = line.end;
    const FlowedLine flowed = read_line(line.text);
    // Section 4.5: a change of depth ends a paragraph, whatever the line before said.
    const bool joins = open && flowed.depth == depth && flowed.text != kSignature;
    if (!joins) {
      if (open && out.ends_with(' ')) out.pop_back();  // nothing came to join it
      if (!first) out += '\n';
      for (std::size_t i = 0; i < flowed.depth; ++i) out += "> ";
    }
    first = false;
    depth = flowed.depth;
    open = flowed.flows;
    out += flowed.text;
    if (open && delete_space) out.pop_back();  // section 4.1: DelSp
  }
  if (open && out.ends_with(' ')) out.pop_back();
  if (text.ends_with('\n')) out += '\n';
  return out;
}

}  // namespace pouch::mail
