#include "gateway/letters/banner.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/cases/inherited.hpp"
#include "gateway/letters/fields.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/letters/titles.hpp"

namespace pouch::gateway::detail {
namespace {

// DOMAIN section 5 [S60].
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kHandling{{
    {"H0", "for preventing and combating crime, under the law that applies"},
    {"H1", "not to be disclosed in judicial proceedings without the provider's permission"},
    {"H2", "not to be disseminated without the provider's permission"},
    {"H3", "other restrictions, see the handling text"},
}};

std::string from_line(const LetterSource& source) {
  const auto& sender = source.sender;
  auto line = sender.name;
  const auto add = [&](const std::string& more) {
    if (!more.empty() && line.find(more) == std::string::npos) {
      line += ", " + more;
    }
  };
  add(sender.unit);
  add(sender.agency);
  add(sender.country.empty() ? "" : country_name(source.directory, sender.country));
  return line;
}

// The receivers, by name, and nothing else. A message from before audiences were kept went to at
// least the readers of this letter.
std::string to_line(const LetterPlan& plan, const LetterSource& source) {
  const auto& audience = source.message->audience;
  if (audience.to.empty()) {
    std::vector<std::string> names;
    for (const auto& party : plan.to) {
      names.push_back(name_of(source.directory, party.id));
    }
    return join(names, ", ");
  }
  const bool side_talk = audience.to.size() == 1 && plan.group.empty() &&
                         (audience.ground == Ground::kAuthor || !source.subject->group.empty());
  return names_of(audience) + (side_talk ? " alone" : "");
}

// In whose place it comes to whom it comes to.
std::string stands_in_row(const LetterPlan& plan, const std::string& zone) {
  std::string text;
  for (const auto& party : plan.to) {
    if (party.instead_of) {
      text += (text.empty() ? "" : "; ") + away_in_words(*party.instead_of, zone) + ", " +
              party.name + " stands in";
    }
  }
  return row("Absent", text);
}

std::string priority_line(const LetterSource& source) {
  auto line = source.subject->priority;
  if (source.form != nullptr) {
    const auto reason = source.form->text("urgency_reason");
    const auto text = source.form->text("urgency_text");
    if (!reason.empty()) {
      line += " (" + std::string(reason) + (text.empty() ? "" : ": " + std::string(text)) + ")";
    }
  }
  return line;
}

// "A1, source: reliable, information: certain" (DOMAIN section 5); only what the desk chose.
std::string evaluation_line(const LetterPlan& plan, const LetterSource& source) {
  std::string codes, words;
  for (const auto* field : source.form == nullptr ? std::vector<const templates::FieldSpec*>{}
                                                  : fields_of(*source.form, source.templates)) {
    const auto* value = source.form->find(field->id);
    const bool ours = field->id == "source_eval" || field->id == "info_eval";
    if (!ours || value == nullptr || !value->given || value->values.empty()) {
      continue;
    }
    codes += value->values.front();
    words += (field->id == "source_eval" ? ", source: " : ", information: ") +
             label_of_code(*field, value->values.front());
  }
  return codes.empty() && plan.kind == LetterKind::kReply ? "not given" : codes + words;
}

std::string count(std::size_t number, const std::string& what) {
  return number == 1 ? "one " + what : std::to_string(number) + " " + what + "s";
}

// What is wanted, and by whom.
std::string wanted_rows(const LetterPlan& plan, const LetterSource& source) {
  const auto who = actor(source);
  if (plan.kind == LetterKind::kReply) {
    const auto kind = source.form != nullptr ? choice_of(source, "reply_kind") : std::string();
    return row("Answer of", who + (kind.empty() ? ", in words" : ", " + kind));
  }
  if (source.form == nullptr) {
    return {};
  }
  const auto questions = questions_of(*source.form, source.templates).size();
  const auto* which = source.templates.find(source.form->name);
  const bool to_countries = which != nullptr && which->goes_to == "countries";
  const bool asks =
      plan.kind == LetterKind::kRequest || (plan.kind == LetterKind::kCopy && to_countries);
  if (asks && which != nullptr && which->expects == "nothing") {
    return row("Wanted", "no answer; " + who + " informs you");
  }
  if (asks && which != nullptr && which->expects == "acknowledgement") {
    return row("Wanted", "an acknowledgement, to " + who);
  }
  if (questions > 0 && (asks || plan.kind == LetterKind::kCaseNote)) {
    return row("Wanted", "an answer to " + count(questions, "question") + " of " + who);
  }
  return asks ? row("Wanted", "an answer, to " + who) : std::string();
}

std::string until_rows(const LetterPlan& plan, const LetterSource& source) {
  const auto zone = zone_of(plan, source.site);
  std::string text;
  if (plan.deadline) {
    text += row("Answer due", spoken_time(*plan.deadline, zone));
  }
  const auto* which = source.form != nullptr ? source.templates.find(source.form->name) : nullptr;
  if (which != nullptr && !which->expires.empty()) {
    const std::string value{source.form->text(which->expires)};
    const auto time = time_of_utc(value);
    text += row("Counts until", time ? spoken_time(*time, zone) : value);
  }
  return text;
}

// As this note names them, else as the one that opened the case does.
std::string participants_row(const LetterSource& source) {
  for (const auto* form : {source.form, source.opening}) {
    const auto named = form != nullptr ? form->list("participants") : std::vector<std::string>{};
    if (!named.empty()) {
      return row("Participants", join(named, "; "));
    }
  }
  return {};
}

std::string replaced_rows(const LetterSource& source) {
  std::string lines;
  for (const auto& one : source.replaced) {
    lines += (lines.empty() ? "" : "\n") + one.name + " replaces " + one.earlier + " of " +
             MessageNumber{source.subject->number, one.message}.text();
  }
  return row("New version", lines);
}

std::string about_rows(const LetterPlan& plan, const LetterSource& source) {
  const auto what = about(source);
  const bool opening = source.message->number.message <= 1;
  const bool back = plan.kind == LetterKind::kReply;
  auto text = row(back ? "Your reference" : "Their reference", what.reference);
  if (!opening && source.form != nullptr) {
    const std::string own{source.form->text("own_ref")};
    text += own == what.reference
                ? std::string()
                : row(back ? "Their reference" : "Reference of this message", own);
  }
  return text + row("Title", what.title) + row("Title of the case", what.case_title) +
         participants_row(source) + replaced_rows(source);
}

// What an H3 forbids, its own first; of what it answers each in the words of its provider.
std::string handling_text(const LetterSource& source) {
  std::vector<std::string> texts;
  if (source.form != nullptr && !source.form->text("handling_text").empty()) {
    texts.emplace_back(source.form->text("handling_text"));
  }
  for (const auto& text : inherited_texts(source.message->inherited)) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(text);
    }
  }
  return join(texts, "\n");
}

}  // namespace

std::string handling_row(const std::vector<std::string>& codes) {
  std::string text;
  for (const auto& code : codes) {
    const auto* found = std::find_if(kHandling.begin(), kHandling.end(),
                                     [&](const auto& entry) { return entry.first == code; });
    text += (text.empty() ? "" : "\n") + code;
    if (found != kHandling.end()) {
      text += ", " + std::string(found->second);
    }
  }
  return row("Handling", text);
}

std::string away_in_words(const Away& away, const std::string& zone) {
  return away.name + (away.closed ? " is closed until " : " is absent until ") +
         spoken_time(away.until, zone);
}

std::string banner(const LetterPlan& plan, const LetterSource& source) {
  const auto& subject = *source.subject;
  auto text = paragraph("[" + source.message->number.text() + "] " + title_of(plan, source)) + "\n";
  text += handling_row(subject.handling);
  text += row("Handling text", handling_text(source));
  text += wanted_rows(plan, source) + until_rows(plan, source);
  text += row("Priority", priority_line(source));
  text += row("Classification", subject.classification);
  text += row("Evaluation", evaluation_line(plan, source));
  text += row("From", from_line(source)) + row("To", to_line(plan, source));
  text += stands_in_row(plan, zone_of(plan, source.site));
  return text + about_rows(plan, source);
}

std::string reply_line(const LetterPlan& plan) {
  const auto& reply = plan.reply;
  auto names = in_sentence(reply);
  const bool whole = names.starts_with("the whole group");
  if (!reply.group.empty() && !whole) {
    names = "the group " + reply.group + (names.empty() ? "" : ": " + names);
  }
  auto text =
      "A Reply to this letter goes to " + (names.empty() ? "the gateway only" : names) + ".";
  text += plan.reply_hint.empty() ? "" : " " + plan.reply_hint;
  return "\n" + paragraph(text);
}

std::string proof(const LetterSource& source) {
  const auto& message = *source.message;
  auto text = heading("WHO SENT IT, AND HOW THAT IS PROVED");
  text += row("Sender", source.sender.name);
  text += row("Signed with", message.signer);
  if (message.signing_key != message.signer) {
    text += row("by its subkey", message.signing_key);
  }
  text += row("Signed at", utc_time(message.signed_at));
  text += row("Received at", utc_time(message.received));
  if (source.contents == nullptr) {
    return text;
  }
  for (const auto& part : source.contents->parts) {
    if (part.evidence && part.origin.empty()) {
      text += row("Original", part.name +
                                  " is the sender's own signed message with the encryption taken "
                                  "off; gpg --verify proves it with the key above");
    }
    if (!part.origin.empty()) {
      text += row("Brought before", part.name + " came with the sender's earlier " + part.origin +
                                        (part.evidence ? "; it is that mail" : ""));
    }
    if (part.signed_separately) {
      text += row("Signed apart", part.name);
    }
  }
  return text;
}

}  // namespace pouch::gateway::detail
