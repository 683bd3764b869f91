// Every limit of a form: one below is taken, one above is told.
#include "templates/exchange/json_tree.hpp"
#include "templates/reading/scanner.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) {
    result += text;
  }
  return result;
}

std::string numbered(const std::string& before, std::size_t times, const std::string& after) {
  std::string result;
  for (std::size_t i = 1; i <= times; ++i) {
    result += before + std::to_string(i) + after;
  }
  return result;
}

TEST_CASE("characters of a value: as many as the limit, not one more, counted as characters") {
  const auto with = [](std::size_t count) {
    return read(request_with("Operation name: " + repeated("Ж", count) + "\n"));
  };
  CHECK(with(80).problems.empty());
  CHECK(with(80).text("operation_name").size() == 160);
  const auto above = with(81);
  REQUIRE(above.problems.size() == 1);
  CHECK(above.problems[0].code == "too-long");
  CHECK(above.problems[0].text.find("81") != std::string::npos);
  CHECK(above.problems[0].text.find("80") != std::string::npos);
}

TEST_CASE("items of a list: as many as the limit, not one more") {
  const auto with = [](std::size_t count) {
    return read(request_with("Previous references:\n" + numbered("- ", count, "/2025\n")));
  };
  CHECK(with(50).problems.empty());
  CHECK(with(50).list("previous_refs").size() == 50);
  CHECK(codes(with(51).problems) == Strings{"too-many 11"});
}

TEST_CASE("questions: as many as the limit, not one more") {
  const auto with = [](std::size_t count) {
    return read(request_without("Information wanted") + "Information wanted:\n" +
                numbered("", count, ". Who?\n"));
  };
  CHECK(with(50).problems.empty());
  CHECK(find_problem(with(51).problems, "too-many") != nullptr);
}

TEST_CASE("blocks of one kind: as many as the template says, not one more") {
  const auto with = [](std::size_t count) {
    return read(request_with("") + numbered("[Item ", count, "]\nCategory: cash\nName: notes\n"));
  };
  CHECK(with(50).problems.empty());
  const auto above = with(51);
  REQUIRE(above.problems.size() == 1);
  CHECK(above.problems[0].code == "too-many");
  CHECK(above.problems[0].label == "[Item 1]");
}

TEST_CASE("blocks of a whole form: kMostBlocks are scanned, the next one is told once") {
  const auto with = [](std::size_t count) {
    const auto form = read("Form: note\nSubject: x\n" +
                           numbered("[Item ", count, "]\nCategory: cash\nName: notes\n"));
    std::size_t of_form = 0;
    for (const auto& problem : form.problems) {
      of_form += problem.label == "[Item]" ? 1 : 0;
    }
    return of_form;
  };
  CHECK(with(kMostBlocks) == 0);
  CHECK(with(kMostBlocks + 1) == 1);
}

TEST_CASE("lines of a text: as many as the limit, not one more") {
  auto few = options();
  few.lines = 20;
  const auto base = request_with("");  // 14 lines
  const auto with = [&](std::size_t more) { return read(base + repeated("\n", more), few); };
  CHECK(with(6).problems.empty());
  CHECK(codes(with(7).problems) == Strings{"too-many-lines 20"});
}

TEST_CASE("octets of a line: as many as the limit, not one more") {
  auto narrow = options();
  narrow.line_length = 100;
  const auto with = [&](std::size_t octets) {
    return read(request_with("Law reference: " + repeated("x", octets - 15) + "\n"), narrow);
  };
  CHECK(with(100).problems.empty());
  CHECK(codes(with(101).problems) == Strings{"line-too-long 10"});
}

TEST_CASE("unknown labels are kept up to their limit, then told once") {
  const auto with = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      text += "Zzz" + repeated("q", 5 + i / 26) + std::string(1, static_cast<char>('a' + i % 26)) +
              ": v\n";
    }
    return read(request_with("Priority: normal\n" + text));
  };
  CHECK(with(kMostUnknown).problems.empty());
  CHECK(with(kMostUnknown).unknown.size() == kMostUnknown);
  CHECK(with(kMostUnknown + 1).problems.size() == 1);
  CHECK(with(kMostUnknown + 20).problems.size() == 1);
}

TEST_CASE("complaints about one form end at their limit") {
  const auto form = read("Form: note\n" + repeated("[Nonsense 1]\n", 3 * kMostComplaints));
  CHECK(form.problems.size() <= kMostComplaints);
  CHECK(form.problems.size() >= kMostComplaints - 1);
}

TEST_CASE("JSON is nested as deeply as the limit, not one more") {
  std::string wrong;
  const auto nested = [](std::size_t depth) { return repeated("[", depth) + repeated("]", depth); };
  CHECK(parse_json(nested(kJsonDepth), wrong).has_value());
  CHECK_FALSE(parse_json(nested(kJsonDepth + 1), wrong).has_value());
  CHECK(wrong == "it is nested too deeply");
}

TEST_CASE("JSON is as large as the limit, not one octet more") {
  std::string wrong;
  const auto sized = [](std::size_t octets) { return "\"" + std::string(octets - 2, 'x') + "\""; };
  CHECK(parse_json(sized(kJsonOctets), wrong).has_value());
  CHECK_FALSE(parse_json(sized(kJsonOctets + 1), wrong).has_value());
  CHECK(wrong == "it is too large");
}

}  // namespace
}  // namespace pouch::templates
