// The form that a newcomer is shown: short, and accepted as it stands. For every shipped template,
// so that a new one is tested by being there.
#include "templates/showing/example.hpp"

#include <algorithm>

#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

TEST_CASE("a form filled in with its own examples has no problem, for every shipped form") {
  for (const auto* which : shipped().all()) {
    const auto text = example_form(*which, shipped(), options());
    INFO(text);
    const auto form = read(text);
    INFO(told(form.problems));
    CHECK(form.name == which->name);
    CHECK(form.problems.empty());
    CHECK(form.unknown.empty());
  }
}

TEST_CASE("a form filled in with its own examples shows no line that need not be there") {
  for (const auto* name : {"request", "case-note"}) {
    const auto& which = *shipped().find(name);
    const auto text = example_form(which, shipped(), options());
    INFO(text);
    CHECK(std::count(text.begin(), text.end(), '\n') <= 20);
    for (const auto& field : which.fields) {
      const bool shown = text.find("\n" + field.label + ": ") != std::string::npos;
      CHECK((!field.required || field.id == "template" || shown));
    }
    CHECK(text.find("##") == std::string::npos);
  }
}

}  // namespace
}  // namespace pouch::templates
