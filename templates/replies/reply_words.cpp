#include "templates/replies/reply_words.hpp"

#include <algorithm>

#include "templates/language/order_words.hpp"
#include "templates/replies/reply_lines.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/dates.hpp"
#include "templates/types/vocabulary.hpp"

namespace pouch::templates {
namespace {

constexpr std::size_t kMostWords = 300;  // octets: a longer text says more than a code
constexpr std::size_t kSignatureLines = 6, kWordsOfSignatureLine = 6;

constexpr std::chrono::days kLongestAgo{92};  // of a day without its year that is over

// "12 December", "12.12.", "12 December 2026", "tomorrow": the next such day. One that was a few
// weeks ago is not next year's: its writer did not mean that.
std::string day_named(std::string_view text, std::chrono::sys_seconds now) {
  text = trim(text);
  while (text.ends_with('.') || text.ends_with('!')) {
    text.remove_suffix(1);
  }
  if (auto day = day_word(text, now); !day.empty()) {
    return day;
  }
  constexpr std::size_t kDay = 10, kYear = 4;
  const auto today = rfc3339(now).substr(0, kDay);
  const auto latest = rfc3339(now + std::chrono::days(365) - kLongestAgo).substr(0, kDay);
  if (auto date = read_date(text).value; date.size() == kDay) {
    return date;
  }
  const int year = std::stoi(today.substr(0, kYear));
  for (const int next : {year, year + 1}) {
    for (const auto& dated : {std::string(text) + " " + std::to_string(next),
                              std::string(text) + "." + std::to_string(next),
                              std::to_string(next) + " " + std::string(text)}) {
      auto date = read_date(dated).value;
      if (date.size() == kDay && date >= today) {
        return date > latest ? std::string() : date;
      }
    }
  }
  return {};
}

// "until 12 December", and in the languages that say it behind: "december 12-ig".
std::string until(std::string_view text, const Vocabulary& vocabulary,
                  std::chrono::sys_seconds now) {
  for (auto blank = text.find(' '); blank != std::string_view::npos;
       blank = text.find(' ', blank + 1)) {
    const auto& before = vocabulary.until_before;
    if (std::find(before.begin(), before.end(), fold(text.substr(0, blank))) != before.end()) {
      if (auto day = day_named(text.substr(blank), now); !day.empty()) {
        return day;
      }
    }
  }
  while (text.ends_with('.') || text.ends_with('!')) {
    text.remove_suffix(1);
  }
  for (const auto& after : vocabulary.until_after) {
    if (text.ends_with(after)) {
      if (auto day = day_named(text.substr(0, text.size() - after.size()), now); !day.empty()) {
        return day;
      }
    }
  }
  return {};
}

// Sentences and clauses: a full stop within a date parts nothing.
std::vector<std::string_view> clauses_of(std::string_view text) {
  std::vector<std::string_view> clauses;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool end = at == text.size();
    const bool stop = !end && (text[at] == '.' || text[at] == ',') &&
                      (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n');
    if (end || stop || std::string_view(";!\n").find(text[at]) != std::string_view::npos) {
      const auto clause = trim(text.substr(from, at - from));
      if (!clause.empty()) {
        clauses.push_back(clause);
      }
      from = at + 1;
    }
  }
  return clauses;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = trim(text)).empty()) {
    const auto end = std::min(text.find_first_of(" \t\r\n"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

// "Thank you", "С уважение,": nothing but courtesy, whatever its language.
bool is_courtesy(std::string_view text, const Vocabulary& vocabulary) {
  const auto words = words_of(text);
  std::size_t at = 0;
  while (at < words.size()) {
    auto count = std::min(kMostOrderWords, words.size() - at);
    for (; count > 0; --count) {
      const auto* const begin = words[at].data();
      const auto& last = words[at + count - 1];
      const auto some =
          std::string_view(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
      const auto found = vocabulary.orders.find(fold(some));
      if (found != vocabulary.orders.end() && found->second == kCourtesy) {
        break;
      }
    }
    if (count == 0) {
      return false;
    }
    at += count;
  }
  return !words.empty();
}

// Without "Regards" on a line of its own and the name, office and telephone under it.
std::string_view without_closing(std::string_view text, const Vocabulary& vocabulary) {
  bool said = false;
  std::size_t closing = std::string_view::npos, below = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = trim(text.substr(at, end - at));
    if (line.empty()) {
      // It parts nothing.
    } else if (closing != std::string_view::npos) {
      below += words_of(line).size() <= kWordsOfSignatureLine ? 1 : kSignatureLines + 1;
    } else if (is_courtesy(line, vocabulary)) {
      closing = said ? at : closing;
    } else {
      said = true;
    }
    at = end + 1;
  }
  return below <= kSignatureLines ? text.substr(0, closing) : text;
}

}  // namespace

std::optional<ReplyWords> reply_words(std::string_view own, const TemplateSet& set,
                                      std::chrono::sys_seconds now) {
  const auto text = trim(own);
  if (text.empty() || text.size() > kMostWords) {
    return std::nullopt;
  }
  const auto& vocabulary = set.vocabulary();
  ReplyWords result{"", until(fold_spaces(text), vocabulary, now), fold_spaces(text)};
  if (!result.expected_by.empty()) {
    result.code = "DELAY";
    return result;
  }
  for (const auto clause : clauses_of(without_closing(text, vocabulary))) {
    if (is_courtesy(clause, vocabulary)) {
      continue;
    }
    auto day = until(clause, vocabulary, now);
    const auto found = vocabulary.short_words.find(fold(clause));
    if (day.empty() && found == vocabulary.short_words.end()) {
      return std::nullopt;
    }
    const auto code = day.empty() ? found->second : std::string("DELAY");
    // "No record, closed": that it is done adds nothing to what was found.
    const bool weak = code == "FULL" && !result.code.empty();
    if (!weak && !result.code.empty() && result.code != "FULL" && result.code != code) {
      return std::nullopt;
    }
    result.code = weak ? result.code : code;
    result.expected_by = day.empty() ? result.expected_by : day;
  }
  return result.code.empty() ? std::nullopt : std::optional(std::move(result));
}

std::optional<ReplyWords> take_kind_in_words(Form& form, const TemplateSet& set,
                                             std::chrono::sys_seconds now) {
  const auto* which = set.find(form.name);
  if (which == nullptr || which->goes_to != "requester" || !form.text("reply_kind").empty()) {
    return std::nullopt;
  }
  const auto line = std::find_if(form.unknown.begin(), form.unknown.end(),
                                 [&](const auto& one) { return names_reply_kind(one.first, set); });
  const auto words =
      line == form.unknown.end() ? std::nullopt : reply_words(line->second, set, now);
  if (!words) {
    return std::nullopt;
  }
  const auto give = [&](std::string_view id, const std::string& value) {
    const auto spec = std::find_if(which->fields.begin(), which->fields.end(),
                                   [&](const auto& field) { return field.id == id; });
    if (value.empty() || spec == which->fields.end() || !form.text(id).empty()) {
      return;
    }
    std::erase_if(form.fields, [&](const Value& one) { return one.id == id; });
    form.fields.push_back({.id = std::string(id),
                           .label = spec->label,
                           .line = 1,
                           .raw = line->second,
                           .values = {value},
                           .numbers = {}});
    std::erase_if(form.warnings, [&](const Problem& one) { return one.label == spec->label; });
  };
  give("reply_kind", words->code);
  give("expected_by", words->expected_by);
  form.unknown.erase(line);
  return words;
}

}  // namespace pouch::templates
