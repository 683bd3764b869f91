#include <catch2/catch.hpp>

#include <random>

#include "mail/text/transfer.hpp"

namespace pouch::mail {
namespace {

std::string decoded(std::string_view encoding, std::string_view body) {
  std::string out = "untouched";
  return decode_transfer(encoding, body, out) ? out : "refused " + out;
}

TEST_CASE("base64 is decoded whatever its line ends") {
  CHECK(decoded("base64", "Rm9y\r\nbTog\ne\tA= =\r\n") == "Form: x");
  CHECK(decoded("BASE64", "YQ==") == "a");
  CHECK(decoded("base64", "YWI=") == "ab");
  CHECK(decoded("base64", "YWJj") == "abc");
  CHECK(decoded("base64", "") == "");
  CHECK(decoded("base64", "AP8=") == std::string("\0\xFF", 2));
}

TEST_CASE("base64 that two readers would read differently is refused") {
  for (const std::string_view body :
       {"YWJj|", "YQ==YQ==", "YQ", "YQ=", "YQ===", "Y", "YWI", "YWJj=", "=", "====", "YW*Jj",
        "YWJj\n--footer", "YWJj\xFF", "Y=Q="}) {
    INFO(body);
    CHECK(decoded("base64", body) == "refused untouched");
  }
}

TEST_CASE("quoted-printable is decoded, its line ends kept") {
  CHECK(decoded("quoted-printable", "a=3Db=c3=A4\r\nc\n") == "a=b\xC3\xA4\r\nc\n");
  CHECK(decoded("Quoted-Printable", "so=\r\nft=  \nbreak") == "softbreak");
  CHECK(decoded("quoted-printable", "trailing \t\r\nblanks  ") == "trailing\r\nblanks");
  CHECK(decoded("quoted-printable", "kept=20\nend=") == "kept \nend");
  CHECK(decoded("quoted-printable", "=46orm: x") == "Form: x");
}

TEST_CASE("an equals sign that begins nothing is refused") {
  for (const std::string_view body : {"a=b", "=sID0", "=4", "=G0", "a==\nb", "= b"}) {
    INFO(body);
    CHECK(decoded("quoted-printable", body) == "refused untouched");
  }
}

TEST_CASE("identity encodings leave the octets alone") {
  for (const std::string_view name : {"7bit", "8BIT", "binary", ""}) {
    CHECK(decoded(name, "a=3D\r\n\xFF") == "a=3D\r\n\xFF");
  }
}

TEST_CASE("unknown encodings are refused") {
  CHECK(decoded("x-uuencode", "begin") == "refused untouched");
  CHECK(decoded("base 64", "YQ==") == "refused untouched");
}

TEST_CASE("in pieces a body is decoded as in one, or refused as in one") {
  std::mt19937 random(11);
  const std::string_view alphabet = "YWJjZA+/=\r\n =0AF3D";
  for (int round = 0; round < 4000; ++round) {
    std::string body;
    for (auto size = random() % 40; size > 0; --size) {
      body += alphabet[random() % (random() % 2 == 0 ? 8 : alphabet.size())];
    }
    for (const std::string_view encoding : {"base64", "quoted-printable", "7bit", "x-none"}) {
      std::string whole, pieces;
      const bool good = decode_transfer(encoding, body, whole);
      TransferReader reader(encoding, [&](std::string_view piece) { pieces += piece; });
      for (std::size_t at = 0; at < body.size();) {
        const auto size = 1 + random() % 7;
        reader.take(std::string_view(body).substr(at, size));
        at += size;
      }
      INFO(encoding << ": " << body);
      CHECK(reader.end() == good);
      CHECK((!good || pieces == whole));
    }
  }
}

}  // namespace
}  // namespace pouch::mail
