#include "gateway/work/records.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "gateway/archive/linked_pairs.hpp"
#include "gateway/decide/decide.hpp"
#include "gateway/decide/permission_form.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/erasures.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/work/opening.hpp"
#include "gateway/work/retention_look.hpp"
#include "mail/structure/headers.hpp"
#include "templates/types/form.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostNotes = 200;

std::vector<SentLetter> letters_of(Letters& book, const CaseNumber& number) {
  std::vector<SentLetter> letters;
  for (const auto& letter : book.of(number)) {
    const auto of = MessageNumber::parse(letter.number);
    letters.push_back(
        {.kind = letter.kind, .recipient = letter.recipient, .message = of ? of->message : 0});
  }
  return letters;
}

// A correction that names a handling puts it in the place of its target's.
int relaxed_by(const templates::Form& form) {
  const auto* handling = form.find("handling");
  const bool counts = form.text("action") == "CORRECT" && handling != nullptr && handling->given;
  const auto target = counts ? MessageNumber::parse(form.text("target")) : std::nullopt;
  return target ? target->message : 0;
}

std::vector<PastMessage> messages_of(Messages& book, Bodies& bodies, const CaseNumber& number,
                                     bool erased) {
  std::vector<PastMessage> messages;
  for (const auto& row : book.of(number)) {
    PastMessage past{.message = row.number.message,
                     .form = row.form,
                     .sender = row.sender,
                     .desk = row.acting_desk};
    past.audience = row.audience;
    past.inherited = row.inherited;
    past.received = row.received;
    past.acknowledges = row.acknowledges;
    if (erased) {
      messages.push_back(std::move(past));  // who wrote when is all that is left
      continue;
    }
    const auto said = bodies.text(row.number);
    if (!said.form_json.empty()) {
      const auto form = templates::from_json(said.form_json);
      past.handling = form.list("handling");
      past.relaxes = relaxed_by(form);
      past.handling_text = form.text("handling_text");
      take_permission(form, past);
      past.privileged = form.yes("privileged");
    }
    messages.push_back(std::move(past));
  }
  return messages;
}

// As its first message says it, in its form or its subject.
std::string title_of(Bodies& bodies, const CaseNumber& number) {
  const auto opening = opening_of(bodies, number);
  const std::string named(opening.form ? opening.form->text("case_title") : std::string_view());
  return named.empty() ? opening.subject : named;
}

}  // namespace

Records records_of(const Runtime& runtime, Store& store) {
  return {
      [&store](const CaseNumber& number) { return store.cases().find(number); },
      [&store](const CaseNumber& number) { return letters_of(store.letters(), number); },
      // One decision asks several times, and each message is opened for it.
      [&store,
       known = std::map<CaseNumber, std::vector<PastMessage>>()](const CaseNumber& number) mutable {
        const auto found = known.find(number);
        return found != known.end()
                   ? found->second
                   : known
                         .emplace(number, messages_of(store.messages(), store.bodies(), number,
                                                      store.erasures().is_erased(number)))
                         .first->second;
      },
      [&store](const std::string& requester, const std::vector<std::string>& desks) {
        return store.cases().open_of(requester, desks);
      },
      [&store](const CaseNumber& number) { return linked_pairs(store, store.links().of(number)); },
      [&runtime, &store](const CaseNumber& number) {
        return retention_view(runtime, store, number);
      },
      [&store](const CaseNumber& number) { return store.erasures().erased_at(number); },
      [&store](const std::vector<std::string>& readers) {
        return store.cases().open_notes(readers, kMostNotes);
      },
      [&store](const CaseNumber& number) { return title_of(store.bodies(), number); },
      [&store](const MessageNumber& number) {
        auto files = store.bodies().open(number).parts();
        std::erase_if(files, [](const PartFacts& file) { return file.evidence; });
        return files;
      }};
}

std::optional<AnsweredLetter> answered_letter(Store& store, const std::string& message_id) {
  auto letter = store.letters().sent(message_id);
  const bool may_ask = letter && letter->kind == name(LetterKind::kControl) && letter->number &&
                       letter->number->message > 0;
  if (!may_ask || store.erasures().is_erased(letter->number->number)) {
    return letter;
  }
  const auto said = store.bodies().text(*letter->number);
  if (said.form_json.empty()) {
    return letter;
  }
  PastMessage past;
  take_permission(templates::from_json(said.form_json), past);
  if (past.asks_for > 0) {
    letter->asks = PermissionAsked{{letter->number->number, past.asks_for}, past.asked_use};
  }
  return letter;
}

std::vector<AnsweredLetter> letters_to(Store& store, const config::Directory& directory,
                                       const Sender& sender, const CaseNumber& number) {
  const auto addresses = addresses_of(sender, directory);
  std::vector<AnsweredLetter> found;
  auto queued = store.letters().of(number);
  for (auto one = queued.rbegin(); one != queued.rend(); ++one) {
    const bool theirs = std::any_of(
        addresses.begin(), addresses.end(),
        [&](const std::string& address) { return mail::same_address(address, one->recipient); });
    auto letter = theirs ? answered_letter(store, one->message_id) : std::nullopt;
    if (letter) {
      found.push_back(std::move(*letter));
    }
  }
  return found;
}

}  // namespace pouch::gateway
