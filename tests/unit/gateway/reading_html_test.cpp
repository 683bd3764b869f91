// What a mail with both a plain text and an HTML alternative is read as (SECURITY class 5).
#include <algorithm>
#include <catch2/catch.hpp>

#include "gateway/decide/reading.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using namespace pouch::gateway;

namespace {

const std::string kForm = "Form: request\nTo: BG, RS\nHandling: H1\nFacts: A lorry was stopped.\n";

Reading read(const std::string& text, const std::string& html, const std::string& parent = {}) {
  mail::openpgp::Opened opened;
  opened.content.text = text;
  opened.content.html_text = html;
  opened.headers.in_reply_to = parent;
  Lookups lookups;
  lookups.find_case = [](const CaseNumber&) { return std::nullopt; };
  lookups.opening_form = [](const CaseNumber&) { return std::nullopt; };
  return read_mail(opened, {}, {}, test::shipped(), config::Site{}, Time{}, lookups);
}

std::size_t disagreeing(const std::vector<templates::Problem>& problems) {
  return static_cast<std::size_t>(
      std::count_if(problems.begin(), problems.end(),
                    [](const templates::Problem& problem) { return problem.code == "disagree"; }));
}

std::string with(const std::string& from, const std::string& to) {
  auto text = kForm;
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("an HTML alternative with the same values changes nothing") {
  const auto reading = read(kForm,
                            "Form:\trequest\nTo:\tBG, RS\nHandling:\tH1\nFacts:\tA lorry was "
                            "stopped.\n");
  REQUIRE(reading.form);
  CHECK(disagreeing(reading.form->problems) == 0);
  CHECK(reading.form->text("handling") == "H1");
}

TEST_CASE("an HTML alternative with another value is a problem of the form") {
  const auto reading = read(kForm, with("H1", "H0"));
  REQUIRE(reading.form);
  CHECK(disagreeing(reading.form->problems) == 1);
  CHECK(disagreeing(read(kForm, with("Form: request", "Form: note")).form->problems) == 1);
}

TEST_CASE("an HTML alternative that shows no form is a warning") {
  const auto reading = read(kForm, "Hello.\n");
  REQUIRE(reading.form);
  CHECK(disagreeing(reading.form->problems) == 0);
  REQUIRE_FALSE(reading.form->warnings.empty());
  CHECK(reading.form->warnings.back().code == "html-without-form");
}

TEST_CASE("a form that only HTML shows is a problem, not a note") {
  const auto reading = read("Hello.\n", kForm);
  CHECK_FALSE(reading.form);
  CHECK(disagreeing(reading.problems) == 1);
  CHECK(read("Hello.\n", "Hello.\n").problems.empty());
  // Quoted in an answer to somebody it is his, in whatever way HTML shows that.
  CHECK(read("Hello.\n\n> Form: request\n> To: BG\n", kForm, "<a@b.example>").problems.empty());
}
