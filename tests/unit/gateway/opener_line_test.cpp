// Mails of an archive opened by another process: what comes back is what it says, and one that
// dies, hangs or says what is no answer costs the mail in hand and nothing else.
#include "gateway/importing/opener_line.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>

#include "gateway/confine/confine.hpp"
#include "gateway/fault.hpp"

using namespace pouch::gateway;
namespace openpgp = pouch::mail::openpgp;
using pouch::mail::Bytes;

namespace {

constexpr std::chrono::milliseconds kPatience{5000};
const Bytes kRaw =
    "From: Ivan <ivan@elsewhere.example>\r\nDate: Thu, 26 Nov 2015 10:00:00 +0000\r\n"
    "Subject: Lorry\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nthe zebra\r\n"
    "--x\r\nContent-Type: application/octet-stream; name=a.bin\r\n\r\n\x01\x02\xff\r\n--x--\r\n";

class Reader {
 public:
  explicit Reader(const std::function<void(int line)>& life) {
    auto [ours, its] = openpgp::socket_pair();
    pid_ = fork();
    if (pid_ == 0) {
      ours.close();
      try {
        life(its.get());
      } catch (...) {
        _exit(9);
      }
      _exit(0);
    }
    line_ = std::move(ours);
  }
  ~Reader() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  ReaderEnd ask(OpenedMail& mail, std::chrono::milliseconds patience = kPatience) const {
    FoundMail found;
    found.written = Time(std::chrono::seconds(1'448'532'000));
    return ask_opener(line_.get(), found, kRaw, std::size_t{1} << 20, patience, mail);
  }

 private:
  pid_t pid_ = -1;
  openpgp::Descriptor line_;
};

Runtime runtime() {
  Runtime made;
  made.site.gnupg = "/nonexistent";
  return made;
}

OpenedMail fresh() { return unopened_mail(runtime(), {}, kRaw, ""); }

void wait_for_question(int line) {
  openpgp::Packet question;
  (void)openpgp::receive_packet(line, question, std::nullopt);
}

}  // namespace

TEST_CASE("a mail opened elsewhere comes back whole, from a process that may do next to nothing") {
  const auto here = [] {
    const auto made = runtime();
    Opener opener(made, {openpgp::Helper::at(openpgp::Descriptor())});
    FoundMail found;
    found.written = Time(std::chrono::seconds(1'448'532'000));
    return opener.open(found, kRaw);
  }();
  const Reader reader([](int line) {
    const auto made = runtime();
    Opener opener(made, {openpgp::Helper::at(openpgp::Descriptor())});
    confine(Job::kReader);
    answer_openers(line, made, opener);
  });
  for (int times = 0; times < 3; ++times) {
    auto mail = fresh();
    REQUIRE(reader.ask(mail) == ReaderEnd::kAnswered);
    CHECK(mail.why == here.why);
    CHECK(mail.contents.subject == "Lorry");
    CHECK(mail.contents.text == here.contents.text);
    CHECK(mail.contents.text.find("the zebra") != std::string::npos);
    REQUIRE(mail.contents.parts.size() == 1);
    CHECK(mail.contents.parts[0].bytes.view() == here.contents.parts[0].bytes.view());
    CHECK(mail.contents.parts[0].words == here.contents.parts[0].words);
    CHECK(mail.row.received == here.row.received);
    CHECK(mail.row.sender == "ivan@elsewhere.example (not proved)");
    CHECK(mail.row.raw_sha256 == sha256_hex(kRaw));
    CHECK_FALSE(mail.proved);
  }
}

TEST_CASE("a process that dies over a mail, or hangs, is seen to, within the time it is given") {
  auto mail = fresh();
  CHECK(Reader([](int line) { wait_for_question(line); }).ask(mail) == ReaderEnd::kEnded);
  CHECK(Reader([](int line) {
          wait_for_question(line);
          raise(SIGKILL);
        }).ask(mail) == ReaderEnd::kEnded);
  const Reader hanging([](int line) {
    wait_for_question(line);
    for (;;) {
      pause();
    }
  });
  CHECK(hanging.ask(mail, std::chrono::milliseconds(200)) == ReaderEnd::kTooLate);
  const Reader frozen([](int) { raise(SIGSTOP); });
  CHECK(frozen.ask(mail, std::chrono::milliseconds(200)) == ReaderEnd::kTooLate);
}

TEST_CASE("what a process that was taken over says is no answer unless it is one") {
  for (const auto& said :
       {std::string(), std::string("x"), std::string(1000, '\xff'),
        openpgp::packed(false, false, std::string(), std::string(), std::uint64_t{1} << 40),
        openpgp::packed(false, false, std::string(), std::string(), std::uint64_t{20})}) {
    const Reader lying([&](int line) {
      wait_for_question(line);
      (void)openpgp::send_packet(line, said);
    });
    auto mail = fresh();
    CHECK(lying.ask(mail) == ReaderEnd::kEnded);
  }
}

TEST_CASE("a fault of the machine in that process is one here") {
  const Reader reader([](int line) {
    wait_for_question(line);
    (void)openpgp::send_packet(line, openpgp::packed(true, true, std::string("the agent died"),
                                                     std::string("hint"), std::uint64_t{0}));
  });
  auto mail = fresh();
  try {
    reader.ask(mail);
    FAIL("nothing was thrown");
  } catch (const Fault& fault) {
    CHECK(fault.transient());
    CHECK(std::string(fault.what()) == "the agent died");
  }
}
