#include "gateway/letters/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/letters/local_time.hpp"
#include "templates/render.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kLabelColumns = 16;
constexpr std::size_t kWidth = 76;

// DOMAIN section 5 [S60].
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kHandling{{
    {"H0", "for preventing and combating crime, under the law that applies"},
    {"H1", "not to be disclosed in judicial proceedings without the provider's permission"},
    {"H2", "not to be disseminated without the provider's permission"},
    {"H3", "other restrictions, see the handling text"},
}};

std::string from_line(const LetterSource& source) {
  const auto& sender = source.sender;
  std::string line = sender.country.empty() ? std::string() : sender.country + ", ";
  line += sender.name;
  if (!sender.unit.empty()) {
    line += ", " + sender.unit;
  }
  return line + " (" + sender.agency + ")";
}

std::string countries_line(const LetterSource& source) {
  std::vector<std::string> countries;
  for (const auto& leg : source.subject->legs) {
    countries.push_back(leg.country);
  }
  return join(countries, ", ");
}

std::string to_line(const LetterPlan& plan, const LetterSource& source) {
  if (!source.subject->group.empty()) {
    return "group " + source.subject->group;
  }
  if (plan.kind == LetterKind::kControl) {
    std::vector<std::string> names;
    for (const auto& party : plan.to) {
      names.push_back(party.name);
    }
    return join(names, ", ");
  }
  const bool goes_back =
      plan.kind == LetterKind::kReply && !source.subject->requester_country.empty();
  return goes_back ? source.subject->requester_country : countries_line(source);
}

std::string priority_line(const LetterSource& source) {
  std::string line = source.subject->priority;
  if (source.form != nullptr && source.message->message == 1) {
    const auto reason = source.form->text("urgency_reason");
    const auto text = source.form->text("urgency_text");
    if (!reason.empty()) {
      line += " (" + std::string(reason) + (text.empty() ? "" : ": " + std::string(text)) + ")";
    }
  }
  return line;
}

// "  1. text", continuation lines aligned under the text.
std::string numbered(int number, std::string_view text) {
  const auto head = "  " + std::to_string(number) + ". ";
  const auto body = indent(hold_width(text, kWidth - head.size()), head.size());
  return head + (body.size() > head.size() ? body.substr(head.size()) : std::string()) + "\n";
}

int number_of(const templates::Value& value, std::size_t item) {
  return item < value.numbers.size() ? value.numbers[item] : static_cast<int>(item) + 1;
}

constexpr std::size_t kNarrative = 300;  // characters from which a field has a section of its own

// Fields that the banner has already shown.
const std::vector<std::string>& in_banner() {
  static const std::vector<std::string> ids{"template",       "template_version", "to_states",
                                            "urgency",        "urgency_reason",   "urgency_text",
                                            "classification", "handling",         "handling_text",
                                            "own_ref",        "source_eval",      "info_eval"};
  return ids;
}

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool has_section(const templates::FieldSpec& field) {
  const bool narrative =
      field.type == templates::Type::kText && !field.list && field.limit >= kNarrative;
  return (narrative || field.type == templates::Type::kQuestions) &&
         !contains(in_banner(), field.id);
}

std::vector<const templates::FieldSpec*> fields_of(const templates::Form& form,
                                                   const templates::TemplateSet& set) {
  std::vector<const templates::FieldSpec*> fields;
  if (const auto* which = set.find(form.name)) {
    for (const auto& field : which->fields) {
      fields.push_back(&field);
    }
  }
  return fields;
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return result;
}

std::string label_of_code(const templates::FieldSpec& field, std::string_view code) {
  for (const auto& choice : field.choices) {
    if (choice.code == code) {
      return choice.label;
    }
  }
  return std::string(code);
}

// "A1, source: reliable, information: certain" (DOMAIN section 5).
std::string evaluation_row(const LetterSource& source) {
  std::string codes, words;
  for (const auto* field : fields_of(*source.form, source.templates)) {
    const auto code = source.form->text(field->id);
    if (code.empty() || (field->id != "source_eval" && field->id != "info_eval")) {
      continue;
    }
    codes += code;
    words += (field->id == "source_eval" ? ", source: " : ", information: ") +
             label_of_code(*field, code);
  }
  return codes.empty() ? codes : row("Evaluation", codes + words);
}

}  // namespace

std::string row(std::string_view label, std::string_view value) {
  std::string line(label);
  line.resize(std::max(kLabelColumns, line.size() + 1), ' ');
  const auto folded = hold_width(value, kWidth - kLabelColumns);
  const auto rest = indent(folded, kLabelColumns);
  return line + rest.substr(std::min(rest.size(), kLabelColumns)) + "\n";
}

std::string heading(std::string_view title) { return "\n" + std::string(title) + "\n"; }

std::string indent(std::string_view text, std::size_t columns) {
  std::string result;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    if (begin > 0) {
      result += '\n';
    }
    if (end > begin) {
      result.append(columns, ' ').append(text.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return result;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

std::string join(const std::vector<std::string>& items, std::string_view between) {
  std::string result;
  for (const auto& item : items) {
    result += (result.empty() ? std::string() : std::string(between)) + item;
  }
  return result;
}

std::string hold_width(std::string_view text, std::size_t columns) {
  std::string result;
  std::size_t column = 0, blank = std::string::npos;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {  // count code points, not octets
      ++column;
    }
    result += c;
    if (c == '\n') {
      column = 0;
      blank = std::string::npos;
    } else if (c == ' ') {
      blank = result.size() - 1;
    }
    if (column > columns && blank != std::string::npos) {
      result[blank] = '\n';
      column = result.size() - blank - 1;
      blank = std::string::npos;
    }
  }
  return result;
}

std::string handling_row(const std::vector<std::string>& codes) {
  std::string text;
  for (const auto& code : codes) {
    const auto* found = std::find_if(kHandling.begin(), kHandling.end(),
                                     [&](const auto& entry) { return entry.first == code; });
    text += (text.empty() ? "" : "\n") + code;
    if (found != kHandling.end()) {
      text += "  " + std::string(found->second);
    }
  }
  return row("Handling", text);
}

std::string banner(const LetterPlan& plan, const LetterSource& source, std::string_view title) {
  const auto& subject = *source.subject;
  const auto number = subject.number.text() + "/" + std::to_string(source.message->message);
  std::string text = "[" + number + "] " + std::string(title) + "\n\n";
  text += handling_row(subject.handling);
  if (source.form != nullptr && !source.form->text("handling_text").empty()) {
    text += row("", source.form->text("handling_text"));
  }
  text += row("Classification", subject.classification);
  if (source.form != nullptr) {
    text += evaluation_row(source);
  }
  text += row("Priority", priority_line(source));
  if (plan.deadline) {
    text += row("Answer due", local_time(*plan.deadline, plan.to.front().time_zone));
  }
  const auto* which = source.form != nullptr ? source.templates.find(source.form->name) : nullptr;
  if (which != nullptr && !which->expires.empty() && !source.form->text(which->expires).empty()) {
    text += row("Counts until", source.form->text(which->expires));
  }
  text += row("From", from_line(source));
  text += row("To", to_line(plan, source));
  if (source.form != nullptr && !source.form->text("own_ref").empty()) {
    text += row("Their reference", source.form->text("own_ref"));
  }
  return text;
}

std::vector<Question> questions_of(const templates::Form& form, const templates::TemplateSet& set) {
  std::vector<Question> questions;
  const auto fields = fields_of(form, set);
  for (const auto* field : fields) {
    const auto* value = field->type == templates::Type::kQuestions ? form.find(field->id) : nullptr;
    for (std::size_t i = 0; value != nullptr && i < value->values.size(); ++i) {
      questions.push_back({number_of(*value, i), value->values[i]});
    }
  }
  if (!questions.empty()) {
    return questions;
  }
  // A check or a trace asks by codes: each is a question to be answered by its number.
  for (const auto* field : fields) {
    const bool asks = field->type == templates::Type::kChoice && field->list && field->required;
    if (!asks || contains(in_banner(), field->id)) {
      continue;
    }
    for (const auto& code : form.list(field->id)) {
      questions.push_back({static_cast<int>(questions.size()) + 1,
                           field->label + ": " + label_of_code(*field, code)});
    }
  }
  return questions;
}

std::string sections(const LetterSource& source) {
  std::string text;
  for (const auto* field : fields_of(*source.form, source.templates)) {
    const auto* value = has_section(*field) ? source.form->find(field->id) : nullptr;
    if (value == nullptr || value->values.empty() || value->values.front().empty()) {
      continue;
    }
    text += heading(upper(field->label));
    if (field->type != templates::Type::kQuestions) {
      text += indent(hold_width(value->values.front(), kWidth - 2), 2) + "\n";
      continue;
    }
    for (std::size_t i = 0; i < value->values.size(); ++i) {
      text += numbered(number_of(*value, i), value->values[i]);
    }
  }
  return text;
}

std::string all_fields(const LetterSource& source) {
  const auto& form = *source.form;
  std::string text;
  auto shown = in_banner();
  for (const auto* field : fields_of(form, source.templates)) {
    if (has_section(*field)) {
      shown.push_back(field->id);
    }
  }
  const auto fields = templates::aligned(form, source.templates, shown);
  if (!fields.empty()) {
    text += heading("PARTICULARS") + fields;
  }
  if (!form.blocks.empty()) {
    text += heading("PERSONS AND THINGS") + templates::aligned_blocks(form, source.templates);
  }
  if (!form.free_text.empty()) {
    text += heading("FREE TEXT") + indent(form.free_text, 2) + "\n";
  }
  return text;
}

std::string proof(const LetterSource& source) {
  const auto& message = *source.message;
  std::string text = heading("WHO SENT IT, AND HOW THAT IS PROVED");
  text += row("Sender", source.sender.name + ", " + source.sender.id);
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

std::string title_of(const LetterPlan& plan, const LetterSource& source) {
  const auto& subject = *source.subject;
  auto form = source.form != nullptr ? source.form->title : std::string("Message");
  if (!plan.title.empty()) {
    return plan.title;
  }
  switch (plan.kind) {
    case LetterKind::kRequest:
      return form + ", " + subject.requester_country + " to " + plan.country +
             (subject.priority == "NORMAL" ? "" : ", " + lower(subject.priority));
    case LetterKind::kCopy:
      return "Copy for information: " + form + ", " + subject.requester_country + " to " +
             countries_line(source);
    case LetterKind::kReply:
      return (source.form != nullptr ? "Answer from " : "Message from ") +
             (source.sender.country.empty() ? source.sender.name : source.sender.country);
    case LetterKind::kNote:
      return "Note from " + source.sender.name;
    case LetterKind::kCaseNote:
      return "Case note from " + source.sender.name +
             (source.sender.country.empty() ? "" : ", " + source.sender.country);
    case LetterKind::kControl:
      return form;
    case LetterKind::kAnswer:
      return "Answer of the gateway";
    case LetterKind::kReceipt:
      return "Accepted";
    case LetterKind::kRefusal:
      return "Not accepted";
    case LetterKind::kNotice:
      return "Notice";
    case LetterKind::kQuestion:
      return "Not sent yet";
    case LetterKind::kWelcome:
      return "Welcome";
  }
  return "";
}

}  // namespace pouch::gateway::detail
