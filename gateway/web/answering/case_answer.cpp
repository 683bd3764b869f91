#include "gateway/web/answering/case_answer.hpp"

#include <algorithm>
#include <array>

#include "gateway/archive/readable.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/web/answering/case_page.hpp"
#include "gateway/web/questions_codec.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostOpened = 10'000;  // beyond it reasons are asked for again

// "answer due SEL-…": a leg of his own, or his own request, is the reason.
std::string own_reason(const Visit& visit, const CaseNumber& number) {
  const auto subject = visit.store.cases().find(number);
  if (!subject) {
    return {};
  }
  const auto is_his = [&](const std::string& desk) {
    return !desk.empty() && visit.reader.acts_for(desk);
  };
  const bool due = std::any_of(subject->legs.begin(), subject->legs.end(), [&](const Leg& leg) {
    return is_his(leg.desk) && is_open(leg.state);
  });
  return due ? "answer due " + number.text()
         : subject->requester == visit.reader.id || is_his(subject->requester_desk)
             ? "own request " + number.text()
             : std::string();
}

std::optional<MessageNumber> asked_number(const Visit& visit) {
  return MessageNumber::parse(visit.question.number, visit.store.epochs().current());
}

WebAnswer too_many() {
  return refused(WebOutcome::kTooMany, "You have opened 200 cases and files within an hour",
                 "more can be opened when the first of them is an hour ago");
}

}  // namespace

std::optional<std::string> CaseAnswers::reason_for(const Visit& visit, const CaseNumber& number) {
  const auto& question = visit.question;
  auto& book = visit.store.web_book();
  if (reasons_.size() > kMostOpened) {
    reasons_.clear();
  }
  auto& known = reasons_[{visit.session.id, number.text()}];
  if (question.reason.find_first_not_of(' ') != std::string::npos) {
    known = question.reason;
    book.set_reason(visit.session, known);
  } else if (!question.search.empty()) {
    const auto search = book.search(visit.reader.id, question.search, visit.now);
    known = search ? search->reason : known;
  }
  if (known.empty()) {
    known = own_reason(visit, number);
  }
  return known.empty() ? std::nullopt : std::optional(known);
}

WebAnswer CaseAnswers::answer_case(const Visit& visit) {
  const auto number = asked_number(visit);
  if (!number) {
    return refused(WebOutcome::kNotFound);
  }
  // Before anything is looked up: a number that is none and one that is not his are asked alike.
  const auto reason = reason_for(visit, number->number);
  if (!reason) {
    return refused(WebOutcome::kNeedReason);
  }
  if (!visit.within_budget("case", "cases and files", kCasesAnHour)) {
    return too_many();
  }
  const auto found = read_case(visit.store, *number, visit.tags);
  visit.note({{.act = "shown",
               .number = number->text(),
               .detail = std::to_string(found ? found->messages.size() : 0) + " messages"}},
             *reason);
  if (!found) {
    return refused(WebOutcome::kNotFound);
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  add_to(answer.banner, found->subject.classification, found->subject.handling);
  auto page = case_page(visit, *found);
  page.reason = *reason;
  answer.page = std::move(page);
  return answer;
}

WebAnswer CaseAnswers::answer_part(const Visit& visit) {
  const auto& question = visit.question;
  const auto number = asked_number(visit);
  if (!number || number->message == 0) {
    return refused(WebOutcome::kNotFound);
  }
  const auto reason = reason_for(visit, number->number);
  if (!reason) {
    return refused(WebOutcome::kNeedReason);
  }
  const Opened what{visit.session.id, number->text() + " " + std::to_string(question.part)};
  const bool begun = question.offset > 0 && fetched_.count(what) > 0;
  if (!begun && !visit.within_budget("case", "cases and files", kCasesAnHour)) {
    return too_many();
  }
  const auto message = visit.store.messages().find(*number);
  if (!message || !may_read(*message, visit.tags)) {
    return refused(WebOutcome::kNotFound);
  }
  auto body = visit.store.bodies().open(*number);
  const auto& parts = body.parts();
  const auto part = std::find_if(parts.begin(), parts.end(), [&](const PartFacts& one) {
    return static_cast<std::uint64_t>(one.position) == question.part;
  });
  if (part == parts.end() || question.offset > part->size) {
    return refused(WebOutcome::kNotFound);
  }
  if (!begun) {
    visit.note({{.act = "fetched",
                 .number = number->text(),
                 .detail = "file " + std::to_string(question.part + 1) + ", " +
                           std::to_string(part->size) + " octets"}},
               *reason);
    if (fetched_.size() > kMostOpened) {
      fetched_.clear();
    }
    fetched_.insert(what);
  }
  if (!held_ || held_->what != what) {
    held_ = Held{what, body.bytes(*part)};
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  if (const auto subject = visit.store.cases().find(number->number)) {
    add_to(answer.banner, subject->classification, subject->handling);
  }
  const auto all = held_->bytes.view();
  answer.page = PartPiece{
      part->name,
      part->media_type,
      part->sha256,
      shown_name(visit.runtime.directory, message->sender, visit.now),
      part->size,
      question.offset,
      std::string(all.substr(std::min<std::size_t>(question.offset, all.size()), kPartPiece))};
  if (question.offset + kPartPiece >= all.size()) {
    held_.reset();
  }
  return answer;
}

}  // namespace pouch::gateway
