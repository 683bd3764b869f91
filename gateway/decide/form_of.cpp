#include "gateway/decide/form_of.hpp"

#include <algorithm>

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kLabelsOfAForm = 3;  // DECISIONS 11: so many known labels are no note

templates::Problem unknown_form(const templates::Recognised& recognised) {
  return {.label = "Form",
          .code = "unknown-form",
          .text = "there is no form \"" + recognised.unknown_name + "\"",
          .hint = recognised.nearest.empty()
                      ? "write for example \"Form: request\""
                      : "did you mean \"Form: " + recognised.nearest + "\"?"};
}

templates::Problem unnamed_form(const templates::Recognised& recognised) {
  return {.label = "Form",
          .code = "form-not-named",
          .text = "the mail has the labels of a form but does not say of which",
          .hint = "put \"Form: " + (recognised.likely.empty() ? "request" : recognised.likely) +
                  "\" on a line of its own above them"};
}

bool is_json(const mail::Attachment& attachment) {
  return attachment.media_type == "application/json" || attachment.name.ends_with(".json");
}

// A form's name that is nearly one of ours; other JSON with a "form" in it is none of our business.
void read_misnamed(const FormWords& words, const mail::Attachment& attachment, Reading& reading) {
  const auto name = reading.form ? std::string() : templates::json_form_name(attachment.bytes);
  if (name.empty() || name.find_first_of("\r\n") != std::string::npos) {
    return;
  }
  const auto recognised =
      templates::recognise("Form: " + name + "\n", words.templates, words.options);
  if (!recognised.unknown_name.empty() && !recognised.nearest.empty()) {
    reading.problems.push_back(unknown_form(recognised));
    reading.problems.back().text += ", as " + attachment.name + " says";
  }
}

void take_form(const FormWords& words, const std::string& file, templates::Form form,
               Reading& reading) {
  reading.form_files.push_back(file);
  if (!reading.form) {
    reading.which = words.templates.find(form.name);
    reading.form = std::move(form);
    return;
  }
  auto differing = templates::disagreements(*reading.form, form);
  for (auto& problem : differing) {
    problem.text += problem.line == 0
                        ? ", in " + file
                        : ": line " + std::to_string(problem.line) + " of the text, and " + file;
  }
  reading.form->problems.insert(reading.form->problems.end(), differing.begin(), differing.end());
}

void read_json(const FormWords& words, Reading& reading) {
  for (const auto& attachment : words.opened.content.attachments) {
    if (!is_json(attachment)) {
      continue;
    }
    auto form = templates::read_json_form(attachment.bytes, words.templates, words.options);
    if (form.name.empty()) {
      read_misnamed(words, attachment, reading);  // some other JSON file: an attachment like any
    } else {
      take_form(words, attachment.name, std::move(form), reading);
    }
  }
}

}  // namespace

templates::ReadOptions fresh_options(const FormWords& words) {
  auto options = words.options;
  options.our_form.clear();
  options.is_reply = false;
  return options;
}

void read_text(const FormWords& words, const std::string& text, bool by_subject, Reading& reading) {
  const auto recognised = templates::recognise(text, words.templates, words.options);
  if (!recognised.unknown_name.empty()) {
    reading.problems.push_back(unknown_form(recognised));
    return;
  }
  reading.which = recognised.name.empty() ? nullptr : words.templates.find(recognised.name);
  if (by_subject && reading.which == nullptr && recognised.known_labels > 0) {
    reading.which = words.templates.find(words.opened.headers.subject);
  }
  if (reading.which != nullptr) {
    reading.form = templates::read_form(text, *reading.which, words.templates, words.options);
  } else if (recognised.known_labels >= kLabelsOfAForm) {
    reading.problems.push_back(unnamed_form(recognised));
  }
}

void compare_html(const FormWords& words, Reading& reading) {
  const auto& html = words.opened.content.html_text;
  if (html.empty()) {
    return;
  }
  const auto recognised = templates::recognise(html, words.templates, words.options);
  if (!reading.form) {
    // Not in an answer: HTML shows quotations in ways that no reader knows all of.
    const bool fresh = !words.options.is_reply && words.options.our_form.empty();
    if (fresh && reading.problems.empty() && recognised.by_form_line) {
      reading.problems.push_back({.label = "Form",
                                  .code = "disagree",
                                  .text = "only the HTML form of the mail has the form",
                                  .hint = "let both say the same, or send the mail as plain text"});
    }
    return;
  }
  const auto* which =
      recognised.name.empty() ? reading.which : words.templates.find(recognised.name);
  const auto form = templates::read_form(html, *which, words.templates, words.options);
  const bool any = std::any_of(form.fields.begin(), form.fields.end(),
                               [](const templates::Value& value) { return value.given; });
  if (!any) {
    reading.form->warnings.push_back({.label = "",
                                      .code = "html-without-form",
                                      .text = "the HTML form of the mail does not show the form",
                                      .hint = "send the mail as plain text"});
    return;
  }
  const auto differing = templates::alternative_disagreements(*reading.form, form);
  reading.form->problems.insert(reading.form->problems.end(), differing.begin(), differing.end());
}

void read_attachments(const FormWords& words, const std::vector<AttachedWords>& attached,
                      Reading& reading) {
  const bool body_has_one = reading.form.has_value();
  read_json(words, reading);
  if (body_has_one) {
    return;  // a document beside a form is an attachment
  }
  for (const auto& one : attached) {
    const auto recognised = templates::recognise(one.text, words.templates, words.options);
    const auto* which = recognised.by_form_line && recognised.unknown_name.empty()
                            ? words.templates.find(recognised.name)
                            : nullptr;
    if (which != nullptr) {
      take_form(words, one.name,
                templates::read_form(one.text, *which, words.templates, words.options), reading);
    }
  }
}

void read_order(const FormWords& words, Reading& reading) {
  const auto text = form_words(*reading.order);
  const auto recognised = templates::recognise(text, words.templates, words.options);
  const auto* which = recognised.name.empty() ? nullptr : words.templates.find(recognised.name);
  if (which != nullptr) {
    reading.which = which;
    reading.form = templates::read_form(text, *which, words.templates, words.options);
  }
}

}  // namespace pouch::gateway::detail
