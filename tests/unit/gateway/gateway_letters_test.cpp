// Letters of the gateway itself: receipts that look different from afar, refusals that teach in
// under twenty lines, questions, the state of a case (CORRESPONDENCE sections 2, 4, 7).
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "gateway/letters/answer.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/letter.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::contains;
using pouch::test::kReceived;
using pouch::test::lines_of;
using pouch::test::row_of;
using pouch::test::Scene;
using pouch::test::unfolded;
using pouch::test::width_of;

namespace {

const std::string kNumber = CaseNumber("SEL", 2026, 1).text();

mail::Draft receipt(const Scene& scene, Decision decision) {
  const auto plan = scene.plan(LetterKind::kReceipt, scene.writer.id);
  decision.letters.push_back(plan);
  return write_receipt(plan, scene.source(), decision, Scene::thread());
}

Decision decided(const Scene& scene) {
  Decision decision;
  decision.form = scene.form ? scene.form->name : "note";
  decision.audience = scene.message.audience;
  return decision;
}

void check_ours(const Scene& scene, const mail::Draft& draft) {
  INFO(draft.subject << "\n" << draft.text);
  CHECK(draft.automatic);
  CHECK(draft.from.display == "Pouch");
  CHECK(contains(unfolded(draft.text), "A Reply to this letter goes to the gateway only."));
  CHECK_FALSE(contains(draft.text, "operator has been told"));
  for (const auto& line : lines_of(draft.text)) {
    INFO(line);
    CHECK(width_of(line) <= 76);
  }
  for (const auto& desk : scene.directory.desks) CHECK_FALSE(contains(draft.text, desk.id));
  // Digests and keys are for machines.
  CHECK_FALSE(contains(draft.text, std::string(40, 'A')));
  CHECK_FALSE(contains(draft.text, std::string(64, 'a')));
}

Refused missing_reasons() {
  Refused refused;
  refused.reason = "form-problems";
  refused.form_name = "request";
  refused.form_text = "Form: request\nTo: BG\nOur reference: 4417/2026\n";
  refused.subject = "Re: NOT ACCEPTED: heroin at Giurgiu";
  refused.problems = {{0, "Reasons", "missing", "is missing", "why the information is there"}};
  return refused;
}

mail::Draft refusal(const Scene& scene, const Refused& refused) {
  auto source = scene.source();
  source.subject = nullptr;
  source.message = nullptr;
  return write_refusal(scene.plan(LetterKind::kRefusal, "ana"), source, refused, Scene::thread());
}

}  // namespace

TEST_CASE("a receipt says to whom it was sent, first of all and in its subject") {
  Scene scene;
  scene.asks();
  auto decision = decided(scene);
  decision.audience.to.push_back({"lo-bg", "Liaison desk of Bulgaria", "BG", Role::kLiaison});
  const auto draft = receipt(scene, decision);
  check_ours(scene, draft);
  CHECK(draft.subject ==
        "[" + kNumber + "/1] SENT TO Bulgaria, Serbia: 4417/2026, heroin at Giurgiu");
  CHECK(draft.outer_name == "Pouch, receipt");
  CHECK(draft.outer_subject == "[" + kNumber + "]");
  CHECK(lines_of(draft.text).at(0) == "SENT TO Bulgaria, Serbia");
  CHECK(row_of(draft.text, "NOT YET").empty());
  CHECK(row_of(draft.text, "Reference") == "4417/2026");
  CHECK(row_of(draft.text, "Title") == "heroin at Giurgiu");
  CHECK(row_of(draft.text, "To") == names_of(decision.audience));
  CHECK(row_of(draft.text, "Why") == why(decision.audience));
  CHECK(row_of(draft.text, "Copies to") == "Liaison desk of Bulgaria");
  CHECK(row_of(draft.text, "Received") == "Thursday 26 November 2026, 09:00 (UTC)");
  CHECK(contains(draft.text, "Bulgaria: sent, no answer yet"));
  REQUIRE(draft.attachments.size() == 1);
  const auto json = nlohmann::json::parse(draft.attachments[0].bytes.view());
  CHECK(json["schema"] == 2);
  CHECK(json["signer"] == std::string(40, 'A'));
  CHECK(json["audience"]["to"].size() == 3);
  CHECK(json["audience"]["ground"] == "form");
}

TEST_CASE("a receipt says who waits and why, and never that what waits was sent") {
  Scene scene;
  scene.asks();
  auto decision = decided(scene);
  scene.subject.legs[1].state = LegState::kWaiting;
  scene.subject.legs[1].desk.clear();
  decision.audience.to.pop_back();
  decision.audience.narrowed = {{"RS", "Serbia", "no-desk"}};
  auto draft = receipt(scene, decision);
  check_ours(scene, draft);
  CHECK(lines_of(draft.text).at(0) == "SENT TO Bulgaria");
  CHECK(row_of(draft.text, "NOT YET") ==
        "Serbia waits, because there is no focal point valid today");
  CHECK_FALSE(contains(draft.subject, "Serbia"));
  decision.audience.to.clear();
  scene.subject.legs[0].state = LegState::kNotDelivered;
  draft = receipt(scene, decision);
  CHECK(contains(draft.subject, "] NOT SENT YET: "));
  CHECK(contains(row_of(draft.text, "NOT YET"), "Bulgaria, the letter could not be delivered"));
  CHECK(row_of(draft.text, "To") == "nobody");
}

TEST_CASE("a receipt says what narrowed the receivers") {
  Scene scene;
  scene.asks();
  auto decision = decided(scene);
  decision.audience.narrowed = {{"lo-bg", "Liaison desk of Bulgaria", "H2"}};
  const auto draft = receipt(scene, decision);
  CHECK(row_of(draft.text, "Not to") ==
        "Liaison desk of Bulgaria, because " + reason_of(decision.audience.narrowed[0]));
  CHECK(row_of(draft.text, "NOT YET").empty());
}

TEST_CASE("what stays with the own focal point is not called sent") {
  Scene scene;
  scene.subject.legs.clear();
  scene.says("ana", 1, "a remark", "A remark.\n", false);
  Decision decision;
  decision.form = "note";
  decision.audience.ground = Ground::kOwnFocalPoint;
  decision.audience.to = {scene.receiver("nfp-ro", Role::kOwnFocalPoint)};
  for (int i = 0; i < 2; ++i) {
    const auto draft = receipt(scene, decision);
    check_ours(scene, draft);
    CHECK(lines_of(draft.text).at(0) == "KEPT WITH YOUR FOCAL POINT, NOBODY ABROAD HAS IT");
    CHECK(contains(draft.subject, "] KEPT WITH YOUR FOCAL POINT"));
    CHECK_FALSE(contains(draft.subject, "SENT"));
    decision.audience.to.clear();  // the writer is the focal point
  }
  decision.audience.narrowed = {{"nfp-ro", "Focal point of Romania", "no-key"}};
  const auto waits = receipt(scene, decision);
  CHECK(lines_of(waits.text).at(0) == "NOT SENT YET");
  CHECK(contains(row_of(waits.text, "NOT YET"), "Focal point of Romania has nothing, because"));
}

TEST_CASE("an order that was obeyed is receipted as done") {
  Scene scene;
  scene.says("ana", 2, "", "Form: control\nAction: recall\nTarget: " + kNumber + "\n", true);
  auto decision = decided(scene);
  decision.audience.ground = Ground::kParties;
  decision.audience.to = {scene.receiver("nfp-bg", Role::kParty)};
  const auto draft = receipt(scene, decision);
  check_ours(scene, draft);
  CHECK(contains(draft.subject, "/2] DONE: "));
  CHECK(contains(draft.subject, "recall"));
  CHECK(contains(draft.subject, "4417/2026"));
}

TEST_CASE("a receipt shows what was left out, and how to undo what was understood") {
  Scene scene;
  scene.answers("nothing\n", false);
  auto decision = decided(scene);
  decision.understood = "We read your answer as: no trace.";
  for (int i = 1; i <= 45; ++i) decision.left_out.push_back("cut " + std::to_string(i));
  decision.warnings = {{3, "Plate", "two-values", "looks like two plates", "one a line"}};
  decision.notices = {"list.csv is with it, kept from your refused mail"};
  const auto draft = receipt(scene, decision);
  check_ours(scene, draft);
  CHECK(lines_of(draft.text).at(0) == "SENT TO Ana Ionescu, Focal point of Romania");
  CHECK(contains(unfolded(draft.text),
                 "We read your answer as: no trace. Reply `undo` if that is wrong."));
  CHECK(contains(draft.text, "\n  cut 40\n  and 5 more lines\n"));
  CHECK_FALSE(contains(draft.text, "cut 41"));
  CHECK(contains(draft.text, "Plate (line 3): looks like two plates; one a line"));
  CHECK(contains(draft.text, "list.csv is with it"));
  const auto json = nlohmann::json::parse(draft.attachments[0].bytes.view());
  CHECK(json["left_out"].size() == 45);
  CHECK(json["warnings"][0]["code"] == "two-values");
  // What Serbia owes is the requester's to know, not Bulgaria's.
  CHECK_FALSE(contains(draft.text, "Serbia"));
  REQUIRE(json["legs"].size() == 1);
  CHECK(json["legs"][0]["country"] == "BG");
}

TEST_CASE("a receipt to a group names the group, one to many does not fill the subject") {
  Scene scene;
  scene.asks();
  auto decision = decided(scene);
  decision.audience.to.clear();
  for (int i = 1; i <= 9; ++i) {
    const auto id = "m" + std::to_string(i);
    decision.audience.to.push_back({id, "Member " + std::to_string(i), "", Role::kNamed});
  }
  CHECK(contains(receipt(scene, decision).subject,
                 "SENT TO Member 1, Member 2, Member 3, Member 4 and 5 more: "));
  CHECK(contains(unfolded(receipt(scene, decision).text), "Member 9"));
  decision.audience.group = "seepag";
  CHECK(contains(receipt(scene, decision).subject, "SENT TO the group seepag: "));
}

TEST_CASE("a refusal shows in under twenty lines what is missing, as the line to fill in") {
  Scene scene;
  scene.asks();
  auto refused = missing_reasons();
  refused.kept = {"list.csv"};
  refused.kept_until = kReceived + std::chrono::hours(24 * 14);
  const auto draft = refusal(scene, refused);
  check_ours(scene, draft);
  INFO(draft.text);
  CHECK(draft.subject == "NOT ACCEPTED: 4417/2026, heroin at Giurgiu");
  CHECK(draft.outer_name == "Pouch, not accepted");
  CHECK(draft.outer_subject == "[Pouch]");
  const auto form = draft.text.find("YOUR FORM AS IT STANDS");
  REQUIRE(form != std::string::npos);
  const auto head = draft.text.substr(0, form);
  CHECK(lines_of(head).size() < 20);
  CHECK(contains(head, "\nReasons is missing.\nReasons: \n  for example: "));
  const auto fenced = draft.text.substr(form);
  CHECK(contains(fenced, Scene::thread().letter));
  CHECK(contains(fenced, "Our reference: 4417/2026\n"));
  CHECK_FALSE(contains(draft.text, "!!"));
  const auto end = fenced.rfind(Scene::thread().letter);
  CHECK(fenced.find("kept, sealed, until Thursday 10 December 2026, 09:00 (UTC)") > end);
  CHECK(fenced.find("list.csv") > end);
}

TEST_CASE("a refusal with any number of problems keeps its head short and names them all") {
  Scene scene;
  scene.asks();
  for (const std::size_t count : {1U, 3U, 4U, 5U, 12U, 40U}) {
    auto refused = missing_reasons();
    refused.problems.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const auto label =
          i % 2 == 0 ? std::string("Reasons") : "[Person " + std::to_string(i) + "] Birth date";
      refused.problems.push_back({i, label, i % 3 == 0 ? "missing" : "not-a-date",
                                  "is no date that any calendar of this world has ever known, "
                                  "written in a way that nobody could read",
                                  "write the year, the month and the day: 1980-04-12, or as far "
                                  "as it is known, as in 1980-04 or 1980"});
    }
    const auto draft = refusal(scene, refused);
    check_ours(scene, draft);
    INFO(draft.text);
    const auto head = draft.text.substr(0, draft.text.find("YOUR FORM AS IT STANDS"));
    CHECK(lines_of(head).size() < 20);
    CHECK(contains(head, "Reasons"));
    CHECK((count < 12 || contains(head, " more: ")));
  }
}

TEST_CASE("marks of an earlier refusal are not shown again, and it hangs in its case's thread") {
  Scene scene;
  scene.asks();
  auto refused = missing_reasons();
  refused.form_text = "Form: request\n!! Reasons: is missing\nTo: BG\n";
  CHECK_FALSE(contains(refusal(scene, refused).text, "!!"));
  const auto draft = write_refusal(scene.plan(LetterKind::kRefusal, "ana"), scene.source(), refused,
                                   Scene::thread());
  CHECK(draft.outer_subject == "[" + kNumber + "]");
  REQUIRE(draft.references.size() == 2);
  CHECK(draft.references[0] == thread_root(scene.site, scene.subject.number));
  CHECK(draft.references[1] == draft.in_reply_to);
}

TEST_CASE("mail that is no form is refused in one paragraph that says what to do") {
  Scene scene;
  scene.asks();
  for (const auto* reason : {"not-encrypted", "stale", "sender-mismatch", "unsupported-encryption",
                             "unreadable", "classification", "something-new"}) {
    const auto draft = refusal(scene, {reason, {}, "", ""});
    check_ours(scene, draft);
    INFO(draft.text);
    CHECK(draft.subject == "NOT ACCEPTED: 4417/2026, your mail");
    CHECK(lines_of(draft.text).size() < 12);
    CHECK_FALSE(contains(draft.text, "YOUR FORM"));
    CHECK_FALSE(contains(draft.text, reason + std::string(")")));
  }
}

TEST_CASE("a question says that nothing was sent, and which word is answer enough") {
  Scene scene;
  scene.asks();
  Question question;
  question.title = "to whom?";
  question.reference = "4417/2026";
  question.subject = "Re: [" + kNumber + "/2] the white lorry";
  question.text = {"This case asked Bulgaria and Serbia, and your mail names neither."};
  question.choices = {{"BG", "to the focal point of Bulgaria"}, {"all", "to both"}};
  question.kept = {"photo.jpg"};
  question.kept_until = kReceived + std::chrono::hours(48);
  const auto draft = write_question(scene.plan(LetterKind::kQuestion, "ana"), scene.source(),
                                    question, Scene::thread());
  check_ours(scene, draft);
  INFO(draft.text);
  CHECK(draft.subject == "[" + kNumber + "] NOT SENT YET: to whom? 4417/2026, the white lorry");
  CHECK(draft.outer_name == "Pouch, question");
  CHECK(lines_of(draft.text).at(0) == "NOT SENT YET: to whom?");
  CHECK(contains(draft.text, "\n  BG: to the focal point of Bulgaria\n"));
  CHECK(contains(draft.text, "\n  all: to both\n"));
  CHECK(contains(unfolded(draft.text), "until Saturday 28 November 2026, 09:00 (UTC)"));
  CHECK(contains(draft.text, "photo.jpg"));
}

TEST_CASE("the state of a case says of each message to whom it went and why") {
  Scene scene;
  scene.asks();
  Answer answer;
  answer.kind = AnswerKind::kState;
  CaseView view{scene.subject, {1, 2}};
  Audience reached;
  reached.ground = Ground::kAnswer;
  reached.to = {scene.receiver("ana", Role::kRequester),
                scene.receiver("nfp-ro", Role::kRequesterDesk)};
  view.rows = {{1, "Ana Ionescu", kReceived, scene.message.audience},
               {2, "Focal point of Bulgaria", kReceived + std::chrono::hours(1), reached}};
  answer.cases = {view};
  const auto draft = write_answer(scene.plan(LetterKind::kAnswer, "ana"), scene.source(), answer,
                                  nullptr, Scene::thread());
  check_ours(scene, draft);
  INFO(draft.text);
  CHECK(draft.subject == "[" + kNumber + "] STATE: Bulgaria sent, Serbia sent");
  CHECK(draft.outer_subject == "[" + kNumber + "]");
  CHECK(contains(unfolded(draft.text),
                 kNumber +
                     "/2, from Focal point of Bulgaria, Thursday 26 November 2026, 10:00 "
                     "(UTC): to Ana Ionescu, Focal point of Romania; because " +
                     why(reached)));
  CHECK(row_of(draft.text, "Asked by") == "Ana Ionescu");
}

TEST_CASE("what a message reached is said with its copies and with who was cut off") {
  Scene scene;
  Audience audience;
  audience.ground = Ground::kForm;
  audience.to = {scene.receiver("nfp-bg", Role::kAskedDesk),
                 {"lo-bg", "Liaison desk of Bulgaria", "BG", Role::kLiaison}};
  audience.narrowed = {{"nfp-rs", "Focal point of Serbia", "H2"}};
  CHECK(reach_in_words(audience) ==
        "to Focal point of Bulgaria; copies to Liaison desk of Bulgaria; because " + why(audience) +
            "; not to Focal point of Serbia, because " + reason_of(audience.narrowed[0]));
  CHECK(contains(reach_in_words({}), "to nobody else"));
}

TEST_CASE("help, forms and answers to what is not understood say where a Reply goes") {
  Scene scene;
  scene.asks();
  for (const auto kind : {AnswerKind::kHelp, AnswerKind::kBlank, AnswerKind::kOpen,
                          AnswerKind::kNotSent, AnswerKind::kNotUnderstood}) {
    Answer answer;
    answer.kind = kind;
    answer.form = "request";
    answer.said = "statsu";
    answer.choices = {{"BG", "Bulgaria"}};
    answer.cases = {{scene.subject, {1}}};
    const auto draft = write_answer(scene.plan(LetterKind::kAnswer, "ana"), scene.source(), answer,
                                    nullptr, Scene::thread());
    INFO(draft.text);
    CHECK(contains(unfolded(draft.text), "A Reply to this letter goes to the gateway only"));
    CHECK(draft.outer_subject == "[Pouch]");
    CHECK(draft.outer_name == "Pouch, information");
    CHECK_FALSE(draft.subject.empty());
    CHECK((kind != AnswerKind::kNotSent || contains(draft.text, "To: BG")));
    CHECK((kind != AnswerKind::kNotUnderstood || contains(draft.text, "\"statsu\"")));
  }
}

TEST_CASE("letters on kept searches say what is kept, what is new and how it ends") {
  Scene scene;
  scene.asks();
  Answer answer;
  answer.kind = AnswerKind::kKept;
  const auto written = [&](const KeptResult& result) {
    const auto draft = write_answer(scene.plan(LetterKind::kAnswer, "ana"), scene.source(), answer,
                                    nullptr, Scene::thread(), &result);
    INFO(draft.text);
    CHECK(contains(unfolded(draft.text), "A Reply to this letter goes to the gateway only"));
    return draft.subject + "\n" + unfolded(draft.text);
  };
  answer.kept.what = KeptOrder::What::kKeep;
  answer.question.emplace();
  answer.question->words = "person:popov";
  const auto kept = written({true, "drivers", {}});
  CHECK(contains(kept, "SEARCH KEPT: drivers"));
  CHECK(contains(kept, "the name popov in every script"));
  CHECK(contains(kept, "drop search drivers"));
  CHECK(contains(written({false, "drivers", {}}), "NOT KEPT: you keep too many searches"));
  answer.kept.what = KeptOrder::What::kDrop;
  CHECK(contains(written({true, "drivers", {}}), "SEARCH NOT KEPT ANY MORE: drivers"));
  CHECK(contains(written({false, "drivers", {}}), "no search of the name \"drivers\""));
  answer.kept.what = KeptOrder::What::kList;
  CHECK(contains(written({}), "You keep no search"));
  KeptNews news{{}, *answer.question, {}};
  news.search.name = "drivers";
  news.found.total = 1;
  news.found.hits.push_back({scene.message});
  news.found.hits[0].item = 1;
  news.found.hits[0].percent = 80;
  news.found.hits[0].met = {{"Попов", "popov", search::How::kOtherScript, 0, 0}};
  const auto list = written({true, "", {news}});
  CHECK(contains(list, "Kept searches: 1 new"));
  CHECK(contains(list, "Попов ~ popov (other script)"));
  CHECK(contains(list, "`fetch 1`"));
}
