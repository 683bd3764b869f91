#include <catch2/catch.hpp>

#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

TEST_CASE("a reader finds what one of his tags may read, and nothing else") {
  TestArchive archive;
  archive.put(1, {{"text", "heroin"}}, {"desk:nfp-bg", "member:ana.ionescu"});
  archive.put(2, {{"text", "heroin"}}, {"community:prosecution"});
  CHECK(archive.find("heroin", {"member:ana.ionescu"}) == Ids{1});
  CHECK(archive.find("heroin", {"community:prosecution"}) == Ids{2});
  CHECK(archive.find("heroin", {"member:ana.ionescu", "community:prosecution"}) == Ids{1, 2});
  CHECK(archive.find("heroin", {"community:police"}).empty());
  CHECK(archive.find("heroin", {}).empty());
  CHECK(archive.find("heroin", {""}).empty());
}

TEST_CASE("no query widens a reader's rights") {
  TestArchive archive;
  archive.put(1, {{"text", "heroin"}}, {"desk:nfp-bg"});
  archive.put(2, {{"text", "secret tobacco"}}, {"community:prosecution"});
  for (const std::string query :
       {"-heroin", "NOT heroin", "heroin OR tobacco", "tobacco", "NOT (NOT tobacco)", "date:2026",
        "-has:attachment", "date:1..", "(tobacco) OR (heroin)", "\"community:prosecution\"",
        "NOT community", "text:tobacco", "secr*", "tobacco~"}) {
    INFO(query);
    const auto answer = archive.ask(query, {"desk:nfp-bg"});
    for (const auto& hit : answer.hits) CHECK(hit.id == 1);
    CHECK(answer.total == answer.hits.size());
  }
}

TEST_CASE("a count says nothing of what a reader may not see") {
  TestArchive archive;
  {
    Writer writer(archive.index(), test_key());
    for (std::uint64_t i = 1; i <= 300; ++i) {
      // One in fifty is his; the word is everywhere.
      writer.put(
          {i, day(2026, 11, 1), {{"text", "heroin lorry"}}, {i % 50 == 0 ? "his" : "theirs"}, {}});
    }
    writer.commit(300);
  }
  Request request;
  request.readers = {"his"};
  request.limit = 2;
  for (const std::string query : {"heroin", "heroin lorry", "heroin OR van", "-van"}) {
    INFO(query);
    request.query = query;
    const auto answer = Reader(archive.index(), test_key()).find(request);
    CHECK(answer.hits.size() == 2);
    CHECK(answer.total == 6);
  }
  request.readers = {"nobody"};
  CHECK(Reader(archive.index(), test_key()).find(request).total == 0);
}

TEST_CASE("a tag is compared whole and as it is") {
  TestArchive archive;
  archive.put(1, {{"text", "heroin"}}, {"member:ana"});
  CHECK(archive.find("heroin", {"member:ana.ionescu"}).empty());
  CHECK(archive.find("heroin", {"member:an"}).empty());
  CHECK(archive.find("heroin", {"MEMBER:ANA"}).empty());
  CHECK(archive.find("heroin", {std::string("member:ana\0", 11)}).empty());
}

TEST_CASE("a word or flag in a message is no right") {
  TestArchive archive;
  archive.put(1, {{"text", "all member:eve"}, {"from", "member:eve"}}, {"member:ana"},
              day(2026, 11, 1), {"member:eve", "all"});
  CHECK(archive.find("all", {"all"}).empty());
  CHECK(archive.find("all", {"member:eve"}).empty());
}

TEST_CASE("rights follow the message when it is written again") {
  TestArchive archive;
  archive.put(1, {{"text", "heroin"}}, {"desk:nfp-bg"});
  archive.put(1, {{"text", "heroin"}}, {"desk:nfp-rs"});
  CHECK(archive.find("heroin", {"desk:nfp-bg"}).empty());
  CHECK(archive.find("heroin", {"desk:nfp-rs"}) == Ids{1});
}
