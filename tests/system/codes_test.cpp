// Handling codes from outside (DOMAIN section 5): what an answer inherits, and who may relax it.
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

const std::string kForbidden = "not to be shown to the carrier company";

json delivered(const Site& site, const std::string& writer, const MailParts& parts) {
  const auto outcome = site.deliver(site.mail(writer, parts));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  return outcome;
}

json asked(const Site& site, const std::string& handling) {
  auto form = request_form();
  form.replace(form.find("Handling: H1"), 12, handling);
  const auto outcome = delivered(site, "ana", {.body = form});
  INFO(outcome.dump(1));
  REQUIRE(outcome["outcome"] == "accepted");
  return outcome;
}

void check_forbidden(const Letter& letter, const std::string& words) {
  INFO(letter.text);
  const auto text = letter.text.find(kForbidden), said = letter.text.find(words);
  REQUIRE(text != std::string::npos);
  REQUIRE(said != std::string::npos);
  CHECK(text < said);
}

}  // namespace

TEST_CASE(
    "what an H3 forbids stands above the words of each answer to it, and of answers to those") {
  const Site site;
  asked(site, "Handling: H3\nHandling explained: " + kForbidden);
  const auto request = site.newest("nfp-bg");
  const auto answer = delivered(site, "nfp-bg",
                                {.subject = "Re: " + request.subject,
                                 .body = "The owner is Balkan Trans.\n",
                                 .parent = request.message_id});
  INFO(answer.dump(1));
  REQUIRE(answer["outcome"] == "accepted");
  check_forbidden(site.newest("ana"), "The owner is Balkan Trans.");
  check_forbidden(site.newest("nfp-ro"), "The owner is Balkan Trans.");
  const auto came = site.newest("ana");
  REQUIRE(delivered(site, "ana",
                    {.subject = "Re: " + came.subject,
                     .body = "Since when is it theirs?\n",
                     .parent = came.message_id})["outcome"] == "accepted");
  check_forbidden(site.newest("nfp-bg"), "Since when is it theirs?");
}

TEST_CASE("who did not provide it cannot relax a handling: the rule is named, nothing changes") {
  const Site site;
  const auto number = asked(site, "Handling: H2")["case"].get<std::string>();
  const auto shown = [&] {
    return json::parse(
        site.pouch({"show", number, "--as", "ana", "--reason", "test", "--json"}).out);
  };
  const auto before = shown();
  const auto outcome =
      delivered(site, "nfp-bg",
                {.subject = "control",
                 .body = "Form: control\nAction: correct\nTarget: " + number +
                         "/1\nHandling: H0\nReason: no need\nCorrection: free for all\n"});
  INFO(outcome.dump(1));
  CHECK(outcome["outcome"] == "refused");
  CHECK(outcome["reason"] == "no-right");
  CHECK(site.newest("nfp-bg").text.find("only who wrote a message can correct it") !=
        std::string::npos);
  CHECK(shown()["handling"] == before["handling"]);
  CHECK(shown()["messages"].size() == before["messages"].size());
}
