// A case as its reader may see it, at the command line or at the page: the messages that are his to
// read with what they say and the list of their files, and the letters of the case. Nothing here is
// written down: who shows it writes the audit row before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/cases/draft_version.hpp"
#include "gateway/decide/answers.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

struct ReadMessage {
  Message message;
  MessageText text;
  std::vector<PartFacts> files;
  std::vector<ReplacedDraft> replaced{};        // among the messages that the reader may see
  std::vector<Acknowledgement> acknowledged{};  // in such messages too; `by` is a principal's id
};

// The earlier version of a file, when this message brings a newer one; null: it does not.
const ReplacedDraft* replaced_by(const ReadMessage& read, const PartFacts& part);
// "plan_v1.pdf of SEL-2026-004217-42/2".
std::string earlier_text(const ReadMessage& read, const ReplacedDraft& replaced);

struct ReadLetter {
  QueuedLetter letter;
  LetterSealing sealing;
};

struct ReadCase {
  Case subject;
  std::vector<ReadMessage> messages;  // by their numbers
  std::vector<ReadLetter> letters;
};

// Of a message of it: that one alone. nullopt: there is nothing under that number that these rights
// may read; whether it exists is not told.
std::optional<ReadCase> read_case(Store& store, const MessageNumber& wanted,
                                  const std::vector<std::string>& readers);

// Messages of a case that these rights may read.
std::vector<Message> readable_messages(Store& store, const CaseNumber& number,
                                       const std::vector<std::string>& readers);

}  // namespace pouch::gateway
