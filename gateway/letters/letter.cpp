#include "gateway/letters/letter.hpp"

#include <algorithm>

#include "gateway/letters/machine.hpp"
#include "gateway/letters/text.hpp"
#include "templates/render.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kIdMark = "<pouch.";  // every identifier that we write starts so

std::string domain_of(const config::Site& site) {
  return site.address.substr(site.address.rfind('@') + 1);
}

mail::Draft envelope(const LetterPlan& plan, const LetterSource& source,
                     const LetterThread& thread) {
  mail::Draft draft;
  draft.from = {source.site.name, source.site.address};
  const auto* group = plan.group.empty() ? nullptr : source.directory.group(plan.group);
  if (group != nullptr) {
    // One mail for the whole group; Reply goes to the group again (SPEC section 6).
    draft.to.push_back({group->id, group->address});
    draft.reply_to.push_back({group->id, group->address});
  } else {
    for (const auto& party : plan.to) {
      draft.to.push_back({party.name, party.address});
    }
  }
  draft.message_id = thread.message_id;
  draft.in_reply_to = thread.answered;
  draft.date = source.now;
  draft.outer_subject = "...";
  if (source.subject != nullptr) {
    const auto root = thread_root(source.site, source.subject->number);
    draft.references.push_back(root);
    if (draft.in_reply_to.empty()) {
      draft.in_reply_to = root;
    }
    draft.outer_subject = "[" + source.subject->number.text() + "]";  // DECISIONS 25
  }
  if (!thread.answered.empty()) {
    draft.references.push_back(thread.answered);
  }
  return draft;
}

std::string subject_line(const LetterSource& source, std::string_view title) {
  return "[" + source.subject->number.text() + "] " + std::string(title);
}

// What the gateway attaches has names of its own; an officer's file of such a name must not be
// taken for it.
std::string name_of(const StoredPart& part, const std::string& machine_part) {
  const auto name = detail::lower(part.name);
  const bool ours = name == machine_part || name == "request.json" || name == "message.json" ||
                    name == "receipt.json" || name.starts_with("original.") ||
                    name.starts_with("original-") || name.starts_with("earlier-");
  return ours && !part.evidence ? "sent-" + part.name : part.name;
}

void attach(const LetterPlan& plan, const LetterSource& source, mail::Draft& draft) {
  const auto name = (source.form != nullptr ? source.form->name : std::string("message")) + ".json";
  for (const auto& part : source.contents->parts) {
    if (!part.evidence) {
      draft.attachments.push_back({name_of(part, name), part.media_type, part.bytes, part.charset});
    }
  }
  draft.attachments.push_back({name, "application/json", message_json(source, plan)});
  for (const auto& part : source.contents->parts) {
    if (part.evidence) {
      draft.attachments.push_back({part.name, part.media_type, part.bytes});
    }
  }
}

// DECISIONS 26: what would be too large goes without the evidence, and says how to get it.
void keep_within(std::size_t limit, const LetterSource& source, mail::Draft& draft) {
  std::size_t size = draft.text.size();
  for (const auto& part : draft.attachments) {
    size += part.bytes.size();
  }
  constexpr std::size_t kArmour = 2;  // base64 inside base64 stays below twice the octets
  if (size * kArmour <= limit) {
    return;
  }
  const auto is_evidence = [&](const mail::Part& part) {
    return std::any_of(
        source.contents->parts.begin(), source.contents->parts.end(),
        [&](const auto& stored) { return stored.evidence && stored.name == part.name; });
  };
  const auto before = draft.attachments.size();
  std::erase_if(draft.attachments, is_evidence);
  if (draft.attachments.size() != before) {
    draft.text +=
        "\nThe author's own signed message was left out, because the mail would have been "
        "too large.\nAsk the gateway's operator for it, naming " +
        source.subject->number.text() + "/" + std::to_string(source.message->message) + ".\n";
  }
}

std::string what_is_expected(const LetterSource& source) {
  const auto* which = source.templates.find(source.form->name);
  if (which != nullptr && which->expects == "nothing") {
    return "  No answer is expected. If you have one all the same:\n";
  }
  return which != nullptr && which->expects == "acknowledgement"
             ? "  Please acknowledge it: \"Reply kind: acknowledged\" is enough.\n"
             : "";
}

std::string how_to_answer(const LetterSource& source) {
  return detail::heading("HOW TO ANSWER") + what_is_expected(source) +
         "  Press Reply, fill in the form below where it stands (in the quotation or above it),\n"
         "  sign and encrypt as always. A plain answer without the form is carried too.\n\n" +
         reply_form(source.templates, source.subject->number, *source.form);
}

std::string body(const LetterPlan& plan, const LetterSource& source) {
  auto text = detail::banner(plan, source, detail::title_of(plan, source));
  if (source.form != nullptr) {
    text += detail::sections(source) + detail::all_fields(source);
  } else {
    text += detail::heading("TEXT") + detail::indent(source.contents->text, 2) + "\n";
  }
  text += detail::proof(source);
  if (plan.kind == LetterKind::kRequest && source.form != nullptr) {
    text += how_to_answer(source);
  }
  return text;
}

}  // namespace

std::string letter_id(const std::string& seed, std::size_t n) {
  return seed + "-" + std::to_string(n);
}

std::string letter_message_id(const config::Site& site, const std::string& seed, std::size_t n) {
  return std::string(kIdMark) + letter_id(seed, n) + "@" + domain_of(site) + ">";
}

std::string thread_root(const config::Site& site, const CaseNumber& number) {
  return std::string(kIdMark) + detail::lower(number.text()) + "@" + domain_of(site) + ">";
}

bool is_our_message_id(const config::Site& site, const std::string& message_id) {
  return message_id.starts_with(kIdMark) && message_id.ends_with("@" + domain_of(site) + ">");
}

std::string reply_form(const templates::TemplateSet& templates, const CaseNumber& number,
                       const templates::Form& request) {
  const auto* reply = templates.find("reply");
  if (reply == nullptr) {
    return {};
  }
  std::string questions;
  for (const auto& question : detail::questions_of(request, templates)) {
    questions += std::to_string(question.number) + ". " + question.text + "\n";
  }
  return templates::blank(*reply, templates,
                          {{"answers", number.text()}, {"questions", questions}});
}

mail::Draft write_letter(const LetterPlan& plan, const LetterSource& source,
                         const LetterThread& thread) {
  auto draft = envelope(plan, source, thread);
  draft.subject = subject_line(source, detail::title_of(plan, source));
  draft.text = body(plan, source);
  attach(plan, source, draft);
  keep_within(source.site.delivery.max_size, source, draft);
  return draft;
}

}  // namespace pouch::gateway
