// Control messages that the gateway answers by itself: help, blank forms, the state of cases,
// letters sent once more. No content but what the asker has had already.
#include <algorithm>

#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/readers.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway::detail {
namespace {

std::optional<LetterKind> kind_named(std::string_view text) {
  for (const auto kind : {LetterKind::kRequest, LetterKind::kCopy, LetterKind::kReply,
                          LetterKind::kNote, LetterKind::kCaseNote, LetterKind::kControl}) {
    if (name(kind) == text) {
      return kind;
    }
  }
  return std::nullopt;
}

LetterPlan plan_again(const SentLetter& sent, LetterKind kind, Party to, const Case& subject) {
  LetterPlan plan{.kind = kind, .to = {std::move(to)}};
  plan.again = sent.message;
  plan.group = kind == LetterKind::kCaseNote ? subject.group : std::string();
  for (const auto& leg : subject.legs) {
    if (leg.desk == plan.to.front().id) {
      plan.country = leg.country;
      plan.deadline = kind == LetterKind::kRequest ? leg.deadline : std::nullopt;
    }
  }
  return plan;
}

// Those that the sender may read, each once; that he was told is written down at each.
std::vector<CaseNumber> linked_cases(const Situation& situation, const CaseNumber& number,
                                     Decision& decision) {
  std::vector<CaseNumber> cases;
  if (!situation.records.linked) {
    return cases;
  }
  const auto told = told_links_of({number, 0}, situation.records.linked(number), situation.sender,
                                  situation.directory);
  for (const auto& one : told.cases) {
    if (std::find(cases.begin(), cases.end(), one.other.number) == cases.end()) {
      cases.push_back(one.other.number);
      decision.audit.push_back({.actor = situation.sender.id,
                                .act = "found",
                                .number = one.other.text(),
                                .detail = "linked with " + number.text() + ", by mail"});
    }
  }
  return cases;
}

}  // namespace

void control_help(Decision& decision) { decision.answer.emplace(); }

void control_template(const Situation& situation, Decision& decision) {
  const auto& form = *situation.form;
  const auto wanted = form.text("wanted_form");
  const auto* found = situation.templates != nullptr ? situation.templates->find(wanted) : nullptr;
  if (found == nullptr) {
    std::string names;
    const auto all = situation.templates != nullptr ? situation.templates->all()
                                                    : std::vector<const templates::Template*>{};
    for (const auto* one : all) {
      names += (names.empty() ? "" : ", ") + one->name;
    }
    const auto* value = form.find("wanted_form");
    refuse(decision, "form-problems", value != nullptr ? value->label : "Form",
           "there is no form \"" + std::string(wanted) + "\"", "one of: " + names);
    decision.problems.back().code = "unknown-form";
    decision.problems.back().line = value != nullptr ? value->line : 0;
    return;
  }
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kBlank;
  answer.form = found->name;
  answer.all = form.yes("all_fields");
  answer.language = std::string(form.text("form_language"));
  if (answer.language.empty()) {
    answer.language = form.text("language");  // of the mail, else as the directory has it
  }
}

void control_status(const Situation& situation, Decision& decision) {
  if (const auto target = target_of(situation, decision)) {
    auto& answer = decision.answer.emplace();
    answer.kind = AnswerKind::kState;
    answer.cases.push_back(view_of(situation, target->subject, target->standing));
    answer.cases.back().linked = linked_cases(situation, target->subject.number, decision);
  }
}

void control_open(const Situation& situation, Decision& decision) {
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kOpen;
  if (!situation.records.open) {
    return;
  }
  for (const auto& subject : situation.records.open(situation.sender.id, situation.sender.desks)) {
    const auto standing = standing_of(situation, subject);
    if (standing.requester || standing.leg) {
      answer.cases.push_back(view_of(situation, subject, standing));
    }
  }
  if (!situation.records.open_notes) {
    return;
  }
  const auto own = narrowed_to("MY_CASES", situation.sender.country,
                               reader_tags(situation.sender, situation.directory));
  for (const auto& subject : situation.records.open_notes(own)) {
    const auto standing = standing_of(situation, subject);
    if (standing.any()) {
      answer.cases.push_back(view_of(situation, subject, standing));
      answer.cases.back().title = situation.records.title(subject.number);
    }
  }
}

void control_resend(const Situation& situation, Decision& decision) {
  const auto target = target_of(situation, decision);
  if (!target) {
    return;
  }
  const auto& subject = target->subject;
  int wanted = situation.named ? situation.named->message : 0;
  if (wanted == 0 && !target->standing.messages.empty()) {
    wanted = target->standing.messages.back();
  }
  Answer answer;
  answer.kind = AnswerKind::kAgain;
  answer.of = subject;
  const auto own = addresses_of(situation.sender, situation.directory);
  std::vector<std::string> done;
  for (const auto& sent : situation.records.letters(subject.number)) {
    const auto kind = kind_named(sent.kind);
    const bool his = std::any_of(own.begin(), own.end(), [&](const std::string& address) {
      return mail::same_address(address, sent.recipient);
    });
    const bool again = std::find(done.begin(), done.end(), sent.recipient) != done.end();
    auto party = his ? party_at(situation, sent.recipient) : std::nullopt;
    if (sent.message != wanted || !kind || !party || again) {
      continue;
    }
    done.push_back(sent.recipient);
    answer.lines.push_back(MessageNumber{subject.number, wanted}.text() + ", " + sent.kind +
                           ", to " + party->name);
    decision.letters.push_back(plan_again(sent, *kind, std::move(*party), subject));
  }
  if (done.empty()) {
    refuse(decision, "no-right", "Target",
           "no letter of " + MessageNumber{subject.number, wanted}.text() + " went to you",
           "ask for its state: \"Action: status\" lists the messages that you got");
    return;
  }
  decision.audit.push_back({.actor = "gateway",
                            .act = "routed",
                            .number = MessageNumber{subject.number, wanted}.text(),
                            .detail = "once more, to " + situation.sender.id});
  decision.answer = std::move(answer);
}

}  // namespace pouch::gateway::detail
