// Archives as they lie on a disk: files, Maildirs, a stranger's folder; and what is written out.
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "gateway/fault.hpp"
#include "gateway/importing/mail_source.hpp"
#include "gateway/importing/mail_writer.hpp"
#include "gateway/importing/opener.hpp"
#include "tests/unit/gateway/state_folder.hpp"

using namespace pouch::gateway;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMost = 1000;
const std::string kFrom = "From a Thu Nov 26 10:00:00 2026\n";

void put(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string mail(const std::string& subject) { return "Subject: " + subject + "\n\nx\n"; }

// "where: octets" of what is taken, "where! why" of what is not.
std::vector<std::string> all_in(const fs::path& path) {
  const auto source = open_mail_source(path, kMost);
  std::vector<std::string> lines;
  while (const auto found = source->next()) {
    CHECK(source->done() >= 0);
    CHECK(source->done() <= 1);
    CHECK(found->raw.empty() == !found->passed.empty());
    lines.push_back(found->where + (found->passed.empty() ? ": " + std::to_string(found->raw.size())
                                                          : "! " + found->passed));
  }
  CHECK(source->done() == 1);
  std::sort(lines.begin(), lines.end());
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a file is an mbox or one mail") {
  const TemporaryFolder folder;
  put(folder.path() / "one.eml", mail("one"));
  put(folder.path() / "two", kFrom + mail("a") + "\n" + kFrom + mail("b"));
  put(folder.path() / "picture.png", "\x89PNG\r\n\x1a\n");
  put(folder.path() / "empty", "");
  put(folder.path() / "large", mail(std::string(kMost, 'x')));
  CHECK(all_in(folder.path() / "one.eml") == Lines{"one.eml: 16"});
  CHECK(all_in(folder.path() / "two") == Lines{"two at octet 0: 14", "two at octet 47: 14"});
  CHECK(all_in(folder.path() / "picture.png") == Lines{"picture.png! is no mail"});
  CHECK(all_in(folder.path() / "empty") == Lines{"empty! is empty"});
  CHECK(all_in(folder.path() / "large").front().starts_with("large! has 1013 octets"));
  CHECK_THROWS_AS(open_mail_source(folder.path() / "nothing", kMost), Fault);
  REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK_THROWS_AS(open_mail_source(folder.path() / "pipe", kMost), Fault);
}

TEST_CASE("a Maildir is read with its folders, and no link is followed") {
  const TemporaryFolder folder;
  const auto box = folder.path() / "Maildir";
  put(folder.path() / "outside", mail("secret"));
  put(box / "cur/1764.M1.host:2,S", mail("seen"));
  put(box / "new/1765.M2.host", kFrom + mail("fresh"));
  put(box / "tmp/1766.M3.host", mail("half"));
  put(box / ".Sent/cur/1767.M4.host:2,RS", mail("sent"));
  put(box / ".Sent/new/.hidden", mail("hidden"));
  put(box / "cur/odd \n name\x1b[31m", mail("odd"));
  put(box / "dovecot-uidlist", "3 V1\n");
  fs::create_symlink(folder.path() / "outside", box / "cur/1768.link");
  fs::create_directory_symlink(folder.path(), box / ".Linked");
  REQUIRE(mkfifo((box / "cur/1769.pipe").c_str(), 0600) == 0);
  fs::create_directories(box / "cur/folder/deeper");
  CHECK(all_in(box) == Lines{".Sent/cur/1767.M4.host:2,RS: 17", "cur/1764.M1.host:2,S: 17",
                             "cur/1768.link! is a symbolic link, which is not followed",
                             "cur/1769.pipe! is no file", "cur/odd \n name\x1b[31m: 16",
                             "new/1765.M2.host: 18"});
}

TEST_CASE("a stranger's folder gives its mails and mboxes, however deep, and no link") {
  const TemporaryFolder folder;
  put(folder.path() / "a.eml", mail("a"));
  put(folder.path() / "below/deeper/b.eml", mail("b"));
  put(folder.path() / "below/inbox", kFrom + mail("c") + "\n" + kFrom + mail("d"));
  put(folder.path() / "below/notes.txt", "no field here\n");
  put(folder.path() / "box/cur/1.host:2,", mail("e"));
  put(folder.path() / ".git/config", mail("no"));
  fs::create_directory_symlink("/", folder.path() / "root");
  fs::create_directory_symlink("..", folder.path() / "below/up");
  CHECK(all_in(folder.path()) ==
        Lines{"a.eml: 14", "below/deeper/b.eml: 14", "below/inbox at octet 0: 14",
              "below/inbox at octet 47: 14", "below/notes.txt! is no mail",
              "below/up! is a symbolic link, which is not followed", "box/cur/1.host:2,: 14",
              "root! is a symbolic link, which is not followed"});
}

TEST_CASE("what is written as an mbox or a Maildir is read back octet for octet") {
  const TemporaryFolder folder;
  const StateFolder site;
  auto store = site.open();
  const auto number = store.reservations().reserve(0, "SEL", at(0)).number;
  const std::vector<std::string> mails{
      "A: 1\n\nFrom x\n>From y\n>>From z\n", "A: 2\r\n\r\nFrom here\r\n\r\n",
      "A: 3\n\nx\n\nFrom a Thu Nov 26 10:00:00 2026\n\n", "A: 4\n\n\n"};
  const auto box = new_mbox(folder.path() / "out.mbox");
  const auto maildir = new_maildir(folder.path() / "out");
  for (std::size_t i = 0; i < mails.size(); ++i) {
    box->write({number, static_cast<int>(i) + 1}, at(1), mails[i]);
    maildir->write({number, static_cast<int>(i) + 1}, at(1), mails[i]);
  }
  box->end();
  maildir->end();
  for (const auto* path : {"out.mbox", "out"}) {
    const auto source = open_mail_source(folder.path() / path, kMost);
    std::vector<std::string> read;
    while (const auto found = source->next()) {
      CHECK(found->passed.empty());
      read.push_back(found->raw);
    }
    std::sort(read.begin(), read.end());
    CHECK(read == mails);
  }
  struct stat facts {};
  REQUIRE(stat((folder.path() / "out.mbox").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
  REQUIRE(stat((folder.path() / "out/cur").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0700);
  CHECK_THROWS_AS(new_mbox(folder.path() / "out.mbox"), Fault);
  CHECK_THROWS_AS(new_maildir(folder.path() / "out"), Fault);
  fs::create_symlink("/nowhere", folder.path() / "link");
  CHECK_THROWS_AS(new_mbox(folder.path() / "link"), Fault);
}

TEST_CASE("an mbox that was not ended is not there") {
  const TemporaryFolder folder;
  { const auto box = new_mbox(folder.path() / "out.mbox"); }
  CHECK_FALSE(fs::exists(folder.path() / "out.mbox"));
}

TEST_CASE("a mail has one name wherever it lies, and another mail another one") {
  const std::string raw = "Message-ID: <1@x>\nSubject: a\n\nStatus: is text\n";
  const auto name = name_of_mail(raw);
  CHECK(name == name_of_mail("Message-ID: <1@x>\r\nSubject: a\r\n\r\nStatus: is text\r\n"));
  CHECK(name == name_of_mail("Status: RO\nMessage-ID: <1@x>\nX-Keywords: a\n b\nSubject: a\n\n"
                             "Status: is text\n"));
  CHECK(name == name_of_mail(raw + "\n"));
  CHECK(name != name_of_mail("Message-ID: <2@x>\nSubject: a\n\nStatus: is text\n"));
  CHECK(name != name_of_mail("Message-ID: <1@x>\nSubject: a\n\nStatus: is other text\n"));
  CHECK(name != name_of_mail("Message-ID: <1@x>\nSubject: a\n\n"));
}
