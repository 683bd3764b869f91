// pouch-openpgp: does OpenPGP for a process of pouch, which starts it (mail/openpgp/helper.hpp).
// Not for people. Its descriptor 3 is a socket on which questions come; it ends when nobody is
// there.
//   pouch-openpgp HOME        questions of a worker, about that home alone
//   pouch-openpgp HOME ROOM   those of a verb, with that home ("": none) and a folder for temporary
//                             files within reach
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>

#include "mail/gnupg/confine.hpp"
#include "mail/gnupg/service.hpp"

namespace {

constexpr int kLine = 3;
constexpr int kUsage = 64, kUnavailable = 69;

bool is_line() {
  int type = 0;
  socklen_t size = sizeof type;
  return getsockopt(kLine, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

}  // namespace

int main(int count, char** words) {
  const std::filesystem::path home = count > 1 ? words[1] : "";
  const std::filesystem::path room = count > 2 ? words[2] : "";
  const bool of_worker = count == 2;
  if (!is_line() || !(of_worker ? home.is_absolute() : count == 3 && room.is_absolute())) {
    std::fputs("pouch-openpgp: started by pouch, not by hand; see pouch(1)\n", stderr);
    return kUsage;
  }
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // and who ended before this has hung up
  umask(077);
  // Who stops everything by the keyboard, or by a reload, means the process that we work for.
  for (const int number : {SIGINT, SIGHUP, SIGPIPE}) {
    signal(number, SIG_IGN);
  }
  mallopt(M_ARENA_MAX, 1);             // each is two more areas that every fork copies
  setenv("PATH", "/usr/bin:/bin", 1);  // there GPGME looks for gpg
  // A worker's reaches its home alone: keys that came by mail are looked at there.
  setenv("TMPDIR", (of_worker ? home : room).c_str(), 1);
  if (of_worker) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
  }
  if (chdir(of_worker ? home.c_str() : "/") != 0 ||
      !pouch::mail::openpgp::confine_helper({home, room})) {
    std::fputs("pouch-openpgp: cannot be confined; the kernel needs seccomp filters\n", stderr);
    return kUnavailable;
  }
  try {
    pouch::mail::openpgp::serve(kLine, of_worker ? home : std::filesystem::path());
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "pouch-openpgp: %s\n", fault.what());
    return kUnavailable;
  }
  return 0;
}
