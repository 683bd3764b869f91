#include "gateway/web/answering/case_page.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/letters/letter.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/web/questions_codec.hpp"
#include "mail/text/charset.hpp"
#include "templates/fault.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostLooks = 20;
// A page is no more than an answer can carry; who needs more of a text fetches the mail.
constexpr std::size_t kMostText = kLargestAnswer / 4;

// Fields of the search that identify a thing, as they are typed.
constexpr std::array<std::string_view, 7> kThings{"person",   "plate", "vin",      "phone",
                                                  "document", "iban",  "container"};

std::string query_for(const templates::Value& value,
                      const std::vector<templates::SearchFeed>& feeds) {
  const auto feed = std::find_if(feeds.begin(), feeds.end(), [&](const auto& one) {
    return one.id == value.id &&
           std::find(kThings.begin(), kThings.end(), one.field) != kThings.end();
  });
  if (feed == feeds.end() || feed->text.empty()) {
    return {};
  }
  auto words = feed->text;
  std::replace(words.begin(), words.end(), '"', ' ');
  return feed->field + ":\"" + words + "\"";
}

void add_fields(const std::string& block, const std::vector<templates::Value>& values,
                const std::vector<templates::SearchFeed>& feeds, std::vector<CaseField>& fields) {
  for (const auto& value : values) {
    if (value.given && !value.raw.empty()) {
      fields.push_back({block, value.label, value.raw, query_for(value, feeds)});
    }
  }
}

// "Person 1".
std::string block_label(const templates::Block& block, const templates::TemplateSet& set) {
  const auto* spec = set.block(block.kind);
  return (spec == nullptr ? block.kind : spec->label) + " " + std::to_string(block.number);
}

struct FormShown {
  std::vector<CaseField> fields{};  // empty: the message bears no form
  std::string words{};              // what its writer says besides
};

FormShown form_of(const std::string& json, const templates::TemplateSet& set) {
  FormShown shown;
  auto& fields = shown.fields;
  if (json.empty()) {
    return shown;
  }
  try {
    const auto form = templates::from_json(json);
    add_fields("", form.fields, templates::search_feeds(form, set), fields);
    for (const auto& block : form.blocks) {
      add_fields(block_label(block, set), block.fields, templates::search_feeds(block, form, set),
                 fields);
    }
    for (const auto& [label, value] : form.unknown) {
      fields.push_back({"", label, value, ""});
    }
    shown.words = form.words;
    shown.words += form.words.empty() || form.free_text.empty() ? "" : "\n\n";
    shown.words += form.free_text;
  } catch (const templates::Fault&) {
    return {};  // a stored form that is none: its text is there
  }
  return shown;
}

std::vector<CaseFile> files_of(const ReadMessage& read) {
  std::vector<CaseFile> files;
  for (const auto& part : read.files) {
    const auto* replaced = replaced_by(read, part);
    files.push_back({.part = static_cast<std::uint64_t>(part.position),
                     .name = part.name,
                     .media_type = part.media_type,
                     .sha256 = part.sha256,
                     .size = part.size,
                     .evidence = part.evidence,
                     .replaces = replaced == nullptr ? "" : earlier_text(read, *replaced),
                     .unread = part.unread,
                     .facts = part.file_facts});
  }
  return files;
}

CaseMessage message_of(const Visit& visit, const ReadMessage& read, std::size_t most_text) {
  const auto& row = read.message;
  CaseMessage shown;
  shown.number = row.number.text();
  shown.form = row.form;
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
  auto form = form_of(read.text.form_json, visit.runtime.templates);
  // The text of a form is its fields once more.
  shown.text =
      std::string(mail::utf8_head(form.fields.empty() ? read.text.text : form.words, most_text));
  shown.fields = std::move(form.fields);
  shown.files = files_of(read);
  shown.raw_sha256 = row.raw_sha256;
  shown.body_sha256 = row.body_sha256;
  return shown;
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
                      templates::from_json(request->text.form_json));
  } catch (const templates::Fault&) {
    return {};  // a stored form that is none
  }
}

std::vector<std::string> names_of_readers(const ReadCase& read) {
  std::vector<std::string> names;
  for (const auto& one : read.messages) {
    for (const auto& receiver : one.message.audience.to) {
      if (std::find(names.begin(), names.end(), receiver.name) == names.end()) {
        names.push_back(receiver.name);
      }
    }
  }
  return names;
}

}  // namespace

CasePage case_page(const Visit& visit, const ReadCase& read) {
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
  std::size_t left = kMostText;
  for (const auto& message : read.messages) {
    page.messages.push_back(message_of(visit, message, left));
    left -= page.messages.back().text.size();
  }
  page.subject = page.messages.front().subject;
  for (const auto& [letter, sealing] : read.letters) {
    page.letters.push_back({letter.kind, letter.number, letter.recipient, letter.state,
                            letter.status, letter.confirmed, letter.delayed});
  }
  page.readers = names_of_readers(read);
  page.looks = looks_of(visit, read);
  if (subject.kind != CaseKind::kArchive) {
    page.mail_to = visit.runtime.site.address;
    page.mail_subject = "Re: [" + page.number + "]";
    page.mail_form = form_to_answer(visit, read);
  }
  return page;
}

}  // namespace pouch::gateway
