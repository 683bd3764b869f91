#include "gateway/decide/thread.hpp"

#include <catch2/catch.hpp>

using namespace pouch::gateway;

namespace {

const CaseNumber kOne("SEL", 2026, 1);
const CaseNumber kTwo("SEL", 2026, 2);

std::optional<MessageNumber> lookup(const std::string& id) {
  if (id == "<one@x>") {
    return MessageNumber{kOne, 1};
  }
  if (id == "<two@x>") {
    return MessageNumber{kTwo, 1};
  }
  return std::nullopt;
}

ThreadFound find(const ThreadClues& clues) { return find_thread(clues, "SEL", lookup); }

}  // namespace

TEST_CASE("finds the case by the form's field, the subject, and the references") {
  ThreadClues clues;
  clues.form_reference = kOne.text();
  CHECK(find(clues).number->number == kOne);
  clues = {};
  clues.subject = "Re: [" + kOne.text() + "] answer";
  CHECK(find(clues).number->number == kOne);
  clues = {};
  clues.references = {"<zero@x>", "<one@x>"};
  CHECK(find(clues).number->number == kOne);
  clues = {};
  clues.in_reply_to = "<two@x>";
  clues.references = {"<one@x>"};
  CHECK(find(clues).number->number == kTwo);  // the nearest ancestor
}

TEST_CASE("does not choose between two cases") {
  ThreadClues clues;
  clues.subject = kOne.text();
  clues.in_reply_to = "<two@x>";
  auto found = find(clues);
  CHECK_FALSE(found.number);
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].code == "two-cases");
  clues = {};
  clues.subject = kOne.text() + " and " + kTwo.text();
  found = find(clues);
  CHECK_FALSE(found.number);
  CHECK(found.problems.at(0).code == "two-cases");
  clues = {};
  clues.form_reference = kTwo.text();
  clues.subject = kOne.text();
  CHECK(find(clues).problems.at(0).code == "two-cases");
}

TEST_CASE("tells a number whose check digits are wrong from no number") {
  auto wrong = kOne.text();
  wrong[wrong.size() - 1] = wrong.back() == '0' ? '1' : '0';
  ThreadClues clues;
  clues.subject = "Re: " + wrong;
  const auto found = find(clues);
  CHECK_FALSE(found.number);
  CHECK(found.problems.at(0).code == "wrong-number");
  clues = {};
  clues.form_reference = "nonsense";
  CHECK(find(clues).problems.at(0).code == "wrong-number");
}

TEST_CASE("takes a number from the text only when there is nothing else") {
  ThreadClues clues;
  const auto text = "As to " + kTwo.text() + " we have nothing.";
  clues.text = text;
  CHECK(find(clues).number->number == kTwo);
  clues.subject = kOne.text();
  CHECK(find(clues).number->number == kOne);
  clues = {};
  const auto both = kOne.text() + " " + kTwo.text();
  clues.text = both;
  CHECK_FALSE(find(clues).number);
  CHECK(find(clues).problems.empty());
}
