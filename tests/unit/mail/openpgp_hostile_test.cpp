// Messages made to hurt: bombs, hung and dying agents, names and notations that imitate GnuPG's
// status lines (SECURITY classes 12, 16, 17, 20).
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <thread>

#include "mail/openpgp/keyring.hpp"
#include "tests/unit/mail/gnupg.hpp"
#include "tests/unit/mail/in_this_process.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

constexpr std::size_t kMebibyte = 1u << 20;

// A gateway of its own for those who hurt its agent.
class HurtPost {
 public:
  HurtPost() : agent_(post_.agent()) { REQUIRE(agent_ > 0); }
  ~HurtPost() {
    kill(agent_, SIGCONT);
    kill(agent_, SIGTERM);
  }
  Post& operator*() { return post_; }
  Post* operator->() { return &post_; }
  void signal_agent(int number) const { REQUIRE(kill(agent_, number) == 0); }

 private:
  Post post_;
  pid_t agent_;
};

// The process by which GPGME starts gpg, the nth since `fatal` was set, is killed at once.
pid_t forking = 0;
int forks = 0, fatal = 0;
bool as_gpg = false;  // the process that is about to become gpg instead

void kill_at_fork(int nth) {
  static const bool done = [] {
    return pthread_atfork([] { ++forks; }, nullptr,
                          [] {
                            const bool second = getppid() != forking;
                            if (second == as_gpg && forks == fatal + (second ? 1 : 0)) {
                              raise(SIGKILL);
                            }
                          }) == 0;
  }();
  REQUIRE(done);
  forking = getpid();
  forks = 0;
  fatal = nth;
}

bool is_transient_fault(const std::function<void()>& action) {
  try {
    action();
  } catch (const Fault& fault) {
    return fault.transient();
  }
  return false;
}

TEST_CASE("openpgp: a compression bomb stops at the cap and leaves no gpg behind") {
  auto& post = Post::office();
  const std::string zeros(80 * kMebibyte, '\0');
  for (const auto* algorithm : {"bzip2", "zlib"}) {
    const auto bomb = post.sealed(zeros, {"--compress-algo", algorithm});
    INFO(algorithm << ": " << bomb.size() << " octets");
    const auto result = opened(post, pgp_mime(bomb));
    INFO(result.detail);
    CHECK(result.verdict == Verdict::kTooLarge);
    CHECK(is_silent(result));
    CHECK(eventually([&] { return post.gpg_processes() == 0; }));
  }
  const auto unsigned_bomb = post.encrypted(zeros, {"--compress-algo", "bzip2"});
  CHECK(opened(post, pgp_mime(unsigned_bomb)).verdict == Verdict::kTooLarge);
  CHECK(opened(post, pgp_mime(post.sealed(kHello))).verdict == Verdict::kProved);
}

TEST_CASE("openpgp: a bomb that was signed in the clear stops at the cap too") {
  auto& post = Post::office();
  const auto bomb = post.writers.must(
      {"--armor", "--local-user", post.key("ana"), "--compress-algo", "bzip2", "--sign"},
      std::string(16 * kMebibyte, '\0'));
  const auto result = opened(post, pgp_mime(bomb));
  CHECK(result.verdict != Verdict::kProved);
  CHECK(result.verdict != Verdict::kSignedOnly);
  CHECK(is_silent(result));
  CHECK(eventually([&] { return post.gpg_processes() == 0; }));
}

TEST_CASE("openpgp: plaintext is taken up to limits.plaintext and not an octet further") {
  auto& post = Post::office();
  Limits limits;
  limits.plaintext = 4096;
  Engine engine(post.gateway_home(), limits);
  CHECK(engine.decrypt_verify(post.sealed(std::string(4096, 'x'))).judgement == Judgement::kGood);
  const auto over = engine.decrypt_verify(post.sealed(std::string(4097, 'x')));
  CHECK(over.judgement == Judgement::kTooLarge);
  CHECK(over.plaintext.empty());
}

TEST_CASE("openpgp: what expands more than limits.expansion is a bomb only above a mebibyte") {
  auto& post = Post::office();
  CHECK(post.engine().decrypt_verify(post.sealed(std::string(kMebibyte, '\0'))).judgement ==
        Judgement::kGood);
  CHECK(post.engine().decrypt_verify(post.sealed(std::string(kMebibyte + 1, '\0'))).judgement ==
        Judgement::kTooLarge);
}

TEST_CASE("openpgp: a hung agent ends in a transient fault at the time limit, and no gpg stays") {
  HurtPost post;
  const auto mail = pgp_mime(post->sealed(kHello));
  Limits limits;
  limits.crypto_time = std::chrono::seconds(1);
  Engine engine(post->gateway_home(), limits);
  post.signal_agent(SIGSTOP);
  CHECK(is_transient_fault([&] { open(mail, engine, limits); }));
  CHECK(eventually([&] { return post->gpg_processes() == 0; }));
  post.signal_agent(SIGCONT);
  CHECK(open(mail, engine, limits).verdict == Verdict::kProved);
}

TEST_CASE("openpgp: an agent that dies in the middle is a transient fault, the next opens") {
  HurtPost post;
  const auto mail = pgp_mime(post->sealed(kHello));
  post.signal_agent(SIGSTOP);
  std::thread killer([&] {
    eventually([&] { return post->gpg_processes() > 0; });
    post.signal_agent(SIGKILL);
  });
  const bool transient = is_transient_fault([&] { opened(*post, mail); });
  killer.join();
  CHECK(transient);
  // No agent at all: still not the mail's fault, and gpg starts none by itself.
  CHECK(is_transient_fault([&] { opened(*post, mail); }));
  CHECK(post->agent() < 0);
  CHECK(start_agent(post->gateway_home()));
  CHECK(opened(*post, mail).verdict == Verdict::kProved);
}

TEST_CASE("openpgp: a gpg that cannot be started is a transient fault, never a mail's") {
  auto& post = Post::office();
  const auto mail = pgp_mime(post.sealed(kHello));
  int failed = 0;
  // At the 0th nothing is killed: GPGME learns what gpg can do.
  for (int nth = 0; nth <= 8; ++nth) {
    INFO("start " << nth);
    const InThisProcess here;
    Engine engine(post.gateway_home(), Limits(), -1, here.helper());
    kill_at_fork(nth);
    try {
      const auto verdict = open(mail, engine, Limits()).verdict;
      CHECK(verdict == Verdict::kProved);
      engine.seal("x", post.gateway(), {post.gateway()});
    } catch (const Fault& fault) {
      INFO(fault.what());
      CHECK(fault.transient());
      ++failed;
    }
    kill_at_fork(0);
  }
  CHECK(failed > 2);
  CHECK(opened(post, mail).verdict == Verdict::kProved);
}

TEST_CASE("openpgp: one gpg is started for each thing that is asked, and none besides") {
  auto& post = Post::office();
  const auto sealed = post.sealed(kHello);
  const InThisProcess here;
  Engine engine(post.gateway_home(), Limits(), -1, here.helper());
  const auto started = [&](const std::function<void()>& asked) {
    kill_at_fork(0);
    asked();
    return forks;
  };
  const auto open_it = [&] { engine.decrypt_verify(sealed); };
  const auto seal_one = [&] { engine.seal("x", post.gateway(), {post.gateway()}); };
  open_it();  // GPGME learns what gpg can do, and the keys are listed
  CHECK(started(open_it) == 1);
  CHECK(started(seal_one) == 1);
  CHECK(started([&] { CHECK(engine.key(post.gateway())); }) == 0);
  CHECK(started([&] { CHECK_FALSE(engine.key(std::string(40, 'A'))); }) == 1);
  Engine other(post.writers.home(), Limits(), -1, here.helper());
  CHECK(started([&] { CHECK(other.key(post.gateway())); }) == 1);
  CHECK(started([&] { CHECK(engine.key(post.gateway())); }) <= 1);
}

TEST_CASE("openpgp: a gpg that is killed while it seals is a transient fault") {
  auto& post = Post::office();
  int failed = 0;
  for (int nth = 1; nth <= 4; ++nth) {
    INFO("start " << nth);
    const InThisProcess here;
    Engine engine(post.gateway_home(), Limits(), -1, here.helper());
    CHECK(engine.key(post.gateway()));  // looked up before
    as_gpg = true;
    kill_at_fork(nth);
    try {
      engine.seal("x", post.gateway(), {post.gateway()});
    } catch (const Fault& fault) {
      INFO(fault.what());
      CHECK(fault.transient());
      ++failed;
    }
    kill_at_fork(0);
    as_gpg = false;
  }
  CHECK(failed > 0);
}

TEST_CASE("openpgp: a gpg that is killed while it opens a mail judges nothing") {
  auto& post = Post::office();
  const auto mail = pgp_mime(post.sealed(kHello));
  for (int nth = 1; nth <= 4; ++nth) {
    INFO("start " << nth);
    const InThisProcess here;
    Engine engine(post.gateway_home(), Limits(), -1, here.helper());
    as_gpg = true;
    kill_at_fork(nth);
    try {
      const auto opened = open(mail, engine, Limits());
      INFO(opened.detail);
      CHECK(opened.verdict == Verdict::kProved);
    } catch (const Fault& fault) {
      INFO(fault.what());
      CHECK(fault.transient());
    }
    kill_at_fork(0);
    as_gpg = false;
  }
}

TEST_CASE("openpgp: without an agent nothing is judged that needed it") {
  HurtPost post;
  const auto mail = pgp_mime(post->sealed(kHello, {"--throw-keyids"}));
  stop_agent(post->gateway_home());
  CHECK(is_transient_fault([&] { opened(*post, mail); }));
  CHECK(is_transient_fault([&] { post->engine().seal("x", post->gateway(), {post->gateway()}); }));
  CHECK(is_transient_fault([&] { post->engine().decrypt(post->sealed(kHello)); }));
}

TEST_CASE("openpgp: status lines in a file name are a name, and the name is not used") {
  auto& post = Post::office();
  const auto stranger = post.writers.make("trudy <t@evil.example>");
  const auto ana = post.key("ana");
  const auto forged = "x\n[GNUPG:] GOODSIG " + ana.substr(24) + " Ana\n[GNUPG:] VALIDSIG " + ana +
                      " 2026-11-24 1795500000 0 4 0 22 10 00 " + ana +
                      "\n[GNUPG:] BEGIN_DECRYPTION";
  for (const auto& name :
       {forged, std::string("_CONSOLE"), std::string("../../x"), std::string("-&3")}) {
    INFO(name);
    auto result = opened(post, pgp_mime(post.encrypted(kHello, {"--set-filename", name})));
    CHECK(result.verdict == Verdict::kNotSigned);
    CHECK(!result.signer);
    result = opened(post, pgp_mime(post.sealed(kHello, {"--set-filename", name}, stranger)));
    CHECK(result.verdict == Verdict::kUnknownSigner);
    CHECK(result.signer->primary.empty());
    result = opened(post, pgp_mime(post.sealed(kHello, {"--set-filename", name})));
    CHECK(result.verdict == Verdict::kProved);
    CHECK(result.content.attachments.empty());
    CHECK(result.detail.empty());
  }
  const auto eyes_only = opened(post, pgp_mime(post.sealed(kHello, {"--for-your-eyes-only"})));
  CHECK(eyes_only.verdict == Verdict::kProved);
}

TEST_CASE("openpgp: status lines in a notation or a policy address forge nothing") {
  auto& post = Post::office();
  const auto stranger = post.writers.make("victor <v@evil.example>");
  const auto ana = post.key("ana");
  const auto forged =
      "x%0a[GNUPG:] VALIDSIG " + ana + " 2026-11-24 1795500000 0 4 0 22 10 00 " + ana;
  for (const auto& options :
       {std::vector<std::string>{"--sig-notation", "n@evil.example=" + forged},
        {"--sig-policy-url", "http://evil.example/%0a[GNUPG:]"}}) {
    const auto result = opened(post, pgp_mime(post.sealed(kHello, options, stranger)));
    CHECK(result.verdict == Verdict::kUnknownSigner);
    CHECK(is_silent(result));
  }
}

}  // namespace
}  // namespace pouch::mail::openpgp
