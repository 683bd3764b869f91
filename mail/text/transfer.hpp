// The content transfer encodings base64 and quoted-printable (RFC 2045 section 6), strictly: what
// is not of the encoding that was named is refused, with the place.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace pouch::mail {

// Where octets are not of the encoding that was named for them.
struct TransferFault {
  std::size_t octet = 0;  // of the encoded body, counted from 1; 0: no place, it is the encoding
  std::size_t line = 0;   // where it stands, counted from 1
  std::string what;
};
// Octets stand as they are: "7bit", "8bit", "binary", or nothing is said.
bool is_identity(std::string_view encoding);
// As decode_transfer; nothing when all was decoded.
std::optional<TransferFault> decode_or_say(std::string_view encoding, std::string_view body,
                                           std::string& out);

// base64 and quoted-printable, RFC 2045 section 6; false when the input is not of that encoding.
bool decode_transfer(std::string_view encoding, std::string_view body, std::string& out);

// The base64 of `octets` in one line, with padding.
void append_base64(std::string_view octets, std::string& out);
// The other way, of groups of four digits and nothing else. False: they are not, and `out` is as it
// was.
bool append_octets_of_base64(std::string_view digits, std::string& out);

// The octets of a base64 text, digit by digit.
class Base64Reader {
 public:
  // What is wrong with it; nullptr: nothing.
  const char* take(char c, std::string& out);
  const char* end(std::string& out);

 private:
  unsigned bits_ = 0;
  std::size_t digits_ = 0, padding_ = 0;
};

// The same as decode_transfer in pieces: of quoted-printable, which is for texts, the encoded body
// is held; of the others nothing is.
class TransferReader {
 public:
  using Sink = std::function<void(std::string_view)>;
  TransferReader(std::string_view encoding, Sink sink);
  void take(std::string_view piece);
  bool end();  // once; false: it was not of that encoding

 private:
  enum class Kind { kIdentity, kBase64, kOther };
  Kind kind_;
  std::string encoding_;
  Sink sink_;
  Base64Reader base64_;
  std::string held_;
  bool failed_ = false;
};

}  // namespace pouch::mail
