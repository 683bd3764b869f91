// Whose each line of a Reply is: ours (a letter quoted, whatever its client made of it), its
// writer's, its client's (header block, line that says who wrote), others' (deeper or foreign
// quotations), or of a signature. Private to this room.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "templates/replies/align.hpp"
#include "templates/replies/fence.hpp"
#include "templates/replies/our_letters.hpp"
#include "templates/replies/words.hpp"
#include "templates/text/lines.hpp"

namespace pouch::templates {

enum class Whose { kNobody, kOurs, kWriter, kClient, kOthers, kSignature };

struct ReplyLayout {
  std::vector<Line> lines;
  std::vector<Word> words;         // of all lines
  std::vector<std::size_t> first;  // of each line its first word; one more
  std::vector<Aligned> aligned;    // of each line
  std::vector<Whose> whose;        // of each line
  std::vector<WholeFence> fences;  // in order, none in another
  bool whole = true;               // false: more lines than are read
  std::size_t steps = 0;           // words compared

  // The fence in which the line stands; kNowhere: in none.
  std::size_t fence_of(std::size_t line) const;
};

// `ours` learns the words of the fence.
ReplyLayout lay_out(std::string_view text, OurLetters& ours, std::string_view fence);

}  // namespace pouch::templates
