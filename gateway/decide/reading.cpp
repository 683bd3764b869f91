#include "gateway/decide/reading.hpp"

#include <algorithm>

#include "gateway/decide/form_of.hpp"
#include "gateway/decide/named.hpp"
#include "gateway/decide/order_line.hpp"
#include "gateway/decide/plain_marks.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/decide/replied.hpp"
#include "gateway/decide/title.hpp"
#include "templates/showing/render.hpp"
#include "templates/text/lines.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::Opened;

// In-Reply-To, then References from the last; what was signed before what was not.
std::vector<std::string> ids_of(const Opened& opened) {
  std::vector<std::string> ids;
  const auto add = [&](const mail::Headers& headers) {
    ids.push_back(headers.in_reply_to);
    ids.insert(ids.end(), headers.references.rbegin(), headers.references.rend());
  };
  if (opened.headers_signed) {
    add(opened.headers);
  }
  add(opened.outer);
  add(opened.headers);
  std::erase(ids, std::string());
  return ids;
}

bool opens_case(const Reading& reading) {
  return reading.which != nullptr && reading.which->goes_to == "countries";
}

bool is_to_gateway(const Reading& reading) {
  return reading.which != nullptr && reading.which->goes_to == "gateway";
}

std::string label_of(const templates::Template& which, std::string_view id) {
  for (const auto& field : which.fields) {
    if (field.id == id) {
      return field.label;
    }
  }
  return {};
}

class Reader {
 public:
  Reader(const Opened& opened, const Sender& sender, const std::vector<std::string>& groups,
         const templates::TemplateSet& templates, const config::Site& site, Time now,
         const Lookups& lookups)
      : opened_(opened),
        sender_(sender),
        groups_(groups),
        templates_(templates),
        ours_{site.prefix, lookups.epoch},
        now_(now),
        lookups_(lookups) {}

  Reading read() {
    reading_.answered = find_answered(ids_of(opened_), lookups_.thread);
    if (!reading_.answered.unknown.empty()) {
      return std::move(reading_);
    }
    find_by_subject();
    find_kept();
    make_options();
    const FormWords words{opened_, templates_, options_, ours_};
    take_title();
    if (reading_.kept) {
      detail::read_kept(words, reading_);
    } else if (reading_.answered.letter && !reading_.answered.letter->text.empty()) {
      detail::read_reply(words, other_letters(), reading_);
    } else {
      detail::read_fresh(words, reading_.answered.kind.empty() || !groups_.empty(), reading_);
    }
    read_attached(words);
    if (reading_.form && !reading_.kept) {
      reading_.said = templates::take_kind_in_words(*reading_.form, templates_, now_);
    }
    read_talk(words);
    find_case();
    reading_.forwards = forwards();
    read_few_words(words);
    read_marks(words);
    reading_.to_names = names();
    reading_.own = carried();
    reading_.empty = !reading_.form && !reading_.order && reading_.own.empty() &&
                     reading_.title.empty() && reading_.to_names.empty() && nothing_attached() &&
                     !reading_.kept;
    if (reading_.empty) {
      reading_.below_signature = detail::stands_below_signature(opened_.content.text, reading_.cut);
      for (const auto& attachment : opened_.content.attachments) {
        reading_.added.push_back(attachment.name);
      }
    }
    join_old();
    return std::move(reading_);
  }

 private:
  using FormWords = detail::FormWords;

  // A client that gives no In-Reply-To leaves the signed subject: "Re: " and that of our letter.
  void find_by_subject() {
    const auto& subject = opened_.headers.subject;
    const auto numbers = find_numbers(subject, ours_).valid;
    if (reading_.answered.letter || !reading_.answered.kind.empty() || numbers.size() != 1 ||
        !opened_.headers_signed || !lookups_.letters_of) {
      return;
    }
    const auto title = own_title(subject, ours_);
    for (auto& letter : lookups_.letters_of(numbers.front().number)) {
      const bool same = letter.number && letter.number->message == numbers.front().message;
      if (same && !title.empty() && is_title_of(title, letter.text)) {
        reading_.answered.number = letter.number;
        reading_.answered.kind = letter.kind;
        reading_.answered.letter = std::move(letter);
        return;
      }
    }
  }

  void find_kept() {
    if (!lookups_.kept) {
      return;
    }
    auto ids = lookups_.marked;
    if (reading_.answered.letter) {
      ids.insert(ids.begin(), reading_.answered.letter->id);
    }
    for (const auto& id : ids) {
      auto kept = lookups_.kept(id);
      if (kept && kept->text.empty() && kept->why == KeptFor::kMending && !old_kept_) {
        old_kept_ = std::move(kept);
        continue;
      }
      if (kept && (!kept->text.empty() || kept->why != KeptFor::kMending)) {
        if (!reading_.answered.letter && lookups_.thread.letter) {
          reading_.answered.letter = lookups_.thread.letter(id);
        }
        reading_.kept = std::move(kept);
        return;
      }
    }
    // Two refusals lie in the writer's box: either is answered, what is kept is the newest state.
    const auto& letter = reading_.answered.letter;
    const bool asks = letter && (letter->kind == "refusal" || letter->kind == "question");
    if (asks && !old_kept_ && lookups_.kept_asked_before) {
      reading_.kept = lookups_.kept_asked_before(letter->id);
    }
  }

  // Version 0.1.0 kept attachments alone, for a form that comes whole. An unsigned thread leads to
  // them only for the same own reference (DECISIONS 10).
  void join_old() {
    if (reading_.kept || !old_kept_ || !reading_.form) {
      return;
    }
    const auto& marked = lookups_.marked;
    const bool proved = std::find(marked.begin(), marked.end(), old_kept_->letter) != marked.end();
    const auto& reference = old_kept_->own_ref;
    if (proved || (!reference.empty() && reading_.form->text("own_ref") == reference)) {
      reading_.kept = std::move(old_kept_);
      reading_.kept->words = reading_.form_files.empty() ? std::string() : reading_.form->words;
    }
  }

  void make_options() {
    options_.now = now_;
    options_.known = known_of(sender_);
    options_.attachments.emplace();
    if (const auto& kept = reading_.kept ? reading_.kept : old_kept_) {
      for (const auto& part : kept->parts) {
        if (!part.evidence) {
          options_.attachments->push_back(part.name);
        }
      }
    }
    for (const auto& attachment : opened_.content.attachments) {
      options_.attachments->push_back(attachment.name);
    }
    const auto ids = ids_of(opened_);
    options_.is_reply = !ids.empty() && !reading_.answered.letter;
    const auto& letter = reading_.answered.letter;
    const bool old = letter && letter->text.empty() && letter->number;
    const auto opening = old ? lookups_.opening_form(letter->number->number) : std::nullopt;
    if (opening) {
      options_.our_form = detail::reply_form_of_old(templates_, letter->number->number, *opening);
    }
  }

  // The subject that he wrote himself, not the one that his client took from our letter.
  void take_title() {
    reading_.title = own_title(opened_.headers.subject, ours_);
    const auto& letter = reading_.answered.letter;
    if (letter && (letter->text.empty() || is_title_of(reading_.title, letter->text))) {
      reading_.title.clear();
    }
  }

  std::vector<std::string> other_letters() const {
    constexpr std::size_t kMost = 8;
    std::vector<std::string> texts;
    for (const auto& id : ids_of(opened_)) {
      const auto letter =
          texts.size() < kMost && lookups_.thread.letter && id != reading_.answered.letter->id
              ? lookups_.thread.letter(id)
              : std::nullopt;
      if (letter && !letter->text.empty() &&
          std::find(texts.begin(), texts.end(), letter->text) == texts.end()) {
        texts.push_back(letter->text);
      }
    }
    return texts;
  }

  void read_attached(const FormWords& words) {
    if (opened_.content.attachments.empty()) {
      return;
    }
    const bool any = !reading_.form && reading_.problems.empty() && lookups_.attached_words;
    detail::read_attachments(words, any ? lookups_.attached_words() : std::vector<AttachedWords>{},
                             reading_);
    if (!reading_.form_files.empty() && reading_.form && reading_.form->words.empty() && any) {
      reading_.form->words = reading_.own;
    }
  }

  // But for what mail programs add: a key that is sent to us alone is meant.
  bool only_added() const {
    const auto& attachments = opened_.content.attachments;
    return std::all_of(attachments.begin(), attachments.end(),
                       [](const mail::Attachment& one) { return one.by_client; });
  }
  bool nothing_attached() const {
    return opened_.content.attachments.empty() || (reading_.answered.letter && only_added());
  }

  // Of a mail to a group, with a form or with files nothing is an order; but a search that says why
  // it is made is nothing else, and its words are for nobody abroad.
  std::optional<Order> beside_files(Order order) const {
    if (order.kind != OrderKind::kSearch || order.why.empty()) {
      return std::nullopt;
    }
    for (const auto& attachment : opened_.content.attachments) {
      order.left += (order.left.empty() ? "" : "\n") + attachment.name;
    }
    return order;
  }

  // The file with it is the court's own paper, as often as not: it goes with the word.
  static bool answers_permission(const Order& order) {
    return order.kind == OrderKind::kPermit || order.kind == OrderKind::kDeny;
  }

  void read_talk(const FormWords& words) {
    if (reading_.form || !reading_.problems.empty() || !groups_.empty() || reading_.kept ||
        reading_.order) {
      return;
    }
    const auto& letter = reading_.answered.letter;
    reading_.order = order_in(
        {opened_.headers.subject, reading_.own, letter ? &*letter : nullptr, ours_}, templates_);
    if (reading_.order && !only_added() && !answers_permission(*reading_.order)) {
      reading_.order = beside_files(std::move(*reading_.order));
    }
    if (reading_.order) {
      detail::read_order(words, reading_);
      // A subject that gives an order is no title.
      if (order_in({opened_.headers.subject, "", letter ? &*letter : nullptr, ours_}, templates_)) {
        reading_.title.clear();
      }
    }
  }

  void find_case() {
    if (opens_case(reading_)) {
      return;
    }
    if (reading_.kept && !reading_.kept->number.empty() && reading_.kept->why != KeptFor::kCase) {
      reading_.named = MessageNumber::parse(reading_.kept->number);
      reading_.thread = reading_.named ? lookups_.find_case(reading_.named->number) : std::nullopt;
      return;
    }
    NumberClues clues;
    const bool chosen = reading_.kept && reading_.kept->why == KeptFor::kCase;
    clues.subject = chosen ? std::string() : opened_.headers.subject;
    clues.text = reading_.own;
    clues.form_reference = chosen ? reading_.kept->number : form_reference();
    const Answered none;
    auto found = find_number(clues, chosen || reading_.kept ? none : reading_.answered, ours_);
    for (auto& problem : found.problems) {
      if (is_to_gateway(reading_) && problem.label == "Answers") {
        problem.label = label_of(*reading_.which, "target");
      }
    }
    reading_.problems.insert(reading_.problems.end(), found.problems.begin(), found.problems.end());
    reading_.several = std::move(found.several);
    if (!found.number && found.problems.empty() && reading_.several.empty()) {
      ask_which_of_text();
    } else if (found.problems.empty() && reading_.several.empty()) {
      ask_which_of_lines();
    }
    // A letter of the gateway itself is answered at the gateway, whatever case its subject names.
    const bool to_us = reading_.answered.letter && is_of_the_gateway(reading_.answered.kind) &&
                       clues.form_reference.empty();
    const bool by_letter = found.by_answer || !found.number || to_us;
    // A form that is filled in counts as that form, whichever letter was at hand.
    const bool of_form =
        reading_.form && !is_to_gateway(reading_) && is_of_the_gateway(reading_.answered.kind);
    reading_.answers_kind =
        by_letter && !chosen && !reading_.kept && !of_form ? reading_.answered.kind : std::string();
    take_number(found.number);
  }

  // A desk's own words to several of the cases in which it was asked, in no thread: they would stay
  // with the desk itself.
  void ask_which_of_text() {
    if (reading_.form || reading_.order || reading_.kept || !groups_.empty()) {
      return;
    }
    std::vector<CaseNumber> asked;
    for (const auto& number : find_numbers(reading_.own, ours_).valid) {
      const auto subject = lookups_.find_case(number.number);
      const bool known = std::find(asked.begin(), asked.end(), number.number) != asked.end();
      if (subject && !known && asks(*subject)) {
        asked.push_back(number.number);
      }
    }
    if (asked.size() > 1) {
      reading_.several = std::move(asked);
    }
  }

  // A Reply with a word for each of several cases, line by line: what is said of one is not for
  // those of the other.
  void ask_which_of_lines() {
    constexpr std::size_t kBeginning = 48;  // octets of a line in which its number stands
    if (reading_.form || reading_.order || reading_.kept || !groups_.empty() ||
        is_of_the_gateway(reading_.answered.kind)) {
      return;
    }
    std::vector<CaseNumber> named;
    constexpr std::size_t kMostLines = 500;
    for (const auto& line : templates::split_lines(reading_.own, kMostLines)) {
      const auto numbers = find_numbers(line.text.substr(0, kBeginning), ours_).valid;
      if (numbers.size() != 1) {
        continue;
      }
      const auto subject = lookups_.find_case(numbers.front().number);
      const bool known =
          std::find(named.begin(), named.end(), numbers.front().number) != named.end();
      if (subject && !known && (asks(*subject) || is_requester_side(actor_of(sender_), *subject))) {
        named.push_back(numbers.front().number);
      }
    }
    if (named.size() > 1) {
      reading_.several = std::move(named);
    }
  }

  void take_number(const std::optional<MessageNumber>& number) {
    if (!number) {
      return;
    }
    reading_.named = number;
    reading_.thread = lookups_.find_case(number->number);
    if (is_to_gateway(reading_) && reading_.form) {
      // What is answered stands for the number that the form leaves out. Whether there is such a
      // case is told to its parties alone.
      std::erase_if(reading_.form->problems, [&](const templates::Problem& problem) {
        return problem.code == "missing" && problem.label == label_of(*reading_.which, "target");
      });
      return;
    }
    if (!reading_.thread && number->number.epoch() < ours_.epoch) {
      // A restore may have lost the case: its answer waits, and is not sent back as a mistake.
      reading_.answered.unknown = number->text();
    } else if (!reading_.thread) {
      reading_.problems.push_back({.label = "Subject",
                                   .code = "unknown-case",
                                   .text = "there is no case " + number->number.text(),
                                   .hint = "copy the number from the subject of the letter"});
    }
  }

  std::string form_reference() const {
    if (!reading_.form) {
      return {};
    }
    for (const auto* id : {"answers", "target", "case_no"}) {
      // A search names the case for which it is made; it is no part of that case.
      const bool counts = !is_to_gateway(reading_) || std::string_view(id) == "target";
      const auto text = counts ? reading_.form->text(id) : std::string_view();
      if (!text.empty()) {
        return std::string(text);
      }
    }
    return {};
  }

  bool is_asked_desk() const { return reading_.thread && asks(*reading_.thread); }

  // Whether one of the writer's desks is asked in it.
  bool asks(const Case& subject) const {
    const auto actor = actor_of(sender_);
    return subject.kind == CaseKind::kRequest && !is_requester_side(actor, subject) &&
           std::any_of(subject.legs.begin(), subject.legs.end(),
                       [&](const Leg& leg) { return actor.acts_for(leg.desk); });
  }

  // Lines of the reply form, typed above our letter or in a mail of their own, that do not say of
  // which form they are: an answer is not sent back for form's sake (CORRESPONDENCE section 5).
  bool read_unnamed_answer(const FormWords& words) {
    const auto* reply = templates_.find("reply");
    const auto options = detail::fresh_options(words);
    const auto recognised = templates::recognise(reading_.own, templates_, options);
    if (reply == nullptr || recognised.known_labels == 0) {
      return false;
    }
    auto form = templates::read_form(reading_.own, *reply, templates_, options);
    templates::take_kind_in_words(form, templates_, now_);
    const auto* kind = form.find("reply_kind");
    const bool says = kind != nullptr && kind->given && !form.text("reply_kind").empty();
    const auto is_unnamed = [](const templates::Problem& problem) {
      return problem.code == "form-not-named";
    };
    const bool refused =
        std::any_of(reading_.problems.begin(), reading_.problems.end(), is_unnamed);
    if (!says && !(refused && recognised.likely == reply->name)) {
      return false;
    }
    std::erase_if(reading_.problems, is_unnamed);
    if (says) {
      reading_.said = {std::string(form.text("reply_kind")), std::string(form.text("expected_by")),
                       reading_.own};
    }
    reading_.which = reply;
    reading_.form = std::move(form);
    return true;
  }

  // A letter is forwarded to a colleague; with our address on it nobody can tell whom its writer
  // meant.
  bool forwards() const {
    const auto& letter = reading_.answered.letter;
    return letter && !is_of_the_gateway(letter->kind) && !reading_.form && !reading_.order &&
           !reading_.kept && groups_.empty() && detail::is_forwarded(opened_.headers.subject);
  }

  bool answers_request() const {
    const auto& kind = reading_.answers_kind;
    return kind.empty() || kind == "request" || kind == "mail";
  }

  // "Yes", "done" and "nothing" below a correction or somebody's note answer what stands there: the
  // request stays open.
  static bool may_mean_the_letter(const templates::ReplyWords& said) {
    const bool closes = said.code != "ACK" && said.code != "DELAY";
    return said.code == "FULL" || (closes && said.said.find(' ') == std::string::npos);
  }

  // "No record." of an asked desk is an answer as the form knows it.
  void read_few_words(const FormWords& words) {
    if (!reading_.thread) {
      return;
    }
    const auto opening = lookups_.opening_form(reading_.thread->number);
    const auto* opened_by = opening ? templates_.find(opening->name) : nullptr;
    reading_.expects = opened_by != nullptr ? opened_by->expects : std::string();
    if (reading_.form || reading_.order || reading_.forwards ||
        is_of_the_gateway(reading_.answers_kind)) {
      return;
    }
    if (reading_.answered.letter && reading_.answered.letter->asks) {
      return;  // "yes" would be no answer to the request
    }
    if (!is_asked_desk()) {
      const auto said = reading_.thread->kind != CaseKind::kRequest && reading_.answered.letter
                            ? templates::reply_words(reading_.own, templates_, now_)
                            : std::nullopt;
      reading_.acknowledges = said && said->code == "ACK";
      return;
    }
    if (read_unnamed_answer(words)) {
      return;
    }
    auto own = reading_.own;
    auto named = take_named(own, templates_);
    const auto marks = detail::plain_marks(own, templates_, is_prosecution());
    own = marks ? marks->rest : own;
    reading_.said = templates::reply_words(own, templates_, now_);
    if (reading_.said && !answers_request() && may_mean_the_letter(*reading_.said)) {
      reading_.said.reset();
    }
    const auto* reply = reading_.said ? templates_.find("reply") : nullptr;
    if (reply == nullptr) {
      reading_.said.reset();
      return;
    }
    auto text = "Form: reply\nReply kind: " + reading_.said->code + "\n";
    if (!reading_.said->expected_by.empty()) {
      text += "Expected by: " + reading_.said->expected_by + "\n";
    }
    text += marks ? marks->lines : "";
    const auto options = detail::fresh_options(words);
    reading_.which = reply;
    reading_.form = templates::read_form(text, *reply, templates_, options);
    reading_.form->words = own;
    reading_.to_names = std::move(named);
    if (marks && marks->privileged) {
      detail::add_privilege(*reading_.form);
    }
    // Nothing was forgotten: there was no form to fill in.
    reading_.form->warnings.clear();
  }

  bool is_prosecution() const { return sender_.community == "prosecution"; }

  // A plain mail that says how it may be handled is held to it.
  void read_marks(const FormWords& words) {
    if (reading_.form || reading_.order || reading_.kept || !reading_.problems.empty() ||
        is_of_the_gateway(reading_.answers_kind)) {
      return;
    }
    auto own = reading_.own;
    auto named = take_named(own, templates_);
    auto form = detail::marked_note(words, own, is_prosecution());
    if (!form) {
      return;
    }
    auto more = take_named(form->words, templates_);
    reading_.to_names = named.empty() ? std::move(more) : std::move(named);
    reading_.text = std::move(own);
    reading_.which = templates_.find("note");
    reading_.form = std::move(form);
  }

  std::vector<std::string> names() {
    if (reading_.form) {
      auto named = reading_.form->list("receivers");
      return named.empty() ? std::move(reading_.to_names) : named;
    }
    auto named = take_named(reading_.own, templates_);
    return named.empty() ? std::move(reading_.to_names) : named;
  }

  // What is carried, shown and searched: the values of a form, not its labels' help.
  std::string carried() const {
    if (!reading_.form) {
      return reading_.own;
    }
    auto text = reading_.form->words;
    const auto fields = templates::aligned(*reading_.form, templates_, {"template"});
    const auto blocks = templates::aligned_blocks(*reading_.form, templates_);
    for (const auto& more : {fields, blocks, reading_.form->free_text}) {
      text += more.empty() ? std::string() : (text.empty() ? "" : "\n\n") + more;
    }
    return text;
  }

  const Opened& opened_;
  const Sender& sender_;
  const std::vector<std::string>& groups_;
  const templates::TemplateSet& templates_;
  const Numbering ours_;
  Time now_;
  const Lookups& lookups_;
  templates::ReadOptions options_;
  std::optional<KeptParts> old_kept_;  // attachments that version 0.1.0 kept
  Reading reading_;
};

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

Reading read_mail(const Opened& opened, const Sender& sender,
                  const std::vector<std::string>& groups, const templates::TemplateSet& templates,
                  const config::Site& site, Time now, const Lookups& lookups) {
  return Reader(opened, sender, groups, templates, site, now, lookups).read();
}

}  // namespace pouch::gateway
