#include "gateway/web/html/escape.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway::html {
namespace {

using namespace std::string_view_literals;

// Unicode 15, PropList.txt, "Bidi_Control": U+061C, U+200E and F, U+202A to E, U+2066 to 9.
constexpr std::array kTurns{"\xd8\x9c"sv,     "\xe2\x80\x8e"sv, "\xe2\x80\x8f"sv, "\xe2\x80\xaa"sv,
                            "\xe2\x80\xab"sv, "\xe2\x80\xac"sv, "\xe2\x80\xad"sv, "\xe2\x80\xae"sv,
                            "\xe2\x81\xa6"sv, "\xe2\x81\xa7"sv, "\xe2\x81\xa8"sv, "\xe2\x81\xa9"sv};

std::size_t turn_at(std::string_view text) {
  const auto found = std::find_if(kTurns.begin(), kTurns.end(),
                                  [&](std::string_view turn) { return text.starts_with(turn); });
  return found == kTurns.end() ? 0 : found->size();
}

void append(std::string& out, char octet) {
  switch (octet) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\'':
      out += "&#39;";
      return;
    default:
      out += mail::is_control(octet) && octet != '\n' ? ' ' : octet;
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  const auto good =
      mail::utf8_size(text) == text.size() ? std::string(text) : mail::repair_utf8(text);
  std::string out;
  out.reserve(good.size() + good.size() / 8);
  for (std::size_t at = 0; at < good.size();) {
    const auto turn = mail::is_eight_bit(good[at]) ? turn_at(std::string_view(good).substr(at)) : 0;
    if (turn == 0) {
      append(out, good[at]);
    }
    at += std::max<std::size_t>(turn, 1);
  }
  return out;
}

}  // namespace pouch::gateway::html
