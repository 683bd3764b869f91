#include "gateway/decide/asked.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using gateway::asked_by_subject;

using test::shipped;

TEST_CASE("a subject asks for a blank form, in a reply and in a language too") {
  const auto plain = "Form: control\nAction: TEMPLATE\nWanted form: request\n";
  for (const auto* subject :
       {"template request", "Template request", "TEMPLATE request", "Re: template request",
        "AW: Re: template request", "Отг: template request", "template: request",
        " template  request ", "Antw[2]: template request"}) {
    INFO(subject);
    CHECK(asked_by_subject(subject, shipped()) == plain);
  }
  CHECK(asked_by_subject("template request bg", shipped()) ==
        std::string(plain) + "Form language: bg\n");
  CHECK(asked_by_subject("Re: template case-note RO", shipped()) ==
        "Form: control\nAction: TEMPLATE\nWanted form: case-note\nForm language: RO\n");
  CHECK(asked_by_subject("template case note", shipped()) ==
        "Form: control\nAction: TEMPLATE\nWanted form: case note\n");
}

TEST_CASE("a subject asks for help by that one word") {
  for (const auto* subject : {"help", "Help!", "Re: help", "HELP", "template"}) {
    INFO(subject);
    CHECK(asked_by_subject(subject, shipped()) == "Form: control\nAction: HELP\n");
  }
}

TEST_CASE("other subjects ask for nothing") {
  for (const auto* subject :
       {"", "Re:", ":", "help with case 12", "templates for dinner", "the template request",
        "Blank form: Request for assistance", "Re: [SEL-2026-000001-17] template request",
        "NOT ACCEPTED: template request"}) {
    INFO(subject);
    CHECK_FALSE(asked_by_subject(subject, shipped()));
  }
  CHECK_FALSE(asked_by_subject("template " + std::string(200, 'x'), shipped()));
}
