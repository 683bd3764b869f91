// Handling codes from outside (DOMAIN section 5): what an answer inherits, and who may relax it.
#include <catch2/catch.hpp>
#include <sstream>

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
  CHECK(site.newest("nfp-bg").text.find("only who provided a message can change its handling") !=
        std::string::npos);
  CHECK(shown()["handling"] == before["handling"]);
  CHECK(shown()["messages"].size() == before["messages"].size());
}

namespace {

json note_of_radu(const Site& site, const std::string& writer, const std::string& fields) {
  const auto outcome =
      site.deliver(site.mail(writer, {.subject = "Coordination",
                                      .body = "Form: case-note\nOur reference: P-89/2026\n"
                                              "Case title: Giurgiu heroin\n"
                                              "National case no: 1123/P/2026\n"
                                              "Stage: investigation\nNote kind: coordination\n"
                                              "Participants: RO, Radu, lead\n"
                                              "Suspects in custody: no\nSummary: the lorry.\n" +
                                              fields,
                                      .to = "seepag@pouch.example"}),
                   "seepag@pouch.example");
  INFO(outcome.dump(1));
  REQUIRE(outcome["outcome"] == "accepted");
  return outcome;
}

bool finds(const Site& site, const std::string& who, const std::string& number) {
  return site.pouch({"show", number, "--as", who, "--reason", "test"}).status == 0;
}

std::size_t box(const Site& site, const std::string& who) {
  return site.letters(site.person_at(who).address()).size();
}

bool says(const Letter& letter, const std::string& line) {
  return letter.text.find("\n" + line) != std::string::npos;
}

}  // namespace

TEST_CASE("what is privileged says so in each letter, and no answer to it leaves the prosecutors") {
  const Site site;
  const auto number =
      note_of_radu(site, "pfp-ro", "Privileged: yes\nShare with police: all parties\n")["case"]
          .get<std::string>();
  const std::string row = "Privileged: it stays with the prosecutors";
  const auto first = site.newest("pfp-bg");
  CHECK(says(first, row));
  CHECK_FALSE(says(first, "Shared with police:"));
  // Its answer inherits that.
  const auto answer = site.deliver(site.mail("pfp-bg", {.subject = "Re: " + first.subject,
                                                        .body = "We agree about the lorry.\n",
                                                        .parent = first.message_id}));
  INFO(answer.dump(1));
  REQUIRE(answer["outcome"] == "accepted");
  CHECK(answer["case"] == number);
  CHECK(says(site.newest("pfp-ro"), row));
  for (const auto* police : {"nfp-ro", "nfp-bg", "nfp-rs"}) {
    CHECK(box(site, police) == 0);
    CHECK_FALSE(finds(site, police, number));
  }
  CHECK(finds(site, "pfp-bg", number));
}

TEST_CASE("what is shared with the police of one state is read there, and by no other police") {
  const Site site;
  const auto number =
      note_of_radu(site, "pfp-ro", "Privileged: no\nShare with police: own state\n")["case"]
          .get<std::string>();
  CHECK(says(site.newest("nfp-ro"), "Shared with police: Focal point of Romania"));
  CHECK(says(site.newest("pfp-bg"), "Shared with police: Focal point of Romania"));
  CHECK(finds(site, "nfp-ro", number));
  CHECK_FALSE(finds(site, "nfp-bg", number));
  CHECK_FALSE(finds(site, "ana", number));  // an officer of that state is not its desk
  // An answer of the group is the prosecutors' again.
  const auto note = site.newest("pfp-bg");
  const auto before = box(site, "nfp-ro");
  const auto answer = site.deliver(site.mail("pfp-bg", {.subject = "Re: " + note.subject,
                                                        .body = "We agree about the lorry.\n",
                                                        .parent = note.message_id,
                                                        .to = "seepag@pouch.example"}),
                                   "seepag@pouch.example");
  REQUIRE(answer["outcome"] == "accepted");
  CHECK(box(site, "nfp-ro") == before);
  CHECK_FALSE(finds(site, "nfp-ro", answer["message"].get<std::string>()));
}

TEST_CASE("a permission is asked of the provider by form, given by the provider alone, and used") {
  const Site site;
  const auto number = asked(site, "Handling: H0")["case"].get<std::string>();
  const auto control = [&](const std::string& writer, const std::string& lines) {
    const auto outcome = delivered(
        site, writer,
        {.subject = "control", .body = "Form: control\nTarget: " + number + lines + "\n"});
    UNSCOPED_INFO(outcome.dump(1));
    return outcome;
  };
  REQUIRE(delivered(site, "nfp-bg",
                    {.subject = "Re: [" + number + "/1]",
                     .body = "Form: reply\nAnswers: " + number +
                             "/1\nReply kind: NO_TRACE\nHandling: H1\n"})["outcome"] == "accepted");
  const std::string use = "\nUse explained: pfp-ro, for 1123/P/2026";
  CHECK(control("ana", "/2\nAction: ask permission")["outcome"] == "refused");
  CHECK(control("ana", "/2\nAction: ask permission\nUse explained: pfp-ro")["outcome"] ==
        "refused");
  CHECK(control("ana", "/1\nAction: ask permission" + use)["outcome"] == "refused");  // not H1
  CHECK(control("nfp-rs", "/2\nAction: ask permission" + use)["outcome"] == "refused");
  const auto boxes = box(site, "nfp-rs") + box(site, "pfp-ro");
  REQUIRE(control("ana", "/2\nAction: ask permission" + use)["outcome"] == "accepted");
  const auto question = site.newest("nfp-bg");
  CHECK(question.subject.find("Permission asked: " + number + "/2") != std::string::npos);
  CHECK(unfolded(question.text).find("pfp-ro, for 1123/P/2026") != std::string::npos);
  CHECK(unfolded(question.text).find("reply \"permit\"") != std::string::npos);

  const auto other = control("ana", "/2\nAction: permit" + use);
  CHECK(other["reason"] == "no-right");
  CHECK(unfolded(site.newest("ana").text).find("only who provided") != std::string::npos);
  CHECK(control("nfp-bg", "/2\nAction: permit")["outcome"] == "refused");  // neither who nor what
  const auto given = control("nfp-bg", "/2\nAction: permit" + use);
  REQUIRE(given["outcome"] == "accepted");
  const auto permission = given["message"].get<std::string>();
  CHECK(site.newest("ana").subject.find("Permission given: " + number + "/2") != std::string::npos);
  CHECK(box(site, "nfp-rs") + box(site, "pfp-ro") == boxes);

  const std::string closed = "Privileged: no\nShare with police: no\nRelated letter rogatory: ";
  const auto refused = site.deliver(
      site.mail("pfp-bg", {.body = "Form: case-note\nCase title: x\nNational case no: 1/P\n"
                                   "Stage: investigation\nNote kind: coordination\n"
                                   "Participants: RO, Radu, lead\nSuspects in custody: no\n"
                                   "Summary: the lorry.\n" +
                                   closed + permission + "\n",
                           .to = "seepag@pouch.example"}),
      "seepag@pouch.example");
  CHECK(refused["reason"] == "no-right");  // it does not name them
  note_of_radu(site, "pfp-ro", closed + permission + "\n");
  CHECK(unfolded(site.newest("pfp-ro").text).find("named with the permission " + permission) !=
        std::string::npos);
  CHECK(site.pouch({"audit", "export", "--act", "permission"}).out.find("court, of " + number) !=
        std::string::npos);
}

TEST_CASE("a permission is given and refused by pressing Reply on the letter that asks for it") {
  const Site site;
  const auto number = asked(site, "Handling: H0")["case"].get<std::string>();
  REQUIRE(delivered(site, "nfp-bg",
                    {.subject = "Re: [" + number + "/1]",
                     .body = "Form: reply\nAnswers: " + number +
                             "/1\nReply kind: NO_TRACE\nHandling: H1\n"})["outcome"] == "accepted");
  REQUIRE(delivered(site, "ana",
                    {.subject = "control",
                     .body = "Form: control\nAction: ask permission\nTarget: " + number +
                             "/2\nUse explained: pfp-ro, for 1123/P/2026\n"})["outcome"] ==
          "accepted");
  const auto question = site.newest("nfp-bg");
  CHECK(unfolded(question.text).find("reply \"permit\"") != std::string::npos);
  const auto reply = [&](const std::string& typed) {
    std::string body = typed + "\n\nOn 26.11.26 10:00, Pouch wrote:\n";
    std::istringstream lines(question.text);
    for (std::string line; std::getline(lines, line);) body += "> " + line + "\n";
    const auto outcome = delivered(
        site, "nfp-bg",
        {.subject = "Re: " + question.subject, .body = body, .parent = question.message_id});
    UNSCOPED_INFO(outcome.dump(1));
    return outcome;
  };
  const auto others = box(site, "nfp-rs") + box(site, "pfp-ro") + box(site, "pfp-bg");
  const auto ana = box(site, "ana");
  CHECK(reply("yes, allowed for BG, for the prosecutor")["outcome"] == "refused");
  CHECK(box(site, "ana") == ana);
  CHECK(reply("Who is that?")["outcome"] == "accepted");
  CHECK(unfolded(site.newest("nfp-bg").text).find("permits nothing yet") != std::string::npos);
  const auto linked = [&](const std::string& permission) {
    return site.deliver(
        site.mail("pfp-ro", {.body = "Form: case-note\nCase title: x\nNational case no: 1/P\n"
                                     "Stage: investigation\nNote kind: coordination\n"
                                     "Participants: BG, Radu, lead\nSuspects in custody: no\n"
                                     "Summary: the lorry.\nPrivileged: no\nShare with police: no\n"
                                     "Related letter rogatory: " +
                                     permission + "\n",
                             .to = "seepag@pouch.example"}),
        "seepag@pouch.example");
  };
  const auto given = reply("Yes, permitted.");
  REQUIRE(given["outcome"] == "accepted");
  const auto permission = given["message"].get<std::string>();
  CHECK(site.newest("ana").subject.find("Permission given: " + number + "/2") != std::string::npos);
  CHECK(box(site, "nfp-rs") + box(site, "pfp-ro") + box(site, "pfp-bg") == others);
  CHECK(linked(permission)["outcome"] == "accepted");
  // The no comes later: it is told, and the permission is over.
  REQUIRE(reply("No, our investigation still runs.")["outcome"] == "accepted");
  const auto told = site.newest("ana");
  CHECK(told.subject.find("Permission refused: " + number + "/2") != std::string::npos);
  CHECK(unfolded(told.text).find("our investigation still runs.") != std::string::npos);
  CHECK(linked(permission)["reason"] == "no-right");
  CHECK(site.pouch({"audit", "export", "--act", "permission"}).out.find("refused, of " + number) !=
        std::string::npos);
}

TEST_CASE("a prosecutor's form names a police case by its provider's permission alone") {
  const Site site;
  const auto number = asked(site, "Handling: H0")["case"].get<std::string>();
  const auto note = [&](const std::string& writer, const std::string& related) {
    const auto outcome = delivered(
        site, writer,
        {.subject = "Coordination",
         .body = "Form: case-note\nOur reference: P-89/2026\nCase title: Giurgiu heroin\n"
                 "National case no: 1123/P/2026\nStage: investigation\nNote kind: coordination\n"
                 "Participants: RO, Radu, lead\nPrivileged: no\nShare with police: no\n"
                 "Suspects in custody: no\nSummary: the lorry.\nRelated letter rogatory: " +
                 related + "\n",
         .to = "seepag@pouch.example"});
    return outcome;
  };
  const auto answer = [&](const std::string& fields) {
    const auto outcome = delivered(
        site, "nfp-bg",
        {.subject = "Re: [" + number + "/1]",
         .body = "Form: reply\nAnswers: " + number + "/1\nReply kind: NO_TRACE\n" + fields});
    INFO(outcome.dump(1));
    REQUIRE(outcome["outcome"] == "accepted");
    return outcome;
  };
  CHECK(!answer("Handling: H1\n").is_null());
  const auto refused = note("pfp-ro", number);
  INFO(refused.dump(1));
  CHECK(refused["outcome"] == "refused");
  CHECK(refused["reason"] == "no-right");
  CHECK(note("pfp-ro", number + "/2")["outcome"] == "refused");

  const auto vague = answer("Handling: H1\nUse allowed: also in court\n");
  CHECK(vague["warnings"].dump().find("needs-permission") != std::string::npos);
  CHECK(note("pfp-ro", number + "/3")["outcome"] == "refused");

  answer("Handling: H1\nUse allowed: also in court\nUse explained: pfp-ro, for 1123/P/2026\n");
  CHECK(site.newest("nfp-bg").text.find("your permission for 1123/P/2026") != std::string::npos);
  CHECK(note("pfp-bg", number + "/4")["outcome"] == "refused");  // it does not name them
  const auto named = note("pfp-ro", number + "/4");
  INFO(named.dump(1));
  CHECK(named["outcome"] == "accepted");
  CHECK(site.newest("pfp-ro").text.find("named with the permission " + number + "/4") !=
        std::string::npos);
  CHECK(site.pouch({"audit", "export", number + "/4"}).out.find("\"permitted\"") !=
        std::string::npos);
}
