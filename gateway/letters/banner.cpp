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
#include "gateway/words/known_names.hpp"
#include "gateway/words/known_sentences.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

// DOMAIN section 5 [S60].
constexpr std::array<std::pair<std::string_view, Phrase>, 4> kHandling{{
    {"H0", Phrase("handling_h0")},
    {"H1", Phrase("handling_h1")},
    {"H2", Phrase("handling_h2")},
    {"H3", Phrase("handling_h3")},
}};

std::string from_line(const LetterPlan& plan, const LetterSource& source, const Words& words) {
  const auto& sender = source.sender;
  auto line = known_name(sender.name, words);
  const auto add = [&](const std::string& more) {
    if (!more.empty() && line.find(more) == std::string::npos) {
      line += ", " + more;
    }
  };
  add(sender.unit);
  const auto* language = labels_for(plan, source.templates);
  const auto agency = in_capitals(sender.agency, Words::english());  // as the form has its codes
  const auto said = word_for(agency, "from_agency", language, source.templates);
  add(said == agency ? sender.agency : said);
  add(sender.country.empty() ? "" : country_name(source.directory, sender.country, words));
  return line;
}

// The receivers, by name, and nothing else. A message from before audiences were kept went to at
// least the readers of this letter.
std::string to_line(const LetterPlan& plan, const LetterSource& source, const Words& words) {
  const auto& audience = source.message->audience;
  if (audience.to.empty()) {
    std::vector<std::string> names;
    for (const auto& party : plan.to) {
      names.push_back(name_of(source.directory, party.id, words));
    }
    return join(names, ", ");
  }
  const bool side_talk = audience.to.size() == 1 && plan.group.empty() &&
                         (audience.ground == Ground::kAuthor || !source.subject->group.empty());
  const auto names = names_of(audience, false, words);
  return side_talk ? words("to_them_alone", {{"names", names}}) : names;
}

// In whose place it comes to whom it comes to.
std::string stands_in_row(const LetterPlan& plan, const std::string& zone, const Words& words) {
  std::string text;
  for (const auto& party : plan.to) {
    if (party.instead_of) {
      text += (text.empty() ? "" : "; ") +
              words("stands_in", {{"away", away_in_words(*party.instead_of, zone, words)},
                                  {"who", known_name(party.name, words)}});
    }
  }
  return row(words("row_absent"), text);
}

std::string priority_line(const LetterPlan& plan, const LetterSource& source) {
  const auto* language = labels_for(plan, source.templates);
  auto line = word_for(source.subject->priority, "urgency", language, source.templates);
  if (source.form != nullptr) {
    const auto reason = choice_of(source, "urgency_reason", language);
    const auto text = source.form->text("urgency_text");
    if (!reason.empty()) {
      line += " (" + reason + (text.empty() ? "" : ": " + std::string(text)) + ")";
    }
  }
  return line;
}

// "A1, source: reliable, information: certain" (DOMAIN section 5); only what the desk chose.
std::string evaluation_line(const LetterPlan& plan, const LetterSource& source,
                            const Words& words) {
  std::string codes, meanings;
  for (const auto* field : source.form == nullptr ? std::vector<const templates::FieldSpec*>{}
                                                  : fields_of(*source.form, source.templates)) {
    const auto* value = source.form->find(field->id);
    const bool ours = field->id == "source_eval" || field->id == "info_eval";
    if (!ours || value == nullptr || !value->given || value->values.empty()) {
      continue;
    }
    codes += value->values.front();
    const Place label{
        "label", label_of_code(*field, value->values.front(), labels_for(plan, source.templates))};
    meanings += ", " + (field->id == "source_eval" ? words("evaluated_source", {label})
                                                   : words("evaluated_information", {label}));
  }
  return codes.empty() && plan.kind == LetterKind::kReply ? words("not_given") : codes + meanings;
}

// What is wanted, and by whom.
std::string wanted_rows(const LetterPlan& plan, const LetterSource& source, const Words& words) {
  const Place who{"who", actor(source, words)};
  if (plan.kind == LetterKind::kReply) {
    const auto kind = source.form != nullptr
                          ? choice_of(source, "reply_kind", labels_for(plan, source.templates))
                          : std::string();
    return row(words("row_answer_of"),
               who.text + ", " + (kind.empty() ? words("answer_in_words") : kind));
  }
  if (source.form == nullptr) {
    return {};
  }
  const auto questions = questions_of(*source.form, source.templates).size();
  const auto* which = source.templates.find(source.form->name);
  const bool to_countries = which != nullptr && which->goes_to == "countries";
  const bool asks =
      plan.kind == LetterKind::kRequest || (plan.kind == LetterKind::kCopy && to_countries);
  const auto label = words("row_wanted");
  if (asks && which != nullptr && which->expects == "nothing") {
    return row(label, words("wanted_nothing", {who}));
  }
  if (asks && which != nullptr && which->expects == "acknowledgement") {
    return row(label, words("wanted_acknowledgement", {who}));
  }
  if (questions > 0 && (asks || plan.kind == LetterKind::kCaseNote)) {
    return row(label, words("wanted_answers", {who, {"count", questions}}));
  }
  return asks ? row(label, words("wanted_answer", {who})) : std::string();
}

std::string until_rows(const LetterPlan& plan, const LetterSource& source, const Words& words) {
  const auto zone = zone_of(plan, source.site);
  std::string text;
  if (plan.deadline) {
    text += row(words("row_answer_due"), spoken_time(*plan.deadline, zone, words));
  }
  const auto* which = source.form != nullptr ? source.templates.find(source.form->name) : nullptr;
  if (which != nullptr && !which->expires.empty()) {
    const std::string value{source.form->text(which->expires)};
    const auto time = time_of_utc(value);
    text += row(words("row_counts_until"), time ? spoken_time(*time, zone, words) : value);
  }
  return text;
}

// As this note names them, else as the one that opened the case does.
std::string participants_row(const LetterSource& source, const Words& words) {
  for (const auto* form : {source.form, source.opening}) {
    const auto named = form != nullptr ? form->list("participants") : std::vector<std::string>{};
    if (!named.empty()) {
      return row(words("row_participants"), join(named, "; "));
    }
  }
  return {};
}

std::string replaced_rows(const LetterSource& source, const Words& words) {
  std::string lines;
  for (const auto& one : source.replaced) {
    lines += (lines.empty() ? "" : "\n") +
             words("replaces_draft",
                   {{"name", one.name},
                    {"earlier", one.earlier},
                    {"number", MessageNumber{source.subject->number, one.message}.text()}});
  }
  return row(words("row_new_version"), lines);
}

std::string about_rows(const LetterPlan& plan, const LetterSource& source, const Words& words) {
  const auto what = about(source, language_of(plan.to));
  const bool opening = source.message->number.message <= 1;
  const bool back = plan.kind == LetterKind::kReply;
  const auto theirs = words("row_their_reference");
  auto text = row(back ? words("row_your_reference") : theirs, what.reference);
  if (!opening && source.form != nullptr) {
    const std::string own{source.form->text("own_ref")};
    text += own == what.reference ? std::string()
                                  : row(back ? theirs : words("row_reference_of_message"), own);
  }
  return text + row(words("row_title"), what.title) +
         row(words("row_title_of_case"), what.case_title) + participants_row(source, words) +
         replaced_rows(source, words);
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

// Privilege, of its own or of what it answers, and which police desks it was shared with.
std::string prosecution_rows(const LetterSource& source, const Words& words) {
  const auto& inherited = source.message->inherited;
  const bool privileged =
      (source.form != nullptr && source.form->yes("privileged")) ||
      std::find(inherited.begin(), inherited.end(), "privileged") != inherited.end();
  std::vector<std::string> police;
  for (const auto& one : source.message->audience.to) {
    if (one.role == Role::kPolice) {
      police.push_back(known_name(one.name, words));
    }
  }
  return (privileged ? row(words("row_privileged"), words("privileged_stays")) : std::string()) +
         row(words("row_shared_with_police"), join(police, ", "));
}

}  // namespace

std::string handling_row(const std::vector<std::string>& codes, const Words& words) {
  std::string text;
  for (const auto& code : codes) {
    const auto* found = std::find_if(kHandling.begin(), kHandling.end(),
                                     [&](const auto& entry) { return entry.first == code; });
    text += (text.empty() ? "" : "\n") + code;
    if (found != kHandling.end()) {
      text += ", " + words(found->second);
    }
  }
  return row(words("row_handling"), text);
}

std::string away_in_words(const Away& away, const std::string& zone, const Words& words) {
  const Place who{"who", known_name(away.name, words)};
  const Place until{"until", spoken_time(away.until, zone, words)};
  return away.closed ? words("is_closed", {who, until}) : words("is_absent", {who, until});
}

std::string banner(const LetterPlan& plan, const LetterSource& source) {
  const auto& words = words_of(plan);
  const auto& subject = *source.subject;
  auto text = paragraph("[" + source.message->number.text() + "] " + title_of(plan, source)) + "\n";
  text += handling_row(subject.handling, words);
  text += row(words("row_handling_text"), handling_text(source));
  text += prosecution_rows(source, words);
  text += wanted_rows(plan, source, words) + until_rows(plan, source, words);
  text += row(words("row_priority"), priority_line(plan, source));
  text += row(words("row_classification"),
              with_label(subject.classification, "classification",
                         labels_for(plan, source.templates), source.templates));
  text += row(words("row_evaluation"), evaluation_line(plan, source, words));
  text += row(words("row_from"), from_line(plan, source, words)) +
          row(words("row_to"), to_line(plan, source, words));
  text += stands_in_row(plan, zone_of(plan, source.site), words);
  return text + about_rows(plan, source, words);
}

std::string reply_line(const LetterPlan& plan, const Words& words) {
  const auto& reply = plan.reply;
  auto names = in_sentence(reply, words);
  const bool whole = reply.to.size() == 1 && reply.to.front().role == Role::kGroup &&
                     names.starts_with("the whole group");
  if (whole) {
    names = words("the_whole_group", {{"group", reply.group}});
  } else if (!reply.group.empty()) {
    names = names.empty() ? words("the_group", {{"group", reply.group}})
                          : words("the_group_with", {{"group", reply.group}, {"names", names}});
  }
  auto text =
      names.empty() ? words("reply_to_gateway") : words("reply_goes_to", {{"names", names}});
  text += plan.reply_hint.empty() ? "" : " " + plan.reply_hint;
  return "\n" + paragraph(text);
}

std::string reply_line(const Words& words) { return reply_line({}, words); }

std::string proof(const LetterSource& source, const Words& words) {
  const auto& message = *source.message;
  auto text = heading(words("who_sent_it"));
  text += row(words("row_sender"), known_name(source.sender.name, words));
  text += row(words("row_signed_with"), message.signer);
  if (message.signing_key != message.signer) {
    text += row(words("row_by_its_subkey"), message.signing_key);
  }
  text += row(words("row_signed_at"), utc_time(message.signed_at));
  text += row(words("row_received_at"), utc_time(message.received));
  if (source.contents == nullptr) {
    return text;
  }
  for (const auto& part : source.contents->parts) {
    const Place file{"file", part.name};
    if (part.evidence && part.origin.empty()) {
      text += row(words("row_original"), words("original_proves", {file}));
    }
    if (!part.origin.empty()) {
      const Place number{"number", part.origin};
      text += row(words("row_brought_before"), part.evidence
                                                   ? words("came_with_earlier_mail", {file, number})
                                                   : words("came_with_earlier", {file, number}));
    }
    if (part.signed_separately) {
      text += row(words("row_signed_apart"), part.name);
    }
  }
  return text;
}

}  // namespace pouch::gateway::detail
