// The text of attachments, for the archive, as the process extract reads it (extract_line.hpp):
// found once, by the worker, and kept beside the file with what could not be read of it and with
// what it says of itself; so whoever searches opens no file.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "gateway/extract/extract_line.hpp"
#include "gateway/store/bodies.hpp"

namespace pouch::gateway {

inline constexpr std::size_t kWordsOfMail = 16U << 20;     // octets of text out of all of a message
inline constexpr std::chrono::seconds kReadingOfMail{60};  // then the rest of its files wait

enum class Unanswered { kLater, kForGood };

// Finds the words of each part that nobody has looked into; evidence has none. A part of which the
// reader gives no word stays as it is, and so do those behind it: a worker looks again later
// (old_bodies.hpp), or has tried often enough (`kForGood`). True: words or facts were found, which
// an index that knows the message has not.
bool read_words(std::vector<StoredPart>& parts, FileTexts& files,
                Unanswered unanswered = Unanswered::kLater);

// As they were kept; none before somebody has looked.
std::string words_in(Body& body, const PartFacts& part);

}  // namespace pouch::gateway
