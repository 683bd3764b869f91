#include "gateway/decide/replied.hpp"

#include <algorithm>

#include "gateway/decide/greeting.hpp"
#include "gateway/decide/named.hpp"
#include "gateway/decide/order_line.hpp"
#include "gateway/decide/plain_marks.hpp"
#include "templates/replies/mend.hpp"
#include "templates/replies/reply_lines.hpp"
#include "templates/replies/written.hpp"
#include "templates/showing/render.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"

namespace pouch::gateway::detail {
namespace {

templates::Written written_of(const FormWords& words, const std::vector<std::string>& others,
                              const Reading& reading) {
  const auto& letter = reading.answered.letter;
  return templates::written(words.opened.content.text,
                            letter ? std::string_view(letter->text) : std::string_view(), others,
                            letter ? std::string_view(letter->letter) : std::string_view());
}

std::string with_blank_line(const std::string& above, const std::string& below) {
  return above + (above.empty() || below.empty() ? "" : "\n\n") + below;
}

// A value over several lines, indented so that none of them is read as a label.
std::string indented(const std::string& value) {
  std::string text;
  for (const char c : value) {
    text += c;
    if (c == '\n') {
      text += "  ";
    }
  }
  return text;
}

// What was typed into lines of ours that end with a colon, without our own words.
std::string with_values(std::string own, const templates::Written& written) {
  for (const auto& one : written.filled) {
    own += (own.empty() || one.value.empty() ? "" : "\n") + one.value;
  }
  return own;
}

bool is_touched(const templates::Fenced& fenced) {
  return !fenced.filled.empty() || !fenced.answers.empty();
}

// The reply form as it was filled in: only what was typed, none of our own words.
std::string filled_reply(const templates::Fenced& fenced, const std::string& our_text,
                         const templates::TemplateSet& set) {
  std::string text = "Form: reply\n";
  bool kind = false;
  for (const auto& one : fenced.filled) {
    kind = kind || templates::names_reply_kind(one.label, set);
    text += one.label + ": " + indented(one.value) + "\n";
  }
  if (!fenced.answers.empty()) {
    if (!kind) {
      text += "Reply kind: " + templates::kind_when_untouched(our_text, fenced.answers, set) + "\n";
    }
    text += "Answer:\n";
    for (const auto& one : fenced.answers) {
      text += "  " + std::to_string(one.question) + ". " + indented(one.text) + "\n";
    }
  }
  return text;
}

// A whole form in the words themselves, read as if it had come alone.
void read_own_form(const FormWords& words, Reading& reading) {
  const auto options = fresh_options(words);
  read_text({words.opened, words.templates, options, words.ours}, reading.own, false, reading);
}

bool is_answer_with_untouched_form(const templates::Form& form) {
  for (const auto& value : form.fields) {
    if (value.given && value.id != "answers" && value.id != "template") {
      return false;
    }
  }
  return form.blocks.empty() && form.free_text.empty();
}

// A blank form of ours that was filled in where it stands.
bool read_blank(const FormWords& words, const templates::Written& written, Reading& reading) {
  const auto& sent = reading.answered.letter->text;
  const auto options = fresh_options(words);
  const auto recognised = templates::recognise(sent, words.templates, options);
  const auto* which = recognised.by_form_line ? words.templates.find(recognised.name) : nullptr;
  const auto begin = which == nullptr ? std::string::npos : sent.find("\nForm:");
  if (begin == std::string::npos) {
    return false;
  }
  const auto mended = templates::mend(sent.substr(begin + 1), which, words.templates, written);
  if (!mended.changed) {
    return false;
  }
  reading.text = mended.text;
  reading.which = which;
  reading.form = templates::read_form(mended.text, *which, words.templates, options);
  reading.form->words = with_blank_line(reading.form->words, mended.words);
  reading.form->problems.insert(reading.form->problems.end(), mended.problems.begin(),
                                mended.problems.end());
  return true;
}

// The whole reply form, out of the letter's attachment, in a quotation: no words of the letter
// itself, but a form that somebody filled in.
bool read_quoted(const FormWords& words, Reading& reading) {
  auto options = fresh_options(words);
  options.our_form =
      templates::blank(*words.templates.find("reply"), words.templates, {}, nullptr, true);
  const auto& text = words.opened.content.text;
  const auto recognised = templates::recognise(text, words.templates, options);
  const auto* which = recognised.by_form_line && recognised.unknown_name.empty()
                          ? words.templates.find(recognised.name)
                          : nullptr;
  if (which == nullptr) {
    return false;
  }
  auto form = templates::read_form(text, *which, words.templates, options);
  if (is_answer_with_untouched_form(form)) {
    return false;
  }
  reading.text = text;
  reading.which = which;
  reading.form = std::move(form);
  return true;
}

}  // namespace

void read_fresh(const FormWords& words, bool whole, Reading& reading) {
  reading.text = words.opened.content.text;
  // "search" as the subject is an order first, a form's name only when it is none.
  const auto order =
      order_in({words.opened.headers.subject, reading.text, nullptr, words.ours}, words.templates);
  read_text(words, reading.text, !order, reading);
  compare_html(words, reading);
  if (reading.form && reading.which->goes_to == "requester" &&
      is_answer_with_untouched_form(*reading.form)) {
    reading.form.reset();
    reading.which = nullptr;
  }
  if (reading.form) {
    reading.cut = reading.form->cut;
    return;
  }
  reading.own = reading.text;
  if (!whole) {
    reading.own = templates::without_quotes(reading.text, words.options.our_form);
  }
}

void read_reply(const FormWords& words, const std::vector<std::string>& other_letters,
                Reading& reading) {
  const auto written = written_of(words, other_letters, reading);
  reading.cut = written.cut;
  reading.own = written.own;
  if (reading.answered.kind == "answer" && read_blank(words, written, reading)) {
    return;
  }
  const bool is_form =
      written.fenced && is_touched(*written.fenced) && reading.answered.kind == "request";
  if (is_form) {
    const auto* reply = words.templates.find("reply");
    const auto options = fresh_options(words);
    reading.text = filled_reply(*written.fenced, reading.answered.letter->text, words.templates);
    reading.which = reply;
    reading.form = templates::read_form(reading.text, *reply, words.templates, options);
    reading.form->words =
        with_blank_line(with_blank_line(reading.form->words, written.own), written.fenced->words);
    return;
  }
  if (written.fenced) {
    // A form of ours that somebody filled in though nobody waits for it: a blank form, a refusal
    // whose time is over.
    if (is_touched(*written.fenced) && reading.answered.kind != "request") {
      reading.own = with_blank_line(reading.own, written.fenced->text);
    } else {
      reading.own = with_blank_line(reading.own, written.fenced->words);
    }
  }
  reading.own = with_values(reading.own, written);
  if (reading.own.empty() && reading.answered.kind == "request" && read_quoted(words, reading)) {
    return;
  }
  reading.text = reading.own;
  read_own_form(words, reading);
  if (reading.form) {
    reading.cut.insert(reading.cut.end(), reading.form->cut.begin(), reading.form->cut.end());
  }
}

namespace {

void read_mended(const FormWords& words, const templates::Written& written, Reading& reading) {
  auto& kept = *reading.kept;
  const auto* which = kept.form.empty() ? nullptr : words.templates.find(kept.form);
  auto mended = templates::mend(kept.text, which, words.templates, written);
  reading.text = mended.text;
  const auto options = fresh_options(words);
  read_text({words.opened, words.templates, options, words.ours}, mended.text, false, reading);
  if (!reading.form && which != nullptr && reading.problems.empty()) {
    reading.which = which;
    reading.form = templates::read_form(mended.text, *which, words.templates, options);
  }
  if (reading.form) {
    reading.form->words =
        with_blank_line(with_blank_line(reading.form->words, kept.words), mended.words);
  }
  auto& problems = reading.form ? reading.form->problems : reading.problems;
  problems.insert(problems.end(), mended.problems.begin(), mended.problems.end());
  if (!mended.changed && problems.empty()) {
    problems.push_back({.label = "",
                        .code = "nothing-new",
                        .text = "your Reply gives none of the values that are wanted",
                        .hint = "fill in the line and send it again"});
  }
}

// "BG, RS" or "all" as the first line of the Reply; what follows belongs to the mail.
std::string read_receivers(const FormWords& words, const templates::Written& written,
                           Reading& reading) {
  auto own = without_greeting(with_values(written.own, written), words.templates, words.ours);
  auto names = take_named(own, words.templates);
  if (names.empty() && !own.empty()) {
    const auto end = std::min(own.find('\n'), own.size());
    auto line = "To: " + own.substr(0, end);
    names = take_named(line, words.templates);
    own.erase(0, std::min(end + 1, own.size()));
  }
  reading.to_names = std::move(names);
  auto more = std::string(templates::trim(own));
  reading.own = with_blank_line(reading.kept->text, more);
  return more;
}

void take_kept_words(const FormWords& words, Reading& reading) {
  const auto& kept = *reading.kept;
  const auto* which = kept.form.empty() ? nullptr : words.templates.find(kept.form);
  reading.text = kept.text;
  if (which != nullptr) {
    reading.which = which;
    auto marked = kept.form == "note" ? marked_note(words, kept.text, true) : std::nullopt;
    reading.form =
        marked ? std::move(marked)
               : templates::read_form(kept.text, *which, words.templates, fresh_options(words));
    reading.form->words = with_blank_line(reading.form->words, kept.words);
  }
  if (reading.title.empty()) {
    reading.title = kept.subject;
  }
}

// An order in the Reply stands by itself; `send` belongs to what waits.
bool is_order(const FormWords& words, const templates::Written& written, Reading& reading) {
  const auto& letter = reading.answered.letter;
  auto order =
      order_in({"", written.own, letter ? &*letter : nullptr, words.ours}, words.templates);
  const bool counts = order && order->kind != OrderKind::kSend &&
                      order->kind != OrderKind::kNotUnderstood && written.filled.empty();
  if (counts) {
    reading.order = std::move(order);
    reading.own = written.own;
    read_order(words, reading);
  }
  return counts;
}

}  // namespace

void read_kept(const FormWords& words, Reading& reading) {
  const auto written = written_of(words, {}, reading);
  reading.cut = written.cut;
  if (is_order(words, written, reading)) {
    reading.kept.reset();  // it waits on
    return;
  }
  switch (reading.kept->why) {
    case KeptFor::kMending:
      read_mended(words, written, reading);
      if (reading.title.empty()) {
        reading.title = reading.kept->subject;
      }
      return;
    case KeptFor::kReceivers: {
      const auto more = read_receivers(words, written, reading);
      take_kept_words(words, reading);
      if (reading.form) {
        reading.form->words = with_blank_line(reading.form->words, more);
      }
      return;
    }
    case KeptFor::kCase: {
      take_kept_words(words, reading);
      if (reading.form) {  // the case that is chosen now stands for the one that it named
        std::erase_if(reading.form->fields, [](const auto& one) { return one.id == "answers"; });
      }
      reading.own = reading.kept->text;
      const auto number = find_numbers(with_values(written.own, written), words.ours);
      reading.kept->number = number.valid.size() == 1 ? number.valid.front().text() : "";
      reading.case_missing = reading.kept->number.empty();
      return;
    }
    case KeptFor::kConsent: {
      const auto& letter = reading.answered.letter;
      reading.order =
          order_in({"", with_values(written.own, written), letter ? &*letter : nullptr, words.ours},
                   words.templates);
      take_kept_words(words, reading);
      reading.own = reading.form ? written.own : reading.kept->text;
      return;
    }
  }
}

bool stands_below_signature(std::string_view text, const std::vector<std::string>& cut) {
  constexpr std::size_t kLooked = 2000;
  const auto lines = templates::split_lines(text, kLooked);
  return std::any_of(lines.begin(), lines.end(),
                     [](const templates::Line& line) {
                       return line.depth == 0 && templates::is_signature(line);
                     }) &&
         std::any_of(cut.begin(), cut.end(),
                     [](const std::string& one) { return !templates::fold(one).empty(); });
}

std::string reply_form_of_old(const templates::TemplateSet& templates, const CaseNumber& number,
                              const templates::Form& request) {
  const auto* reply = templates.find("reply");
  if (reply == nullptr) {
    return {};
  }
  std::string questions;
  int next = 0;
  for (const auto& value : request.fields) {
    for (std::size_t i = 0; i < value.numbers.size() && i < value.values.size(); ++i) {
      next = value.numbers[i];
      questions += std::to_string(next) + ". " + value.values[i] + "\n";
    }
  }
  return templates::blank(*reply, templates, {{"answers", number.text()}, {"questions", questions}},
                          nullptr, true);
}

}  // namespace pouch::gateway::detail
