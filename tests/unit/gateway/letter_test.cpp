// Letters that carry somebody's words, with real forms (CORRESPONDENCE sections 2, 5, 7, 8): what
// the first screen says, in which order the rest comes, and what stands outside.
#include "gateway/letters/letter.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "gateway/letters/titles.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using pouch::test::contains;
using pouch::test::first_screen;
using pouch::test::kReceived;
using pouch::test::lines_of;
using pouch::test::row_of;
using pouch::test::Scene;
using pouch::test::unfolded;
using pouch::test::width_of;

namespace {

const std::string kNumber = CaseNumber("SEL", 2026, 1).text();

LetterPlan request_plan(const Scene& scene) {
  auto plan = scene.plan(LetterKind::kRequest, "nfp-bg");
  plan.deadline = kReceived + std::chrono::hours(72) + std::chrono::minutes(302);
  plan.reply.to = {scene.receiver("ana", Role::kRequester),
                   scene.receiver("nfp-ro", Role::kRequesterDesk)};
  return plan;
}

LetterPlan answer_plan(const Scene& scene) {
  auto plan = scene.plan(LetterKind::kReply, "ana");
  plan.reply.to = {scene.receiver("nfp-bg", Role::kAskedDesk)};
  plan.reply_hint = "To reach all that were asked, put `To: all` on top.";
  return plan;
}

std::string answer_text() {
  return "Form: reply\nAnswers: " + kNumber +
         "\nReply kind: partial\nAnswer:\n2. None known.\n1. Petar Petrov of Sofia.\nAs of: "
         "2026-11-24\n";
}

// What holds for every letter that carries somebody's words.
void check_letter(const Scene& scene, const LetterPlan& plan, const mail::Draft& draft) {
  INFO(draft.subject << "\n" << draft.text);
  const auto screen = first_screen(draft.text);
  const auto lines = lines_of(draft.text);
  // Handling above all, then who, to whom, and where a Reply goes.
  REQUIRE(lines.size() > 3);
  CHECK(lines[0].starts_with("[" + kNumber + "/" + std::to_string(scene.message.number.message) +
                             "] "));
  CHECK(screen.find("\nHandling: ") < screen.find("\nPriority: "));
  CHECK(row_of(screen, "To").starts_with(names_of(scene.message.audience)));
  CHECK(contains(unfolded(screen), "A Reply to this letter goes to "));
  for (const auto& receiver : plan.reply.to) {
    CHECK(contains(unfolded(draft.text), receiver.name.substr(1)));
  }
  // Proof at the end, and nothing of it before.
  const auto proof = draft.text.find("\nWHO SENT IT, AND HOW THAT IS PROVED\n");
  REQUIRE(proof != std::string::npos);
  CHECK(draft.text.find("HOW TO ANSWER", proof) == std::string::npos);
  CHECK(draft.text.find(scene.message.signer) > proof);
  for (const auto& line : lines) {
    INFO(line);
    CHECK(width_of(line) <= 76);
  }
  for (const auto& desk : scene.directory.desks) {
    CHECK_FALSE(contains(draft.text, desk.id + " "));
    CHECK_FALSE(contains(draft.text, desk.id + ","));
    CHECK_FALSE(contains(draft.subject, desk.id));
  }
  CHECK(draft.outer_subject == "[" + kNumber + "]");
  CHECK(draft.from.display == scene.writer.name + " via Pouch");
  CHECK_FALSE(contains(draft.text, "operator has been told"));
}

std::size_t place_of(const std::string& text, const std::string& part) {
  INFO(part << " in\n" << text);
  REQUIRE(contains(text, part));
  return text.find(part);
}

}  // namespace

TEST_CASE("a request says what is wanted, by whom and until when on its first screen") {
  Scene scene;
  scene.asks();
  const auto plan = request_plan(scene);
  const auto draft = scene.letter(plan);
  check_letter(scene, plan, draft);
  INFO(draft.text);
  CHECK(draft.subject ==
        "[" + kNumber + "/1] Romania asks Bulgaria: 4417/2026, heroin at Giurgiu, urgent");
  CHECK(draft.outer_name == "Pouch, request");
  const auto screen = first_screen(draft.text);
  CHECK(row_of(screen, "Wanted") == "an answer to 2 questions of Romania");
  CHECK(row_of(screen, "Answer due") == "Sunday 29 November 2026, 16:02 (Sofia)");
  CHECK(row_of(screen, "To") == "Focal point of Bulgaria, Focal point of Serbia");
  CHECK(row_of(screen, "From") == "Ana Ionescu, police, Romania");
  CHECK(row_of(screen, "Handling") ==
        "H1, not to be disclosed in judicial proceedings without the provider's permission");
  CHECK(row_of(screen, "Their reference") == "4417/2026");
  CHECK(row_of(screen, "Title") == "heroin at Giurgiu");
  CHECK(row_of(draft.text, "Evaluation").empty());
  CHECK(contains(unfolded(draft.text),
                 "A Reply to this letter goes to Ana Ionescu and the focal point of Romania."));
  CHECK(place_of(draft.text, "WHAT IS WANTED") <
        place_of(draft.text, "1. Who is the registered owner"));
  CHECK(place_of(draft.text, "2. Border crossings") < place_of(draft.text, "PERSONS AND THINGS"));
  CHECK(place_of(draft.text, "PERSONS AND THINGS") < place_of(draft.text, "FACTS"));
  CHECK(place_of(draft.text, "FACTS") < place_of(draft.text, "HOW TO ANSWER"));
}

TEST_CASE("the reply form of a letter has at most twelve lines, the whole one is attached") {
  for (const std::size_t count : {0U, 1U, 3U, 4U, 7U, 8U, 40U}) {
    Scene scene;
    scene.asks();
    auto text = Scene::request_text();
    const auto from = text.find("1. Who"), end = text.find("Facts:");
    std::string questions;
    for (std::size_t i = 1; i <= count; ++i) {
      questions += std::to_string(i) + ". " + std::string(3, static_cast<char>('a' + i % 20)) +
                   " is a question that goes on and on until it does not fit on one line of it\n";
    }
    scene.form = Scene::read(text.replace(from, end - from, questions));
    const auto plan = request_plan(scene);
    const auto draft = scene.letter(plan);
    INFO(count << "\n" << draft.text);
    const auto form = draft.text.substr(place_of(draft.text, "HOW TO ANSWER"));
    const auto fence = form.find(Scene::thread().letter);
    REQUIRE(fence != std::string::npos);
    const auto last = form.rfind(Scene::thread().letter);
    REQUIRE(last > fence);
    const auto begin = form.rfind('\n', fence) + 1;
    const auto fenced = lines_of(form.substr(begin, form.find('\n', last) - begin));
    CHECK(fenced.size() <= 12);
    for (const auto* line : {"Reply kind: full", "As of: today"}) {
      CHECK(std::count(fenced.begin(), fenced.end(), line) == 1);
    }
    for (const auto& line : fenced) CHECK(width_of(line) <= 64);
    const auto whole =
        std::find_if(draft.attachments.begin(), draft.attachments.end(),
                     [](const mail::Part& part) { return part.name == "reply-form.txt"; });
    REQUIRE(whole != draft.attachments.end());
    CHECK(contains(std::string(whole->bytes), "Form: reply"));
    CHECK(contains(std::string(whole->bytes), "##"));
  }
}

TEST_CASE("the attached reply form is in the reader's language, and read in it") {
  Scene scene;
  for (const std::string language : {"ro", "bg", "el", "tr"}) {
    INFO(language);
    scene.language = language;
    scene.asks();
    const auto draft = scene.letter(request_plan(scene));
    const auto attached =
        std::find_if(draft.attachments.begin(), draft.attachments.end(),
                     [](const mail::Part& part) { return part.name == "reply-form.txt"; });
    REQUIRE(attached != draft.attachments.end());
    const std::string form(attached->bytes);
    INFO(form);
    CHECK_FALSE(contains(form, "\nReply kind:"));
    const auto read = Scene::read(form);
    CHECK(read.name == "reply");
    CHECK(read.text("answers") == kNumber);
    CHECK(std::none_of(read.problems.begin(), read.problems.end(),
                       [](const auto& problem) { return problem.code == "unknown-label"; }));
  }
}

TEST_CASE("a mail without a title has the name of its form, as its reader's language has it") {
  Scene scene;
  for (const auto& [language, name] :
       {std::pair("ro", "Cerere de asistență"), {"", "Request for assistance"}}) {
    INFO(language);
    scene.language = language;
    scene.opening_contents.subject.clear();
    scene.asks();
    const auto draft = scene.letter(request_plan(scene));
    INFO(draft.subject << "\n" << draft.text);
    CHECK(contains(draft.subject, std::string(": 4417/2026, ") + name));
    CHECK(contains(draft.text, std::string(": ") + name + "\n"));
  }
}

TEST_CASE("an answer reads question, answer, question, answer, then what is open still") {
  Scene scene;
  scene.answers(answer_text(), true);
  scene.subject.legs[0].state = LegState::kPartlyAnswered;
  scene.subject.legs[1].state = LegState::kNotDelivered;
  scene.warnings = {{7, "As of", "old", "is four days old", ""}};
  const auto plan = answer_plan(scene);
  const auto draft = scene.letter(plan);
  check_letter(scene, plan, draft);
  INFO(draft.text);
  CHECK(draft.subject ==
        "[" + kNumber + "/2] Bulgaria answers in part: 4417/2026, heroin at Giurgiu");
  CHECK(draft.outer_name == "Pouch, answer");
  CHECK(row_of(draft.text, "Answer of") == "Bulgaria, partial");
  CHECK(row_of(draft.text, "Your reference") == "4417/2026");
  CHECK(row_of(draft.text, "To") == "Ana Ionescu, Focal point of Romania");
  CHECK(row_of(draft.text, "Evaluation") == "not given");
  CHECK_FALSE(contains(draft.text, "X4"));
  CHECK(contains(unfolded(draft.text),
                 "A Reply to this letter goes to the focal point of Bulgaria. To reach all that "
                 "were asked, put `To: all` on top."));
  CHECK(place_of(draft.text, "1. Who is") < place_of(draft.text, "Petar Petrov"));
  CHECK(place_of(draft.text, "Petar Petrov") < place_of(draft.text, "2. Border crossings"));
  CHECK(place_of(draft.text, "2. Border crossings") < place_of(draft.text, "None known."));
  const auto open = draft.text.substr(place_of(draft.text, "WHAT IS STILL OPEN"));
  CHECK(contains(open, "Bulgaria: partly answered"));
  CHECK(contains(open, "Serbia: not delivered, nobody there has it"));
  CHECK(contains(unfolded(open), "answer due Sunday 29 November 2026, 09:00 (UTC)"));
  CHECK(contains(draft.text, "As of (line 7): is four days old"));
  CHECK_FALSE(contains(draft.text, "reply: done"));
}

TEST_CASE("what was odd about a request is told to its writer alone") {
  Scene scene;
  scene.asks();
  scene.warnings = {{0, "To", "leg-waits", "Serbia waits", ""}};
  CHECK_FALSE(contains(scene.letter(request_plan(scene)).text, "Serbia waits"));
}

TEST_CASE("an answer shows each question that has none, and each answer that has no question") {
  Scene scene;
  scene.answers("Form: reply\nAnswers: " + kNumber +
                    "\nReply kind: full\nAnswer:\n2. None.\n5. Look at Ruse too.\n",
                true);
  const auto text = scene.letter(answer_plan(scene)).text;
  CHECK(place_of(text, "1. Who is") < place_of(text, "(not answered)"));
  CHECK(place_of(text, "None.") < place_of(text, "5. Look at Ruse too."));
  scene.opening.reset();
  CHECK(contains(scene.letter(answer_plan(scene)).text, "5. Look at Ruse too."));
  scene.answers("Form: reply\nAnswers: " + kNumber +
                    "\nReply kind: clarify\nClarification questions:\n1. Which vehicle?\n",
                true);
  const auto asked_back = scene.letter(answer_plan(scene));
  CHECK(contains(asked_back.subject, "Bulgaria asks back"));
  CHECK(contains(asked_back.text, "1. Which vehicle?"));
}

TEST_CASE("an evaluation is what the desk chose, and nothing else") {
  Scene scene;
  scene.answers(answer_text() + "Source evaluation: A\nInformation evaluation: 1\n", true);
  CHECK(row_of(scene.letter(answer_plan(scene)).text, "Evaluation").starts_with("A1, source: "));
}

TEST_CASE("a plain answer ends with the word that closes it, to the requester alone") {
  Scene scene;
  scene.answers("The owner is Petar Petrov.\n", false);
  scene.subject.legs[0].state = LegState::kAcknowledged;
  const auto plan = answer_plan(scene);
  const auto draft = scene.letter(plan);
  check_letter(scene, plan, draft);
  CHECK(contains(draft.text, "\n  The owner is Petar Petrov.\n"));
  CHECK(contains(draft.text, "\nIf this answers your request, reply: done\n"));
  CHECK(contains(draft.text, "WHAT IS STILL OPEN"));
  // What the others owe is none of a third desk's.
  auto other = plan;
  other.to = scene.plan(LetterKind::kReply, "nfp-rs").to;
  CHECK_FALSE(contains(scene.letter(other).text, "WHAT IS STILL OPEN"));
  scene.subject.legs[0].state = LegState::kAnswered;
  CHECK_FALSE(contains(scene.letter(plan).text, "reply: done"));
}

TEST_CASE("a note to a group names all, one to its writer names them alone") {
  Scene scene;
  scene.subject.legs.clear();
  scene.subject.group = "seepag";
  scene.opening.reset();
  scene.opening_contents.subject = "Warrant of 12 November";
  scene.says("radu", 1, "Warrant of 12 November", "Is it still valid?\n", false);
  scene.message.audience.ground = Ground::kGroup;
  scene.message.audience.group = "seepag";
  scene.message.audience.to = {scene.receiver("radu", Role::kGroup),
                               scene.receiver("vesna", Role::kGroup)};
  auto plan = scene.plan(LetterKind::kCaseNote, "vesna");
  plan.group = "seepag";
  plan.reply = scene.message.audience;
  const auto note = scene.letter(plan);
  check_letter(scene, plan, note);
  CHECK(note.outer_name == "Pouch, group note");
  CHECK(note.subject ==
        "[" + kNumber + "/1] Radu Marin writes to the group seepag: Warrant of 12 November");
  CHECK(row_of(note.text, "To") == "Radu Marin, Vesna Ilić");
  CHECK(contains(unfolded(note.text), "goes to the group seepag: Radu Marin and Vesna Ilić."));
  CHECK(note.reply_to.front().spec == "seepag@pouch.example");
  CHECK(contains(note.text, "Is it still valid?"));

  scene.says("vesna", 2, "Re: [" + kNumber + "/1] Radu Marin writes to the group seepag: Warrant",
             "For you: it is.\n", false);
  scene.message.audience = {};
  scene.message.audience.ground = Ground::kAuthor;
  scene.message.audience.to = {scene.receiver("radu", Role::kAuthor)};
  plan = scene.plan(LetterKind::kNote, "radu");
  plan.reply.to = {scene.receiver("vesna", Role::kAuthor)};
  const auto remark = scene.letter(plan);
  check_letter(scene, plan, remark);
  CHECK(row_of(remark.text, "To") == "Radu Marin alone");
  CHECK(remark.subject == "[" + kNumber + "/2] Vesna Ilić writes: Warrant of 12 November");
  CHECK(contains(unfolded(remark.text), "A Reply to this letter goes to Vesna Ilić."));
}

TEST_CASE("copies, orders and notes have titles that say who does what") {
  Scene scene;
  scene.asks();
  const auto copy = scene.letter(scene.plan(LetterKind::kCopy, "nfp-ro"));
  CHECK(contains(copy.subject, "Copy: Romania asks Bulgaria, Serbia: 4417/2026, heroin"));
  CHECK(copy.outer_name == "Pouch, copy");
  CHECK(contains(copy.text, "WHAT IS WANTED"));
  CHECK_FALSE(contains(copy.text, "HOW TO ANSWER"));
  auto order = scene.plan(LetterKind::kControl, "nfp-bg");
  order.title = "Withdrawn by the requester";
  scene.says("ana", 2, "recall", "recall\n", false);
  scene.message.audience.to = {scene.receiver("nfp-bg", Role::kParty)};
  const auto told = scene.letter(order);
  check_letter(scene, order, told);
  CHECK(contains(told.subject, "/2] Withdrawn by the requester: 4417/2026, "));
  const auto note = scene.letter(scene.plan(LetterKind::kNote, "nfp-bg"));
  CHECK(contains(note.subject, "Ana Ionescu writes: 4417/2026, "));
  CHECK(contains(unfolded(note.text), "goes to the gateway only."));
}

TEST_CASE("an alert and information of one's own ask for no answer") {
  Scene scene;
  scene.asks();
  scene.form = Scene::read(
      "Form: spontaneous-information\nTo: BG\nCrime area: drugs\nOur reference: 1/2026\n");
  const auto informs = scene.letter(request_plan(scene));
  CHECK(contains(informs.subject, "Romania informs Bulgaria: 1/2026"));
  CHECK(row_of(informs.text, "Wanted") == "no answer; Romania informs you");
  scene.form = Scene::read(
      "Form: alert\nTo: BG\nHeadline: white lorry\nValid until: "
      "2026-12-01T10:00:00Z\nOur reference: 2/2026\n");
  scene.contents.subject.clear();
  const auto alerts = scene.letter(request_plan(scene));
  CHECK(contains(alerts.subject, "Romania alerts Bulgaria: 2/2026, white lorry"));
  CHECK(row_of(alerts.text, "Wanted") == "an acknowledgement, to Romania");
  CHECK(row_of(alerts.text, "Counts until") == "Tuesday 1 December 2026, 12:00 (Sofia)");
}

TEST_CASE("an officer's subject is the title, marks of Replies and our own words apart") {
  const std::vector<std::pair<std::string, std::string>> subjects{
      {"heroin at Giurgiu", "heroin at Giurgiu"},
      {"Re: AW: Отг: heroin at Giurgiu", "heroin at Giurgiu"},
      {"RE[2]: Fwd: heroin", "heroin"},
      {"Urgent: lorry", "Urgent: lorry"},
      {"TR: lorry", "TR: lorry"},
      {"Továbbítás: Ynt: ΑΠ: Vá: lorry", "lorry"},
      {"Re: [" + kNumber + "]", ""},
      {"[Pouch]", ""},
      {"...", ""},
      {"  ", ""},
      {"Re: [" + kNumber + "/2] Bulgaria answers: 4417/2026, heroin at Giurgiu", ""},
      {"AW: [" + kNumber + "/1] SENT TO Bulgaria: 4417/2026, heroin", ""},
      {"Re: NOT ACCEPTED: NOT ACCEPTED: heroin at Giurgiu", "heroin at Giurgiu"},
      {"Re: [" + kNumber + "] the white lorry: new plate", "the white lorry: new plate"},
      {"Молба за помощ", "Молба за помощ"}};
  for (const auto& [subject, title] : subjects) {
    INFO(subject);
    CHECK(own_subject(subject, "SEL") == title);
  }
  CHECK(own_subject("Re: [" + kNumber + "/1] Note, heroin at Giurgiu", "SEL", "heroin at Giurgiu")
            .empty());
}

TEST_CASE("a message with a subject of its own has it as its title, beside the case's") {
  Scene scene;
  scene.answers("See the attached list.\n", false);
  scene.contents.subject = "List of crossings";
  const auto draft = scene.letter(answer_plan(scene));
  CHECK(draft.subject == "[" + kNumber + "/2] Bulgaria answers: 4417/2026, List of crossings");
  CHECK(row_of(draft.text, "Title") == "List of crossings");
  CHECK(row_of(draft.text, "Title of the case") == "heroin at Giurgiu");
}

TEST_CASE("a site may keep the kind of its letters from the outside") {
  Scene scene;
  scene.asks();
  scene.site.letters.outside = config::Letters::Outside::kNumber;
  const auto draft = scene.letter(request_plan(scene));
  CHECK(draft.outer_name == "Pouch");
  CHECK(draft.from.display == "Ana Ionescu via Pouch");
  CHECK(draft.outer_subject == "[" + kNumber + "]");
}

TEST_CASE("long words of an officer are folded, none is lost") {
  Scene scene;
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += (i % 7 == 0 ? "Ђорђевић" : "word") + std::to_string(i) + " ";
  text += std::string(200, 'x') + " end";
  scene.answers(text, false);
  const auto draft = scene.letter(answer_plan(scene));
  CHECK(contains(unfolded(draft.text), unfolded(text)));
}

TEST_CASE("an officer's file is never taken for one of ours") {
  Scene scene;
  scene.asks();
  scene.contents.parts = {{"Reply-Form.txt", "text/plain", "x", false, false, ""},
                          {"request.json", "application/json", "{}", false, false, ""}};
  const auto draft = scene.letter(request_plan(scene));
  std::vector<std::string> names;
  for (const auto& part : draft.attachments) names.push_back(part.name);
  CHECK(names == std::vector<std::string>{"sent-Reply-Form.txt", "sent-request.json",
                                          "reply-form.txt", "request.json"});
}
