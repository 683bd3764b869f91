// Letters that are sealed while they are made: the same as whole ones; and nothing of a letter
// counts that broke off, whoever broke it off: the one who makes it, pouch-openpgp, the disk, a
// stop.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <thread>

#include "mail/openpgp/helper.hpp"
#include "mail/openpgp/keyring.hpp"
#include "mail/openpgp/launch.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

constexpr std::size_t kLarge = 3u << 20;

std::string large_text() {
  std::string text;
  for (std::size_t i = 0; i < kLarge; ++i) text += static_cast<char>(i * 7 + i / 256);
  return text;
}

Give in_pieces(const std::string& text, std::size_t piece = 20000) {
  return [&text, piece](const Put& put) {
    for (std::size_t at = 0; at < text.size(); at += piece) {
      put(std::string_view(text).substr(at, piece));
    }
  };
}

// A file on a disk, unnamed.
class Paper {
 public:
  explicit Paper(std::string_view begins = {})
      : file_(::open(fs::temp_directory_path().c_str(), O_TMPFILE | O_RDWR, 0600)) {
    REQUIRE(file_ >= 0);
    REQUIRE(write(file_, begins.data(), begins.size()) == static_cast<ssize_t>(begins.size()));
  }
  ~Paper() { close(file_); }
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;
  int get() const { return file_; }
  std::string bytes() const {
    struct stat facts {};
    REQUIRE(fstat(file_, &facts) == 0);
    std::string all(static_cast<std::size_t>(facts.st_size), '\0');
    REQUIRE(pread(file_, all.data(), all.size(), 0) == facts.st_size);
    return all;
  }

 private:
  int file_;
};

Limits brief() {
  Limits limits;
  limits.crypto_time = std::chrono::seconds(1);
  return limits;
}

std::string trouble_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Fault& fault) {
    return (fault.transient() ? "transient: " : "permanent: ") + std::string(fault.what());
  }
  return "none";
}

bool is_transient(const std::string& trouble) { return trouble.starts_with("transient: "); }

std::size_t open_descriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator("/proc/self/fd")) ++count;
  return count;
}

TEST_CASE(
    "openpgp: a letter sealed while it is made comes back as it was, in lines that end in CRLF") {
  auto& post = Post::office();
  const auto text = large_text();
  const Paper paper("before\r\n\r\n");
  post.engine().seal_into(paper.get(), in_pieces(text), text.size(), post.gateway(),
                          {post.gateway()});
  const auto wire = paper.bytes();
  REQUIRE(wire.starts_with("before\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\n"));
  CHECK(wire.ends_with("-----END PGP MESSAGE-----\r\n"));
  for (auto at = wire.find('\n'); at != std::string::npos; at = wire.find('\n', at + 1)) {
    if (wire[at - 1] != '\r') FAIL("a line ends in LF alone");
  }
  auto result = post.engine().decrypt_verify(std::string_view(wire).substr(10));
  CHECK(result.judgement == Judgement::kGood);
  CHECK(result.plaintext == text);
  const Paper small;
  post.engine().seal_into(small.get(), in_pieces("x"), 1, post.gateway(), {post.gateway()});
  CHECK(post.engine().decrypt_verify(small.bytes()).plaintext == "x");
}

TEST_CASE("openpgp: a letter that breaks off, or goes on for too long, is none") {
  auto& post = Post::office();
  const auto text = large_text();
  const auto before = open_descriptors();
  const auto seal = [&](const Give& give, std::size_t size) {
    const Paper paper;
    return trouble_of([&] {
      post.engine().seal_into(paper.get(), give, size, post.gateway(), {post.gateway()});
    });
  };
  CHECK(is_transient(seal(in_pieces(text), text.size() + 1)));
  CHECK(is_transient(seal(in_pieces(text), text.size() - 1)));
  CHECK(is_transient(seal([](const Put&) {}, 1)));
  CHECK(seal(
            [&](const Put& put) {
              put(std::string_view(text).substr(0, kLarge / 2));
              throw std::runtime_error("no memory");
            },
            text.size()) == "transient: a letter was not formed: no memory");
  CHECK(seal(
            [&](const Put& put) {
              put(text);
              throw Fault(Permanence::kPermanent, "after the last octet", "");
            },
            text.size()) == "permanent: after the last octet");
  CHECK(seal(in_pieces(text), text.size()) == "none");
  CHECK(open_descriptors() <= before + 1);  // the line to a program that was started meanwhile
}

TEST_CASE("openpgp: a letter for a key that cannot be used is not made to its end") {
  auto& post = Post::office();
  const Paper paper;
  bool told = false;
  const auto begin = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(
      post.engine().seal_into(paper.get(),
                              [&](const Put& put) {
                                const std::string piece(1u << 20, 'x');
                                for (int i = 0; i < 10000; ++i) put(piece);
                                told = true;
                              },
                              std::size_t{10000} << 20, post.gateway(), {std::string(40, 'A')}),
      UnusableKey);
  CHECK_FALSE(told);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("openpgp: a file that takes no octets is a transient fault") {
  auto& post = Post::office();
  const auto text = large_text();
  const auto folder = fs::temp_directory_path() / ("paper" + std::to_string(getpid()));
  close(creat(folder.c_str(), 0600));
  const int file = ::open(folder.c_str(), O_RDONLY);
  CHECK(is_transient(trouble_of([&] {
    post.engine().seal_into(file, in_pieces(text), text.size(), post.gateway(), {post.gateway()});
  })));
  close(file);
  fs::remove(folder);
}

TEST_CASE("openpgp: a program that breaks a rule while it seals is a transient fault") {
  const auto text = large_text();
  setenv("POUCH_OPENPGP", POUCH_FALSE_HELPER, 1);
  // The last one says that all is done, without having read.
  for (const auto* fault :
       {"ends at once", "hangs", "ends", "is killed", "writes half", "answers another",
        "answers another question", "says a wrong checksum", "says more than there can be",
        "says garbage", "says too little", "says too much", ""}) {
    INFO("a program that " << fault);
    setenv("POUCH_FALSE", fault, 1);
    Engine engine("/nonexistent", brief(), -1, Helper::own());
    const Paper paper;
    const auto begin = std::chrono::steady_clock::now();
    CHECK(is_transient(trouble_of(
        [&] { engine.seal_into(paper.get(), in_pieces(text), text.size(), "A", {"B"}); })));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(9));
  }
  unsetenv("POUCH_OPENPGP");
  unsetenv("POUCH_FALSE");
}

TEST_CASE(
    "openpgp: a program killed or stopped in the middle of a letter leaves nothing that counts") {
  Post post;
  const auto helper = Helper::own();
  Engine engine(post.gateway_home(), brief(), -1, helper);
  REQUIRE(engine.key(post.gateway()));
  for (const int number : {SIGKILL, SIGSTOP}) {
    const auto text = large_text();
    const Paper paper;
    pid_t program = -1;
    bool struck = false;  // a busy machine lets the deadline pass before that
    for (int tries = 0; tries < 5 && !struck; ++tries) {
      program = helper->pid();
      const auto trouble = trouble_of([&] {
        engine.seal_into(paper.get(),
                         [&](const Put& put) {
                           put(std::string_view(text).substr(0, kLarge / 2));
                           struck = kill(program, number) == 0;
                           put(std::string_view(text).substr(kLarge / 2));
                         },
                         text.size(), post.gateway(), {post.gateway()});
      });
      CHECK(is_transient(trouble));
    }
    REQUIRE(struck);
    engine.seal_into(paper.get(), in_pieces("x"), 1, post.gateway(), {post.gateway()});
    CHECK(helper->pid() != program);
  }
}

TEST_CASE("openpgp: who makes a letter and hangs is ended by a stop") {
  Post post;
  int stop[2];
  REQUIRE(pipe2(stop, O_CLOEXEC) == 0);
  Engine engine(post.gateway_home(), Limits(), stop[0], Helper::own());
  const Paper paper;
  const auto text = large_text();
  const auto begin = std::chrono::steady_clock::now();
  CHECK(is_transient(trouble_of([&] {
    engine.seal_into(paper.get(),
                     [&](const Put& put) {
                       put(std::string_view(text).substr(0, kLarge / 2));
                       (void)!write(stop[1], "x", 1);
                       for (;;) {  // one octet at a time, for ever
                         std::this_thread::sleep_for(std::chrono::milliseconds(50));
                         put("x");
                       }
                     },
                     text.size(), post.gateway(), {post.gateway()});
  })));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(8));
  close(stop[0]);
  close(stop[1]);
}

TEST_CASE("openpgp: letters that come from no pipe, or go into no file, end the program") {
  QuestionHead head;
  head.number = 7;
  head.what = Ask::kSealStream;
  head.home = "/nonexistent";
  head.sources = 1;
  head.has_output = true;
  int pipe[2];
  REQUIRE(pipe2(pipe, O_CLOEXEC) == 0);
  const Paper paper;
  const auto memory = sealed_file("x");
  for (const auto& [from, to] :
       {std::pair(memory.get(), paper.get()), {pipe[0], pipe[1]}, {paper.get(), paper.get()}}) {
    auto program = start_helper({}, fs::temp_directory_path());
    Packet packet;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    REQUIRE(receive_packet(program.line.get(), packet, until) == Received::kPacket);
    REQUIRE(send_packet(program.line.get(), packed(head), {from, to}));
    CHECK(receive_packet(program.line.get(), packet, until) == Received::kEnd);
    program.line.close();
    CHECK(waitpid(program.pid, nullptr, 0) == program.pid);
  }
  close(pipe[0]);
  close(pipe[1]);
}

TEST_CASE("openpgp: a checksum is the same however the octets are cut") {
  const auto text = large_text().substr(0, 1000);
  for (const std::size_t cut : {1u, 3u, 7u, 8u, 9u, 64u, 999u}) {
    Checksum sum;
    for (std::size_t at = 0; at < text.size(); at += cut) {
      sum.add(std::string_view(text).substr(at, cut));
    }
    CHECK(sum.value() == checksum(text));
  }
  CHECK(checksum("") != checksum(std::string(1, '\0')));
  CHECK(checksum(std::string(8, '\0')) != checksum(std::string(9, '\0')));
  CHECK(checksum(text) != checksum(text.substr(1)));
}

}  // namespace
}  // namespace pouch::mail::openpgp
