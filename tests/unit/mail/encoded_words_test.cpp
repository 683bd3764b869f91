#include <catch2/catch.hpp>

#include "mail/structure/headers.hpp"

namespace pouch::mail {
namespace {

std::string decoded(std::string_view raw) { return decode_text(raw, Limits{}); }

TEST_CASE("encoded words of both encodings are decoded") {
  CHECK(decoded("=?utf-8?Q?Request_4417/2026=3A_heroin_at_Giurgiu_=E2=80=93_Ruse?=") ==
        "Request 4417/2026: heroin at Giurgiu – Ruse");
  CHECK(decoded("Giurgiu =?UTF-8?B?4oCT?= Ruse") == "Giurgiu – Ruse");
  CHECK(decoded("=?windows-1251?q?=CC=E8=EB=E0=ED?=") == "Милан");
  CHECK(decoded("=?iso-8859-16?q?=DEepe=BA?=") == "Țepeș");
  CHECK(decoded("=?utf-8*ro?q?=C8=9A?=") == "Ț");
}

TEST_CASE("white space between encoded words is not shown, beside plain text it is") {
  CHECK(decoded("=?utf-8?q?a?=\r\n =?utf-8?q?b?=") == "ab");
  CHECK(decoded("=?utf-8?q?a?= \t =?koi8-r?q?b?=") == "ab");
  CHECK(decoded("=?utf-8?q?a?= b =?utf-8?q?c?=") == "a b c");
  CHECK(decoded("at =?utf-8?Q?Giu?=\r\n =?utf-8?B?cmdpdSDigJM=?= Ruse") == "at Giurgiu – Ruse");
}

TEST_CASE("a character cut in two by two words is joined") {
  CHECK(decoded("=?utf-8?q?=C8?= =?utf-8?b?mg==?=") == "Ț");
}

TEST_CASE("what does not decode is shown as written") {
  for (const std::string_view raw :
       {"=?utf-8?q?=C8?=", "=?utf-8?x?abc?=", "=?utf-8?q?abc",
        "=?utf-8?b?a?=", "=?utf-8?q?a=?=", "=?nonsense?q?abc?=", "=??q?\xC3?=", "=?",
        "a =? b ?=", "=?utf-8?q?a b?=", "=?utf-8?b?||||?=", "=?utf-7?q?+ADw-?=",
        "=?iso-2022-jp?b?GyRCJCIbKEI=?=", "=?hz-gb-2312?q?~{?=", "=?utf-8?q?=C0=80?=",
        "=?utf-8?q?=ED=A0=80?=", "=?utf-8?q?a=00b?="}) {
    INFO(raw);
    const std::string shown = raw == "=??q?\xC3?=" ? "=??q?\xEF\xBF\xBD?=" : std::string(raw);
    CHECK(decoded(raw) == shown);
  }
}

TEST_CASE("words beyond the limit are shown as written") {
  Limits limits;
  limits.encoded_words = 2;
  CHECK(decode_text("=?utf-8?q?a?= =?utf-8?q?b?=", limits) == "ab");
  CHECK(decode_text("=?utf-8?q?a?= =?utf-8?q?b?= =?utf-8?q?c?=", limits) == "ab =?utf-8?q?c?=");
}

TEST_CASE("decoding happens once") {
  CHECK(decoded("=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3F=3D?=") == "=?utf-8?q?a?=");
}

TEST_CASE("the result is one line of valid UTF-8 without controls and invisible marks") {
  CHECK(decoded("a\r\nb\x01"
                "c\x7F") == "a b c");
  CHECK(decoded("raw \xC8\x9A") == "raw Ț");
  CHECK(decoded("raw \xFF") == "raw \xEF\xBF\xBD");
  CHECK(decoded("=?utf-8?q?a=E2=80=AEb=E2=80=8Bc=EF=BB=BF=0A?=") == "abc");
  CHECK(decoded("=?utf-8?q?e=CC=81?=") == "é");
}

}  // namespace
}  // namespace pouch::mail
