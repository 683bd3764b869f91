// Replies of clients whose language or marks no list here has: known by where they stand.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "templates/reading/quote_words.hpp"
#include "templates/replies/written.hpp"

using namespace pouch::templates;

namespace {

const std::string kTitle = "[SEL-2026-000001-77/1] Romania asks Bulgaria: 4417/2026, heroin";
const std::string kLetter = kTitle +
                            "\n\nHandling: H1\nFrom: Ana Ionescu, police, Romania\n\nWHAT IS "
                            "WANTED\n  1. Who is the registered owner?\n\nThe lorry has Bulgarian "
                            "plates.\n";

std::string quoted(const std::string& mark) {
  std::string out;
  for (std::size_t at = 0; at < kLetter.size();) {
    const auto end = kLetter.find('\n', at);
    out += mark + kLetter.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return out;
}

std::string own(const std::string& mail) { return written(mail, kLetter, {}, "5eed-1").own; }

std::string block(const std::vector<std::string>& labels) {
  return labels[0] + ": Pouch, request <requests@pouch.example>\n" + labels[1] +
         ": 1 dic 2026 10:00\n" + labels[2] + ": NFP\n" + labels[3] + ": " + kTitle + "\n\n";
}

const std::vector<std::vector<std::string>> kLabels{
    {"Da", "Inviato", "A", "Oggetto"},
    {"От", "Отправлено", "Кому", "Тема"},
    {"De", "Envoyé", "À", "Objet"},
    {"Od", "Wysłane", "Do", "Temat"},
    {"Odesláno", "Odesílatel", "Komu", "Věc"},
    {"Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"},
    {"差出人", "送信日時", "宛先", "件名"},
};

}  // namespace

TEST_CASE("a header block above our letter ends what was typed, in any language") {
  for (const auto& labels : kLabels) {
    for (const std::string above :
         {"", "________________________________\n", "-----Messaggio-----\n"}) {
      const auto below = above + block(labels) + kLetter;
      INFO(below);
      CHECK(own("He lives in Sofia.\n\n" + below) == "He lives in Sofia.");
      CHECK(own("\n" + below).empty());
      CHECK(own("Name: Petar\nTown: Sofia\n\n" + below) == "Name: Petar\nTown: Sofia");
    }
  }
}

TEST_CASE("lines with labels that are no header block stay their writer's") {
  for (const std::string typed : {"Name: Petar Petrov\nBorn: 1980\nTown: Sofia",
                                  "Phone: 10:00 to 12:00\nMail: a@b.example"}) {
    CHECK(own(typed + "\n\n" + block(kLabels[0]) + kLetter) == typed);
    CHECK(own(typed + "\n\nOn 1.12.26 10:00, Pouch wrote:\n" + quoted("> ")) == typed);
  }
}

TEST_CASE("a line with a time and a colon above our letter is the client's, in any language") {
  for (const std::string line :
       {"Il 01/12/26 10:00, Pouch ha scritto:", "Le 01/12/2026 à 10:00, Pouch a écrit :",
        "W dniu 1.12.2026 o 10:00, Pouch pisze:", "01.12.2026 10:00, Pouch пишет:",
        "Dne 1. 12. 2026 10:00 je oseba Pouch napisal:", "El 1/12/26 a las 10:00, Pouch escribió:",
        "Il giorno mar 1 dic 2026 alle ore 10:00 Pouch <requests@pouch.example>\nha scritto:"}) {
    INFO(line);
    CHECK(own("He lives in Sofia.\n\n" + line + "\n" + quoted("> ")) == "He lives in Sofia.");
    CHECK(own(line + "\n" + quoted("> ")).empty());
    CHECK(own(line + "\n" + quoted("> ") + "\nHe lives in Sofia.\n") == "He lives in Sofia.");
  }
  const std::string mine = "He crossed at these times:";
  CHECK(own(mine + "\n" + quoted("> ")) == mine);
}

TEST_CASE("initials before the marks of a quotation are part of them") {
  for (const std::string mark : {"P> ", "PR> ", "ПД> ", "JS>", "P>> "}) {
    INFO(mark);
    const auto wrote = "Tuesday, December 1, 2026, 10:00:00 AM, you wrote:\n\n" + quoted(mark);
    CHECK(own("He lives in Sofia.\n\n" + wrote) == "He lives in Sofia.");
    CHECK(own(wrote + "\nHe lives in Sofia.\n") == "He lives in Sofia.");
  }
  for (const std::string typed : {"A> B", "x> 3\ny> 4\nz> 5", "A> first\nA> second"}) {
    CHECK(own(typed + "\n\nOn 1.12.26 10:00, Pouch wrote:\n" + quoted("> ")) == typed);
  }
}

TEST_CASE("a program that names itself below the text is no word of the writer, in any language") {
  for (const std::string line :
       {"Descărcați Outlook pentru Android", "Изпратено от Outlook за Android",
        "Trimis din Outlook pentru iOS<https://aka.ms/o0ukef>", "Sent from Samsung Mobile on O2",
        "Poslano iz programa Outlook za iOS", "Преузмите Outlook за Android",
        "Στάλθηκε από Outlook για iOS", "Outlook Android-hoz letöltése",
        "Dërguar nga Outlook për iOS", "iPhone'umdan gönderildi", "Inviato da Outlook per Android",
        "Get Outlook for iOS", "Envoyé de mon iPhone", "Изтеглете Outlook за iOS",
        "Испратено од Outlook за Android"}) {
    INFO(line);
    CHECK(is_tagline(line));
    CHECK(own("No record.\n\n" + line + "\n\n" + block(kLabels[0]) + kLetter) == "No record.");
    CHECK(own(line + "\n\nOn 1.12.26 10:00, Pouch wrote:\n" + quoted("> ")).empty());
  }
  for (const std::string line : {"He had an iPhone.", "Samsung Galaxy", "Sent to the court.",
                                 "The photograph is from Outlook", "Poslano sudu u Sofiji",
                                 "Android", "Getting the Samsung back takes a week"}) {
    INFO(line);
    CHECK_FALSE(is_tagline(line));
  }
}
