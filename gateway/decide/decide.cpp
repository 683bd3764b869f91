#include "gateway/decide/decide.hpp"

#include <algorithm>
#include <set>

#include "gateway/decide/named.hpp"
#include "gateway/decide/parts.hpp"
#include "gateway/decide/permission_form.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/decide/search_context.hpp"
#include "gateway/decide/standing.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {
namespace detail {
void refuse(Decision& decision, std::string reason, std::string label, std::string text,
            std::string hint) {
  decision.outcome = Outcome::kRefused;
  if (decision.reason.empty()) {
    decision.reason = reason;
  }
  decision.problems.push_back({.label = std::move(label),
                               .code = std::move(reason),
                               .text = std::move(text),
                               .hint = std::move(hint)});
}

std::string routing_community(const Sender& sender) {
  return sender.community == "prosecution" ? "prosecution" : "police";
}

std::string agency_of(const Sender& sender) { return sender.agency; }

std::string state_tag(const std::string& country, const std::string& community) {
  return "state:" + country + ":" + community;
}

std::optional<Party> usable_party(const Situation& situation, const config::Desk& desk) {
  auto party = party_of(desk, situation.directory, situation.site);
  std::erase_if(party.keys, [&](const std::string& key) { return !situation.key_usable(key); });
  return party.keys.empty() ? std::nullopt : std::optional<Party>(std::move(party));
}

bool has_code(const std::vector<std::string>& handling, std::string_view code) {
  return std::find(handling.begin(), handling.end(), code) != handling.end();
}

std::vector<std::string> join_handling(const std::vector<std::string>& parent,
                                       const std::vector<std::string>& child) {
  std::set<std::string> joined(parent.begin(), parent.end());
  joined.insert(child.begin(), child.end());
  if (joined.size() > 1) {
    joined.erase("H0");  // the strictest wins
  }
  if (joined.empty()) {
    joined.insert("H0");
  }
  return {joined.begin(), joined.end()};
}

}  // namespace detail

namespace {

constexpr std::string_view kClassifications[] = {"UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL",
                                                 "SECRET"};

std::size_t rank(std::string_view classification) {
  const auto* found =
      std::find(std::begin(kClassifications), std::end(kClassifications), classification);
  return static_cast<std::size_t>(found - std::begin(kClassifications));
}

// SPEC section 5: reject only for a missing right, a missing or untyped field, a classification
// above what the site may hold. Reports all of them at once.
void check_common(const Situation& situation, Decision& decision) {
  const auto& form = *situation.form;
  const auto& allowed = situation.which->communities;
  if (!allowed.empty() &&
      std::find(allowed.begin(), allowed.end(), situation.sender.community) == allowed.end()) {
    detail::refuse(decision, "no-right", "Form",
                   "the form \"" + form.name + "\" is not for your community (" +
                       situation.sender.community + ")",
                   "send a plain mail: your own focal point will get it");
  }
  const auto classification = form.text("classification");
  if (!classification.empty() &&
      rank(classification) > rank(situation.site.highest_classification)) {
    detail::refuse(decision, "classification", "Classification",
                   "this site may hold no more than " + situation.site.highest_classification,
                   "send it through a channel that is cleared for it");
  }
  if (!form.problems.empty()) {
    decision.outcome = Outcome::kRefused;
    if (decision.reason.empty()) {
      decision.reason = "form-problems";
    }
    decision.problems.insert(decision.problems.end(), form.problems.begin(), form.problems.end());
  }
}

// A Reply to the gateway itself: what stands in it was for nobody else (CORRESPONDENCE section 2).
void not_sent_on(const Situation& situation, Decision& decision) {
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kNotSent;
  answer.choices = choices_of(situation, situation.thread ? &*situation.thread : nullptr);
  if (situation.answers_kind == "review") {
    answer.lines.push_back(
        "On that letter one word on top counts: KEEP and the reason, or ERASE alone.");
  } else if (situation.answers_kind == "erasure") {
    answer.lines.push_back("When your copies are erased, reply with the word ERASED alone.");
  }
  decision.reason = "not-sent";
  if (situation.thread) {
    const auto standing = detail::standing_of(situation, *situation.thread);
    if (!standing.any()) {
      answer.choices.clear();
    }
  }
}

bool is_for_the_gateway(const Situation& situation) {
  return is_of_the_gateway(situation.answers_kind) && situation.form == nullptr &&
         situation.to_names.empty() && situation.groups.empty();
}

std::string what_it_holds(const Situation& situation) {
  if (situation.below_signature) {
    return "your Reply holds no word of yours but below a line \"-- \", where mail programs put a "
           "signature";
  }
  if (situation.added.empty()) {
    return situation.answers_kind.empty() ? "your mail has no text, no form and no attachment"
                                          : "your Reply holds nothing but our own letter";
  }
  std::string files;
  for (const auto& name : situation.added) {
    files += (files.empty() ? "" : ", ") + name;
  }
  return "your Reply holds no word of yours, only " + files;
}

void nothing_written(const Situation& situation, Decision& decision) {
  detail::refuse(decision, "empty", "", what_it_holds(situation),
                 situation.below_signature ? "write above that line, and send it again"
                 : situation.answers_kind == "request"
                     ? "type the answers under the questions, or write in your own words on top"
                     : "write what you want to say on top, and send it again");
}

void dispatch(const Situation& situation, Decision& decision) {
  if (detail::answer_key_update(situation, decision)) {
    return;
  }
  if (situation.order && detail::obey(situation, decision)) {
    return;
  }
  if (detail::is_erased(situation, decision)) {
    return;
  }
  const bool has_form = situation.form != nullptr && situation.which != nullptr;
  if (situation.empty && !has_form) {
    return nothing_written(situation, decision);
  }
  if (is_for_the_gateway(situation)) {
    return not_sent_on(situation, decision);
  }
  if (has_form && !detail::fits_address(situation, decision)) {
    return;
  }
  const std::string goes_to = has_form ? situation.which->goes_to : std::string();
  if (goes_to == "gateway") {
    situation.which->name == "search" ? detail::decide_search(situation, decision)
                                      : detail::decide_control(situation, decision);
  } else if (goes_to == "countries") {
    detail::decide_request(situation, decision);
  } else if (goes_to == "requester" && !situation.thread) {
    detail::refuse(decision, "form-problems", "Answers",
                   "no case of that number is known, or the mail does not say which request it "
                   "answers",
                   "write the number from the letter's subject, as in \"Answers: "
                   "SEL-2026-000001-17\"");
    decision.problems.back().code = "unknown-case";
  } else {
    detail::decide_message(situation, decision);
  }
}

void finish_refusal(const Situation& situation, Decision& decision) {
  decision.opened.reset();
  decision.changed.reset();
  decision.letters.clear();
  decision.audit.clear();
  decision.notices.clear();
  decision.answer.reset();
  decision.retention.reset();
  decision.key_update.reset();
  decision.for_operator.clear();
  decision.audience = {};
  const auto kind = decision.ask ? LetterKind::kQuestion : LetterKind::kRefusal;
  decision.letters.push_back({.kind = kind, .to = {party_of(situation.sender, situation.site)}});
  decision.audit.push_back({.actor = situation.sender.id,
                            .act = decision.ask ? "asked back" : "refused",
                            .detail = decision.reason});
}

// The gateway answers by itself: no case, no receipt beside the answer.
void finish_answer(const Situation& situation, const std::string& what, Decision& decision) {
  decision.letters.push_back(
      {.kind = LetterKind::kAnswer, .to = {party_of(situation.sender, situation.site)}});
  const auto number = situation.named ? situation.named->text() : std::string();
  decision.audit.insert(
      decision.audit.begin(),
      {.actor = situation.sender.id, .act = "answered", .number = number, .detail = what});
}

// What was answered, for the audit log.
std::string action_of(const Situation& situation, const Decision& decision) {
  const auto action =
      situation.form != nullptr ? std::string(situation.form->text("action")) : decision.reason;
  return decision.form + (action.empty() ? std::string() : ", " + action);
}

bool continues_search(const Situation& situation) {
  if (!situation.order || situation.context.empty()) {
    return false;
  }
  const auto kind = situation.order->kind;
  return kind == OrderKind::kMore || kind == OrderKind::kFetch || kind == OrderKind::kPage ||
         kind == OrderKind::kKeep;
}

// The message as it is about to be, for those who will answer it.
PastMessage as_past(const Situation& situation, const Decision& decision) {
  PastMessage past{.message = decision.message,
                   .form = decision.form,
                   .sender = situation.sender.id,
                   .desk = decision.acting_desk};
  past.audience = decision.audience;
  past.inherited = decision.inherited;
  if (situation.form != nullptr) {
    past.handling = situation.form->list("handling");
    past.handling_text = situation.form->text("handling_text");
    past.privileged = situation.form->yes("privileged");
    take_permission(*situation.form, past);
  }
  return past;
}

void check_right(const Situation& situation, const std::string& needed, Decision& decision) {
  if (!situation.sender.has_right(needed)) {
    detail::refuse(decision, "no-right", "Form", "you have no right to send this (" + needed + ")",
                   "ask your focal point to have it entered in the directory");
  }
}

}  // namespace

std::string_view name(LetterKind kind) {
  switch (kind) {
    case LetterKind::kRequest:
      return "request";
    case LetterKind::kCopy:
      return "copy";
    case LetterKind::kReply:
      return "reply";
    case LetterKind::kNote:
      return "note";
    case LetterKind::kCaseNote:
      return "case-note";
    case LetterKind::kControl:
      return "control";
    case LetterKind::kAnswer:
      return "answer";
    case LetterKind::kReceipt:
      return "receipt";
    case LetterKind::kRefusal:
      return "refusal";
    case LetterKind::kNotice:
      return "notice";
    case LetterKind::kQuestion:
      return "question";
    case LetterKind::kLinked:
      return "linked";
    case LetterKind::kDigest:
      return "digest";
    case LetterKind::kOverview:
      return "overview";
    case LetterKind::kReminder:
      return "reminder";
    case LetterKind::kEscalation:
      return "escalation";
    case LetterKind::kAuditHead:
      return "audit-head";
    case LetterKind::kReview:
      return "review";
    case LetterKind::kErasure:
      return "erasure";
    case LetterKind::kKey:
      return "key";
    case LetterKind::kJoined:
      return "joined";
    case LetterKind::kEnter:
      return "enter";
    case LetterKind::kWelcome:
      return "welcome";
    case LetterKind::kStranger:
      return "stranger";
  }
  return "unknown";
}

std::string language_of(const std::vector<Party>& readers) {
  const bool same = std::all_of(readers.begin(), readers.end(), [&](const Party& party) {
    return party.language == readers.front().language;
  });
  return same && !readers.empty() ? readers.front().language : std::string();
}

Party party_of(const config::Desk& desk, const config::Directory& directory,
               const config::Site& site) {
  return {.id = desk.id,
          .name = display_name(desk, directory),
          .address = desk.address,
          .keys = desk.keys,
          .time_zone = desk.time_zone.empty() ? site.time_zone : desk.time_zone,
          .country = desk.country,
          .language = directory.language_of(desk)};
}

Party party_of(const Sender& sender, const config::Site& site) {
  return {.id = sender.id,
          .name = sender.name,
          .address = sender.address,
          .keys = sender.keys,
          .time_zone = site.time_zone,
          .country = sender.country,
          .language = sender.reads};
}

void say_where_replies_go(const config::Directory& directory, const Case& subject,
                          const PastMessage& message, LetterPlan& plan) {
  if (is_of_the_gateway(name(plan.kind)) || plan.to.empty()) {
    return;
  }
  const auto& words = Words::in(language_of(plan.to));
  const auto own_hint = plan.reply_hint;  // of what the letter asks for
  if (!plan.group.empty()) {
    plan.reply.ground = Ground::kGroup;
    plan.reply.group = plan.group;
    plan.reply.to = {{.id = plan.group,
                      .name = "the whole group " + plan.group,
                      .country = "",
                      .role = Role::kGroup}};
    plan.reply_hint = words("to_reach_author", {{"author", message.sender}});
    return;
  }
  const auto actor = actor_of(plan.to.front().id, directory);
  plan.reply =
      reach_of(directory, subject, actor, {std::string(name(plan.kind)), &message}).audience;
  if (subject.kind == CaseKind::kRequest && reached_legs(subject).size() > 1) {
    plan.reply_hint = is_requester_side(actor, subject) ? words("to_reach_all") : "";
  } else if (!subject.group.empty() && plan.kind != LetterKind::kCopy) {
    plan.reply_hint = words("to_reach_group", {{"group", subject.group}});
  }
  plan.reply_hint = own_hint.empty() ? plan.reply_hint : own_hint;
}

Decision refuse_with(const Situation& situation, const std::string& reason,
                     std::vector<templates::Problem> problems) {
  Decision decision;
  decision.form = situation.form != nullptr ? situation.form->name : "note";
  decision.outcome = Outcome::kRefused;
  decision.reason = reason;
  decision.problems = std::move(problems);
  finish_refusal(situation, decision);
  return decision;
}

Decision ask_which_case(const Situation& situation, const std::vector<CaseNumber>& cases) {
  Decision decision;
  decision.form = situation.form != nullptr ? situation.form->name : "note";
  decision.outcome = Outcome::kRefused;
  decision.reason = "which-case";
  const auto& words = Words::in(situation.sender.reads);
  decision.ask = Ask{KeptFor::kCase, words("ask_in_which_case"), {}, {}};
  for (const auto& number : cases) {
    decision.ask->choices.push_back({number.text(), words("this_case")});
  }
  decision.ask->lines.push_back(cases.size() < 2 ? words("reply_names_no_case")
                                : situation.answers_kind.empty()
                                    ? words("names_several_cases")
                                    : words("answers_one_names_another"));
  finish_refusal(situation, decision);
  return decision;
}

Decision decide(const Situation& situation) {
  if (continues_search(situation)) {
    return continue_search(situation, situation.context, *situation.order);
  }
  Decision decision;
  decision.form = situation.form != nullptr ? situation.form->name : "note";
  if (situation.form != nullptr) {
    decision.warnings = situation.form->warnings;
    check_common(situation, decision);
  }
  check_right(situation, situation.which != nullptr ? situation.which->right : "send", decision);
  if (decision.outcome == Outcome::kAccepted) {
    dispatch(situation, decision);
  }
  if (decision.outcome == Outcome::kRefused) {
    finish_refusal(situation, decision);
    return decision;
  }
  if (decision.answer) {
    if (situation.order) {
      decision.answer->left = situation.order->left;
    }
    finish_answer(situation, action_of(situation, decision), decision);
    return decision;
  }
  const auto* subject = decision.the_case();
  detail::send_to_stand_ins(situation, *subject, decision);
  decision.readers = readers_of(*subject, decision.audience, situation.sender, subject->handling,
                                situation.directory);
  for (auto& plan : decision.letters) {
    say_where_replies_go(situation.directory, *subject, as_past(situation, decision), plan);
  }
  decision.letters.push_back(
      {.kind = LetterKind::kReceipt, .to = {party_of(situation.sender, situation.site)}});
  const auto number = MessageNumber{subject->number, decision.message}.text();
  decision.audit.insert(
      decision.audit.begin(),
      {.actor = situation.sender.id, .act = "accepted", .number = number, .detail = decision.form});
  return decision;
}

Decision continue_search(const Situation& situation, std::string_view context, const Order& order) {
  Decision decision;
  decision.form = "search";
  const auto* form = situation.templates != nullptr ? situation.templates->find("search") : nullptr;
  check_right(situation, form != nullptr ? form->right : "search", decision);
  auto question = read_search_context(context);
  if (!question) {
    detail::refuse(decision, "form-problems", "", "that letter is no answer of the archive",
                   "send a mail with the subject \"search\"");
  } else if (decision.outcome == Outcome::kAccepted) {
    detail::continue_found(situation, std::move(*question), order, decision);
  }
  if (decision.outcome == Outcome::kRefused) {
    finish_refusal(situation, decision);
  } else {
    finish_answer(situation, "search, continued", decision);
  }
  return decision;
}

}  // namespace pouch::gateway
