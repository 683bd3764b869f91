// word*, CA12* and *4567 on the sealed index: what they find, and what is refused with a word.
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

#include "search/merge.hpp"
#include "search/query_parser.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

std::string octets_of(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    std::ifstream in(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

Answer ask(const std::filesystem::path& index, const std::string& query) {
  Request request;
  request.query = query;
  request.readers = {"all"};
  request.limit = 100;
  return Reader(index, test_key()).find(request);
}

}  // namespace

TEST_CASE("word* finds every word that begins so, of any length, wherever it stands") {
  TestArchive archive;
  archive.put(1, {{"text", "The smugglers hid heroin, an extraordinarily pure one."}});
  archive.put(2, {{"subject", "Smuggling of tobacco"}});
  archive.put(3, {{"attachment", "smuggled.csv"}, {"text", "Кријумчари су ухваћени"}});
  archive.put(4, {{"person", "Ђорђевић Драган"}});
  archive.put(5, {{"text", "the smug face"}});
  CHECK(archive.find("smuggl*") == Ids{1, 2, 3});
  CHECK(archive.find("smu*") == Ids{1, 2, 3, 5});
  CHECK(archive.find("SMUGGLER*") == Ids{1});
  CHECK(archive.find("text:smuggl*") == Ids{1, 2, 3});
  CHECK(archive.find("subject:smuggl*") == Ids{2});
  CHECK(archive.find("attachment:smuggl*") == Ids{3});
  CHECK(archive.find("extraordinar*") == Ids{1});
  CHECK(archive.find("extraordinarilyy*").empty());
  CHECK(archive.find("kriju*") == Ids{3});
  CHECK(archive.find("крију*") == Ids{3});
  CHECK(archive.find("djor*") == Ids{4});
  CHECK(archive.find("đor*") == Ids{4});
  CHECK(archive.find("person:ђор*") == Ids{4});
  CHECK(archive.find("person:smu*").empty());
  CHECK(archive.find("smuggl* heroin -tobacco") == Ids{1});
  CHECK(archive.find("the*") == Ids{1, 5});  // a word of three letters is one, too
  CHECK(archive.ask("smuggl*").hits.front().tier == "as written");
}

TEST_CASE("beginnings and ends of numbers, in fields and in free text") {
  TestArchive archive;
  archive.put(1, {{"plate", "CA 1234 AB"}});
  archive.put(2, {{"text", "The lorry CA 1299 AB, VIN WDB9634031L123456"}});
  archive.put(3, {{"document", "AB 123456"}, {"text", "passport 008123457"}});
  archive.put(4, {{"phone", "+381 64 123 45 67"}});
  archive.put(5, {{"text", "he called +40 721 123 456 twice"}});
  archive.put(6, {{"text", "JMBG 1204980730024, ca1255ab"}});
  CHECK(archive.find("CA12*") == Ids{1, 2, 6});
  CHECK(archive.find("са12*") == Ids{1, 2, 6});
  CHECK(archive.find("plate:CA12*") == Ids{1});
  CHECK(archive.find("plate:ca*") == Ids{1});
  CHECK(archive.find("WDB963*") == Ids{2});
  CHECK(archive.find("0081*") == Ids{3});
  CHECK(archive.find("120498*") == Ids{6});
  CHECK(archive.find("38164*") == Ids{4});
  CHECK(archive.find("*4567") == Ids{4});
  CHECK(archive.find("phone:*4567") == Ids{4});
  CHECK(archive.find("*3456") == Ids{2, 3, 5});
  CHECK(archive.find("document:*3456") == Ids{3});
  CHECK(archive.find("*34AB") == Ids{1});
  CHECK(archive.find("plate:*4ab") == Ids{1});
  CHECK(archive.find("*0024") == Ids{6});
  CHECK(archive.find("*3457") == Ids{3});
  archive.put(7,
              {{"taken", "2026-11-03 14:22:05"}, {"text", "file 12345, IMEI 490154203237518 on"}});
  CHECK(archive.find("taken:2026*") == Ids{7});
  CHECK(archive.find("12345*") == Ids{7});
  CHECK(archive.find("1234*") == Ids{1, 7});  // a group of a plate is a word, too
  CHECK(archive.find("*7518") == Ids{7});
}

TEST_CASE("a star that the index cannot be asked is refused, never silently not found") {
  TestArchive archive;
  archive.put(1, {{"from", "ana.ionescu"}, {"case", "SEL-2026-000017-29"}, {"text", "lorry"}});
  for (const std::string query : {"lo*",
                                  "person:jo*",
                                  "text:lo*",
                                  "plate:c*",
                                  "*ry",
                                  "*lorry",
                                  "person:*vic",
                                  "*45",
                                  "plate:*AB",
                                  "from:ana*",
                                  "case:SEL-2026*",
                                  "to:B*",
                                  "area:DR*",
                                  "born:19*",
                                  "date:2026*",
                                  "is:op*",
                                  "lor*ry",
                                  "*lorry*",
                                  "**1234",
                                  "CA*AB",
                                  "person:(lo* OR popov)"}) {
    const auto answer = archive.ask(query);
    INFO(query);
    CHECK_FALSE(answer.problem.empty());
    CHECK_FALSE(answer.hint.empty());
    CHECK(answer.column >= 1);
  }
  CHECK(archive.ask("lo*").hint == "write at least three letters before the *");
}

TEST_CASE("what stands for too many words is refused with its column") {
  TestArchive archive;
  std::string text;
  for (unsigned i = 0; i < 10'001; ++i) {
    std::string word = "abc";
    for (unsigned left = i; left > 0 || word.size() < 7; left /= 10) {
      word += static_cast<char>('a' + left % 10);
    }
    text += word + " ";
  }
  archive.put(1, {{"text", text}});
  const auto answer = archive.ask("lorry abc*");
  CHECK(answer.problem == "\"abc*\" stands for more than 10000 words");
  CHECK(answer.hint == "write one more letter before the *");
  CHECK(answer.column == 7);
  CHECK(archive.find("abcaa*") == Ids{1});
}

TEST_CASE("no word of the lexicon stands in the files of the index") {
  TestArchive archive;
  archive.put(1, {{"text", "canaryword canarybird"}, {"person", "Canarić"}});
  CHECK(archive.find("canaryw*") == Ids{1});
  CHECK(octets_of(archive.index()).find("canar") == std::string::npos);
}

TEST_CASE("words of erased messages go from the lexicon, others stay") {
  TestArchive archive;
  archive.put(1, {{"text", "canaryword lorry"}});
  archive.put(2, {{"text", "canarybird lorry"}});
  const auto before = octets_of(archive.index()).size();
  {
    Writer writer(archive.index(), test_key());
    writer.remove(1);
    writer.commit(3);
  }
  CHECK(before > 0);
  CHECK(archive.find("canary*") == Ids{2});
  archive.put(3, {{"text", "canaryword"}});
  CHECK(archive.find("canaryw*") == Ids{3});
}

TEST_CASE("an index that was compacted or merged of parts keeps all words that begin so") {
  TestFolder folder;
  const auto write = [&](const char* part, std::uint64_t id, const std::string& text) {
    Writer writer(folder.path / part, test_key());
    writer.put({id, day(2026, 11, 1), {{"text", text}}, {"all"}, {}});
    writer.commit(id);
  };
  write("one", 1, "smugglers");
  write("two", 2, "smuggling");
  const auto both = folder.path / "both";
  merge_indexes({folder.path / "one", folder.path / "two"}, both, test_key(), 2);
  CHECK(ask(both, "smuggl*").total == 2);
  const auto shard = shard_folder(both, 2026), compact = folder.path / "compact";
  compact_shard(both, 2026, compact);
  std::filesystem::remove_all(shard);
  std::filesystem::rename(compact, shard);
  CHECK(ask(both, "smuggl*").total == 2);
  {
    Writer writer(both, test_key());
    writer.put({3, day(2026, 11, 1), {{"text", "smuggled"}}, {"all"}, {}});
    writer.commit(3);
  }
  CHECK(ask(both, "smuggl*").total == 3);
}

TEST_CASE("word* is asked of all years") {
  TestFolder folder;
  const auto index = folder.path / "years";
  {
    Writer writer(index, test_key());
    writer.put({1, day(2024, 11, 1), {{"text", "smugglers"}}, {"all"}, {}});
    writer.put({2, day(2025, 11, 1), {{"text", "smuggling"}}, {"all"}, {}});
    writer.put({3, day(2026, 11, 1), {{"text", "smuggled"}}, {"all"}, {}});
    writer.commit(3);
    writer.remove(2);
    writer.commit(4);
  }
  CHECK(ask(index, "smuggl*").total == 2);
  CHECK(ask(index, "smugglers*").total == 1);
}
