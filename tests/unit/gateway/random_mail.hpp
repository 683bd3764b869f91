// For tests: signed mails of many shapes, each made of a number, and OpenPGP messages around them
// as other programs frame them.
#pragma once

#include <zlib.h>

#include <catch2/catch.hpp>
#include <iterator>
#include <random>
#include <string>

#include "gateway/store/taken.hpp"

namespace pouch::gateway {

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::size_t any(std::size_t below) { return random_() % below; }
  template <std::size_t kCount>
  const char* one_of(const char* const (&all)[kCount]) {
    return all[any(kCount)];
  }

  std::string octets(std::size_t size, bool text) {
    std::string made(size, '\0');
    for (auto& octet : made) {
      octet = static_cast<char>(text ? ' ' + any(90) : any(256));
    }
    return made;
  }

  std::string lines(const std::string& end) {
    std::string text;
    for (const auto size = some_size(); text.size() < size;) {
      text += octets(any(70), true) + end;
    }
    return text;
  }

  std::string base64(const std::string& octets, const std::string& end) {
    static const char* const kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t columns = std::stoul(one_of({"76", "72", "64", "60", "4", "75"}));
    const bool blanks = any(4) == 0, last_end = any(2) == 0;
    std::string flat;
    for (std::size_t i = 0; i < octets.size(); i += 3) {
      unsigned bits = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        bits = bits << 8U | (i + k < octets.size() ? static_cast<unsigned char>(octets[i + k]) : 0);
      }
      for (std::size_t k = 0; k < 4; ++k) {
        flat += i + k > octets.size() ? '=' : kDigits[bits >> (18 - 6 * k) & 63U];
      }
    }
    std::string text;
    for (std::size_t at = 0; at < flat.size(); at += columns) {
      text += flat.substr(at, columns);
      text += blanks && any(9) == 0 ? " \t" : "";
      text += at + columns < flat.size() || last_end ? end : "";
    }
    return text;
  }

  std::string quoted(const std::string& octets, const std::string& end) {
    std::string text;
    std::size_t column = 0;
    for (const char c : octets) {
      constexpr const char* kHex = "0123456789ABCDEF";
      const auto value = static_cast<unsigned char>(c);
      text += std::string{'=', kHex[value >> 4U], kHex[value & 15U]};
      if (++column % 25 == 0) {
        text += "=" + end;
      }
    }
    return text;
  }

  std::size_t some_size() {
    constexpr std::size_t kSizes[] = {0, 1, 2, kWorthTaking - 1, kWorthTaking, 90'001, 300'000};
    return kSizes[any(std::size(kSizes))];
  }

  std::string file(const std::string& end) {
    const std::string head = "Content-Type: application/octet-stream; name=\"f" +
                             std::to_string(any(1000)) + ".bin\"" + end +
                             "Content-Disposition: attachment" + end;
    const auto encoding =
        one_of({"base64", "base64", "base64", "7bit", "8bit", "quoted-printable", "BASE64", ""});
    const std::string name = encoding;
    const auto field = name.empty() ? std::string() : "Content-Transfer-Encoding: " + name + end;
    const auto body = name == "quoted-printable" ? quoted(octets(some_size() / 3, false), end)
                      : name.size() == 6         ? base64(octets(some_size(), false), end)
                      : any(4) == 0 ? "begin 644 a" + end + lines(end) + "`" + end + "end" + end
                                    : lines(end);
    return head + field + end + body;
  }

  // A signed entity with a text and files, some within others' multipart, some twice.
  std::string entity() {
    const std::string end = any(3) == 0 ? "\n" : "\r\n";
    std::string parts, again;
    const auto add = [&](const std::string& part) { parts += "--outer" + end + part + end; };
    add("Content-Type: text/plain" + end + end + "hello");
    for (auto left = 1 + any(4); left > 0; --left) {
      const auto made = file(end);
      add(any(4) == 0 ? "Content-Type: multipart/mixed; boundary=inner" + end + end + "--inner" +
                            end + made + end + "--inner--"
                      : made);
      if (any(4) == 0) {
        add(made);
      }
    }
    return "Content-Type: multipart/mixed; boundary=outer" + end + end + parts + "--outer--" + end;
  }

  // --- OpenPGP messages around it, as other programs frame them

  std::string packet(unsigned tag, const std::string& body) {
    const auto octet = [](std::size_t value) { return std::string(1, static_cast<char>(value)); };
    const auto number = [&](std::size_t value, int octets) {
      std::string text;
      for (; octets > 0; --octets) {
        text += octet(value >> (8 * (octets - 1)) & 0xFFU);
      }
      return text;
    };
    const auto length = [&](std::size_t size) {
      return size < 192    ? octet(size)
             : size < 8384 ? octet(((size - 192) >> 8U) + 192) + octet((size - 192) & 0xFFU)
                           : octet(255) + number(size, 4);
    };
    const auto size = body.size();
    switch (any(tag < 16 ? 4 : 2)) {
      case 0:
        return octet(0xC0U | tag) + length(size) + body;
      case 1: {
        std::string text = octet(0xC0U | tag);
        std::size_t at = 0;
        for (std::size_t piece = 0; size - at > 1024; at += piece) {
          const auto power = 9 + any(5);
          piece = std::size_t{1} << power;
          if (piece >= size - at) {
            break;
          }
          text += octet(224 + power) + body.substr(at, piece);
        }
        return text + length(size - at) + body.substr(at);
      }
      case 2: {
        const unsigned type = size < 256 ? 0 : size < 65536 ? 1 : 2;
        return octet(0x80U | tag << 2U | type) + number(size, 1 << type) + body;
      }
      default:
        return octet(0x80U | tag << 2U | 2U) + number(size, 4) + body;
    }
  }

  static std::string deflated(const std::string& plain, int bits) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, plain.size()) + 16, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
  }

  std::string message(const std::string& text) {
    const auto name = octets(any(2) * any(20), true);
    const auto literal =
        std::string("b") + static_cast<char>(name.size()) + name + "\1\2\3\4" + text;
    auto inside =
        packet(4, octets(13, false)) + packet(11, literal) + packet(2, octets(600, false));
    inside = (any(3) == 0 ? packet(10, "PGP") : "") + inside;
    switch (any(4)) {
      case 0:
        return inside;
      case 1:
        return packet(8, std::string("\0", 1) + inside);
      case 2:  // without an end of its own, as GnuPG writes it
        return "\xA3\1" + deflated(inside, -15);
      default:
        return packet(8, "\2" + deflated(inside, 15));
    }
  }

 private:
  std::mt19937 random_;
};

}  // namespace pouch::gateway
