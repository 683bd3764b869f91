// The letter that says how to write to the gateway.
#include <algorithm>

#include "gateway/letters/answer_parts.hpp"
#include "gateway/letters/text.hpp"
#include "templates/language/order_words.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr int kExampleYear = 2026;

struct OrderHelp {
  std::string_view id;       // of templates/order_words
  std::string_view example;  // {number}: of a case
  std::string_view what;
};

constexpr OrderHelp kOrders[] = {
    {"help", "help", "this letter"},
    {"status", "status {number}", "how far a case is; as a Reply to one of its letters: status"},
    {"open", "open requests", "everything that is open for you and your desks"},
    {"resend", "resend {number}/2", "a letter that you have lost, once more"},
    {"recall", "recall {number}", "takes your request back; write the reason below"},
    {"template", "template request", "a blank form; with your data filled in"},
    {"search", "search", "the archive; the words and a line \"Why: …\" go into the text"},
    {"kept", "kept searches", "what is new for the searches that you keep"},
    {"web", "web access", "a letter that lets you in at the page, where the site has one"},
    {"drop", "drop search NAME", "a search that you do not want to keep any more"},
};

constexpr OrderHelp kReplies[] = {
    {"more", "more", "on a request: the reply form with all its fields"},
    {"done", "done", "on an answer: it answers your request"},
    {"take", "take", "on a request to your desk: you have it in hand; your desk is told"},
    {"undo", "undo", "on a receipt that read your words wrongly: takes that back"},
    {"keep", "keep REASON", "on a letter that a case is to be erased: it is kept on"},
    {"erase", "erase", "on the same letter: the case is erased at once"},
    {"erased", "erased", "on a letter that asks you to erase your copies: they are"},
    {"send", "send", "on a question of ours: send it all the same"},
    {"next", "next", "on a search answer: the next page; also: page 3"},
    {"fetch", "fetch 2, 5", "on a search answer: these messages in full"},
    {"keep", "keep NAME",
     "on a search answer: keep this search; \"kept searches\" shows what is new"},
};

bool may_send(const templates::Template& which, const Sender& sender) {
  const auto& allowed = which.communities;
  return sender.has_right(which.right) &&
         (allowed.empty() ||
          std::find(allowed.begin(), allowed.end(), sender.community) != allowed.end());
}

std::string destination(const templates::Template& which) {
  if (which.goes_to == "countries") {
    return "to the focal points of the countries named";
  }
  if (which.goes_to == "group") {
    return "to a group's address";
  }
  if (which.goes_to == "requester") {
    return "to the requester";
  }
  return which.goes_to == "gateway" ? "answered by the gateway" : "to your own focal point";
}

// The words of the reader's language, when it has others than English.
std::string own_words(const LetterSource& source, std::string_view id) {
  const auto* language = source.templates.language(source.sender.language);
  if (language == nullptr) {
    return {};
  }
  const auto said = language->orders.find(std::string(id));
  return said == language->orders.end() ? std::string()
                                        : " (" + join(said->second.words, ", ") + ")";
}

std::string order_lines(const OrderHelp& order, const LetterSource& source) {
  constexpr std::string_view kNumber = "{number}";
  std::string example(order.example);
  if (const auto at = example.find(kNumber); at != std::string::npos) {
    example.replace(at, kNumber.size(), CaseNumber(source.site.prefix, kExampleYear, 1).text());
  }
  return "  " + example + "\n" +
         indent(hold_width(std::string(order.what) + own_words(source, order.id), 70), 6) + "\n";
}

std::string form_lines(const LetterSource& source) {
  auto text = heading("THE FORMS THAT YOU CAN SEND");
  for (const auto* which : source.templates.all()) {
    if (may_send(*which, source.sender)) {
      text += row("  " + which->name, which->title + ", " + destination(*which));
    }
  }
  return text +
         paragraph(
             "  \"template NAME\" as subject brings a form, filled in with what is known of you; "
             "\"template request bg\" in a language; \"template request all\" with all its fields"
             ". Fill it in and send it back: Reply is enough.");
}

std::string control_lines(const LetterSource& source) {
  const auto* control = source.templates.find("control");
  std::string text;
  if (control != nullptr) {
    for (const auto& field : control->fields) {
      text += field.id == "action" ? row("  control", field.help) : std::string();
    }
  }
  return text.empty() ? text : heading("BY FORM ONLY") + text;
}

}  // namespace

void write_help(const LetterSource& source, const Answer& answer, mail::Draft& draft) {
  draft.subject = "How to write to " + source.site.name;
  if (!answer.lines.empty()) {
    draft.text = "NOT UNDERSTOOD\n\n";
    for (const auto& line : answer.lines) {
      draft.text += indent(line, 2) + "\n";
    }
    draft.text +=
        "\n" + paragraph("Nothing was sent to anybody. This is what you can write:") + "\n";
  }
  draft.text += "HOW TO WRITE TO " + source.site.address + "\n\n" +
                paragraph(
                    "Sign and encrypt every mail. Write a form into it, or attach it. A mail "
                    "without a form goes to your own focal point; a Reply to a letter goes to whom "
                    "its first screen names.");
  draft.text += heading("IN A FEW WORDS") +
                paragraph("  As the subject, or as the first line with nothing else on it:");
  for (const auto& order : kOrders) {
    draft.text += order_lines(order, source);
  }
  draft.text += heading("AS A REPLY");
  for (const auto& order : kReplies) {
    draft.text += order_lines(order, source);
  }
  draft.text += form_lines(source);
  draft.text +=
      heading("HOW TO ANSWER A LETTER") +
      paragraph(
          "  Press Reply, write above the letter or into its form, sign and encrypt. "
          "The letter says on its first screen to whom a Reply goes; a line \"To: BG\" or "
          "\"To: all\" on top of your text names others.");
  draft.text += control_lines(source);
}

}  // namespace pouch::gateway::detail
