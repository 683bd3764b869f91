// Which files of a case have a small picture, and how often it is drawn.
#include "gateway/web/answering/small_pictures.hpp"

#include <catch2/catch.hpp>

namespace pouch::gateway {
namespace {

constexpr const char* kSession = "session";

ReadCase case_of(const std::vector<PartFacts>& files) {
  const CaseNumber number("SEL", 2026, 17);
  ReadCase read{Case{number}, {}, {}};
  read.messages.push_back({Message{0, {number, 1}}, {}, files});
  return read;
}

PartFacts file(int position, const std::string& name, const std::string& type,
               std::uint64_t size = 1000) {
  PartFacts part;
  part.position = position;
  part.name = name;
  part.media_type = type;
  part.size = size;
  return part;
}

CasePage page_of(const ReadCase& read) {
  CasePage page;
  page.number = read.subject.number.text();
  CaseMessage message;
  message.number = read.messages[0].message.number.text();
  for (const auto& part : read.messages[0].files) {
    CaseFile shown;
    shown.part = static_cast<std::uint64_t>(part.position);
    message.files.push_back(shown);
  }
  page.messages.push_back(message);
  return page;
}

}  // namespace

TEST_CASE("small pictures: what can be drawn has one, what is large, evidence or else has none") {
  auto signature = file(5, "original.pdf", "application/pdf");
  signature.evidence = true;
  const auto read = case_of({file(0, "plan.pdf", "application/octet-stream"),
                             file(1, "photo", "image/jpeg"), file(2, "scan.png", "image/png"),
                             file(3, "scan.tif", "image/tiff"), file(4, "list.csv", "text/csv"),
                             signature, file(6, "plan.pdf", "application/pdf", 10'000'001),
                             file(7, "plan.pdf", "application/pdf", 10'000'000)});
  const auto files = SmallPictures::of(read);
  const auto number = read.messages[0].message.number.text();
  CHECK(files == SmallPictures::Files{{number, 0}, {number, 1}, {number, 2}, {number, 7}});
  auto page = page_of(read);
  SmallPictures small;
  small.offer(kSession, page, files);
  for (const auto& shown : page.messages[0].files) {
    CHECK(shown.small == (files.count({number, shown.part}) > 0));
  }
}

TEST_CASE("small pictures: of forty files the first twelve have one, each once") {
  std::vector<PartFacts> forty;
  for (int i = 0; i < 40; ++i) {
    forty.push_back(file(i, "photo.jpg", "image/jpeg"));
  }
  const auto read = case_of(forty);
  const auto number = read.messages[0].message.number.text();
  auto page = page_of(read);
  SmallPictures small;
  small.offer(kSession, page, SmallPictures::of(read));
  int taken = 0;
  for (int round = 0; round < 2; ++round) {
    for (std::uint64_t i = 0; i < 40; ++i) {
      CHECK_FALSE(small.take("another", page.number, {number, i}));
      taken += small.take(kSession, page.number, {number, i}) ? 1 : 0;
    }
  }
  CHECK(taken == 12);
}

TEST_CASE("small pictures: after two that could not be drawn nobody tries a third") {
  const auto read = case_of({file(0, "a.pdf", ""), file(1, "b.pdf", ""), file(2, "c.pdf", "")});
  const auto number = read.messages[0].message.number.text();
  auto page = page_of(read);
  SmallPictures small;
  small.offer(kSession, page, SmallPictures::of(read));
  for (const std::uint64_t part : {0U, 1U}) {
    REQUIRE(small.take(kSession, page.number, {number, part}));
    small.failed(kSession, page.number);
  }
  CHECK_FALSE(small.take(kSession, page.number, {number, 2}));
  small.offer(kSession, page, SmallPictures::of(read));  // shown anew, and written down anew
  CHECK(small.take(kSession, page.number, {number, 2}));
}

}  // namespace pouch::gateway
