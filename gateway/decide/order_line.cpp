#include "gateway/decide/order_line.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "gateway/cases/typed_numbers.hpp"
#include "templates/language/order_words.hpp"
#include "templates/text/edit_distance.hpp"
#include "templates/text/fold.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kLongestLine = 300;  // octets; a query may stand behind the word `search`
constexpr std::size_t kLongestName = 80;   // of a form, of a search
constexpr std::size_t kShortestSlip = 4;   // letters of a word that is read with a slip in it
constexpr std::size_t kWordsOfUnknownForm = 3;
constexpr int kMostItems = 100, kHighestItem = 10000;

using WordList = std::vector<std::string>;

// RFC 5322 section 3.6.5 knows "Re: " alone; these are what clients write in the members'
// languages, German and the Nordic ones.
constexpr std::string_view kReplyMarks[] = {"re",  "aw",  "antw", "antwort", "sv",  "vs", "odg",
                                            "odp", "отг", "одг",  "ynt",     "απ",  "vá", "r",
                                            "rif", "res", "rép",  "përgj",   "σχετ"};

constexpr std::string_view kForwardMarks[] = {
    "fw",      "fwd", "wg",         "rv",       "tr",           "pd",
    "vl",      "πρθ", "ilt",        "iletildi", "пр",           "препр",
    "прослед", "tov", "továbbítás", "prosl",    "proslijeđeno", "препратено"};

std::string joined(const WordList& words, std::size_t from, std::size_t count) {
  std::string text;
  for (std::size_t i = from; i < from + count; ++i) {
    text += (text.empty() ? "" : " ") + words[i];
  }
  return text;
}

std::string joined(const WordList& words) { return joined(words, 0, words.size()); }

std::string without_marks_around(std::string_view word) {
  constexpr std::string_view kMarks = ".,;:!?()[]<>\"'*_#|";
  const auto begin = word.find_first_not_of(kMarks);
  if (begin == std::string_view::npos) {
    return {};
  }
  return std::string(word.substr(begin, word.find_last_not_of(kMarks) - begin + 1));
}

// What a word or some words stand for; empty: for nothing.
std::string meaning(std::string_view words, const templates::TemplateSet& templates) {
  const auto& orders = templates.vocabulary().orders;
  const auto found = orders.find(templates::fold(words));
  return found == orders.end() ? std::string() : found->second;
}

// How many of the last words stand for `id` together.
std::size_t last_words_for(const WordList& words, std::string_view id,
                           const templates::TemplateSet& templates) {
  for (auto count = std::min(templates::kMostOrderWords, words.size()); count > 0; --count) {
    if (meaning(joined(words, words.size() - count, count), templates) == id) {
      return count;
    }
  }
  return 0;
}

void take_courtesy(WordList& words, OrderLine& line, const templates::TemplateSet& templates) {
  while (const auto count = words_meaning(words, 0, templates::kCourtesy, templates)) {
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    line.courteous = true;
  }
  for (std::size_t at = words.empty() ? 0 : 1; at < words.size(); ++at) {
    auto end = at;
    while (end < words.size()) {
      const auto count = words_meaning(words, end, templates::kCourtesy, templates);
      if (count == 0) {
        break;
      }
      end += count;
    }
    if (end == words.size()) {
      words.resize(at);
      line.courteous = true;
    }
  }
}

bool is_number(const std::string& word, const Numbering& ours, OrderLine& line) {
  const auto found = find_numbers(word, ours);
  const auto whole = [&](const std::string& number) {
    return templates::fold(number) == templates::fold(word);
  };
  if (found.valid.size() == 1 && whole(found.valid.front().text())) {
    line.numbers.push_back(found.valid.front());
    return true;
  }
  if (found.wrong.size() == 1 && (whole(found.wrong.front()) || word.find('/') != word.npos)) {
    line.wrong_number = true;
    return true;
  }
  return false;
}

std::optional<int> small_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && value >= 1 && value <= kHighestItem ? std::optional(value) : std::nullopt;
}

// "2", "2, 5", "2,5 and 7", "2-5".
std::optional<std::vector<int>> items_of(const WordList& arguments) {
  std::vector<int> items;
  auto text = joined(arguments);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ',' || c == ';' || c == '.'; }, ' ');
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    if (is_connective(word)) {
      continue;
    }
    const auto dash = word.find('-');
    const auto first = small_number(std::string_view(word).substr(0, dash));
    const auto last =
        dash == std::string::npos ? first : small_number(std::string_view(word).substr(dash + 1));
    if (!first || !last || *last < *first || *last - *first >= kMostItems) {
      return std::nullopt;
    }
    for (int item = *first; item <= *last; ++item) {
      if (std::find(items.begin(), items.end(), item) == items.end()) {
        items.push_back(item);
      }
    }
  }
  const bool some = !items.empty() && items.size() <= static_cast<std::size_t>(kMostItems);
  return some ? std::optional(std::move(items)) : std::nullopt;
}

// A tag that the forms know, the language's own name, or any two letters: the blank form is then in
// English.
bool is_language(const std::string& word, const templates::TemplateSet& templates) {
  const auto languages = templates.languages();
  const bool named = std::any_of(languages.begin(), languages.end(), [&](const auto* language) {
    return templates::fold(language->name) == templates::fold(word);
  });
  return named || templates.language(word) != nullptr ||
         (word.size() == 2 && std::all_of(word.begin(), word.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
          }));
}

std::string tag_of(const std::string& word, const templates::TemplateSet& templates) {
  for (const auto* language : templates.languages()) {
    if (templates::fold(language->name) == templates::fold(word)) {
      return language->tag;
    }
  }
  return word;
}

// NAME [language] [all], the last two in either order.
std::optional<Order> template_order(WordList words, bool alone,
                                    const templates::TemplateSet& templates) {
  Order order;
  order.kind = OrderKind::kTemplate;
  for (int i = 0; i < 2 && words.size() > 1; ++i) {
    if (templates.find(joined(words)) != nullptr) {
      break;
    }
    const auto count = order.all ? 0 : last_words_for(words, templates::kAllFields, templates);
    if (count > 0 && count < words.size()) {
      order.all = true;
      words.resize(words.size() - count);
    } else if (order.language.empty() && is_language(words.back(), templates)) {
      order.language = tag_of(words.back(), templates);
      words.pop_back();
    }
  }
  order.name = joined(words);
  const bool known = templates.find(order.name) != nullptr;
  const bool perhaps = alone && words.size() <= kWordsOfUnknownForm;
  return order.name.size() <= kLongestName && (known || perhaps) ? std::optional(std::move(order))
                                                                 : std::nullopt;
}

std::optional<OrderKind> kind_of(std::string_view id) {
  constexpr std::pair<std::string_view, OrderKind> kKinds[] = {
      {"help", OrderKind::kHelp},     {"status", OrderKind::kStatus},
      {"open", OrderKind::kOpen},     {"search", OrderKind::kSearch},
      {"resend", OrderKind::kResend}, {"recall", OrderKind::kRecall},
      {"more", OrderKind::kMore},     {"next", OrderKind::kMore},
      {"done", OrderKind::kDone},     {"undo", OrderKind::kUndo},
      {"send", OrderKind::kSend},     {"fetch", OrderKind::kFetch},
      {"page", OrderKind::kPage},     {"template", OrderKind::kTemplate},
      {"keep", OrderKind::kKeep},     {"kept", OrderKind::kKept},
      {"drop", OrderKind::kDrop},     {"erase", OrderKind::kErase},
      {"erased", OrderKind::kErased}, {"take", OrderKind::kTake},
      {"web", OrderKind::kWeb},       {"absence", OrderKind::kAbsence},
  };
  for (const auto& [known, kind] : kKinds) {
    if (known == id) {
      return kind;
    }
  }
  return std::nullopt;
}

bool takes_number(OrderKind kind) {
  return kind == OrderKind::kStatus || kind == OrderKind::kResend || kind == OrderKind::kRecall;
}

// "status of SEL-…": in a mail that is nothing else.
bool are_fillers(const WordList& words) {
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    const auto folded = templates::fold(word);
    return folded == "of" || folded == "for" || folded == "the" || folded == "case" ||
           folded == "request" || folded == "letter" || folded == "no";
  });
}

// One letter wrong, missing, too many, or two neighbours swapped.
bool one_edit(std::u32string_view left, std::u32string_view right) {
  if (templates::edit_distance(left, right, 1) <= 1) {
    return true;
  }
  if (left.size() != right.size()) {
    return false;
  }
  const auto [one, other] = std::mismatch(left.begin(), left.end(), right.begin());
  return left.end() - one >= 2 && one[0] == other[1] && one[1] == other[0] &&
         std::equal(one + 2, left.end(), other + 2);
}

}  // namespace

WordList words_in(std::string_view text) {
  std::istringstream in{std::string(text)};
  WordList words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

std::size_t words_meaning(const WordList& words, std::size_t at, std::string_view id,
                          const templates::TemplateSet& templates) {
  for (auto count = std::min(templates::kMostOrderWords, words.size() - at); count > 0; --count) {
    if (meaning(joined(words, at, count), templates) == id) {
      return count;
    }
  }
  return 0;
}

bool is_connective(const std::string& word) {
  const auto folded = templates::fold(word);
  for (const auto* known : {"and", "и", "i", "și", "και", "és", "dhe", "ve"}) {
    if (templates::fold(known) == folded) {
      return true;
    }
  }
  return false;
}

std::string without_courtesy(const std::string& text, const templates::TemplateSet& templates) {
  WordList words;
  for (const auto& raw : words_in(text)) {
    words.push_back(without_marks_around(raw));
  }
  std::erase(words, std::string());
  OrderLine line;
  take_courtesy(words, line, templates);
  return line.courteous ? joined(words) : text;
}

bool is_general(std::string_view id) {
  constexpr std::string_view kGeneral[] = {"help",   "status", "open", "search", "template",
                                           "resend", "recall", "kept", "drop",   "web"};
  return std::find(std::begin(kGeneral), std::end(kGeneral), id) != std::end(kGeneral);
}

OrderLine order_line(std::string_view text, const templates::TemplateSet& templates,
                     const Numbering& ours) {
  OrderLine line;
  WordList words;
  if (text.size() > kLongestLine) {
    line.arguments = {std::string(text)};
    return line;
  }
  for (const auto& raw : words_in(with_typed_numbers(text, ours))) {
    auto word = without_marks_around(raw);
    if (!templates::fold(word).empty() && !is_number(word, ours, line)) {
      words.push_back(std::move(word));
    }
  }
  take_courtesy(words, line, templates);
  for (auto count = std::min(templates::kMostOrderWords, words.size()); count > 0; --count) {
    const auto id = meaning(joined(words, 0, count), templates);
    if (kind_of(id)) {
      line.id = id;
      line.words = count;
      words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
      break;
    }
  }
  line.arguments = std::move(words);
  return line;
}

std::optional<Order> order_of(const OrderLine& line, bool alone,
                              const templates::TemplateSet& templates) {
  const auto kind = kind_of(line.id);
  if (!kind || line.wrong_number || line.numbers.size() > 1) {
    return std::nullopt;
  }
  Order order;
  order.kind = *kind;
  if (!line.numbers.empty()) {
    order.number = line.numbers.front();
  }
  const auto& arguments = line.arguments;
  switch (*kind) {
    case OrderKind::kTemplate:
      if (arguments.empty()) {
        order.kind = OrderKind::kHelp;  // it lists the forms
        return order;
      }
      return template_order(arguments, alone, templates);
    case OrderKind::kFetch:
      if (auto items = items_of(arguments)) {
        order.items = std::move(*items);
        return order;
      }
      return std::nullopt;
    case OrderKind::kPage: {
      const auto page = arguments.size() == 1 ? small_number(arguments.front()) : std::nullopt;
      order.page = page.value_or(0);
      return page ? std::optional(std::move(order)) : std::nullopt;
    }
    case OrderKind::kKeep:
    case OrderKind::kDrop: {
      order.name = joined(arguments);
      const bool named = !order.name.empty() && order.name.size() <= kLongestName;
      return named || (*kind == OrderKind::kKeep && order.name.empty())
                 ? std::optional(std::move(order))
                 : std::nullopt;
    }
    default: {
      const bool whole = arguments.empty() ||
                         (alone && takes_number(*kind) && order.number && are_fillers(arguments));
      const bool odd_number = order.number && !takes_number(*kind) && *kind != OrderKind::kSearch;
      return whole && !(odd_number && *kind == OrderKind::kOpen) ? std::optional(std::move(order))
                                                                 : std::nullopt;
    }
  }
}

bool looks_like_order(const OrderLine& line, const templates::TemplateSet& templates) {
  const auto& arguments = line.arguments;
  const auto digits = [](const std::string& word) {
    return word.find_first_not_of("0123456789-/,") == std::string::npos;
  };
  const bool only_numbers = std::all_of(arguments.begin(), arguments.end(), digits);
  if (const auto kind = kind_of(line.id)) {
    // "status 2026-17", "status SEL-… SEL-…", "next" where there is no next.
    const bool counted = arguments.empty() || takes_number(*kind) || !is_general(line.id);
    return only_numbers && counted && *kind != OrderKind::kDone && *kind != OrderKind::kSend;
  }
  if (only_numbers) {
    return !arguments.empty() || !line.numbers.empty() || line.wrong_number;
  }
  auto words = arguments;
  std::erase_if(words, digits);
  if (words.size() > templates::kMostOrderWords) {
    return false;
  }
  const auto wide = templates::code_points(templates::fold(joined(words)));
  const auto& orders = templates.vocabulary().orders;
  return wide.size() >= kShortestSlip &&
         std::any_of(orders.begin(), orders.end(), [&](const auto& known) {
           const bool counts = is_general(known.second);
           const auto other = templates::code_points(known.first);
           return counts && other.size() >= kShortestSlip && one_edit(wide, other);
         });
}

bool is_courtesy(const OrderLine& line) {
  return line.courteous && line.id.empty() && line.arguments.empty() && line.numbers.empty() &&
         !line.wrong_number;
}

std::string_view without_reply_marks(std::string_view subject) {
  for (;;) {
    const auto begin = subject.find_first_not_of(" \t");
    subject.remove_prefix(begin == std::string_view::npos ? subject.size() : begin);
    const auto colon = subject.find(':');
    if (colon == std::string_view::npos) {
      return subject;
    }
    const auto mark = subject.substr(0, std::min(colon, subject.find_first_of("[(")));
    const auto folded = templates::fold(mark);
    const bool known =
        std::any_of(std::begin(kReplyMarks), std::end(kReplyMarks),
                    [&](std::string_view one) { return templates::fold(one) == folded; });
    const auto count = subject.substr(mark.size(), colon - mark.size());
    const bool counted = count.find_first_not_of("[]()^0123456789 ") == std::string_view::npos;
    if (!known || !counted) {
      return subject;
    }
    subject.remove_prefix(colon + 1);
  }
}

bool is_forwarded(std::string_view subject) {
  // "[EXT] Fwd:": servers mark what comes from outside.
  for (auto close = subject.find(']'); subject.starts_with('[') && close != subject.npos;
       close = subject.find(']')) {
    subject.remove_prefix(close + 1);
    subject.remove_prefix(std::min(subject.find_first_not_of(' '), subject.size()));
  }
  const auto begin = subject.find_first_not_of(" \t");
  const auto colon = subject.find(':');
  if (begin == std::string_view::npos || colon == std::string_view::npos) {
    return false;
  }
  const auto mark = templates::fold(subject.substr(begin, colon - begin));
  return std::any_of(std::begin(kForwardMarks), std::end(kForwardMarks),
                     [&](std::string_view one) { return templates::fold(one) == mark; });
}

}  // namespace pouch::gateway::detail
