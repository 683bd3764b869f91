#include "gateway/decide/reading.hpp"

#include <algorithm>

#include "gateway/decide/orders.hpp"
#include "gateway/letters/letter.hpp"
#include "templates/render.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kLabelsOfAForm = 3;  // DECISIONS 11: so many known labels are no note

struct Thread {
  ThreadClues clues;
  std::string parent;  // Message-ID that this mail answers
};

Thread clues_of(const mail::openpgp::Opened& opened) {
  const auto& headers = opened.headers;
  const auto& outer = opened.outer;
  Thread thread;
  thread.clues.subject = headers.subject;
  // Protected sets often lack the thread; the outer one may pick it, never widen an audience.
  thread.parent = headers.in_reply_to.empty() ? outer.in_reply_to : headers.in_reply_to;
  thread.clues.in_reply_to = thread.parent;
  thread.clues.references = headers.references.empty() ? outer.references : headers.references;
  thread.clues.text = opened.content.text;
  return thread;
}

templates::Problem unknown_form(const templates::Recognised& recognised) {
  return {0, "Form", "unknown-form", "there is no form \"" + recognised.unknown_name + "\"",
          recognised.nearest.empty() ? "write for example \"Form: request\""
                                     : "did you mean \"Form: " + recognised.nearest + "\"?"};
}

templates::Problem unnamed_form(const templates::Recognised& recognised) {
  return {0, "Form", "form-not-named",
          "the mail has the labels of a form but does not say of which",
          "put \"Form: " + (recognised.likely.empty() ? "request" : recognised.likely) +
              "\" on a line of its own above them"};
}

bool is_json(const mail::Attachment& attachment) {
  return attachment.media_type == "application/json" || attachment.name.ends_with(".json");
}

// A form's name that is nearly one of ours; other JSON with a "form" in it is none of our business.
void read_misnamed(const mail::Attachment& attachment, const templates::TemplateSet& templates,
                   const templates::ReadOptions& options, Reading& reading) {
  const auto name = reading.form ? std::string() : templates::json_form_name(attachment.bytes);
  if (name.empty() || name.find_first_of("\r\n") != std::string::npos) {
    return;
  }
  const auto recognised = templates::recognise("Form: " + name + "\n", templates, options);
  if (!recognised.unknown_name.empty() && !recognised.nearest.empty()) {
    reading.problems.push_back(unknown_form(recognised));
    reading.problems.back().text += ", as " + attachment.name + " says";
  }
}

// The same data as an attached JSON object (SPEC section 5); both at once must agree.
void read_json(const mail::openpgp::Opened& opened, const templates::TemplateSet& templates,
               const templates::ReadOptions& options, Reading& reading) {
  for (const auto& attachment : opened.content.attachments) {
    if (!is_json(attachment)) {
      continue;
    }
    auto form = templates::read_json_form(attachment.bytes, templates, options);
    if (form.name.empty()) {
      read_misnamed(attachment, templates, options, reading);
      continue;  // some other JSON file: an attachment like any
    }
    reading.json_forms.push_back(attachment.name);
    if (!reading.form) {
      reading.which = templates.find(form.name);
      reading.form = std::move(form);
    } else {
      auto differing = templates::disagreements(*reading.form, form);
      for (auto& problem : differing) {
        problem.text += problem.line == 0 ? ", in " + attachment.name
                                          : ": line " + std::to_string(problem.line) +
                                                " of the text, and " + attachment.name;
      }
      reading.form->problems.insert(reading.form->problems.end(), differing.begin(),
                                    differing.end());
    }
  }
}

// What is asked of the gateway in a few words, as the form that says the same.
void read_order(const Order& order, const templates::TemplateSet& templates,
                const templates::ReadOptions& options, Reading& reading) {
  const auto words = form_words(order);
  const auto recognised = templates::recognise(words, templates, options);
  const auto* which = recognised.name.empty() ? nullptr : templates.find(recognised.name);
  if (which != nullptr) {
    reading.which = which;
    reading.form = templates::read_form(words, *which, templates, options);
  }
}

void read_text(const mail::openpgp::Opened& opened, bool is_order,
               const templates::TemplateSet& templates, const templates::ReadOptions& options,
               Reading& reading) {
  const auto& text = opened.content.text;
  const auto recognised = templates::recognise(text, templates, options);
  if (!recognised.unknown_name.empty()) {
    reading.problems.push_back(unknown_form(recognised));
    return;
  }
  reading.which = recognised.name.empty() ? nullptr : templates.find(recognised.name);
  if (reading.which == nullptr && !is_order) {
    reading.which = templates.find(opened.headers.subject);
  }
  if (reading.which != nullptr) {
    reading.form = templates::read_form(text, *reading.which, templates, options);
  } else if (recognised.known_labels >= kLabelsOfAForm && !is_order) {
    reading.problems.push_back(unnamed_form(recognised));
  }
}

// SECURITY class 5: a reader of HTML must have seen the same values.
void compare_html(const mail::openpgp::Opened& opened, const templates::TemplateSet& templates,
                  const templates::ReadOptions& options, Reading& reading) {
  const auto& html = opened.content.html_text;
  if (html.empty()) {
    return;
  }
  const auto recognised = templates::recognise(html, templates, options);
  if (!reading.form) {
    // Not in an answer: HTML shows quotations in ways that no reader knows all of.
    const bool fresh = !options.is_reply && options.our_form.empty();
    if (fresh && reading.problems.empty() && recognised.by_form_line) {
      reading.problems.push_back({0, "Form", "disagree",
                                  "only the HTML form of the mail has the form",
                                  "let both say the same, or send the mail as plain text"});
    }
    return;
  }
  const auto* which = recognised.name.empty() ? reading.which : templates.find(recognised.name);
  const auto form = templates::read_form(html, *which, templates, options);
  const bool any = std::any_of(form.fields.begin(), form.fields.end(),
                               [](const templates::Value& value) { return value.given; });
  if (!any) {
    reading.form->warnings.push_back({0, "", "html-without-form",
                                      "the HTML form of the mail does not show the form",
                                      "send the mail as plain text"});
    return;
  }
  const auto differing = templates::alternative_disagreements(*reading.form, form);
  reading.form->problems.insert(reading.form->problems.end(), differing.begin(), differing.end());
}

// A reply whose quoted form came back untouched is a plain answer (DECISIONS 17).
bool is_untouched(const templates::Form& form) {
  for (const auto& value : form.fields) {
    if (value.given && value.id != "answers" && value.id != "template") {
      return false;
    }
  }
  return form.blocks.empty() && form.free_text.empty();
}

std::string label_of(const templates::Template& which, std::string_view id) {
  for (const auto& field : which.fields) {
    if (field.id == id) {
      return field.label;
    }
  }
  return {};
}

void find_case_of(const Thread& thread, const config::Site& site, const Lookups& lookups,
                  Reading& reading) {
  const bool opens_case = reading.which != nullptr && reading.which->goes_to == "countries";
  if (opens_case) {
    return;
  }
  auto clues = thread.clues;
  const bool to_gateway = reading.which != nullptr && reading.which->goes_to == "gateway";
  if (reading.form) {
    for (const auto* id : {"answers", "target", "case_no"}) {
      // A search names the case for which it is made; it is no part of that case.
      const bool counts = !to_gateway || std::string_view(id) == "target";
      if (counts && clues.form_reference.empty()) {
        clues.form_reference = reading.form->text(id);
      }
    }
  }
  auto found = find_thread(clues, site.prefix, lookups.thread);
  for (auto& problem : found.problems) {
    if (to_gateway && problem.label == "Answers") {
      problem.label = label_of(*reading.which, "target");
    }
  }
  reading.problems.insert(reading.problems.end(), found.problems.begin(), found.problems.end());
  if (!found.number) {
    return;
  }
  reading.named = found.number;
  reading.thread = lookups.find_case(found.number->number);
  if (to_gateway && reading.form) {
    // What is answered stands for the number that the form leaves out. Whether there is such a case
    // is told to its parties alone.
    std::erase_if(reading.form->problems, [&](const templates::Problem& problem) {
      return problem.code == "missing" && problem.label == label_of(*reading.which, "target");
    });
    return;
  }
  if (!reading.thread) {
    reading.problems.push_back({0, "Subject", "unknown-case",
                                "there is no case " + found.number->number.text(),
                                "copy the number from the subject of the letter"});
  }
}

// Of a filled reply form its values: the quotation around them is our own letter.
std::string own_words(const Reading& reading, const templates::TemplateSet& templates,
                      const std::string& our_form, bool to_group) {
  if (reading.form && !our_form.empty()) {
    auto text = templates::aligned(*reading.form, templates, {"template"});
    const auto blocks = templates::aligned_blocks(*reading.form, templates);
    for (const auto& more : {blocks, reading.form->free_text}) {
      text += more.empty() ? std::string() : "\n" + more;
    }
    return text;
  }
  if (!reading.form && (reading.thread || to_group)) {
    auto own = templates::without_quotes(reading.text, our_form);
    if (!own.empty()) {
      return own;
    }
  }
  return reading.text;
}

}  // namespace

std::map<std::string, std::string> known_of(const Sender& sender) {
  std::map<std::string, std::string> known;
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) {
      known[key] = value;
    }
  };
  add("state", sender.country);
  add("unit", sender.unit);
  add("agency", sender.agency);
  add("officer", sender.officer);
  add("phone", sender.phone);
  add("language", sender.language);
  return known;
}

Reading read_mail(const mail::openpgp::Opened& opened, const Sender& sender,
                  const std::vector<std::string>& groups, const templates::TemplateSet& templates,
                  const config::Site& site, Time now, const Lookups& lookups) {
  Reading reading;
  const auto thread = clues_of(opened);
  templates::ReadOptions options;
  options.now = now;
  options.known = known_of(sender);
  options.attachments = lookups.kept_attachments;
  for (const auto& attachment : opened.content.attachments) {
    options.attachments->push_back(attachment.name);
  }
  options.is_reply = !thread.parent.empty() && !is_our_message_id(site, thread.parent);
  const auto quick = find_thread(thread.clues, site.prefix, lookups.thread);
  if (quick.number) {
    if (const auto opening = lookups.opening_form(quick.number->number)) {
      options.our_form = reply_form(templates, quick.number->number, *opening);
    }
  }
  const auto order =
      groups.empty() ? order_in({opened.headers.subject,
                                 templates::without_quotes(opened.content.text, options.our_form),
                                 nullptr, site.prefix},
                                templates)
                     : std::nullopt;
  read_text(opened, order.has_value(), templates, options, reading);
  compare_html(opened, templates, options, reading);
  read_json(opened, templates, options, reading);
  if (!reading.form && reading.problems.empty() && order) {
    read_order(*order, templates, options, reading);
  }
  if (reading.form && reading.which->goes_to == "requester" && is_untouched(*reading.form)) {
    reading.form.reset();
    reading.which = nullptr;
  }
  find_case_of(thread, site, lookups, reading);
  if (reading.thread && reading.which != nullptr && reading.which->goes_to == "requester") {
    const auto opening = lookups.opening_form(reading.thread->number);
    const auto* which = opening ? templates.find(opening->name) : nullptr;
    reading.expects = which != nullptr ? which->expects : std::string();
  }
  reading.text = opened.content.text;
  reading.own = own_words(reading, templates, options.our_form, !groups.empty());
  return reading;
}

}  // namespace pouch::gateway
