// Sockets that are bound here and sockets that are handed over.
#include "mail/transport/listening_socket.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <catch2/catch.hpp>

#include <fstream>

#include "mail/fault.hpp"
#include "tests/unit/mail/gnupg.hpp"
#include "tests/unit/mail/sockets.hpp"

namespace pouch::mail {
namespace {

using namespace test;

std::string hint_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Fault& fault) {
    return std::string(fault.what()) + " | " + fault.hint();
  }
  return {};
}

// As systemd makes it.
int unix_socket(const std::string& path, int type = SOCK_STREAM, bool listens = true) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int descriptor = socket(AF_UNIX, type, 0);
  REQUIRE(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  if (listens) listen(descriptor, 5);
  return descriptor;
}

mode_t mode_of(const std::string& path) {
  struct stat facts {};
  return stat(path.c_str(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

TEST_CASE("listening socket: a Unix socket is for its owner and group, whatever the umask") {
  const Scratch scratch;
  const auto path = (scratch.path() / "s").string();
  for (const mode_t mask : {0000U, 0022U, 0077U, 0777U}) {
    const auto before = umask(mask);
    {
      const auto bound = ListeningSocket::bind("lmtp:" + path);
      CHECK(mode_of(path) == 0660);
      CHECK(bound.is_unix());
      CHECK(bound.is_lmtp());
    }
    CHECK(umask(before) == mask);
    CHECK(mode_of(path) == 0);
  }
}

TEST_CASE("listening socket: a group that is not there, or not ours, is told and leaves no file") {
  const Scratch scratch;
  const auto path = (scratch.path() / "s").string();
  CHECK(hint_of([&] {
          ListeningSocket::bind("lmtp:" + path, "no-such-group-here");
        }).find("addgroup") != std::string::npos);
  CHECK(mode_of(path) == 0);
  const auto* own = getgrgid(getegid());
  REQUIRE(own != nullptr);
  const auto bound = ListeningSocket::bind("lmtp:" + path, own->gr_name);
  struct stat facts {};
  REQUIRE(stat(path.c_str(), &facts) == 0);
  CHECK(facts.st_gid == getegid());
}

TEST_CASE("listening socket: removes a stale socket, never a file nor one that is listened on") {
  const Scratch scratch;
  const auto path = (scratch.path() / "s").string(), file = (scratch.path() / "f").string();
  close(unix_socket(path));  // left over
  { const auto bound = ListeningSocket::bind("lmtp:" + path); }
  std::ofstream(file) << "evidence";
  CHECK(hint_of([&] { ListeningSocket::bind("lmtp:" + file); }).find("no socket") !=
        std::string::npos);
  CHECK(std::ifstream(file).peek() == 'e');
  const int other = unix_socket(path);
  CHECK(hint_of([&] { ListeningSocket::bind("lmtp:" + path); }).find("somebody") !=
        std::string::npos);
  CHECK(Line::to_path(path).descriptor() >= 0);
  close(other);
}

TEST_CASE("listening socket: adopts the very socket that the URI names, and leaves its file") {
  const Scratch scratch;
  const auto path = (scratch.path() / "s").string();
  {
    const auto adopted = ListeningSocket::adopt("lmtp:" + path, unix_socket(path));
    CHECK(adopted.uri() == "lmtp:" + path);
    CHECK(fcntl(adopted.descriptor(), F_GETFD) == FD_CLOEXEC);
    CHECK((fcntl(adopted.descriptor(), F_GETFL) & O_NONBLOCK) != 0);
  }
  CHECK(mode_of(path) != 0);

  auto tcp = ListeningSocket::bind("smtp://127.0.0.1:0");
  CHECK(listens_at(tcp.descriptor(), tcp.uri()));
  CHECK(place_of(tcp.descriptor()) == tcp.uri().substr(7));
  const auto again = ListeningSocket::adopt(tcp.uri(), dup(tcp.descriptor()));
  CHECK(again.uri() == tcp.uri());
  CHECK_FALSE(again.is_unix());
}

TEST_CASE("listening socket: adopts nothing else") {
  const Scratch scratch;
  const auto path = (scratch.path() / "s").string(), other = (scratch.path() / "o").string();
  const auto tcp = ListeningSocket::bind("smtp://127.0.0.1:0");
  const int right = unix_socket(path);
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const int file = open("/dev/null", O_RDONLY);
  const int datagram = unix_socket((scratch.path() / "d").string(), SOCK_DGRAM, false);
  const int silent = unix_socket((scratch.path() / "q").string(), SOCK_STREAM, false);
  const auto refused = [&](int descriptor, const std::string& uri) {
    const auto text = hint_of([&] { ListeningSocket::adopt(uri, descriptor); });
    INFO(text);
    return text.find("ListenStream=") != std::string::npos;
  };
  CHECK(refused(right, "lmtp:" + other));
  CHECK(refused(right, "smtp://127.0.0.1:25"));
  CHECK(refused(tcp.descriptor(), "lmtp:" + path));
  CHECK(refused(tcp.descriptor(), "smtp://127.0.0.1:1"));
  CHECK(
      refused(tcp.descriptor(), "smtp://127.0.0.2:" + tcp.uri().substr(tcp.uri().rfind(':') + 1)));
  CHECK(refused(datagram, "lmtp:" + (scratch.path() / "d").string()));
  CHECK(refused(silent, "lmtp:" + (scratch.path() / "q").string()));
  CHECK(refused(ends[0], "lmtp:" + path));
  CHECK(refused(file, "lmtp:" + path));
  CHECK(refused(9999, "lmtp:" + path));
  CHECK(place_of(right) == path);
  CHECK(place_of(file) == "no listening socket");
  for (const int descriptor : {right, ends[0], ends[1], file, datagram, silent}) close(descriptor);
}

TEST_CASE("listening socket: who connects while nobody serves waits, and is served by the next") {
  const Scratch scratch;
  const auto path = (scratch.path() / "s").string();
  const auto kept = ListeningSocket::bind("lmtp:" + path);
  auto line = Line::to_path(path);  // not refused
  line.say("LHLO me\r\n");
  const auto next = ListeningSocket::adopt("lmtp:" + path, dup(kept.descriptor()));
  const int peer = accept(next.descriptor(), nullptr, nullptr);
  REQUIRE(peer >= 0);
  std::array<char, 16> heard{};
  CHECK(recv(peer, heard.data(), heard.size(), 0) == 9);
  close(peer);
}

}  // namespace
}  // namespace pouch::mail
