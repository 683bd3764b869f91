// Faults of templates: each is told with file, line, key and a hint, and a set with one is not
// used.
#include <fstream>

#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

constexpr const char* kEnvelope = R"([lists]
colour = ["RED", { code = "BLUE", label = "blue", aliases = ["azure"] }]

[[field]]
id = "template"
label = "Form"
help = "Which form."
example = "mini"

[[field]]
id = "shade"
label = "Shade"
type = "choice"
choices = "colour"
help = "red or blue"
example = "blue"
)";
constexpr const char* kBlocks = R"([[block]]
id = "thing"
label = "Thing"

[[block.field]]
id = "name"
label = "Name"
required = true
help = "its name"
example = "wheel"
)";
// The line of `[[field]]` is 7.
constexpr const char* kHead = R"(name = "mini"
title = "Mini form"
version = "1"
goes_to = "gateway"
envelope = ["template", "shade"]

[[field]]
id = "size"
label = "Size"
)";
constexpr const char* kTail = "help = \"how big\"\nexample = \"10\"\n";

struct Loaded {
  TemplateSet set;
  std::vector<LoadFault> faults;
};

Loaded load(const std::string& mini, const std::string& envelope = kEnvelope,
            const std::string& blocks = kBlocks) {
  const Folder folder;
  folder.write("_envelope.toml", envelope);
  folder.write("_blocks.toml", blocks);
  folder.write("mini.toml", mini);
  Loaded loaded;
  loaded.set = TemplateSet::load({folder.path()}, loaded.faults);
  for (auto& fault : loaded.faults) {
    fault.file = std::filesystem::path(fault.file).filename().string();
  }
  return loaded;
}

std::string told(const std::vector<LoadFault>& faults) {
  std::string text;
  for (const auto& fault : faults) {
    text += fault.file + ":" + std::to_string(fault.line) + ": " + fault.key + ": " + fault.what +
            "; " + fault.hint + "\n";
  }
  return text;
}

std::string with_field(const std::string& keys) { return std::string(kHead) + keys + kTail; }

TEST_CASE("a small set of templates without fault is used") {
  const auto loaded = load(with_field("type = \"integer\"\n"));
  INFO(told(loaded.faults));
  CHECK(loaded.faults.empty());
  REQUIRE(loaded.set.find("mini") != nullptr);
  CHECK(loaded.set.find("MINI FORM") == loaded.set.find("mini"));
  CHECK(loaded.set.find("mini")->fields.size() == 3);
  CHECK(loaded.set.find("mini")->fields[1].choices.size() == 2);
}

TEST_CASE("brackets that open nothing are a fault with its line, in every build") {
  for (const auto* broken : {"[[[", "[[[[\n", "[[[x]]]\n", "[[\n", "[ [\n"}) {
    INFO(broken);
    const auto loaded = load(with_field("type = \"integer\"\n") + broken);
    REQUIRE(loaded.faults.size() == 1);
    CHECK(loaded.faults[0].line == 13);
  }
}

struct Wrong {
  const char* keys;
  std::size_t line;
  const char *key, *what, *hint;
};

TEST_CASE("a field's faults are told with file, line, key and hint") {
  const Wrong wrong = GENERATE(
      Wrong{"tipe = \"date\"\n", 10, "tipe", "unknown key", "type"},
      Wrong{"type = \"dat\"\n", 10, "type", "no type \"dat\"", "date"},
      Wrong{"type = 7\n", 10, "type", "must be a string", "double quotes"},
      Wrong{"list = \"yes\"\n", 10, "list", "true or false", "list = true"},
      Wrong{"limit = -1\n", 10, "limit", "not below 0", "50"},
      Wrong{"limit = 0\n", 7, "limit", "nothing could be written", "default"},
      Wrong{"items = 0\n", 7, "limit", "nothing could be written", "default"},
      Wrong{"aliases = [7]\n", 10, "aliases", "list of strings", "["},
      Wrong{"type = \"date\"\n", 7, "example", "would not take \"10\"", "write it as"},
      Wrong{"type = \"integer\"\ndefault = \"big\"\n", 7, "default", "not a stored value", "code"},
      Wrong{"type = \"choice\"\n", 7, "choices", "belong together", "choice"},
      Wrong{"choices = [\"A\"]\n", 7, "choices", "belong together", "choice"},
      Wrong{"type = \"choice\"\nchoices = \"color\"\n", 11, "choices", "no list \"color\"",
            "colour"},
      Wrong{"type = \"choice\"\nchoices = [{ label = \"x\" }]\n", 11, "code", "is missing",
            "code ="},
      Wrong{"required_if = [\"shad=RED\"]\n", 7, "required_if", "no field \"shad\"", "shade"},
      Wrong{"required_if = [\"shade=REDD\"]\n", 7, "required_if", "no value of shade", "RED"},
      Wrong{"required_if = [\"=\"]\n", 10, "required_if", "not a condition", "urgency"},
      Wrong{"one_of = [\"sise\"]\n", 7, "one_of", "no field \"sise\"", "size"},
      Wrong{"from_block = \"thing.nam\"\n", 7, "from_block", "no field \"nam\"", "name"},
      Wrong{"from_block = \"thingname\"\n", 7, "from_block", "no such block", "person.role"},
      Wrong{"check = \"vinn\"\n", 7, "check", "no check \"vinn\"", "vin"},
      Wrong{"search = \"plat\"\n", 7, "search", "no search field \"plat\"", "plate"},
      Wrong{"default_if = [{ if = [\"shade=RED\"] }]\n", 10, "value", "is missing", "value ="},
      Wrong{"aliases = [\"Shade\"]\n", 7, "aliases", "would name shade as well", "folded"});
  INFO(wrong.keys);
  const auto loaded = load(with_field(wrong.keys));
  INFO(told(loaded.faults));
  REQUIRE_FALSE(loaded.faults.empty());
  const auto found =
      std::find_if(loaded.faults.begin(), loaded.faults.end(), [&](const LoadFault& fault) {
        return fault.key == wrong.key && fault.what.find(wrong.what) != std::string::npos;
      });
  REQUIRE(found != loaded.faults.end());
  CHECK(found->file == "mini.toml");
  CHECK(found->line == wrong.line);
  CHECK(found->hint.find(wrong.hint) != std::string::npos);
}

TEST_CASE("a field without id, label, help or example is a fault") {
  for (const auto* key : {"id = \"size\"\n", "label = \"Size\"\n"}) {
    auto text = with_field("");
    text.erase(text.find(key), std::string(key).size());
    INFO(key);
    CHECK_FALSE(load(text).faults.empty());
  }
  CHECK(load(std::string(kHead) + "help = \"x\"\n").faults.size() == 1);
  CHECK(load(std::string(kHead) + "example = \"x\"\n").faults.size() == 1);
}

TEST_CASE("a template's own faults are told") {
  const auto [from, to, key] = GENERATE(table<const char*, const char*, const char*>(
      {{"name = \"mini\"", "name = \"maxi\"", "name"},
       {"title = \"Mini form\"\n", "", "title"},
       {"version = \"1\"\n", "", "version"},
       {"goes_to = \"gateway\"", "goes_to = \"gatway\"", "goes_to"},
       {"goes_to = \"gateway\"\n", "", "goes_to"},
       {"\"shade\"]", "\"shad\"]", "envelope"},
       {"goes_to", "communities = [\"polise\"]\ngoes_to", "communities"},
       {"goes_to", "blocks = [\"thong\"]\ngoes_to", "blocks"},
       {"goes_to", "blocks = [{ id = \"thing\", minimum = 3, maximum = 2 }]\ngoes_to", "blocks"},
       {"goes_to", "blocks = [{ id = \"thing\", minimun = 3 }]\ngoes_to", "minimun"},
       {"goes_to", "blocks = [{ id = \"thing\", optional = [\"nome\"] }]\ngoes_to", "optional"},
       {"goes_to", "need_one = [[\"sise\"]]\ngoes_to", "need_one"},
       {"goes_to", "need_one = [\"size\"]\ngoes_to", "need_one"},
       {"goes_to", "need_block_unless = [\"size=\"]\ngoes_to", "need_block_unless"},
       {"goes_to", "need_block_unless = [\"sise=1\"]\ngoes_to", "need_block_unless"},
       {"goes_to", "deadlines = { NORMAL = \"7 days\" }\ngoes_to", "deadlines"},
       {"goes_to", "colour = 1\ngoes_to", "colour"}}));
  auto text = with_field("");
  text.replace(text.find(from), std::string(from).size(), to);
  INFO(text);
  const auto loaded = load(text);
  INFO(told(loaded.faults));
  const auto found =
      std::find_if(loaded.faults.begin(), loaded.faults.end(),
                   [&, key = key](const LoadFault& fault) { return fault.key == key; });
  REQUIRE(found != loaded.faults.end());
  CHECK(found->file == "mini.toml");
  CHECK_FALSE(found->what.empty());
  CHECK_FALSE(found->hint.empty());
}

TEST_CASE("what is no TOML is told with its line, and the other files are still read") {
  const auto loaded = load("name = \"mini\"\ntitle = \n");
  REQUIRE_FALSE(loaded.faults.empty());
  CHECK(loaded.faults[0].file == "mini.toml");
  CHECK(loaded.faults[0].line == 2);
  CHECK(loaded.set.block("thing") != nullptr);
}

TEST_CASE("a block without fields, and a folder that is not there, are faults") {
  CHECK_FALSE(
      load(with_field(""), kEnvelope, "[[block]]\nid = \"thing\"\nlabel = \"T\"\n").faults.empty());
  std::vector<LoadFault> faults;
  TemplateSet::load({"/tmp/pouch-no-such-folder"}, faults);
  CHECK(faults.size() == 1);
}

TEST_CASE("two templates of one name to officers are a fault") {
  const Folder folder;
  folder.write("_envelope.toml", kEnvelope);
  folder.write("_blocks.toml", kBlocks);
  folder.write("mini.toml", with_field(""));
  auto other = with_field("");
  other.replace(other.find("mini"), 4, "maxi");
  folder.write("maxi.toml", other);  // the same title
  std::vector<LoadFault> faults;
  TemplateSet::load({folder.path()}, faults);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].what.find("Mini form") != std::string::npos);
}

TEST_CASE("a later folder replaces a template of the same name, and uses what is shared") {
  const Folder site;
  site.write("note.toml",
             "name = \"note\"\ntitle = \"Our note\"\nversion = \"2\"\ngoes_to = "
             "\"own-focal-point\"\nenvelope = [\"template\", \"own_ref\"]\n");
  std::vector<LoadFault> faults;
  const auto set = TemplateSet::load({POUCH_FORMS, site.path()}, faults);
  INFO(told(faults));
  CHECK(faults.empty());
  CHECK(set.find("note")->title == "Our note");
  CHECK(set.find("note")->fields.size() == 2);
  CHECK(set.find("request") != nullptr);
}

TEST_CASE("the shipped templates have no fault") {
  std::vector<LoadFault> faults;
  TemplateSet::load({POUCH_FORMS}, faults);
  INFO(told(faults));
  CHECK(faults.empty());
}

// A site's form of its own that the reader would not take as it stands.
constexpr const char* kOwn = R"(name = "sighting"
title = "Sighting"
version = "1"
goes_to = "own-focal-point"
envelope = ["template", "own_ref"]

[[field]]
id = "seen_on"
label = "Seen on"
type = "date"
help = "the day"
)";

std::vector<LoadFault> faults_of(const std::vector<std::filesystem::path>& folders,
                                 const LoadOptions& options) {
  std::vector<LoadFault> faults;
  TemplateSet::load(folders, faults, options);
  return faults;
}

constexpr LoadOptions kBuilt{.first_is_checked = true};
constexpr LoadOptions kBuiltEnglish{.first_is_checked = true, .languages = false};

TEST_CASE("what was checked when it was built is compared with nothing, but read whole") {
  const Folder folder;
  folder.write("_envelope.toml", kEnvelope);
  folder.write("_blocks.toml", kBlocks);
  folder.write("mini.toml", with_field("type = \"date\"\n"));  // its example is none
  CHECK(faults_of({folder.path()}, {}).size() == 1);
  CHECK(faults_of({folder.path()}, kBuilt).empty());
  folder.write("mini.toml", with_field("tipe = \"date\"\n"));
  CHECK(faults_of({folder.path()}, kBuilt).size() == 1);
  folder.write("mini.toml", "[[[");
  CHECK(faults_of({folder.path()}, kBuilt).size() == 1);
}

TEST_CASE("a site's own form is checked whole beside what was checked when it was built") {
  const Folder site;
  const auto told_with = [&](const LoadOptions& options) {
    return told(faults_of({POUCH_FORMS, site.path()}, options));
  };
  site.write("sighting.toml", kOwn + std::string("example = \"2026-11-24\"\n"));
  CHECK(told_with({}).empty());
  CHECK(told_with(kBuilt).empty());
  CHECK(told_with(kBuiltEnglish).empty());
  site.write("sighting.toml", kOwn + std::string("example = \"last spring\"\n"));
  const auto bad_example = told_with({});
  CHECK(bad_example.find("would not take \"last spring\"") != std::string::npos);
  CHECK(told_with(kBuilt) == bad_example);
  CHECK(told_with(kBuiltEnglish) == bad_example);
}

TEST_CASE("an own file that breaks a shipped one is a fault of both") {
  const Folder site;
  // A list of the shipped forms, without the codes that they speak of.
  site.write("_lists.toml", "[lists]\nsex = [\"Q\"]\n");
  const auto with_all = told(faults_of({POUCH_FORMS, site.path()}, {}));
  INFO(with_all);
  CHECK(with_all.find(POUCH_FORMS) != std::string::npos);
  CHECK(told(faults_of({POUCH_FORMS, site.path()}, kBuilt)) == with_all);
}

TEST_CASE("an own language is checked whole beside what was checked when it was built") {
  const Folder site;
  site.write("_language_tg.toml",
             "language = \"tg\"\nname = \"Example\"\n[fields]\nown_ref = \"Deadline\"\n");
  const auto with_all = told(faults_of({POUCH_FORMS, site.path()}, {}));
  CHECK(with_all.find("\"Deadline\" names") != std::string::npos);
  CHECK(told(faults_of({POUCH_FORMS, site.path()}, kBuilt)) == with_all);
  CHECK(faults_of({POUCH_FORMS, site.path()}, kBuiltEnglish).empty());
  site.write("_language_tg.toml", "language = \n");
  CHECK(faults_of({POUCH_FORMS, site.path()}, kBuiltEnglish).size() == 1);
}

TEST_CASE("no shipped language brings a list of codes: it is read when the forms have been") {
  std::size_t languages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(POUCH_FORMS)) {
    if (entry.path().filename().string().starts_with("_language_")) {
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        INFO(entry.path() << ": " << line);
        CHECK_FALSE(line.starts_with("[lists"));
      }
      ++languages;
    }
  }
  CHECK(languages == shipped().languages().size());
}

TEST_CASE("shipped templates that are not checked again are the same templates") {
  std::vector<LoadFault> faults;
  const auto set = TemplateSet::load({POUCH_FORMS}, faults, kBuilt);
  CHECK(faults.empty());
  REQUIRE(set.languages().size() == shipped().languages().size());
  for (const auto* which : shipped().all()) {
    INFO(which->name);
    const auto* same = set.find(which->title);
    REQUIRE(same != nullptr);
    CHECK(blank(*same, set, {}, nullptr, true) == blank(*which, shipped(), {}, nullptr, true));
    for (const auto* language : shipped().languages()) {
      CHECK(blank(*same, set, {}, set.language(language->tag), true) ==
            blank(*which, shipped(), {}, language, true));
    }
  }
}

TEST_CASE("templates in English alone are those of all languages, without their words") {
  std::vector<LoadFault> faults;
  const auto set = TemplateSet::load({POUCH_FORMS}, faults, kBuiltEnglish);
  CHECK(faults.empty());
  CHECK(set.languages().empty());
  CHECK(set.language("bg") == nullptr);
  REQUIRE(set.all().size() == shipped().all().size());
  for (const auto* which : shipped().all()) {
    INFO(which->name);
    CHECK(blank(*set.find(which->name), set, {}, nullptr, true) ==
          blank(*which, shipped(), {}, nullptr, true));
  }
  const Folder site;
  site.write("_language_tg.toml",
             "language = \"tg\"\nname = \"Example\"\n[lists]\nshades = [\"DARK\"]\n");
  auto own = kOwn + std::string("example = \"2026-11-24\"\n");
  own +=
      "[[field]]\nid = \"shade\"\nlabel = \"Shade\"\ntype = \"choice\"\nchoices = "
      "\"shades\"\nhelp = \"which\"\nexample = \"DARK\"\n";
  site.write("sighting.toml", own);
  CHECK(told(faults_of({POUCH_FORMS, site.path()}, kBuiltEnglish)).empty());
}

}  // namespace
}  // namespace pouch::templates
