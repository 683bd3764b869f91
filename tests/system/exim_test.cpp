// Pouch behind Exim 4, by our example's router and both its transports: LMTP on a Unix socket, and
// the pipe with its exit codes.
#include <catch2/catch.hpp>

#include "tests/system/exim.hpp"
#include "tests/system/installed.hpp"

using namespace pouch::test;

TEST_CASE("takes mail from Exim by LMTP and by the pipe, and lets it keep what must wait") {
  Site site;
  const Scratch scratch;
  fs::permissions(site.folder().parent_path(), fs::perms::others_exec, fs::perm_options::add);
  const auto here = scratch.path().string();
  const auto program = installed_for_all(scratch.path()).string();
  const std::string socket = here + "/pouch.sock";
  site.set("sources", "[\"lmtp:" + socket + "\"]");
  const std::map<std::string, std::string> ours{
      {"/run/pouch/lmtp.sock", socket},        {"/usr/bin/pouch", program},
      {"/etc/pouch", site.folder().string()},  {"/var/lib/pouch", site.folder().string()},
      {"user = Debian-exim", "user = nobody"}, {"group = pouch-lmtp", "group = nogroup"},
      {"user = pouch", "user = nobody"},       {"group = pouch\n", "group = nogroup\n"}};
  const std::string ana = "ana@police.ro.example", gateway = "requests@pouch.example";
  const auto receipts = [&] { return site.letters(ana).size(); };
  const auto mail = [&] { return site.mail("ana", {.body = request_form()}); };

  const Exim by_lmtp(scratch.path() / "l", ours);
  CHECK(by_lmtp.submit(ana, gateway, mail()));
  by_lmtp.flush();  // nobody listens yet
  CHECK(by_lmtp.queued() == 1);
  site.start();
  REQUIRE(run({"chgrp", "nogroup", socket}).status == 0);
  CHECK(by_lmtp.submit(ana, "requests+tag@pouch.example", mail()));
  by_lmtp.flush();
  INFO(by_lmtp.log());
  CHECK(by_lmtp.queued() == 0);
  CHECK(eventually([&] { return receipts() == 2; }));
  site.stop();

  auto piped = ours;
  piped["transport = pouch_lmtp"] = "transport = pouch_pipe";
  const Exim by_pipe(scratch.path() / "p", piped);
  REQUIRE(run({"chown", "-R", "nobody:nogroup", site.folder().string()}).status == 0);
  const auto configuration = site.folder() / "pouch.toml";
  const auto sound = read_file(configuration);
  write_file(configuration, sound + "[[[\n");
  CHECK(by_pipe.submit(ana, gateway, mail()));
  by_pipe.flush();
  write_file(configuration, sound);
  const auto spool = site.state() / "spool";
  fs::permissions(spool, fs::perms::owner_write, fs::perm_options::remove);
  CHECK(by_pipe.submit(ana, gateway, mail()));
  by_pipe.flush();
  fs::permissions(spool, fs::perms::owner_write, fs::perm_options::add);
  CHECK(by_pipe.queued() == 2);
  CHECK(by_pipe.submit("", gateway, mail()));
  CHECK(by_pipe.submit("\"a b --to=x\"@police.ro.example", gateway, mail()));
  CHECK(by_pipe.submit(ana, "requests+--help@pouch.example", mail()));
  by_pipe.flush();
  INFO(by_pipe.log());
  CHECK(by_pipe.queued() == 0);
  REQUIRE(run({"chown", "-R", "root:root", site.folder().string()}).status == 0);
  const auto ran = site.pouch({"run", "--until-idle"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  CHECK(receipts() == 2 + 5);
  CHECK(site.held().empty());
}
