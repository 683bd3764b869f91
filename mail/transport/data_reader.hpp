// The octets behind DATA up to the CRLF.CRLF that alone ends a mail (RFC 5321 section 4.5.2,
// SECURITY class 24): takes off the dots that were stuffed, finds the end, notices bare CR and LF.
// Whatever else is sent is mail and never a command, and is read to its true end. Any cutting of
// the same octets gives the same mail. Keeps no octet; never fails. Private to transport.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace pouch::mail {

class DataReader {
 public:
  using Piece = std::function<void(std::string_view)>;
  // Gives the mail's octets on in pieces as large as may be; how many were used. Those behind the
  // mail's end are not looked at.
  std::size_t take(std::string_view octets, const Piece& piece);
  bool ended() const { return ended_; }
  bool bare() const { return bare_; }             // a CR or LF alone: the mail is not acceptable
  std::size_t octets() const { return octets_; }  // of the mail so far

 private:
  enum class After { kText, kCr, kCrLf, kDot, kDotCr };
  void give(std::string_view octets, const Piece& piece);

  After after_ = After::kCrLf;
  bool ended_ = false, bare_ = false;
  std::size_t octets_ = 0;
};

}  // namespace pouch::mail
