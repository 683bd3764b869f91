// Reads what an SMTP server says (RFC 5321 section 4.2) and judges it. Strict: a reply is lines of
// one code that end in CRLF, and no control characters in them; a server that speaks otherwise, or
// more than the limits, is not understood and the connection is of no use any more. Private to this
// folder; fuzzed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/transport/outbox.hpp"

namespace pouch::mail {

struct SmtpReply {
  int code = 0;                    // 200 to 599
  std::vector<std::string> lines;  // what follows the code in each; UTF-8 not assured
  bool positive() const { return code / 100 == 2; }
  std::string status() const;  // RFC 3463, of the first line; empty: none, or of another class
  std::string text() const;    // code and words on one line of printable ASCII, bounded
};

class SmtpReplyParser {
 public:
  static constexpr std::size_t kLine = 2048;  // octets; RFC 5321 section 4.5.3.1.5 has 512
  static constexpr std::size_t kLines = 100;  // of one reply

  // Where bytes from the server are appended; what is left there has not been understood yet.
  std::string& input() { return input_; }
  // The next whole reply. Throws a transient Fault when the server breaks the protocol or a limit.
  std::optional<SmtpReply> next();
  bool idle() const { return input_.empty() && reply_.lines.empty(); }

 private:
  std::string input_;
  SmtpReply reply_;
};

// Which command a reply answers.
enum class SmtpStep { kMail, kRcpt, kData, kEnd };

// What to make of a reply that says no: RFC 5321 section 4.2.1 gives the reply code the word, with
// the exceptions of the enhanced status code (RFC 3463) named in the source.
struct SmtpJudgement {
  Handover state = Handover::kTryLater;
  bool server = false;  // it is not about this letter
};
SmtpJudgement judge(const SmtpReply& reply, SmtpStep step);

}  // namespace pouch::mail
