// What becomes of a question when pouch-openpgp is hung, killed, or says what is no answer to it: a
// transient fault, and nothing of its output; the next question goes to the next program. And what
// that program does with questions that are none.
#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
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

// The program that is started is the false one, with that fault.
class False {
 public:
  explicit False(const char* fault) {
    setenv("POUCH_OPENPGP", POUCH_FALSE_HELPER, 1);
    setenv("POUCH_FALSE", fault, 1);
  }
  ~False() {
    unsetenv("POUCH_OPENPGP");
    unsetenv("POUCH_FALSE");
  }
  False(const False&) = delete;
  False& operator=(const False&) = delete;
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

// Whether the program has ended rather than answered.
bool ends(StartedHelper& program) {
  Packet packet;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const auto got = receive_packet(program.line.get(), packet, until);
  program.line.close();
  return got == Received::kEnd && waitpid(program.pid, nullptr, 0) == program.pid;
}

StartedHelper greeted() {
  auto program = start_helper({}, fs::temp_directory_path());
  Packet hello;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  REQUIRE(receive_packet(program.line.get(), hello, until) == Received::kPacket);
  REQUIRE(hello.bytes == kProtocol);
  return program;
}

QuestionHead head_of(Ask what, const fs::path& home = "/nonexistent") {
  QuestionHead head;
  head.number = 7;
  head.what = what;
  head.home = home.string();
  head.crypto_seconds = 5;
  return head;
}

TEST_CASE(
    "openpgp: the false program of these tests tells what it is asked, if it breaks no rule") {
  const False program("");
  Engine engine("/nonexistent", brief(), -1, Helper::own());
  const auto result = engine.decrypt_verify("x");
  CHECK(result.judgement == Judgement::kGood);
  CHECK(result.plaintext == std::string(10000, 't'));
}

TEST_CASE("openpgp: a program that breaks a rule is a transient fault, and none of its output") {
  for (const auto* fault :
       {"ends at once", "is another program", "hangs", "ends", "is killed", "writes half",
        "answers another", "answers another question", "says a wrong checksum",
        "says more than there can be", "asks itself", "lives for another", "judges as nobody can",
        "says garbage", "says nothing in its answer", "says too little", "says too much",
        "says more than a packet holds", "hands something over"}) {
    const False program(fault);
    const auto helper = Helper::own();
    Engine engine("/nonexistent", brief(), -1, helper);
    INFO("a program that " << fault);
    std::string plaintext;
    const auto begin = std::chrono::steady_clock::now();
    const auto trouble = trouble_of([&] { plaintext = engine.decrypt_verify("x").plaintext; });
    CHECK(is_transient(trouble));
    CHECK(plaintext.empty());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(9));
    CHECK(helper->pid() == -1);  // it was ended
    setenv("POUCH_FALSE", "", 1);
    CHECK(engine.decrypt_verify("x").plaintext.size() == 10000);
  }
}

TEST_CASE("openpgp: a program that does not say who it is is given up") {
  const False program("says nothing");
  Engine engine("/nonexistent", brief(), -1, Helper::own());
  CHECK(is_transient(trouble_of([&] { engine.decrypt_verify("x"); })));
}

TEST_CASE("openpgp: a program that is not there says what to install") {
  setenv("POUCH_OPENPGP", "/nonexistent/pouch-openpgp", 1);
  Engine engine("/nonexistent", brief(), -1, Helper::own());
  const auto trouble = trouble_of([&] { engine.decrypt_verify("x"); });
  unsetenv("POUCH_OPENPGP");
  CHECK(trouble == "permanent: cannot run /nonexistent/pouch-openpgp");
}

TEST_CASE("openpgp: output is taken up to its cap, and a program cannot make its file larger") {
  const auto file = bounded_file(4096);
  CHECK(pwrite(file.get(), "x", 1, 4095) == 1);
  CHECK(pwrite(file.get(), "x", 1, 4096) == -1);
  CHECK(ftruncate(file.get(), 5000) == -1);
  CHECK(ftruncate(file.get(), 100) == -1);  // nor smaller, under the eyes of who reads it
  CHECK_THROWS_AS(Mapped(file.get(), 4097), Garbled);
  const False program("");
  auto limits = brief();
  limits.plaintext = 5000;
  Engine engine("/nonexistent", limits, -1, Helper::own());
  CHECK(is_transient(trouble_of([&] { engine.decrypt_verify("x"); })));
}

TEST_CASE("openpgp: a program killed in the middle of its work is followed by the next") {
  Post post;
  const auto helper = Helper::own();
  Engine engine(post.gateway_home(), Limits(), -1, helper);
  const auto sealed = post.sealed(kHello);
  REQUIRE(engine.decrypt_verify(sealed).judgement == Judgement::kGood);
  const auto first = helper->pid();
  REQUIRE(first > 0);
  const auto agent = post.agent();
  kill(agent, SIGSTOP);
  std::thread killer([&] {
    eventually([&] { return post.gpg_processes() > 0; });
    kill(first, SIGKILL);
  });
  const auto trouble = trouble_of([&] { engine.decrypt_verify(sealed); });
  killer.join();
  kill(agent, SIGCONT);
  CHECK(is_transient(trouble));
  CHECK(engine.decrypt_verify(sealed).judgement == Judgement::kGood);
  CHECK(helper->pid() != first);
  // One that ended while nobody asked is not even noticed.
  const auto second = helper->pid();
  REQUIRE(second > 0);
  kill(second, SIGKILL);
  siginfo_t ended{};
  REQUIRE(waitid(P_PID, static_cast<id_t>(second), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(engine.decrypt_verify(sealed).judgement == Judgement::kGood);
  CHECK(eventually([&] { return post.gpg_processes() == 0; }));
}

TEST_CASE("openpgp: a program whose asker has gone ends what it does, and itself") {
  Post post;
  const auto sealed = post.sealed(kHello);
  const auto agent = post.agent();
  auto program = greeted();
  kill(agent, SIGSTOP);
  auto head = head_of(Ask::kDecryptVerify, post.gateway_home());
  head.sources = 1;
  head.has_output = true;
  head.plaintext = 1u << 20;
  head.crypto_seconds = 600;
  const auto in = sealed_file(sealed), out = bounded_file(1u << 20);
  REQUIRE(send_packet(program.line.get(), packed(head), {in.get(), out.get()}));
  CHECK(eventually([&] { return post.gpg_processes() > 0; }));
  program.line.close();
  CHECK(waitpid(program.pid, nullptr, 0) == program.pid);
  CHECK(eventually([&] { return post.gpg_processes() == 0; }));
  kill(agent, SIGCONT);
}

TEST_CASE("openpgp: an operation ends soon after its asker is to stop, and so does the next") {
  Post post;
  const auto sealed = post.sealed(kHello);
  int stop[2];
  REQUIRE(pipe2(stop, O_CLOEXEC) == 0);
  Engine engine(post.gateway_home(), Limits(), stop[0], Helper::own());
  REQUIRE(engine.decrypt_verify(sealed).judgement == Judgement::kGood);
  const auto agent = post.agent();
  kill(agent, SIGSTOP);
  REQUIRE(write(stop[1], "x", 1) == 1);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(is_transient(trouble_of([&] { engine.decrypt_verify(sealed); })));
  CHECK(is_transient(trouble_of([&] { engine.decrypt_verify(sealed); })));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(6));
  kill(agent, SIGCONT);
  close(stop[0]);
  close(stop[1]);
}

TEST_CASE("openpgp: questions that are none end the program, without an answer") {
  const std::vector<std::pair<const char*, std::function<void(int)>>> questions{
      {"garbage", [](int line) { CHECK(send_packet(line, std::string(50, '\xFF'))); }},
      {"nothing", [](int line) { CHECK(send_packet(line, "x")); }},
      {"an answer", [](int line) { CHECK(send_packet(line, packed(AnswerHead()))); }},
      {"a question of no kind",
       [](int line) { CHECK(send_packet(line, packed(head_of(static_cast<Ask>(99))))); }},
      {"no descriptors",
       [](int line) {
         auto head = head_of(Ask::kDecryptVerify);
         head.sources = 1;
         head.has_output = true;
         CHECK(send_packet(line, packed(head)));
       }},
      {"too few sources",
       [](int line) {
         auto head = head_of(Ask::kVerifyDetached);
         head.sources = 1;
         const auto in = sealed_file("x");
         CHECK(send_packet(line, packed(head), {in.get()}));
       }},
      {"a source that may change yet",
       [](int line) {
         auto head = head_of(Ask::kVerifyMessage);
         head.sources = 1;
         const Descriptor file(memfd_create("x", MFD_CLOEXEC | MFD_ALLOW_SEALING));
         CHECK(send_packet(line, packed(head), {file.get()}));
       }},
      {"a source that is no file",
       [](int line) {
         auto head = head_of(Ask::kVerifyMessage);
         head.sources = 1;
         CHECK(send_packet(line, packed(head), {line}));
       }},
      {"more than there is to say",
       [](int line) { CHECK(send_packet(line, packed(head_of(Ask::kForgetKeys)) + "more")); }},
  };
  for (const auto& [name, ask] : questions) {
    INFO(name);
    auto program = greeted();
    ask(program.line.get());
    CHECK(ends(program));
  }
}

TEST_CASE("openpgp: a worker's program does a worker's questions for its home, and no others") {
  auto& post = Post::office();
  auto program = start_helper(post.gateway_home());
  auto [ours, its] = socket_pair();
  REQUIRE(send_packet(its.get(), "1", {program.line.get()}));
  program.line.close();
  const auto worker = Helper::handed(std::move(ours));
  Engine own(post.gateway_home(), Limits(), -1, worker);
  const auto sealed = post.sealed(kHello);
  CHECK(own.decrypt_verify(sealed).judgement == Judgement::kGood);
  CHECK_FALSE(own.seal("x", post.gateway(), {post.gateway()}).empty());
  CHECK_FALSE(own.unwrap(sealed).empty());
  CHECK(own.key(post.gateway()));
  CHECK(trouble_of([&] { own.decrypt(sealed); }) ==
        "permanent: a worker may not ask that of GnuPG");
  Engine other(post.writers.home(), Limits(), -1, worker);
  CHECK(trouble_of([&] { other.keys(); }) == "permanent: a worker may not ask that of GnuPG");
  const auto ask = [&](Ask what) {
    return trouble_of([&] {
      worker->told<std::string>({what, post.gateway_home(), packed(post.gateway()), {}, 4096});
    });
  };
  for (const auto what : {Ask::kExport, Ask::kMakeGatewayKey, Ask::kBuildRing, Ask::kOpenedBy,
                          Ask::kWithExpiry, Ask::kVersion}) {
    CHECK(ask(what) == "permanent: a worker may not ask that of GnuPG");
  }
  worker->rest();
  CHECK(waitpid(program.pid, nullptr, 0) == program.pid);
}

TEST_CASE("openpgp: a verb's program reaches its home and its own room, and one home at a time") {
  if (syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
    WARN("not run: the kernel has no Landlock");
    return;
  }
  auto& post = Post::office();
  const TemporaryHome room;
  auto program = start_helper(post.gateway_home(), room.path());
  const auto verb = Helper::at(std::move(program.line));
  CHECK_FALSE(Engine(post.gateway_home(), Limits(), -1, verb).keys().empty());
  const auto trouble = trouble_of([&] { Engine(post.writers.home(), Limits(), -1, verb).keys(); });
  CHECK_FALSE(trouble.empty());
  verb->rest();
  CHECK(waitpid(program.pid, nullptr, 0) == program.pid);

  // Who asks about two has another started.
  const auto own = Helper::own();
  CHECK_FALSE(Engine(post.gateway_home(), Limits(), -1, own).keys().empty());
  const auto first = own->pid();
  CHECK_FALSE(Engine(post.gateway_home(), Limits(), -1, own).keys().empty());
  CHECK(own->pid() == first);
  CHECK_FALSE(Engine(post.writers.home(), Limits(), -1, own).keys().empty());
  CHECK(own->pid() != first);
}

TEST_CASE("openpgp: a worker is handed one program after the other, and names those that hang") {
  auto& post = Post::office();
  const auto sealed = post.sealed(kHello);
  auto [control, its] = socket_pair();
  const auto hand = [&, &line = control](const char* name) {
    auto program = start_helper(post.gateway_home());
    REQUIRE(send_packet(line.get(), name, {program.line.get()}));
    return program.pid;
  };
  const auto worker = Helper::handed(std::move(its));
  Engine engine(post.gateway_home(), brief(), -1, worker);
  const auto first = hand("first");
  CHECK(engine.decrypt_verify(sealed).judgement == Judgement::kGood);
  kill(first, SIGKILL);
  waitpid(first, nullptr, 0);
  const auto second = hand("second");
  CHECK(engine.decrypt_verify(sealed).judgement == Judgement::kGood);
  kill(second, SIGSTOP);
  CHECK(is_transient(trouble_of([&] { engine.decrypt_verify(sealed); })));
  Packet named;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  // The first is named too: that it had ended already is not for a worker to know.
  while (receive_packet(control.get(), named, until) == Received::kPacket &&
         named.bytes == "first") {
  }
  CHECK(named.bytes == "second");
  kill(second, SIGKILL);
  waitpid(second, nullptr, 0);
  const auto third = hand("third");
  CHECK(engine.decrypt_verify(sealed).judgement == Judgement::kGood);
  control.close();
  kill(third, SIGKILL);
  waitpid(third, nullptr, 0);
  CHECK(trouble_of([&] { engine.decrypt_verify(sealed); }) ==
        "transient: there is no pouch-openpgp to ask");
}

TEST_CASE("openpgp: a program is small: few areas of memory, which every fork copies") {
  auto& post = Post::office();
  const auto helper = Helper::own();
  Engine engine(post.gateway_home(), Limits(), -1, helper);
  REQUIRE(engine.decrypt_verify(post.sealed(kHello)).judgement == Judgement::kGood);
  const auto maps = file_bytes("/proc/" + std::to_string(helper->pid()) + "/maps");
#ifndef POUCH_SANITIZED
  CHECK(std::count(maps.begin(), maps.end(), '\n') <= 60);
#endif
}

}  // namespace
}  // namespace pouch::mail::openpgp
