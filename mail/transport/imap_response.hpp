// Reads what an IMAP server says (RFC 3501 section 7, RFC 9051) into responses. Literals are taken
// by their length and never looked at: a mail whose text has the shape of server answers says
// nothing to us (ENGINES section 5). Bounded: a line, a literal and their number have limits.
// Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::mail {

inline constexpr char kLiteralMark = '\x01';  // stands in `text` where a literal was

struct ImapResponse {
  std::string tag;   // "*", "+", or that of a command
  std::string text;  // what follows it, without the line end
  std::vector<std::string> literals;
  std::size_t oversized =
      0;  // octets of a literal over the limit: passed over, empty in `literals`
  bool says(std::string_view word) const;  // text begins with this word, any case
};

struct ImapLimits {
  std::size_t line = 1u << 20;      // octets of one response outside its literals
  std::size_t literal = 26u << 20;  // of one literal
  std::size_t literals = 4;         // in one response
};

class ImapParser {
 public:
  explicit ImapParser(ImapLimits limits) : limits_(limits) {}
  // Where bytes from the server are appended.
  std::string& input() { return input_; }
  // The next whole response. A literal over the limit is passed over, so that one mail does not
  // stand in the way of all others. Throws a transient Fault when the server breaks the protocol
  // or another limit: the connection is of no use then.
  std::optional<ImapResponse> next();

 private:
  bool take_literal();
  bool take_line();
  std::optional<std::size_t> literal_at_end() const;

  ImapLimits limits_;
  std::string input_;
  std::size_t looked_ = 0;  // octets of input_ without a line end
  std::string text_;
  std::vector<std::string> literals_;
  std::size_t missing_ = 0;    // octets of the last literal
  std::size_t oversized_ = 0;  // of this response
  bool passes_over_ = false;   // the last literal
};

// Of `* SEARCH 1 2 3`, and of `* ESEARCH (TAG "A1") UID ALL 1:3,5`, which servers of IMAP4rev2
// alone give in its place (RFC 9051 section 7.3.4). At most a million.
std::vector<std::uint32_t> found_uids(const ImapResponse& response);

// Of `* n FETCH (…)`: what stands behind a name, up to the next blank or parenthesis.
std::optional<std::string> fetch_item(const ImapResponse& response, std::string_view name);
// The body of `BODY[] {n}`; also as a quoted string. nullopt: NIL, or it names none.
std::optional<std::string> fetch_body(ImapResponse&& response);
bool names_body(const ImapResponse& response);

}  // namespace pouch::mail
