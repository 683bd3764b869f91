#include "mail/report/delivery_report.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

std::optional<DeliveryReport> read(const std::string& text) {
  const Limits limits;
  const auto scanned = scan(text, limits, Scanning::kTolerant);
  const auto* root = std::get_if<Entity>(&scanned);
  return root == nullptr ? std::nullopt : read_delivery_report(*root, limits);
}

std::optional<DeliveryReport> read_trial(const std::string& name) {
  return read(file_text(std::string(POUCH_FIXTURES "/trials/") + name + ".eml"));
}

std::optional<DeliveryReport> read_fixture(const std::string& name) {
  return read(file_text(std::string(POUCH_FIXTURES "/reports/") + name + ".eml"));
}

// A report of our own making around the given groups.
std::string around(const std::string& groups, const std::string& type = "delivery-status") {
  return "Content-Type: multipart/report; report-type=" + type +
         "; boundary=b\n\n--b\nContent-Type: text/plain\n\nwords\n\n--b\n"
         "Content-Type: message/delivery-status\n\n" +
         groups + "\n--b--\n";
}

const std::string kMta = "Reporting-MTA: dns; mx.example\n\n";
const std::string kFailed = "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n";

struct Shape {
  const char* file;
  ReportAction action;
  const char* status;
  const char* in_diagnostic;
};

TEST_CASE("reads what the mail servers of the field report") {
  const Shape shapes[] = {
      {"postfix-failed", ReportAction::kFailed, "5.1.1", "rejected: User unknown in virtual"},
      {"postfix-delayed", ReportAction::kDelayed, "4.4.1", "Connection timed out"},
      {"postfix-delivered", ReportAction::kDelivered, "2.0.0", "dovecot"},
      {"postfix-relayed", ReportAction::kRelayed, "2.0.0", "queued as 3F2"},
      {"exim-report", ReportAction::kFailed, "5.0.0", "550 5.7.1 Relaying denied"},
      {"exim-plain", ReportAction::kFailed, "5.1.1", "550 5.1.1 unknown user"},
      {"exchange-2019", ReportAction::kFailed, "5.1.10", "RecipientNotFound"},
      {"exchange-odd-order", ReportAction::kRelayed, "2.0.0", ""},
      {"microsoft-365", ReportAction::kFailed, "5.7.133", "authentication required"},
      {"gmail", ReportAction::kFailed, "5.1.1", "does not exist. Please try 550-5.1.1"},
      {"sendmail", ReportAction::kFailed, "5.2.2", "Over quota"},
      {"qmail", ReportAction::kFailed, "5.1.1", "does not like recipient. Remote host said"},
      {"mimecast", ReportAction::kFailed, "5.7.1", "security policies"},
  };
  for (const auto& shape : shapes) {
    INFO(shape.file);
    const auto report = read_fixture(shape.file);
    REQUIRE(report);
    REQUIRE(report->recipients.size() == 1);
    const auto& said = report->recipients.front();
    CHECK(said.final == "nfp@mvr.bg.example");
    CHECK(said.action == shape.action);
    CHECK(said.status == shape.status);
    INFO(said.diagnostic);
    CHECK(said.diagnostic.find(shape.in_diagnostic) != std::string::npos);
  }
  CHECK(read_fixture("postfix-failed")->envelope_id == "d7-0123456789abcdef");
  CHECK(read_fixture("gmail")->machine_readable);
  CHECK_FALSE(read_fixture("qmail")->machine_readable);
  CHECK_FALSE(read_fixture("exim-plain")->machine_readable);
}

TEST_CASE("reads addresses beyond ASCII in both forms of RFC 6533") {
  const auto report = read_fixture("postfix-utf8");
  REQUIRE(report);
  REQUIRE(report->recipients.size() == 1);
  CHECK(report->recipients[0].final == "почта@мвр.example");
  CHECK(report->recipients[0].original == "почта@мвр.example");
  CHECK(report->recipients[0].diagnostic == "550 5.1.1 няма такъв потребител");
  // Neither a surrogate nor what is beyond Unicode becomes an address.
  for (const std::string code : {"D800", "110000", "FFFFFF"}) {
    const auto odd = read(around(kMta + "Final-Recipient: utf-8; \\x{" + code +
                                 "}@b.example\nAction: failed\nStatus: 5.1.1\n"));
    REQUIRE(odd);
    CHECK(odd->recipients[0].final.empty());
  }
}

TEST_CASE("takes no vacation note, read receipt or challenge for a report") {
  for (const auto* file : {"vacation", "vacation-unmarked", "read-receipt", "challenge"}) {
    INFO(file);
    CHECK_FALSE(read_fixture(file));
  }
}

TEST_CASE("the one status part makes a report, whatever the multipart around it is called") {
  REQUIRE(read(around(kMta + kFailed)));
  for (const std::string type : {"\"Delivery-Status\"", "\"\"", "x"}) {
    CHECK(read(around(kMta + kFailed, type)));
  }
  for (const std::string root :
       {"multipart/report", "multipart/mixed", "multipart/alternative", "multipart/related"}) {
    INFO(root);
    auto text = around(kMta + kFailed);
    text.replace(text.find("multipart/report; report-type=delivery-status"), 45, root);
    CHECK(read(text));
    auto copy_alone = text;
    copy_alone.replace(copy_alone.find("message/delivery-status"), 23, "message/rfc822");
    CHECK_FALSE(read(copy_alone));
    // A scanner wrapped it once more.
    CHECK(read("Content-Type: multipart/mixed; boundary=c\n\n--c\n" + text +
               "\n--c\n\nscanned\n--c--\n"));
  }
  CHECK_FALSE(read("Content-Type: message/delivery-status\n\n" + kMta + kFailed));
  CHECK_FALSE(read("Subject: Undelivered Mail\n\n" + kMta + kFailed));
}

TEST_CASE("a report without its closing boundary is read") {
  auto text = around(kMta + kFailed);
  text.erase(text.find("\n--b--"));
  const auto report = read(text);
  REQUIRE(report);
  CHECK(report->recipients.at(0).final == "a@b.example");
}

TEST_CASE("reads a status line by line: what is no field says nothing") {
  const std::string recipient = "Final-Recipient: rfc822; a@b.example\n";
  const std::string action = "Action: failed\nStatus: 5.1.1\n";
  const std::string code = "Diagnostic-Code: smtp; 550-5.1.1 The account\n";
  for (const std::string odd :
       {"550 it does not exist\n", "550 5.1.1: it does not exist\n", "\n 550 does not exist\n",
        "\n\n\t550 does not exist\n", "\n550 does not exist\n", "no colon\n", ": no name\n",
        "\xD0\x96: not ASCII\n"}) {
    for (const auto& groups : {recipient + action + code + odd, recipient + code + odd + action,
                               odd + recipient + action + code}) {
      INFO(groups);
      const auto report = read(around(kMta + groups));
      REQUIRE(report);
      REQUIRE(report->recipients.size() == 1);
      CHECK(report->recipients[0].final == "a@b.example");
      CHECK(report->recipients[0].action == ReportAction::kFailed);
      CHECK(report->recipients[0].status == "5.1.1");
    }
  }
  // A second recipient stays a second one, and lines of an answer cannot say two things.
  CHECK(read(around(kMta + recipient + action + code + "\n" + recipient + action))
            ->recipients.size() == 2);
  CHECK_FALSE(read(around(kMta + recipient + action + code + "Action: delivered\n")));
}

TEST_CASE("reads the reports of the trials") {
  struct Trial {
    const char *file, *recipient, *diagnostic;
  };
  const Trial trials[] = {
      {"17-report-without-report-type", "nfp@mvr.bg.example", "550 5.1.1 unknown"},
      {"19-report-blank-line-in-diagnostic", "nfp@mvr.bg.example",
       "550-5.1.1 The account 550 5.1.1 does not exist"},
      {"public-07-report-under-multipart-mixed", "nfp@igp.ro.example", ""},
      {"public-08-report-boundary-with-at-sign", "nfp@igp.ro.example", ""},
      {"public-10-report-diagnostic-not-folded", "nfp@igp.ro.example",
       "550-The mailbox was closed in the summer."}};
  for (const auto& trial : trials) {
    INFO(trial.file);
    const auto report = read_trial(trial.file);
    REQUIRE(report);
    REQUIRE(report->recipients.size() == 1);
    CHECK(report->recipients[0].final == trial.recipient);
    CHECK(report->recipients[0].action == ReportAction::kFailed);
    CHECK(report->recipients[0].status == "5.1.1");
    CHECK(report->recipients[0].diagnostic == trial.diagnostic);
  }
}

TEST_CASE("takes a report that says two things for none") {
  const std::string two_parts = "\n--b\nContent-Type: message/delivery-status\n\n" + kMta + kFailed;
  CHECK_FALSE(read(around(kMta + kFailed + two_parts)));
  CHECK_FALSE(read(around(kMta + kFailed + "Action: delivered\n")));
  CHECK_FALSE(read(around(kMta + kFailed + "action: failed\n")));
  CHECK_FALSE(read(around(kMta + kFailed + "Status: 5.1.2\n")));
  CHECK_FALSE(read(around(kMta + kFailed + "Final-Recipient: rfc822; c@d.example\n")));
  CHECK_FALSE(
      read(around(kMta + "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 2.0.0\n")));
  CHECK_FALSE(read(
      around(kMta + "Final-Recipient: rfc822; a@b.example\nAction: delivered\nStatus: 5.0.0\n")));
  CHECK_FALSE(read(
      around(kMta + "Final-Recipient: rfc822; a@b.example\nAction: perhaps\nStatus: 5.0.0\n")));
  CHECK_FALSE(read(around(kMta + "Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0\n")));
  CHECK_FALSE(read(around(kMta)));
  CHECK_FALSE(read(around("")));
  CHECK_FALSE(read(around("words without a colon\n")));
  CHECK_FALSE(read(around(" a continuation of nothing\n")));
}

TEST_CASE("reads a status code as RFC 3463 writes it, or none") {
  const auto status_of = [](const std::string& written) {
    const auto report = read(around(
        kMta + "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: " + written + "\n"));
    REQUIRE(report);
    return report->recipients[0].status;
  };
  CHECK(status_of("5.1.1") == "5.1.1");
  CHECK(status_of("4.4.7 (expired)") == "4.4.7");
  CHECK(status_of("5.7.606") == "5.7.606");
  CHECK(status_of("5.1.1.") == "5.1.1");
  for (const std::string odd : {"", "5", "5.1", "5.1.", "5..1", "5.1.1.1", "3.1.1", "x5.1.1",
                                "9.9.9", "5.1.1234", "51.1", "5.x.y"}) {
    INFO(odd);
    CHECK(status_of(odd).empty());
  }
}

TEST_CASE("the worst word about a recipient stands, also when servers name him otherwise") {
  const auto group = [](const std::string& address, const std::string& action,
                        const std::string& status) {
    return "Final-Recipient: rfc822; " + address + "\nAction: " + action + "\nStatus: " + status +
           "\n\n";
  };
  const auto report = read(around(kMta + group("x@b.example", "failed", "5.1.1") +
                                  group("a@b.example", "delivered", "2.0.0") +
                                  group("A@B.example", "delayed", "4.0.0")));
  REQUIRE(report);
  CHECK(said_of(*report, "a@b.example").action == ReportAction::kDelayed);
  CHECK(said_of(*report, "x@b.example").action == ReportAction::kFailed);
  // An alias was expanded: none of the names is ours, one of them failed.
  CHECK(said_of(*report, "desk@b.example").action == ReportAction::kFailed);
}

TEST_CASE("a diagnostic is one line of printable text within its bound") {
  const auto diagnostic_of = [](const std::string& text) {
    const auto report = read(around(kMta + kFailed + "Diagnostic-Code: smtp; " + text + "\n"));
    REQUIRE(report);
    return report->recipients[0].diagnostic;
  };
  CHECK(diagnostic_of("550 no\n  such user") == "550 no such user");
  CHECK(diagnostic_of("550 \x1b[31mred\a") == "550 [31mred");
  CHECK(diagnostic_of("550 \xE2\x80\xAEtxt.exe") == "550 txt.exe");
  CHECK(diagnostic_of(std::string(kLongestDiagnostic, 'x')).size() == kLongestDiagnostic);
  CHECK(diagnostic_of(std::string(kLongestDiagnostic + 1, 'x')).size() == kLongestDiagnostic);
  std::string cyrillic;
  for (int i = 0; i < 400; ++i) cyrillic += "Ж";
  const auto cut = diagnostic_of("x" + cyrillic);
  CHECK(cut.size() == kLongestDiagnostic - 1);  // no half letter at the end
  CHECK(diagnostic_of("550 \xC3 \xFF") == "550 \xEF\xBF\xBD \xEF\xBF\xBD");
}

TEST_CASE("reads as many recipients as its bound, and no report beyond it") {
  std::string groups = kMta;
  for (std::size_t i = 0; i < kMostReported; ++i) groups += kFailed + "\n";
  REQUIRE(read(around(groups)));
  CHECK(read(around(groups))->recipients.size() == kMostReported);
  CHECK_FALSE(read(around(groups + kFailed)));
  const auto long_field = [](std::size_t size) {
    return kMta + kFailed + "X-A: " + std::string(size - 5, 'x') + "\n";
  };
  const Limits limits;
  CHECK(read(around(long_field(limits.header_field))));
  CHECK_FALSE(read(around(long_field(limits.header_field + 1))));
  std::string qmail = "\n\nHi. This is the qmail-send program at x.\n\n";
  for (std::size_t i = 0; i < kMostReported; ++i) qmail += "<a@b.example>:\nno\n\n";
  CHECK(read(qmail));
  CHECK_FALSE(read(qmail + "<a@b.example>:\nno\n\n"));
}

TEST_CASE("reads plain reports only where the whole shape is there") {
  CHECK_FALSE(read("X-Failed-Recipients: a@b.example\n\nHello.\n"));
  CHECK_FALSE(
      read("Subject: x\n\nThis message was created automatically by mail delivery "
           "software.\n\n  a@b.example\n    550 no\n"));
  CHECK_FALSE(
      read("Subject: x\n\nHi. This is the qmail-send program at x.\n\n"
           "--- Below this line is a copy of the message.\n\n<a@b.example>:\nno\n"));
  CHECK_FALSE(read("Subject: x\n\nWell. Hi. This is the\n\n<a@b.example>:\nno\n"));
  CHECK_FALSE(read("Subject: x\n\nHi. This is the qmail-send program.\n\n<a@b.example>\nno\n"));
  CHECK_FALSE(
      read("X-Failed-Recipients: a@b.example, (\n\nThis message was created automatically "
           "by mail delivery software.\n"));
}

}  // namespace
}  // namespace pouch::mail
