// Pictures of text, where tesseract is installed.
#include "gateway/extract/scan_text.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gateway/extract/file_walk.hpp"
#include "tests/unit/gateway/pdf_file.hpp"

namespace pouch::gateway {
namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(POUCH_FIXTURES "/attached/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_installed() {
  const bool there = std::filesystem::exists("/usr/bin/tesseract");
  if (!there) {
    WARN("not run: tesseract is not installed");
  }
  return there;
}

ScanLimits english() {
  ScanLimits limits;
  limits.languages = {"eng"};
  return limits;
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("scan: the words on a page are recognised, when the site asks for it") {
  if (!is_installed()) return;
  FileLimits limits;
  const FileQuestion question{"scan.pdf", ""};
  CHECK(text_of_file(question, fixture("scan.pdf"), limits).failure == kNoText);
  limits.scan = english();
  const auto found = text_of_file(question, fixture("scan.pdf"), limits);
  CHECK(found.failure.empty());
  CHECK(has(found.text, "heroin"));
  const auto photo = text_of_file({"scan.png", ""}, fixture("scan.png"), limits);
  CHECK(photo.failure.empty());
  CHECK(has(photo.text, "heroin"));
}

TEST_CASE("scan: a page without text, a file that is none, and a missing program are told") {
  if (!is_installed()) return;
  CHECK(scanned_pdf(pdf(""), english()).failure == "no text was recognised in the scanned pages");
  CHECK(has(scanned_pdf("lorry", english()).failure, "scanned page 1: "));
  CHECK(has(scanned_photo("lorry", english()).failure, "tesseract failed"));
  auto none = english();
  none.tesseract = "/usr/bin/no-such-program";
  CHECK(has(scanned_photo(fixture("scan.png"), none).failure, "tesseract failed"));
  CHECK(missing_languages(none) == std::vector<std::string>{"tesseract"});
}

TEST_CASE("scan: pages are bounded in number, and one of 200 inches in size") {
  if (!is_installed()) return;
  auto limits = english();
  limits.pages = 0;
  CHECK(scanned_pdf(fixture("scan.pdf"), limits).failure ==
        "only the first 0 scanned pages were read");
  auto large = pdf("0 0 14400 14400 re f");
  large.replace(large.find("[0 0 600 800]"), 13, "[0 0 14400 14400]");
  CHECK_FALSE(scanned_pdf(large, english()).failure.empty());
}

TEST_CASE("scan: the languages that tesseract has not are named") {
  if (!is_installed()) return;
  auto limits = english();
  limits.languages = {"eng", "tlh_none"};
  CHECK(missing_languages(limits) == std::vector<std::string>{"tlh_none"});
}

}  // namespace pouch::gateway
