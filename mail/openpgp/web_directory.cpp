#include "mail/openpgp/web_directory.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "mail/armour.hpp"
#include "mail/fault.hpp"
#include "mail/text/transfer.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::size_t kBlock = 64;

// FIPS 180-4 section 5.1.1: a one, zeros, the length in bits.
std::string padded(std::string_view bytes) {
  std::string text(bytes);
  text += '\x80';
  text.append((kBlock + 56 - text.size() % kBlock) % kBlock, '\0');
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) {
    text += static_cast<char>((bits >> shift) & 0xFF);
  }
  return text;
}

std::uint32_t word_at(std::string_view block, std::size_t index) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    word = word << 8 | static_cast<unsigned char>(block[index * 4 + i]);
  }
  return word;
}

// FIPS 180-4 section 6.1.2.
void mix(std::string_view block, std::array<std::uint32_t, 5>& state) {
  std::array<std::uint32_t, 80> words{};
  for (std::size_t t = 0; t < words.size(); ++t) {
    words[t] = t < 16 ? word_at(block, t)
                      : std::rotl(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
  }
  auto [a, b, c, d, e] = state;
  for (std::size_t t = 0; t < words.size(); ++t) {
    const std::uint32_t f = t < 20   ? (b & c) | (~b & d)
                            : t < 40 ? b ^ c ^ d
                            : t < 60 ? (b & c) | (b & d) | (c & d)
                                     : b ^ c ^ d;
    constexpr std::array<std::uint32_t, 4> kConstants{0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC,
                                                      0xCA62C1D6};
    const std::uint32_t next = std::rotl(a, 5) + f + e + kConstants[t / 20] + words[t];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

}  // namespace

std::string sha1(std::string_view bytes) {
  std::array<std::uint32_t, 5> state{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  const auto text = padded(bytes);
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    mix(std::string_view(text).substr(at, kBlock), state);
  }
  std::string digest;
  for (const auto word : state) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest += static_cast<char>((word >> shift) & 0xFF);
    }
  }
  return digest;
}

std::string z_base_32(std::string_view octets) {
  constexpr std::string_view kDigits = "ybndrfg8ejkmcpqxot1uwisza345h769";
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char octet : octets) {
    held = (held << 8 | static_cast<unsigned char>(octet)) & 0xFFF;
    for (bits += 8; bits >= 5; bits -= 5) {
      text += kDigits[held >> (bits - 5) & 31];
    }
  }
  return bits == 0 ? text : text + kDigits[held << (5 - bits) & 31];
}

WebName web_name(std::string_view address) {
  const auto at = address.rfind('@');
  const auto local = address.substr(0, at);
  return {at == std::string_view::npos ? std::string() : lower(address.substr(at + 1)),
          z_base_32(sha1(lower(local)))};
}

std::string without_armour(std::string_view armoured) {
  // RFC 4880 section 6.2: headers, an empty line, base64, a line with "=" and the checksum.
  const auto fail = [] {
    return Fault(Permanence::kPermanent, "an armoured key is none", "see pouch check");
  };
  std::string text(armoured);
  std::erase(text, '\r');
  const auto begin = text.find(kPublicKeyBegins);
  const auto empty = begin == std::string::npos ? begin : text.find("\n\n", begin);
  const auto end = empty == std::string::npos ? empty : text.find("\n-----END", empty);
  if (end == std::string::npos) {
    throw fail();
  }
  auto body = text.substr(empty + 2, end - empty - 2);
  const auto checksum = body.rfind("\n=");
  if (checksum != std::string::npos && body.size() - checksum == 6) {
    body.resize(checksum);
  }
  std::string bytes;
  if (!decode_transfer("base64", body, bytes) || bytes.empty()) {
    throw fail();
  }
  return bytes;
}

}  // namespace pouch::mail::openpgp
