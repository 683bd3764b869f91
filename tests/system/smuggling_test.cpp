// SMTP smuggling (SECURITY class 24, CVE-2023-51764): one mail that a second reader takes for two.
// Through a real Postfix, strict as in our example and lax as an old one, and at our own listener.
#include <catch2/catch.hpp>
#include <regex>

#include "tests/system/mail_domain.hpp"
#include "tests/system/talk.hpp"

using namespace pouch::test;
using std::string_literals::operator""s;

namespace {

// What some reader once took for the end of a mail. The last ones have octets that readers skip.
const std::vector<std::string> kEnds{
    "\n.\r\n"s,     "\r.\r\n"s,     "\n.\n"s,         "\r\n.\n"s,     "\r.\r"s,
    "\r\n.\r"s,     "\n.\r"s,       "\r\r\n.\r\r\n"s, "\r\n.\r\r\n"s, "\n\n.\n\n"s,
    "\r\n\0.\r\n"s, "\r\n.\0\r\n"s, "\0\n.\0\n"s,     "\r\n\x1a.\n"s};

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    result += c == '\r'   ? "\\r"
              : c == '\n' ? "\\n"
              : c >= ' '  ? std::string(1, c)
                          : "\\x" + std::to_string(c);
  }
  return result;
}

// The officer's mail up to the sequence, then commands of somebody else's and a mail of his.
std::string smuggling(const std::string& end) {
  return "Subject: one\r\n\r\nfirst" + end +
         "MAIL FROM:<mallory@elsewhere.example>\r\nRCPT TO:<requests@pouch.example>\r\nDATA\r\n"
         "Subject: two\r\n\r\nsmuggled\r\n.\r\n";
}

// All replies after the content.
std::string send(const std::string& uri, const std::string& end) {
  Dialogue dialogue(uri);
  dialogue.say(uri.rfind("lmtp", 0) == 0 ? "LHLO x.example\r\n" : "EHLO x.example\r\n");
  dialogue.say("MAIL FROM:<ana@police.ro.example>\r\n");
  dialogue.say("RCPT TO:<requests@pouch.example>\r\n");
  REQUIRE(dialogue.say("DATA\r\n").rfind("354", 0) == 0);
  return dialogue.end(smuggling(end) + "QUIT\r\n");
}

std::size_t count(const std::string& text, const std::string& pattern) {
  const std::regex wanted(pattern);
  return static_cast<std::size_t>(std::distance(
      std::sregex_iterator(text.begin(), text.end(), wanted), std::sregex_iterator()));
}

bool has_bare_newline(const std::string& mail) {
  for (std::size_t at = 0; at < mail.size(); ++at) {
    if ((mail[at] == '\r' && mail.compare(at, 2, "\r\n") != 0) ||
        (mail[at] == '\n' && (at == 0 || mail[at - 1] != '\r'))) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("makes one mail of a smuggler's, through Postfix and at its own doors") {
  MailDomain domain;
  auto& site = domain.site;
  const auto lax = free_port(), own = free_port();
  domain.settings.master += "127.0.0.1:" + std::to_string(lax) +
                            " inet n - n - - smtpd -o smtpd_forbid_bare_newline=no"
                            " -o smtpd_forbid_unauth_pipelining=no\n";
  const auto lmtp = "lmtp:" + (domain.postfix.folder() / "pouch.sock").string();
  const auto smtp = "smtp://127.0.0.1:" + std::to_string(own);
  site.set("sources", "[\"" + lmtp + "\", \"" + smtp + "\"]");
  domain.start();

  // Directly: the content gets one answer, none of the commands in it gets any.
  std::size_t sealed_in = 0;  // with a NUL alone they are whole mails
  for (const auto& door : {smtp, lmtp}) {
    for (const auto& end : kEnds) {
      const auto heard = send(door, end);
      INFO(door << " " << escaped(end) << " " << heard);
      CHECK(count(heard, "(^|\r\n)[0-9]{3} ") == 2);  // of DATA, of QUIT
      CHECK(heard.find("\r\n221 ") != std::string::npos);
      if (end.find('\0') == std::string::npos) {
        CHECK(heard.rfind("5", 0) == 0);
      }
      sealed_in += heard.rfind("2", 0) == 0 ? 1 : 0;
    }
  }
  CHECK(sealed_in > 0);
  CHECK(eventually([&] { return site.held().size() == sealed_in; }));

  // Through Postfix as the example sets it: never a mail of the smuggler's.
  for (const auto& end : kEnds) {
    send(domain.postfix.uri(), end);
  }
  REQUIRE(eventually([&] { return domain.postfix.idle(); }));
  const auto sent = [&] {
    return count(domain.postfix.log(), "to=<requests@pouch.example>.*status=sent");
  };
  INFO(domain.postfix.log());
  CHECK(eventually([&] { return site.held().size() == sealed_in + sent(); }));
  CHECK(sent() > 0);
  CHECK(sent() <= kEnds.size());
  for (const auto& held : site.held()) {
    INFO(held.dump());
    CHECK(held["from"] == "ana@police.ro.example");
  }

  // Through one that takes a bare newline for an end: what it makes two of, we do not make three
  // of, and neither is anybody's word: no letter goes out.
  for (const auto& end : kEnds) {
    send("smtp://127.0.0.1:" + std::to_string(lax), end);
  }
  REQUIRE(eventually([&] { return domain.postfix.idle(); }));
  CHECK(count(domain.postfix.log(), "from=<mallory@elsewhere.example>") > 0);  // it is lax
  CHECK(eventually([&] { return site.held().size() == sealed_in + sent(); }));
  for (const auto& held : site.held()) {
    INFO(held.dump());
    CHECK(held["outcome"] == "held");
  }
  CHECK(count(domain.postfix.log(), "postfix/pouch/smtpd.*client=") == 0);
}

TEST_CASE("writes no letter in which another server could find the end of a mail") {
  Site site;
  MailServer server;
  site.set("outbox", "\"" + server.uri() + "\"");
  // In the text that we quote, and in the names that we refer to.
  auto form = request_form() + "\nFree text:\n";
  for (const auto& end : kEnds) {
    form += "  x" + (end.find('\0') == std::string::npos ? smuggling(end) : "");
  }
  for (const MailParts& parts :
       {MailParts{.body = form},
        MailParts{.body = request_form(), .message_id = "<a\r.\rb@police.ro.example>"},
        MailParts{.subject = "x\r.\rMAIL FROM:<mallory@elsewhere.example>",
        .body = "Form: request\n\r.\r\nMAIL FROM:<mallory@elsewhere.example>\n"}}) {
    const auto outcome = site.deliver(site.mail("ana", parts));
    UNSCOPED_INFO(outcome.dump(1));
  }
  REQUIRE(server.mails().size() >= 3);  // one is accepted at least
  for (const auto& mail : server.mails()) {
    INFO(mail);
    CHECK_FALSE(has_bare_newline(mail));
    CHECK(mail.find('\0') == std::string::npos);
    CHECK(mail.find("mallory") == std::string::npos);
  }
  CHECK(server.senders().size() == server.mails().size());
}
