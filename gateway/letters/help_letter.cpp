// The letter that says how to write to the gateway.
#include <algorithm>

#include "gateway/letters/answer_parts.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/words.hpp"
#include "templates/language/order_words.hpp"
#include "templates/showing/render.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr int kExampleYear = 2026;

struct OrderHelp {
  std::string_view id;       // of templates/order_words
  std::string_view example;  // {number}: of a case
  Phrase what;
};

constexpr OrderHelp kOrders[] = {
    {"help", "help", "help_help"},
    {"status", "status {number}", "help_status"},
    {"open", "open requests", "help_open"},
    {"resend", "resend {number}/2", "help_resend"},
    {"recall", "recall {number}", "help_recall"},
    {"template", "template request", "help_template"},
    {"search", "search", "help_search"},
    {"kept", "kept searches", "help_kept"},
    {"web", "web access", "help_web"},
    {"absence", "absence", "help_absence"},
    {"drop", "drop search NAME", "help_drop"},
};

constexpr OrderHelp kReplies[] = {
    {"more", "more", "help_more"},
    {"done", "done", "help_done"},
    {"take", "take", "help_take"},
    {"undo", "undo", "help_undo"},
    {"keep", "keep REASON", "help_keep_case"},
    {"erase", "erase", "help_erase"},
    {"erased", "erased", "help_erased"},
    {"permit", "permit", "help_permit"},
    {"deny", "no", "help_deny"},
    {"send", "send", "help_send"},
    {"next", "next", "help_next"},
    {"fetch", "fetch 2, 5", "help_fetch"},
    {"keep", "keep NAME", "help_keep_search"},
};

bool may_send(const templates::Template& which, const Sender& sender) {
  const auto& allowed = which.communities;
  return sender.has_right(which.right) &&
         (allowed.empty() ||
          std::find(allowed.begin(), allowed.end(), sender.community) != allowed.end());
}

Phrase destination(const templates::Template& which) {
  if (which.goes_to == "countries") {
    return "goes_to_countries";
  }
  if (which.goes_to == "group") {
    return "goes_to_group";
  }
  if (which.goes_to == "requester") {
    return "goes_to_requester";
  }
  return which.goes_to == "gateway" ? Phrase("goes_to_gateway") : Phrase("goes_to_own_focal_point");
}

// Of the desk or member who asks: in which letters come, else in which forms do.
const std::string& reader_language(const LetterSource& source) {
  const auto& sender = source.sender;
  return sender.reads.empty() ? sender.language : sender.reads;
}

// The words of the reader's language, when it has others than English.
std::string own_words(const LetterSource& source, std::string_view id) {
  const auto* language = source.templates.language(reader_language(source));
  if (language == nullptr) {
    return {};
  }
  const auto said = language->orders.find(std::string(id));
  return said == language->orders.end() ? std::string()
                                        : " (" + join(said->second.words, ", ") + ")";
}

std::string order_lines(const OrderHelp& order, const LetterSource& source, const Words& words) {
  constexpr std::string_view kNumber = "{number}";
  std::string example(order.example);
  if (const auto at = example.find(kNumber); at != std::string::npos) {
    example.replace(at, kNumber.size(), CaseNumber(source.site.prefix, kExampleYear, 1).text());
  }
  return "  " + example + "\n" +
         indent(hold_width(words(order.what) + own_words(source, order.id), 70), 6) + "\n";
}

std::string form_lines(const LetterSource& source, const Words& words) {
  const auto* language = source.templates.language(reader_language(source));
  auto text = heading(words("forms_you_can_send"));
  for (const auto* which : source.templates.all()) {
    if (may_send(*which, source.sender)) {
      text += row("  " + which->name,
                  templates::title_in(*which, language) + ", " + words(destination(*which)));
    }
  }
  return text + paragraph("  " + words("how_to_get_a_form"));
}

std::string control_lines(const LetterSource& source, const Words& words) {
  const auto* control = source.templates.find("control");
  std::string text;
  if (control != nullptr) {
    for (const auto& field : control->fields) {
      text += field.id == "action"
                  ? row("  control", templates::help_in(
                                         field, source.templates.language(reader_language(source))))
                  : std::string();
    }
  }
  return text.empty() ? text : heading(words("by_form_only")) + text;
}

}  // namespace

void write_help(const LetterSource& source, const Answer& answer, mail::Draft& draft) {
  const auto& words = Words::in(source.sender.reads);
  draft.subject = words("how_to_write_to", {{"name", source.site.name}});
  if (!answer.lines.empty()) {
    draft.text = words("not_understood") + "\n\n";
    for (const auto& line : answer.lines) {
      draft.text += indent(line, 2) + "\n";
    }
    draft.text += "\n" + paragraph(words("this_is_what_you_can_write")) + "\n";
  }
  draft.text += words("how_to_write_to_heading", {{"address", source.site.address}}) + "\n\n" +
                paragraph(words("sign_and_encrypt"));
  draft.text +=
      heading(words("in_a_few_words")) + paragraph("  " + words("as_subject_or_first_line"));
  for (const auto& order : kOrders) {
    draft.text += order_lines(order, source, words);
  }
  draft.text += heading(words("as_a_reply"));
  for (const auto& order : kReplies) {
    draft.text += order_lines(order, source, words);
  }
  draft.text += form_lines(source, words);
  draft.text +=
      heading(words("how_to_answer_a_letter")) + paragraph("  " + words("press_reply_above"));
  draft.text += control_lines(source, words);
}

}  // namespace pouch::gateway::detail
