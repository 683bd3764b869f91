// The names of the Web Key Directory; what gpg itself makes of them: tests/system/key_publish_test.
#include "mail/openpgp/web_directory.hpp"

#include <catch2/catch.hpp>

#include "mail/fault.hpp"

using namespace pouch::mail::openpgp;

namespace {

std::string hex(const std::string& octets) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  for (const char octet : octets) {
    text += kDigits[static_cast<unsigned char>(octet) >> 4];
    text += kDigits[static_cast<unsigned char>(octet) & 15];
  }
  return text;
}

}  // namespace

TEST_CASE("SHA-1 gives the digests of FIPS 180's examples, at each length of a block") {
  CHECK(hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex(sha1("")) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(hex(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  CHECK(hex(sha1(std::string(1000000, 'a'))) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("an address has the name that the draft gives as its example") {
  const auto name = web_name("Joe.Doe@Example.ORG");
  CHECK(name.domain == "example.org");
  CHECK(name.hash == "iy9q119eutrkn8s1mk4r39qejnbu3n5q");
  CHECK(web_name("joe.doe@example.org").hash == name.hash);
}

TEST_CASE("an armoured key is taken out of its armour, and what is none is refused") {
  CHECK(without_armour("-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: x\n\naGVsbG8=\n=abcd\n"
                       "-----END PGP PUBLIC KEY BLOCK-----\n") == "hello");
  for (const auto* bad : {"", "hello", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n!\n-----END"}) {
    CHECK_THROWS_AS(without_armour(bad), pouch::mail::Fault);
  }
}
