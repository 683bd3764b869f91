// Odd dialogues with an IMAP server, a row each: what the server says, and what becomes of the
// mails in the mailbox. One mail that it does not give, or gives otherwise than it said, keeps none
// of the others (RFC 3501 section 7; RFC 2177).
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>
#include <vector>

#include "mail/fault.hpp"
#include "mail/transport/mailbox_source.hpp"
#include "tests/unit/mail/sockets.hpp"

namespace pouch::mail {
namespace {

using namespace test;

// "UID FETCH 2 (" -> the answer; TAG stands for the command's tag.
using Script = std::vector<std::pair<std::string, std::string>>;

const Script kUsual{
    {"CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE MOVE\r\nTAG OK done\r\n"},
    {"SELECT", "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\nTAG OK [READ-WRITE] done\r\n"},
    {"UID SEARCH", "* SEARCH 1 2 3\r\nTAG OK done\r\n"},
    {"UID FETCH 1:3 ",
     "* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n* 2 FETCH (UID 2 RFC822.SIZE 5)\r\n"
     "* 3 FETCH (UID 3 RFC822.SIZE 5)\r\nTAG OK done\r\n"},
    {"UID FETCH 1 ", "* 1 FETCH (UID 1 BODY[] {5}\r\none\r\n)\r\nTAG OK done\r\n"},
    {"UID FETCH 2 ", "* 2 FETCH (UID 2 BODY[] {5}\r\ntwo\r\n)\r\nTAG OK done\r\n"},
    {"UID FETCH 3 ", "* 3 FETCH (UID 3 BODY[] {5}\r\nthr\r\n)\r\nTAG OK done\r\n"},
};

class FakeImap {
 public:
  explicit FakeImap(Script odd) : script_(std::move(odd)) {
    script_.insert(script_.end(), kUsual.begin(), kUsual.end());
    listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(listening_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(listen(listening_, 4) == 0);
    getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FakeImap() {
    shutdown(listening_, SHUT_RDWR);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (current_ >= 0) shutdown(current_, SHUT_RDWR);
    }
    thread_.join();
    close(listening_);
  }
  MailboxSource open(std::size_t limit = 1000) const {
    MailboxSettings settings;
    settings.uri = "imap://127.0.0.1:" + std::to_string(port_) + "/INBOX";
    settings.message_limit = limit;
    return MailboxSource(settings);
  }
  int heard(const std::string& command) {
    const std::lock_guard<std::mutex> lock(mutex_);
    int count = 0;
    for (const auto& line : commands_) count += line.starts_with(command);
    return count;
  }

 private:
  void serve() {
    int descriptor = -1;
    while ((descriptor = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0) {
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        current_ = descriptor;
      }
      Line line(descriptor);
      line.say("* OK ready\r\n");
      for (auto said = line.hear(); !said.empty(); said = line.hear()) answer(line, said);
      const std::lock_guard<std::mutex> lock(mutex_);
      current_ = -1;
    }
  }
  void answer(const Line& line, const std::string& said) {
    const auto blank = said.find(' ');
    const auto tag = said.substr(0, blank);
    const auto command = blank == std::string::npos ? said : said.substr(blank + 1);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      commands_.push_back(command);
    }
    for (const auto& [begin, reply] : script_) {
      if (command.starts_with(begin)) {
        auto text = reply;
        for (auto at = text.find("TAG"); at != std::string::npos;
             at = text.find("TAG", at + tag.size())) {  // a tag of random letters may hold "TAG"
          text.replace(at, 3, tag);
        }
        line.say(text);
        return;
      }
    }
    if (blank != std::string::npos) line.say(tag + " OK done\r\n");
  }

  Script script_;
  std::mutex mutex_;
  std::vector<std::string> commands_;
  int current_ = -1, listening_ = -1, port_ = 0;
  std::thread thread_;
};

// What comes of all that is listed: "1:one 2:refused 3:thr".
std::string collected(MailboxSource& box) {
  std::string all;
  for (const auto& mail : box.list()) {
    const auto fetched = box.fetch(mail.uid);
    const auto bytes = fetched.bytes.substr(0, 3);
    all += (all.empty() ? "" : " ") + std::to_string(mail.uid) + ":" +
           (fetched.what == Fetched::What::kBytes     ? bytes
            : fetched.what == Fetched::What::kGone    ? "gone"
            : fetched.what == Fetched::What::kRefused ? "refused"
                                                      : "too large");
  }
  return all;
}

TEST_CASE("imap: one mail that the server gives oddly keeps none of the others") {
  struct Row {
    const char* name;
    Script odd;
    std::string comes;
  };
  const std::string huge(2u << 20, 'x');
  const std::vector<Row> rows{
      {"nothing odd", {}, "1:one 2:two 3:thr"},
      {"NO to one UID",
       {{"UID FETCH 2 ", "TAG NO [SERVERBUG] message is corrupt\r\n"}},
       "1:one 2:refused 3:thr"},
      {"BAD to one UID", {{"UID FETCH 2 ", "TAG BAD internal error\r\n"}}, "1:one 2:refused 3:thr"},
      {"OK and nothing", {{"UID FETCH 2 ", "TAG OK done\r\n"}}, "1:one 2:gone 3:thr"},
      {"NIL for a body",
       {{"UID FETCH 2 ", "* 2 FETCH (UID 2 BODY[] NIL)\r\nTAG OK done\r\n"}},
       "1:one 2:refused 3:thr"},
      {"a literal far larger than RFC822.SIZE said",
       {{"UID FETCH 2 ", "* 2 FETCH (UID 2 BODY[] {" + std::to_string(huge.size()) + "}\r\n" +
                             huge + ")\r\nTAG OK done\r\n"}},
       "1:one 2:too large 3:thr"},
      {"the body before the UID",
       {{"UID FETCH 2 ", "* 2 FETCH (BODY[] {5}\r\ntwo\r\n UID 2)\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"a quoted string for a body",
       {{"UID FETCH 2 ", "* 2 FETCH (UID 2 BODY[] \"two\")\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"flags of another mail in between",
       {{"UID FETCH 2 ",
         "* 3 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (UID 2 BODY[] {5}\r\ntwo\r\n)\r\nTAG OK "
         "done\r\n"}},
       "1:one 2:two 3:thr"},
      {"a body that looks like an answer",
       {{"UID FETCH 2 ", "* 2 FETCH (UID 2 BODY[] {12}\r\n* BYE xyz OK)\r\nTAG OK done\r\n"}},
       "1:one 2:* B 3:thr"},
      {"a mail that goes while another is fetched",
       {{"UID FETCH 2 ",
         "* 1 EXPUNGE\r\n* 2 EXISTS\r\n* 1 FETCH (UID 2 BODY[] {5}\r\ntwo\r\n)\r\nTAG OK "
         "done\r\n"}},
       "1:one 2:two 3:thr"},
      {"a word for the operator and a new capability between",
       {{"UID FETCH 2 ",
         "* OK [ALERT] quota at 90% {5}\r\n* ok [CAPABILITY IMAP4rev1] {12}\r\n* 2 FETCH (UID 2 "
         "BODY[] {5}\r\ntwo\r\n)\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"small letters",
       {{"UID SEARCH", "* search 1 2 3\r\nTAG ok done\r\n"},
        {"UID FETCH 2 ", "* 2 fetch (uid 2 body[] {5}\r\ntwo\r\n)\r\nTAG ok done\r\n"}},
       "1:one 2:two 3:thr"},
      {"more items than were asked for",
       {{"UID FETCH 2 ",
         "* 2 FETCH (MODSEQ (917162500) UID 2 FLAGS (\\Seen $Label) BODY[] {5}\r\ntwo\r\n "
         "X-GM-MSGID 12)\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"the search in two lines, unsorted",
       {{"UID SEARCH", "* SEARCH 3\r\n* SEARCH 1 2\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"the search as IMAP4rev2 gives it",
       {{"UID SEARCH", "* ESEARCH (TAG \"TAG\") UID ALL 1:2,3\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"the search as IMAP4rev2 gives it, counted too",
       {{"UID SEARCH",
         "* ESEARCH (TAG \"TAG\") UID MIN 1 MAX 3 COUNT 3 ALL 3:1\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"an empty search as IMAP4rev2 gives it",
       {{"UID SEARCH", "* ESEARCH (TAG \"TAG\") UID\r\nTAG OK done\r\n"}},
       ""},
      {"numbers that are no UIDs",
       {{"UID SEARCH", "* SEARCH 1 -2 x 4294967296 3 2 1:x\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"the greatest UID",
       {{"UID SEARCH", "* SEARCH 1 4294967295\r\nTAG OK done\r\n"},
        {"UID FETCH 4294967295 ",
         "* 2 FETCH (UID 4294967295 BODY[] {5}\r\nmax\r\n)\r\nTAG OK done\r\n"}},
       "1:one 4294967295:max"},
      {"an empty mail",
       {{"UID FETCH 2 ", "* 2 FETCH (UID 2 BODY[] {0}\r\n)\r\nTAG OK done\r\n"}},
       "1:one 2: 3:thr"},
      {"another mail's body first",
       {{"UID FETCH 2 ",
         "* 3 FETCH (UID 3 BODY[] {5}\r\nthr\r\n)\r\n* 2 FETCH (UID 2 BODY[] "
         "{5}\r\ntwo\r\n)\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
      {"NO to the sizes of one",
       {{"UID FETCH 1:3 ", "* 1 FETCH (UID 1 RFC822.SIZE 5)\r\nTAG NO some are gone\r\n"}},
       "1:one 2:two 3:thr"},
      {"no size for one",
       {{"UID FETCH 1:3 ", "* 1 FETCH (UID 1 RFC822.SIZE 5)\r\nTAG OK done\r\n"}},
       "1:one 2:two 3:thr"},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    FakeImap server(row.odd);
    auto box = server.open();
    CHECK(collected(box) == row.comes);
    CHECK(collected(box) == row.comes);  // the connection is as good as before
  }
}

TEST_CASE("imap: a server that does not idle when it said it would is looked into instead") {
  struct Row {
    const char* name;
    std::string answer;
    bool idles;
  };
  for (const auto& row :
       std::vector<Row>{{"NO", "TAG NO not here\r\n", false},
                        {"BAD", "TAG BAD unknown command\r\n", false},
                        {"news, then NO", "* 4 EXISTS\r\nTAG NO not here\r\n", false},
                        {"ended by the server", "+ idling\r\nTAG OK enough\r\n", true},
                        {"ended by the server with NO", "+ idling\r\nTAG NO enough\r\n", false}}) {
    INFO(row.name);
    FakeImap server(Script{{"IDLE", row.answer}});
    auto box = server.open();
    REQUIRE(box.can_idle());
    REQUIRE(box.list().size() == 3);
    const auto begin = std::chrono::steady_clock::now();
    const auto news = box.wait(std::chrono::hours(1), {});
    CHECK(news == (row.answer.find("EXISTS") == std::string::npos ? News::kQuiet : News::kMail));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
    CHECK(box.can_idle() == row.idles);
    CHECK(collected(box) == "1:one 2:two 3:thr");
  }
}

TEST_CASE("imap: a mail that the server does not move is no fault") {
  for (const auto* answer : {"TAG NO [OVERQUOTA] full\r\n", "TAG NO no such folder\r\n"}) {
    FakeImap server(Script{{"UID MOVE", answer}});
    auto box = server.open();
    CHECK_FALSE(box.move(2, "Pouch/Done"));
    CHECK(server.heard("UID MOVE 2") == 2);
    CHECK(collected(box) == "1:one 2:two 3:thr");
  }
}

// Capabilities may promise what the server behind a proxy does not know.
TEST_CASE("imap: what was promised and is not known is done without") {
  const std::string all = "* CAPABILITY IMAP4rev1 MOVE UIDPLUS NAMESPACE\r\nTAG OK done\r\n";
  for (const auto* answer : {"TAG BAD unknown command\r\n", "TAG NO not here\r\n"}) {
    FakeImap server(Script{{"CAPABILITY", all}, {"NAMESPACE", answer}});
    auto box = server.open();
    CHECK(collected(box) == "1:one 2:two 3:thr");
    CHECK(box.move(2, "Done"));
    CHECK(server.heard("UID MOVE 2 \"Done\"") == 1);
  }
  FakeImap server(Script{{"CAPABILITY", all},
                         {"UID MOVE", "TAG BAD unknown command\r\n"},
                         {"UID EXPUNGE", "TAG BAD unknown command\r\n"}});
  auto box = server.open();
  for (const std::uint32_t uid : {1U, 2U}) {
    CHECK(box.move(uid, "Done"));
  }
  CHECK(server.heard("UID MOVE") == 1);
  CHECK(server.heard("UID COPY") == 2);
  CHECK(server.heard("UID STORE") == 2);
  CHECK(server.heard("UID EXPUNGE") == 1);
}

TEST_CASE("imap: a mailbox that is not given is a transient fault with the server's words") {
  for (const auto* answer :
       {"TAG NO [UNAVAILABLE] later\r\n", "TAG BAD what\r\n", "* BYE [ALERT] down\r\n"}) {
    FakeImap server(Script{{"SELECT", answer}});
    try {
      (void)server.open();
      FAIL("opened");
    } catch (const Fault& fault) {
      CHECK(fault.transient());
      INFO(fault.what());
      CHECK(std::string(fault.what()).find("IMAP server") != std::string::npos);
    }
  }
}

TEST_CASE("imap: a server that breaks the protocol is left, with a transient fault") {
  for (const auto* answer :
       {"* BYE going down\r\n", "TAG2 OK what was not asked\r\n", " OK no tag\r\n",
        "* 2 FETCH (UID 2 BODY[] {5}\r\ntw* BYE going down\r\n* BYE\r\n", "+ go on\r\n", "TAG\r\n",
        "TAG PREAUTH no\r\n",
        "* 2 FETCH (UID 2 BODY[] {1}\r\nx {1}\r\nx {1}\r\nx {1}\r\nx {1}\r\nx)\r\n"}) {
    INFO(answer);
    FakeImap server(Script{{"UID FETCH 2 ", answer}});
    auto box = server.open();
    try {
      box.fetch(2);
      FAIL("taken");
    } catch (const Fault& fault) {
      CHECK(fault.transient());
    }
  }
}

}  // namespace
}  // namespace pouch::mail
