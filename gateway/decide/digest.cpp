#include "gateway/decide/digest.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace pouch::gateway {
namespace {

DigestLine line_of(const Case& subject, const Leg& leg, const std::string& country, Time now) {
  return {.number = subject.number,
          .country = country,
          .due = leg.deadline,
          .late = leg.overdue(now),
          .stands = leg.clock.paused.has_value()};
}

void put_in_order(std::vector<DigestLine>& lines) {
  const auto key = [](const DigestLine& line) {
    return std::tuple(!line.late, line.stands, line.due.value_or(Time::max()));
  };
  std::stable_sort(
      lines.begin(), lines.end(),
      [&](const DigestLine& left, const DigestLine& right) { return key(left) < key(right); });
}

}  // namespace

Digest digest_of(const std::vector<Case>& open, const std::string& desk, Time now) {
  Digest digest;
  for (const auto& subject : open) {
    if (subject.kind != CaseKind::kRequest) {
      continue;  // nobody owes an answer to a note
    }
    for (const auto& leg : subject.legs) {
      if (!is_open(leg.state)) {
        continue;
      }
      if (leg.desk == desk) {
        digest.to_answer.push_back(line_of(subject, leg, subject.requester_country, now));
      } else if (subject.requester_desk == desk) {
        digest.waits_for.push_back(line_of(subject, leg, leg.country, now));
      }
    }
  }
  put_in_order(digest.to_answer);
  put_in_order(digest.waits_for);
  return digest;
}

std::size_t Digest::late() const {
  return static_cast<std::size_t>(std::count_if(to_answer.begin(), to_answer.end(),
                                                [](const DigestLine& line) { return line.late; }));
}

bool Digest::empty() const {
  constexpr std::array kWorthALetter{14, 7, 3, 2, 1, 0};
  return to_answer.empty() && waits_for.empty() && fresh.empty() && searches.empty() &&
         keys.empty() && std::none_of(days.begin(), days.end(), [&](const DigestDay& one) {
           return std::count(kWorthALetter.begin(), kWorthALetter.end(), one.ahead) > 0;
         });
}

}  // namespace pouch::gateway
