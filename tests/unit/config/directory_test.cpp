#include "config/directory.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/config/toml_file.hpp"

using namespace pouch::config;

namespace {

std::string fingerprint(char digit) { return std::string(40, digit); }

const std::string kCountries =
    "[[country]]\ncode = \"RO\"\nname = \"Romania\"\n[[country]]\ncode = \"BG\"\n";  // 5 lines

std::string desk(const std::string& id, char key, const std::string& more = "",
                 const std::string& country = "BG", const std::string& community = "police") {
  return "[[desk]]\nid = \"" + id + "\"\ncountry = \"" + country + "\"\ncommunity = \"" +
         community + "\"\naddress = \"" + id + "@mvr.bg.example\"\nkeys = [\"" + fingerprint(key) +
         "\"]\n" + more;
}

std::string member(const std::string& id, char key, const std::string& more = "",
                   const std::string& community = "police") {
  return "[[member]]\nid = \"" + id + "\"\nname = \"N\"\naddresses = [\"" + id +
         "@police.ro.example\"]\nkey = \"" + fingerprint(key) +
         "\"\ncountry = \"RO\"\nagency = \"" + community + "\"\ncommunity = \"" + community +
         "\"\n" + more;
}

Directory loaded(const std::string& text) {
  const TomlFile file("directory.toml", text);
  return load_directory(file.path);
}

std::string said(const std::string& text) {
  const TomlFile file("directory.toml", text);
  return joined(findings_of(file.path, load_directory));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Day day(int year, unsigned month, unsigned d) {
  return Day(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(d));
}

std::vector<std::string> ids(const std::vector<const Desk*>& desks) {
  std::vector<std::string> all;
  for (const auto* one : desks) all.push_back(one->id);
  return all;
}

using Ids = std::vector<std::string>;
const Day kDay = day(2026, 11, 24);

}  // namespace

TEST_CASE("a directory with all kinds of entries is read") {
  const auto directory = loaded(
      kCountries +
      desk("nfp-bg", 'A',
           "agencies = [\"police\", \"customs\"]\nareas = [\"DRUG\"]\nlanguages = [\"bg\"]\n"
           "time_zone = \"Europe/Sofia\"\nhours = \"Mon-Fri 08:00-16:00\"\ncopies = true\n"
           "rights = [\"send\"]\n") +
      member(
          "ana.ionescu", 'b',
          "desks = [\"nfp-bg\"]\nunit = \"U\"\nphone = \"1\"\nlanguage = \"ro\"\nlogin = \"ana\"\n"
          "from = 2026-01-01\nuntil = 2027-12-31\nrights = [\"send\", \"audit\"]\n") +
      "[[group]]\nid = \"g\"\naddress = \"g@POUCH.example\"\ncommunity = \"police\"\n"
      "desks = [\"nfp-bg\"]\nmembers = [\"ana.ionescu\"]\n");
  REQUIRE(directory.desks.size() == 1);
  CHECK(directory.desks[0].kind == DeskKind::kFocalPoint);
  CHECK(directory.desks[0].agencies.size() == 2);
  CHECK(directory.desks[0].rights == Ids{"send"});
  REQUIRE(directory.desks[0].hours);
  CHECK(directory.desks[0].hours->days[4].has_value());
  CHECK(directory.country("BG")->name == "BG");
  CHECK(directory.member("ana.ionescu")->keys == Ids{fingerprint('B')});
  CHECK(directory.member("ana.ionescu")->validity.until == day(2027, 12, 31));
  CHECK(directory.group("g")->address == "g@pouch.example");
  CHECK(directory.group_by_address("G@pouch.EXAMPLE") == directory.group("g"));
  CHECK(directory.group_by_address("h@pouch.example") == nullptr);
  CHECK(directory.fingerprints() == Ids{fingerprint('A'), fingerprint('B')});
  CHECK(loaded("").desks.empty());
}

TEST_CASE("letters come in one's own language, else in that of one's country") {
  const auto directory =
      loaded("[[country]]\ncode = \"RO\"\nlanguage = \"ro\"\n[[country]]\ncode = \"BG\"\n" +
             desk("own", 'A', "languages = [\"sr-Latn\", \"en\"]\n", "RO") +
             desk("romanian", 'B', "", "RO", "prosecution") + desk("none", 'C') +
             member("ana", 'D', "language = \"hu\"\n") + member("ion", 'E'));
  CHECK(directory.language_of(*directory.desk("own")) == "sr-Latn");
  CHECK(directory.language_of(*directory.desk("romanian")) == "ro");
  CHECK(directory.language_of(*directory.desk("none")).empty());
  CHECK(directory.language_of(*directory.member("ana")) == "hu");
  CHECK(directory.language_of(*directory.member("ion")) == "ro");
}

TEST_CASE("every fault of a directory is told with its line") {
  const std::string ana = member("ana", 'B');  // 8 lines, from line 6
  const std::vector<std::pair<std::string, std::string>> faults = {
      {desk("d", 'A') + desk("d", 'C'), "13 id: \"d\" is used twice"},
      {desk("d", 'A') + member("d", 'C'), "13 id: \"d\" is used twice"},
      {desk("d", 'A') + desk("e", 'A'), "17 keys: " + fingerprint('A') + " belongs to d"},
      {desk("d", 'A') + member("m", 'A'), "16 key: " + fingerprint('A') + " belongs to d"},
      {member("m", 'A') + member("n", 'a'), "18 key: " + fingerprint('A') + " belongs to m"},
      {desk("d", 'A') +
           "[[group]]\nid = \"g\"\ncommunity = \"police\"\naddress = \"D@mvr.bg.example\"\n"
           "desks = [\"d\"]\n",
       "15 address: D@mvr.bg.example belongs to d"},
      {ana + "[[group]]\nid = \"g\"\ncommunity = \"police\"\naddress = \"g@x.example\"\n",
       "14 members: is empty"},
      {ana + "[[group]]\nid = \"g\"\ncommunity = \"police\"\naddress = \"g@x.example\"\n"
             "members = [\"bob\"]\n",
       "18 members: there is no member bob"},
      {ana + "[[group]]\nid = \"g\"\ncommunity = \"prosecution\"\naddress = \"g@x.example\"\n"
             "members = [\"ana\"]\n",
       "18 members: there is no member ana of the community prosecution"},
      {ana + "[[group]]\nid = \"g\"\ncommunity = \"police\"\naddress = \"g@x.example\"\n"
             "desks = [\"ana\"]\n",
       "18 desks: there is no desk ana"},
      {member("m", 'A', "desks = [\"nfp-xx\"]\n"), "14 desks: there is no desk nfp-xx"},
      {desk("pfp", 'A', "", "BG", "prosecution") + member("m", 'C', "desks = [\"pfp\"]\n"),
       "desks: pfp is of another community"},
      {desk("d", 'A', "substitute = \"none\"\n"), "12 substitute: there is no desk none"},
      {desk("d", 'A', "substitute = \"d\"\n"), "12 substitute: goes round in a circle"},
      {desk("d", 'A', "substitute = \"e\"\n") + desk("e", 'C', "substitute = \"d\"\n"),
       "12 substitute: goes round in a circle"},
      {desk("d", 'A', "substitute = \"p\"\n") + desk("p", 'C', "", "BG", "prosecution"),
       "12 substitute: p is of another community"},
      {desk("d", 'A', "from = 2026-02-01\nuntil = 2026-01-31\n"), "13 until: lies before from"},
      {member("m", 'A', "from = \"2026-02-01\"\n"), "14 from: must be a date"},
      {member("m", 'A', "from = 2026-02-01T00:00:00Z\n"), "14 from: must be a date"},
      {desk("d", 'A', "", "TR"), "8 country: there is no country TR"},
      {desk("d", 'A', "", "bg"), "8 country: \"bg\" is no country code"},
      {desk("d", 'A', "", ""), "8 country: is missing"},
      {desk("d", 'A', "kind = \"focalpoint\"\n"),
       "12 kind: \"focalpoint\" is not known (did you mean \"focal-point\"?)"},
      {desk("d", 'A', "", "BG", "polise"),
       "9 community: \"polise\" is not known (did you mean \"police\"?)"},
      {desk("d", 'A', "rights = [\"sned\"]\n"),
       "12 rights: \"sned\" is not known (did you mean \"send\"?)"},
      {desk("d", 'A', "agencies = [\"navy\"]\n"),
       "12 agencies: \"navy\" is not known (one of: police"},
      {desk("d", 'A', "time_zone = \"Europe/Nowhere\"\n"), "12 time_zone: is not known"},
      {desk("d", 'A', "hours = \"Mo-Fr 8-16\"\n"),
       "12 hours: \"Mo-Fr 8-16\" are no office hours (hours = \"Mon-Fri 08:00-16:00\""},
      {desk("d", 'A', "copies = \"yes\"\n"), "12 copies: must be true or false"},
      {desk("d", 'A', "copis = true\n"), "12 copis: is not known here (did you mean \"copies\"?)"},
      {desk("d", 'A', "passphrase = \"x\"\n"), "12 passphrase: is not known here (secrets never"},
      {desk("d", 'G'), "11 keys: \"" + fingerprint('G') + "\" is no fingerprint"},
      {"[[desk]]\nid = \"d\"\n", "6 community: is missing"},
      {"[[desk]]\nid = \"d\"\n", "6 address: is missing"},
      {"[[desk]]\nid = \"d\"\n", "6 key: is missing"},
      {"[[desk]]\n", "6 id: is missing"},
      {"[[desk]]\nid = 7\n", "7 id: must be a string"},
      {"[[member]]\nid = \"m\"\n", "6 name: is missing"},
      {"[[member]]\nid = \"m\"\n", "6 addresses: is missing"},
      {"[[member]]\nid = \"m\"\n", "6 agency: is missing"},
      {"[[member]]\nid = \"m\"\naddresses = [\"none\"]\n",
       "8 addresses: \"none\" is no mail address"},
      {"[[country]]\ncode = \"RO\"\n", "7 code: RO is entered twice"},
      {"[[country]]\ncode = \"RS\"\nlanguage = \"Serbian\"\n",
       "8 language: \"Serbian\" is no code of a language (as in BCP 47: ro, bg, sr, sr-Latn"},
      {desk("d", 'A', "languages = [\"bg\", \"\"]\n"), "12 languages: \"\" is no code"},
      {member("m", 'A', "language = \"r0\"\n"), "14 language: \"r0\" is no code"},
      {"[[country]]\ncode = \"Romania\"\n", "7 code: \"Romania\" is no country code"},
      {"[[country]]\nname = \"Serbia\"\n", "6 code: is missing"},
      {"[[desks]]\nid = \"d\"\n", "6 desks: is not known here (did you mean \"desk\"?)"},
      {"[desk]\nid = \"d\"\n", "6 desk: must be tables"},
      {"[[desk\n", "6 : "},
  };
  for (const auto& [entry, fault] : faults) {
    const auto text = said(kCountries + entry);
    INFO(entry << text);
    CHECK(contains(text, fault));
  }
}

TEST_CASE("a key or address may go from one to another when their days do not meet") {
  CHECK(said(kCountries + member("m", 'A', "until = 2026-06-30\n") +
             member("n", 'A', "from = 2026-07-01\n"))
            .empty());
  CHECK(contains(said(kCountries + member("m", 'A', "until = 2026-07-01\n") +
                      member("n", 'A', "from = 2026-07-01\n")),
                 "belongs to m at the same time"));
}

TEST_CASE("a fingerprint is one principal on a day it is valid, and nobody on another") {
  const auto directory =
      loaded(kCountries + desk("d", 'A', "from = 2026-01-01\nuntil = 2026-12-31\n") +
             member("m", 'B', "until = 2026-06-30\n") + member("n", 'B', "from = 2026-07-01\n"));
  CHECK(directory.principal(fingerprint('A'), kDay)->id() == "d");
  CHECK(directory.principal(fingerprint('A'), day(2026, 1, 1)));
  CHECK(directory.principal(fingerprint('A'), day(2026, 12, 31)));
  CHECK_FALSE(directory.principal(fingerprint('A'), day(2025, 12, 31)));
  CHECK_FALSE(directory.principal(fingerprint('A'), day(2027, 1, 1)));
  CHECK(directory.principal_ever(fingerprint('A'))->id() == "d");
  CHECK(directory.principal(fingerprint('B'), day(2026, 6, 30))->id() == "m");
  CHECK(directory.principal(fingerprint('B'), day(2026, 7, 1))->id() == "n");
  for (const auto& none : {fingerprint('C'), std::string(), fingerprint('a'), std::string(16, 'A'),
                           fingerprint('A') + "A"}) {
    CHECK_FALSE(directory.principal(none, kDay));
    CHECK_FALSE(directory.principal_ever(none));
  }
  CHECK(directory.principal_by_id("n")->member != nullptr);
  CHECK(directory.principal_by_id("d")->desk != nullptr);
  CHECK_FALSE(directory.principal_by_id(""));
}

TEST_CASE("a principal acts on its own desk, a member on the valid ones of his list") {
  const auto directory =
      loaded(kCountries + desk("d", 'A') + desk("e", 'C', "until = 2026-01-31\n") +
             member("m", 'B', "desks = [\"d\", \"e\"]\nrights = []\n"));
  const auto m = *directory.principal_by_id("m");
  CHECK(ids(directory.desks_of(m, kDay)) == Ids{"d"});
  CHECK(ids(directory.desks_of(m, day(2026, 1, 31))) == Ids{"d", "e"});
  CHECK(ids(directory.desks_of(*directory.principal_by_id("d"), kDay)) == Ids{"d"});
  CHECK_FALSE(m.has_right("send"));
  CHECK(directory.principal_by_id("d")->has_right("search"));
  CHECK_FALSE(directory.principal_by_id("d")->has_right("operate"));
  CHECK(directory.principal_by_id("d")->agency() == "police");
}

TEST_CASE("the focal point is the one that names agency and area before one that serves all") {
  const auto directory =
      loaded(kCountries + desk("all", '1') + desk("customs", '2', "agencies = [\"customs\"]\n") +
             desk("drugs", '3', "areas = [\"DRUG\"]\n") +
             desk("customs-drugs", '4', "agencies = [\"customs\"]\nareas = [\"DRUG\"]\n") +
             desk("pfp", '5', "", "BG", "prosecution") + desk("nfp-ro", '6', "", "RO") +
             desk("lo-bg", '7', "kind = \"liaison\"\ncopies = true\n") +
             desk("lo-quiet", '8', "kind = \"liaison\"\n"));
  const auto points = [&](const char* community, const char* agency, const char* area) {
    return ids(directory.focal_points("BG", community, agency, area, kDay));
  };
  CHECK(points("police", "customs", "DRUG") == Ids{"customs-drugs", "customs", "drugs", "all"});
  CHECK(points("police", "police", "DRUG") == Ids{"drugs", "all"});
  CHECK(points("police", "customs", "") == Ids{"customs", "all"});
  CHECK(points("police", "police", "ARMS") == Ids{"all"});
  CHECK(points("prosecution", "prosecution", "DRUG") == Ids{"pfp"});
  CHECK(points("headquarters", "police", "DRUG").empty());
  CHECK(directory.focal_points("TR", "police", "police", "DRUG", kDay).empty());
  CHECK(ids(directory.copy_desks("BG", "police", kDay)) == Ids{"lo-bg"});
  CHECK(directory.copy_desks("BG", "prosecution", kDay).empty());
}

TEST_CASE("substitutes come after, in their chain, also for a desk whose time is over") {
  const auto directory =
      loaded(kCountries + desk("a", '1', "substitute = \"b\"\nuntil = 2026-01-31\n") +
             desk("b", '2', "kind = \"liaison\"\nsubstitute = \"c\"\n") +
             desk("c", '3', "kind = \"operational-centre\"\n"));
  CHECK(ids(directory.focal_points("BG", "police", "police", "", day(2026, 1, 31))) ==
        Ids{"a", "b", "c"});
  CHECK(ids(directory.focal_points("BG", "police", "police", "", day(2026, 2, 1))) ==
        Ids{"b", "c"});
}

TEST_CASE("an entry is appended as text, and only when the whole still holds") {
  const TomlFile file("directory.toml", "# our comment\n" + kCountries + desk("d", 'A'));
  append_entry(file.path, member("m", 'B'));
  CHECK(load_directory(file.path).member("m") != nullptr);
  std::ifstream stream(file.path);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  CHECK(text.find("# our comment\n") == 0);
  CHECK_THROWS_AS(append_entry(file.path, member("n", 'B')), Fault);
  CHECK_THROWS_AS(append_entry(file.path, "[[member\n"), Fault);
  CHECK(load_directory(file.path).members.size() == 1);
  CHECK_FALSE(std::filesystem::exists(file.path.string() + ".new"));
}

TEST_CASE("a key takes the place of another in the text, and all else stays as it was written") {
  const std::string old(40, 'B'), fresh(40, 'E'), small(40, 'b'), other(40, 'D');
  const std::string before = "# who takes part, " + old + "\n" + kCountries + member("m", 'B') +
                             "# " + old + "\n" + member("n", 'C') + "# the end\n";
  const TomlFile file("directory.toml", before);
  const auto text_now = [&] {
    std::ifstream stream(file.path);
    return std::string{std::istreambuf_iterator<char>(stream), {}};
  };
  CHECK_THROWS_AS(replace_key(file.path, "member", "n", old, fresh), Fault);
  CHECK_THROWS_AS(replace_key(file.path, "member", "nobody", old, fresh), Fault);
  CHECK_THROWS_AS(replace_key(file.path, "member", "m", old, std::string(40, 'C')), Fault);
  CHECK_THROWS_AS(replace_key(file.path, "member", "m", old, "no fingerprint"), Fault);
  CHECK(text_now() == before);
  replace_key(file.path, "member", "m", old, fresh);
  auto expected = before;
  const auto at = expected.find("\"" + old + "\"");
  REQUIRE(at != std::string::npos);
  CHECK(text_now() == expected.replace(at + 1, 40, fresh));
  CHECK(load_directory(file.path).member("m")->keys == std::vector<std::string>{fresh});

  // Of several, in small letters, that one alone.
  auto list = expected;
  list.replace(list.find("\"" + fresh + "\""), 42, "[\"" + other + "\", \"" + small + "\"]");
  list.replace(list.find("key = [\"" + other), 3, "keys");
  const TomlFile several("directory.toml", list);
  replace_key(several.path, "member", "m", old, fresh);
  CHECK(load_directory(several.path).member("m")->keys == std::vector<std::string>{other, fresh});
}

TEST_CASE("an entry is ended in the text, and all else stays as it was written") {
  const std::string before = "# who takes part\n" + kCountries + member("m", 'B') +
                             "\n# the next one\n" + member("n", 'C') +
                             "until = 2030-01-01 # agreed\n\n# the end\n";
  const TomlFile file("directory.toml", before);
  end_entry(file.path, "member", "m", kDay);
  end_entry(file.path, "member", "n", kDay);
  const auto directory = load_directory(file.path);
  REQUIRE(directory.members.size() == 2);
  CHECK(directory.members[0].validity.until == kDay);
  CHECK(directory.members[1].validity.until == kDay);
  std::ifstream in(file.path);
  const std::string after{std::istreambuf_iterator<char>(in), {}};
  for (const auto* kept : {"# who takes part", "# the next one", "# agreed", "# the end"}) {
    INFO(kept);
    CHECK(after.find(kept) != std::string::npos);
  }
  CHECK_THROWS_AS(end_entry(file.path, "member", "nobody", kDay), Fault);
  CHECK_THROWS_AS(end_entry(file.path, "desk", "m", kDay), Fault);
  CHECK_FALSE(std::filesystem::exists(file.path.string() + ".new"));
}

TEST_CASE("what init writes is an empty directory") {
  CHECK(loaded(sample_directory()).desks.empty());
}

namespace {

// A country whose holidays stand in such a file; what is said of it.
std::string said_of_holidays(const std::string& text, bool written = true) {
  const TomlFile file("directory.toml",
                      "[[country]]\ncode = \"BG\"\nholidays = \"holidays/bg.txt\"\n");
  if (written) {
    std::filesystem::create_directory(file.path.parent_path() / "holidays");
    std::ofstream(file.path.parent_path() / "holidays/bg.txt") << text;
  }
  return joined(findings_of(file.path, load_directory));
}

}  // namespace

TEST_CASE("a country's holidays are days of a text file beside the directory") {
  const TomlFile file("directory.toml",
                      "[[country]]\ncode = \"BG\"\nholidays = \"holidays/bg.txt\"\n");
  std::filesystem::create_directory(file.path.parent_path() / "holidays");
  std::ofstream(file.path.parent_path() / "holidays/bg.txt")
      << "# notes\n\n2026-12-24 Christmas Eve\n2026-03-03\tLiberation\r\n 2026-03-03\n";
  const auto directory = load_directory(file.path);
  const auto* bulgaria = directory.country("BG");
  CHECK(bulgaria->holidays == std::vector<Day>{day(2026, 3, 3), day(2026, 12, 24)});
  CHECK(bulgaria->is_holiday(day(2026, 12, 24)));
  CHECK_FALSE(bulgaria->is_holiday(day(2026, 12, 25)));
}

TEST_CASE("a file of holidays that is none is told with its line") {
  for (const auto* path : {"bg.txt", "/etc/passwd", "holidays/../bg.txt"}) {
    CHECK(contains(said("[[country]]\ncode = \"BG\"\nholidays = \"" + std::string(path) + "\"\n"),
                   "no file of the folder holidays"));
  }
  CHECK(contains(said_of_holidays("", false), "cannot be read"));
  for (const auto* line : {"2026-13-01", "2026-02-29 No day", "03.03.2026", "Liberation Day",
                           "2026-03-033", "2026-3-3"}) {
    INFO(line);
    CHECK(
        contains(said_of_holidays("2026-01-01\n" + std::string(line) + "\n"), "line 2 of bg.txt"));
  }
  std::string all;
  for (auto one = day(2026, 1, 1); one < day(2027, 2, 5); one += std::chrono::days(1)) {
    const std::chrono::year_month_day date(one);
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u\n", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    all += text;
  }
  CHECK(contains(said_of_holidays(all), "more than 60 days of 2026"));
}
