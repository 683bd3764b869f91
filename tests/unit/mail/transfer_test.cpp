#include <catch2/catch.hpp>

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

}  // namespace
}  // namespace pouch::mail
