#include "search/index/index.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "search/index/blind.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

std::string raw_files(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

Document message(std::uint64_t id, const std::string& text) {
  return {id, day(2026, 11, 1), {{"text", text}}, {"all"}, {}};
}

}  // namespace

TEST_CASE("no word, name, number, tag or flag can be read in the index's files") {
  TestArchive archive;
  archive.put(1,
              {{"text", "canaryword ZEBRAFINCH"},
               {"subject", "canarysubject"},
               {"person", "Canaryname"},
               {"plate", "CA 1234 AB"},
               {"case", "SEL-2026-000017-31"},
               {"from", "ana.ionescu"},
               {"phone", "+381 64 555 4321"},
               {"text",
                "Canaria Petrović-Canaris wrote from canary@birds.example, 192.168.77.41, "
                "of MSKU 305438 3"},
               {"attachment", "crossings-october.csv"}},
              {"member:ana.ionescu"}, day(2026, 11, 1), {"has:attachment"});
  REQUIRE(archive.find("canaryword", {"member:ana.ionescu"}) == Ids{1});
  const auto raw = raw_files(archive.index());
  REQUIRE(raw.size() > 1000);
  for (const std::string word :
       {"canary",  "zebra",  "ZEBRA",      "Canary",   "1234",   "SEL-2026", "ana.ion",
        "ionescu", "member", "attachment", "crossing", "octob",  "kanari",   "5554321",
        "4321",    "birds",  "192.168",    "MSKU",     "305438", "etrovic",  "anaris"}) {
    INFO(word);
    CHECK(raw.find(word) == std::string::npos);
  }
}

TEST_CASE("equal words under two fields or two keys leave different terms") {
  const Blind one(test_key(1)), other(test_key(2));
  CHECK(one.term(TermKind::kWord, "person", "popov") !=
        one.term(TermKind::kWord, "subject", "popov"));
  CHECK(one.term(TermKind::kWord, "person", "popov") !=
        one.term(TermKind::kExact, "person", "popov"));
  CHECK(one.term(TermKind::kWord, "person", "popov") !=
        other.term(TermKind::kWord, "person", "popov"));
  CHECK(one.term(TermKind::kWord, "ab", "c") != one.term(TermKind::kWord, "a", "bc"));
  CHECK(one.term(TermKind::kWord, "person", "popov") ==
        one.term(TermKind::kWord, "person", "popov"));
  CHECK(one.term(TermKind::kWord, "person", std::string(100000, 'a')).size() == 6);
  CHECK(one.term(TermKind::kReader, "", "member:ana.ionescu").size() == 8);
  CHECK(one.check_value() != other.check_value());
}

TEST_CASE("the position in the commit log is kept with the messages") {
  TestArchive archive;
  {
    Writer writer(archive.index(), test_key());
    CHECK(writer.position() == 0);
    writer.put(message(1, "lorry"));
    writer.commit(17);
    CHECK(writer.position() == 17);
  }
  CHECK(Writer(archive.index(), test_key()).position() == 17);
}

TEST_CASE("what a killed writer had not committed is written again from its position") {
  TestArchive archive;
  const auto child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    Writer writer(archive.index(), test_key());
    writer.put(message(1, "lorry"));
    writer.commit(1);
    writer.put(message(2, "heroin"));
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  CHECK(archive.find("lorry") == Ids{1});
  CHECK(archive.find("heroin").empty());
  Writer writer(archive.index(), test_key());  // the dead one's lock is free
  REQUIRE(writer.position() == 1);
  writer.put(message(1, "lorry"));  // once more than needed does no harm
  writer.put(message(2, "heroin"));
  writer.commit(2);
  CHECK(archive.find("heroin") == Ids{2});
  CHECK(archive.ask("lorry").total == 1);
}

TEST_CASE("a second writer is told to try again") {
  TestArchive archive;
  const Writer first(archive.index(), test_key());
  try {
    Writer second(archive.index(), test_key());
    FAIL("two writers at once");
  } catch (const Fault& fault) {
    CHECK(fault.transient());
    CHECK_FALSE(fault.hint().empty());
  }
}

TEST_CASE("a reader that writers overtook opens anew") {
  TestArchive archive;
  Writer writer(archive.index(), test_key());
  writer.put(message(1, "lorry"));
  writer.commit(1);
  Reader reader(archive.index(), test_key());
  Request request;
  request.query = "lorry";
  request.readers = {"all"};
  REQUIRE(reader.find(request).total == 1);
  for (std::uint64_t id = 2; id <= 12; ++id) {  // Xapian keeps two revisions, no more
    for (std::uint64_t other = id * 100; other < id * 100 + 50; ++other) {
      writer.put(message(other, "filler words to turn the blocks over " + std::to_string(other)));
    }
    writer.put(message(id, "lorry"));
    writer.commit(id);
    CHECK_NOTHROW(reader.find(request));
  }
  CHECK(Reader(archive.index(), test_key()).find(request).total == 12);
}

TEST_CASE("a reader sees what was committed after it was opened") {
  TestArchive archive;
  Reader early(archive.index(), test_key());  // before there is an index
  archive.put(1, {{"text", "lorry"}});
  Request request;
  request.query = "lorry";
  request.readers = {"all"};
  CHECK(early.find(request).total == 1);
  archive.put(2, {{"text", "lorry"}});
  CHECK(early.find(request).total == 2);
}

TEST_CASE("another key is a fault that says what to do") {
  TestArchive archive;
  archive.put(1, {{"text", "lorry"}});
  CHECK_THROWS_AS(Reader(archive.index(), test_key(8)), Fault);
  try {
    Writer writer(archive.index(), test_key(8));
    FAIL("another key was taken");
  } catch (const Fault& fault) {
    CHECK_FALSE(fault.transient());
    CHECK(fault.hint().find("pouch reindex") != std::string::npos);
  }
}

TEST_CASE("a damaged index is a fault without a term in it") {
  TestArchive archive;
  archive.put(1, {{"text", "canaryword"}});
  std::filesystem::resize_file(shard_folder(archive.index(), 2026) / "iamglass", 10);
  try {
    archive.ask("canaryword");
    FAIL("a damaged index was read");
  } catch (const Fault& fault) {
    CHECK_FALSE(fault.transient());
    CHECK(std::string(fault.what()).find("canary") == std::string::npos);
  }
}

TEST_CASE("a compacted index is smaller, finds the same and is written on") {
  TestArchive archive;
  {
    Writer writer(archive.index(), test_key());
    for (std::uint64_t id = 1; id <= 600; ++id) {
      writer.put(message(id * 3, "lorry canaryword number " + std::to_string(id * 7919)));
      if (id % 20 == 0) writer.commit(id);
    }
  }
  const auto before = archive.ask("lorry").total;
  const auto compact = archive.index().parent_path() / "compact";
  const auto shard = shard_folder(compact, 2026);
  std::filesystem::create_directories(shard);
  std::ofstream(shard / "iamglass") << "what a crash left";
  compact_shard(archive.index(), 2026, shard);
  write_head(compact, *read_head(archive.index()));
  CHECK(raw_files(compact).size() < raw_files(archive.index()).size());
  CHECK(raw_files(compact).find("canary") == std::string::npos);
  CHECK(position_of(compact) == 600);
  Reader reader(compact, test_key());
  Request request;
  request.query = "lorry";
  request.readers = {"all"};
  CHECK(before == 600);
  CHECK(reader.find(request).total == before);
  request.query = std::to_string(600 * 7919);
  REQUIRE(reader.find(request).hits.size() == 1);
  CHECK(reader.find(request).hits[0].id == 1800);  // the numbers of messages stay
  Writer writer(compact, test_key());
  writer.put(message(1801, "lorry"));
  writer.commit(601);
  request.query = "lorry";
  CHECK(reader.find(request).total == before + 1);
}

TEST_CASE("a year that is being written, or is none, is not compacted") {
  TestArchive archive;
  const auto compact = archive.index().parent_path() / "compact";
  CHECK_THROWS_AS(compact_shard(archive.index(), 2026, compact), Fault);
  CHECK_FALSE(std::filesystem::exists(archive.index()));
  Writer writer(archive.index(), test_key());
  writer.put(message(1, "lorry"));
  CHECK_THROWS_AS(compact_shard(archive.index(), 2026, compact), Fault);
}

TEST_CASE("a removed message is found no more, and removing it twice is no fault") {
  TestArchive archive;
  archive.put(1, {{"text", "lorry"}});
  Writer writer(archive.index(), test_key());
  writer.remove(1);
  writer.remove(1);
  writer.remove(99);
  writer.commit(2);
  CHECK(archive.find("lorry").empty());
  CHECK(writer.position() == 2);
}

TEST_CASE("noise is indexed without fault") {
  TestArchive archive;
  std::string noise(1U << 20, 'x');  // one word of a megabyte
  archive.put(1, {{"text", noise},
                  {"text", std::string("\0\xFF\xC0 lorry", 9)},
                  {"person", ""},
                  {"person", noise},
                  {"plate", noise},
                  {"case", noise},
                  {"subject", "\xF0\x9F\x9A\x9A \xE2\x80\xAE"}});
  CHECK(archive.find("lorry") == Ids{1});
  CHECK_THROWS_AS(archive.put(2, {{"colour", "red"}}), std::invalid_argument);
  CHECK_THROWS_AS(archive.put(0, {{"text", "no id"}}), Fault);
}
