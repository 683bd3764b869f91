// A correction goes to all who got what it corrects. A handling in it stands instead of the one of
// that message: only the provider relaxes, and it is logged (DOMAIN section 5).
#include <algorithm>
#include <map>

#include "gateway/decide/control_parts.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/words/words.hpp"
#include "templates/text/fold.hpp"

namespace pouch::gateway::detail {
namespace {

bool provided_by(const PastMessage& past, const Situation& situation, const Case& subject) {
  return past.sender == situation.sender.id ||
         (!past.desk.empty() && situation.sender.acts_for(past.desk)) ||
         (past.message == 1 && is_requester_side(situation, subject));
}

const PastMessage* corrected(const std::vector<PastMessage>& messages, const Situation& situation,
                             const Case& subject) {
  const int named = situation.named ? situation.named->message : 0;
  const PastMessage* found = nullptr;
  for (const auto& past : messages) {
    const bool meant = named == 0 ? past.form != "control" : past.message == named;
    if (meant && provided_by(past, situation, subject)) {
      found = &past;  // of a case named as a whole: his last words in it
    }
  }
  return found;
}

std::vector<std::string> joined_with(const std::vector<PastMessage>& messages, int message,
                                     const std::vector<std::string>& replaced) {
  std::map<int, std::vector<std::string>> by_message;
  for (const auto& past : messages) {
    by_message[past.relaxes > 0 ? past.relaxes : past.message] = past.handling;
  }
  by_message[message] = replaced;
  std::vector<std::string> joined;
  for (const auto& [number, codes] : by_message) {
    joined = join_handling(joined, codes);
  }
  return joined;
}

std::string list_of(const std::vector<std::string>& codes) {
  std::string text;
  for (const auto& code : codes) {
    text += (text.empty() ? "" : ", ") + code;
  }
  return text;
}

// Everybody to whom a letter of that message went, the sender excepted.
std::vector<Party> receivers(const Situation& situation, const Case& subject, int message,
                             Decision& decision) {
  std::vector<Party> parties;
  for (const auto& letter : situation.records.letters(subject.number)) {
    if (is_of_the_gateway(letter.kind) || letter.message != message) {
      continue;
    }
    auto party = party_at(situation, letter.recipient);
    if (!party) {
      cannot_tell(situation, subject, letter.recipient, decision);
      continue;
    }
    const bool own = party->id == situation.sender.id || situation.sender.acts_for(party->id);
    const bool known = std::any_of(parties.begin(), parties.end(),
                                   [&](const Party& one) { return one.id == party->id; });
    if (!own && !known) {
      parties.push_back(std::move(*party));
    }
  }
  return parties;
}

// Files of his message that a correction takes back; false: it names one that is not there.
bool take_back_files(const Situation& situation, const MessageNumber& of, Decision& decision) {
  const auto names = situation.form->list("withdrawn_files");
  if (names.empty()) {
    return true;
  }
  const auto files = situation.records.files(of);
  auto& withdrawn = decision.withdrawn.emplace(WithdrawnFiles{of, {}});
  for (const auto& name : names) {
    const auto found = std::find_if(files.begin(), files.end(), [&](const PartFacts& file) {
      return templates::fold(file.name) == templates::fold(name);
    });
    if (found == files.end()) {
      decision.withdrawn.reset();
      std::vector<std::string> known;
      known.reserve(files.size());
      for (const auto& file : files) {
        known.push_back(file.name);
      }
      refuse(decision, "form-problems", situation.form->find("withdrawn_files")->label,
             of.text() + " has no file \"" + name + "\"",
             known.empty() ? "it has none" : "its files: " + list_of(known));
      return false;
    }
    withdrawn.positions.push_back(found->position);
    decision.audit.push_back({.actor = "gateway",
                              .act = "withdrew",
                              .number = of.text(),
                              .detail = "file " + std::to_string(found->position + 1)});
  }
  decision.notices.push_back(
      Words::in(situation.sender.reads)("file_given_to_nobody", {{"files", list_of(names)}}));
  return true;
}

}  // namespace

void control_correct(const Situation& situation, Decision& decision) {
  auto target = target_of(situation, decision);
  if (!target) {
    return;
  }
  auto& subject = target->subject;
  const auto messages = situation.records.messages(subject.number);
  const auto* past = corrected(messages, situation, subject);
  const auto& form = *situation.form;
  if (past == nullptr && form.find("handling") != nullptr) {
    refuse(decision, "no-right", "Handling",
           "only who provided a message can change its handling, and what you named is not yours",
           "ask its author by a Reply to their letter; for use in court send \"Action: ask "
           "permission\"");
    return;
  }
  if (past == nullptr) {
    refuse(decision, "no-right", "Target",
           "only who wrote a message can correct it, and what you named is not yours",
           "name your own message, for example " + subject.number.text() + "/1");
    return;
  }
  const auto* handling = form.find("handling");
  const bool new_handling = handling != nullptr && handling->given && !handling->values.empty();
  if (form.free_text.empty() && form.text("correction").empty() && !new_handling) {
    refuse(decision, "form-problems", "Correction", "the correction has no text",
           "write what was wrong and what is right");
    decision.problems.back().code = "missing";
    return;
  }
  const auto written = MessageNumber::parse(form.text("target"));
  if (new_handling && (!written || written->message == 0)) {
    refuse(decision, "form-problems", "Target",
           "a handling is changed of one message by its number",
           "Target: " + MessageNumber{subject.number, past->message}.text());
    return;
  }
  if (!take_back_files(situation, {subject.number, past->message}, decision)) {
    return;
  }
  register_in(subject, decision);
  const auto number = MessageNumber{subject.number, decision.message}.text();
  const auto corrected_number = MessageNumber{subject.number, past->message}.text();
  const auto& words = Words::in(situation.sender.reads);
  if (new_handling) {
    const auto before = subject.handling;
    subject.handling = joined_with(messages, past->message, handling->values);
    decision.audit.push_back({.actor = "gateway",
                              .act = "handling",
                              .number = number,
                              .detail = list_of(before) + " to " + list_of(subject.handling) +
                                        ", of " + corrected_number + ", by its provider"});
    decision.notices.push_back(words("handling_is_now", {{"codes", list_of(subject.handling)}}));
  }
  auto parties = receivers(situation, subject, past->message, decision);
  const auto gone = form.list("withdrawn_files");
  const Title title = [&](const Words& said) {
    return gone.empty() ? said("correction_of", {{"number", corrected_number}})
                        : said("correction_delete",
                               {{"number", corrected_number}, {"files", list_of(gone)}});
  };
  if (!subject.group.empty() && !parties.empty()) {
    tell(subject, std::move(parties), title, decision);
  } else {
    for (auto& party : parties) {
      tell(subject, {std::move(party)}, title, decision);
    }
  }
  if (decision.letters.empty()) {
    decision.notices.push_back(words("nobody_else_has_had", {{"number", corrected_number}}));
  }
  decision.changed = std::move(subject);
}

}  // namespace pouch::gateway::detail
