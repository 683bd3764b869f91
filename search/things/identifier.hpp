// Identifiers: what a number is (a phone, an account, a container, an address of the net), where it
// stands in a text, and under which other names it may be asked for. Tables of ITU-T E.164, ISO
// 13616 (mod 97-10 of ISO 7064), ISO 6346 and Luhn's check of ISO/IEC 7812-1. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/names/fold.hpp"

namespace pouch::search {

// Groups that one identifier may be typed in: "BG80 BNBG 9661 1020 3456 78" has 6, an account of 34
// characters 9.
inline constexpr std::size_t kIdentifierWords = 9;
inline constexpr std::size_t kLeastInText = 5;  // signs of one that stands in running text

struct Alias {
  char kind;  // n, p: a phone's national part, typed with 0 or with +; c: without its check
              // digit; e: an e-mail address; a: an address of the net; s: Cyrillic letters by their
              // sound; v: a VIN, which has no I, O or Q, however these were typed
  std::string value;
  int tier = 0;  // 0 as written, 1 other spelling, 2 similar look
};

// Under what else the index knows a value, and what a question for it may mean.
std::vector<Alias> aliases_written(std::string_view value, bool phone);
std::vector<Alias> aliases_asked(std::string_view value);

// Other compact forms of the same number, for questions: what somebody writes within a country that
// has no trunk prefix (210 123 4567 for +30 210 123 4567), an IMEI without its check digit.
std::vector<std::string> also_written(std::string_view value);

// A value that is one e-mail address, IPv4 or IPv6 address: these have no compact form, 1.2.3.44
// is not 1.2.34.4.
bool is_address(std::string_view value);
// Those that stand in a text.
std::vector<std::string> addresses_in(std::string_view text);

// Values one wrong or swapped digit away whose check digits fit, when those of this one do not;
// of an IBAN, of a case number (SEL-2026-000017-29) or of a North American VIN, compact. Otherwise
// none.
std::vector<std::string> mended(std::string_view compact);

// Where identifiers stand in running text, as indices into words(text), last included.
struct Run {
  std::size_t first = 0, last = 0;
  bool whole = false;  // a number as a whole, no part of one: its beginnings and ends count
};
std::vector<Run> identifier_runs(std::string_view text, const std::vector<Word>& all);
// The octets of a run; with the plus sign before it.
std::string_view run_text(std::string_view text, const std::vector<Word>& all, const Run& run);

}  // namespace pouch::search
