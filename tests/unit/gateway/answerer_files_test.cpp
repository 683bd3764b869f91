// What the files of a case are answered on the page: pieces of them, the mail as it came, pictures
// and text, each with its row in the audit log.
#include <catch2/catch.hpp>

#include "gateway/web/questions_codec.hpp"
#include "tests/unit/gateway/extracting.hpp"
#include "tests/unit/gateway/page_site.hpp"
#include "tests/unit/gateway/pdf_file.hpp"

namespace pouch::gateway {

TEST_CASE("a file comes in pieces, with one row in the audit log, never without") {
  PageSite page;
  std::string bytes;
  for (std::size_t i = 0; i < 2 * kFilePiece + 10; ++i) {
    bytes += static_cast<char>('a' + i % 23);
  }
  const auto number = page.file({"desk:nfp-bg"}, "text", bytes);
  const auto cookie = page.enter("boss");
  const auto piece = [&](std::uint64_t offset) {
    return page.ask(
        {.what = WebAsk::kPart, .cookie = cookie, .number = number.text(), .offset = offset});
  };
  REQUIRE(std::get<FilePiece>(piece(kFilePiece).page).octets ==
          bytes.substr(kFilePiece, kFilePiece));
  CHECK(page.rows("fetched").size() == 1);  // who begins in the middle is written down too
  std::string whole;
  while (whole.size() < bytes.size()) {
    const auto answer = piece(whole.size());
    REQUIRE(answer.outcome == WebOutcome::kDone);
    const auto& part = std::get<FilePiece>(answer.page);
    CHECK(part.sha256 == sha256_hex(bytes));
    CHECK(part.octets.size() <= kFilePiece);
    whole += part.octets;
  }
  CHECK(whole == bytes);
  CHECK(page.rows("fetched").size() == 2);  // it was begun twice
  CHECK(std::get<FilePiece>(piece(bytes.size()).page).octets.empty());
  CHECK(piece(bytes.size() + 1).outcome == WebOutcome::kNotFound);
  CHECK(page.ask({.what = WebAsk::kPart, .cookie = cookie, .number = number.text(), .part = 9})
            .outcome == WebOutcome::kNotFound);
}

TEST_CASE("the mail as it came is saved with a row in the audit log") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "text");
  const auto cookie = page.enter("boss");
  const auto answer =
      page.ask({.what = WebAsk::kReceived, .cookie = cookie, .number = number.text()});
  REQUIRE(answer.outcome == WebOutcome::kDone);
  const auto& piece = std::get<FilePiece>(answer.page);
  CHECK(piece.octets == "raw 1");
  CHECK(piece.size == piece.octets.size());
  REQUIRE(page.rows("fetched").size() == 1);
  CHECK(page.rows("fetched")[0].number == number.text());
  CHECK(page.rows("fetched")[0].detail.find("the mail as it came") != std::string::npos);
}

TEST_CASE("a file is looked at as pictures and text, each look in the audit log") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "text", pdf_saying("jovanovic"));
  const auto cookie = page.enter("boss");
  const Extracting reader;
  const auto shown = page.ask({.what = WebAsk::kFile, .cookie = cookie, .number = number.text()});
  REQUIRE(shown.outcome == WebOutcome::kDone);
  const auto& file = std::get<FilePage>(shown.page);
  CHECK(file.name == "plan.pdf");
  CHECK(file.pictures == 1);
  CHECK(file.sender == "Ana Ionescu");
  const auto drawn =
      page.ask({.what = WebAsk::kPicture, .cookie = cookie, .number = number.text()});
  REQUIRE(drawn.outcome == WebOutcome::kDone);
  CHECK(std::get<PicturePage>(drawn.page).octets.starts_with("\xff\xd8\xff"));
  CHECK(page.ask({.what = WebAsk::kPicture, .cookie = cookie, .page = 2, .number = number.text()})
            .outcome == WebOutcome::kNotFound);
  const auto rows = page.rows("previewed");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].detail.starts_with("file 1; page; reason: "));
  CHECK(rows[1].detail.starts_with("file 1, page 1; page; reason: "));
}

TEST_CASE("a small picture is drawn for who was shown its case, once each time, under that row") {
  PageSite page;
  const auto number = page.file({"desk:nfp-bg"}, "text", pdf_saying("jovanovic"));
  const auto theirs = page.file({"desk:nfp-rs"}, "text", pdf_saying("jovanovic"));
  const auto cookie = page.enter("boss"), other = page.enter("boss");
  const Extracting reader;
  const auto small = [&](const std::string& who, const MessageNumber& of, std::uint64_t part = 0) {
    const auto answer =
        page.ask({.what = WebAsk::kSmallPicture, .cookie = who, .number = of.text(), .part = part});
    const auto* const picture = std::get_if<PicturePage>(&answer.page);
    CHECK((answer.outcome == WebOutcome::kDone) == (picture != nullptr));
    CHECK((picture != nullptr || answer.outcome == WebOutcome::kNotFound));
    return picture == nullptr ? std::string() : picture->octets;
  };
  const auto show = [&](const MessageNumber& of) {
    return page.post(
        {.what = WebAsk::kCase, .cookie = cookie, .reason = "order 7", .number = of.number.text()});
  };
  CHECK(small(cookie, number).empty());
  const auto shown = show(number);
  REQUIRE(shown.outcome == WebOutcome::kDone);
  CHECK(std::get<CasePage>(shown.page).messages.at(0).files.at(0).small);
  REQUIRE(page.rows("shown").size() == 1);
  CHECK(page.rows("shown")[0].detail.starts_with("1 messages, small pictures of 1 file; page"));
  CHECK(small(other, number).empty());  // another session, which has seen nothing
  CHECK(small(cookie, number, 1).empty());
  const auto drawn = small(cookie, number);
  CHECK(drawn.starts_with("\xff\xd8\xff"));
  CHECK(drawn.size() < 10'000);
  CHECK(small(cookie, number).empty());
  CHECK(show(number).outcome == WebOutcome::kDone);
  CHECK_FALSE(small(cookie, number).empty());
  CHECK(show(theirs).outcome == WebOutcome::kNotFound);
  CHECK(small(cookie, theirs).empty());
  CHECK(page.rows("previewed").empty());
  // Rights that end meanwhile end it too.
  CHECK(show(number).outcome == WebOutcome::kDone);
  page.member("boss").desks.clear();
  page.begin();
  CHECK(small(cookie, number).empty());
}

}  // namespace pouch::gateway
