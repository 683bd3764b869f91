// Letters as people read them, out of one made-up year, each kind once in each language that
// POUCH_LANGUAGES names (else in English and Romanian): for whoever reads a translation, or quotes
// them. Hidden; the file is named by POUCH_LETTERS:
//   POUCH_LETTERS=/tmp/letters.txt POUCH_LANGUAGES="bg el" system_tests "[print]"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/system/durable_steps.hpp"
#include "tests/system/weeks.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kGroup = "seepag@pouch.example";

std::string case_note(const std::string& more) {
  return "Form: case-note\nCase title: Giurgiu heroin\nNational case number: 1123/P/2026\n"
         "Stage: investigation\nNote kind: draft review\n"
         "Participants: RO, Radu, lead; BG, Ivanova, executing\nSummary: Please comment.\n" +
         more;
}

// What all of them read.
void speak(const Site& site, const std::string& language) {
  auto text = site.directory();
  for (std::size_t at = 0; (at = text.find("[[country]]\n", at)) != std::string::npos;) {
    at += std::string("[[country]]\n").size();
    text.insert(at, "language = \"" + language + "\"\n");
  }
  const auto audit = text.find("rights = [", text.find("id = \"dimitar\""));
  REQUIRE(audit != std::string::npos);
  text.insert(text.find(']', audit), ", \"audit\", \"security\", \"operate\"");
  site.write_directory(text);
}

class Year : public Weeks {
 public:
  explicit Year(const std::string& language) {
    speak(site, language);
    site.set("letters.digest", "\"08:00\"");
    go_to(60);
  }

  void live() {
    requests();
    group();
    retention();
  }

  // Each title once, as it is without names, numbers and times.
  void print(std::ostream& out) const {
    std::set<std::string> seen;
    for (const auto* id :
         {"ana", "nfp-ro", "nfp-bg", "nfp-rs", "dimitar", "pfp-ro", "pfp-bg", "mallory"}) {
      for (const auto& file : site.letters(site.person_at(id).address())) {
        const auto letter = site.open(id, file);
        if (seen.insert(kind_of(letter)).second) {
          out << "--- to " << id << "\nSubject: " << letter.subject << "\n\n"
              << letter.text << "\n\n";
        }
      }
    }
  }

 private:
  static std::string kind_of(const Letter& letter) {
    std::string kind;
    bool inside = false;
    for (const char c : letter.subject) {
      inside = c == '[' || (inside && c != ']');
      if (!inside && (c < '0' || c > '9')) {
        kind += c;
      }
    }
    return kind;
  }

  void say(const std::string& who, const MailParts& parts) {
    const auto sent = site.deliver(site.mail(who, parts), parts.to);
    INFO(sent.dump(1));
    CHECK(sent["outcome"] != "held");
  }

  void requests() {
    const auto number = accepted("ana", {.body = request_form()});
    go_to(3600);
    const auto request = site.newest("nfp-bg");
    say("nfp-bg",
        {.subject = "Re: " + request.subject, .body = "take\n", .parent = request.message_id});
    go_to(2 * 3600);
    for (int day = 1; day <= 5; ++day) {
      go_to(day * kDay);
    }
    say("nfp-bg",
        {.subject = "Re: " + request.subject,
         .body = "Form: reply\nAnswers: " + number + "\nReply kind: no trace\nHandling: H1\n",
         .parent = request.message_id});
    say("nfp-rs", {.body = "Form: reply\nAnswers: " + number +
                           "\nReply kind: refusal\nRefusal ground: R-F2\n"
                           "Refusal explained: an investigation is running\n"});
    go_to(5 * kDay + 3600);
    const std::string use = "Use explained: pfp-ro, for 1123/P/2026\n";
    for (const auto& [who, action] : {std::pair("ana", "ask permission"), {"nfp-bg", "permit"}}) {
      for (int message = 2; message <= 4; ++message) {
        say(who, {.body = "Form: control\nAction: " + std::string(action) + "\nTarget: " + number +
                          "/" + std::to_string(message) + "\n" + use});
      }
    }
    say("ana",
        {.subject = "absence",
         .body = "Until: " + date(now() + 8 * kDay) + " 18:00 +00:00\nSubstitute: nfp-ro\n"});
    say("ana", {.subject = "status " + number, .body = ""});
    auto flash = form_with_reference("9/2026");
    flash.replace(flash.find("Priority: urgent"), 16, "Priority: flash");
    say("ana", {.body = flash, .attachments = {{"route.pdf", "%PDF-1.4 and no more"}}});
    go_to(5 * kDay + 5400);
    go_to(5 * kDay + 7200);
    go_to(6 * kDay);
  }

  void group() {
    const auto number = accepted(
        "pfp-ro",
        {.subject = "plan",
         .body = case_note("Suspects in custody: yes\nCustody until: " + date(now() + 30 * kDay) +
                           "\nPrivileged: no\n"
                           "Share with police: own state\n"),
         .attachments = {{"plan-v1.docx", "one"}},
         .to = kGroup});
    go_to(6 * kDay + 3600);
    const auto note = site.newest("pfp-bg");
    for (const auto* words : {"Noted.\n", "With our comments.\n"}) {
      say("pfp-bg", {.subject = "Re: " + note.subject,
                     .body = words,
                     .parent = note.message_id,
                     .attachments = std::string(words).starts_with("With")
                                        ? std::map<std::string, std::string>{{"plan-v2.docx", "2"}}
                                        : std::map<std::string, std::string>{},
                     .to = kGroup});
    }
    say("pfp-ro", {.body = case_note("Suspects in custody: no\nPrivileged: yes\n"
                                     "Share with police: no\n"),
                   .to = kGroup});
    say("pfp-ro", {.subject = "status " + number, .body = ""});
    say("pfp-bg", {.body = "Form: control\nAction: correct\nTarget: " + number +
                           "/3\nReason: a slip\nCorrection: the wrong file\n"
                           "Withdraw files: plan-v2.docx\n"});
    say("pfp-bg", {.subject = "open", .body = "open\n"});
    join();
    say("pfp-ro", {.body = "Form: control\nAction: close\nTarget: " + number + "\n"});
    for (int day = 7; day <= 24; ++day) {
      go_to(day * kDay);
    }
  }

  void join() {
    const auto& serbia = site.person_at("mallory");
    site.enter_key("mallory");
    auto text = site.directory();
    text.insert(text.find("\n[[group]]"),
                "\n[[desk]]\nid = \"pfp-rs\"\ncountry = \"RS\"\ncommunity = \"prosecution\"\n"
                "address = \"" +
                    serbia.address() + "\"\nkeys = [\"" + serbia.fingerprint() + "\"]\n");
    const auto at = text.find("desks = [", text.find("id = \"seepag\""));
    site.write_directory(text.insert(text.find(']', at), ", \"pfp-rs\""));
  }

  void retention() {
    site.set("letters.digest", "\"never\"");
    for (const int day : {101, 162, 185, 193, 194, 210}) {
      go_to(day * kDay);
    }
    say("nfp-bg", {.subject = "Re: x", .body = "ERASED\n", .parent = asks_to_erase("nfp-bg")});
    go_to(225 * kDay);
  }

  // The Message-ID of the newest letter that asks to erase copies; empty: there is none.
  std::string asks_to_erase(const std::string& id) const {
    const auto files = site.letters(site.person_at(id).address());
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
      const auto letter = site.open(id, *file);
      if (letter.text.find("\n  ERASED\n") != std::string::npos) {
        return letter.message_id;
      }
    }
    return {};
  }
};

}  // namespace

TEST_CASE("prints each kind of letter once in each language", "[.][print]") {
  const auto* file = std::getenv("POUCH_LETTERS");
  REQUIRE(file != nullptr);
  std::ofstream out(file);
  const auto* named = std::getenv("POUCH_LANGUAGES");
  std::istringstream languages(named == nullptr ? "en ro" : named);
  for (std::string language; languages >> language;) {
    Year year(language);
    year.live();
    out << "==================== " << language << "\n\n";
    year.print(out);
  }
  CHECK(out.good());
}
