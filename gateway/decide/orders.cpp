#include "gateway/decide/orders.hpp"

#include <algorithm>

#include "gateway/decide/order_absence.hpp"
#include "gateway/decide/order_line.hpp"
#include "gateway/decide/order_permission.hpp"
#include "gateway/decide/order_search.hpp"
#include "gateway/decide/reach.hpp"
#include "gateway/decide/search_context.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::gateway {
namespace {

using detail::OrderLine;

constexpr std::size_t kSignatureLines = 6, kWordsOfSignatureLine = 6;
constexpr std::size_t kLinesLookedAt = 20;  // a mail of more lines is no order and a signature

// Whose letter is answered. A kind that is not known here counts as somebody's: nothing of his mail
// is then taken for an order that is not all of it.
enum class Answered { kNothing, kPerson, kGateway };

Answered answered_by(const AnsweredLetter* letter) {
  return letter == nullptr                 ? Answered::kNothing
         : is_of_the_gateway(letter->kind) ? Answered::kGateway
                                           : Answered::kPerson;
}

// What was written, line by line, with its courtesy taken off.
struct Text {
  std::vector<OrderLine> lines;  // of those that say something
  std::vector<std::string> raw;  // the same as typed
  bool signed_off = false;       // all but the first line is a closing and a name
  bool empty() const { return lines.empty(); }
  std::string from(std::size_t line) const {
    std::string text;
    for (auto i = line; i < raw.size(); ++i) {
      text += (text.empty() ? "" : "\n") + raw[i];
    }
    return text;
  }
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  return begin == std::string_view::npos
             ? std::string()
             : std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

Text read(std::string_view own, const templates::TemplateSet& templates, const Numbering& ours) {
  Text text;
  bool closed = false;
  std::size_t below = 0;  // lines under the closing, as a signature has them
  while (!own.empty()) {
    const auto end = std::min(own.find('\n'), own.size());
    auto raw = trimmed(own.substr(0, end));
    own.remove_prefix(std::min(end + 1, own.size()));
    if (text.lines.size() > kLinesLookedAt) {
      text.raw.push_back(std::move(raw));
      continue;
    }
    auto line = detail::order_line(raw, templates, ours);
    const bool says = !templates::fold(raw).empty();
    if (!says) {
      continue;
    }
    if (detail::is_courtesy(line)) {
      closed = closed || !text.empty();
      continue;
    }
    if (!text.empty()) {
      const bool short_line = line.words + line.arguments.size() <= kWordsOfSignatureLine;
      below += closed && short_line && !line.courteous ? 1 : kSignatureLines + 1;
    }
    text.lines.push_back(std::move(line));
    text.raw.push_back(std::move(raw));
  }
  text.signed_off = text.lines.size() == 1 || (text.lines.size() > 1 && below <= kSignatureLines);
  return text;
}

bool is_search_answer(const AnsweredLetter* letter) {
  return letter != nullptr && letter->kind == "answer" && read_search_context(letter->context);
}

// Orders that mean something on one kind of letter alone.
bool fits(const OrderLine& line, OrderKind kind, const OrderClues& clues) {
  const auto on = [&](std::string_view letter) {
    return clues.answered != nullptr && clues.answered->kind == letter;
  };
  switch (kind) {
    case OrderKind::kMore:
      // "next" of a request letter would be somebody's word.
      return is_search_answer(clues.answered) || (line.id == "more" && on("request"));
    case OrderKind::kFetch:
    case OrderKind::kPage:
    case OrderKind::kKeep:
      return is_search_answer(clues.answered);
    case OrderKind::kDone:
      return on("reply");
    case OrderKind::kTake:
      return on("request") || on("control");
    case OrderKind::kUndo:
      return on("receipt");
    case OrderKind::kSend:
      return on("question");
    case OrderKind::kKept:
    case OrderKind::kDrop:
    case OrderKind::kWeb:
    case OrderKind::kAbsence:
      return answered_by(clues.answered) != Answered::kPerson;
    case OrderKind::kKeepCase:
    case OrderKind::kErase:
      return on("review");
    case OrderKind::kErased:
      return on("erasure");
    case OrderKind::kPermit:  // order_permission.hpp knows them
    case OrderKind::kDeny:
      return false;
    case OrderKind::kHelp:
    case OrderKind::kStatus:
    case OrderKind::kOpen:
    case OrderKind::kSearch:
    case OrderKind::kTemplate:
    case OrderKind::kResend:
    case OrderKind::kRecall:
    case OrderKind::kNotUnderstood:
      return true;
  }
  return false;
}

class Reader {
 public:
  Reader(const OrderClues& clues, const templates::TemplateSet& templates)
      : clues_(clues),
        templates_(templates),
        answered_(answered_by(clues.answered)),
        bare_(detail::without_reply_marks(clues.subject)),
        subject_(detail::order_line(bare_, templates, clues.ours)),
        own_(read(clues.own, templates, clues.ours)) {
    static constexpr std::string_view kNone[] = {"nosubject", "keinbetreff"};
    const auto folded = templates::fold(bare_);
    titled_ = (!subject_.id.empty() || !subject_.arguments.empty()) &&
              std::find(std::begin(kNone), std::end(kNone), folded) == std::end(kNone);
  }

  std::optional<Order> find() {
    auto order = of_permission();
    if (!order) {
      order = of_retention();
    }
    if (!order) {
      order = answered_ == Answered::kPerson ? of_letter_to_person() : of_mail_to_gateway();
      const bool final =
          order && (order->kind == OrderKind::kErase || order->kind == OrderKind::kErased);
      if (final && !own_.empty()) {
        order.reset();  // something else is said beside it
      }
    }
    if (order) {
      complete(*order);
    } else if (answered_ == Answered::kNothing && looks_like_one()) {
      order = Order{};
      order->kind = OrderKind::kNotUnderstood;
      order->query = own_.empty() ? std::string(bare_) : std::string(own_.raw.front());
      complete(*order);
    }
    return order;
  }

 private:
  std::optional<Order> of_permission() const {
    return clues_.answered != nullptr && clues_.answered->asks
               ? detail::permission_order(clues_.own, *clues_.answered->asks, templates_,
                                          clues_.ours)
               : std::nullopt;
  }

  // What cannot be undone is taken from a mail that says nothing else.
  std::optional<Order> of_retention() const {
    if (clues_.answered == nullptr || own_.empty()) {
      return std::nullopt;
    }
    auto line = own_.lines.front();
    const auto& raw = own_.raw.front();
    if (line.id.empty() && clues_.answered->kind == "review") {
      // A reason of any length may stand behind it on one line.
      line = detail::order_line(raw.substr(0, raw.find_first_of(" \t")), templates_, clues_.ours);
    }
    Order order;
    if (line.id == "keep" && clues_.answered->kind == "review") {
      order.kind = OrderKind::kKeepCase;
      const auto below = own_.from(1);
      order.why = line.courteous ? joined(line.arguments) : detail::behind_words(raw, line.words);
      order.why += (order.why.empty() || below.empty() ? "" : "\n") + below;
      return order;
    }
    auto whole =
        own_.lines.front().arguments.empty() && own_.signed_off ? first_line(false) : std::nullopt;
    const bool counts =
        whole && (whole->kind == OrderKind::kErase || whole->kind == OrderKind::kErased);
    return counts ? whole : std::nullopt;
  }

  std::optional<Order> first_line(bool alone) const {
    if (own_.empty() || is_form_line(own_.raw.front())) {
      return std::nullopt;
    }
    const auto& line = own_.lines.front();
    auto order = detail::order_of(line, alone, templates_);
    return order && fits(line, order->kind, clues_) ? order : std::nullopt;
  }

  std::optional<Order> subject(bool alone) const {
    auto order = detail::order_of(subject_, alone, templates_);
    return order && fits(subject_, order->kind, clues_) ? order : std::nullopt;
  }

  // "Form: request" in some language, whose word for a form may be an order's too.
  bool is_form_line(std::string_view line) const {
    const auto colon = line.find(':');
    const auto& words = templates_.vocabulary().form_words;
    return colon != std::string_view::npos &&
           std::find(words.begin(), words.end(), templates::fold(line.substr(0, colon))) !=
               words.end();
  }

  // A Reply to what somebody wrote: only a mail that is nothing but the order.
  std::optional<Order> of_letter_to_person() {
    if (own_.empty()) {
      // His subject, not ours: it was typed anew, so that no client has put "Re:" in front.
      const bool typed = bare_.size() == clues_.subject.size();
      auto order = typed ? subject(false) : std::nullopt;
      return order && says_enough(subject_, *order) ? order : std::nullopt;
    }
    auto order = first_line(false);
    if (!order) {
      return std::nullopt;
    }
    if (order->kind == OrderKind::kSearch) {
      detail::take_search(own_.from(1), templates_, clues_.ours, *order);
      return order->why.empty() || order->query.empty() ? std::nullopt : order;
    }
    if (!own_.signed_off || !says_enough(own_.lines.front(), *order)) {
      return std::nullopt;
    }
    order->left = own_.from(1);
    return order;
  }

  // "Open." and "Search." may be the whole answer to a question.
  static bool says_enough(const OrderLine& line, const Order& order) {
    return (order.kind != OrderKind::kOpen || line.words > 1) && order.kind != OrderKind::kSearch;
  }

  // A fresh mail, or a Reply to a letter of the gateway itself.
  std::optional<Order> of_mail_to_gateway() {
    if (auto order = subject(own_.empty())) {
      return with_subject(std::move(*order));
    }
    const bool whole = own_.signed_off;
    auto order = first_line(whole && !titled_);
    if (!order) {
      return one_line_search();
    }
    if (order->kind == OrderKind::kSearch) {
      return search(std::move(*order), own_.from(1));
    }
    if (order->kind == OrderKind::kAbsence) {
      return absence(std::move(*order), own_.from(1));
    }
    // Under a title or a case's number of its own, with text below, it is a heading.
    const bool bare_mail = !titled_ && subject_.numbers.empty();
    if (whole || bare_mail || answered_ == Answered::kGateway ||
        order->kind == OrderKind::kTemplate) {
      order->left = own_.from(1);
      return order;
    }
    return std::nullopt;
  }

  // The order is the subject. Its arguments may stand in the text; the same order there counts
  // once.
  std::optional<Order> with_subject(Order order) {
    if (order.kind == OrderKind::kSearch) {
      return search(std::move(order), own_.from(0));
    }
    if (order.kind == OrderKind::kAbsence) {
      return absence(std::move(order), own_.from(0));
    }
    if (own_.empty()) {
      return order;
    }
    const auto& line = own_.lines.front();
    const auto rest = own_.from(1);
    const bool bare = subject_.arguments.empty() && subject_.numbers.empty();
    const bool number_alone = line.arguments.empty() && !line.numbers.empty();
    if (bare && line.id.empty() && (own_.signed_off || number_alone)) {
      auto joint = subject_;
      joint.arguments = line.arguments;
      joint.numbers = line.numbers;
      joint.wrong_number = line.wrong_number;
      if (auto more = detail::order_of(joint, false, templates_)) {
        more->left = rest;
        return more;
      }
    }
    if (auto again = detail::order_of(line, false, templates_);
        again && again->kind == order.kind) {
      const bool fuller = !again->name.empty() || again->number;
      order = fuller ? *again : order;
      order.left = rest;
      return order;
    }
    if (own_.signed_off && first_line(false)) {
      order.kind = OrderKind::kNotUnderstood;  // two different orders
      order.query = std::string(bare_);
    }
    order.left = own_.from(0);
    return order;
  }

  // "search jovanovic" as the subject or first line, with the reason below it. The subjects of our
  // own answers are no words to look for.
  std::optional<Order> one_line_search() const {
    const auto words = templates::fold(detail::behind_words(bare_, subject_.words));
    if (answered_ == Answered::kNothing && words != "hit" && words != "nohit") {
      if (auto order = query_in(subject_, bare_, own_.from(0))) {
        return order;
      }
    }
    return own_.empty() ? std::nullopt
                        : query_in(own_.lines.front(), own_.raw.front(), own_.from(1));
  }

  std::optional<Order> search(Order order, const std::string& text) const {
    detail::take_search(text, templates_, clues_.ours, order);
    // A long text under the title "Search" is about a search, not the words of one; so is what has
    // a case's number. One with blocks is a form, which the reader of forms knows by its subject.
    const bool asks = !order.why.empty() || detail::may_be_query(order.query);
    const bool of_case = order.why.empty() && !subject_.numbers.empty();
    const bool is_form = std::any_of(own_.raw.begin(), own_.raw.end(), [&](const auto& line) {
      return detail::is_block_header(line, templates_);
    });
    return asks && !of_case && !is_form ? std::optional(std::move(order)) : std::nullopt;
  }

  // A note about somebody's absence is no order.
  std::optional<Order> absence(Order order, const std::string& text) const {
    return detail::take_absence(text, templates_, order) ? std::optional(std::move(order))
                                                         : std::nullopt;
  }

  // "search jovanovic" in one line, with the reason below it.
  std::optional<Order> query_in(const OrderLine& line, std::string_view raw,
                                const std::string& below) const {
    if (line.id != "search" || line.arguments.empty()) {
      return std::nullopt;
    }
    Order order;
    order.kind = OrderKind::kSearch;
    order.query = detail::behind_words(raw, line.words);
    detail::take_search(below, templates_, clues_.ours, order);
    return order.why.empty() ? std::nullopt : std::optional(std::move(order));
  }

  // One line in the whole mail, and that one nearly an order, or a number and nothing else.
  bool looks_like_one() const {
    const bool numbered = !subject_.numbers.empty() || subject_.wrong_number;
    if (own_.empty()) {
      return (titled_ || numbered) && detail::looks_like_order(subject_, templates_);
    }
    if (titled_ || own_.lines.size() > 1) {
      return false;
    }
    // Under a case's number "3" or "more" may be the answer.
    const auto& line = own_.lines.front();
    const auto& raw = own_.raw.front();
    const bool may_answer = line.id.empty() ? raw.find_first_not_of("0123456789.,- ") == raw.npos
                                            : !detail::is_general(line.id);
    return detail::looks_like_order(line, templates_) && !(numbered && may_answer);
  }

  void complete(Order& order) const {
    const bool of_case = order.kind == OrderKind::kStatus || order.kind == OrderKind::kRecall ||
                         order.kind == OrderKind::kKeepCase || order.kind == OrderKind::kErase;
    if (!order.number && clues_.answered != nullptr) {
      order.number = clues_.answered->number;
      if (order.number && of_case) {
        order.number->message = 0;  // what is recalled is the request, whatever letter was at hand
      }
    }
    if (!order.number && subject_.numbers.size() == 1) {
      order.number = subject_.numbers.front();
    }
    if (order.kind == OrderKind::kRecall) {
      order.why = detail::reason_in(order.left, templates_);
      order.left.clear();
    }
  }

  const OrderClues& clues_;
  const templates::TemplateSet& templates_;
  Answered answered_;
  std::string_view bare_;  // the subject without marks of a Reply
  OrderLine subject_;
  Text own_;
  bool titled_ = false;  // the subject has words of its own
};

}  // namespace

std::optional<Order> order_in(const OrderClues& clues, const templates::TemplateSet& templates) {
  return Reader(clues, templates).find();
}

}  // namespace pouch::gateway
