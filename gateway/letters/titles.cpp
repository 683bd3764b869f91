#include "gateway/letters/titles.hpp"

#include <algorithm>
#include <array>

#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "mail/ascii.hpp"
#include "templates/text/fold.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kLongestTitle = 160;  // characters; the whole stands in the letter

// As mail clients of the members' languages write them, folded (templates::fold); none that is a
// country's code too.
constexpr std::array<std::string_view, 25> kReplyWords{
    "re",  "fwd",        "fw",    "aw",   "wg",   "antw",  "odp", "ynt", "ilt",
    "va",  "tovabbitas", "απ",    "πρθ",  "σχετ", "отг",   "пр",  "отн", "отговор",
    "одг", "odg",        "prosl", "прос", "rasp", "pergj", "ndj"};

// What our own titles say between who and about what: a Reply brings them back.
constexpr std::array<std::string_view, 17> kOurVerbs{
    " asks ",      " informs ", " alerts ",   " answers",       " acknowledges", " asks back",
    " needs more", " refuses",  " passed it", " writes",        "Copy: ",        "SENT TO ",
    "KEPT WITH ",  "NOT SENT ", "DONE: ",     "NOT DELIVERED ", "STATE: "};
constexpr std::string_view kRefused = "NOT ACCEPTED: ";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// "Re: ", "AW[2]: ": how many octets; 0: none.
std::size_t reply_mark(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 24) {
    return 0;
  }
  const auto word = text.substr(0, std::min(colon, text.find_first_of("[( ")));
  const auto between = text.substr(word.size(), colon - word.size());
  const bool counted = between.find_first_not_of("[]()0123456789 ") == std::string_view::npos;
  const auto folded = templates::fold(word);
  const bool known = std::find(kReplyWords.begin(), kReplyWords.end(), folded) != kReplyWords.end();
  return counted && known ? colon + 1 : 0;
}

// "[SEL-2026-000001-77/2]" at the start: how many octets; 0: none.
std::size_t our_mark(std::string_view text, std::string_view prefix) {
  if (!text.starts_with("[")) {
    return 0;
  }
  const auto end = text.find(']');
  const auto inside = end == std::string_view::npos ? std::string_view() : text.substr(1, end - 1);
  return inside == "Pouch" || !find_numbers(inside, {prefix, kLastEpoch}).valid.empty() ? end + 1
                                                                                        : 0;
}

bool says_something(std::string_view text) { return !templates::fold(text).empty(); }

bool is_our_title(std::string_view text) {
  return text.find(':') != std::string_view::npos &&
         std::any_of(kOurVerbs.begin(), kOurVerbs.end(), [&](std::string_view verb) {
           return verb.front() == ' ' ? text.find(verb) != std::string_view::npos
                                      : text.starts_with(verb);
         });
}

}  // namespace

std::string own_subject(std::string_view subject, std::string_view prefix, std::string_view known) {
  bool answers_ours = false;
  for (auto text = trimmed(subject);; text = trimmed(text)) {
    const auto ours = our_mark(text, prefix);
    const auto refused = text.starts_with(kRefused) ? kRefused.size() : 0;
    const auto mark = std::max({reply_mark(text), ours, refused});
    answers_ours = answers_ours || ours > 0;
    if (mark > 0) {
      text.remove_prefix(mark);
      continue;
    }
    const bool repeats =
        answers_ours &&
        ((!known.empty() && text.find(known) != std::string_view::npos) || is_our_title(text));
    return repeats || !says_something(text) ? std::string() : std::string(text);
  }
}

namespace detail {
namespace {

std::string form_title(const templates::Form* form) {
  if (form == nullptr) {
    return {};
  }
  for (const auto* id : {"case_title", "headline", "subject"}) {
    if (const auto text = form->text(id); !text.empty()) {
      return std::string(text);
    }
  }
  return {};
}

std::string title_in(std::string_view subject, const templates::Form* form,
                     const LetterSource& source, std::string_view known) {
  const auto own = own_subject(subject, source.site.prefix, known);
  return own.empty() ? form_title(form) : own;
}

bool opens(const LetterSource& source) {
  return source.message == nullptr || source.message->number.message <= 1;
}

// An answer by its kind; the words end where "Bulgaria answers" begins to say more.
std::string answer_verb(const LetterSource& source) {
  const auto kind = source.form == nullptr ? std::string_view() : source.form->text("reply_kind");
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kVerbs{
      {{"ACK", "acknowledges"},
       {"PARTIAL", "answers in part"},
       {"NO_TRACE", "answers, no trace"},
       {"NO_HIT", "answers, no hit"},
       {"DELAY", "needs more time"},
       {"REFUSAL", "refuses"},
       {"CLARIFY", "asks back"},
       {"FORWARDED", "has passed it on"}}};
  const auto* found = std::find_if(kVerbs.begin(), kVerbs.end(),
                                   [&](const auto& entry) { return entry.first == kind; });
  return found == kVerbs.end() ? "answers" : std::string(found->second);
}

std::string request_verb(const LetterSource& source) {
  const auto* which = source.form == nullptr ? nullptr : source.templates.find(source.form->name);
  if (which == nullptr || which->expects == "answer") {
    return "asks";
  }
  return which->expects == "nothing" ? "informs" : "alerts";
}

std::string asks(const LetterSource& source, const std::string& whom) {
  return actor(source) + " " + request_verb(source) + (whom.empty() ? "" : " " + whom);
}

std::string urgency(const LetterSource& source) {
  const auto& priority = source.subject->priority;
  return priority == "NORMAL" ? "" : ", " + mail::to_lower(priority);
}

std::string fallback_title(const LetterSource& source) {
  const auto* form = source.opening != nullptr ? source.opening : source.form;
  return form != nullptr ? form->title : std::string();
}

}  // namespace

std::string About::line() const {
  return reference + (reference.empty() || title.empty() ? "" : ", ") +
         shortened(title, kLongestTitle);
}

About about(const LetterSource& source) {
  const auto* opening = opens(source) ? source.form : source.opening;
  About result;
  result.reference = opening != nullptr ? std::string(opening->text("own_ref")) : std::string();
  const auto of_case = opens(source) && source.contents != nullptr
                           ? title_in(source.contents->subject, source.form, source, {})
                           : title_in(source.opening_subject, source.opening, source, {});
  result.title = of_case.empty() ? fallback_title(source) : of_case;
  if (!opens(source) && source.contents != nullptr) {
    const auto own = title_in(source.contents->subject, source.form, source, of_case);
    if (!own.empty() && own != result.title) {
      result.case_title = result.title;
      result.title = own;
    }
  }
  return result;
}

std::string with_about(std::string_view what, const About& about) {
  const auto line = about.line();
  return std::string(what) + (line.empty() ? "" : ": " + line);
}

std::string actor(const LetterSource& source) {
  const auto& sender = source.sender;
  return sender.country.empty() ? sender.name : country_name(source.directory, sender.country);
}

std::string countries_of(const Case& subject, const config::Directory& directory) {
  std::vector<std::string> names;
  for (const auto& leg : subject.legs) {
    names.push_back(country_name(directory, leg.country));
  }
  return join(names, ", ");
}

std::string title_of(const LetterPlan& plan, const LetterSource& source) {
  const auto what = about(source);
  if (!plan.title.empty()) {
    return with_about(plan.title, what);
  }
  switch (plan.kind) {
    case LetterKind::kRequest:
      return with_about(asks(source, country_name(source.directory, plan.country)), what) +
             urgency(source);
    case LetterKind::kCopy:
      if (source.subject->kind == CaseKind::kGroupNote) {
        return with_about("Copy: " + source.sender.name + " writes", what);
      }
      return with_about("Copy: " + asks(source, countries_of(*source.subject, source.directory)),
                        what) +
             urgency(source);
    case LetterKind::kReply:
      return with_about(actor(source) + " " + answer_verb(source), what);
    case LetterKind::kNote:
      return with_about(source.sender.name + " writes", what);
    case LetterKind::kCaseNote:
      return with_about(source.sender.name + " writes" +
                            (plan.group.empty() ? "" : " to the group " + plan.group),
                        what);
    case LetterKind::kControl:
      return with_about(source.form != nullptr ? source.form->title : "Order", what);
    case LetterKind::kAnswer:
      return "Answer of the gateway";
    case LetterKind::kReceipt:
      return with_about("Receipt", what);
    case LetterKind::kRefusal:
      return with_about("NOT ACCEPTED", what);
    case LetterKind::kNotice:
      return "Notice";
    case LetterKind::kQuestion:
      return with_about("NOT SENT YET", what);
    case LetterKind::kLinked:
      return "Linked cases";
    case LetterKind::kDigest:
      return "Your day";
    case LetterKind::kReminder:
      return with_about("REMINDER", what);
    case LetterKind::kOverview:
      return "Overview";
    case LetterKind::kEscalation:
      return "Late answer";
    case LetterKind::kAuditHead:
      return "Audit log";
    case LetterKind::kReview:
      return "To be erased";
    case LetterKind::kErasure:
      return "Erased";
    case LetterKind::kKey:
      return "Your key";
    case LetterKind::kJoined:
      return "Welcome to a group";
    case LetterKind::kEnter:
      return "Enter";
    case LetterKind::kWelcome:
      return "Welcome";
    case LetterKind::kStranger:
      break;  // it has its own writer, and no title of ours
  }
  return {};
}

}  // namespace detail
}  // namespace pouch::gateway
