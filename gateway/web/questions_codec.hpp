// How questions of the page and their answers go from process to process: flat values of bounded
// length (mail/openpgp/wire.hpp: Packer, Unpacker), each struct with one list of its fields for
// both directions. What comes in is not believed: octets that are no question, or a question with
// a text that is longer than its bound, are refused as a whole.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/web/answers.hpp"
#include "gateway/web/questions.hpp"

namespace pouch::gateway {

// Octets. Of the words of a search and the reason as elsewhere (SPEC section 8).
inline constexpr std::size_t kLongestWebQuery = 2000, kLongestWebReason = 200,
                             kLongestBrowser = 256, kLongestWanted = 200, kLongestNarrowing = 300;
inline constexpr std::size_t kLargestQuestion = 8u << 10;
inline constexpr std::size_t kLargestAnswer = 4u << 20;  // what is longer is cut by who answers
inline constexpr std::size_t kFilePiece = 64u << 10;     // of what is saved

// nullopt: a text of it is too long, or is no UTF-8, or has a control character.
std::optional<std::string> encoded(const WebQuestion& question);
std::string encoded(const WebAnswer& answer);

// nullopt: broken.
std::optional<WebQuestion> question_in(std::string_view octets);
std::optional<WebAnswer> answer_in(std::string_view octets);

}  // namespace pouch::gateway
