#include "search/query/query_parser.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

// The tree as text: (and lorry (not heroin)).
std::string shown(const Node& node) {
  const auto leaf = [&](const std::string& before, const std::string& after) {
    return (node.field != nullptr ? std::string(node.field->name) + ":" : "") + before + node.text +
           after;
  };
  switch (node.kind) {
    case NodeKind::kWord:
      return leaf("", "");
    case NodeKind::kPhrase:
      return leaf("\"", "\"");
    case NodeKind::kStart:
      return leaf("", "*");
    case NodeKind::kNear:
      return leaf("", "~");
    case NodeKind::kDays:
      return "days";
    case NodeKind::kAnd:
    case NodeKind::kOr:
    case NodeKind::kNot:
      break;
  }
  std::string text = node.kind == NodeKind::kAnd  ? "(and"
                     : node.kind == NodeKind::kOr ? "(or"
                                                  : "(not";
  for (const auto& part : node.below) text += " " + shown(*part);
  return text + ")";
}

std::string read(const std::string& query) {
  const auto parsed = parse_query(query);
  return parsed.root ? shown(*parsed.root) : "! " + parsed.problem;
}

const Node& days(const ParsedQuery& parsed) {
  if (!parsed.root || parsed.root->kind != NodeKind::kDays) throw std::runtime_error("no days");
  return *parsed.root;
}

}  // namespace

TEST_CASE("words stand together by AND, groups by OR") {
  CHECK(read("lorry") == "lorry");
  CHECK(read("lorry heroin") == "(and lorry heroin)");
  CHECK(read("lorry AND heroin") == "(and lorry heroin)");
  CHECK(read("lorry OR truck heroin") == "(or lorry (and truck heroin))");
  CHECK(read("(lorry OR truck) heroin") == "(and (or lorry truck) heroin)");
  CHECK(read("((lorry))") == "lorry");
  CHECK(read("and or not") == "(and and or not)");  // small letters are words
}

TEST_CASE("what must not be there is said by NOT or a minus") {
  CHECK(read("lorry NOT heroin") == "(and lorry (not heroin))");
  CHECK(read("lorry -heroin") == "(and lorry (not heroin))");
  CHECK(read("lorry -(heroin OR tobacco)") == "(and lorry (not (or heroin tobacco)))");
  CHECK(read("-person:popov") == "(not person:popov)");
  CHECK(read("cross-border") == "cross-border");        // within a word it is a hyphen
  CHECK(read("TE - 9087 – AM") == "(and TE 9087 AM)");  // alone it is a dash
  CHECK(read("lorry -heroin - x") == "(and lorry (not heroin) x)");
}

TEST_CASE("phrases, beginnings and near names") {
  CHECK(read("\"41 kg\" heroin") == "(and \"41 kg\" heroin)");
  CHECK(read("“41 kg”") == "\"41 kg\"");
  CHECK(read("„41 kg“") == "\"41 kg\"");
  CHECK(read("«41 kg»") == "\"41 kg\"");
  CHECK(read("jovan*") == "jovan*");
  CHECK(read("person:jovanovic~") == "person:jovanovic~");
  CHECK(read("plate:\"CA 1234 AB\"") == "plate:\"CA 1234 AB\"");
  CHECK(read("PERSON:popov") == "person:popov");
}

TEST_CASE("a field before parentheses is the field of each word in them") {
  CHECK(read("person:(popov OR petrov)") == "(or person:popov person:petrov)");
  CHECK(read("plate:(CA 1234 AB)") == "(and plate:CA plate:1234 plate:AB)");
  CHECK(read("person:(popov (ivan OR \"ivan ivanov\")) lorry") ==
        "(and (and person:popov (or person:ivan person:\"ivan ivanov\")) lorry)");
  CHECK(read("person:(popov -petrov) x") == "(and (and person:popov (not person:petrov)) x)");
  CHECK(read("is:(open OR overdue)") == "(or is:open is:overdue)");
  CHECK(read("is:Open") == "is:open");
  CHECK(read("is:\"partly answered\"") == "is:\"partly-answered\"");
  CHECK(read("date:(2026-01 OR 2026-03)") == "(or days days)");
}

TEST_CASE("a problem names its column, counted in characters as people count") {
  const std::vector<std::pair<std::string, std::size_t>> columns = {
      {"(", 2},
      {")", 1},
      {"lorry)", 6},
      {"lorry (heroin", 7},
      {"lorry person:(popov", 14},
      {"лорија plat:x", 8},
      {"„41 kg“ colour:red", 9},
      {"lorry \"heroin", 7},
      {"lorry person:\"popov", 14},
      {"lorry AND", 10},
      {"lorry AND OR x", 11},
      {"lorry NOT", 10},
      {"x date:2026-13", 3},
      {"x deadline:<soon", 3},
      {"x is:late", 3},
      {"x has:(pdf OR virus)", 15},
      {"person:(a plate:b)", 11},
      {"x a*", 3},
      {"x person:*", 3},
      {"a\x01", 2},
      {"", 1},
  };
  for (const auto& [query, column] : columns) {
    INFO(query);
    CHECK(parse_query(query).column == column);
  }
  CHECK(parse_query(std::string(kQueryOctets + 1, 'a')).column == 0);
  CHECK(parse_query("lorry").column == 0);
}

TEST_CASE("every flag of the table is read, and no other") {
  for (const auto& row : flags()) {
    INFO(row.value);
    CHECK_FALSE(row.said.empty());
    const auto query = std::string(row.field) + ":" + std::string(row.value);
    CHECK(read(query) == query);
    CHECK(read((row.field == "is" ? "has:" : "is:") + std::string(row.value)).front() == '!');
  }
}

TEST_CASE("every field of the table is read, with its own example") {
  for (const auto& row : fields()) {
    INFO(row.name);
    const auto parsed = parse_query(row.example);
    CHECK(parsed.problem.empty());
    REQUIRE(parsed.root);
    REQUIRE(parsed.root->field != nullptr);
    CHECK(parsed.root->field->name == row.name);
    CHECK_FALSE(row.help.empty());
  }
}

TEST_CASE("dates are days, months, years, ranges, before and after") {
  const auto check = [](const std::string& query, std::chrono::sys_days first,
                        std::chrono::sys_days last) {
    INFO(query);
    const auto parsed = parse_query(query);
    CHECK(days(parsed).first == first);
    CHECK(days(parsed).last == last);
  };
  const auto beginning = day(1, 1, 1), end = day(9999, 12, 31);
  check("date:2026-11-23", day(2026, 11, 23), day(2026, 11, 23));
  check("date:2026-02", day(2026, 2, 1), day(2026, 2, 28));
  check("date:2024-02", day(2024, 2, 1), day(2024, 2, 29));
  check("date:2026", day(2026, 1, 1), day(2026, 12, 31));
  check("date:2026-01..2026-06", day(2026, 1, 1), day(2026, 6, 30));
  check("date:2026-06..", day(2026, 6, 1), end);
  check("date:..2026-06", beginning, day(2026, 6, 30));
  check("date:<2026-12-01", beginning, day(2026, 11, 30));
  check("date:<=2026-12", beginning, day(2026, 12, 31));
  check("date:>2026-11", day(2026, 12, 1), end);
  check("date:>=2026-11", day(2026, 11, 1), end);
  check("deadline:<2026-12-01", beginning, day(2026, 11, 30));
  check("date:\"2026-11\"", day(2026, 11, 1), day(2026, 11, 30));
}

TEST_CASE("every malformed query is a problem with a hint") {
  for (const std::string query : {"",
                                  " \t\n",
                                  "(",
                                  ")",
                                  "()",
                                  "(lorry",
                                  "lorry)",
                                  "((lorry)",
                                  "lorry OR",
                                  "OR lorry",
                                  "OR",
                                  "AND",
                                  "AND lorry",
                                  "lorry AND",
                                  "lorry AND AND heroin",
                                  "lorry AND OR heroin",
                                  "NOT",
                                  "lorry NOT",
                                  "lorry NOT OR x",
                                  "-",
                                  "lorry -",
                                  "--",
                                  "- -",
                                  "\"",
                                  "\"lorry",
                                  "lorry\"",
                                  ":*\"",
                                  "person:",
                                  "person:\"\"",
                                  "\"\"",
                                  "person: popov",
                                  "person:(",
                                  "person:()",
                                  "person:(a OR b",
                                  "person:(a plate:b)",
                                  "person:(a plate:(b))",
                                  "is:",
                                  "is:late",
                                  "is:(open late)",
                                  "deadline:soon",
                                  "lorry\x01",
                                  "\x7F",
                                  "colour:red",
                                  "12:30",
                                  "http://a.example",
                                  "date:",
                                  "date:..",
                                  "date:today",
                                  "date:2026-13",
                                  "date:2026-00",
                                  "date:2026-02-30",
                                  "date:2026-1",
                                  "date:2026-11-23x",
                                  "date:26",
                                  "date:-202",
                                  "date:-2026",
                                  "date:+2026",
                                  "date:2026..2025",
                                  "date:<",
                                  "date:<=",
                                  "date:><2026",
                                  "date:2026-11-23..2026-11-22",
                                  "date:2026...2027",
                                  "date:*",
                                  "has:",
                                  "has:virus",
                                  "has:\"\"",
                                  "*",
                                  "~",
                                  "**",
                                  "***",
                                  "...",
                                  "\"- -\"",
                                  "person:*",
                                  ":",
                                  "::",
                                  "a*",
                                  "Ж*",
                                  "person:-"}) {
    INFO(query);
    const auto parsed = parse_query(query);
    CHECK_FALSE(parsed.root);
    CHECK_FALSE(parsed.problem.empty());
    CHECK_FALSE(parsed.hint.empty());
  }
}

TEST_CASE("an unknown field names the nearest one and all of them") {
  const auto parsed = parse_query("plat:ca1234ab");
  CHECK(parsed.problem == "there is no search field \"plat\"");
  CHECK(parsed.hint.find("did you mean plate?") == 0);
  for (const auto& row : fields()) {
    CHECK(parsed.hint.find(row.name) != std::string::npos);
  }
  CHECK(parse_query("12:30").hint.find("\"12:30\"") != std::string::npos);
}

TEST_CASE("hostile queries end in a problem") {
  for (const auto& query :
       {std::string(10U << 20, 'a'), std::string(10000, '('), std::string(10000, ')'),
        std::string(1900, '('), std::string(1900, '-'), std::string(1900, '"') + "\"",
        "a" + std::string(1900, ')'), std::string(2001, 'a')}) {
    INFO(query.size());
    const auto parsed = parse_query(query);
    CHECK_FALSE(parsed.root);
    CHECK_FALSE(parsed.hint.empty());
    CHECK(parsed.problem.size() < 200);
  }
  std::string nots;
  for (int i = 0; i < 400; ++i) nots += "NOT ";
  CHECK_FALSE(parse_query(nots + "a").root);
}

TEST_CASE("limits hold at their edge") {
  CHECK(parse_query(std::string(kQueryOctets, 'a')).root);
  CHECK_FALSE(parse_query(std::string(kQueryOctets + 1, 'a')).root);
  std::string words;
  for (std::size_t i = 0; i < kQueryWords; ++i) words += "a ";
  CHECK(parse_query(words).root);
  CHECK_FALSE(parse_query(words + "a").root);
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "ab" + std::string(depth, ')');
  };
  CHECK(parse_query(nested(kQueryDepth)).root);
  CHECK_FALSE(parse_query(nested(kQueryDepth + 1)).root);
}

TEST_CASE("a problem repeats no more of the query than a line, and no control characters") {
  const auto parsed = parse_query("\x1B[31m" + std::string(1500, 'x') + ":y");
  CHECK_FALSE(parsed.root);
  CHECK(parsed.problem.size() < 200);
  CHECK(parsed.problem.find('\x1B') == std::string::npos);
  const auto dated = parse_query("date:\xFF\xFE\x1B" + std::string(1500, '9'));
  CHECK(dated.problem.size() < 200);
  CHECK(dated.problem.find_first_of("\x1B\xFF") == std::string::npos);
}
