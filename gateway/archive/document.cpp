#include "gateway/archive/document.hpp"

#include <set>

#include "gateway/archive/attached_words.hpp"
#include "gateway/archive/attachment_kind.hpp"
#include "gateway/archive/case_sets.hpp"
#include "gateway/cases/unproved.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {
namespace {

void add(search::Document& document, std::string field, std::string text) {
  if (!text.empty()) {
    document.feeds.push_back({std::move(field), std::move(text)});
  }
}

}  // namespace

search::Document document_of(const Message& message, Body& body, const Case* subject,
                             const templates::TemplateSet& templates) {
  const auto& said = body.text();
  search::Document document;
  document.id = static_cast<std::uint64_t>(message.id);
  document.day = std::chrono::floor<std::chrono::days>(message.received);
  document.readers = message.readers;
  add(document, "case", message.number.number.text());
  add(document, "form", message.form);
  add(document, "from", std::string(bare_sender(message.sender)));
  add(document, "country", message.sender_country);
  add(document, "subject", said.subject);
  add(document, "text", said.text);
  if (!said.form_json.empty()) {
    const auto form = templates::from_json(said.form_json);
    for (const auto& feed : templates::search_feeds(form, templates)) {
      add(document, feed.field, feed.text);
      if (feed.compact != feed.text) {
        add(document, feed.field, feed.compact);
      }
    }
  }
  if (subject != nullptr) {
    document.flags.push_back("is:" + as_flag(name(subject->kind)));  // it never changes
    for (const auto& leg : subject->legs) {
      add(document, "to", leg.country);
    }
    for (const auto& code : subject->handling) {
      add(document, "handling", code);
    }
  }
  std::set<std::string> flags;
  if (!said.form_json.empty()) {
    flags.insert("has:form");
  }
  for (const auto& part : body.parts()) {
    if (!part.evidence) {
      flags.insert("has:attachment");
      flags.insert("has:" + std::string(attachment_kind(part.media_type, part.name)));
      add(document, "attachment", part.name);
      add(document, "text", words_in(body, part));
      for (const auto& fact : part.file_facts) {
        add(document, fact.field, fact.value);
      }
    }
  }
  document.flags.insert(document.flags.end(), flags.begin(), flags.end());
  return document;
}

}  // namespace pouch::gateway
