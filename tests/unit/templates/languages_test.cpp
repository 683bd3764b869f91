// The forms in the members' languages: printed in one, read in all; faults of a language file.
#include <set>

#include "templates/language/order_words.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/phrases.hpp"
#include "templates/types/vocabulary.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

const Strings kTags{"bg", "bs", "cnr", "el", "hr", "hu", "mk", "ro", "sq", "sr", "sr-Latn", "tr"};

TEST_CASE("all languages of the members are shipped") {
  Strings tags;
  for (const auto* language : shipped().languages()) {
    tags.push_back(language->tag);
  }
  CHECK(tags == kTags);
}

TEST_CASE("a language is found by its tag, a longer tag, another tag, in any case") {
  const auto found = [](const char* tag) {
    const auto* language = shipped().language(tag);
    return language == nullptr ? std::string() : language->tag;
  };
  CHECK(found("bg") == "bg");
  CHECK(found("BG") == "bg");
  CHECK(found("bg-BG") == "bg");
  CHECK(found("bg_BG") == "bg");
  CHECK(found("sr-Latn-ME") == "sr-Latn");
  CHECK(found("sr-Cyrl-RS") == "sr");
  CHECK(found("me") == "cnr");
  CHECK(found("xx").empty());
  CHECK(found("").empty());
}

// Parts of an item ("RO, Radu, lead") have no label of their own in any language: they stand on no
// line, the help names them, and letters show the item as it was written.
void check_words(const std::string& where, const FieldSpec& field, const std::string& tag) {
  INFO(where << " " << field.id << " " << tag);
  CHECK(field.words.count(tag) == 1);
  for (const auto& choice : field.choices) {
    INFO(choice.code);
    CHECK(choice.words.count(tag) == 1);
  }
}

TEST_CASE("every title, label and code of every form and block stands in every language") {
  std::size_t looked_at = 0;
  for (const auto& tag : kTags) {
    for (const auto* which : shipped().all()) {
      INFO(which->name << " " << tag);
      CHECK(which->titles.count(tag) == 1);
      for (const auto& field : which->fields) {
        check_words(which->name, field, tag);
        ++looked_at;
      }
    }
    for (const auto& [id, block] : shipped().blocks()) {
      INFO(id << " " << tag);
      CHECK(block.words.count(tag) == 1);
      for (const auto& field : block.fields) {
        check_words(id, field, tag);
        ++looked_at;
      }
    }
  }
  CHECK(looked_at > 4000);
}

TEST_CASE("every phrase beside the fields stands in every language") {
  for (const auto* language : shipped().languages()) {
    for (const auto& [id, english] : english_phrases()) {
      INFO(language->tag << " " << id);
      REQUIRE(language->phrases.count(std::string(id)) == 1);
      const auto& said = language->phrases.at(std::string(id));
      const auto place = english.find('{');
      CHECK((place == std::string_view::npos ||
             said.find(english.substr(place, english.find('}') - place + 1)) != std::string::npos));
    }
  }
}

TEST_CASE("the help of requests, answers, orders, persons and things is in every language") {
  const auto check = [](const FieldSpec& field, const std::string& tag) {
    INFO(field.id << " " << tag);
    REQUIRE(field.words.count(tag) == 1);
    CHECK_FALSE(field.words.at(tag).help.empty());
  };
  for (const auto& tag : kTags) {
    for (const auto* id : {"person", "vehicle", "document"}) {
      for (const auto& field : shipped().block(id)->fields) {
        check(field, tag);
      }
    }
    for (const auto* name : {"request", "reply", "control"}) {
      for (const auto& field : shipped().find(name)->fields) {
        check(field, tag);
      }
    }
  }
}

TEST_CASE("a field and a code mean in one form what they do not in another") {
  const auto* romanian = shipped().language("ro");
  const auto label = [&](const char* form, const std::string& id) {
    for (const auto& field : shipped().find(form)->fields) {
      if (field.id == id) {
        return label_in(field, romanian);
      }
    }
    return std::string();
  };
  CHECK(label("control", "from") == "Absent de la");
  CHECK(label("search", "from") == "De la data");
  const auto order = read(
      "Formular: control\nAcțiune: absență\nPână la: 2036-12-31 18:00 +02:00\n"
      "Înlocuitor: ana.ionescu@police.ro.example\n");
  INFO(told(order.problems));
  CHECK(order.problems.empty());
  CHECK(order.text("action") == "ABSENCE");
  CHECK_FALSE(order.text("until").empty());
  CHECK(order.text("substitute") == "ana.ionescu@police.ro.example");
  const auto alert = read("Formular: alert\nAcțiune: opriți și controlați\n");
  CHECK(alert.text("action") == "STOP_CHECK");
}

TEST_CASE("letters show words for codes, and times as their reader's clock has them") {
  const auto form = read(request_with("Deadline: 2036-12-01 18:00 +02:00\n"));
  INFO(told(form.problems));
  const auto text = aligned(form, shipped(), {}, shipped().language("ro"),
                            [](const std::string& time) { return "<" + time + ">"; });
  INFO(text);
  CHECK(text.find("<2036-12-01T16:00:00Z>") != std::string::npos);
  CHECK(text.find("INVESTIGATE") == std::string::npos);
  CHECK(text.find("cercetare") != std::string::npos);
  CHECK(text.find("DRUG trafic de droguri") != std::string::npos);
}

TEST_CASE("no form makes a line of a letter wider than letters are, in any language") {
  for (const auto* language : shipped().languages()) {
    for (const auto* which : shipped().all()) {
      const auto form = read(filled_blank(*which, language));
      const auto text =
          aligned(form, shipped(), {}, language) + aligned_blocks(form, shipped(), language);
      for (const auto& line : split_lines(text, 10000)) {
        INFO(language->tag << ": " << line.whole);
        CHECK(characters(line.whole) <= 76);
      }
    }
  }
}

TEST_CASE("a field of codes without a help in a language lists their words in it") {
  const auto* greek = shipped().language("el");
  for (const auto& field : shipped().find("alert")->fields) {
    if (field.id == "alert_kind") {
      CHECK(help_in(field, greek).starts_with("καταζητούμενος, αγνοούμενος, "));
      CHECK(help_in(field, nullptr) == field.help);
    }
  }
}

// A label and one value of each choice field, in the language, gives the field and the code.
TEST_CASE("every label and every word of a code is read in every language") {
  for (const auto* which : shipped().all()) {
    const auto& labels = shipped().vocabulary().templates.at(which->name);
    for (std::size_t i = 0; i < which->fields.size(); ++i) {
      const auto& field = which->fields[i];
      for (const auto& [tag, words] : field.words) {
        INFO(which->name << " " << field.id << " " << tag);
        CHECK(labels.find(fold(words.label)) == i);
      }
      for (const auto& choice : field.choices) {
        for (const auto& [tag, said] : choice.words) {
          for (const auto& word : said.words) {
            INFO(which->name << " " << field.id << " " << tag << " " << word);
            CHECK(field.choices.at(field.by_word->find(fold(word))).code == choice.code);
          }
        }
      }
    }
  }
}

TEST_CASE("every blank form in every language is read as it is, and no client breaks its lines") {
  for (const auto* language : shipped().languages()) {
    for (const auto* which : shipped().all()) {
      const auto text = blank(*which, shipped(), {}, language);
      INFO(language->tag << "\n" << text);
      const auto form = read(text);
      CHECK(form.name == which->name);
      CHECK(form.unknown.empty());
      CHECK(form.free_text.empty());
      CHECK(form.blocks.empty());
      for (const auto& problem : form.problems) {
        CHECK(problem.code == "missing");
      }
      for (const auto& line : split_lines(text, 10000)) {
        CHECK(characters(line.whole) <= 76);
      }
    }
  }
}

std::string in_language(const Language& language) {
  const auto* which = shipped().find("request");
  const auto label = [&](const std::vector<FieldSpec>& fields, const std::string& id) {
    for (const auto& field : fields) {
      if (field.id == id) {
        return field.words.at(language.tag).label + ": ";
      }
    }
    return std::string("?");
  };
  const auto word = [&](const std::vector<FieldSpec>& fields, const std::string& id,
                        const std::string& code) {
    for (const auto& field : fields) {
      for (const auto& choice : field.choices) {
        if (field.id == id && choice.code == code) {
          return choice.words.at(language.tag).words.front() + "\n";
        }
      }
    }
    return std::string("?");
  };
  const auto& form = which->fields;
  const auto& person = shipped().block("person")->fields;
  const auto& vehicle = shipped().block("vehicle")->fields;
  const auto header = [&](const std::string& id) {
    return "[" + shipped().block(id)->words.at(language.tag).label + " 1]\n";
  };
  return label(form, "template") + "request\n" + label(form, "to_states") + "BG, RS\n" +
         label(form, "urgency") + word(form, "urgency", "URGENT") + label(form, "urgency_reason") +
         word(form, "urgency_reason", "U3") + label(form, "urgency_text") + "x\n" +
         label(form, "crime_area") + word(form, "crime_area", "DRUG") + label(form, "own_ref") +
         "4417/2026\n" + label(form, "purpose") + word(form, "purpose", "INVESTIGATE") +
         label(form, "handling") + word(form, "handling", "H1") +
         label(form, "information_wanted") + "1. Who?\n" + label(form, "facts") + "f\n" +
         label(form, "reasons_available") + "r\n" + label(form, "cc_prosecutor") +
         language.phrases.at("yes") + "\n" + header("person") + label(person, "role") +
         word(person, "role", "SUSPECT") + label(person, "family_name") + "Јовановић\n" +
         label(person, "sex") + word(person, "sex", "M") + label(person, "link_to_purpose") +
         "l\n" + header("vehicle") + label(vehicle, "kind") + word(vehicle, "kind", "TRUCK") +
         label(vehicle, "plate") + "CA 1234 AB\n" + label(vehicle, "plate_country") + "BG\n" +
         label(vehicle, "owner") + header("person").substr(1, header("person").size() - 3) + "\n" +
         language.phrases.at("free_text") + ": hello\n";
}

TEST_CASE("one request written in each language is the same request") {
  for (const auto* language : shipped().languages()) {
    const auto text = in_language(*language);
    INFO(language->tag << "\n" << text);
    const auto form = read(text);
    INFO(told(form.problems) << told(form.warnings));
    CHECK(form.problems.empty());
    CHECK(form.unknown.empty());
    CHECK(form.text("urgency") == "URGENT");
    CHECK(form.text("urgency_reason") == "U3");
    CHECK(form.text("crime_area") == "DRUG");
    CHECK(form.text("purpose") == "INVESTIGATE");
    CHECK(form.text("handling") == "H1");
    CHECK(form.text("cc_prosecutor") == "yes");
    CHECK(form.free_text == "hello");
    REQUIRE(form.blocks.size() == 2);
    CHECK(form.blocks[0].find("role")->values == Strings{"SUSPECT"});
    CHECK(form.blocks[0].find("sex")->values == Strings{"M"});
    CHECK(form.blocks[1].find("kind")->values == Strings{"TRUCK"});
    CHECK(form.blocks[1].find("owner")->values == Strings{"person 1"});
  }
}

TEST_CASE("every form filled with its own examples is valid in every language") {
  for (const auto* language : shipped().languages()) {
    for (const auto* which : shipped().all()) {
      const auto text = filled_blank(*which, language);
      INFO(language->tag << "\n" << text);
      const auto form = read(text);
      INFO(told(form.problems));
      CHECK(form.problems.empty());
      CHECK(form.unknown.empty());
      CHECK(disagreements(read(filled_blank(*which)), form).empty());
    }
  }
}

TEST_CASE("languages may be mixed, and a form named in one is written in another") {
  const auto form = read(
      "Образец: request\nКоме: BG\nTo: RS\nCrime area: наркотици\nНаш номер: 1\nSvrha: istraga\n"
      "Kérdések: 1. Ki?\nFapte: f\nΛόγοι: r\n[Kişi 1]\nRole: şüpheli\nMbiemri: X\n"
      "Link to purpose: l\n");
  INFO(told(form.problems) << told(form.warnings));
  CHECK(form.problems.empty());
  CHECK(form.list("to_states") == Strings{"RS"});
  CHECK(form.unknown.count("Коме") == 1);
}

TEST_CASE("one field said in two languages has two values") {
  const auto form = read(request_with("Цел: разследване\n"));
  CHECK(codes(form.problems) == Strings{"two-values 10"});
}

TEST_CASE("a near miss of a label in another language is a problem with that label") {
  const auto form = read(request_with("Приоритед: спешно\n"));
  const auto* problem = find_problem(form.problems, "unknown-label");
  REQUIRE(problem != nullptr);
  CHECK(problem->hint.find("Приоритет") != std::string::npos);
}

TEST_CASE("a short label of another language is near by one edit alone, an English one by two") {
  const auto with = [](const std::string& line) {
    const auto form = read(request_without("Facts") + "Facts: x\n" + line + "\n");
    return find_problem(form.problems, "unknown-label") != nullptr;
  };
  CHECK_FALSE(with("Date: 3 November"));  // two edits from Către
  CHECK(with("Catr: 3 November"));        // one
  CHECK_FALSE(with("Mobile: 0712"));      // two edits from Motive
  CHECK(with("Fcats: x"));
  CHECK(with("Informatii cerutte: x"));  // long: two edits from Informații cerute are enough
}

struct Told {
  std::size_t line;
  std::string key, what;
};

std::vector<Told> faults_of(const std::string& text,
                            const std::string& name = "_language_xx.toml") {
  const Folder site;
  site.write(name, text);
  std::vector<LoadFault> faults;
  TemplateSet::load({POUCH_FORMS, site.path()}, faults);
  std::vector<Told> result;
  for (const auto& fault : faults) {
    CHECK(std::filesystem::path(fault.file).filename() == name);
    CHECK_FALSE(fault.hint.empty());
    result.push_back({fault.line, fault.key, fault.what});
  }
  return result;
}

TEST_CASE("a language may say nothing, or one word") {
  const std::string head = "language = \"xx\"\nname = \"Xish\"\n";
  CHECK(faults_of(head).empty());
  CHECK(faults_of(head + "[fields]\nown_ref = \"Unser Zeichen\"\n").empty());
}

TEST_CASE("faults of a language are told with file, line, key and hint") {
  const std::string head = "language = \"xx\"\nname = \"Xish\"\n";
  const auto [text, line, key] = GENERATE(table<const char*, int, const char*>(
      {{"[fields]\nown_reff = \"Zeichen\"\n", 4, "own_reff"},
       {"[fields]\nown_ref = { aliases = [\"Zeichen\"] }\n", 4, "label"},
       {"[fields]\nown_ref = { label = \"Zeichen\", hlep = \"x\" }\n", 4, "hlep"},
       {"[fields]\nown_ref = \"Priority\"\n", 4, "own_ref"},
       {"[fields]\nown_ref = \"Приоритет\"\n", 4, "own_ref"},
       {"[fields]\nown_ref = \"Zeichen\"\nyour_ref = { label = \"Y\", aliases = [\"ZEICHEN\"] }\n",
        5, "your_ref"},
       {"[blocks.persn]\nlabel = \"P\"\n", 3, "persn"},
       {"[blocks.person]\nlabel = \"Vehicle\"\n", 3, "person"},
       {"[blocks.person]\nlabel = \"Person\"\n[blocks.person.fields]\nrolle = \"R\"\n", 6, "rolle"},
       {"[blocks.person]\nlabel = \"Person\"\n[blocks.person.fields]\nrole = \"Sex\"\n", 6, "role"},
       {"[choices.urgncy]\nURGENT = \"eilig\"\n", 3, "urgncy"},
       {"[choices.urgency]\nURGNT = \"eilig\"\n", 4, "URGNT"},
       {"[choices.urgency]\nURGENT = \"\"\n", 4, "URGENT"},
       {"[choices.urgency]\nURGENT = \"flash\"\n", 4, "URGENT"},
       {"[titles]\nreqest = \"R\"\n", 4, "reqest"},
       {"[forms.contrl.fields]\nuntil = \"Bis\"\n", 3, "contrl"},
       {"[forms.control.fields]\nuntill = \"Bis\"\n", 4, "untill"},
       {"[forms.control.fields]\nown_ref = \"Until\"\n", 4, "own_ref"},
       {"[forms.control.choices.urgency]\nURGENT = \"eilig\"\n", 3, "urgency"},
       {"[forms.control.choices.action]\nOBSERVE = \"schau\"\n", 4, "OBSERVE"},
       {"[forms.control.choices.action]\nHELP = \"recall\"\n", 4, "HELP"},
       {"[forms.control.titles]\nHELP = \"recall\"\n", 3, "titles"},
       {"[phrases]\nyes = \"jawohl\"\n", 4, "yes"},
       {"[phrases]\nfree_text = \"Sonst\"\n", 4, "free_text"},
       {"[phrases]\nhello = \"x\"\n", 4, "hello"},
       {"[words]\nx = \"y\"\n", 3, "words"}}));
  INFO(text);
  const auto faults = faults_of(head + text);
  REQUIRE_FALSE(faults.empty());
  CHECK(faults[0].line == static_cast<std::size_t>(line));
  CHECK(faults[0].key == key);
}

// All orders in words of no language, some of them said otherwise.
std::string orders(const std::map<std::string, std::string>& otherwise) {
  std::string text = "[orders]\n";
  for (const auto& name : order_names()) {
    const std::string id(name.id);
    const auto said = otherwise.find(id);
    text += id + " = " + (said == otherwise.end() ? "\"xx" + id + "\"" : said->second) + "\n";
  }
  return text;
}

TEST_CASE("a language has all orders or none, each word for one of them and for no form") {
  const std::string head = "language = \"xx\"\nname = \"Xish\"\n";
  CHECK(faults_of(head + orders({})).empty());
  CHECK(faults_of(head + orders({{"help", "[\"hilfe\", \"помощ\"]"}})).empty());
  CHECK(faults_of(head + orders({{"search", "\"search the archive\""}})).empty());
  const std::vector<std::tuple<const char*, const char*, std::size_t>> wrong{
      {"help", "\"\"", 4},
      {"help", "\"!?\"", 4},
      {"help", "\"Status\"", 4},
      {"status", "[\"lage\", \"ПОМОЩ\"]", 5},
      {"status", "\"xx help\"", 5},
      {"status", "\"alert\"", 5},
      {"open", "\"Request for assistance\"", 6},
      {"courtesy", "\"всички\"", 29}};
  for (const auto& [id, word, line] : wrong) {
    INFO(id << " = " << word);
    const auto faults = faults_of(head + orders({{id, word}}));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].key == id);
    CHECK(faults[0].line == line);
  }
  const auto unknown = faults_of(head + orders({}) + "hlep = \"x\"\n");
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].key == "hlep");
  const auto few = faults_of(head + "[orders]\nhelp = \"hilfe\"\n");
  CHECK(few.size() == order_names().size() - 1);
}

TEST_CASE("a language file says the tag that its name says") {
  const auto faults = faults_of("language = \"yy\"\nname = \"Y\"\n");
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].key == "language");
  CHECK(faults_of("language = \"xx\"\n").at(0).key == "name");
}

TEST_CASE("a site may replace a form and a list of codes that the shipped languages speak of") {
  const Folder site;
  site.write("reply.toml",
             "name = \"reply\"\ntitle = \"Our answer\"\nversion = \"2\"\ngoes_to = "
             "\"requester\"\nenvelope = [\"template\", \"own_ref\"]\n");
  site.write("codes.toml",
             "name = \"codes\"\ntitle = \"Codes\"\nversion = \"1\"\ngoes_to = \"gateway\"\n"
             "envelope = [\"template\", \"crime_area\"]\n"
             "[lists]\ncrime_area = [\"DRUG\", \"FISH\"]\n");
  std::vector<LoadFault> faults;
  const auto set = TemplateSet::load({POUCH_FORMS, site.path()}, faults);
  for (const auto& fault : faults) {
    INFO(fault.file << ":" << fault.line << " " << fault.key << " " << fault.what);
    // DRUG has examples elsewhere; forms whose example is a code that is gone say so.
    CHECK(fault.key == "example");
  }
  CHECK(set.find("reply")->fields.size() == 2);
  const auto& area = set.find("codes")->fields.at(1);
  REQUIRE(area.choices.size() == 2);
  CHECK(area.choices[0U].words.at("bg").words.front() == "трафик на наркотици");
  CHECK(area.choices[1U].words.empty());
}

TEST_CASE("what a language leaves out stays English") {
  const Folder site;
  site.write("_language_xx.toml",
             "language = \"xx\"\nname = \"X\"\n[fields]\nown_ref = \"Unser Zeichen\"\n");
  std::vector<LoadFault> faults;
  const auto set = TemplateSet::load({POUCH_FORMS, site.path()}, faults);
  REQUIRE(faults.empty());
  const auto text = blank(*set.find("request"), set, {}, set.language("xx"), true);
  CHECK(text.find("\nUnser Zeichen:\n") != std::string::npos);
  CHECK(text.find("\nPriority:\n") != std::string::npos);
  CHECK(text.find("Your own file number.") != std::string::npos);
}

}  // namespace
}  // namespace pouch::templates
