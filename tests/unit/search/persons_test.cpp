// Persons whom somebody names in plain words with a date of birth, and what is none.
#include "search/things/persons.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

std::vector<std::string> named(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto& one : persons_in(text, 100)) lines.push_back(one.name + " " + iso(one.birth));
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a name with a date of birth behind it is a person, in the members' languages") {
  struct Row {
    const char *text, *person;
  };
  const std::vector<Row> table = {
      {"We look for Marko JOVANOVIĆ, born 3.4.1985, who drives.", "Marko JOVANOVIĆ 1985-04-03"},
      {"Marko Jovanović (born on 3 April 1985) was", "Marko Jovanović 1985-04-03"},
      {"Marko Jovanović was born in Niš on 03/04/1985.", "Marko Jovanović 1985-04-03"},
      {"Marko Jovanović, DOB: 1985-04-03", "Marko Jovanović 1985-04-03"},
      {"Marko Jovanović, D.O.B. 03.04.1985", "Marko Jovanović 1985-04-03"},
      {"JOVANOVIĆ, Marko, date of birth: 3.4.1985", "JOVANOVIĆ Marko 1985-04-03"},
      {"Name: Marko Jovanović\nDate of birth: 3.4.1985\n", "Marko Jovanović 1985-04-03"},
      {"Colleagues, Marko Jovanović, born 3.4.1985", "Marko Jovanović 1985-04-03"},
      {"JOVANOVIĆ, Marko Petar, born 3.4.1985", "JOVANOVIĆ Marko Petar 1985-04-03"},
      {"Marko P. Jovanović, b. 1985", "Marko Jovanović 1985"},
      {"Marko Jovanović (*3.4.1985)", "Marko Jovanović 1985-04-03"},
      {"Marko Petrović-Njegoš, born 3/4/85", "Marko Petrović-Njegoš 1985-04-03"},
      {"Возач је Јовановић Марко, рођ. 03.04.1985. из Ниша", "Јовановић Марко 1985-04-03"},
      {"Јовановић Марко, рођен 3. априла 1985", "Јовановић Марко 1985-04-03"},
      {"Jovanović Marko, rođen 3.4.1985. u Nišu", "Jovanović Marko 1985-04-03"},
      {"Jovanovic Marko, rodj. 03.04.1985", "Jovanovic Marko 1985-04-03"},
      {"Jovanović Marko, datum rođenja 03.04.1985", "Jovanović Marko 1985-04-03"},
      {"Става дума за Иван Петров, роден на 03.04.1985 г.", "Иван Петров 1985-04-03"},
      // What begins the sentence is taken along: it does no harm, the name's words are all there.
      {"Лицето Иван Петров, роден на 03.04.1985 г.", "Лицето Иван Петров 1985-04-03"},
      {"Иван Петров, р. 1985", "Иван Петров 1985"},
      {"Мария Петрова, н. 1985 г.", "Мария Петрова 1985"},
      {"Иван Петров, дата на раждане: 3 април 1985", "Иван Петров 1985-04-03"},
      {"Popescu Ion, născut la 3 aprilie 1985", "Popescu Ion 1985-04-03"},
      {"Popescu Maria, data nașterii 03.04.1985", "Popescu Maria 1985-04-03"},
      {"Γεωργίου Νίκος, γεννηθείς στις 03/04/1985", "Γεωργίου Νίκος 1985-04-03"},
      {"Νίκος Γεωργίου, ημερομηνία γέννησης: 3.4.1985", "Νίκος Γεωργίου 1985-04-03"},
      {"Mehmet Demir, doğum tarihi 03.04.1985", "Mehmet Demir 1985-04-03"},
      {"Mehmet Demir, 03.04.1985 doğumlu", "Mehmet Demir 1985-04-03"},
      {"Kovács János, szül. 1985. április 3.", "Kovács János 1985-04-03"},
      {"Arben Hoxha, i lindur më 3.4.1985", "Arben Hoxha 1985-04-03"},
      {"Arben Hoxha, lindur 3.4.1985", "Arben Hoxha 1985-04-03"},
      {"Hans Müller, geb. 3.4.1985", "Hans Müller 1985-04-03"},
      {"Jean Dupont, né le 3 avril 1985", "Jean Dupont 1985-04-03"},
      {"Marie Dupont, née en 1985", "Marie Dupont 1985"},
  };
  for (const auto& [text, person] : table) {
    INFO(text);
    CHECK(named(text) == Lines{person});
  }
  CHECK(named("Marko Jovanović, born 3.4.1985, and Petar Ilić, born 5.6.1990.") ==
        Lines{"Marko Jovanović 1985-04-03", "Petar Ilić 1990-06-05"});
  CHECK(named("Marko Jovanović, born 3.4.1985. Again: Marko Jovanović, born 3.4.1985").size() == 1);
}

TEST_CASE("a name alone, a date alone and what stands apart is no person") {
  for (const std::string text : {"Marko Jovanović came on 3.4.1985.",
                                 "Marko Jovanović, 3.4.1985",
                                 "born 3.4.1985",
                                 "Marko Jovanović (03.04.1985)",
                                 "he was born 3.4.1985",
                                 "Jovanović, born 3.4.1985",
                                 "the driver marko jovanović, born 3.4.1985",
                                 "Marko Jovanović and his brother, born 3.4.1985",
                                 "Marko Jovanović left. The other, born 3.4.1985",
                                 "Marko Jovanović, born in Niš, entered on 3.4.2026",
                                 "Marko Jovanović, born in a village that nobody knows, 3.4.1985",
                                 "Marko Jovanović, born 31.02.1985",
                                 "Marko Jovanović, born 3/4/12",
                                 "Marko Jovanović, NATO 1999",
                                 "Ulica Ive Andrića b 1985",
                                 "Marko Jovanović n 1985",
                                 "Marko Jovanović\n\nborn 3.4.1985",
                                 "CA 1234 AB, born 3.4.1985",
                                 "Marko Jovanović, place of birth Niš 1985",
                                 "Case SEL-2026-000017-29, born 1985",
                                 "Marko Jovanović, ne 1985 nego 1986",
                                 "We were reborn 1985",
                                 ""}) {
    INFO(text);
    CHECK(named(text) == Lines{});
  }
}

TEST_CASE("persons are counted up to a bound, and noise costs no more than reading it") {
  std::string many;
  for (int i = 0; i < 50; ++i) {
    many += "Marko Jovanović, born " + std::to_string(1950 + i) + ". ";
  }
  CHECK(persons_in(many, 10).size() == 10);
  std::string noise;
  for (int i = 0; i < 200'000; ++i) noise += "born 1 Born ";
  CHECK(persons_in(noise, 10).empty());
  CHECK(persons_in(std::string(1U << 20, '9'), 10).empty());
  CHECK(persons_in("\xFF born \xC0 1985", 10).empty());
}

TEST_CASE("whom a text names with a date of birth is found as a person of a form") {
  TestArchive archive;
  archive.put(1, {{"text", "Возач је Јовановић Марко, рођ. 03.04.1985. из Ниша"}});
  archive.put(2, {{"text", "Marko Jovanović came on 03.04.1985 to Niš"}});
  CHECK(archive.find("person:jovanovic") == Ids{1});
  CHECK(archive.find("person:\"marko jovanović\" born:1985-04-03") == Ids{1});
  CHECK(archive.find("born:1985") == Ids{1});
  CHECK(archive.find("jovanovic") == Ids{1, 2});
  CHECK(archive.find("person:niš").empty());
}
