// The evidence of a case at the page: asked for, and given once a worker has made it.
#include <utility>

#include "gateway/site/wake.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/web/answering/case_answer.hpp"

namespace pouch::gateway {
namespace {

// Whether it holds what its member may read, and the case is as it was.
bool is_as_it_was(const Visit& visit, const CaseNumber& number, const ArchiveFacts& facts,
                  const std::vector<Message>& messages) {
  std::vector<std::string> numbers;
  numbers.reserve(messages.size());
  for (const auto& message : messages) {
    numbers.push_back(message.number.text());
  }
  const auto subject = visit.store.cases().find(number);
  return subject && subject->version == facts.version && numbers == facts.messages;
}

AskedArchive archive_of(const Visit& visit, const CaseNumber& number) {
  return visit.store.web_book().archives().find(visit.reader.id, number, visit.now);
}

}  // namespace

CaseEvidence evidence_of(const Visit& visit, const CaseNumber& number) {
  const auto archive = archive_of(visit, number);
  CaseEvidence evidence;
  switch (archive.state) {
    case ArchiveState::kNone:
      break;
    case ArchiveState::kWaiting:
      evidence.state = EvidenceState::kWaiting;
      break;
    case ArchiveState::kMade:
      if (is_as_it_was(visit, number, archive.facts,
                       readable_messages(visit.store, number, visit.tags))) {
        evidence = {EvidenceState::kMade, archive.facts.made, archive.facts.size};
      }
      break;
    case ArchiveState::kFailed:
      evidence.state = EvidenceState::kFailed;
      break;
  }
  return evidence;
}

std::variant<CaseAnswers::WantedCase, WebAnswer> CaseAnswers::wanted_case(const Visit& visit,
                                                                          bool begun) {
  auto asked = asked_for(visit, begun, false);
  if (auto* const refusal = std::get_if<WebAnswer>(&asked)) {
    return std::move(*refusal);
  }
  auto& [number, reason] = std::get<AskedFor>(asked);
  auto messages = readable_messages(visit.store, number.number, visit.tags);
  if (messages.empty()) {
    return refused(WebOutcome::kNotFound);
  }
  return WantedCase{number.number, std::move(reason), std::move(messages)};
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
  const auto archive = archive_of(visit, wanted.number);
  if (archive.state != ArchiveState::kMade ||
      !is_as_it_was(visit, wanted.number, archive.facts, wanted.messages)) {
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
