// The command line as an interface: exit codes, JSON, help (SPEC section 3).
#include <signal.h>

#include <catch2/catch.hpp>

#include <iterator>
#include <sstream>

#include "tests/system/harness.hpp"
#include "tests/system/installed.hpp"

using namespace pouch::test;

TEST_CASE("prints help with an example for every verb") {
  for (const auto* verb : {"init", "check", "serve", "deliver", "run", "search", "show", "cases",
                           "queue", "held", "template", "key", "version", "welcome"}) {
    const auto ran = run({POUCH_PROGRAM, verb, "--help"});
    INFO(verb << "\n" << ran.out << ran.err);
    CHECK(ran.status == 0);
    CHECK(ran.out.find("pouch ") != std::string::npos);
    CHECK(ran.out.find("xample") != std::string::npos);
  }
}

TEST_CASE("prints help with an example for every verb below a verb") {
  const std::vector<std::vector<std::string>> verbs{
      {"queue", "list"},    {"queue", "retry"},    {"queue", "drop"},     {"held", "list"},
      {"held", "show"},     {"held", "release"},   {"held", "drop"},      {"template", "list"},
      {"template", "show"}, {"template", "check"}, {"template", "blank"}, {"key", "import"},
      {"key", "list"},      {"key", "expiring"},   {"key", "addresses"},  {"audit", "verify"},
      {"audit", "export"},  {"member", "list"},    {"member", "check"},   {"member", "add"},
      {"member", "end"},    {"desk", "add"},       {"group", "end"}};
  for (const auto& verb : verbs) {
    const auto ran = run({POUCH_PROGRAM, verb[0], verb[1], "--help"});
    INFO(verb[0] << " " << verb[1] << "\n" << ran.out << ran.err);
    CHECK(ran.status == 0);
    CHECK(ran.out.find("pouch " + verb[0] + " " + verb[1]) != std::string::npos);
    CHECK(ran.out.find("xample") != std::string::npos);
    CHECK(ran.err.empty());
  }
}

TEST_CASE("prints data to stdout and messages to stderr") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  REQUIRE(sent["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  const std::string number = sent["case"];
  const std::vector<std::vector<std::string>> good{
      {"version"},
      {"key", "list"},
      {"key", "addresses"},
      {"welcome", "ana"},
      {"queue", "list", "--all"},
      {"held", "list"},
      {"template", "list"},
      {"search", "heroin", "--as", "ana", "--reason", "test"},
      {"show", number, "--as", "ana", "--reason", "test"},
      {"show", number + "/1", "--as", "ana", "--reason", "test"},
      {"cases", "--as", "ana", "--reason", "test"},
      {"run"}};
  for (auto command : good) {
    command.push_back("--json");
    const auto ran = site.pouch(command);
    INFO(command[0] << " " << command[1] << "\n" << ran.out << ran.err);
    CHECK(ran.status == 0);
    REQUIRE(nlohmann::json::accept(ran.out));
    const int schema = command.front() == "queue" || command.front() == "status" ? 2
                       : command.front() == "show"                               ? 4
                                                                                 : 1;
    CHECK(nlohmann::json::parse(ran.out)["schema"] == schema);
  }
  const std::vector<std::vector<std::string>> bad{
      {"search", "heroin", "--as", "nobody", "--reason", "x", "--json"},
      {"show", "SEL-2026-999999-00", "--as", "ana", "--reason", "x", "--json"},
      {"show", number, "--as", "pfp-bg", "--reason", "x", "--json"},
      {"cases", "--as", "nobody", "--reason", "x", "--json"},
      {"queue", "retry", "nonsense"},
      {"held", "show", "999", "--json"},
      {"held", "release", "999"},
      {"audit", "export", "nonsense"},
      {"audit", "export", "--case", "SEL-2026-000001-78"},
      {"template", "show", "nonsense"},
      {"welcome", "nobody", "--json"},
      {"deliver", "--to", "eve@elsewhere.example"}};
  for (const auto& command : bad) {
    const auto ran = site.pouch(command);
    INFO(command[0] << " " << command[1] << "\n" << ran.out << ran.err);
    CHECK(ran.status != 0);
    CHECK(ran.out.empty());
    CHECK_FALSE(ran.err.empty());
  }
}

TEST_CASE("ends with the code that an MTA understands") {
  Site site;
  const auto mail = site.mail("ana", {.body = "Hello.\n"});
  CHECK(site.pouch({"search", "nothing-like-it", "--as", "ana", "--reason", "x"}).status == 1);
  CHECK(site.pouch({"cases", "--as", "nobody", "--reason", "x"}).status == 77);
  CHECK(site.pouch({"deliver", "--to", "eve@elsewhere.example"}, mail).status == 64);
  site.set("limits.message", "\"64 KB\"");
  CHECK(site.pouch({"deliver"}, mail).status == 0);
  CHECK(site.pouch({"deliver"}, mail + std::string(70000, 'x')).status == 65);
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("ana@police.ro.example").size() == 1);
  // Not durable: the MTA keeps it and tries again (DECISIONS 14).
  fs::rename(site.state() / "spool", site.state() / "elsewhere");
  write_file(site.state() / "spool", "");
  CHECK(site.pouch({"deliver"}, mail).status == 75);
  CHECK(site.pouch({"deliver", "--wait"}, mail).status == 75);
  fs::remove(site.state() / "spool");
  fs::rename(site.state() / "elsewhere", site.state() / "spool");
  CHECK(site.pouch({"deliver"}, mail).status == 0);
  // The envelope sender as pipes write it: never an option, never the next word.
  for (const auto* from : {"--from=<-x@elsewhere.example>", "--from=<>"}) {
    CHECK(site.pouch({"deliver", from, "--to=requests+t@pouch.example"}, "Subject: x\r\n\r\nx\r\n")
              .status == 0);
  }
  CHECK(site.pouch({"deliver", "--environment"}, "Subject: x\r\n\r\ny\r\n",
                   {{"SENDER", "-y@elsewhere.example"}, {"RECIPIENT", "requests@pouch.example"}})
            .status == 0);
  CHECK(
      site.pouch({"deliver", "--environment"}, mail, {{"SENDER", "x@elsewhere.example"}}).status ==
      75);
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
  const auto held = site.held();
  REQUIRE(held.size() >= 3);
  CHECK(held[held.size() - 3]["from"] == "-x@elsewhere.example");
  CHECK(held[held.size() - 2]["from"].is_null());
  CHECK(held[held.size() - 1]["from"] == "-y@elsewhere.example");
  // A configuration that cannot be read: the MTA keeps its mail until it is mended.
  write_file(site.folder() / "directory.toml", site.directory() + "\n[[country]\n");
  CHECK(site.pouch({"deliver"}, mail).status == 75);
  CHECK(site.pouch({"run"}).status == 78);
  CHECK(site.pouch({"serve"}).status == 78);
  CHECK(run({POUCH_PROGRAM, "-c", "/tmp/pt.none/pouch.toml", "check"}).status == 78);
}

TEST_CASE("imports public keys, and nothing else") {
  Site site;
  const auto file = site.folder().parent_path() / "in.asc";
  const auto& mallory = site.person("mallory");
  write_file(file, mallory.public_key());
  const auto taken = site.pouch({"key", "import", file.string(), "--json"});
  INFO(taken.out << taken.err);
  CHECK(taken.status == 0);
  CHECK(nlohmann::json::parse(taken.out)["keys"][0]["fingerprint"] == mallory.fingerprint());
  const auto files = [&] {
    return std::distance(fs::directory_iterator(site.folder() / "keys"), fs::directory_iterator());
  };
  const auto before = files();
  const auto secret =
      site.person("ana").gpg({"--armor", "--export-secret-keys", site.person("ana").fingerprint()});
  for (const auto& text : {std::string("no key"), std::string(), secret.out}) {
    write_file(file, text);
    const auto ran = site.pouch({"key", "import", file.string()});
    INFO(text.substr(0, 40) << ran.out << ran.err);
    CHECK(ran.status == 65);
    CHECK(ran.out.empty());
  }
  CHECK(files() == before);
  // The key of somebody whom nobody named still proves nothing.
  CHECK(site.deliver(site.mail("mallory", {.body = "x\n"}))["reason"] == "unknown-signer");
}

TEST_CASE("says what is wrong with its own call by exit code 64") {
  CHECK(run({POUCH_PROGRAM}).status == 64);
  CHECK(run({POUCH_PROGRAM, "nonsense"}).status == 64);
  CHECK(run({POUCH_PROGRAM, "search"}).status == 64);
  CHECK(run({POUCH_PROGRAM, "template", "show"}).status == 64);
  CHECK(run({POUCH_PROGRAM, "--nonsense", "version"}).status == 64);
}

TEST_CASE("an empty value, as a variable that is not set leaves it, chooses nothing") {
  const Site site;
  REQUIRE(site.deliver(site.mail("mallory", {.body = "x\n"}))["outcome"] == "held");
  REQUIRE(site.deliver(site.mail("ana", {.body = request_form()}))["outcome"] == "accepted");
  for (const auto& command : std::vector<std::vector<std::string>>{
           {"held", "drop", "--before", "2999-01-01", "--from", ""},
           {"held", "drop", ""},
           {"held", "list", "--reason", ""},
           {"queue", "drop", ""},
           {"queue", "retry", "--before", ""},
           {"key", "renew", "--until", ""},
           {"key", "import", ""},
           {"member", "end", "dimitar", "--on", ""},
           {"cases", "--as", "ana", "--reason", "test", "--country", ""},
           {"stats", "--country", ""},
           {"init", "", "--address", "a@pouch.example"},
           {"welcome", ""}}) {
    const auto ran = site.pouch(command);
    INFO(nlohmann::json(command).dump() << ran.out << ran.err);
    CHECK(ran.status == 64);
    CHECK(ran.err.find("has an empty value: is a variable not set?") != std::string::npos);
    CHECK(ran.out.empty());
  }
  CHECK(site.held().size() == 1);
  CHECK(run({POUCH_PROGRAM, "-c", "", "status"}).status == 64);
  // The null sender of reports is no mistake.
  CHECK(site.pouch({"deliver", "--from", ""}, "Subject: x\r\n\r\nx\r\n").status == 0);
}

TEST_CASE("names the word that a verb does not take, and does nothing") {
  struct Wrong {
    std::vector<std::string> words;
    std::string told;
    int status = 64;
  };
  const std::vector<Wrong> calls{
      {{"chek"}, "did you mean \"check\"?"},
      {{"audit", "verfy"}, "did you mean \"verify\"?"},
      {{"search", "x", "--as", "a", "--reason", "b", "--sort", "age"}, "--sort: age not in"},
      {{"search", "x", "--as", "a", "--reason", "b", "--limit", "0"}, "--limit: Value 0 not in"},
      {{"search", "x", "--as", "a", "--reason", "b", "--limit", "101"}, "--limit: Value 101 not"},
      {{"cases", "--as", "a", "--reason", " "}, "1 to 200 octets"},
      {{"cases", "--as", "a", "--reason", std::string(201, 'b')}, "1 to 200 octets"},
      {{"init", "none", "--address", "a@b.example", "--import-key", "none"}, "--import-key: File"},
      {{"init", "none", "--address", "a@b.example", "--user", "x"}, "--user requires --data"},
      {{"held", "show", "x"}, "id = x"},
      {{"show", "a", "b", "--as", "a", "--reason", "b"}, "not expected: b"},
      {{"deliver", "--environment", "--from", "a@b.example"}, "--from excludes --environment", 75},
      {{"deliver", "--environment", "--to", "a@b.example"}, "--to excludes --environment", 75}};
  for (auto call : calls) {
    call.words.insert(call.words.begin(), POUCH_PROGRAM);
    const auto ran = run(call.words);
    INFO(call.told << "\n" << ran.out << ran.err);
    CHECK(ran.status == call.status);
    CHECK(ran.err.find(call.told) != std::string::npos);
    CHECK(ran.out.empty());
  }
}

TEST_CASE("says where the configuration is wrong and how to mend it") {
  Site site;
  auto config = read_file(site.folder() / "pouch.toml");
  write_file(site.folder() / "pouch.toml", config + "\n[limit]\nmessage = \"25 MB\"\n");
  const auto ran = site.pouch({"check"});
  INFO(ran.out << ran.err);
  CHECK(ran.status == 78);
  const auto said = ran.out + ran.err;
  CHECK(said.find("pouch.toml:") != std::string::npos);
  CHECK(said.find("limits") != std::string::npos);
}

TEST_CASE("checks a sound site, and finds missing and expiring keys") {
  Site site;
  const auto sound = site.pouch({"check", "--json"});
  INFO(sound.out << sound.err);
  CHECK(sound.status == 1);  // HU has no focal point: said, with a hint
  fs::remove(site.folder() / "keys/nfp-bg.asc");
  const auto missing = site.pouch({"check"});
  INFO(missing.out << missing.err);
  CHECK(missing.status == 1);
  CHECK((missing.out + missing.err).find(site.person("nfp-bg").fingerprint()) != std::string::npos);
}

TEST_CASE("makes a site with a key of its own, and refuses to make it twice") {
  Scratch scratch;
  const auto folder = (scratch.path() / "s").string();
  const auto made = run({POUCH_PROGRAM, "init", folder, "--address", "gw@pouch.example", "--json"});
  INFO(made.out << made.err);
  REQUIRE(made.status == 0);
  CHECK(nlohmann::json::parse(made.out)["schema"] == 1);
  CHECK((fs::status(folder + "/gnupg").permissions() & fs::perms::others_all) == fs::perms::none);
  CHECK(run({POUCH_PROGRAM, "init", folder, "--address", "gw@pouch.example"}).status != 0);
  CHECK(run({POUCH_PROGRAM, "init", (scratch.path() / "t").string(), "--address", "nonsense"})
            .status == 64);
  end_agents(folder + "/gnupg");
}

// A verb that is called has its own options alone: what says which verbs there are must have all.
TEST_CASE("each verb of the help is there when it is called, and with a site named before it") {
  const auto help = run({POUCH_PROGRAM, "--help"}).out;
  std::istringstream lines(help.substr(help.find("Subcommands:")));
  std::string line, verb;
  std::getline(lines, line);
  int verbs = 0;
  while (std::getline(lines, line) && std::istringstream(line) >> verb) {
    if (line.find_first_not_of(' ') != 2) {
      continue;  // the rest of a description
    }
    INFO(verb);
    ++verbs;
    for (const auto& words :
         {std::vector<std::string>{POUCH_PROGRAM, verb, "--help"},
          std::vector<std::string>{POUCH_PROGRAM, "-c", verb, verb, "--help"},
          std::vector<std::string>{POUCH_PROGRAM, "--config=queue", verb, "--help"}}) {
      const auto one = run(words);
      CHECK(one.status == 0);
      CHECK(one.out.find("pouch " + verb) != std::string::npos);
    }
    const auto twice = run({POUCH_PROGRAM, verb, "--nonsense"});
    CHECK(twice.status == (verb == "deliver" ? 75 : 64));
  }
  CHECK(verbs >= 25);
  CHECK(run({POUCH_PROGRAM, "chek"}).err.find("did you mean \"check\"?") != std::string::npos);
  CHECK(run({POUCH_PROGRAM, "completion", "bash"}).out.find("retention") != std::string::npos);
}

TEST_CASE("lists, shows, checks templates and prints blank forms that pass when filled in") {
  for (const auto* name : {"request", "reply", "case-note", "note"}) {
    const auto blank = run({POUCH_PROGRAM, "template", "blank", name});
    CHECK(blank.status == 0);
    CHECK(blank.out.find("Form: " + std::string(name)) != std::string::npos);
    CHECK(run({POUCH_PROGRAM, "template", "show", name}).status == 0);
  }
  const auto list = nlohmann::json::parse(run({POUCH_PROGRAM, "template", "list", "--json"}).out);
  CHECK(list["templates"].size() >= 4);
  CHECK(run({POUCH_PROGRAM, "template", "check"}).status == 0);
  CHECK(run({POUCH_PROGRAM, "template", "blank", "nonsense"}).status == 1);
  Scratch scratch;
  write_file(scratch.path() / "bad.toml", "name = \"bad\"\ntitel = \"Bad\"\n");
  const auto bad =
      run({POUCH_PROGRAM, "template", "check", (scratch.path() / "bad.toml").string()});
  INFO(bad.out << bad.err);
  CHECK(bad.status == 1);
  CHECK((bad.out + bad.err).find("bad.toml:2") != std::string::npos);
  CHECK((bad.out + bad.err).find("title") != std::string::npos);
}

// Beside the shipped forms, which nobody checks again, with `own` in the site's folder of
// templates.
struct OwnForm {
  const char *file, *text, *told;
};

TEST_CASE("a fault in a form or a language of the site's own stops whoever would use it") {
  const auto own = GENERATE(
      OwnForm{"sighting.toml",
              "name = \"sighting\"\ntitle = \"Sighting\"\nversion = \"1\"\n"
              "goes_to = \"own-focal-point\"\nenvelope = [\"template\"]\n\n"
              "[[field]]\nid = \"seen_on\"\nlabel = \"Seen on\"\ntype = \"date\"\n"
              "help = \"the day\"\nexample = \"last spring\"\n",
              "sighting.toml:7: example: seen_on: the reader would not take \"last spring\""},
      OwnForm{"_language_tg.toml",
              "language = \"tg\"\nname = \"Example\"\n[fields]\nown_ref = \"Deadline\"\n",
              "_language_tg.toml:4: own_ref: \"Deadline\" names"});
  Site site;
  const auto mail = site.mail("ana", {.body = request_form()});
  write_file(site.folder() / "templates" / own.file, own.text);
  const std::vector<std::vector<std::string>> verbs{{"serve"}, {"run", "--until-idle"}, {"check"}};
  for (const auto& verb : verbs) {
    const auto refused = site.pouch(verb);
    INFO(verb.front() << "\n" << refused.out << refused.err);
    CHECK(refused.status == 78);
    CHECK(refused.err.find(own.told) != std::string::npos);
  }
  // Nothing is taken that would have to be taken once more; by itself the mail is kept for later.
  CHECK(site.pouch({"deliver", "--wait"}, mail).status == 75);
  CHECK(site.pouch({"deliver"}, mail).status == 0);
  CHECK(site.pouch({"queue", "list"}).status == 0);
  fs::remove(site.folder() / "templates" / own.file);
  CHECK(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(site.letters("ana@police.ro.example").size() == 1);
}

TEST_CASE("a shipped form that was spoiled is found by check, and wherever a site adds to it") {
  Site site;
  Scratch scratch;
  const auto program = installed_for_all(scratch.path()).string();
  const auto blocks = scratch.path() / "templates/forms/_blocks.toml";
  auto text = read_file(blocks);
  const std::string example = "example = \"male\"";
  REQUIRE(text.find(example) != std::string::npos);
  write_file(blocks, text.replace(text.find(example), example.size(), "example = \"tall\""));
  const auto ran = [&](const std::vector<std::string>& words, const Environment& environment = {}) {
    std::vector<std::string> command{program, "-c", (site.folder() / "pouch.toml").string()};
    command.insert(command.end(), words.begin(), words.end());
    return run(command, "", environment);
  };
  const auto refuses = [](const Ran& one) {
    INFO(one.out << one.err);
    return one.status == 78 && one.err.find("_blocks.toml") != std::string::npos &&
           one.err.find("would not take \"tall\"") != std::string::npos;
  };
  CHECK(refuses(ran({"check"})));
  CHECK(ran({"template", "check"}).status == 1);
  CHECK(ran({"run", "--until-idle"}).status == 0);
  CHECK(refuses(ran({"run", "--until-idle"},
                    {{"POUCH_TEMPLATES", (scratch.path() / "templates/forms").string()}})));
  write_file(site.folder() / "templates/_language_tg.toml",
             "language = \"tg\"\nname = \"Example\"\n");
  CHECK(refuses(ran({"run", "--until-idle"})));
}

TEST_CASE("a reload does not take a form of the site's own that has a fault") {
  Site site;
  site.start();
  write_file(site.folder() / "templates/_language_tg.toml",
             "language = \"tg\"\nname = \"Example\"\n[fields]\nown_ref = \"Deadline\"\n");
  kill(site.server(), SIGHUP);
  CHECK(eventually([&] { return site.log().find("not-reloaded") != std::string::npos; }));
  CHECK(site.log().find("_language_tg.toml") != std::string::npos);
}

TEST_CASE("lets the operator look at, release and drop what was held") {
  Site site;
  site.deliver(site.mail("mallory", {.body = "x\n"}));
  auto held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
  REQUIRE(held.size() == 1);
  const auto id = std::to_string(held[0]["id"].get<int>());
  const auto shown = site.pouch({"held", "show", id});
  CHECK(shown.status == 0);
  CHECK(shown.out.find("unknown-signer") != std::string::npos);
  CHECK(site.pouch({"held", "release", id}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  held = nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
  REQUIRE(held.size() == 1);
  CHECK(site.pouch({"held", "drop", std::to_string(held[0]["id"].get<int>())}).status == 0);
  CHECK(nlohmann::json::parse(site.pouch({"held", "list", "--json"}).out)["held"].empty());
  CHECK(site.pouch({"held", "drop", "999"}).status == 1);
}

TEST_CASE("shows cases only to those who may see them") {
  Site site;
  const auto sent = site.deliver(site.mail("ana", {.body = request_form()}));
  const std::string number = sent["case"];
  const auto show = [&](const std::string& who) {
    return site.pouch({"show", number, "--as", who, "--reason", "test"}).status;
  };
  CHECK(show("ana") == 0);
  CHECK(show("nfp-bg") == 0);
  CHECK(show("nfp-ro") == 0);
  CHECK(show("dimitar") != 0);
  CHECK(show("pfp-bg") != 0);
  const auto count = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"cases", "--as", "nfp-bg", "--reason", "test", "--json"});
    return nlohmann::json::parse(site.pouch(options).out)["cases"].size();
  };
  CHECK(count({}) == 1);
  CHECK(count({"--open"}) == 1);
  CHECK(count({"--overdue"}) == 0);
  CHECK(count({"--country", "BG"}) == 1);
  CHECK(count({"--country", "HU"}) == 0);
}
