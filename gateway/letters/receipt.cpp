// Receipts (CORRESPONDENCE section 7, DOMAIN section 6; R1 and R2 in one: DECISIONS 15). Three that
// look different from afar: it was sent, it is kept with the writer's own focal point, it was not
// accepted (refusal.cpp). Said from the audience that was decided. Digests and codes stand in
// receipt.json alone.
#include <algorithm>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/fields.hpp"
#include "gateway/letters/letter.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/machine.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/problems.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kNamedInSubject = 4;  // receivers
constexpr std::size_t kLinesLeftOut = 40;

// Countries for desks that were asked, names for everybody else; copies apart.
std::vector<std::string> reached(const LetterSource& source, const Audience& audience) {
  if (!audience.group.empty()) {
    return {"the group " + audience.group};
  }
  std::vector<std::string> names;
  for (const auto& receiver : audience.to) {
    if (is_copy(receiver.role)) {
      continue;
    }
    auto name = receiver.role == Role::kAskedDesk && !receiver.country.empty()
                    ? detail::country_name(source.directory, receiver.country)
                    : receiver.name;
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::string what_was_done(const LetterSource& source, const Decision& decision) {
  if (source.form == nullptr && !decision.notices.empty()) {
    return decision.notices.front();  // an order in words says there what it did
  }
  if (source.form != nullptr && source.form->name == "control") {
    const auto action = detail::choice_of(source, "action");
    if (!action.empty()) {
      return action;
    }
  }
  for (const auto& letter : decision.letters) {
    if (!letter.title.empty()) {
      return letter.title;
    }
  }
  return "as you asked";
}

// The first words of the receipt. `most`: receivers that are named.
std::string head_of(const LetterSource& source, const Decision& decision, std::size_t most) {
  const auto& audience = decision.audience;
  if (decision.form == "control") {
    return "DONE: " + what_was_done(source, decision);
  }
  auto names = reached(source, audience);
  if (audience.ground == Ground::kOwnFocalPoint && audience.narrowed.empty()) {
    return "KEPT WITH YOUR FOCAL POINT, NOBODY ABROAD HAS IT";
  }
  if (names.empty()) {
    return "NOT SENT YET";
  }
  const auto more = names.size() > most ? names.size() - most : 0;
  names.resize(names.size() - more);
  return "SENT TO " + detail::join(names, ", ") +
         (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

bool is_about(const LetterSource& source, const Narrowing& one, const Leg& leg) {
  const auto* desk = source.directory.desk(one.id);
  return one.id == leg.country || (!leg.desk.empty() && one.id == leg.desk) ||
         (desk != nullptr && desk->country == leg.country);
}

bool waits(const Narrowing& one) { return one.code != "H2" && one.code != "privileged"; }

// Who was meant and has nothing yet.
std::string not_yet(const LetterSource& source, const Decision& decision) {
  const auto& narrowed = decision.audience.narrowed;
  std::vector<std::string> lines;
  for (const auto& leg : source.subject->legs) {
    const auto why = std::find_if(narrowed.begin(), narrowed.end(),
                                  [&](const Narrowing& one) { return is_about(source, one, leg); });
    const auto name = detail::country_name(source.directory, leg.country);
    if (leg.state == LegState::kWaiting) {
      lines.push_back(name + " waits" +
                      (why == narrowed.end() ? "" : ", because " + reason_of(*why)));
    } else if (leg.state == LegState::kNotDelivered) {
      lines.push_back(name + ", the letter could not be delivered");
    }
  }
  for (const auto& one : narrowed) {
    const auto& legs = source.subject->legs;
    const bool said = std::any_of(legs.begin(), legs.end(), [&](const Leg& leg) {
      return leg.state == LegState::kWaiting && is_about(source, one, leg);
    });
    if (waits(one) && !said) {
      lines.push_back(one.name + " has nothing, because " + reason_of(one));
    }
  }
  return detail::row("NOT YET", detail::join(lines, "; "));
}

std::string about_rows(const LetterSource& source, const std::string& number,
                       const std::string& zone) {
  const auto what = detail::about(source);
  return detail::row("Reference", what.reference) + detail::row("Title", what.title) +
         detail::row("Number", number) +
         detail::row("Received", spoken_time(source.message->received, zone));
}

std::string audience_rows(const Audience& audience) {
  std::vector<std::string> copies;
  for (const auto& receiver : audience.to) {
    if (is_copy(receiver.role)) {
      copies.push_back(receiver.name);
    }
  }
  const auto names = names_of(audience);
  auto text = detail::row("To", names.empty() ? "nobody" : names) +
              detail::row("Why", why(audience)) +
              detail::row("Copies to", detail::join(copies, ", "));
  for (const auto& one : audience.narrowed) {
    text += waits(one) ? "" : detail::row("Not to", one.name + ", because " + reason_of(one));
  }
  return text;
}

// Who is not there at this hour, and who stands in.
std::string stand_in_rows(const Decision& decision, const std::string& zone) {
  std::string text;
  for (const auto& letter : decision.letters) {
    for (const auto& party : letter.to) {
      if (party.instead_of) {
        text += detail::row("Stands in", party.name + ", because " +
                                             detail::away_in_words(*party.instead_of, zone));
      }
    }
  }
  return text;
}

// What was announced, and is obeyed.
std::string absence_rows(const LetterSource& source, const Decision& decision,
                         const std::string& zone) {
  if (!decision.absence) {
    return {};
  }
  const auto& absence = *decision.absence;
  return detail::row("Absent", detail::name_of(source.directory, absence.who)) +
         detail::row("From", spoken_time(absence.from, zone)) +
         detail::row("Until", spoken_time(absence.until, zone)) +
         detail::row("Stands in", detail::name_of(source.directory, absence.substitute));
}

std::string left_out_lines(const std::vector<std::string>& lines) {
  if (lines.empty()) {
    return {};
  }
  auto text =
      detail::heading("LEFT OUT (a signature, a quotation or the like: it was not sent on)");
  std::size_t count = 0;
  for (const auto& line : lines) {
    if (count++ == kLinesLeftOut) {
      text += "  and " + std::to_string(lines.size() - kLinesLeftOut) + " more lines\n";
      break;
    }
    text += detail::indented(line, 2);
  }
  return text;
}

std::string list_of(std::string_view title, const std::vector<std::string>& lines) {
  auto text = lines.empty() ? std::string() : detail::heading(title);
  for (const auto& line : lines) {
    text += "  - " + detail::indented(line, 4).substr(4);
  }
  return text;
}

std::string body(const LetterPlan& plan, const LetterSource& source, const Decision& decision) {
  const auto number = source.message->number.text();
  const auto zone = detail::zone_of(plan, source.site);
  auto text = detail::paragraph(head_of(source, decision, std::string::npos)) +
              not_yet(source, decision) + "\n" + about_rows(source, number, zone) +
              audience_rows(decision.audience) + stand_in_rows(decision, zone) +
              absence_rows(source, decision, zone);
  if (!decision.understood.empty()) {
    text += "\n" + detail::paragraph(decision.understood + " Reply `undo` if that is wrong.");
  }
  text += detail::reply_line(plan);
  if (!decision.warnings.empty()) {
    text += detail::heading("PLEASE LOOK AT THIS (it was carried all the same)") +
            detail::warning_lines(decision.warnings);
  }
  const auto legs = legs_shown_to(source.sender, *source.subject);
  if (!legs.empty() && source.subject->kind == CaseKind::kRequest) {
    text += detail::heading("STATE OF EACH COUNTRY") +
            leg_lines(legs, source.directory, zone, source.now);
  }
  text += list_of("BESIDES", decision.notices) + left_out_lines(decision.left_out);
  const bool answers =
      std::any_of(decision.letters.begin(), decision.letters.end(),
                  [](const LetterPlan& letter) { return letter.kind == LetterKind::kReply; });
  return text + "\n" +
         detail::paragraph(std::string(answers ? "" : "Answers come to you in this thread. ") +
                           "Name " + source.subject->number.text() +
                           " in what you write about it.");
}

}  // namespace

std::vector<Leg> legs_shown_to(const Sender& sender, const Case& subject) {
  auto legs = subject.legs;
  const bool requester =
      sender.id == subject.requester ||
      (!subject.requester_desk.empty() && sender.acts_for(subject.requester_desk));
  if (!requester) {
    std::erase_if(legs, [&](const Leg& leg) {
      return leg.country != sender.country && (leg.desk.empty() || !sender.acts_for(leg.desk));
    });
  }
  return legs;
}

mail::Draft write_receipt(const LetterPlan& plan, const LetterSource& source,
                          const Decision& decision, const LetterThread& thread) {
  auto draft = detail::automatic(source.site, plan.kind, &source.subject->number, plan.to.front(),
                                 thread, source.now);
  draft.subject =
      "[" + source.message->number.text() + "] " +
      detail::with_about(head_of(source, decision, kNamedInSubject), detail::about(source));
  draft.text = body(plan, source, decision);
  draft.attachments.push_back({.name = "receipt.json",
                               .media_type = "application/json",
                               .bytes = receipt_json(source, decision)});
  return draft;
}

}  // namespace pouch::gateway
