// The names of tests/fixtures/names: spellings that papers, passports and newspapers of the region
// have for one person, place or company, and pairs of names that are two.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>

#include "search/names/name_meeting.hpp"
#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

using Strings = std::vector<std::string>;

// Lines of a table, split at `sign`; those that begin with # say what follows.
std::vector<Strings> table(const std::string& name, const std::string& sign) {
  std::ifstream file(POUCH_FIXTURES "/names/" + name + ".txt");
  std::vector<Strings> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    Strings row;
    for (std::size_t at = 0; at != std::string::npos;) {
      const auto end = line.find(sign, at);
      row.push_back(line.substr(at, end == std::string::npos ? end : end - at));
      at = end == std::string::npos ? end : end + sign.size();
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

const std::vector<Strings>& same_names() {
  static const auto rows = table("same", " = ");
  return rows;
}

// Pairs that do not meet, either way round: "left | right".
std::set<std::string> known_misses() {
  std::set<std::string> all;
  for (const auto& row : table("missed", " | ")) all.insert(row.at(0) + " | " + row.at(1));
  return all;
}

bool finds(const WholeName& asked, const WholeName& filed) {
  const auto met = names_meet(asked, filed);
  return met && (met->whole || asked.words.size() <= filed.words.size());
}

std::set<std::string> difference(const std::set<std::string>& left,
                                 const std::set<std::string>& right) {
  std::set<std::string> only;
  for (const auto& one : left) {
    if (right.count(one) == 0) only.insert(one);
  }
  return only;
}

std::vector<Feed> in_field(const std::string& name) { return {{"person", name}}; }
std::vector<Feed> in_text(const std::string& name) {
  return {{"text", "The driver told the officers that " + name + " had paid for the lorry."}};
}

// Every spelling in a message of its own, each asked for; the pairs of one row that do not meet.
std::set<std::string> missed_in(std::vector<Feed> (*feeds)(const std::string&),
                                const std::string& field) {
  TestFolder folder;
  std::vector<std::pair<std::size_t, std::string>> messages;  // row, spelling
  {
    Writer writer(folder.path / "index", test_key());
    for (std::size_t row = 0; row < same_names().size(); ++row) {
      for (const auto& spelling : same_names()[row]) {
        messages.emplace_back(row, spelling);
        writer.put({messages.size(), day(2026, 11, 1), feeds(spelling), {"all"}, {}});
      }
    }
    writer.commit(1);
  }
  Reader reader(folder.path / "index", test_key());
  std::set<std::string> missed;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Request request;
    request.query = field + "(" + messages[i].second + ")";
    request.readers = {"all"};
    request.limit = 1000;
    std::set<std::uint64_t> found;
    for (const auto& hit : reader.find(request).hits) found.insert(hit.id);
    for (std::size_t j = i; j-- > 0 && messages[j].first == messages[i].first;) {
      if (found.count(j + 1) == 0) missed.insert(messages[j].second + " | " + messages[i].second);
    }
    for (auto j = i + 1; j < messages.size() && messages[j].first == messages[i].first; ++j) {
      if (found.count(j + 1) == 0) missed.insert(messages[i].second + " | " + messages[j].second);
    }
  }
  return missed;
}

// The same by the rule alone; counts the pairs.
std::set<std::string> missed_by_rule(std::size_t& pairs) {
  std::set<std::string> missed;
  for (const auto& row : same_names()) {
    std::vector<WholeName> names;
    for (const auto& spelling : row) names.push_back(whole_name(spelling));
    for (std::size_t i = 0; i < row.size(); ++i) {
      for (std::size_t j = i + 1; j < row.size(); ++j) {
        ++pairs;
        if (!finds(names[i], names[j]) || !finds(names[j], names[i])) {
          missed.insert(row[i] + " | " + row[j]);
        }
      }
    }
  }
  return missed;
}

}  // namespace

TEST_CASE("names of papers: the table is large, and what it misses is known") {
  std::size_t pairs = 0;
  const auto missed = missed_by_rule(pairs);
  WARN(pairs << " pairs of spellings, " << missed.size() << " missed");
  CHECK(pairs > 3000);
  CHECK(difference(missed, known_misses()) == std::set<std::string>{});
}

TEST_CASE("names of papers: the index finds them in a field and in free text") {
  auto missed = missed_in(in_field, "person:");
  CHECK(difference(missed, known_misses()) == std::set<std::string>{});
  missed.merge(missed_in(in_text, ""));
  CHECK(difference(missed, known_misses()) == std::set<std::string>{});
  std::size_t pairs = 0;
  missed.merge(missed_by_rule(pairs));
  CHECK(difference(known_misses(), missed) == std::set<std::string>{});  // no longer than need be
}

TEST_CASE("names of papers: two names meet by sound at most") {
  std::size_t pairs = 0, sounds = 0;
  for (const auto& row : table("different", " / ")) {
    REQUIRE(row.size() == 2);
    INFO(row[0] << " and " << row[1]);
    const auto met = names_meet(whole_name(row[0]), whole_name(row[1]));
    CHECK((!met || met->how == NameTier::kSimilarSound));
    ++pairs;
    sounds += met ? 1 : 0;
  }
  WARN(pairs << " pairs of different names, " << sounds << " meet by sound");
  CHECK(pairs > 250);
  CHECK(sounds <= 37);
}

// The letters that Latin writes with two, and those whose marks Latin leaves out: Cyrillic has each
// of its own, so no two of them are one name as it is written.
TEST_CASE("names of papers: no two letters of Cyrillic are one as written") {
  const std::vector<std::string> letters{
      "а", "б", "в", "г", "д", "ђ", "ѓ", "е", "ж", "з", "ѕ", "и", "ј", "к", "ќ", "л", "љ", "м",
      "н", "њ", "о", "п", "р", "с", "т", "ћ", "у", "ф", "х", "ц", "ч", "џ", "ш", "щ", "ю", "я"};
  for (const auto& left : letters) {
    for (const auto& right : letters) {
      const auto met = names_meet(whole_name("м" + left + "кон"), whole_name("м" + right + "кон"));
      INFO(left << " and " << right);
      CHECK((left == right || !met || met->how == NameTier::kSimilarSound));
    }
  }
}
