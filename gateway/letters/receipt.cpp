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
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kNamedInSubject = 4;  // receivers
constexpr std::size_t kLinesLeftOut = 40;

// Countries for desks that were asked, names for everybody else; copies apart.
std::vector<std::string> reached(const LetterSource& source, const Audience& audience,
                                 const Words& words) {
  if (!audience.group.empty()) {
    return {words("the_group", {{"group", audience.group}})};
  }
  std::vector<std::string> names;
  for (const auto& receiver : audience.to) {
    if (is_copy(receiver.role)) {
      continue;
    }
    auto name = receiver.role == Role::kAskedDesk && !receiver.country.empty()
                    ? detail::country_name(source.directory, receiver.country, words)
                    : known_name(receiver.name, words);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::string what_was_done(const LetterPlan& plan, const LetterSource& source,
                          const Decision& decision) {
  if (source.form == nullptr && !decision.notices.empty()) {
    return decision.notices.front();  // an order in words says there what it did
  }
  if (source.form != nullptr && source.form->name == "control") {
    const auto action =
        detail::choice_of(source, "action", detail::labels_for(plan, source.templates));
    if (!action.empty()) {
      return action;
    }
  }
  for (const auto& letter : decision.letters) {
    if (!letter.title.empty() && language_of(letter.to) == language_of(plan.to)) {
      return letter.title;
    }
  }
  return detail::words_of(plan)("as_you_asked");
}

// The first words of the receipt. `most`: receivers that are named.
std::string head_of(const LetterPlan& plan, const LetterSource& source, const Decision& decision,
                    std::size_t most) {
  const auto& words = detail::words_of(plan);
  const auto& audience = decision.audience;
  if (decision.form == "control") {
    return words("done", {{"what", what_was_done(plan, source, decision)}});
  }
  auto names = reached(source, audience, words);
  if (audience.ground == Ground::kOwnFocalPoint && audience.narrowed.empty()) {
    return words("kept_with_focal_point");
  }
  if (names.empty()) {
    return words("not_sent_yet");
  }
  const auto more = names.size() > most ? names.size() - most : 0;
  names.resize(names.size() - more);
  const auto joined = detail::join(names, ", ");
  return words(
      "sent_to",
      {{"names", more == 0 ? joined : words("and_more", {{"names", joined}, {"count", more}})}});
}

bool is_about(const LetterSource& source, const Narrowing& one, const Leg& leg) {
  const auto* desk = source.directory.desk(one.id);
  return one.id == leg.country || (!leg.desk.empty() && one.id == leg.desk) ||
         (desk != nullptr && desk->country == leg.country);
}

bool waits(const Narrowing& one) { return one.code != "H2" && one.code != "privileged"; }

// Who was meant and has nothing yet.
std::string not_yet(const LetterSource& source, const Decision& decision, const Words& words) {
  const auto& narrowed = decision.audience.narrowed;
  std::vector<std::string> lines;
  for (const auto& leg : source.subject->legs) {
    const auto why = std::find_if(narrowed.begin(), narrowed.end(),
                                  [&](const Narrowing& one) { return is_about(source, one, leg); });
    const Place who{"who", detail::country_name(source.directory, leg.country, words)};
    if (leg.state == LegState::kWaiting) {
      lines.push_back(why == narrowed.end()
                          ? words("it_waits", {who})
                          : words("it_waits_because", {who, {"why", reason_of(*why, words)}}));
    } else if (leg.state == LegState::kNotDelivered) {
      lines.push_back(words("could_not_be_delivered", {who}));
    }
  }
  for (const auto& one : narrowed) {
    const auto& legs = source.subject->legs;
    const bool said = std::any_of(legs.begin(), legs.end(), [&](const Leg& leg) {
      return leg.state == LegState::kWaiting && is_about(source, one, leg);
    });
    if (waits(one) && !said) {
      lines.push_back(words("has_nothing_because", {{"who", known_name(one.name, words)},
                                                    {"why", reason_of(one, words)}}));
    }
  }
  return detail::row(words("row_not_yet"), detail::join(lines, "; "));
}

std::string about_rows(const LetterPlan& plan, const LetterSource& source,
                       const std::string& number, const std::string& zone, const Words& words) {
  const auto what = detail::about(source, language_of(plan.to));
  return detail::row(words("row_reference"), what.reference) +
         detail::row(words("row_title"), what.title) + detail::row(words("row_number"), number) +
         detail::row(words("row_received"), spoken_time(source.message->received, zone, words));
}

std::string audience_rows(const Audience& audience, const Words& words) {
  std::vector<std::string> copies;
  for (const auto& receiver : audience.to) {
    if (is_copy(receiver.role)) {
      copies.push_back(known_name(receiver.name, words));
    }
  }
  const auto names = names_of(audience, false, words);
  auto text = detail::row(words("row_to"), names.empty() ? words("nobody") : names) +
              detail::row(words("row_why"), why(audience, words)) +
              detail::row(words("row_copies_to"), detail::join(copies, ", "));
  for (const auto& one : audience.narrowed) {
    text += waits(one)
                ? ""
                : detail::row(words("row_not_to"),
                              words("somebody_because", {{"who", known_name(one.name, words)},
                                                         {"why", reason_of(one, words)}}));
  }
  return text;
}

// Who is not there at this hour, and who stands in.
std::string stand_in_rows(const Decision& decision, const std::string& zone, const Words& words) {
  std::string text;
  for (const auto& letter : decision.letters) {
    for (const auto& party : letter.to) {
      if (party.instead_of) {
        const auto away = detail::away_in_words(*party.instead_of, zone, words);
        text += detail::row(
            words("row_stands_in"),
            words("somebody_because", {{"who", known_name(party.name, words)}, {"why", away}}));
      }
    }
  }
  return text;
}

// What was announced, and is obeyed.
std::string absence_rows(const LetterSource& source, const Decision& decision,
                         const std::string& zone, const Words& words) {
  if (!decision.absence) {
    return {};
  }
  const auto& absence = *decision.absence;
  return detail::row(words("row_absent"), detail::name_of(source.directory, absence.who, words)) +
         detail::row(words("row_from"), spoken_time(absence.from, zone, words)) +
         detail::row(words("row_until"), spoken_time(absence.until, zone, words)) +
         detail::row(words("row_stands_in"),
                     detail::name_of(source.directory, absence.substitute, words));
}

std::string left_out_lines(const std::vector<std::string>& lines, const Words& words) {
  if (lines.empty()) {
    return {};
  }
  auto text = detail::heading(words("left_out"));
  std::size_t count = 0;
  for (const auto& line : lines) {
    if (count++ == kLinesLeftOut) {
      text += "  " + words("more_lines", {{"count", lines.size() - kLinesLeftOut}}) + "\n";
      break;
    }
    text += detail::indented(line, 2);
  }
  return text;
}

std::string list_of(const std::string& title, const std::vector<std::string>& lines) {
  auto text = lines.empty() ? std::string() : detail::heading(title);
  for (const auto& line : lines) {
    text += "  - " + detail::indented(line, 4).substr(4);
  }
  return text;
}

std::string body(const LetterPlan& plan, const LetterSource& source, const Decision& decision) {
  const auto& words = detail::words_of(plan);
  const auto number = source.message->number.text();
  const auto zone = detail::zone_of(plan, source.site);
  auto text = detail::paragraph(head_of(plan, source, decision, std::string::npos)) +
              not_yet(source, decision, words) + "\n" +
              about_rows(plan, source, number, zone, words) +
              audience_rows(decision.audience, words) + stand_in_rows(decision, zone, words) +
              absence_rows(source, decision, zone, words);
  if (!decision.understood.empty()) {
    text += "\n" + detail::paragraph(decision.understood + " " + words("undo_if_wrong"));
  }
  text += detail::reply_line(plan, words);
  if (!decision.warnings.empty()) {
    text += detail::heading(words("please_look")) +
            detail::warning_lines(decision.warnings, plan, source);
  }
  const auto legs = legs_shown_to(source.sender, *source.subject);
  if (!legs.empty() && source.subject->kind == CaseKind::kRequest) {
    text += detail::heading(words("state_of_each_country")) +
            leg_lines(legs, source.directory, zone, source.now, words);
  }
  text += list_of(words("besides"), decision.notices) + left_out_lines(decision.left_out, words);
  const bool answers =
      std::any_of(decision.letters.begin(), decision.letters.end(),
                  [](const LetterPlan& letter) { return letter.kind == LetterKind::kReply; });
  return text + "\n" +
         detail::paragraph((answers ? std::string() : words("answers_come") + " ") +
                           words("name_the_case", {{"number", source.subject->number.text()}}));
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
  draft.subject = "[" + source.message->number.text() + "] " +
                  detail::with_about(head_of(plan, source, decision, kNamedInSubject),
                                     detail::about(source, language_of(plan.to)));
  draft.text = body(plan, source, decision);
  draft.attachments.push_back({.name = "receipt.json",
                               .media_type = "application/json",
                               .bytes = receipt_json(source, decision)});
  return draft;
}

}  // namespace pouch::gateway
