// Hit / no-hit in a search, from outside (SPEC section 8): by `pouch search` and by mail the answer
// is what it was before the hidden message came, octet for octet; where the owner allows it, one
// sentence is added and nothing else, and the owner's side finds who was sent to them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/system/durable_steps.hpp"
#include "tests/system/four_countries.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kSentence =
    "There is something on this that you may not read: contact the liaison desk of Greece.";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string file(Site& site, const std::string& writer, const std::string& to,
                 const std::string& plate) {
  auto form = request_form();
  replace(form, "To: BG, RS", "To: " + to);
  replace(form, "CA 1234 AB", plate);
  const auto answer = site.deliver(site.mail(writer, {.body = form}));
  INFO(answer.dump(2));
  REQUIRE(answer["outcome"] == "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  return answer["case"];
}

Ran search(const Site& site, const std::string& query, std::vector<std::string> more = {}) {
  std::vector<std::string> words{"search", query, "--as", "ana", "--reason", "case 4417/2026"};
  words.insert(words.end(), more.begin(), more.end());
  return site.pouch(words);
}

// The letter's text; its own time and Message-ID are not in it.
std::string by_mail(Site& site, const std::string& query, const std::string& mode) {
  const auto body = "Form: search\nScope: my cases\nJustification: case 4417/2026\nMode: " + mode +
                    "\nQuery: " + query + "\n";
  const auto answer = site.deliver(site.mail("ana", {.body = body}));
  INFO(answer.dump(2));
  REQUIRE(answer["outcome"] == "accepted");
  const auto letter = site.newest("ana");
  return letter.subject + "\n" + letter.text;
}

std::string without(std::string text, const std::string& part) {
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.erase(at, part.size());
}

// Wrapped as the letter wraps it.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

TEST_CASE("a search says whom to contact where the owner allows it, and otherwise nothing at all") {
  Site site;
  enter_four_countries(site);
  site.set("search.cross_check", "false");
  file(site, "ana", "BG", "CA 1234 AB");
  const std::vector<std::string> queries = {"plate:ca1234ab",
                                            "plate:ca9999ab",
                                            "ca9999ab",
                                            "plate:ca99*",
                                            "person:\"milan jovanovic\"",
                                            "plate:ca9999ab lorry",
                                            "lorry"};
  const auto everything = [&] {
    std::vector<std::string> all;
    for (const auto& query : queries) {
      const auto text = search(site, query), data = search(site, query, {"--json"});
      all.push_back(text.out + text.err + std::to_string(text.status) + data.out);
      all.push_back(search(site, query, {"--facets"}).out);
    }
    return all;
  };
  const auto letters = [&] {
    std::vector<std::string> all;
    for (const auto* mode : {"hit or no hit", "list", "count"}) {
      for (const auto* query : {"plate:ca9999ab", "ca9999ab"}) {
        all.push_back(by_mail(site, query, mode));
      }
    }
    return all;
  };
  const auto before = everything();
  const auto letters_before = letters();
  const auto hidden = file(site, "mallory", "HU", "CA-9999-AB");
  CHECK(everything() == before);
  CHECK(letters() == letters_before);
  CHECK(acts(site, "pointed") == 0);

  allow_hits(site, "GR");
  const auto after = everything();
  for (std::size_t i = 0; i < after.size(); ++i) {
    INFO(i << "\n" << after[i]);
    const bool about_it = i == 2;  // plate:ca9999ab without --facets
    const bool person = i == 8;    // the same person stands in both
    if (about_it || person) {
      auto text = without(after[i], kSentence + "\n");
      text = without(text, "\"contacts\": [\n    \"GR\"\n  ]");
      CHECK(text == without(before[i], "\"contacts\": []"));
    } else {
      CHECK(after[i] == before[i]);
    }
    CHECK_FALSE(has(after[i], hidden));
    CHECK_FALSE(has(after[i], "CA-9999-AB"));
  }
  const auto letters_after = letters();
  for (std::size_t i = 0; i < letters_after.size(); ++i) {
    INFO(letters_after[i]);
    CHECK_FALSE(has(letters_after[i], hidden));
    if (i % 2 == 0) {
      CHECK(without(on_one_line(letters_after[i]), kSentence + " ") ==
            on_one_line(letters_before[i]));
    } else {
      CHECK(letters_after[i] == letters_before[i]);
    }
  }

  // Whoever is responsible for the hidden case finds who was sent to them, and why.
  const auto rows = site.pouch({"audit", "export", hidden}).out;
  std::size_t pointed = 0;
  std::istringstream lines(rows);
  for (std::string line; std::getline(lines, line);) {
    const auto row = json::parse(line);
    if (row["act"] == "pointed") {
      ++pointed;
      CHECK(row["actor"] == "ana");
      CHECK(row["number"] == hidden + "/1");
      CHECK(has(row["detail"], "case 4417/2026"));
      CHECK_FALSE(has(row["detail"], "9999"));
    }
  }
  CHECK(pointed == 2 * 2 + 3);  // text and JSON of two queries, three letters
  CHECK(search(site, "plate:ca9999ab", {"--page", "2"}).out.empty());
}
