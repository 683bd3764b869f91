#include "gateway/web/answering/case_answer.hpp"

#include <algorithm>

#include "gateway/archive/attached_words.hpp"
#include "gateway/archive/linked_pairs.hpp"
#include "gateway/decide/linked.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/extract/extract_line.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/web/answering/case_page.hpp"
#include "gateway/web/questions_codec.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostWords = 100'000;  // octets of a file's text on its page
constexpr std::size_t kMostSearches = 500;   // whose hits are remembered
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

// "file 2": as people count.
std::string said_part(const Visit& visit) {
  return "file " + std::to_string(visit.question.part + 1);
}

std::string said_files(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " file" : " files");
}

void add_banner(const Visit& visit, const Message& message, WebAnswer& answer) {
  if (const auto subject = visit.store.cases().find(message.number.number)) {
    add_to(answer.banner, subject->classification, subject->handling);
  }
}

std::optional<PartFacts> facts_of(Body& body, std::uint64_t position) {
  const auto& parts = body.parts();
  const auto part = std::find_if(parts.begin(), parts.end(), [&](const PartFacts& one) {
    return static_cast<std::uint64_t>(one.position) == position;
  });
  return part == parts.end() ? std::nullopt : std::optional(*part);
}

// With its octets; nullopt: the message has no such file.
std::optional<HeldFile> part_of(const Visit& visit, const Message& message) {
  auto body = visit.store.bodies().open(message.number);
  const auto part = facts_of(body, visit.question.part);
  if (!part) {
    return std::nullopt;
  }
  HeldFile file;
  file.bytes = body.bytes(*part);
  file.about.name = part->name;
  file.about.media_type = part->media_type;
  file.about.sha256 = part->sha256;
  file.about.sender = shown_name(visit.runtime.directory, message.sender, visit.now);
  return file;
}

// A part that is asked for: is it still one of the message's? Of the mail itself: is it kept?
bool is_there(const Visit& visit, const Message& message) {
  auto body = visit.store.bodies().open(message.number);
  return visit.question.what == WebAsk::kReceived ||
         facts_of(body, visit.question.part).has_value();
}

// The words of it that are kept for searches.
void add_words(const Visit& visit, const Message& message, FilePage& page) {
  auto body = visit.store.bodies().open(message.number);
  if (const auto part = facts_of(body, visit.question.part)) {
    const auto words = words_in(body, *part);
    page.text = mail::utf8_head(words, kMostWords);
    page.cut = page.text.size() < words.size();
    page.unread = part->unread;
  }
}

FileText asked_of(const HeldFile& file, FileLook look, std::uint64_t page) {
  FileQuestion question{file.about.name, file.about.media_type};
  question.look = look;
  question.page = page;
  return text_of(question, file.bytes);
}

// As `pouch show --linked` tells it.
ToldLinks linked_with(const Visit& visit, const MessageNumber& number) {
  const auto pairs = linked_pairs(visit.store, visit.store.links().of(number.number));
  return told_links_of(number, pairs, visit.reader, visit.runtime.directory);
}

std::vector<CaseThing> shown_things(const std::vector<SharedThing>& things) {
  std::vector<CaseThing> shown;
  for (const auto& thing : things) {
    const std::string kind(name(thing.kind));
    shown.push_back(
        {kind, thing.value, std::string(name(thing.how)), query_for(kind, thing.value)});
  }
  return shown;
}

void add_linked(const ToldLinks& told, CasePage& page) {
  for (const auto& one : told.cases) {
    page.linked.push_back(
        {one.own.text(), one.other.text(), one.country, one.at, shown_things(one.things)});
  }
  for (const auto& one : told.contacts) {
    page.contacts.push_back({one.own.text(), one.country, shown_things(one.things)});
  }
}

}  // namespace

std::optional<MessageNumber> asked_number(const Visit& visit) {
  return MessageNumber::parse(visit.question.number, visit.store.epochs().current());
}

WebAnswer opened_enough() {
  return refused(WebOutcome::kTooMany, "You have opened 200 cases and files within an hour",
                 "more can be opened when the first of them is an hour ago");
}

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

void CaseAnswers::remember_hits(const Visit& visit, const WebAnswer& found) {
  const auto* const page = std::get_if<FoundPage>(&found.page);
  if (found.outcome != WebOutcome::kDone || page == nullptr) {
    return;
  }
  if (hits_.size() > kMostSearches) {
    hits_.clear();
  }
  Hits hits;
  hits.first = page->first;
  hits.of = std::to_string(page->total) + (page->at_least ? "+" : "");
  for (const auto& hit : page->hits) {
    hits.numbers.push_back(hit.number);
  }
  hits_[{visit.session.id, page->search}] = std::move(hits);
}

CaseHit CaseAnswers::hit_of(const Visit& visit, const CaseNumber& number) const {
  const auto known = hits_.find({visit.session.id, visit.question.search});
  if (visit.question.search.empty() || known == hits_.end()) {
    return {};
  }
  const auto& hits = known->second;
  const auto prefix = number.text() + "/";
  CaseHit hit;
  for (std::size_t at = 0; at < hits.numbers.size(); ++at) {
    const bool own = hits.numbers[at].starts_with(prefix);
    if (own && hit.at == 0) {
      hit.search = visit.question.search;
      hit.at = hits.first + at;
      hit.of = hits.of;
    } else if (!own && hit.at == 0) {
      hit.before = hits.numbers[at];
    } else if (!own && hit.after.empty()) {
      hit.after = hits.numbers[at];
    }
  }
  return hit.at == 0 ? CaseHit() : hit;
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
    return opened_enough();
  }
  const auto found = read_case(visit.store, *number, visit.tags);
  const auto told = found ? linked_with(visit, *number) : ToldLinks();
  auto small = found ? SmallPictures::of(*found) : SmallPictures::Files();
  std::vector<AuditEntry> looks{
      {.act = "shown",
       .number = number->text(),
       .detail = std::to_string(found ? found->messages.size() : 0) + " messages" +
                 (small.empty() ? "" : ", small pictures of " + said_files(small.size()))}};
  for (const auto& one : told.cases) {
    looks.push_back(
        {.act = "found", .number = one.other.text(), .detail = "linked with " + one.own.text()});
  }
  visit.note(std::move(looks), *reason);
  if (!found) {
    return refused(WebOutcome::kNotFound);
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  add_to(answer.banner, found->subject.classification, found->subject.handling);
  auto forms = forms_of(visit, *found);
  answer.banner.provider = provider_of(visit, *found, forms, answer.banner.handling);
  auto page = case_page(visit, *found, std::move(forms));
  page.reason = *reason;
  add_linked(told, page);
  page.evidence = evidence_of(visit, number->number);
  page.hit = hit_of(visit, number->number);
  small_.offer(visit.session.id, page, std::move(small));
  answer.page = std::move(page);
  return answer;
}

std::variant<CaseAnswers::AskedFor, WebAnswer> CaseAnswers::asked_for(const Visit& visit,
                                                                      bool begun, bool message) {
  const auto number = asked_number(visit);
  if (!number || (number->message != 0) != message) {
    return refused(WebOutcome::kNotFound);
  }
  auto reason = reason_for(visit, number->number);
  if (!reason) {
    return refused(WebOutcome::kNeedReason);
  }
  if (!begun && !visit.within_budget("case", "cases and files", kCasesAnHour)) {
    return opened_enough();
  }
  return AskedFor{*number, std::move(*reason)};
}

std::variant<CaseAnswers::Wanted, WebAnswer> CaseAnswers::wanted(const Visit& visit, bool begun) {
  auto asked = asked_for(visit, begun, true);
  if (auto* const refusal = std::get_if<WebAnswer>(&asked)) {
    return std::move(*refusal);
  }
  auto& [number, reason] = std::get<AskedFor>(asked);
  auto message = visit.store.messages().find(number);
  if (!message || !may_read(*message, visit.tags)) {
    return refused(WebOutcome::kNotFound);
  }
  return Wanted{std::move(*message), std::move(reason)};
}

bool CaseAnswers::has_begun(const Visit& visit, const Opened& which) const {
  return visit.question.offset > 0 && fetched_.count(which) > 0;
}

WebAnswer CaseAnswers::send(const Visit& visit, const std::string& what, const Open& open) {
  const auto number = asked_number(visit);
  const Opened which{visit.session.id, (number ? number->text() : "") + " " + what};
  const bool begun = has_begun(visit, which);
  auto found = wanted(visit, begun);
  if (auto* const refusal = std::get_if<WebAnswer>(&found)) {
    return std::move(*refusal);
  }
  const auto& [message, reason] = std::get<Wanted>(found);
  // What was taken back or erased meanwhile is not given from memory.
  const auto* held = begun && is_there(visit, message) ? held_.find(which) : nullptr;
  if (held == nullptr) {
    auto file = open(visit, std::get<Wanted>(found));
    if (!file) {
      return refused(WebOutcome::kNotFound);
    }
    held = &held_.hold(which, std::move(*file));
  }
  if (!begun && visit.question.offset <= held->bytes.size()) {
    visit.note({{.act = "fetched",
                 .number = message.number.text(),
                 .detail = what + ", " + std::to_string(held->bytes.size()) + " octets"}},
               reason);
    remember(which);
  }
  auto answer = piece_of(visit, which, *held);
  add_banner(visit, message, answer);
  return answer;
}

void CaseAnswers::remember(const Opened& which) {
  if (fetched_.size() > kMostOpened) {
    fetched_.clear();
  }
  fetched_.insert(which);
}

WebAnswer CaseAnswers::piece_of(const Visit& visit, const Opened& which, const HeldFile& held) {
  const auto all = held.bytes.view();
  if (visit.question.offset > all.size()) {
    return refused(WebOutcome::kNotFound);
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  auto piece = held.about;
  piece.size = all.size();
  piece.offset = visit.question.offset;
  piece.octets = std::string(all.substr(piece.offset, kFilePiece));
  const bool whole = piece.offset + piece.octets.size() == all.size();
  answer.page = std::move(piece);
  if (whole) {
    held_.drop(which);
  }
  return answer;
}

WebAnswer CaseAnswers::answer_part(const Visit& visit) {
  return send(visit, said_part(visit),
              [](const Visit& of, const Wanted& wanted) { return part_of(of, wanted.message); });
}

WebAnswer CaseAnswers::answer_received(const Visit& visit) {
  return send(visit, "the mail as it came", [](const Visit& of, const Wanted& wanted) {
    HeldFile file;
    file.bytes = of.store.bodies().raw(wanted.message.number);
    file.about.name = wanted.message.number.text() + ".eml";
    file.about.media_type = "message/rfc822";
    file.about.sha256 = wanted.message.raw_sha256;
    file.about.sender = wanted.message.sender;
    return std::optional(std::move(file));
  });
}

const HeldFile* CaseAnswers::look_at(const Visit& visit, const Wanted& wanted) {
  const Opened which{visit.session.id,
                     wanted.message.number.text() + " look at " + said_part(visit)};
  const auto* const held = held_.find(which);
  if (held != nullptr && is_there(visit, wanted.message)) {
    return held;
  }
  auto file = part_of(visit, wanted.message);
  return file ? &held_.hold(which, std::move(*file)) : nullptr;
}

WebAnswer CaseAnswers::answer_file(const Visit& visit) {
  auto found = wanted(visit, false);
  if (auto* const refusal = std::get_if<WebAnswer>(&found)) {
    return std::move(*refusal);
  }
  const auto& [message, reason] = std::get<Wanted>(found);
  const auto* const file = look_at(visit, std::get<Wanted>(found));
  if (file == nullptr) {
    return refused(WebOutcome::kNotFound);
  }
  visit.note({{.act = "previewed", .number = message.number.text(), .detail = said_part(visit)}},
             reason);
  const auto pages = asked_of(*file, FileLook::kPages, 1);
  FilePage page;
  page.number = message.number.text();
  page.part = visit.question.part;
  page.page = std::min(visit.question.page, std::max<std::uint64_t>(pages.pages, 1));
  page.name = file->about.name;
  page.media_type = file->about.media_type;
  page.sha256 = file->about.sha256;
  page.sender = file->about.sender;
  page.size = file->bytes.size();
  page.pictures = pages.pages;
  add_words(visit, message, page);
  if (page.text.empty() && page.pictures == 0 && page.unread.empty()) {
    page.unread = pages.failure;
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  add_banner(visit, message, answer);
  answer.page = std::move(page);
  return answer;
}

// Pictures of a file that was opened a moment ago spend no further budget; each has its row.
WebAnswer CaseAnswers::answer_picture(const Visit& visit) {
  const auto number = asked_number(visit);
  const Opened which{visit.session.id,
                     (number ? number->text() : "") + " look at " + said_part(visit)};
  auto found = wanted(visit, held_.find(which) != nullptr);
  if (auto* const refusal = std::get_if<WebAnswer>(&found)) {
    return std::move(*refusal);
  }
  const auto& [message, reason] = std::get<Wanted>(found);
  const auto* const file = look_at(visit, std::get<Wanted>(found));
  if (file == nullptr) {
    return refused(WebOutcome::kNotFound);
  }
  auto drawn = asked_of(*file, FileLook::kPicture, visit.question.page);
  if (drawn.picture.empty()) {
    return refused(WebOutcome::kNotFound);
  }
  visit.note({{.act = "previewed",
               .number = message.number.text(),
               .detail = said_part(visit) + ", page " + std::to_string(visit.question.page)}},
             reason);
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = PicturePage{std::move(drawn.picture)};
  return answer;
}

// Its row is that of the case, which was written before anybody could ask for it.
WebAnswer CaseAnswers::answer_small(const Visit& visit) {
  const auto number = asked_number(visit);
  const auto of_case = number ? number->number.text() : std::string();
  const bool offered =
      number && small_.take(visit.session.id, of_case, {number->text(), visit.question.part});
  const auto message = offered ? visit.store.messages().find(*number) : std::nullopt;
  if (!message || !may_read(*message, visit.tags)) {
    return refused(WebOutcome::kNotFound);
  }
  const auto file = part_of(visit, *message);
  auto drawn = file ? asked_of(*file, FileLook::kSmall, 1) : FileText();
  if (drawn.picture.empty()) {
    small_.failed(visit.session.id, of_case);
    return refused(WebOutcome::kNotFound);
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = PicturePage{std::move(drawn.picture)};
  return answer;
}

}  // namespace pouch::gateway
