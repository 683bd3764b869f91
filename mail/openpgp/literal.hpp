// The text in an OpenPGP message that is not encrypted (RFC 4880 sections 4.2, 5.6, 5.9): what a
// signed message says, behind its framing and its compression (none, ZIP, ZLIB). It is found in the
// octets as they come, piece by piece, and nothing is proved by it: that is GnuPG's, and was done
// before. For who knows what the text is and wants a piece of it again. What is no such message, or
// is packed in another way, ends the reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace pouch::mail::openpgp {

class LiteralReader {
 public:
  using Sink = std::function<void(std::string_view)>;  // of the text
  // `most`: octets that may come out of a compressed packet before the reading ends.
  LiteralReader(std::uint64_t most, Sink sink);
  ~LiteralReader();
  LiteralReader(const LiteralReader&) = delete;
  LiteralReader& operator=(const LiteralReader&) = delete;

  void take(std::string_view octets);
  bool failed() const { return failed_; }  // it is none of those; nothing is taken any more

 private:
  class Inflating;
  enum class State { kTag, kOldLength, kNewLength, kRestOfLength, kBody };

  LiteralReader(std::uint64_t most, Sink sink, bool compressed);
  void take_head(char octet);
  void take_body(std::string_view piece);
  void begin_packet(unsigned char octet);
  void begin_new_length(unsigned char octet);
  void begin_body();
  void end_of_piece();
  void literal(std::string_view piece);
  void compressed(std::string_view piece);

  std::uint64_t most_;
  Sink sink_;
  bool inside_;  // a compressed packet: there is no other in it
  bool failed_ = false;
  State state_ = State::kTag;
  unsigned tag_ = 0;
  int length_octets_ = 0;      // that are still to come
  std::uint64_t more_ = 0;     // by which a length of two octets is more than they say
  std::uint64_t left_ = 0;     // octets of the packet's body, or of this piece of it
  bool partial_ = false;       // another piece follows
  bool endless_ = false;       // to the end of all
  bool seen_literal_ = false;  // a second one is no message
  std::string head_;           // of a literal packet, until it is whole
  bool in_text_ = false;
  std::unique_ptr<Inflating> inflating_;
  std::unique_ptr<LiteralReader> within_;
};

}  // namespace pouch::mail::openpgp
