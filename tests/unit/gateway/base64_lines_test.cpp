// Lines of base64 as the store keeps them.
#include "gateway/store/base64_lines.hpp"

#include <catch2/catch.hpp>
#include <random>

namespace pouch::gateway {
namespace {

std::string folded(const std::string& text, std::mt19937& random) {
  std::string out;
  LinesFolder folder([&](std::string_view piece) { out += piece; });
  for (std::size_t at = 0; at < text.size();) {
    const auto size = 1 + random() % 300;
    folder.take(std::string_view(text).substr(at, size));
    at += size;
  }
  folder.finish();
  return out;
}

// Empty with `good` false: it is no folded text.
std::string unfolded(const std::string& octets, std::mt19937& random, bool& good) {
  std::string out;
  LinesUnfolder unfolder([&](std::string_view piece) {
    out += piece;
    return true;
  });
  for (std::size_t at = 0; at < octets.size() && unfolder.good();) {
    const auto size = 1 + random() % 300;
    unfolder.take(std::string_view(octets).substr(at, size));
    at += size;
  }
  good = unfolder.is_whole();
  return out;
}

std::string lines(std::mt19937& random, std::size_t digits, std::size_t count, const char* end) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (; count > 0; --count) {
    for (std::size_t i = 0; i < digits; ++i) {
      text += kDigits[random() % 64];
    }
    text += end;
  }
  return text;
}

}  // namespace

TEST_CASE("whatever a text is, it comes back octet for octet out of its folded lines") {
  std::mt19937 random(5);
  for (int round = 0; round < 600; ++round) {
    std::string text;
    for (auto parts = random() % 6; parts > 0; --parts) {
      const auto count = random() % (random() % 8 == 0 ? 3000 : 20);
      const char* const ends[] = {"\n", "\r\n", "\r", "", " \n", "=\n", "==\r\n"};
      switch (random() % 4) {
        case 0:
          for (std::size_t i = 0; i < count; ++i) {
            text += static_cast<char>(random() % 256);
          }
          break;
        case 1:
          text += lines(random, random() % 300, count % 30, ends[random() % 7]);
          break;
        default:
          text += lines(random, 4 * (random() % 66), count, ends[random() % 3]);
      }
    }
    bool good = false;
    CHECK((unfolded(folded(text, random), random, good) == text));
    CHECK(good);
  }
}

TEST_CASE("armour and attached files lose a quarter of their octets") {
  std::mt19937 random(6);
  for (const std::size_t digits : {60U, 64U, 72U, 76U}) {
    const auto text =
        "-----BEGIN PGP MESSAGE-----\n\n" + lines(random, digits, 9000, "\n") + "=abcd\n";
    CHECK(folded(text, random).size() < text.size() / 1000 * 746);
  }
}

TEST_CASE("what is no folded text is refused, and no cut of one is whole") {
  std::mt19937 random(7);
  const auto text = "head\n" + lines(random, 64, 40, "\r\n") + "rest";
  const auto octets = folded(text, random);
  bool good = true;
  for (std::size_t size = 1; size < octets.size(); ++size) {
    const auto part = unfolded(octets.substr(0, size), random, good);
    CHECK(text.starts_with(part));
    CHECK((!good || part.size() < text.size()));
  }
  using namespace std::string_literals;
  for (const auto& wrong : {"\2"s, "\0\0\0"s, "\1\0\1\1\0abc"s, "\1\3\1\1\0abc"s, "\1\4\0\1\0abc"s,
                            "\1\4\3\1\0abc"s, "\1\4\1\0\0"s, "\0\1\0"s}) {
    unfolded(wrong, random, good);
    CHECK_FALSE(good);
  }
}

}  // namespace pouch::gateway
