// The property of CORRESPONDENCE section 3 with the letters as Pouch really writes them and the
// whole of reading: every kind of letter in every client's shape. A Reply without an edit changes
// nothing; a Reply with one sentence carries exactly that sentence.
#include <catch2/catch.hpp>

#include "gateway/decide/reading.hpp"
#include "gateway/letters/answer.hpp"
#include "gateway/letters/non_delivery.hpp"
#include "gateway/letters/review_letter.hpp"
#include "mail/content/content.hpp"
#include "tests/unit/gateway/reply_shapes.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using namespace pouch::test;

namespace {

struct RealLetter {
  std::string kind, reader, text;
};

std::string text_of(const mail::Draft& draft) { return draft.subject + "\n\n" + draft.text; }

void add_answers(const Scene& scene, std::vector<RealLetter>& letters) {
  for (const auto kind : {AnswerKind::kHelp, AnswerKind::kState, AnswerKind::kOpen,
                          AnswerKind::kNotSent, AnswerKind::kErased, AnswerKind::kNotUnderstood}) {
    Answer answer;
    answer.kind = kind;
    answer.cases.push_back({scene.subject, {1}, {}});
    answer.choices = {{"BG", "Bulgaria"}, {"RS", "Serbia"}};
    answer.said = "stauts";
    letters.push_back({"answer", "ana",
                       text_of(write_answer(scene.plan(LetterKind::kAnswer, "ana"), scene.source(),
                                            answer, nullptr, Scene::thread()))});
  }
}

void add_retention(const Scene& scene, std::vector<RealLetter>& letters) {
  const auto to = scene.plan(LetterKind::kReview, "ana").to.front();
  const NoticeSource source{scene.site, kReceived};
  const auto day = std::chrono::floor<std::chrono::days>(kReceived);
  for (const auto which :
       {RetentionLetter::kNotice, RetentionLetter::kMonth, RetentionLetter::kWeek}) {
    for (const auto why : {DueFor::kReview, DueFor::kYearlyReview, DueFor::kSupplier}) {
      Review review{.number = scene.subject.number,
                    .due = {day, why, "nfp-bg"},
                    .end = day + std::chrono::days(90),
                    .latest = day + std::chrono::days(1000)};
      review.which = which;
      review.may_keep = why != DueFor::kSupplier;
      review.supplier = "Focal point of Bulgaria";
      review.reference = "4417/2026";
      review.title = "heroin at Giurgiu";
      letters.push_back(
          {"review", "ana", text_of(write_review(source, to, review, Scene::thread()))});
    }
  }
  letters.push_back(
      {"erasure", "ana",
       text_of(write_erasure(source, to, {scene.subject.number, kReceived}, Scene::thread()))});
}

std::vector<RealLetter> real_letters() {
  Scene scene;
  std::vector<RealLetter> letters;
  const auto add = [&](LetterKind kind, const std::string& reader, const mail::Draft& draft) {
    letters.push_back({std::string(name(kind)), reader, text_of(draft)});
  };
  scene.asks();
  add(LetterKind::kRequest, "nfp-bg", scene.letter(scene.plan(LetterKind::kRequest, "nfp-bg")));
  add(LetterKind::kCopy, "nfp-rs", scene.letter(scene.plan(LetterKind::kCopy, "nfp-rs")));
  Decision decision;
  decision.message = 1;
  decision.form = "request";
  decision.audience = scene.message.audience;
  add(LetterKind::kReceipt, "ana",
      write_receipt(scene.plan(LetterKind::kReceipt, "ana"), scene.source(), decision,
                    Scene::thread()));
  Refused refused{"form-problems",
                  {{0, "Reasons", "missing", "is missing", "as in \"Reasons: the plates\""}},
                  "Form: request\nTo: BG, RS\nOur reference: 4417/2026\nFacts: A lorry.\n",
                  "heroin at Giurgiu"};
  refused.form_name = "request";
  refused.kept_until = kReceived + std::chrono::hours(100);
  add(LetterKind::kRefusal, "ana",
      write_refusal(scene.plan(LetterKind::kRefusal, "ana"), scene.source(), refused,
                    Scene::thread()));
  add(LetterKind::kQuestion, "ana",
      write_question(scene.plan(LetterKind::kQuestion, "ana"), scene.source(),
                     {"to whom?",
                      "4417/2026",
                      "heroin",
                      {"Several could be meant."},
                      {{"BG", "Bulgaria"}, {"all", "all of them"}}},
                     Scene::thread()));
  add_answers(scene, letters);
  Undelivered what;
  what.notice.failed = true;
  what.notice.letter.kind = "request";
  what.party = "nfp-bg";
  what.country = "BG";
  what.name = "Focal point of Bulgaria";
  const auto plan = scene.plan(LetterKind::kReceipt, "ana");
  add(LetterKind::kReceipt, "ana",
      write_non_delivery({scene.site, kReceived}, plan.to.front(), {scene.subject.number, 1}, what,
                         Scene::thread()));
  scene.answers("Form: reply\nReply kind: full\nAnswer:\n1. Petar Petrov.\n2. None.\n", true);
  add(LetterKind::kReply, "ana", scene.letter(scene.plan(LetterKind::kReply, "ana")));
  scene.answers("Petar Petrov of Sofia owns it.", false);
  add(LetterKind::kReply, "nfp-ro", scene.letter(scene.plan(LetterKind::kReply, "nfp-ro")));
  add(LetterKind::kNote, "ana", scene.letter(scene.plan(LetterKind::kNote, "ana")));
  add_retention(scene, letters);
  add(LetterKind::kControl, "nfp-bg", scene.letter(scene.plan(LetterKind::kControl, "nfp-bg")));
  return letters;
}

Reading read(const std::string& entity, const RealLetter& letter) {
  const mail::Limits limits;
  const auto scanned = mail::scan(entity, limits);
  REQUIRE(std::holds_alternative<mail::Entity>(scanned));
  mail::openpgp::Opened opened;
  opened.content = mail::read_content(std::get<mail::Entity>(scanned), limits);
  opened.headers.in_reply_to = Scene::thread().message_id;
  opened.headers.subject = "Re: " + letter.text.substr(0, letter.text.find('\n'));
  opened.headers_signed = true;
  Scene scene;
  scene.asks();
  Lookups lookups;
  lookups.thread.letter = [&](const std::string& id) -> std::optional<AnsweredLetter> {
    if (id != Scene::thread().message_id) return std::nullopt;
    return AnsweredLetter{id, "5eed-1",    letter.kind, MessageNumber{scene.subject.number, 1},
                          {}, letter.text, "",          kReceived};
  };
  lookups.find_case = [&](const CaseNumber&) { return scene.subject; };
  lookups.opening_form = [&](const CaseNumber&) { return scene.opening; };
  if (letter.kind == "refusal") {
    lookups.kept = [](const std::string& id) -> std::optional<KeptParts> {
      KeptParts kept;
      kept.letter = id;
      kept.form = "request";
      kept.text = "Form: request\nTo: BG, RS\nOur reference: 4417/2026\nFacts: A lorry.\n";
      return kept;
    };
  }
  return read_mail(opened, scene.sender(letter.reader), {}, shipped(), scene.site, kReceived,
                   lookups);
}

// All that would be carried of a Reply, as one text.
std::string carried(const Reading& reading) {
  std::string text;
  const auto add = [&](const std::string& one) {
    text += (text.empty() || one.empty() ? "" : "\n") + one;
  };
  if (reading.form && reading.form->name == "reply") {
    add(reading.form->words);
    for (const auto& one : reading.form->list("answer")) add(one);
    add(reading.form->free_text);
  } else if (reading.form) {
    add(reading.form->words);
  } else {
    add(reading.own);
  }
  return text;
}

bool changes_nothing(const Reading& reading, const RealLetter& letter) {
  if (letter.kind == "refusal") {  // refused again, with what was missing
    return reading.form && !reading.form->problems.empty() && reading.form->words.empty();
  }
  return reading.empty && !reading.form && !reading.order && reading.to_names.empty();
}

}  // namespace

TEST_CASE("a Reply to a real letter without an edit changes nothing, in every client's shape") {
  std::size_t count = 0;
  for (const auto& letter : real_letters()) {
    for (const auto& shape : reply_shapes()) {
      const auto reading = read(shape.make(letter.text, "", 0), letter);
      ++count;
      if (!changes_nothing(reading, letter)) {
        INFO(letter.kind << " in " << shape.name << ": " << reading.own << "\n--\n" << letter.text);
        CHECK(changes_nothing(reading, letter));
      }
    }
  }
  CHECK(count >= 300);
}

TEST_CASE("a Reply to a real letter carries the one sentence that was typed, wherever it stands") {
  const std::string sentence = "We have kept nothing in our registers about these men.";
  constexpr std::size_t kEvery = 8;
  std::size_t count = 0, wrong = 0;
  for (const auto& letter : real_letters()) {
    std::size_t shapes = 0;
    for (const auto& shape : reply_shapes()) {
      std::vector<std::size_t> places{kOnTop, kAtBottom};
      // Each shape begins one line further: together they type behind every line of a letter.
      for (auto i = shapes++ % kEvery; i <= shape.lines(letter.text); i += kEvery) {
        places.push_back(i);
      }
      for (const auto place : places) {
        const auto reading = read(shape.make(letter.text, sentence, place), letter);
        ++count;
        auto said = carried(reading);
        if (said.size() > 3 && said[1] == '.' && said[2] == ' ') said.erase(0, 3);
        // Below the line that a refusal asks for it is that line's value.
        const bool mended = letter.kind == "refusal" && reading.form &&
                            reading.form->text("reasons_available") == sentence;
        if (said != sentence && !mended && ++wrong <= 10) {
          INFO(letter.kind << " in " << shape.name << " at " << place << ": " << said);
          CHECK(said == sentence);
        }
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(count >= 3000);
}
