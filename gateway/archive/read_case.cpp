#include "gateway/archive/read_case.hpp"

#include <algorithm>
#include <utility>

#include "gateway/decide/acknowledged.hpp"
#include "gateway/decide/decide.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/messages.hpp"

namespace pouch::gateway {
namespace {

void find_replaced(std::vector<ReadMessage>& messages) {
  std::vector<FiledDraft> before;
  for (auto& read : messages) {
    std::vector<std::string> names;
    for (const auto& part : read.files) {
      if (!part.evidence) {
        names.push_back(part.name);
      }
    }
    read.replaced = replaced_drafts(names, before);
    for (auto& name : names) {
      before.push_back({std::move(name), read.message.number.message});
    }
  }
}

void find_acknowledged(std::vector<ReadMessage>& messages) {
  std::vector<SeenMessage> seen;
  for (const auto& one : messages) {
    const auto& row = one.message;
    seen.push_back({row.number.message, row.acknowledges,
                    row.acting_desk.empty() ? row.sender : row.acting_desk, row.received});
  }
  auto of = acknowledgements_among(seen);
  for (auto& one : messages) {
    one.acknowledged = std::move(of[one.message.number.message]);
  }
}

// What a desk was told of other cases is not for all who may read this one.
std::vector<ReadLetter> letters_of(Store& store, const CaseNumber& number) {
  std::vector<ReadLetter> letters;
  for (auto& letter : store.letters().of(number)) {
    if (letter.kind != name(LetterKind::kLinked)) {
      auto sealing = store.letters().sealing_of(letter.id);
      letters.push_back({std::move(letter), std::move(sealing)});
    }
  }
  return letters;
}

}  // namespace

const ReplacedDraft* replaced_by(const ReadMessage& read, const PartFacts& part) {
  const auto found = std::find_if(read.replaced.begin(), read.replaced.end(),
                                  [&](const ReplacedDraft& one) { return one.name == part.name; });
  return part.evidence || found == read.replaced.end() ? nullptr : &*found;
}

std::string earlier_text(const ReadMessage& read, const ReplacedDraft& replaced) {
  return replaced.earlier + " of " +
         MessageNumber{read.message.number.number, replaced.message}.text();
}

std::vector<Message> readable_messages(Store& store, const CaseNumber& number,
                                       const std::vector<std::string>& readers) {
  auto messages = store.messages().of(number);
  std::erase_if(messages, [&](const Message& message) { return !may_read(message, readers); });
  return messages;
}

std::optional<ReadCase> read_case(Store& store, const MessageNumber& wanted,
                                  const std::vector<std::string>& readers) {
  auto subject = store.cases().find(wanted.number);
  if (!subject) {
    return std::nullopt;
  }
  auto readable = readable_messages(store, wanted.number, readers);
  const auto is_wanted = [&](const Message& row) {
    return wanted.message == 0 || row.number.message == wanted.message;
  };
  if (std::none_of(readable.begin(), readable.end(), is_wanted)) {
    return std::nullopt;
  }
  ReadCase read{std::move(*subject), {}, {}};
  for (auto& row : readable) {
    auto body = store.bodies().open(row.number);
    read.messages.push_back({std::move(row), body.text(), body.parts()});
  }
  find_replaced(read.messages);
  find_acknowledged(read.messages);
  std::erase_if(read.messages, [&](const ReadMessage& one) { return !is_wanted(one.message); });
  read.letters = letters_of(store, wanted.number);
  return read;
}

}  // namespace pouch::gateway
