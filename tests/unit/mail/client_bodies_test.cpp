// The bodies that real clients wrote (tests/fixtures/bodies) give the form that was typed.
#include <map>
#include <vector>

#include "mail/content/content.hpp"
#include "mail/structure/headers.hpp"
#include "tests/unit/mail/scanned.hpp"

namespace pouch::mail {
namespace {

// Each run of white space as one blank.
std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string typed() { return file_text(POUCH_FIXTURES "/clients/form-request.txt"); }

struct Body {
  std::string bytes;
  Headers headers;
  Content content;
};

Body read_body(const std::string& name) {
  Body body;
  body.bytes = file_text(POUCH_FIXTURES "/bodies/" + name + ".mime");
  const auto root = scanned(body.bytes);
  const Entity& signed_entity = root.is("multipart", "signed") ? root.parts.at(0) : root;
  auto headers = read_headers(signed_entity, Limits{}, false);
  REQUIRE(std::holds_alternative<Headers>(headers));
  body.headers = std::get<Headers>(headers);
  body.content = read_content(signed_entity, Limits{});
  CHECK(body.content.unreadable.empty());
  return body;
}

TEST_CASE("clients that leave the text alone give the very form that was typed") {
  for (const std::string name :
       {"aerc-attachments", "alot-signed-then-encrypted", "emacs-separate", "kmail-pgpmime",
        "mutt-classic-protected-attachments", "neomutt-gpgme-combined",
        "openpgpjs5-mailvelope-pgpmime", "sylpheed-pgpmime"}) {
    INFO(name);
    std::string text = read_body(name).content.text;
    while (text.ends_with("\n\n")) text.pop_back();
    if (!text.ends_with('\n')) text += '\n';
    std::string wanted = typed();
    if (!wanted.ends_with('\n')) wanted += '\n';
    CHECK(text == wanted);
  }
}

TEST_CASE("clients that wrap or space the text give the same words") {
  for (const std::string name :
       {"claws-pgpmime", "evolution-html", "evolution-plain", "t-exchange-mixed",
        "thunderbird-html-paragraphs-auto", "thunderbird-plain-attachments",
        "thunderbird-plain-protected-subject", "form-html-outlook-table"}) {
    INFO(name);
    CHECK(folded(read_body(name).content.text) == folded(typed()));
  }
}

TEST_CASE("the HTML alternatives of Evolution and Thunderbird say the same") {
  CHECK(folded(read_body("evolution-html").content.html_text) == folded(typed()));
  const auto table = read_body("thunderbird-html-table-both").content;
  CHECK(folded(table.html_text) == folded(typed()));
  CHECK(table.html_text.starts_with("Form:\trequest\nTo:\tBG, RS\n"));
  CHECK(table.text.starts_with("*Form:* \trequest\n*To:* \tBG, RS\n"));
}

TEST_CASE("Outlook's table gives label, TAB, value, and its style sheet nothing") {
  const auto content = read_body("form-html-outlook-table").content;
  CHECK(content.from_html);
  CHECK(content.text.starts_with("Form:\trequest\nTo:\tBG, RS\n"));
  CHECK(content.text.find("Information wanted:\t\n1. Who is the registered owner of the vehicle?\n"
                          "2. Border crossings since 1 October 2026.\nFacts:\tOn 3") !=
        std::string::npos);
  CHECK(content.text.find("not-a-field") == std::string::npos);
}

TEST_CASE("Thunderbird's flowed lines are joined, its stuffed indents are indents") {
  const std::string text = read_body("thunderbird-plain-attachments").content.text;
  CHECK(text.find("Ruse with 41 kg of heroin\n  hidden under") != std::string::npos);
  CHECK(text.find("\n  1. Who is") != std::string::npos);
}

TEST_CASE("quoting in a reply stays as it was") {
  const std::string text = read_body("form-quoted-1").content.text;
  CHECK(text.find("\n> Form: request\n> To: BG, RS\n") != std::string::npos);
  CHECK(text.find("\n> \n> [Person 1]\n") != std::string::npos);
}

TEST_CASE("a form in windows-1251 is read") {
  CHECK(read_body("form-charset-windows-1251").content.text.find("Family name: Јовановић\n") !=
        std::string::npos);
}

TEST_CASE("attachments come out with name, type and size") {
  struct Wanted {
    std::string name, media_type;
    std::size_t size;
  };
  const std::map<std::string, std::vector<Wanted>> wanted = {
      {"aerc-attachments",
       {{"prelazi.csv", "text/csv", 156}, {"raport.pdf", "application/pdf", 125}}},
      {"mutt-classic-protected-attachments",
       {{"prelazi.csv", "text/csv", 156}, {"слика 1.png", "image/png", 70}}},
      {"thunderbird-plain-attachments",
       {{"prelazi.csv", "text/csv", 156},
        {"слика 1.png", "image/png", 70},
        {"Țepeș – raport.pdf", "application/pdf", 125}}},
      {"kmail-pgpmime", {}},
      {"evolution-html", {}}};
  for (const auto& [name, files] : wanted) {
    INFO(name);
    const auto content = read_body(name).content;
    REQUIRE(content.attachments.size() == files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
      CHECK(content.attachments[i].name == files[i].name);
      CHECK(content.attachments[i].media_type == files[i].media_type);
      CHECK(content.attachments[i].bytes.size() == files[i].size);
    }
  }
}

TEST_CASE("protected headers are read where the client put them") {
  for (const std::string name : {"kmail-pgpmime", "mutt-classic-protected-attachments",
                                 "thunderbird-plain-attachments", "t-exchange-mixed"}) {
    INFO(name);
    const auto headers = read_body(name).headers;
    CHECK(headers.subject == "Request 4417/2026: heroin at Giurgiu – Ruse");
    CHECK(headers.from.spec.ends_with(".example"));
    REQUIRE(headers.to.size() == 1);
    CHECK(headers.to[0].spec == "requests@pouch.example");
    CHECK(headers.automatic.empty());
  }
}

TEST_CASE("the raw mails' outer headers are read") {
  for (const std::string name : {"aerc-attachments", "evolution-plain", "snail-inline-pipe",
                                 "t-exchange-mixed", "t-footer-wrapped-outside"}) {
    INFO(name);
    const std::string bytes = file_text(POUCH_FIXTURES "/clients/mails/" + name + ".eml");
    const auto headers = read_headers(scanned(bytes), Limits{}, true);
    REQUIRE(std::holds_alternative<Headers>(headers));
    CHECK(std::get<Headers>(headers).automatic.empty());
    CHECK_FALSE(std::get<Headers>(headers).message_id.empty());
    CHECK(std::get<Headers>(headers).date.has_value());
  }
}

}  // namespace
}  // namespace pouch::mail
