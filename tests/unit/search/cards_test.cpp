#include "search/files/cards.hpp"

#include <catch2/catch.hpp>

using namespace pouch::search;

TEST_CASE("a vCard reads as its properties, one a line") {
  const std::string card =
      "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Милан Јовановић\r\nN:Јовановић;Милан;;;\r\n"
      "item1.TEL;TYPE=\"cell,work\":+381 64 123\r\n  4567\r\nNOTE:seen at\\nRuse\\, twice\r\n"
      "PHOTO:data:image/jpeg;base64,AAAA\r\nUID:urn:uuid:1\r\nEND:VCARD\r\n";
  CHECK(card_text(card, "") ==
        "fn: Милан Јовановић\nn: Јовановић Милан   \ntel: +381 64 123 4567\n"
        "note: seen at\nRuse, twice\n");
}

TEST_CASE("a vCard of an old telephone is decoded") {
  CHECK(card_text("BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9C=\n"
                  "=D0=B8;\nTEL;CELL:0721123456\nPHOTO;ENCODING=BASE64:/9j/\n AAAA\nEND:VCARD\n",
                  "") == "n: Ми \ntel: 0721123456\n");
  CHECK(card_text("N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=CC=E8=EB=E0=ED\n", "") ==
        "n: Милан\n");
  CHECK(card_text("FN:\xCC\xE8\xEB\xE0\xED\n", "windows-1251") == "fn: Милан\n");
}

TEST_CASE("a calendar reads as what and where and when") {
  CHECK(card_text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Hand-over\r\n"
                  "LOCATION:Giurgiu\r\nDTSTART;TZID=Europe/Sofia:20261103T140000\r\n"
                  "END:VEVENT\r\nEND:VCALENDAR\r\n",
                  "") == "summary: Hand-over\nlocation: Giurgiu\ndtstart: 20261103T140000\n");
}

TEST_CASE("what is no card gives its lines or nothing, and does no harm") {
  CHECK(card_text("", "").empty());
  CHECK(card_text("no colon", "").empty());
  CHECK(card_text("\"a:b", "").empty());
  CHECK_NOTHROW(card_text(std::string(1000000, ':'), ""));
  CHECK_NOTHROW(card_text("N;ENCODING=QUOTED-PRINTABLE:=", ""));
  std::string folded = "NOTE:a";
  for (int i = 0; i < 100000; ++i) folded += "\n b";
  CHECK(card_text(folded, "").size() > 100000);
}
