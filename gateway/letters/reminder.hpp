// Letters of a leg's clock (DOMAIN section 7). A reminder goes to the desk that owes an answer:
// short, with the questions and the lines to fill in, but without files; a Reply to it counts as
// one to the request letter. A late answer is told to the requester, to the liaison desks of the
// asked country and to headquarters: numbers, names and times, nothing of the case's content.
#pragma once

#include <optional>
#include <string>

#include "gateway/letters/letter.hpp"
#include "gateway/letters/non_delivery.hpp"

namespace pouch::gateway {

// `plan.deadline` is the leg's; `source` is the case's opening message.
mail::Draft write_reminder(const LetterPlan& plan, const LetterSource& source, const Leg& leg,
                           Tick tick, const LetterThread& thread);

struct LateAnswer {
  MessageNumber number;  // of the request
  const Leg& leg;
  Tick tick = Tick::kDue;
  std::string asked, desk;  // for people: "Bulgaria", "Focal point of Bulgaria"
  std::string requester;    // "Romania"; empty: the letter is for the requester
  Time accepted{};          // the request
};
mail::Draft write_late_answer(const NoticeSource& source, const Party& to, const LateAnswer& late,
                              const LetterThread& thread);

}  // namespace pouch::gateway
