// Sealed texts that were made shorter first.
#include "gateway/store/packed.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "gateway/fault.hpp"
#include "gateway/store/sealed_stream.hpp"

namespace pouch::gateway {
namespace {

std::string random_text(std::size_t size, unsigned letters) {
  std::mt19937 random(7);
  std::string text(size, '\0');
  for (auto& octet : text) {
    octet = static_cast<char>('0' + random() % letters);
  }
  return text;
}

bool opens(const Secret& key, const std::string& sealed) {
  try {
    open_packed(key, "p", sealed);
    return true;
  } catch (const Fault& fault) {
    CHECK_FALSE(fault.transient());
    return false;
  }
}

TEST_CASE("texts of every length and kind come back") {
  const auto key = Secret::random();
  const auto chunk = kStreamChunk;
  for (const auto size : {std::size_t{0}, std::size_t{1}, kWorthPacking - 1, kWorthPacking,
                          chunk - 9, chunk - 8, chunk, 3 * chunk - 9, 5 * chunk + 77}) {
    for (const unsigned letters : {1U, 64U, 200U}) {
      const auto text = random_text(size, letters);
      CHECK(open_packed(key, "p", seal_packed(key, "p", text)) == text);
    }
  }
}

TEST_CASE("armour loses a fifth at least, words more, and what is dense stays as it is") {
  const auto key = Secret::random();
  const std::size_t size = 1'000'000;
  CHECK(seal_packed(key, "p", random_text(size, 64)).size() < size / 5 * 4);
  std::string words;
  while (words.size() < size) {
    words += "the lorry crossed at Ruse on the " + std::to_string(words.size()) + "th\r\n";
  }
  CHECK(seal_packed(key, "p", words).size() < size / 3);
  const auto dense = seal_packed(key, "p", random_text(size, 256));
  CHECK(dense.size() < size + size / 1000);
}

TEST_CASE("what is cut, changed, of another purpose or no packed text is a permanent fault") {
  const auto key = Secret::random();
  for (const unsigned letters : {64U, 200U}) {
    const auto sealed = seal_packed(key, "p", random_text(100'000, letters));
    REQUIRE(opens(key, sealed));
    for (std::size_t size = 0; size < sealed.size(); size += 997) {
      CHECK_FALSE(opens(key, sealed.substr(0, size)));
    }
    auto changed = sealed;
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
    CHECK_FALSE(opens(key, changed));
    CHECK_FALSE(opens(Secret::random(), sealed));
  }
  CHECK_FALSE(opens(key, seal_packed(key, "q", "text")));
}

// Sealed by us and still none: the reader trusts no length and no end.
TEST_CASE("a stream that holds no packed text is refused") {
  const auto key = Secret::random();
  const std::string nine("\0\3\0\0\0\0\0\0\0", 9);
  CHECK(opens(key, seal_stream(key, "p", nine + "abc")));
  const std::string deflated("\1\3\0\0\0\0\0\0\0", 9);
  for (const auto& text :
       {std::string(), std::string("\0\3", 2), nine + "ab", nine + "abcd", "\2" + nine.substr(1),
        std::string("\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9) + "abc", deflated, deflated + "abc",
        deflated + std::string("\x78\x01\x4b\x4c", 4)}) {
    CHECK_FALSE(opens(key, seal_stream(key, "p", text)));
  }
  // RFC 1950, 1951: one stored block of three octets, Adler-32; then the same with one more behind.
  const std::string abc("\x78\x01\x01\x03\x00\xfc\xff\x61\x62\x63\x02\x4d\x01\x27", 14);
  CHECK(opens(key, seal_stream(key, "p", deflated + abc)));
  CHECK_FALSE(opens(key, seal_stream(key, "p", deflated + abc + "x")));
  CHECK_FALSE(opens(key, seal_stream(key, "p", deflated + abc.substr(0, 13))));
  const std::string two("\1\2\0\0\0\0\0\0\0", 9);
  CHECK_FALSE(opens(key, seal_stream(key, "p", two + abc)));
}

}  // namespace
}  // namespace pouch::gateway
