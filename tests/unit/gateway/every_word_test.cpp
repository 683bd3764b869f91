// Nothing that a person wrote is dropped (CORRESPONDENCE section 3): every word of a mail, in every
// client's shape, stands in the letter that carries it or in the list of what was cut, which the
// receipt shows. The mails of real clients go through the whole program in tests/system.
#include <catch2/catch.hpp>

#include <map>

#include "gateway/decide/reading.hpp"
#include "mail/content/content.hpp"
#include "templates/text/fold.hpp"
#include "tests/unit/gateway/client_shapes.hpp"
#include "tests/unit/gateway/scene.hpp"

using namespace pouch;
using namespace pouch::gateway;
using namespace pouch::test;

namespace {

using Words = std::map<std::string, std::string>;  // folded, as written

Words words_of(const std::string& text) {
  Words words;
  for (const auto& run : templates::word_runs(text)) {
    const auto word = text.substr(run.begin, run.end - run.begin);
    words.emplace(templates::fold(word), word);
  }
  return words;
}

// A mail of which each word is its writer's, but for the labels of a form. What the form types
// (codes, dates, countries) the letter may say in words of its own; as written it is in the
// machine's part.
struct Written {
  std::string name, writer, subject, text;
  std::string own;    // its words
  std::string typed;  // values of those types
};

void add_field(const templates::FieldSpec& field, Written& mail) {
  if (field.example.empty() || field.id == "template" || field.id == "answers" ||
      field.id == "case_no" || field.id == "translation_of") {
    return;
  }
  mail.text += field.label + ": " + field.example + "\n";
  const bool text = field.type == templates::Type::kText && field.parts.empty();
  (text || field.type == templates::Type::kQuestions ? mail.own : mail.typed) +=
      field.example + "\n";
}

Written written(const templates::Template& which) {
  Written mail;
  mail.name = which.name;
  mail.writer = which.goes_to == "group" ? "radu" : which.goes_to == "requester" ? "nfp-bg" : "ana";
  mail.subject = "Telescope inquiry";
  mail.own =
      "Telescope inquiry. Dear colleagues, the pelican has landed. Greetings from Ana.\n"
      "Ultramarine zeppelins everywhere.\n";
  mail.text =
      "Dear colleagues,\nthe pelican has landed.\nGreetings from Ana.\n\nForm: " + which.name +
      "\n";
  for (const auto& field : which.fields) add_field(field, mail);
  for (const auto& use : which.blocks) {
    const auto* block = shipped().block(use.block);
    mail.text += "\n[" + block->label + " 1]\n";
    for (const auto& field : block->fields) add_field(field, mail);
  }
  mail.text += "\nFree text:\nUltramarine zeppelins everywhere.\n";
  return mail;
}

std::vector<Written> mails() {
  std::vector<Written> all;
  for (const auto* which : shipped().all()) {
    if (which->goes_to != "gateway") all.push_back(written(*which));
  }
  const std::string note = "The lorry has left.\n\nIt goes to Sofia; see you on Tuesday.";
  all.push_back(
      {"a plain note", "ana", "Telescope inquiry", note, "Telescope inquiry " + note, ""});
  all.push_back({"a subject alone", "ana", "Please call me", "", "Please call me", ""});
  const std::string signed_note = note + "\n\n-- \nAna Ionescu\nGiurgiu brigade";
  all.push_back({"with a signature", "ana", "", signed_note, signed_note, ""});
  return all;
}

std::optional<Reading> read(const Written& mail, const ClientShape& shape, const Scene& scene) {
  const auto entity = shape.entity(mail.text);
  if (!entity) return std::nullopt;
  const mail::Limits limits;
  const auto scanned = mail::scan(*entity, limits);
  REQUIRE(std::holds_alternative<mail::Entity>(scanned));
  mail::openpgp::Opened opened;
  opened.content = mail::read_content(std::get<mail::Entity>(scanned), limits);
  opened.headers.subject = mail.subject;
  opened.headers_signed = true;
  Lookups lookups;
  lookups.find_case = [&](const CaseNumber&) { return scene.subject; };
  lookups.opening_form = [&](const CaseNumber&) { return scene.opening; };
  return read_mail(opened, scene.sender(mail.writer), {}, shipped(), scene.site, kReceived,
                   lookups);
}

LetterKind kind_of(const Reading& reading) {
  if (reading.which == nullptr || !reading.form) return LetterKind::kNote;
  return reading.which->goes_to == "countries"   ? LetterKind::kRequest
         : reading.which->goes_to == "requester" ? LetterKind::kReply
                                                 : LetterKind::kCaseNote;
}

struct Carried {
  Words letter, machine, cut;
};

Carried carried(const Written& mail, const Reading& reading, Scene& scene) {
  const bool answers = mail.writer == "nfp-bg";
  scene.subject.messages = answers ? 2 : 1;
  scene.says(mail.writer, answers ? 2 : 1, reading.title, reading.own, false);
  scene.form = reading.form;
  if (!answers) {
    scene.opening = reading.form;
    scene.opening_contents.subject = reading.title;
  }
  const auto letter = scene.letter(scene.plan(kind_of(reading), answers ? "ana" : "nfp-bg"));
  Decision decision;
  decision.message = scene.message.number.message;
  decision.left_out = reading.cut;
  const auto receipt = write_receipt(scene.plan(LetterKind::kReceipt, mail.writer), scene.source(),
                                     decision, Scene::thread());
  Carried result{words_of(letter.subject + "\n" + letter.text), {}, {}};
  for (const auto& part : letter.attachments) {
    if (part.media_type == "application/json")
      result.machine.merge(words_of(std::string(part.bytes)));
  }
  const auto cut = receipt.text.find("LEFT OUT");
  if (cut != std::string::npos) result.cut = words_of(receipt.text.substr(cut));
  return result;
}

}  // namespace

TEST_CASE("every word of a mail is in its letter or told as cut, whatever client wrote it") {
  std::size_t count = 0, words = 0;
  for (const auto& mail : mails()) {
    for (const auto& shape : client_shapes()) {
      Scene scene;
      const auto reading = read(mail, shape, scene);
      if (!reading) continue;
      const auto found = carried(mail, *reading, scene);
      ++count;
      std::string lost;
      for (const auto& [folded, word] : words_of(mail.own)) {
        ++words;
        if (found.letter.count(folded) == 0 && found.cut.count(folded) == 0) lost += " " + word;
      }
      for (const auto& [folded, word] : words_of(mail.typed)) {
        ++words;
        if (found.letter.count(folded) == 0 && found.machine.count(folded) == 0) {
          lost += " " + word;
        }
      }
      INFO(mail.name << ", " << shape.name);
      CHECK(lost == "");
    }
  }
  CHECK(count > 400);
  WARN(count << " mails of " << words << " words");
}
