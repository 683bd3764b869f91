#include "gateway/letters/titles.hpp"

#include <algorithm>
#include <array>

#include "gateway/letters/fields.hpp"
#include "gateway/letters/names.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"
#include "gateway/words/words.hpp"
#include "mail/ascii.hpp"
#include "templates/showing/render.hpp"
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

// What our own titles say of who did what, in all languages: a Reply brings them back.
constexpr std::array<Phrase, 25> kOurTitles{"title_asks",
                                            "title_asks_whom",
                                            "title_informs",
                                            "title_informs_whom",
                                            "title_alerts",
                                            "title_alerts_whom",
                                            "title_answers",
                                            "title_answers_in_part",
                                            "title_no_trace",
                                            "title_no_hit",
                                            "title_acknowledges",
                                            "title_needs_time",
                                            "title_refuses",
                                            "title_asks_back",
                                            "title_passed_on",
                                            "title_writes",
                                            "title_writes_group",
                                            "title_copy",
                                            "sent_to",
                                            "kept_with_focal_point",
                                            "not_sent_yet",
                                            "done",
                                            "state_title",
                                            "not_sent_on",
                                            "not_delivered_to"};

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

// What a phrase says beside its places: its beginning, else what stands behind its first place.
struct Literal {
  std::string text;
  bool begins = false;
};

Literal literal_of(const std::string& text) {
  const auto open = text.find('{');
  if (open != 0) {
    return {text.substr(0, open), true};
  }
  const auto behind = text.find('}') + 1;
  return {text.substr(behind, text.find('{', behind) - behind), false};
}

bool says(std::string_view text, const Literal& literal) {
  const auto at = literal.begins ? (text.starts_with(literal.text) ? 0 : std::string_view::npos)
                                 : text.find(literal.text);
  if (at == std::string_view::npos) {
    return false;
  }
  const auto end = at + literal.text.size();
  constexpr std::string_view kBehindAWord = " :,";
  return literal.text.ends_with(' ') || end == text.size() ||
         kBehindAWord.find(text[end]) != std::string_view::npos;
}

const std::vector<Literal>& our_titles() {
  static const auto kLiterals = [] {
    std::vector<Literal> literals;
    for (const auto phrase : kOurTitles) {
      for (const auto& text : Words::in_all(phrase)) {
        literals.push_back(literal_of(text));
      }
    }
    return literals;
  }();
  return kLiterals;
}

bool is_our_title(std::string_view text) {
  const auto& titles = our_titles();
  return text.find(':') != std::string_view::npos &&
         std::any_of(titles.begin(), titles.end(),
                     [&](const Literal& literal) { return says(text, literal); });
}

// "NOT ACCEPTED: " in any language: how many octets; 0: none.
std::size_t refused_mark(std::string_view text) {
  static const auto kMarks = Words::in_all("not_accepted");
  std::size_t longest = 0;
  for (const auto& said : kMarks) {
    const auto mark = said + ": ";
    longest = text.starts_with(mark) ? std::max(longest, mark.size()) : longest;
  }
  return longest;
}

}  // namespace

std::string own_subject(std::string_view subject, std::string_view prefix, std::string_view known) {
  bool answers_ours = false;
  for (auto text = trimmed(subject);; text = trimmed(text)) {
    const auto ours = our_mark(text, prefix);
    const auto mark = std::max({reply_mark(text), ours, refused_mark(text)});
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

// An answer by its kind.
Phrase answer_title(const LetterSource& source) {
  const auto kind = source.form == nullptr ? std::string_view() : source.form->text("reply_kind");
  constexpr std::array<std::pair<std::string_view, Phrase>, 8> kTitles{
      {{"ACK", Phrase("title_acknowledges")},
       {"PARTIAL", Phrase("title_answers_in_part")},
       {"NO_TRACE", Phrase("title_no_trace")},
       {"NO_HIT", Phrase("title_no_hit")},
       {"DELAY", Phrase("title_needs_time")},
       {"REFUSAL", Phrase("title_refuses")},
       {"CLARIFY", Phrase("title_asks_back")},
       {"FORWARDED", Phrase("title_passed_on")}}};
  const auto* found = std::find_if(kTitles.begin(), kTitles.end(),
                                   [&](const auto& entry) { return entry.first == kind; });
  return found == kTitles.end() ? Phrase("title_answers") : found->second;
}

std::string asks(const LetterSource& source, const std::string& whom, const Words& words) {
  const auto* which = source.form == nullptr ? nullptr : source.templates.find(source.form->name);
  const Place who{"who", actor(source, words)};
  const Place asked{"whom", whom};
  if (which == nullptr || which->expects == "answer") {
    return whom.empty() ? words("title_asks", {who}) : words("title_asks_whom", {who, asked});
  }
  if (which->expects == "nothing") {
    return whom.empty() ? words("title_informs", {who}) : words("title_informs_whom", {who, asked});
  }
  return whom.empty() ? words("title_alerts", {who}) : words("title_alerts_whom", {who, asked});
}

// As their form names it.
std::string urgency(const LetterSource& source, const LetterPlan& plan) {
  const auto& priority = source.subject->priority;
  if (priority == "NORMAL") {
    return {};
  }
  const auto* language = source.templates.language(language_of(plan.to));
  for (const auto* field : source.form == nullptr || language == nullptr
                               ? std::vector<const templates::FieldSpec*>{}
                               : fields_of(*source.form, source.templates)) {
    if (field->id == "urgency") {
      return ", " + label_of_code(*field, priority, language);
    }
  }
  return ", " + mail::to_lower(priority);
}

// What such a form is called in the reader's language.
std::string kind_of_form(const templates::Form& form, const LetterSource& source,
                         std::string_view language) {
  const auto* which = source.templates.find(form.name);
  return which == nullptr ? form.title
                          : templates::title_in(*which, source.templates.language(language));
}

std::string fallback_title(const LetterSource& source, std::string_view language) {
  const auto* form = source.opening != nullptr ? source.opening : source.form;
  return form != nullptr ? kind_of_form(*form, source, language) : std::string();
}

}  // namespace

std::string About::line() const {
  return reference + (reference.empty() || title.empty() ? "" : ", ") +
         shortened(title, kLongestTitle);
}

About about(const LetterSource& source, std::string_view language) {
  const auto* opening = opens(source) ? source.form : source.opening;
  About result;
  result.reference = opening != nullptr ? std::string(opening->text("own_ref")) : std::string();
  const auto of_case = opens(source) && source.contents != nullptr
                           ? title_in(source.contents->subject, source.form, source, {})
                           : title_in(source.opening_subject, source.opening, source, {});
  result.title = of_case.empty() ? fallback_title(source, language) : of_case;
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

std::string actor(const LetterSource& source, const Words& words) {
  const auto& sender = source.sender;
  // Who acts for desks of several states speaks for the desk's.
  const auto* desk =
      source.message == nullptr ? nullptr : source.directory.desk(source.message->acting_desk);
  const auto& country = desk == nullptr || desk->country.empty() ? sender.country : desk->country;
  return country.empty() ? known_name(sender.name, words)
                         : country_name(source.directory, country, words);
}

std::string countries_of(const Case& subject, const config::Directory& directory,
                         const Words& words) {
  std::vector<std::string> names;
  for (const auto& leg : subject.legs) {
    names.push_back(country_name(directory, leg.country, words));
  }
  return join(names, ", ");
}

std::string title_of(const LetterPlan& plan, const LetterSource& source) {
  const auto language = language_of(plan.to);
  const auto what = about(source, language);
  const auto& words = words_of(plan);
  if (!plan.title.empty()) {
    return with_about(plan.title, what);
  }
  const Place writer{"who", known_name(source.sender.name, words)};
  switch (plan.kind) {
    case LetterKind::kRequest:
      return with_about(asks(source, country_name(source.directory, plan.country, words), words),
                        what) +
             urgency(source, plan);
    case LetterKind::kCopy:
      if (source.subject->kind == CaseKind::kGroupNote) {
        return with_about(words("title_copy", {{"what", words("title_writes", {writer})}}), what);
      }
      return with_about(words("title_copy",
                              {{"what",
                                asks(source, countries_of(*source.subject, source.directory, words),
                                     words)}}),
                        what) +
             urgency(source, plan);
    case LetterKind::kReply:
      return with_about(words(answer_title(source), {{"who", actor(source, words)}}), what);
    case LetterKind::kNote:
      return with_about(words("title_writes", {writer}), what);
    case LetterKind::kCaseNote:
      return with_about(plan.group.empty()
                            ? words("title_writes", {writer})
                            : words("title_writes_group", {writer, {"group", plan.group}}),
                        what);
    case LetterKind::kControl:
      return with_about(source.form != nullptr ? kind_of_form(*source.form, source, language)
                                               : words("title_order"),
                        what);
    // These have writers and titles of their own.
    case LetterKind::kAnswer:
    case LetterKind::kReceipt:
    case LetterKind::kRefusal:
    case LetterKind::kNotice:
    case LetterKind::kQuestion:
    case LetterKind::kLinked:
    case LetterKind::kDigest:
    case LetterKind::kReminder:
    case LetterKind::kOverview:
    case LetterKind::kEscalation:
    case LetterKind::kAuditHead:
    case LetterKind::kReview:
    case LetterKind::kErasure:
    case LetterKind::kKey:
    case LetterKind::kJoined:
    case LetterKind::kEnter:
    case LetterKind::kWelcome:
    case LetterKind::kStranger:
      break;
  }
  return {};
}

}  // namespace detail
}  // namespace pouch::gateway
