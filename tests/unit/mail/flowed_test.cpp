#include "mail/content/flowed.hpp"

#include <catch2/catch.hpp>

namespace pouch::mail {
namespace {

TEST_CASE("flowed lines are joined to the paragraph that was typed") {
  CHECK(unflow("stopped with 41 \nkg of heroin\nnext\n", false) ==
        "stopped with 41 kg of heroin\nnext\n");
  CHECK(unflow("a \nb \nc", false) == "a b c");
}

TEST_CASE("with DelSp the space at the break goes") {
  CHECK(unflow("long \nword\n", true) == "longword\n");
  CHECK(unflow("two  \nwords\n", true) == "two words\n");
}

TEST_CASE("the stuffed space is taken off, once") {
  CHECK(unflow("   1. Who\n From here\n >no quote\n", false) == "  1. Who\nFrom here\n>no quote\n");
}

TEST_CASE("the signature line is never joined") {
  CHECK(unflow("text \n-- \nAna\n", false) == "text\n-- \nAna\n");
  CHECK(unflow("-- \nAna\n", true) == "-- \nAna\n");
}

TEST_CASE("quoted lines are joined within their depth only") {
  CHECK(unflow("> with 41 \n> kg\n>> deeper \n> less\nanswer\n", false) ==
        "> with 41 kg\n> > deeper\n> less\nanswer\n");
  CHECK(unflow("> quoted \nnot\n", false) == "> quoted\nnot\n");
}

TEST_CASE("a quoted signature line is never joined either") {
  CHECK(unflow("> text \n> -- \n> Ana\n", false) == "> text\n> -- \n> Ana\n");
}

TEST_CASE("empty lines stay, the last line end too, and only if it was there") {
  CHECK(unflow("", false).empty());
  CHECK(unflow("\n\na", false) == "\n\na");
  CHECK(unflow("a \n\nb\n", false) == "a \nb\n");
  CHECK(unflow(" ", false).empty());
}

}  // namespace
}  // namespace pouch::mail
