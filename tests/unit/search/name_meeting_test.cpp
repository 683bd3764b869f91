// One answer to whether two names meet, and how: the index, the marker that says why, and the rule
// itself (name_meeting.hpp) agree on every pair of a large list.
#include "search/names/name_meeting.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "search/query/marker.hpp"
#include "tests/unit/search/archive.hpp"
#include "tests/unit/search/names.hpp"

using namespace pouch::search;

namespace {

using Tier = std::string;  // "" when they do not meet

Tier text_of(NameTier tier) {
  switch (tier) {
    case NameTier::kAsWritten:
      return "as written";
    case NameTier::kOtherSpelling:
      return "other spelling";
    case NameTier::kSimilarSound:
      return "similar sound";
  }
  return "";
}

// Every name of the lists once.
const std::vector<std::string>& all_names() {
  static const auto names = [] {
    std::set<std::string> all;
    for (const auto& group : name_groups()) {
      all.insert(group.spellings.begin(), group.spellings.end());
    }
    for (const auto& [left, right] : different_names()) {
      all.insert({left, right});
    }
    return std::vector<std::string>(all.begin(), all.end());
  }();
  return names;
}

Tier by_rule(const WholeName& asked, const WholeName& filed) {
  const auto met = names_meet(asked, filed);
  const bool finds = met && (met->whole || asked.words.size() <= filed.words.size());
  return finds ? text_of(met->how) : "";
}

// Of a name in a sentence, from the sentence alone: the worst of its words, or both words as one.
Tier by_marker(const Marker& marker, std::size_t words, const std::string& filed) {
  std::vector<Meeting> met;
  marker.snippet("Said " + filed + " to us.", 100, &met);
  std::optional<NameTier> whole, parts;
  std::size_t single = 0;
  for (const auto& one : met) {
    if (words > 1 && one.asked.find_first_of(" -'\xE2") != std::string::npos) {
      whole = one.tier;
    } else {
      ++single;
      parts = parts ? std::max(*parts, one.tier) : one.tier;
    }
  }
  if (single < words) parts.reset();
  if (!whole || (parts && *parts < *whole)) whole = parts;
  return whole ? text_of(*whole) : "";
}

struct Figures {
  std::size_t pairs = 0, met = 0;
  std::vector<std::string> wrong;
};

std::string differ(const std::string& asked, const std::string& filed, const Tier& rule,
                   const Tier& other) {
  return asked + " / " + filed + ": by the rule \"" + rule + "\", else \"" + other + "\"";
}

}  // namespace

TEST_CASE("index and rule give the same tier for every pair of the names' list") {
  TestFolder folder;
  const auto& names = all_names();
  {
    Writer writer(folder.path / "index", test_key());
    for (std::size_t i = 0; i < names.size(); ++i) {
      writer.put({i + 1, day(2026, 11, 1), {{"person", names[i]}}, {"all"}, {}});
    }
    writer.commit(1);
  }
  std::vector<WholeName> whole;
  for (const auto& name : names) whole.push_back(whole_name(name));
  Reader reader(folder.path / "index", test_key());
  Figures figures;
  for (std::size_t i = 0; i < names.size(); ++i) {
    Request request;
    request.query = "person:\"" + names[i] + "\"";
    request.readers = {"all"};
    request.limit = names.size();
    std::map<std::size_t, Tier> found;
    for (const auto& hit : reader.find(request).hits) found[hit.id - 1] = hit.tier;
    for (std::size_t j = 0; j < names.size(); ++j) {
      const auto rule = by_rule(whole[i], whole[j]);
      ++figures.pairs;
      figures.met += rule.empty() ? 0 : 1;
      if (rule != found[j]) figures.wrong.push_back(differ(names[i], names[j], rule, found[j]));
    }
  }
  WARN(figures.pairs << " pairs, " << figures.met << " of them meet");
  CHECK(figures.pairs > 200'000);
  CHECK(figures.wrong == std::vector<std::string>{});
}

TEST_CASE("marker and rule give the same tier for every fourth of the names against all") {
  const auto& names = all_names();
  std::vector<WholeName> whole;
  for (const auto& name : names) whole.push_back(whole_name(name));
  std::vector<std::string> wrong;
  for (std::size_t i = 0; i < names.size(); i += 4) {
    const Marker marker("person:\"" + names[i] + "\"");
    for (std::size_t j = 0; j < names.size(); ++j) {
      const auto rule = by_rule(whole[i], whole[j]);
      const auto marked = by_marker(marker, whole[i].words.size(), names[j]);
      if (rule != marked) wrong.push_back(differ(names[i], names[j], rule, marked));
    }
  }
  CHECK(wrong == std::vector<std::string>{});
}

TEST_CASE("no two different names meet as written or by another spelling") {
  std::size_t sounds = 0;
  for (const auto& [left, right] : different_names()) {
    const auto met = names_meet(whole_name(left), whole_name(right));
    INFO(left << " and " << right);
    CHECK((!met || met->how == NameTier::kSimilarSound));
    sounds += met ? 1 : 0;
  }
  WARN(different_names().size() << " pairs of different names: 0 as written, " << sounds
                                << " by sound");
}

TEST_CASE("two words meet the one that they make, and the words of a name in any order") {
  const auto how = [](const std::string& left, const std::string& right) {
    const auto met = names_meet(whole_name(left), whole_name(right));
    return met ? text_of(met->how) + (met->whole ? ", whole" : "") : "";
  };
  CHECK(how("O'Connor", "OCONNOR") == "other spelling, whole");
  CHECK(how("OCONNOR", "O\u2019Connor") == "other spelling, whole");
  CHECK(how("Ал-Хасан", "ALHASAN") == "other spelling, whole");
  CHECK(how("Hadži Popović Marko", "Marko Hadžipopović") == "other spelling, whole");
  CHECK(how("Jovanović Milan", "Милан Јовановић") == "as written, whole");
  CHECK(how("Milan Jovanović", "Jovanovic") == "as written");
  CHECK(how("Hadži-Šušić", "Hadžisušić") == "similar sound, whole");
  CHECK(how("Ana Marić", "Anna Marić") == "similar sound, whole");
  CHECK(how("", "Marić").empty());
}
