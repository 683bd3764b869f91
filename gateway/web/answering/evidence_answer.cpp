// The evidence of a case at the page: asked for, and given once a worker has made it.
#include <utility>

#include "gateway/site/wake.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/web/answering/case_answer.hpp"

namespace pouch::gateway {
namespace {

// That of this member, as long as it holds what he may read and the case is as it was.
AskedArchive archive_of(const Visit& visit, const CaseNumber& number,
                        const std::vector<Message>& messages) {
  auto archive = visit.store.web_book().archives().find(visit.reader.id, number, visit.now);
  if (archive.state != ArchiveState::kMade) {
    return archive;
  }
  std::vector<std::string> numbers;
  numbers.reserve(messages.size());
  for (const auto& message : messages) {
    numbers.push_back(message.number.text());
  }
  const auto subject = visit.store.cases().find(number);
  const bool same =
      subject && subject->version == archive.facts.version && numbers == archive.facts.messages;
  return same ? archive : AskedArchive();
}

}  // namespace

CaseEvidence evidence_of(const Visit& visit, const CaseNumber& number) {
  const auto archive =
      archive_of(visit, number, readable_messages(visit.store, number, visit.tags));
  CaseEvidence evidence;
  switch (archive.state) {
    case ArchiveState::kNone:
      break;
    case ArchiveState::kWaiting:
      evidence.state = EvidenceState::kWaiting;
      break;
    case ArchiveState::kMade:
      evidence = {EvidenceState::kMade, archive.facts.made, archive.facts.size};
      break;
    case ArchiveState::kFailed:
      evidence.state = EvidenceState::kFailed;
      break;
  }
  return evidence;
}

std::variant<CaseAnswers::WantedCase, WebAnswer> CaseAnswers::wanted_case(const Visit& visit,
                                                                          bool begun) {
  const auto number = asked_number(visit);
  if (!number || number->message != 0) {
    return refused(WebOutcome::kNotFound);
  }
  const auto reason = reason_for(visit, number->number);
  if (!reason) {
    return refused(WebOutcome::kNeedReason);
  }
  if (!begun && !visit.within_budget("case", "cases and files", kCasesAnHour)) {
    return opened_enough();
  }
  auto messages = readable_messages(visit.store, number->number, visit.tags);
  if (messages.empty()) {
    return refused(WebOutcome::kNotFound);
  }
  return WantedCase{number->number, *reason, std::move(messages)};
}

// The order is durable after its row: what is made was asked for by somebody.
WebAnswer CaseAnswers::ask_evidence(const Visit& visit) {
  auto found = wanted_case(visit, false);
  if (auto* const refusal = std::get_if<WebAnswer>(&found)) {
    return std::move(*refusal);
  }
  const auto& wanted = std::get<WantedCase>(found);
  visit.note(
      {{.act = "receipts",
        .number = wanted.number.text(),
        .detail = "evidence asked for, " + std::to_string(wanted.messages.size()) + " messages"}},
      wanted.reason);
  visit.store.web_book().archives().ask(visit.reader.id, wanted.number, visit.now);
  wake(visit.runtime.site.state, Wake::kSpool);
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  return answer;
}

WebAnswer CaseAnswers::answer_evidence(const Visit& visit) {
  const auto asked = asked_number(visit);
  const Opened which{visit.session.id, (asked ? asked->text() : "") + " evidence"};
  const bool begun = has_begun(visit, which);
  auto found = wanted_case(visit, begun);
  if (auto* const refusal = std::get_if<WebAnswer>(&found)) {
    return std::move(*refusal);
  }
  const auto& wanted = std::get<WantedCase>(found);
  const auto archive = archive_of(visit, wanted.number, wanted.messages);
  if (archive.state != ArchiveState::kMade) {
    return refused(WebOutcome::kNotFound);
  }
  const auto* held = begun ? held_.find(which) : nullptr;
  if (held == nullptr) {
    auto octets =
        visit.store.web_book().archives().octets(visit.reader.id, wanted.number, visit.now);
    if (!octets) {
      return refused(WebOutcome::kNotFound);
    }
    HeldFile file;
    file.about.name = wanted.number.text() + ".zip";
    file.about.media_type = "application/zip";
    file.bytes = mail::Bytes(std::move(*octets));
    held = &held_.hold(which, std::move(file));
  }
  if (!begun) {
    visit.note({{.act = "exported",
                 .number = wanted.number.text(),
                 .detail = "evidence, " + std::to_string(wanted.messages.size()) + " messages, " +
                           std::to_string(held->bytes.size()) + " octets"}},
               wanted.reason);
    remember(which);
  }
  return piece_of(visit, which, *held);
}

}  // namespace pouch::gateway
