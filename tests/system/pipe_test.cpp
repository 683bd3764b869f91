// The pipe: Postfix's pipe(8) runs `pouch deliver` for each mail, as our example says, and goes by
// its exit code (sysexits). What Pouch cannot take now stays in Postfix's queue; no good mail is
// ever sent back. The program runs as another user than root, which pipe(8) demands.
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/system/installed.hpp"
#include "tests/system/mail_domain.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;

namespace {

// The site belongs to `nobody`; everything is done as that user.
class PipedDomain {
 public:
  MailDomain domain;

  PipedDomain() {
    auto& site = domain.site;
    domain.route("pouchpipe:");
    site.set("outbox", "\"maildir:state/outbox\"");
    installed_for_all(domain.postfix.folder());
    fs::permissions(site.folder().parent_path(), fs::perms::others_exec, fs::perm_options::add);
    own();
    domain.settings.main += "allow_min_user = yes\n";  // worse than the default
    domain.postfix.start(domain.settings);
  }

  ~PipedDomain() {
    run(as_nobody(
        {"gpgconf", "--homedir", (domain.site.folder() / "gnupg").string(), "--kill", "all"}));
  }

  void own() const {
    REQUIRE(run({"chown", "-R", "nobody:nogroup", domain.site.folder().string()}).status == 0);
  }

  // Everything that lies in the spool, to its end.
  void work() const {
    const auto ran =
        run(as_nobody({program().string(), "-c", (domain.site.folder() / "pouch.toml").string(),
                       "run", "--until-idle"}));
    INFO(ran.err);
    REQUIRE(ran.status == 0);
  }

  // As the site's owner: root is refused on his site.
  nlohmann::json held() const {
    const auto ran =
        run(as_nobody({program().string(), "-c", (domain.site.folder() / "pouch.toml").string(),
                       "held", "list", "--refused", "--json"}));
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    return nlohmann::json::parse(ran.out)["held"];
  }

  // Sends, and Postfix is done with it.
  void send(const std::string& from, const std::string& mail, const std::string& to = kGateway) {
    Dialogue dialogue(domain.postfix.uri());
    dialogue.say("EHLO x.example\r\n");
    INFO(from << " " << to);
    CHECK(dialogue.say("MAIL FROM:<" + from + ">\r\n").rfind("250", 0) == 0);
    CHECK(dialogue.say("RCPT TO:<" + to + ">\r\n").rfind("250", 0) == 0);
    dialogue.say("DATA\r\n");
    CHECK(dialogue.end(mail + "\r\n.\r\nQUIT\r\n").rfind("250", 0) == 0);
    const bool idle = eventually([&] { return domain.postfix.idle(); });
    INFO(domain.postfix.queue() << domain.postfix.log());
    REQUIRE(idle);
  }

  bool deferred(std::size_t times) const {
    return eventually([&] {
      const auto log = domain.postfix.log();
      std::size_t found = 0;
      for (auto at = log.find("status=deferred"); at != std::string::npos;
           at = log.find("status=deferred", at + 1)) {
        ++found;
      }
      return found == times;
    });
  }

 private:
  fs::path program() const { return domain.postfix.folder() / "build/pouch"; }

  static std::vector<std::string> as_nobody(std::vector<std::string> command) {
    command.insert(command.begin(), {"setpriv", "--reuid=nobody", "--regid=nogroup",
                                     "--clear-groups", "env", "HOME=/"});
    return command;
  }
};

}  // namespace

TEST_CASE("takes mail from the pipe once, and lets Postfix keep what it cannot take now") {
  PipedDomain piped;
  auto& site = piped.domain.site;
  const std::string ana = "ana@police.ro.example";
  const auto receipts = [&] { return site.letters(ana).size(); };

  piped.send(ana, site.mail("ana", {.body = request_form()}));
  piped.work();
  REQUIRE(receipts() == 1);
  CHECK(site.letters("nfp@mvr.bg.example").size() == 1);

  // A spool that cannot be written, a configuration that cannot be read, none at all.
  const auto spool = site.state() / "spool", configuration = site.folder() / "pouch.toml";
  const auto sound = read_file(configuration);
  std::size_t deferred = 0;
  for (const auto* fault : {"spool", "syntax", "missing", "unknown key"}) {
    INFO(fault);
    const std::string what = fault;
    if (what == "spool") {
      fs::permissions(spool, fs::perms::owner_write, fs::perm_options::remove);
    } else if (what == "missing") {
      fs::remove(configuration);
    } else {
      write_file(configuration, sound + (what == "syntax" ? "[[[\n" : "\n[limits]\nx = 1\n"));
    }
    REQUIRE(submit(piped.domain.postfix.uri(), ana, kGateway,
                   site.mail("ana", {.body = request_form()})));
    CHECK(piped.deferred(++deferred));
    fs::permissions(spool, fs::perms::owner_write, fs::perm_options::add);
    write_file(configuration, sound);
    piped.own();
  }
  piped.domain.postfix.flush();
  REQUIRE(eventually([&] { return piped.domain.postfix.idle(); }));
  piped.work();
  CHECK(receipts() == 1 + deferred);
  CHECK(piped.domain.has("ana", 0));  // nothing was sent back
  CHECK(piped.held().empty());

  // Envelopes that a command line could take for something else.
  const auto mail = [&] { return site.mail("ana", {.body = "Hello.\n"}); };
  const auto before = receipts();
  piped.send("", mail());
  piped.send("--wait@police.ro.example", mail());
  piped.send("\"a b --to=x\"@police.ro.example", mail());
  piped.send(ana, mail(), "requests+--help@pouch.example");
  piped.send(ana, mail(), "\"requests+$(touch x) -c\"@pouch.example");
  CHECK(piped.domain.postfix.log().find("status=bounced") == std::string::npos);
  piped.work();
  CHECK(receipts() == before + 5);
  CHECK(piped.held().empty());

  // A mistake in the line of the pipe: the mail stays with the MTA too.
  CHECK(site.pouch({"deliver", "--frm=x"}, mail()).status == 75);

  // One mail to two of our addresses is one.
  REQUIRE(
      run({"curl", "--silent", "--url", piped.domain.postfix.uri(), "--mail-from", ana,
           "--mail-rcpt", kGateway, "--mail-rcpt", "seepag@pouch.example", "--upload-file", "-"},
          "Subject: to both\r\n\r\nplain\r\n")
          .status == 0);
  REQUIRE(eventually([&] { return piped.domain.postfix.idle(); }));
  piped.work();
  REQUIRE(piped.held().size() == 1);
  CHECK(piped.held()[0]["to"].size() == 2);

  // What can never be taken is told to the sender by Postfix.
  site.set("limits.message", "\"4 KB\"");
  piped.own();
  piped.send(ana, site.mail("ana", {.body = std::string(8000, 'x'),
                                    .gpg_options = {"--compress-algo", "none"}}));
  CHECK(piped.domain.has("ana", 1));
}
