// The bounded scanner: the only code that meets a stranger's bytes (SECURITY section 1 items 1, 2).
// It finds the header fields and the MIME tree (RFC 5322 section 2.2, RFC 2045, RFC 2046 section
// 5.1) as slices of the caller's buffer, decodes nothing, keeps nothing, allocates in proportion
// to the number of parts, and refuses what is over a limit or means two things at once (two
// different Content-Type or boundary values, bare CR in a header, NUL, an unclosed multipart…).
// Signed bytes are cut here and nowhere else (RFC 1847 section 2.1, RFC 3156 section 5).
// All views point into the buffer given; it must outlive the result.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mail/limits.hpp"

namespace pouch::mail {

struct Field {
  std::string_view name;   // as written, without the colon
  std::string_view value;  // as written: folded, undecoded, without the final line end
};

using Parameters = std::vector<std::pair<std::string, std::string>>;  // names in lower case;
// values unquoted, RFC 2231 continuations joined and decoded to UTF-8

struct Entity {
  std::string_view whole;   // header, blank line and body: what a detached signature covers
  std::string_view header;  // without the blank line
  std::string_view body;    // still transfer-encoded
  std::vector<Field> fields;
  std::string type = "text";      // lower case; RFC 2045 section 5.2 defaults
  std::string subtype = "plain";  // lower case
  Parameters parameters;          // of Content-Type
  std::string encoding = "7bit";  // Content-Transfer-Encoding in lower case
  std::string disposition;        // lower case, empty when absent
  Parameters disposition_parameters;
  std::vector<Entity> parts;            // of a multipart
  std::string_view preamble, epilogue;  // never content

  bool is(std::string_view wanted_type, std::string_view wanted_subtype) const;
  bool is_multipart() const { return type == "multipart"; }
  // First value of a parameter by lower-case name, empty when absent.
  std::string_view parameter(std::string_view name) const;
  // All fields of that name (case-insensitive).
  std::vector<std::string_view> values(std::string_view name) const;
  // The name that a reader would see: disposition filename, else type name; UTF-8, unsafe as a
  // path.
  std::string file_name() const;
};

enum class ScanFault { kTooLarge, kMalformed };

struct ScanRefusal {
  ScanFault fault;
  std::string rule;    // which rule, in words, e.g. "header field over 16384 octets"
  std::string part{};  // which part broke it, as IMAP counts them: "2.1"; empty: the whole
};

enum class Scanning {
  kStrict,
  // What servers on the way do to a mail of which nothing counts but one ciphertext or the fields
  // of a report: a multipart may bear a transfer encoding (its body is read as it stands), and may
  // lack its end.
  kTolerant,
  // The root, and where its own parts begin and end: these are not looked into and may be anything.
  // A signature over one of them is proved before that one is read.
  kRoot,
};

// `limits.message` bounds `bytes`: who scans decrypted bytes puts `limits.plaintext` there.
std::variant<Entity, ScanRefusal> scan(std::string_view bytes, const Limits& limits,
                                       Scanning how = Scanning::kStrict);

}  // namespace pouch::mail
