// What was typed in a Reply, by where it stands (reply_layout.hpp says whose each line is): behind
// or below a line to fill in, into a line of ours, under a question, on its own; and what is cut.
// Private to this room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "templates/replies/our_letters.hpp"
#include "templates/replies/reply_layout.hpp"
#include "templates/replies/written.hpp"

namespace pouch::templates {

// Typed between two lines of ours, under a question or none.
struct Typed {
  std::string text;
  std::size_t line = 0;  // in the mail, from 1
  int question = 0;
  std::size_t below = kNowhere;  // the line of ours above it
  bool after_blank = false;
};

// What stands in one fence, or outside all.
struct Found {
  std::vector<Filled> filled;
  std::vector<Typed> typed;
};

struct SortedReply {
  Found outside;              // of all fences
  std::vector<Found> fenced;  // in each fence
  std::vector<std::string> cut;
};

SortedReply sort_reply(const ReplyLayout& mail, const OurLetters& ours);

}  // namespace pouch::templates
