// word*, CA12* and *4567 on the sealed index: what they find, and what is refused with a word.
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

#include "search/ascii.hpp"
#include "search/index/edges.hpp"
#include "search/index/merge.hpp"
#include "search/names/fold.hpp"
#include "search/query/query_parser.hpp"
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

TEST_CASE("of numbers that one blank parts, each is found by its beginnings and ends") {
  TestArchive archive;
  archive.put(1, {{"text", "12345 67890 24680 13579 11223 44556 77889 99001 22334 55667 88990"}});
  archive.put(2, {{"text", "Call 0888 123 4567 0899 765 4321 0887 555 4433 0886 111 2299"}});
  for (const std::string number : {"12345", "67890", "13579", "99001", "55667", "88990"}) {
    INFO(number);
    CHECK(archive.find(number.substr(0, 4) + "*") == Ids{1});
    CHECK(archive.find("*" + number.substr(1)) == Ids{1});
    CHECK(archive.find("*" + number.substr(2)) == Ids{1});
  }
  for (const std::string number : {"08881234567", "08997654321", "08875554433", "08861112299"}) {
    for (std::size_t size = 4; size < number.size(); ++size) {
      INFO(number << " " << size);
      CHECK(archive.find(number.substr(0, size) + "*") == Ids{2});
      CHECK(archive.find("*" + number.substr(number.size() - size)) == Ids{2});
    }
  }
  CHECK(archive.find("1234567890").empty());  // two of them are no one number
  archive.put(3, {{"text", "at 46.770439, 23.591423"}});
  CHECK(archive.find("7704*").empty());  // a part of one
  CHECK(archive.find("46770*") == Ids{3});
}

namespace {

// Of every length about what the index holds parts of; in other scripts, with marks, with a letter
// that has no Latin one.
const std::vector<std::string> kNumbers = {"A1",
                                           "X12",
                                           "1234",
                                           "12345",
                                           "54321",
                                           "123456",
                                           "1234567",
                                           "7654321",
                                           "12345678",
                                           "123456789",
                                           "987654321",
                                           "1234567890",
                                           "CA1234AB",
                                           "СА1299АВ",
                                           "CA12345678",
                                           "č12345",
                                           "381641234567",
                                           "١٢٣٤٥٦",
                                           "WDB9634031L123456",
                                           "BG80BNBG96611020345678",
                                           "192.168.1.10"};

Ids expected(const std::function<bool(const std::string& key)>& fits) {
  Ids ids;
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    if (fits(lower(fold_identifier(kNumbers[i]).whole))) ids.push_back(i + 1);
  }
  return ids;
}

// Beyond eight signs the first, or the last, eight count.
Ids that_begin(const std::string& part) {
  return expected([&](const std::string& key) { return key.starts_with(part.substr(0, 8)); });
}
Ids that_end(const std::string& part) {
  const auto last = part.substr(part.size() - std::min<std::size_t>(part.size(), 8));
  return expected([&](const std::string& key) { return key.ends_with(last); });
}

}  // namespace

TEST_CASE("each beginning and each end of every number finds it, and no other number") {
  TestArchive archive;
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    archive.put(i + 1, {{"document", kNumbers[i]}});
  }
  for (const auto& number : kNumbers) {
    const auto key = lower(fold_identifier(number).whole);
    for (auto length = kEdgeFrom; length <= key.size(); ++length) {
      INFO(key.substr(0, length) + "*");
      CHECK(archive.find("document:" + key.substr(0, length) + "*") ==
            that_begin(key.substr(0, length)));
    }
    for (auto length = kEndFrom; length <= key.size(); ++length) {
      const auto end = key.substr(key.size() - length);
      INFO("*" + end);
      CHECK(archive.find("document:*" + end) == that_end(end));
    }
  }
}

TEST_CASE(
    "the same of numbers in free text, of five signs and more, whether a field is named or not") {
  TestArchive archive;
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    archive.put(i + 1, {{"text", "He named " + kNumbers[i] + ", and left."}});
  }
  const auto in_text = [](Ids ids) {
    ids.erase(std::remove_if(ids.begin(), ids.end(), [](auto id) { return id <= 3; }), ids.end());
    return ids;
  };
  for (std::size_t i = 4; i < kNumbers.size(); ++i) {
    const auto key = lower(fold_identifier(kNumbers[i]).whole);
    for (const std::string field : {"", "text:"}) {
      for (std::size_t length = 4; length <= key.size(); ++length) {
        const auto begin = key.substr(0, length), end = key.substr(key.size() - length);
        INFO(field + begin + "* and " + field + "*" + end);
        CHECK(in_text(archive.find(field + begin + "*")) == in_text(that_begin(begin)));
        CHECK(in_text(archive.find(field + "*" + end)) == in_text(that_end(end)));
      }
    }
  }
}

TEST_CASE("a number is written in few parts, and any other is asked for by them") {
  const auto parts = [](const std::string& number) {
    return written_starts(number).size() + written_ends(number).size();
  };
  CHECK(written_starts("12345") == std::vector<std::string_view>{"1234", "12"});
  CHECK(written_ends("12345") == std::vector<std::string_view>{"2345"});
  CHECK(parts("12345") == 3);
  CHECK(parts("ca1234ab") == 6);
  CHECK(parts("381641234567") == 7);
  CHECK(parts("1") == 0);
  CHECK(parts("") == 0);
  CHECK(asked_starts("123").size() == 37);
  CHECK(asked_starts("123456789") == std::vector<std::string>{"12345678"});
  CHECK(asked_ends("123456789") == std::vector<std::string>{"23456789"});
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

TEST_CASE("the words of a year stay when another one forgets them, or the same one did before") {
  TestFolder folder;
  const auto index = folder.path / "index";
  Writer writer(index, test_key());
  const auto put = [&](std::uint64_t id, int year) {
    writer.put({id, day(year, 11, 1), {{"text", "smugglers"}}, {"all"}, {}});
  };
  put(1, 2024);
  put(2, 2025);
  writer.commit(2);
  writer.remove(1);
  writer.commit(3);
  CHECK(ask(index, "smuggl*").total == 1);
  writer.remove(2);
  writer.commit(4);
  CHECK(ask(index, "smuggl*").total == 0);
  put(5, 2025);
  writer.commit(5);
  CHECK(ask(index, "smuggl*").total == 1);
}

TEST_CASE("messages of many years that are put together are found as if one by one") {
  TestFolder folder;
  const auto index = folder.path / "index";
  Writer writer(index, test_key());
  const auto message = [&](std::uint64_t id, int year, const std::string& text) {
    return Document{id, day(year, 11, 1), {{"text", text}}, {"all"}, {}};
  };
  std::vector<Document> group;
  for (std::uint64_t id = 1; id <= 40; ++id) {
    group.push_back(message(id, 2010 + static_cast<int>(id % 8), "lorry"));
  }
  writer.put(group);
  writer.commit(40);
  CHECK(ask(index, "lorry").total == 40);
  CHECK(ask(index, "lor*").total == 40);
  // Some come again, of other years and other words.
  writer.put({message(7, 2016, "bus"), message(41, 2011, "lorry"), message(6, 2001, "bus")});
  writer.commit(41);
  CHECK(ask(index, "lorry").total == 39);
  CHECK(ask(index, "bus").total == 2);
  CHECK(ask(index, "bus date:2001").total == 1);
  CHECK(ask(index, "lorry OR bus").total == 41);
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
