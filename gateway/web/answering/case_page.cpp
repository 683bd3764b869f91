#include "gateway/web/answering/case_page.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/archive/attachment_kind.hpp"
#include "gateway/cases/case_receipt.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/receipts.hpp"
#include "gateway/store/retention.hpp"
#include "gateway/web/answering/form_shown.hpp"
#include "gateway/web/questions_codec.hpp"
#include "mail/text/charset.hpp"
#include "templates/fault.hpp"
#include "templates/types/form.hpp"
#include "templates/types/names.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostLooks = 20;
// A page is no more than an answer can carry; who needs more of a text fetches the mail.
constexpr std::size_t kMostText = kLargestAnswer / 4;

std::vector<CaseFile> files_of(const ReadMessage& read) {
  std::vector<CaseFile> files;
  for (const auto& part : read.files) {
    const auto* replaced = replaced_by(read, part);
    files.push_back({.part = static_cast<std::uint64_t>(part.position),
                     .name = part.name,
                     .media_type = part.media_type,
                     .sha256 = part.sha256,
                     .kind = std::string(attachment_kind(part.media_type, part.name)),
                     .size = part.size,
                     .evidence = part.evidence,
                     .replaces = replaced == nullptr ? "" : earlier_text(read, *replaced),
                     .unread = part.unread,
                     .facts = part.file_facts});
  }
  return files;
}

// In the language of the page: others are read in English.
const templates::Language* language_of(const Visit& visit) {
  return visit.reader.language == "ro" ? visit.runtime.templates.language("ro") : nullptr;
}

CaseMessage message_of(const Visit& visit, const ReadMessage& read, FormShown form,
                       std::size_t most_text) {
  const auto& row = read.message;
  CaseMessage shown;
  shown.number = row.number.text();
  shown.form = row.form;
  shown.title = form.title;
  shown.kind = form.kind;
  shown.grade = form.grade;
  shown.sender = row.sender;
  shown.name = shown_name(visit.runtime.directory, row.sender, visit.now);
  shown.country = row.sender_country;
  shown.received = row.received;
  shown.signer = row.signer;
  shown.signing_key = row.signing_key;
  if (!row.signer.empty()) {
    shown.signed_at = row.signed_at;
  }
  for (const auto& receiver : row.audience.to) {
    shown.to.push_back(receiver.name);
  }
  shown.audience = why(row.audience);
  shown.subject = read.text.subject;
  // The text of a form is its fields once more.
  shown.text = std::string(mail::utf8_head(form.is_form ? form.words : read.text.text, most_text));
  shown.fields = std::move(form.fields);
  shown.files = files_of(read);
  shown.raw_sha256 = row.raw_sha256;
  shown.body_sha256 = row.body_sha256;
  for (const auto& one : read.acknowledged) {
    shown.acknowledged.push_back({shown_name(visit.runtime.directory, one.by, visit.now), one.at});
  }
  return shown;
}

// The chain, in the words of its texts; without what a line of a page has no room for.
std::vector<CaseReceiptLine> receipts_of(Store& store, const CaseNumber& number) {
  std::vector<CaseReceiptLine> lines;
  for (const auto& row : store.receipts().of(number)) {
    CaseReceiptLine line;
    line.is_signed = !row.signature.empty();
    for (const auto& [label, value] : lines_of_receipt(row.text)) {
      auto* const place = label == "Of"                                              ? &line.of
                          : label == "Receipt"                                       ? &line.title
                          : label == "Country"                                       ? &line.country
                          : label == "Answer" || label == "Why" || label == "Reason" ? &line.detail
                                                                                     : nullptr;
      if (place != nullptr) {
        *place += (place->empty() ? "" : ", ") + value;
      } else if (label == "Time") {
        line.at = time_of_utc(value).value_or(Time{});
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

// When each country's desk said that it has the request.
void add_acknowledged(CasePage& page) {
  for (auto& leg : page.legs) {
    const auto found =
        std::find_if(page.receipts.begin(), page.receipts.end(), [&](const CaseReceiptLine& one) {
          return one.title == "R5 ACK" && one.country == leg.country;
        });
    if (found != page.receipts.end()) {
      leg.acknowledged = found->at;
    }
  }
}

// Which country has answered which question: by number, or with an answer that leaves none open.
std::vector<CountryAnswer> answers_of(const ReadCase& read, const std::vector<FormShown>& forms) {
  std::vector<CountryAnswer> answers;
  for (const auto& leg : read.subject.legs) {
    CountryAnswer one{.country = leg.country,
                      .all = leg.state == LegState::kAnswered,
                      .open = is_open(leg.state)};
    for (std::size_t at = 0; at < forms.size(); ++at) {
      if (read.messages[at].message.sender_country == leg.country) {
        one.numbers.insert(one.numbers.end(), forms[at].answered.begin(), forms[at].answered.end());
      }
    }
    answers.push_back(std::move(one));
  }
  return answers;
}

void add_messages(const Visit& visit, const ReadCase& read, std::vector<FormShown> forms,
                  CasePage& page) {
  const auto answers = answers_of(read, forms);
  std::size_t left = kMostText;
  for (std::size_t at = 0; at < forms.size(); ++at) {
    auto& form = forms[at];
    if (read.messages[at].message.number.message == 1) {
      mark_questions(form.fields, answers);
      page.facts = std::move(form.facts);
      page.urgency = form.urgency;
      page.crime_area = form.area.empty() ? page.crime_area : form.area;
    }
    page.messages.push_back(message_of(visit, read.messages[at], std::move(form), left));
    left -= page.messages.back().text.size();
  }
}

std::vector<CaseLegRow> legs_of(const Visit& visit, const Case& subject) {
  std::vector<CaseLegRow> rows;
  for (const auto& leg : subject.legs) {
    rows.push_back({.country = leg.country,
                    .desk = leg.desk,
                    .desk_name = leg.desk.empty()
                                     ? ""
                                     : shown_name(visit.runtime.directory, leg.desk, visit.now),
                    .state = leg.state,
                    .since = leg.since,
                    .deadline = leg.deadline,
                    .delivered = leg.clock.delivered,
                    .acknowledge_by = leg.clock.acknowledge_by,
                    .paused = leg.clock.paused,
                    .overdue = leg.overdue(visit.now)});
  }
  return rows;
}

// Those of his own state: what others look at is theirs to know.
std::vector<CaseLook> looks_of(const Visit& visit, const ReadCase& read) {
  constexpr std::array<std::string_view, 4> kActs{"shown", "found", "fetched", "previewed"};
  constexpr std::string_view kReason = "reason: ";
  const auto& directory = visit.runtime.directory;
  std::vector<CaseLook> looks;
  auto rows = visit.store.audit().rows(read.subject.number.text());
  for (auto row = rows.rbegin(); row != rows.rend() && looks.size() < kMostLooks; ++row) {
    const auto who = directory.principal_by_id(row->actor);
    const bool shown = who && who->country() == visit.reader.country &&
                       who->community() == visit.reader.community &&
                       std::find(kActs.begin(), kActs.end(), row->act) != kActs.end();
    if (shown) {
      const auto reason = row->detail.find(kReason);
      looks.push_back(
          {row->actor, shown_name(directory, row->actor, visit.now), row->act,
           reason == std::string::npos ? "" : row->detail.substr(reason + kReason.size()),
           row->at});
    }
  }
  return looks;
}

// The reply form of a request that waits for a desk of the reader; empty: none does.
std::string form_to_answer(const Visit& visit, const ReadCase& read) {
  const auto& legs = read.subject.legs;
  const bool owes = std::any_of(legs.begin(), legs.end(), [&](const Leg& leg) {
    return !leg.desk.empty() && visit.reader.acts_for(leg.desk) && is_open(leg.state);
  });
  const auto request =
      std::find_if(read.messages.begin(), read.messages.end(), [](const ReadMessage& one) {
        return one.message.number.message == 1 && !one.text.form_json.empty();
      });
  if (!owes || request == read.messages.end()) {
    return {};
  }
  try {
    return reply_form(visit.runtime.templates, read.subject.number,
                      templates::from_json(request->text.form_json), language_of(visit));
  } catch (const templates::Fault&) {
    return {};  // a stored form that is none
  }
}

// Each once, as what he is to the first message that reached him.
std::vector<CaseReader> readers_of(const ReadCase& read, const std::string& requester) {
  std::vector<CaseReader> readers{{requester, Role::kRequester}};
  for (const auto& one : read.messages) {
    for (const auto& receiver : one.message.audience.to) {
      if (std::none_of(readers.begin(), readers.end(),
                       [&](const CaseReader& known) { return known.name == receiver.name; })) {
        readers.push_back({receiver.name, receiver.role});
      }
    }
  }
  return readers;
}

}  // namespace

std::vector<FormShown> forms_of(const Visit& visit, const ReadCase& read) {
  std::vector<FormShown> forms;
  forms.reserve(read.messages.size());
  for (const auto& one : read.messages) {
    forms.push_back(form_shown(one.text.form_json, visit.runtime.templates, language_of(visit),
                               one.message.number.message == 1));
  }
  return forms;
}

CasePage case_page(const Visit& visit, const ReadCase& read, std::vector<FormShown> forms) {
  const auto& subject = read.subject;
  CasePage page;
  page.number = subject.number.text();
  page.kind = subject.kind;
  page.community = subject.community;
  page.requester = subject.requester;
  page.name = shown_name(visit.runtime.directory, subject.requester, visit.now);
  page.country = subject.requester_country;
  page.opened = subject.opened;
  page.at = visit.now;
  page.priority = subject.priority;
  page.crime_area = subject.crime_area;
  page.classification = subject.classification;
  page.handling = subject.handling;
  page.legs = legs_of(visit, subject);
  add_messages(visit, read, std::move(forms), page);
  page.subject = page.messages.front().subject;
  for (const auto& [letter, sealing] : read.letters) {
    page.letters.push_back({letter.kind, letter.number, letter.recipient, letter.state,
                            letter.status, letter.confirmed, letter.delayed});
  }
  page.receipts = receipts_of(visit.store, subject.number);
  add_acknowledged(page);
  page.readers = readers_of(read, page.name);
  if (const auto due = visit.store.retention().row(subject.number).due) {
    page.review = due->on;
  }
  page.looks = looks_of(visit, read);
  if (subject.kind != CaseKind::kArchive) {
    page.mail_to = visit.runtime.site.address;
    page.mail_subject = "Re: [" + page.number + "]";
    page.mail_form = form_to_answer(visit, read);
  }
  return page;
}

// Whose form asked for it; where none of those that are read did, the requester's.
std::string provider_of(const Visit& visit, const ReadCase& read,
                        const std::vector<FormShown>& forms, const std::string& handling) {
  if (handling.empty() || handling == "H0") {
    return {};
  }
  std::vector<std::string> countries;
  for (std::size_t at = 0; at < forms.size(); ++at) {
    const auto& asked = forms[at].handling;
    const auto& country = read.messages[at].message.sender_country;
    if (std::find(asked.begin(), asked.end(), handling) != asked.end() &&
        std::find(countries.begin(), countries.end(), country) == countries.end()) {
      countries.push_back(country);
    }
  }
  if (countries.empty()) {
    countries.push_back(read.subject.requester_country);
  }
  const auto* const language = language_of(visit);
  std::string names;
  for (const auto& code : countries) {
    const auto name =
        templates::country_name(code, language == nullptr ? "en" : std::string_view(language->tag));
    names += (names.empty() ? "" : ", ") + (name.empty() ? code : name);
  }
  return names;
}

}  // namespace pouch::gateway
