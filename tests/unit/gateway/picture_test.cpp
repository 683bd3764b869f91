// Files as pictures: what comes out is how they look and nothing else of them, within bounds.
#include "gateway/extract/picture.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/unit/gateway/extracting.hpp"
#include "tests/unit/gateway/pdf_file.hpp"

namespace pouch::gateway {
namespace {

const FileQuestion kPdf{"plan.pdf", "application/pdf"}, kPhoto{"photo.png", "image/png"};

bool is_jpeg(const std::string& octets) { return octets.starts_with("\xff\xd8\xff"); }

std::string scan() {
  std::ifstream file(POUCH_FIXTURES "/attached/scan.png", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

FileQuestion page_of(FileQuestion question, std::uint64_t page) {
  question.look = FileLook::kPicture;
  question.page = page;
  return question;
}

// A PNG that says so of itself, and has nothing else.
std::string png(std::uint32_t width, std::uint32_t height, int kind, int interlaced) {
  const auto number = [](std::uint32_t value) {
    return std::string{static_cast<char>(value >> 24U), static_cast<char>(value >> 16U),
                       static_cast<char>(value >> 8U), static_cast<char>(value)};
  };
  const auto chunk = [&](const std::string& name, const std::string& data) {
    return number(static_cast<std::uint32_t>(data.size())) + name + data + "crc!";
  };
  return "\x89PNG\r\n\x1a\n" +
         chunk("IHDR", number(width) + number(height) + '\x08' + static_cast<char>(kind) +
                           std::string(2, '\0') + static_cast<char>(interlaced)) +
         chunk("IDAT", "data");
}

std::string jpeg(int width, int height, int colours) {
  const auto number = [](int value) {
    return std::string{static_cast<char>(value / 256), static_cast<char>(value % 256)};
  };
  return "\xff\xd8\xff\xe0" + number(4) + "ab\xff\xc0" + number(17) + '\x08' + number(height) +
         number(width) + static_cast<char>(colours) + std::string(9, 'x');
}

}  // namespace

TEST_CASE("a page of a PDF is drawn as a JPEG, and one that is not there has no picture") {
  const auto bytes = pdf_saying("jovanovic");
  CHECK(pages_of(kPdf, bytes).pages == 1);
  const auto drawn = drawn_page(page_of(kPdf, 1), bytes);
  CHECK(drawn.failure.empty());
  CHECK(is_jpeg(drawn.picture));
  CHECK(drawn.picture.find("jovanovic") == std::string::npos);
  for (const std::uint64_t page : {std::uint64_t{0}, std::uint64_t{2}, kMostPictures + 1}) {
    const auto none = drawn_page(page_of(kPdf, page), bytes);
    CHECK(none.picture.empty());
    CHECK_FALSE(none.failure.empty());
  }
}

TEST_CASE("a photograph is drawn anew, and nothing of the file but its look comes along") {
  const auto drawn = drawn_page(page_of(kPhoto, 1), scan());
  REQUIRE(is_jpeg(drawn.picture));
  CHECK(pages_of(kPhoto, scan()).pages == 1);
  // What it says beside its picture is left behind.
  auto with_place = drawn.picture;
  with_place.insert(2, std::string("\xff\xfe\x00\x0fkanarienvogel", 17));
  const FileQuestion camera{"photo.jpg", "image/jpeg"};
  const auto again = drawn_page(page_of(camera, 1), with_place);
  REQUIRE(is_jpeg(again.picture));
  CHECK(again.picture.find("kanarienvogel") == std::string::npos);
}

TEST_CASE("a picture with more points than are taken, or of another making, is not drawn") {
  CHECK_FALSE(page_with(jpeg(5000, 9999, 3)).empty());
  CHECK(page_with(jpeg(5001, 10000, 3)).empty());
  CHECK(page_with(jpeg(0, 10, 3)).empty());
  CHECK(page_with(jpeg(10, 10, 2)).empty());
  CHECK_FALSE(page_with(png(100, 100, 2, 0)).empty());
  CHECK(page_with(png(100, 100, 6, 0)).empty());  // transparent
  CHECK(page_with(png(100, 100, 2, 1)).empty());  // interlaced
  CHECK(page_with(png(100'000, 600, 2, 0)).empty());
  CHECK(page_with(png(0xffffffff, 0xffffffff, 2, 0)).empty());
  CHECK(page_with("GIF89a").empty());
  CHECK(page_with("").empty());
  for (const auto& whole : {jpeg(10, 10, 3), png(10, 10, 2, 0)}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      (void)page_with(std::string_view(whole).substr(0, size));
    }
  }
}

TEST_CASE("what is no picture, damaged or endless has a sentence instead") {
  const auto failure = [](const FileQuestion& question, const std::string& bytes,
                          const PictureLimits& limits = {}) {
    const auto drawn = drawn_page(page_of(question, 1), bytes, limits);
    CHECK(drawn.picture.empty());
    return drawn.failure;
  };
  CHECK(failure(kPdf, "%PDF-1.4 nothing") == "the file is damaged, or locked with a password");
  CHECK(failure({"a.docx", ""}, "PK") == "files of this kind are not shown as pictures");
  CHECK(failure(kPhoto, png(10, 10, 6, 0)) == "pictures of this kind are not shown here");
  CHECK(pages_of(kPdf, "%PDF-1.4 nothing").pages == 0);
  // Curves without end: its time is over.
  std::string curves;
  for (int i = 0; i < 400'000; ++i) {
    curves += "0 0 m 600 800 10 20 30 40 c 600 0 0 800 300 400 c S\n";
  }
  PictureLimits hasty;
  hasty.caged.time = std::chrono::milliseconds(300);
  CHECK(failure(kPdf, pdf(curves), hasty) == "reading the file took too long");
  PictureLimits absent;
  absent.pdftoppm = "/nowhere/pdftoppm";
  CHECK(failure(kPdf, pdf_saying("x"), absent).find("not installed") != std::string::npos);
}

TEST_CASE("a page of 200 by 200 inches is drawn to the size of others") {
  auto bytes = pdf_saying("large");
  const auto box = bytes.find("600 800]");
  REQUIRE(box != std::string::npos);
  bytes.replace(box, 8, "14400 14400]");
  const auto drawn = drawn_page(page_of(kPdf, 1), bytes);
  CHECK(is_jpeg(drawn.picture));
}

TEST_CASE("a picture comes over the line from who reads files, and text is no picture") {
  const Extracting reader;
  const auto drawn = text_of(page_of(kPdf, 1), pdf_saying("jovanovic"));
  CHECK(is_jpeg(drawn.picture));
  auto pages = kPdf;
  pages.look = FileLook::kPages;
  CHECK(text_of(pages, pdf_saying("jovanovic")).pages == 1);
  const auto words = text_of(kPdf, pdf_saying("jovanovic"));
  CHECK(words.text.find("jovanovic") != std::string::npos);
  CHECK(words.picture.empty());
}

TEST_CASE("a small picture is of the first page, small, and given up soon") {
  const auto small = drawn_small(page_of(kPdf, 7), pdf_saying("jovanovic"));
  REQUIRE(is_jpeg(small.picture));
  CHECK(small.picture.size() < kSmallOctets);
  CHECK(small.picture.size() <
        drawn_page(page_of(kPdf, 1), pdf_saying("jovanovic")).picture.size());
  // Its height, as its frame header says it (ITU-T T.81 section B.2.2).
  const auto frame = small.picture.find("\xff\xc0");
  REQUIRE(frame != std::string::npos);
  CHECK(static_cast<unsigned char>(small.picture[frame + 6]) == kSmallEdge);
  const auto photo = drawn_small(kPhoto, scan());
  CHECK(is_jpeg(photo.picture));
  std::string curves;
  for (int i = 0; i < 400'000; ++i) {
    curves += "0 0 m 600 800 10 20 30 40 c 600 0 0 800 300 400 c S\n";
  }
  const auto begin = std::chrono::steady_clock::now();
  CHECK(drawn_small(kPdf, pdf(curves)).picture.empty());
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(8));
  const Extracting reader;
  auto asked = kPdf;
  asked.look = FileLook::kSmall;
  CHECK(is_jpeg(text_of(asked, pdf_saying("jovanovic")).picture));
}

}  // namespace pouch::gateway
