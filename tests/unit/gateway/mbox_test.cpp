// The mbox reader: what many programs write, and what lies.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "gateway/importing/mbox_reader.hpp"

using namespace pouch::gateway;

namespace {

constexpr std::string_view kLine = "From ana@police.ro.example Thu Nov 26 10:00:00 2026\n";

// Given in pieces of that size, so that every seam is tried.
std::vector<MboxMail> read_in(const std::string& file, std::size_t piece, std::size_t most = 1000) {
  std::size_t at = 0;
  MboxReader reader(
      [&](char* into, std::size_t room) {
        const auto size = std::min({piece, room, file.size() - at});
        std::memcpy(into, file.data() + at, size);
        at += size;
        return size;
      },
      most);
  std::vector<MboxMail> mails;
  while (auto mail = reader.next()) {
    mails.push_back(std::move(*mail));
  }
  CHECK(reader.offset() == file.size());
  return mails;
}

std::vector<std::string> raws(const std::string& file) {
  std::vector<std::string> texts;
  for (const auto& mail : read_in(file, file.size() + 1)) {
    texts.push_back(mail.raw);
  }
  for (const std::size_t piece : {1U, 2U, 7U}) {
    std::vector<std::string> same;
    for (const auto& mail : read_in(file, piece)) {
      same.push_back(mail.raw);
    }
    CHECK(same == texts);
  }
  return texts;
}

using Texts = std::vector<std::string>;
const std::string from(kLine);

}  // namespace

TEST_CASE("mails of an mbox are parted at their From lines and nowhere else") {
  struct {
    const char* what;
    std::string file;
    Texts mails;
  } const table[] = {
      {"two", from + "A: 1\n\nx\n\n" + from + "A: 2\n\ny\n\n", {"A: 1\n\nx\n", "A: 2\n\ny\n"}},
      {"no line end at the end", from + "A: 1\n\nx", {"A: 1\n\nx"}},
      {"one after the other without an empty line",
       from + "A: 1\n\nx\n" + from + "A: 2\n\ny\n",
       {"A: 1\n\nx\n" + from + "A: 2\n\ny\n"}},
      {"CRLF",
       "From a Thu Nov 26 10:00:00 2026\r\nA: 1\r\n\r\nx\r\n\r\nFrom b Thu Nov 26 10:00:01 "
       "2026\r\nA: 2\r\n\r\ny\r\n\r\n",
       {"A: 1\r\n\r\nx\r\n", "A: 2\r\n\r\ny\r\n"}},
      {"quoted From lines",
       from + "A: 1\n\n>From x\n>>From y\n> From z\n>from a\n\n",
       {"A: 1\n\nFrom x\n>From y\n> From z\n>from a\n"}},
      {"a sentence that begins with From",
       from + "A: 1\n\nx\n\nFrom here on it is ours.\n\n",
       {"A: 1\n\nx\n\nFrom here on it is ours.\n"}},
      {"a length that lies",
       from + "Content-Length: 99999\n\nx\n\n" + from + "Content-Length: 0\n\ny\n\n",
       {"Content-Length: 99999\n\nx\n", "Content-Length: 0\n\ny\n"}},
      {"nothing", "", {}},
      {"only empty lines", "\n\n\n", {}},
      {"a From line and no more", from, {""}},
      {"no mbox", "A: 1\n\nFrom x\n", {}},
      {"NUL and 8-bit octets",
       from + std::string("A: 1\n\n\0\xff\xfe\n\n", 11),
       {std::string("A: 1\n\n\0\xff\xfe\n", 10)}},
  };
  for (const auto& row : table) {
    INFO(row.what);
    CHECK(raws(row.file) == row.mails);
  }
}

TEST_CASE("a mail above the limit is told with its size, and the next one is read") {
  const std::string large(5000, 'x');
  const auto file = from + "A: 1\n\n" + large + "\n\n" + from + "A: 2\n\ny\n\n";
  for (const std::size_t piece : {1U, 100U, 100000U}) {
    const auto mails = read_in(file, piece, 1000);
    REQUIRE(mails.size() == 2);
    CHECK(mails[0].raw.empty());
    CHECK(mails[0].size > large.size());
    CHECK(mails[1].raw == "A: 2\n\ny\n");
    CHECK(mails[1].offset == file.rfind("From "));
  }
}

TEST_CASE("a mail as large as the limit is taken, one octet more is not") {
  const std::string mail = "A: 1\n\n" + std::string(100, 'x') + "\n";
  CHECK(read_in(from + mail, 10, mail.size()).front().raw == mail);
  CHECK(read_in(from + mail, 10, mail.size() - 1).front().raw.empty());
}

TEST_CASE("a line of many megabytes is no more in memory than the limit") {
  std::size_t given = 0, largest = 0;
  constexpr std::size_t kAll = 64u << 20;
  MboxReader reader(
      [&](char* into, std::size_t room) {
        largest = std::max(largest, room);
        const auto size = std::min(room, kAll - given);
        std::memset(into, 'x', size);
        if (given == 0) {
          std::memcpy(into, kLine.data(), kLine.size());
        }
        given += size;
        return size;
      },
      1000);
  const auto mail = reader.next();
  REQUIRE(mail);
  CHECK(mail->raw.empty());
  CHECK(mail->size == kAll - kLine.size());
  CHECK(largest <= (1u << 20));
  CHECK_FALSE(reader.next());
}

TEST_CASE("the time of a From line is read in the shapes that programs write") {
  const Time expected{std::chrono::sys_days(std::chrono::year(2026) / 11 / 26) +
                      std::chrono::hours(10)};
  for (const auto* line :
       {"From ana@police.ro.example Thu Nov 26 10:00:00 2026\n",
        "From - Thu Nov 26 10:00:00 2026\n", "From MAILER-DAEMON Thu Nov 26 10:00 2026\r\n",
        "From a@b  Thu Nov 26 10:00:00 EET 2026\n", "From a b c Thu Nov 26 10:00:00 2026 +0200\n",
        "From a@b Thu, 26 Nov 2026 10:00:00 +0200\n"}) {
    INFO(line);
    CHECK(time_of_from_line(line) == expected);
  }
  for (const auto* line :
       {"From here on\n", "From: a@b Thu Nov 26 10:00:00 2026\n",
        "From a@b Thu Nov 31 10:00:00 2026\n", "From a@b Thu Nov 26 25:00:00 2026\n",
        "From a@b Thu Foo 26 10:00:00 2026\n", "From a 10:00:00\n", "From \n",
        ">From a@b Thu Nov 26 10:00:00 2026\n"}) {
    INFO(line);
    CHECK_FALSE(time_of_from_line(line));
  }
}
