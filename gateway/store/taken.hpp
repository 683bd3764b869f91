// Files that are kept where their writer put them: in the evidence of the mail, the octets that
// were signed, which the store holds whole. Their row says where they stand there, and no octet is
// kept twice. That is tried before it is written: what does not come back octet for octet is kept
// as a file of its own (text whose line ends GnuPG changed, packing that is not read here). Nothing
// that is read back is believed before its length and its SHA-256 are those of the part's facts.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

// Below that, a row of its own costs less than the way to it.
inline constexpr std::size_t kWorthTaking = 32u << 10;  // octets

// Files out of one evidence, in one go.
class FilesTaker {
 public:
  using Sink = std::function<void(std::string_view)>;  // of the file
  struct Wanted {
    TakenFrom from;
    Sink sink;
  };
  explicit FilesTaker(std::vector<Wanted> all);  // at least one, all of the same evidence
  ~FilesTaker();
  // Of the evidence, from its beginning. False: the rest of it is not needed.
  bool take(std::string_view piece);
  bool end(std::size_t which);  // once for each; false: it was not all there

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// For each of a message's parts: whether it can be read back in this way.
std::vector<bool> can_be_taken(const std::vector<StoredPart>& parts);

}  // namespace pouch::gateway
