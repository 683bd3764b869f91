// A letter that is ready to go out, sealed to its receivers, before it is in the store.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/store/letter_file.hpp"

namespace pouch::gateway {

struct SealedLetter {
  std::string id;    // hex, unique; file name in a Maildir
  std::string kind;  // one of letter_rules()
  std::string message_id;
  std::vector<std::string> recipients;  // addresses; one encryption for all of them
  std::string wire;                     // the mail as it goes out; empty: it is in `file`
  std::string text{};                   // subject and words, kept sealed: a Reply quotes them
  std::string context{};                // JSON of what a Reply may ask of it; empty: nothing
  std::string country{};                // of the leg whose letter it is
  std::shared_ptr<LetterFile> file{};   // of a large one
  std::string signed_with{};            // fingerprint of our key
  std::vector<std::string> keys{};      // fingerprints of those that open it; kept for good
};

}  // namespace pouch::gateway
