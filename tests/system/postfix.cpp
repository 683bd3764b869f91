#include "tests/system/postfix.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/dovecot.hpp"

namespace pouch::test {
namespace {

// With a queue and a log of our own, no chroot, no table but those that a test names.
std::string main_cf(const fs::path& folder) {
  const auto at = folder.string();
  return "compatibility_level = 3.6\nqueue_directory = " + at + "/queue\ndata_directory = " + at +
         "/data\nmaillog_file_prefixes = " + at + "\nmaillog_file = " + at +
         "/log\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmyhostname = mail.localhost\n"
         "mydestination =\nlocal_recipient_maps =\nalias_maps =\nalias_database =\n"
         "mynetworks = 127.0.0.0/8\nsmtputf8_autodetect_classes = all\nbiff = no\n"
         "smtp_tls_security_level = none\n";
}

std::string master_cf(int port) {
  return "127.0.0.1:" + std::to_string(port) +
         " inet n - n - - smtpd\n"
         "pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\n"
         "qmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\n"
         "rewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\n"
         "defer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\nverify unix - - n - 1 verify\n"
         "flush unix n - n 1000? 0 flush\nproxymap unix - - n - - proxymap\n"
         "smtp unix - - n - - smtp\nrelay unix - - n - - smtp\nshowq unix n - n - - showq\n"
         "error unix - - n - - error\nretry unix - - n - - error\n"
         "discard unix - - n - - discard\nlmtp unix - - n - - lmtp\n"
         "anvil unix - - n - 1 anvil\nscache unix - - n - 1 scache\n"
         "postlog unix-dgram n - n - 1 postlogd\n";
}

std::vector<std::string> privileged(std::vector<std::string> command) {
  if (geteuid() != 0) {
    command.insert(command.begin(), {"sudo", "-n"});
  }
  return command;
}

void must(const std::vector<std::string>& command) {
  const auto ran = run(privileged(command));
  INFO(command.front() << ": " << ran.out << ran.err);
  INFO("Postfix starts as root only: run this test as root, or allow `sudo -n`");
  REQUIRE(ran.status == 0);
}

}  // namespace

Postfix::Postfix()
    : configuration_(scratch_.path() / "etc"),
      queue_(scratch_.path() / "queue"),
      port_(free_port()) {
  fs::permissions(scratch_.path(), fs::perms::group_exec | fs::perms::others_exec,
                  fs::perm_options::add);
  fs::create_directories(configuration_);
  // What `postfix check` would make, which takes two seconds.
  must(
      {"sh", "-ec",
       "umask 022; cd \"$1\"; mkdir -m 700 data; mkdir queue; cd queue; mkdir pid\n"
       "mkdir -m 700 active bounce corrupt defer deferred flush hold incoming private saved trace\n"
       "mkdir -m 730 maildrop; mkdir -m 710 public; chown postfix ../data [!p]* private public\n"
       "chgrp postdrop maildrop public; chmod 730 maildrop; chmod 710 public",
       "sh", scratch_.path().string()});
}

Postfix::~Postfix() { stop(); }

void Postfix::start(const PostfixSettings& settings) {
  write_file(configuration_ / "main.cf", main_cf(scratch_.path()) + settings.main);
  write_file(configuration_ / "master.cf", master_cf(port_) + settings.master);
  // -s: in the foreground, so that the kernel ends it with us.
  master_ = start_bound(privileged(
      {"env", "MAIL_CONFIG=" + configuration_.string(), "/usr/lib/postfix/sbin/master", "-s"}));
  const bool up = eventually([&] {
    return run({"curl", "--silent", uri(), "--request", "NOOP"}).status == 0;
  });
  INFO(log());
  REQUIRE(up);
}

void Postfix::stop() {
  if (master_ > 0) {
    run(privileged({"sh", "-c", "kill $(cat \"$1\")", "sh", (queue_ / "pid/master.pid").string()}));
    await(master_);
    master_ = -1;
  }
}

std::string Postfix::log() const { return read_file(scratch_.path() / "log"); }

std::string Postfix::queue() const {
  return run(privileged({"postqueue", "-c", configuration_.string(), "-p"})).out;
}

bool Postfix::idle() const { return queue().find("queue is empty") != std::string::npos; }

void Postfix::flush() const { must({"postqueue", "-c", configuration_.string(), "-f"}); }

void Postfix::admit(const fs::path& socket) const { must({"chgrp", "postfix", socket.string()}); }

bool submit(const std::string& uri, const std::string& from, const std::string& to,
            const std::string& mail) {
  return run({"curl", "--silent", "--show-error", "--url", uri, "--mail-from", from, "--mail-rcpt",
              to, "--upload-file", "-"},
             mail)
             .status == 0;
}

}  // namespace pouch::test
