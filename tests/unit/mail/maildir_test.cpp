// The Maildir outbox (DECISIONS 27).
#include <sys/resource.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "mail/transport/outbox.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail {
namespace {

using namespace test;

std::size_t files_below(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    count += entry.is_regular_file();
  }
  return count;
}

struct Box {
  Box() : outbox(make_outbox("maildir:out", scratch.path(), {})), root(scratch.path() / "out") {}
  HandoverResult give(const std::string& id, const std::string& to,
                      std::string_view wire = "Subject: x\r\n\r\nhello\r\n") const {
    return outbox->hand_over({id, "", to, std::string(wire)});
  }
  Scratch scratch;
  std::unique_ptr<Outbox> outbox;
  fs::path root;
};

TEST_CASE(
    "maildir: a letter lies in the new folder of its recipient, in lower case, byte for byte") {
  const Box box;
  const std::string wire("Subject: x\r\n\r\n\0\xFF\r\n", 18);
  CHECK(box.give("L1", "NFP@MVR.BG.Example", wire).state == Handover::kDelivered);
  const auto file = box.root / "nfp@mvr.bg.example/new/L1";
  CHECK(file_bytes(file) == wire);
  CHECK(fs::is_empty(box.root / "nfp@mvr.bg.example/tmp"));
  CHECK(fs::is_directory(box.root / "nfp@mvr.bg.example/cur"));
  struct stat facts {};
  REQUIRE(stat(file.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
}

TEST_CASE("maildir: the same letter twice is one file, wherever a reader has put it meanwhile") {
  const Box box;
  box.give("L1", "a@x.example");
  CHECK(box.give("L1", "A@X.EXAMPLE").state == Handover::kDelivered);
  CHECK(files_below(box.root) == 1);
  const auto folder = box.root / "a@x.example";
  fs::rename(folder / "new/L1", folder / "cur/L1:2,S");
  CHECK(box.give("L1", "a@x.example").state == Handover::kDelivered);
  CHECK(files_below(box.root) == 1);
  CHECK(box.give("L10", "a@x.example").state == Handover::kDelivered);
  CHECK(box.give("L1", "b@x.example").state == Handover::kDelivered);
  CHECK(files_below(box.root) == 3);
}

TEST_CASE("maildir: a draft left over from a crash is written anew") {
  const Box box;
  box.give("L0", "a@x.example");
  write_bytes(box.root / "a@x.example/tmp/L1", std::string(5000, 'x'));
  CHECK(box.give("L1", "a@x.example", "short\r\n").state == Handover::kDelivered);
  CHECK(file_bytes(box.root / "a@x.example/new/L1") == "short\r\n");
}

TEST_CASE("maildir: a letter that cannot be read to its end waits, and leaves no draft") {
  const Box box;
  const Pieces torn(40, [](const Put& put) {
    put("Subject: x\r\n\r\n");
    throw Unreadable("the disk is gone");
  });
  const auto result = box.outbox->hand_over({"L1", "", "a@x.example", torn});
  CHECK(result.state == Handover::kTryLater);
  CHECK_FALSE(result.server);  // of the letter alone
  CHECK(result.answer == "the disk is gone");
  CHECK(files_below(box.root) == 0);
  CHECK(box.give("L1", "a@x.example").state == Handover::kDelivered);
}

TEST_CASE("maildir: no address and no name of a letter leads out of its folder") {
  const Box box;
  for (const auto& odd :
       {std::string("../a@x.example"), std::string(".."), std::string("."), std::string(""),
        std::string("/etc/x@y"), std::string("a/../../b@x.example"), std::string("a@x/new/b"),
        std::string(".hidden@x"), std::string("a\0@x", 4), std::string("a\n@x"),
        std::string("a\x1B@x"), std::string(300, 'a')}) {
    INFO(odd);
    CHECK(box.give("L1", odd).state == Handover::kFailed);
    CHECK(box.give(odd, "a@x.example").state == Handover::kFailed);
  }
  CHECK(files_below(box.scratch.path()) == 0);
  for (const auto* fine :
       {"a+tag@x.example", "\"a b\"@x.example", "милан@x.example", "a'$(id)@x"}) {
    INFO(fine);
    CHECK(box.give("L1", fine).state == Handover::kDelivered);
  }
  CHECK(files_below(box.root) == 4);
}

TEST_CASE("maildir: no symbolic link below its root is followed") {
  struct Row {
    const char* where;  // below the root
    bool folder;
  };
  for (const auto& row : std::vector<Row>{{"a@x.example", true},
                                          {"a@x.example/tmp", true},
                                          {"a@x.example/new", true},
                                          {"a@x.example/cur", true},
                                          {"a@x.example/tmp/L1", false}}) {
    INFO(row.where);
    const Box box;
    const auto elsewhere = box.scratch.path() / "elsewhere";
    row.folder ? (void)fs::create_directories(elsewhere / "new")
               : write_bytes(elsewhere, "precious");
    const auto link = box.root / row.where;
    fs::create_directories(link.parent_path());
    fs::create_symlink(elsewhere, link);
    const auto result = box.give("L1", "a@x.example");
    if (row.folder) {
      CHECK(result.state == Handover::kTryLater);
      CHECK(result.answer.find("symbolic link") != std::string::npos);
      CHECK(files_below(elsewhere) == 0);
    } else {
      CHECK(result.state == Handover::kDelivered);
      CHECK(file_bytes(elsewhere) == "precious");
      CHECK_FALSE(fs::is_symlink(box.root / "a@x.example/new/L1"));
    }
  }
}

TEST_CASE("maildir: a folder that cannot be written is tried again later") {
  const Box box;
  write_bytes(box.root, "a file where the folder should be");
  const auto result = box.give("L1", "a@x.example");
  CHECK(result.state == Handover::kTryLater);
  CHECK(!result.answer.empty());
  CHECK_FALSE(box.outbox->reachable().reached);
  fs::remove(box.root);
  CHECK(box.outbox->reachable().reached);
  CHECK(box.give("L1", "a@x.example").state == Handover::kDelivered);
}

TEST_CASE("maildir: a disk that is full in the middle of a letter keeps nothing of it") {
  const Box box;
  REQUIRE(box.give("L1", "a@x.example").state == Handover::kDelivered);
  signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &limit) == 0);
  const auto before = limit.rlim_cur;
  limit.rlim_cur = 4096;
  setrlimit(RLIMIT_FSIZE, &limit);
  const auto result = box.give("L2", "a@x.example", std::string(10000, 'x'));
  limit.rlim_cur = before;
  setrlimit(RLIMIT_FSIZE, &limit);
  CHECK(result.state == Handover::kTryLater);
  CHECK(result.server);
  CHECK(files_below(box.root) == 1);
  CHECK(box.give("L2", "a@x.example", std::string(10000, 'x')).state == Handover::kDelivered);
}

TEST_CASE("outbox: what is no outbox is a permanent fault with a hint") {
  for (const auto* uri :
       {"", "maildir:", "imap://x", "smtp:", "file:///tmp", "smtp://", "smtps://"}) {
    INFO(uri);
    try {
      make_outbox(uri, "/tmp", {});
      FAIL("taken");
    } catch (const Fault& fault) {
      CHECK_FALSE(fault.transient());
      CHECK(!fault.hint().empty());
    }
  }
}

}  // namespace
}  // namespace pouch::mail
