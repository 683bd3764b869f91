#include "gateway/figures/asked.hpp"

#include <algorithm>

namespace pouch::gateway::figures {
namespace {

constexpr std::string_view kProsecution = "prosecution";
constexpr std::string_view kJudicial = "JUDICIAL_AUTH";

Urgency urgency_of(const MessageCodes* first) {
  if (first == nullptr) {
    return Urgency::kUnknown;
  }
  const bool urgent = first->priority == "URGENT" || first->priority == "FLASH";
  return urgent ? Urgency::kUrgent : Urgency::kOther;
}

const MessageCodes* first_codes(const CountedCase& counted) {
  return counted.messages.empty() || !counted.messages.front().codes
             ? nullptr
             : &*counted.messages.front().codes;
}

bool is_final(LegState state) {
  return state == LegState::kAnswered || state == LegState::kRefused;
}

// What the leg's desk said, in order.
struct Word {
  Time at;
  LegState after;
  const MessageCodes* codes;
};

std::vector<Word> words_of(const CountedCase& counted, const Leg& leg) {
  std::vector<Word> words;
  for (const auto& message : counted.messages) {
    if (!message.codes || message.message <= 1) {
      continue;
    }
    for (const auto& [country, after] : message.codes->moved) {
      if (country == leg.country && after != LegState::kWithdrawn) {
        words.push_back({message.received, after, &*message.codes});
      }
    }
  }
  return words;
}

void end_as(Asked& asked, LegState state, Time at) {
  if (state == LegState::kAnswered) {
    asked.answered = at;
  } else if (state == LegState::kRefused) {
    asked.refused = at;
  }
}

void read_words(const std::vector<Word>& words, Asked& asked) {
  std::optional<LegState> stands;
  for (const auto& word : words) {
    if (!asked.acknowledged) {
      asked.acknowledged = word.at;
    }
    if (word.codes->reply_kind == "DELAY" && word.codes->reason == kJudicial) {
      asked.deviations.push_back(word.at);
    }
    if (word.after != stands) {
      stands = word.after;
      asked.answered.reset();  // also of an answer that was taken back
      asked.refused.reset();
      asked.ground.clear();
      end_as(asked, word.after, word.at);
    }
    if (word.after == LegState::kRefused && asked.ground.empty()) {
      asked.ground = word.codes->ground;
    }
  }
}

// Nothing but the leg is left of it.
void read_state(const Leg& leg, Asked& asked) {
  if (leg.state == LegState::kAcknowledged) {
    asked.acknowledged = leg.since;
  }
  if (is_final(leg.state)) {
    end_as(asked, leg.state, leg.since);
  }
}

Asked asked_of(const CountedCase& counted, const Leg& leg) {
  const auto* first = first_codes(counted);
  Asked asked;
  asked.number = counted.number.text();
  asked.from = counted.country;
  asked.to = leg.country;
  asked.form = first == nullptr ? "" : first->form;
  asked.area = first == nullptr ? "" : first->crime_area;
  asked.urgency = urgency_of(first);
  asked.prosecution = counted.community == kProsecution;
  asked.made = counted.opened;
  asked.delivered = leg.clock.delivered;
  asked.due = leg.clock.first_deadline ? leg.clock.first_deadline : leg.deadline;
  asked.stands = leg.clock.paused.has_value();
  read_words(words_of(counted, leg), asked);
  if (!asked.acknowledged && !asked.answered && !asked.refused) {
    read_state(leg, asked);
  }
  if (leg.state == LegState::kWithdrawn && !asked.answered && !asked.refused) {
    asked.withdrawn = leg.since;
  }
  return asked;
}

}  // namespace

std::optional<Time> Asked::ended() const {
  return answered ? answered : refused ? refused : withdrawn;
}

std::vector<Asked> asked_in(const CountedCase& counted, const std::set<std::string>& forms) {
  const auto* first = first_codes(counted);
  if (first != nullptr && forms.count(first->form) == 0) {
    return {};
  }
  std::vector<Asked> asked;
  for (const auto& leg : counted.legs) {
    if (first != nullptr || leg.deadline) {
      asked.push_back(asked_of(counted, leg));
    }
  }
  return asked;
}

}  // namespace pouch::gateway::figures
