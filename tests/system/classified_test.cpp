// A mail that bears the mark of a classification above the site's ceiling: held, said to its writer
// and to the security contact, sent to nobody, until the operator lets it go.
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

std::size_t box(const Site& site, const std::string& id) {
  return site.letters(site.person_at(id).address()).size();
}

void give_right(const Site& site, const std::string& id, const std::string& right) {
  auto text = site.directory();
  const auto at = text.find("rights = [", text.find("id = \"" + id + "\""));
  REQUIRE(at != std::string::npos);
  site.write_directory(text.insert(text.find(']', at), ", \"" + right + "\""));
}

json sent(const Site& site, const MailParts& parts) {
  const auto outcome = site.deliver(site.mail("ana", parts));
  INFO(outcome.dump(1));
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  return outcome;
}

}  // namespace

TEST_CASE("a mail marked above the ceiling is held, its writer and the security contact told") {
  const Site site;
  give_right(site, "dimitar", "security");
  const auto held =
      sent(site, {.body = request_form() + "\nСТРОГО ПОВЕРИТЕЛНО\nРеферат за превоза\n"});
  CHECK(held["outcome"] == "held");
  CHECK(held["reason"] == "classification-mark");
  CHECK(box(site, "nfp-bg") == 0);
  CHECK(box(site, "nfp-ro") == 0);
  const auto told = site.newest("ana");
  CHECK(told.subject.find("NOT SENT YET") != std::string::npos);
  CHECK(told.text.find("СТРОГО ПОВЕРИТЕЛНО") != std::string::npos);
  CHECK(told.text.find("sent to nobody") != std::string::npos);
  REQUIRE(box(site, "dimitar") == 1);
  const auto notice = site.newest("dimitar");
  CHECK(notice.subject.find("SECRET") != std::string::npos);
  CHECK(notice.text.find("Nothing was sent on") != std::string::npos);
  CHECK(notice.text.find("heroin") == std::string::npos);
  CHECK(notice.text.find("Реферат") == std::string::npos);
  const auto listed = json::parse(site.pouch({"held", "list", "--json"}).out)["held"];
  REQUIRE(listed.size() == 1);
  CHECK(listed[0]["detail"].get<std::string>().find("marked SECRET") == 0);

  // It was none: it goes on as it is.
  REQUIRE(site.pouch({"held", "release", std::to_string(listed[0]["id"].get<int>())}).status == 0);
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(box(site, "nfp-bg") == 1);
  CHECK(json::parse(site.pouch({"held", "list", "--json"}).out)["held"].empty());
  CHECK(site.pouch({"audit", "verify"}).status == 0);
}

TEST_CASE(
    "a mark in an attachment or in the subject holds the mail, a word in a sentence does not") {
  const Site site;
  give_right(site, "dimitar", "operate");  // nobody looks after security: the operators are told
  CHECK(sent(site,
             {.body = request_form(),
              .attachments = {{"izvjestaj.txt", "T A J N O\nIzvještaj o vozilu\n"}}})["reason"] ==
        "classification-mark");
  CHECK(box(site, "dimitar") == 1);
  CHECK(sent(site, {.subject = "GİZLİ", .body = form_with_reference("2/2026")})["reason"] ==
        "classification-mark");
  CHECK(box(site, "nfp-bg") == 0);
  const auto prose = sent(
      site, {.subject = "Top secret lorry?",
             .body = form_with_reference("3/2026") +
                     "\nIt is no secret: водачът строго отрече, TAJNO nije ništa.\n",
             .attachments = {{"note.txt", "The secret compartment was empty.\nRESTRICTED\n"}}});
  CHECK(prose["outcome"] == "accepted");
  CHECK(box(site, "nfp-bg") == 1);
  CHECK(box(site, "dimitar") == 2);
}

TEST_CASE("a form that says itself that it is above the ceiling is refused, not held") {
  const Site site;
  auto form = request_form();
  form.insert(form.find("Crime area:"), "Classification: SECRET\n");
  const auto outcome = sent(site, {.body = form});
  CHECK(outcome["outcome"] == "refused");
  CHECK(outcome["reason"] == "classification");
}

TEST_CASE("a site that may hold nothing classified holds what is marked RESTRICTED") {
  Site site;
  site.set("highest_classification", "\"UNCLASSIFIED\"");
  CHECK(sent(site, {.body = request_form() + "\nЗА СЛУЖЕБНО ПОЛЗВАНЕ\nспр.\n"})["reason"] ==
        "classification-mark");
}

TEST_CASE("a file that cannot be read goes on, and nobody is told that it was looked at") {
  const Site site;
  give_right(site, "dimitar", "security");
  const std::string damaged = "%PDF-1.4 and no more";
  const auto outcome =
      sent(site, {.body = request_form(),
                  .attachments = {{"note.txt", "The lorry.\n"}, {"zebra-route.pdf", damaged}}});
  CHECK(outcome["outcome"] == "accepted");
  CHECK(outcome["warnings"].dump().find("not-checked") != std::string::npos);
  CHECK(box(site, "nfp-bg") == 1);
  CHECK(unfolded(site.newest("ana").text).find("nobody has looked") != std::string::npos);
  REQUIRE(box(site, "dimitar") == 1);
  const auto notice = site.newest("dimitar");
  CHECK(unfolded(notice.text).find("order of the mail): 2.") != std::string::npos);
  CHECK(notice.text.find("zebra") == std::string::npos);
  CHECK(notice.text.find("heroin") == std::string::npos);

  // Of an answer its readers are told too; of what can be read nobody is.
  const auto request = site.newest("nfp-bg");
  REQUIRE(site.deliver(site.mail("nfp-bg", {.subject = "Re: " + request.subject,
                                            .body = "Here it is.",
                                            .parent = request.message_id,
                                            .attachments = {{"route.pdf", damaged}}}))["outcome"] ==
          "accepted");
  REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
  CHECK(unfolded(site.newest("ana").text).find("nobody has looked") != std::string::npos);
  CHECK(box(site, "dimitar") == 2);
  sent(site, {.body = form_with_reference("9/2026"), .attachments = {{"note.txt", "A lorry.\n"}}});
  CHECK(box(site, "dimitar") == 2);
}
