#include "tests/unit/gateway/real_letters.hpp"

#include "gateway/letters/answer.hpp"
#include "gateway/letters/audit_head.hpp"
#include "gateway/letters/digest_letter.hpp"
#include "gateway/letters/enter_letter.hpp"
#include "gateway/letters/group_welcome.hpp"
#include "gateway/letters/key_letter.hpp"
#include "gateway/letters/key_step.hpp"
#include "gateway/letters/late_leg.hpp"
#include "gateway/letters/non_delivery.hpp"
#include "gateway/letters/operator_note.hpp"
#include "gateway/letters/overview_letter.hpp"
#include "gateway/letters/reminder.hpp"
#include "gateway/letters/review_letter.hpp"
#include "gateway/letters/welcome.hpp"

namespace pouch::test {

using namespace pouch::gateway;

namespace {

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

}  // namespace

std::vector<RealLetter> real_letters(const std::string& language) {
  Scene scene;
  scene.language = language;
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

namespace {

// What operators and security contacts hear of.
std::vector<OperatorNoteFor> notes_of(const MessageNumber& number) {
  const Whom who{"Focal point of Bulgaria", "nfp-bg"};
  Review review{.number = number.number, .end = std::chrono::floor<std::chrono::days>(kReceived)};
  std::vector<OperatorNoteFor> notes{
      unknown_letter_note(who, "<pouch.5eed-1@pouch.example>"),
      unchecked_note(number.text(), who, {2, 3}, "RESTRICTED"),
      marked_note(who, "SECRET", "line 3 of the text says TAJNO, which means SECRET", "RESTRICTED",
                  true),
      many_looks_note(who, "50 searches in an hour"),
      no_owner_note(review),
      not_reached_note(number.text(),
                       {{number.text(), {.id = "", .name = "Serbia", .code = "no-desk"}, true},
                        {number.text(),
                         {.id = "nfp-bg", .name = "Focal point of Bulgaria", .code = "no-key"},
                         false}})};
  for (const auto* reason : {"not-encrypted", "not-signed", "unknown-signer", "undecryptable",
                             "bad-signature", "sender-mismatch", "expired-key", "revoked-key",
                             "expired-signature", "weak-algorithm", "malformed", "no-usable-key"}) {
    notes.push_back(mistake_note(reason, who, "").value());
  }
  return notes;
}

}  // namespace

std::vector<RealLetter> letters_of_the_day(const std::string& language) {
  Scene scene;
  scene.language = language;
  scene.asks();
  const auto to = scene.plan(LetterKind::kDigest, "nfp-bg").to.front();
  const NoticeSource source{scene.site, kReceived};
  const MessageNumber number{scene.subject.number, 1};
  const auto day = std::chrono::floor<std::chrono::days>(kReceived);
  std::vector<RealLetter> letters;
  const auto add = [&](const std::string& kind, const mail::Draft& draft) {
    letters.push_back({kind, "nfp-bg", text_of(draft)});
  };
  const auto plan = scene.plan(LetterKind::kReminder, "nfp-bg");
  for (const auto tick :
       {Tick::kUnread, Tick::kUnacknowledged, Tick::kHalf, Tick::kMost, Tick::kDue}) {
    add("reminder",
        write_reminder(plan, scene.source(), scene.subject.legs.front(), tick, Scene::thread()));
  }
  for (const auto tick : {Tick::kUnreadCentre, Tick::kDue}) {
    for (const auto* requester : {"", "Romania"}) {
      add("escalation", write_late_answer(source, to,
                                          {number, scene.subject.legs.front(), tick, "Bulgaria",
                                           "Focal point of Bulgaria", requester, kReceived},
                                          Scene::thread()));
    }
  }
  add("receipt", write_late_leg(source, to,
                                {number, "Bulgaria", "Focal point of Bulgaria", kReceived,
                                 kReceived + std::chrono::hours(90)},
                                Scene::thread()));
  add("overview", write_overview(source, scene.directory, to, {number, scene.subject, 2, kReceived},
                                 Scene::thread()));
  Digest digest;
  digest.to_answer.push_back({scene.subject.number, "RO", kReceived, true, false});
  digest.waits_for.push_back({scene.subject.number, "RS", kReceived, false, true});
  digest.fresh.push_back(number);
  digest.searches.push_back({"lorries", 3});
  digest.keys.push_back({std::string(40, 'A'), kReceived});
  digest.days.push_back({scene.subject.number, "custody", day, 2});
  digest.titles.emplace(scene.subject.number, "Lorry at Giurgiu");
  add("digest", write_digest(source, scene.directory, to, digest, Scene::thread()));
  add("joined",
      write_group_welcome(source, to, {scene.directory.groups.front(), {"Vesna Ilić"}, kReceived},
                          Scene::thread()));
  add("key", write_key_news(source, to, {std::string(40, 'A'), "KEY", kReceived}, Scene::thread()));
  add("key",
      write_key_news(source, to,
                     {std::string(40, 'A'), "KEY", kReceived, std::string(40, 'B'), kReceived},
                     Scene::thread()));
  KeyStep step{"nfp-bg", "Focal point of Bulgaria", std::string(40, 'A'), kReceived};
  for (const auto reader : {KeyReader::kHolder, KeyReader::kDesk, KeyReader::kOperator}) {
    step.reader = reader;
    step.update.reset();
    add("key", write_key_step(source, to, step, Scene::thread()));
    for (const auto state :
         {KeyUpdateState::kAsked, KeyUpdateState::kProved, KeyUpdateState::kConfirmed,
          KeyUpdateState::kRefused, KeyUpdateState::kLapsed}) {
      KeyUpdate update{.holder = "nfp-bg",
                       .old_key = std::string(40, 'A'),
                       .new_key = std::string(40, 'B'),
                       .message = number,
                       .state = state,
                       .asked = kReceived,
                       .until = kReceived};
      step.update = update;
      add("key", write_key_step(source, to, step, Scene::thread()));
    }
  }
  for (const bool by_mail : {false, true}) {
    add("enter", write_way_in(source, to,
                              {"https://pouch.example", "https://pouch.example/x",
                               by_mail ? "" : "1234", "", "", by_mail, kReceived, kReceived},
                              Scene::thread()));
  }
  for (const auto& note : notes_of(number)) {
    const auto said = note(Words::in(language));
    add("notice", write_to_operator(source, to, said.title, said.text, Scene::thread()));
  }
  add("audit-head", write_audit_head(source, to, "2026-11-26", "head", Scene::thread()));
  const auto member = scene.sender("radu");
  add("welcome", write_welcome(to,
                               {scene.site,
                                member,
                                {&scene.directory.groups.front()},
                                "KEY",
                                std::string(40, 'A'),
                                "request",
                                "Form: request\n",
                                kReceived},
                               Scene::thread()));
  return letters;
}

}  // namespace pouch::test
