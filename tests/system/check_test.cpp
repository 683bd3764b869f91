// `pouch check` against servers, sockets and folders that are not as a run needs them: each fault
// with its place, and a hint that mends it.
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/system/dovecot.hpp"
#include "tests/system/harness.hpp"
#include "tests/system/installed.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

constexpr const char* kUser = "requests@pouch.example";

// Faults by place; the same place twice is an error of the test.
std::map<std::string, json> faults(const Site& site, std::vector<std::string> options = {},
                                   int exit = 1) {
  options.insert(options.begin(), {"check", "--json"});
  const auto ran = site.pouch(options);
  INFO(ran.out << ran.err);
  CHECK(ran.status == exit);
  std::map<std::string, json> found;
  const auto report = json::parse(ran.out);
  for (const auto& fault : report["faults"]) {
    CHECK(found.emplace(fault["where"], fault).second);
  }
  return found;
}

bool says(const std::map<std::string, json>& faults, const std::string& where,
          const std::string& text, const std::string& hint) {
  const auto found = faults.find(where);
  INFO(where << ": " << (found == faults.end() ? "nothing" : found->second.dump()));
  CHECK(found != faults.end());
  return found != faults.end() &&
         found->second["text"].get<std::string>().find(text) != std::string::npos &&
         found->second["hint"].get<std::string>().find(hint) != std::string::npos;
}

void give_password(const Site& site, const std::string& host, const std::string& password) {
  fs::create_directories(site.folder() / "credentials");
  const auto secret = site.folder() / "credentials" / (std::string(kUser) + "@" + host);
  write_file(secret, password + "\n");
  fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
}

std::string mailbox(const std::string& scheme, const std::string& host, int port,
                    const std::string& name = "INBOX") {
  return scheme + "://requests%40pouch.example@" + host + ":" + std::to_string(port) + "/" + name;
}

// Nothing is wrong with it: the harness names a country without a focal point, and no operator.
class SoundSite : public Site {
 public:
  SoundSite() {
    auto text = directory();
    const auto rights = text.find("rights = ", text.find("id = \"dimitar\""));
    text.insert(text.find(']', rights), ", \"operate\"");
    const auto begin = text.find("\n[[country]]\ncode = \"HU\"");
    text.erase(begin, text.find("\n[[", begin + 1) - begin);
    write_directory(text);
  }
};

std::string listed(const std::vector<std::string>& uris) {
  std::string list;
  for (const auto& uri : uris) {
    list += (list.empty() ? "[\"" : ", \"") + uri + "\"";
  }
  return list + "]";
}

}  // namespace

TEST_CASE("check tries every server, and says of each how it is mended", "[long]") {
  Dovecot dovecot({.users = {kUser}});
  SilentServer silent, other_silent;
  SoundSite site;
  site.set("servers.ca_file", "\"" + dovecot.authority().ca.string() + "\"");
  give_password(site, "127.0.0.1", "secret");
  give_password(site, "mail.localhost", "wrong-password");
  give_password(site, "other.localhost", "secret");
  const auto sound = mailbox("imaps", "127.0.0.1", dovecot.imaps_port()),
             wrong_password = mailbox("imaps", "mail.localhost", dovecot.imaps_port()),
             wrong_folder = mailbox("imaps", "127.0.0.1", dovecot.imaps_port(), "Nowhere"),
             wrong_name = mailbox("imaps", "other.localhost", dovecot.imaps_port()),
             closed_box = mailbox("imap", "127.0.0.1", closed_port()),
             no_secret = mailbox("imap", "127.0.0.9", closed_port()),
             no_maildir = std::string("maildir:nowhere");
  const auto closed = "smtp://127.0.0.1:" + std::to_string(closed_port());
  site.set("sources", listed({sound, wrong_password, wrong_folder, wrong_name, closed_box,
                              no_secret, no_maildir}));
  site.set("outbox", listed({silent.uri(), closed, other_silent.uri()}));
  const auto found = faults(site);
  CHECK(found.size() == 9);
  CHECK(found.count(sound) == 0);
  CHECK(says(found, wrong_password, "Login denied", "refused user or password"));
  CHECK(says(found, wrong_folder, "EXAMINE", "look at the mailbox's name and rights"));
  CHECK(says(found, wrong_name, "certificate", "servers.ca_file"));
  CHECK(says(found, closed_box, "connect", "is the server up and reachable?"));
  CHECK(says(found, no_secret, "there is no password", "credentials/requests@pouch.example@127"));
  CHECK(says(found, no_maildir, "nowhere is no folder", "new, cur and tmp"));
  CHECK(says(found, closed, "connect", "is the server up and reachable?"));
  for (const auto& server : {&silent, &other_silent}) {
    CHECK(says(found, server->uri(), "no answer within 10 s", "firewall"));
  }
  for (const auto& [where, fault] : found) {
    CHECK(fault.dump().find("wrong-password") == std::string::npos);
  }
  // Secrets and folders only.
  const auto offline = faults(site, {"--offline"});
  CHECK(offline.size() == 2);
  CHECK(says(offline, no_secret, "there is no password", "mode 0600"));
  CHECK(says(offline, no_maildir, "is no folder", "new, cur and tmp"));
  CHECK(silent.has_caller());
}

TEST_CASE("check touches no mail in a mailbox") {
  LineServer server("* OK ready\r\n", [](const std::string& line) -> std::string {
    const auto tag = line.substr(0, line.find(' '));
    const auto says = [&](const char* word) { return line.find(word) != std::string::npos; };
    if (says("CAPABILITY")) {
      return "* CAPABILITY IMAP4rev1 IDLE MOVE\r\n" + tag + " OK\r\n";
    }
    return (says("EXAMINE") ? "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n" : "") + tag + " OK\r\n";
  });
  SoundSite site;
  site.set("sources", "[\"imap://127.0.0.1:" + std::to_string(server.port()) + "/INBOX\"]");
  CHECK(faults(site, {}, 0).empty());
  bool examined = false;
  for (const auto& line : server.lines()) {
    INFO(line);
    examined = examined || line.find("EXAMINE") != std::string::npos;
    for (const auto* word : {"SELECT", "FETCH", "STORE", "CREATE", "MOVE", "COPY"}) {
      CHECK(line.find(word) == std::string::npos);
    }
  }
  CHECK(examined);
}

TEST_CASE("check finds a place taken by another program, and raises no alarm beside the daemon") {
  SoundSite site;
  MailServer other;  // on a port of its own
  const auto metrics = (site.folder().parent_path() / "m").string();
  site.set("metrics", "\"unix:" + metrics + "\"");
  site.set("sources", listed({other.uri()}));
  CHECK(says(faults(site), other.uri(), "cannot listen", "another program"));
  write_file(metrics, "no socket");
  CHECK(says(faults(site), "unix:" + metrics, "no socket", "move it away"));
  fs::remove(metrics);
  site.set("sources", listed({"smtp://127.0.0.1:0", "lmtp:" + metrics + ".lmtp"}));
  CHECK(faults(site, {}, 0).empty());
  site.start();
  CHECK(faults(site, {}, 0).empty());
  site.set("web.listen", "\"unix:" + metrics + ".web\"");
  site.set("web.origin", "\"https://pouch.example\"");
  CHECK(says(faults(site), "unix:" + metrics + ".web", "serves no page", "restart"));
  site.set("sources", listed({"smtp://127.0.0.1:0", "smtp://127.0.0.2:2525"}));
  CHECK(says(faults(site), "smtp://127.0.0.2:2525", "does not listen there", "restart"));
}

TEST_CASE("check says who must own a Maildir that it may not empty") {
  SoundSite site;
  const auto box = site.folder() / "box";
  for (const auto* part : {"new", "cur", "tmp"}) {
    fs::create_directories(box / part);
  }
  site.set("sources", "[\"maildir:box\"]");
  CHECK(faults(site, {}, 0).empty());
  fs::permissions(box / "new", fs::perms::owner_read | fs::perms::owner_exec);
  const Scratch scratch;
  std::vector<std::string> command{installed_for_all(scratch.path()).string(), "-c",
                                   (site.folder() / "pouch.toml").string(), "check", "--offline"};
  if (geteuid() == 0) {  // who may do anything
    run({"chown", "-R", "nobody:", site.folder().string()});
    run({"chown", "root:", (box / "new").string()});
    fs::permissions(site.folder().parent_path(), fs::perms(0711));
    command.insert(command.begin(), {"setpriv", "--reuid", "nobody", "--regid", "nogroup",
                                     "--clear-groups", "env", "HOME=/nonexistent"});
  }
  const auto ran = run(command);
  INFO(ran.out << ran.err);
  CHECK(ran.status == 1);
  CHECK(ran.out.find("box/new belongs to ") != std::string::npos);
  CHECK(ran.out.find("chown -R ") != std::string::npos);
}

TEST_CASE("check finds an agent that hangs") {
  SoundSite site;
  run({"gpgconf", "--homedir", (site.folder() / "gnupg").string(), "--launch", "gpg-agent"});
  const auto agents = site.agents();
  REQUIRE(agents.size() == 1);
  kill(agents[0], SIGSTOP);
  const auto found = faults(site);
  kill(agents[0], SIGCONT);
  CHECK(says(found, (site.folder() / "gnupg").string(), "does not answer", "gpg-agent"));
  CHECK(found.size() == 1);
}

TEST_CASE("check finds a disk that is nearly full") {
  if (geteuid() != 0) {
    WARN("not run: only root can mount a small disk");
    return;
  }
  if (run({"unshare", "--mount", "true"}).status != 0) {
    WARN("not run: no mount namespace here (a chroot, a container)");
    return;
  }
  SoundSite site;
  const auto small = site.folder().parent_path() / "small";
  fs::create_directories(small);
  const std::string script = "mount -t tmpfs -o size=16m,mode=0700 none " + small.string() +
                             " && cp -a " + site.state().string() + " " + small.string() +
                             " && exec " + POUCH_PROGRAM + " -c " +
                             (site.folder() / "pouch.toml").string() + " check --offline";
  site.set("paths.state", "\"" + (small / "state").string() + "\"");
  const auto ran = run({"unshare", "--mount", "sh", "-c", script});
  INFO(ran.out << ran.err);
  CHECK(ran.status == 1);
  CHECK(ran.out.find(small.string() + "/state: its disk has ") != std::string::npos);
  CHECK(ran.out.find("limits.free_space") != std::string::npos);
}

TEST_CASE("check says when a country's holidays end") {
  SoundSite site;
  fs::create_directory(site.folder() / "holidays");
  auto directory = site.directory();
  const std::string code = "code = \"BG\"";
  REQUIRE(directory.find(code) != std::string::npos);
  site.write_directory(directory.replace(directory.find(code), code.size(),
                                         code + "\nholidays = \"holidays/bg.txt\""));
  write_file(site.folder() / "holidays/bg.txt", "2099-12-25 Christmas\n");
  CHECK(faults(site, {}, 0).count("BG, holidays") == 0);
  write_file(site.folder() / "holidays/bg.txt", "2026-01-01 New Year\n");
  CHECK(says(faults(site), "BG, holidays", "ends soon, or has ended", "the next year"));
}

TEST_CASE("check asks for an operator to whom letters can be sealed") {
  SoundSite site;
  const auto key = site.folder() / "keys/dimitar.asc";
  fs::rename(key, site.folder() / "away");
  CHECK(says(faults(site), "operators", "nobody is told when letters fail", "operate"));
  fs::rename(site.folder() / "away", key);
  CHECK(faults(site, {}, 0).empty());
  auto text = site.directory();
  text.replace(text.find(", \"operate\""), 11, "");
  site.write_directory(text);
  CHECK(says(faults(site), "operators", "nobody is told when letters fail", "operate"));
  // A desk does as well.
  text = site.directory();
  const auto desk = text.find("keys = ", text.find("id = \"nfp-rs\""));
  site.write_directory(text.insert(desk, "rights = [\"send\", \"operate\"]\n"));
  CHECK(faults(site, {}, 0).empty());
}

TEST_CASE(
    "check says which addresses the key lacks, and who must get it anew, and changes nothing") {
  SoundSite site;
  const auto ring = [&] { return read_file(site.folder() / "gnupg/pubring.kbx"); };
  const auto before = ring();
  site.write_directory(site.directory() +
                       "\n[[group]]\nid = \"jit\"\naddress = \"jit@pouch.example\"\n"
                       "community = \"prosecution\"\ndesks = [\"pfp-bg\"]\nmembers = []\n");
  site.set("also_addressed_as", "[\"hq@pouch.example\"]");
  auto found = faults(site);
  CHECK(found.size() == 2);
  CHECK(says(found, "gateway's key, jit@pouch.example", "no user ID", "pouch key addresses"));
  CHECK(says(found, "gateway's key, hq@pouch.example", "no user ID", "systemctl reload pouch"));
  CHECK(ring() == before);
  REQUIRE(site.pouch({"key", "addresses"}).status == 0);
  CHECK(ring() != before);
  found = faults(site, {}, 0);
  CHECK(found.size() == 2);
  CHECK(says(found, "gateway's key, jit@pouch.example", "the key anew: pfp-bg", "pouch welcome"));
  CHECK(says(found, "gateway's key, hq@pouch.example", "nfp-bg", "key list --export"));
  REQUIRE(site.pouch({"welcome", "pfp-bg"}).status == 0);
  CHECK(faults(site, {}, 0).size() == 1);
  REQUIRE(site.pouch({"key", "addresses", "--given"}).status == 0);
  CHECK(faults(site, {}, 0).empty());
  CHECK(site.pouch({"audit", "export"}).out.find("\"key-given\"") != std::string::npos);
}

TEST_CASE("check finds what is open to others, or another's, in the keys and the state") {
  SoundSite site;
  const auto state = site.state().string(), gnupg = (site.folder() / "gnupg").string();
  fs::permissions(site.state() / "keys.db", fs::perms(0640));
  CHECK(says(faults(site), state, "keys.db", "chmod"));
  fs::permissions(site.state() / "keys.db", fs::perms(0600));
  fs::permissions(site.folder() / "gnupg", fs::perms(0750));
  CHECK(says(faults(site), gnupg, "is open to other users", "chmod"));
  fs::permissions(site.folder() / "gnupg", fs::perms(0700));
  CHECK(faults(site, {}, 0).empty());
  if (geteuid() == 0) {
    run({"chown", "nobody", (site.state() / "spool.pub").string()});
    CHECK(says(faults(site), state, "belongs to another user", "chown"));
    run({"chown", "root", (site.state() / "spool.pub").string()});
  }
  fs::rename(site.state() / "spool", site.folder() / "away");
  CHECK(says(faults(site), state + "/spool", "is missing", "pouch restore"));
}

TEST_CASE("check finds a damaged database, a broken index and none, and a clock that is behind") {
  SoundSite site;
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const auto index = (site.state() / "index").string();
  for (const auto& entry : fs::recursive_directory_iterator(index)) {
    if (entry.path().extension() == ".glass") {
      write_file(entry.path(), "not an index");
    }
  }
  auto found = faults(site);
  CHECK(found.count(index) == 1);
  fs::remove_all(index);
  CHECK(says(faults(site, {}, 0), index, "there is no index", "pouch reindex"));
  REQUIRE(site.pouch({"reindex"}).status == 0);
  CHECK(faults(site, {}, 0).empty());
  const auto late =
      site.pouch({"check", "--json"}, {},
                 {{"LD_PRELOAD", POUCH_CLOCK_AHEAD}, {"POUCH_AHEAD", std::to_string(-7200)}});
  CHECK(late.status == 1);
  CHECK(late.out.find("behind the last row of the audit log") != std::string::npos);
  auto bytes = read_file(site.state() / "pouch.db");
  REQUIRE(bytes.size() > 3 * 4096);
  for (std::size_t at = 4096; at + 100 < bytes.size(); at += 4096) {
    bytes.replace(at + 8, 64, std::string(64, '\x7F'));
  }
  write_file(site.state() / "pouch.db", bytes);
  const auto damaged = site.pouch({"check", "--json"});
  CHECK(damaged.status == 1);
  CHECK(damaged.out.find("damaged") != std::string::npos);
}

TEST_CASE("check says who could hand in mail, and which group is not there") {
  SoundSite site;
  const auto units = site.folder().parent_path() / "units";
  fs::create_directories(units);
  const Environment environment{{"SYSTEMD_UNIT_PATH", units.string()}};
  const auto checked = [&] { return site.pouch({"check", "--offline"}, {}, environment).out; };
  site.set("sources", "[\"smtp://0.0.0.0:0\"]");
  CHECK(checked().find("takes mail from the whole network") != std::string::npos);
  const auto socket = (site.folder().parent_path() / "l").string();
  site.set("sources", "[\"lmtp:" + socket + "\"]");
  CHECK(checked().find("error") == std::string::npos);
  const auto unit = units / "pouch-lmtp.socket";
  write_file(unit, "[Socket]\nListenStream=" + socket + "\nSocketGroup=no-such-group\n");
  CHECK(checked().find("there is no group no-such-group") != std::string::npos);
  write_file(unit, "[Socket]\nListenStream=" + socket + "\nSocketGroup=nogroup\n");
  CHECK(checked().find("no group") == std::string::npos);
  site.start(environment);
  fs::permissions(socket, fs::perms(0666));
  CHECK(checked().find("every user of this machine may hand in mail") != std::string::npos);
  site.stop();
}
