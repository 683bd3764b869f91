// A disk that is full or can only be read, under a running daemon and a stopped one: new mail is
// refused before it is taken, what was taken is answered once, and nobody has to start anything
// again. The state lies on a disk of its own, in a mount namespace of the test; where there is none
// to be had the tests say so and are left out.
#include <sys/mount.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/crash/small_disk.hpp"
#include "tests/system/dovecot.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/talk.hpp"
#include "tests/system/workers.hpp"

using namespace pouch::test;

namespace {

constexpr const char* kUser = "requests@pouch.example";
constexpr std::size_t kMegabyte = 1u << 20;

bool has_mounts_of_its_own() {
  static const auto why = SmallDisk::enter();
  if (!why.empty()) {
    WARN("left out: " + why);
  }
  return why.empty();
}

void fill_but(const fs::path& folder, std::size_t octets) {
  const auto most = fs::space(folder).available - octets;
  std::ofstream(folder / "filler", std::ios::binary | std::ios::app) << std::string(most, '\0');
}

// The folder as after `mount -o remount,ro`, for whoever opens something in it from now on.
class ReadOnly {
 public:
  explicit ReadOnly(fs::path folder) : folder_(std::move(folder)) {
    REQUIRE(mount(folder_.c_str(), folder_.c_str(), nullptr, MS_BIND, nullptr) == 0);
    REQUIRE(mount(nullptr, folder_.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) ==
            0);
  }
  ~ReadOnly() { umount2(folder_.c_str(), MNT_DETACH); }
  ReadOnly(const ReadOnly&) = delete;
  ReadOnly& operator=(const ReadOnly&) = delete;

 private:
  fs::path folder_;
};

// "452 4.3.1 …"
std::string answer_to_sender(const std::string& door, const std::string& parameters = {}) {
  Dialogue talk(door);
  talk.say("EHLO client.example\r\n");
  return talk.say("MAIL FROM:<ana@police.ro.example>" + parameters + "\r\n").substr(0, 9);
}

std::string answer_to_mail(const std::string& door, const std::string& mail) {
  Dialogue talk(door);
  talk.say("EHLO client.example\r\n");
  talk.say("MAIL FROM:<ana@police.ro.example>\r\n");
  talk.say("RCPT TO:<requests@pouch.example>\r\n");
  talk.say("DATA\r\n");
  return talk.say(mail + "\r\n.\r\n").substr(0, 9);
}

bool send(const std::string& door, const std::string& mail) {
  return answer_to_mail(door, mail) == "250 2.0.0";
}

bool takes_calls(const std::string& door) {
  try {
    return answer_to_sender(door) == "250 2.1.0";
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::string word(const Site& site, const std::string& text) {
  return site.mail("ana", {.body = text + "\n"});
}

bool says(const Site& site, const std::string& event) {
  return site.log().find(" event=" + event + " ") != std::string::npos;
}

// SMTP, whose address comes back, a Maildir and an IMAP mailbox.
std::string open_doors(Site& site, const Dovecot& dovecot) {
  const auto door = "smtp://127.0.0.1:" + std::to_string(closed_port());
  site.set("sources", "[\"" + door + "\", \"maildir:in\", \"imaps://" + std::string(kUser) +
                          "@127.0.0.1:" + std::to_string(dovecot.imaps_port()) + "/INBOX\"]");
  site.set("servers.ca_file", "\"" + dovecot.authority().ca.string() + "\"");
  fs::create_directories(site.folder() / "credentials");
  const auto secret = site.folder() / "credentials" / (std::string(kUser) + "@127.0.0.1");
  write_file(secret, "secret\n");
  fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
  for (const auto* part : {"tmp", "new", "cur"}) {
    fs::create_directories(site.folder() / "in" / part);
  }
  return door;
}

}  // namespace

TEST_CASE("refuses mail by every door on a full disk, and goes on by itself when there is room",
          "[long]") {
  if (!has_mounts_of_its_own()) {
    return;
  }
  Dovecot dovecot({.users = {kUser}});
  Site site;
  const auto door = open_doors(site, dovecot);
  site.set("limits.free_space", "\"4 MB\"");
  site.set("limits.attempts", "1");  // what is put back never uses it up
  SmallDisk disk(site.state(), 32 * kMegabyte);
  site.start();
  REQUIRE(eventually([&] { return takes_calls(door); }));
  const auto receipts = [&] { return site.letters("ana@police.ro.example").size(); };

  // Less than what is to be kept free. What was taken before is worked off with it.
  stop_workers(site);
  REQUIRE(send(door, word(site, "One")));
  fill_but(site.state(), 5 * kMegabyte);
  CHECK(answer_to_sender(door, " SIZE=2000000") == "452 4.3.1");
  CHECK(answer_to_mail(door, "X: y\r\n\r\n" + std::string(2 * kMegabyte, 'x')) == "452 4.3.1");
  CHECK(answer_to_sender(door) == "250 2.1.0");
  fill_but(site.state(), 3 * kMegabyte);
  CHECK(answer_to_sender(door) == "452 4.3.1");
  const auto delivered = site.pouch({"deliver"}, word(site, "Not taken"));
  CHECK(delivered.status == 75);
  CHECK(delivered.err.find("limits.free_space") != std::string::npos);
  const auto waiting = site.folder() / "in" / "new" / "1.two";
  write_file(site.folder() / "in" / "tmp" / "1.two", word(site, "Two"));
  fs::rename(site.folder() / "in" / "tmp" / "1.two", waiting);
  dovecot.save(word(site, "Three"));
  signal_workers(site, SIGCONT);
  CHECK(eventually([&] { return receipts() == 1; }));
  CHECK(eventually([&] { return says(site, "not-collected"); }));
  CHECK(says(site, "no-room"));
  CHECK(fs::exists(waiting));
  CHECK(dovecot.mails("INBOX").size() == 1);

  // Room again: what waited outside comes in.
  disk.free();
  CHECK(eventually([&] { return receipts() == 3; }));
  CHECK(eventually([&] { return dovecot.mails("Pouch/Done").size() == 1; }));
  CHECK_FALSE(fs::exists(waiting));

  // Not an octet is left, for rows, letters, the index, the log: all of it waits.
  stop_workers(site);
  REQUIRE(send(door, word(site, "Four")));
  disk.fill();
  signal_workers(site, SIGCONT);
  CHECK(eventually([&] { return says(site, "trouble"); }));
  CHECK(answer_to_sender(door) == "452 4.3.1");
  CHECK(receipts() == 3);
  disk.free();
  CHECK(eventually([&] { return receipts() == 4; }));
  CHECK(send(door, word(site, "Five")));
  CHECK(says(site, "room-again"));
  CHECK(eventually([&] { return receipts() == 5; }));
  CHECK(site.stop() == 0);
  CHECK(receipts() == 5);
  disk.fill();
  const auto started = site.pouch({"serve"});
  CHECK(started.status == 69);  // not 78: a service manager shall try again
  CHECK(started.err.find("look at the disk") != std::string::npos);
  disk.free();
  CHECK(site.held().empty());
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE("a key that is imported on a full disk leaves the key that was there") {
  if (!has_mounts_of_its_own()) {
    return;
  }
  const Site site;
  const auto& person = site.person_at("nfp-bg");
  const auto file = site.folder() / "keys" / (person.fingerprint() + ".asc");
  REQUIRE(site.pouch({"key", "import", "-"}, person.public_key()).status == 0);
  const auto before = read_file(file);
  person.gpg({"--quick-set-expire", person.fingerprint(), "2y"});
  SmallDisk disk(site.folder() / "keys", kMegabyte);
  disk.fill();
  const auto full = site.pouch({"key", "import", "-"}, person.public_key());
  INFO(full.out << full.err);
  CHECK(full.status == 69);
  CHECK(full.err.find("No space left on device") != std::string::npos);
  CHECK(read_file(file) == before);
  disk.free();
  CHECK(site.pouch({"key", "import", "-"}, person.public_key()).status == 0);
  CHECK(read_file(file) != before);
}

TEST_CASE("without room under /tmp the ring stays as it was, and says so") {
  if (!has_mounts_of_its_own()) {
    return;
  }
  Site site;
  REQUIRE(site.deliver(site.mail("ana", {.body = "One\n"}))["outcome"] == "accepted");
  const auto rooms = site.folder().parent_path() / "tmp";
  fs::create_directory(rooms);
  SmallDisk disk(rooms, 6 * kMegabyte);
  const Environment small{{"TMPDIR", rooms.string()}};
  for (const auto left : {std::size_t{0}, std::size_t{4096}, 40 * std::size_t{1024}}) {
    INFO(left);
    fill_but(rooms, left);
    fs::remove(site.state() / "ring.state");  // as after a change of the directory
    const auto ran = site.pouch({"run"}, "", small);
    INFO(ran.out << ran.err);
    CHECK(ran.status == 69);
    CHECK(ran.err.find("keys cannot be looked at") != std::string::npos);
    const auto imported =
        site.pouch({"key", "import", "-"}, site.person("nfp-bg").public_key(), small);
    CHECK(imported.status == 69);
    const fs::directory_iterator rest(rooms);
    CHECK(std::distance(begin(rest), end(rest)) == 1);  // the filler
    fs::remove(rooms / "filler");
  }
  CHECK(site.deliver(site.mail("ana", {.body = "Two\n"}))["outcome"] == "accepted");
}

TEST_CASE(
    "says that the disk can only be read, takes nothing, and goes on when it can be written") {
  if (!has_mounts_of_its_own()) {
    return;
  }
  Site site;
  site.start();
  const auto door = site.uri();
  const auto receipts = [&] { return site.letters("ana@police.ro.example").size(); };
  stop_workers(site);
  REQUIRE(send(door, word(site, "One")));
  {
    const ReadOnly disk(site.state());
    CHECK(answer_to_sender(door) == "452 4.3.1");
    // The ones that come after them open everything anew, and cannot.
    const auto before = site.processes("process intake");
    signal_workers(site, SIGKILL);
    for (const auto pid : before) {
      kill(pid, SIGKILL);
    }
    REQUIRE(eventually([&] {
      const auto now = site.processes("process intake");
      return now.size() == 1 && now != before;
    }));
    CHECK(answer_to_sender(door) == "452 4.3.1");
    const auto delivered = site.pouch({"deliver"}, word(site, "Not taken"));
    CHECK(delivered.status == 75);
    CHECK(delivered.err.find("can only be read") != std::string::npos);
    CHECK(receipts() == 0);
  }
  CHECK(eventually([&] { return receipts() == 1; }, 40000));
  CHECK(send(door, word(site, "Two")));
  CHECK(eventually([&] { return receipts() == 2; }));
  CHECK(site.stop() == 0);
  CHECK(site.held().empty());

  const ReadOnly disk(site.state());
  for (const auto& verb : std::vector<std::vector<std::string>>{
           {"queue", "list"}, {"held", "list"}, {"run", "--until-idle"}, {"serve"}}) {
    const auto ran = site.pouch(verb);
    INFO(verb.front() << ": " << ran.err);
    CHECK(ran.status == 69);  // not 78: a service manager shall try again
    CHECK(ran.err.find("can only be read") != std::string::npos);
  }
}
