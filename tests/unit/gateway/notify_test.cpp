// The daemon and a service manager: what it says, what it is handed.
#include "gateway/process/notify.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "gateway/fault.hpp"
#include "gateway/process/doors.hpp"
#include "mail/fault.hpp"
#include "tests/unit/gateway/state_folder.hpp"

using namespace pouch::gateway;
using namespace std::chrono_literals;

namespace {

// systemd's end.
class Manager {
 public:
  explicit Manager(const std::string& name) : descriptor_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    if (name.front() == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    REQUIRE(bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  }
  ~Manager() { close(descriptor_); }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  std::string heard() const {
    std::array<char, 1024> octets{};
    const auto got = recv(descriptor_, octets.data(), octets.size(), MSG_DONTWAIT);
    return got < 0 ? "" : std::string(octets.data(), static_cast<std::size_t>(got));
  }

 private:
  int descriptor_;
};

std::string hint_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Fault& fault) {
    return std::string(fault.what()) + " | " + fault.hint();
  } catch (const pouch::mail::Fault& fault) {
    return std::string(fault.what()) + " | " + fault.hint();
  }
  return {};
}

pouch::config::Site site_with(const std::vector<std::string>& sources) {
  pouch::config::Site site;
  site.file = "/etc/pouch/pouch.toml";
  site.sources = sources;
  return site;
}

}  // namespace

TEST_CASE("notify: speaks to a path and to an abstract name") {
  const TemporaryFolder folder;
  const auto path = (folder.path() / "notify").string();
  for (const auto& name : {path, "@pouch-test-" + std::to_string(getpid())}) {
    const Manager manager(name);
    Notifier notifier(name, std::nullopt);
    notifier.ready("Serving a@b\nREADY=0");
    CHECK(manager.heard() == "READY=1\nSTATUS=Serving a@b READY=0");
    notifier.reloading();
    const auto reloading = manager.heard();
    const std::string begin = "RELOADING=1\nMONOTONIC_USEC=";
    REQUIRE(reloading.compare(0, begin.size(), begin) == 0);
    CHECK(std::stoll(reloading.substr(begin.size())) > 0);
    notifier.stopping();
    CHECK(manager.heard().substr(0, 10) == "STOPPING=1");
    CHECK_FALSE(notifier.ping_due());
    notifier.ping(true);
    CHECK(manager.heard().empty());
  }
}

TEST_CASE("notify: a manager that is not there, or not nameable, harms nobody") {
  for (const auto& name :
       {std::string(), std::string("/nowhere/at/all"), std::string("@"), std::string("relative"),
        std::string("vsock:2:1"), "/" + std::string(200, 'x')}) {
    Notifier notifier(name, 2s);
    notifier.ready("x");
    notifier.ping(true);
    notifier.stopping();
  }
  CHECK_FALSE(Notifier("", 2s).ping_due());
}

TEST_CASE("notify: pings at half of the watchdog's time, and only while the service is sound") {
  const TemporaryFolder folder;
  const auto path = (folder.path() / "notify").string();
  const Manager manager(path);
  const auto before = Notifier::Clock::now();
  Notifier notifier(path, 100ms);
  REQUIRE(notifier.ping_due());
  CHECK(*notifier.ping_due() >= before + 50ms);
  std::this_thread::sleep_until(*notifier.ping_due());
  notifier.ping(true);
  CHECK(manager.heard() == "WATCHDOG=1");
  std::this_thread::sleep_until(*notifier.ping_due());
  notifier.ping(false);
  CHECK(manager.heard().empty());

  Notifier patient(path, 1h);
  patient.ping(true);  // not due
  CHECK(manager.heard().empty());
}

TEST_CASE("notify: heeds the watchdog of its own process alone, and leaves nothing to children") {
  const auto due_with = [](const std::string& time, const std::string& process) {
    setenv("NOTIFY_SOCKET", "@x", 1);
    setenv("WATCHDOG_USEC", time.c_str(), 1);
    setenv("WATCHDOG_PID", process.c_str(), 1);
    const bool due = Notifier::from_environment().ping_due().has_value();
    for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) {
      CHECK(std::getenv(name) == nullptr);
    }
    return due;
  };
  const auto own = std::to_string(getpid());
  CHECK(due_with("2000000", own));
  CHECK_FALSE(due_with("2000000", "1"));
  CHECK_FALSE(due_with("2000000", ""));
  CHECK_FALSE(due_with("0", own));
  CHECK_FALSE(due_with("-5", own));
  CHECK_FALSE(due_with("2s", own));
}

TEST_CASE("doors: sockets are taken when they were handed to this process") {
  const auto handed = [](const std::string& process, const std::string& count) {
    setenv("LISTEN_PID", process.c_str(), 1);
    setenv("LISTEN_FDS", count.c_str(), 1);
    setenv("LISTEN_FDNAMES", "one:two", 1);
    std::vector<HandedSocket> sockets;
    const auto hint = hint_of([&] { sockets = handed_sockets(); });
    CHECK(std::getenv("LISTEN_FDS") == nullptr);
    CHECK(std::getenv("LISTEN_PID") == nullptr);
    return hint.empty() ? std::to_string(sockets.size()) : hint;
  };
  const auto own = std::to_string(getpid());
  CHECK(handed("1", "2") == "0");
  CHECK(handed("", "2") == "0");
  CHECK(handed(own, "0") == "0");
  for (const auto* count : {"-1", "x", "", "65", "99999999999999999999"}) {
    INFO(count);
    CHECK(handed(own, count).find("makes no sense") != std::string::npos);
  }
}

TEST_CASE("doors: a handed socket serves the source of its address, the others are bound") {
  const TemporaryFolder folder;
  const auto path = (folder.path() / "lmtp.sock").string();
  auto made = pouch::mail::ListeningSocket::bind("lmtp:" + path);
  const int handed = dup(made.descriptor());
  const auto doors = open_doors(site_with({"smtp://127.0.0.1:0", "lmtp:" + path, "maildir:mail"}),
                                {{handed, "lmtp"}});
  REQUIRE(doors.size() == 2);
  CHECK(doors[0].uri().substr(0, 17) == "smtp://127.0.0.1:");
  CHECK(doors[0].uri() != "smtp://127.0.0.1:0");
  CHECK(doors[1].descriptor() == handed);
}

TEST_CASE("doors: the page's socket is taken where systemd holds it, and bound where it does not") {
  const TemporaryFolder folder;
  const auto lmtp = (folder.path() / "lmtp.sock").string();
  const auto web = (folder.path() / "web.sock").string();
  auto mails = pouch::mail::ListeningSocket::bind("lmtp:" + lmtp);
  auto page = pouch::mail::ListeningSocket::bind("unix:" + web);
  const int of_mails = dup(mails.descriptor()), of_page = dup(page.descriptor());
  auto site = site_with({"lmtp:" + lmtp});
  std::vector<HandedSocket> handed{{of_mails, "lmtp"}, {of_page, "web"}};
  CHECK(open_web(site, handed).empty());  // there is no page
  CHECK(handed.size() == 2);
  CHECK(hint_of([&] { open_doors(site, handed); }).find("web.listen") != std::string::npos);
  site.web.listen = "unix:" + web;
  const auto sockets = open_web(site, handed);
  REQUIRE(sockets.size() == 1);
  CHECK(sockets[0].descriptor() == of_page);
  REQUIRE(handed.size() == 1);
  const auto doors = open_doors(site, handed);
  REQUIRE(doors.size() == 1);
  CHECK(doors[0].descriptor() == of_mails);
  std::vector<HandedSocket> none;
  site.web.listen = "unix:" + (folder.path() / "own.sock").string();
  const auto bound = open_web(site, none);
  REQUIRE(bound.size() == 1);
  CHECK(bound[0].descriptor() != of_page);
}

TEST_CASE("doors: a handed socket that no source names is an error that says how to mend it") {
  const TemporaryFolder folder;
  const auto path = (folder.path() / "lmtp.sock").string();
  const auto made = pouch::mail::ListeningSocket::bind("lmtp:" + path);
  const auto other = "lmtp:" + (folder.path() / "other.sock").string();
  const auto hint = hint_of([&] {
    open_doors(site_with({other}), {{made.descriptor(), "pouch-lmtp.socket"}});
  });
  CHECK(hint.find(path) != std::string::npos);
  CHECK(hint.find("pouch-lmtp.socket") != std::string::npos);
  CHECK(hint.find("sources of /etc/pouch/pouch.toml") != std::string::npos);
  CHECK(hint.find("ListenStream=") != std::string::npos);
  const int file = open("/dev/null", O_RDONLY);
  CHECK(hint_of([&] {
          open_doors(site_with({other}), {{file, ""}});
        }).find("no listening socket") != std::string::npos);
  close(file);
}
