// The form `search` (DOMAIN section 2.11, SPEC section 8): what is asked of the archive, with the
// sender's rights narrowed by the scope. A query that cannot be read is a problem at its line.
#include <algorithm>
#include <charconv>

#include "gateway/decide/parts.hpp"
#include "gateway/decide/readers.hpp"
#include "search/query/nearby.hpp"
#include "search/query/query_parser.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kMost = 100, kUsual = 20;

using WordList = std::vector<std::string>;

void problem(const Situation& situation, const std::string& field, const std::string& code,
             const std::string& text, const std::string& hint, Decision& decision) {
  const auto* value = situation.form->find(field);
  refuse(decision, "form-problems", value != nullptr ? value->label : field, text, hint);
  decision.problems.back().code = code;
  decision.problems.back().line = value != nullptr ? value->line : 0;
}

std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '"', ' ');
  return '"' + text + '"';
}

void add_or(std::string& any, const std::string& one) {
  any += (any.empty() || one.empty() ? "" : " OR ") + one;
}

// Any of a person's names, beside the birth date where the form has one: some messages that name
// the whole person say none.
std::string query_of_person(const templates::Block& block, const std::string& names,
                            const std::string& born) {
  if (names.empty() || born.empty()) {
    return names + born;
  }
  auto query = "((" + names + ") " + born + ")";
  const auto given = block.text("given_names"), family = block.text("family_name");
  if (!given.empty() && !family.empty()) {
    add_or(query, "person:" + quoted(std::string(given).append(" ").append(family)));
  }
  return query;
}

std::string query_of_block(const Situation& situation, const templates::Block& block) {
  std::string names, born, numbers;
  for (const auto& feed : templates::search_feeds(block, *situation.form, *situation.templates)) {
    const bool number = feed.field == "plate" || feed.field == "vin" || feed.field == "phone" ||
                        feed.field == "document" || feed.field == "iban";
    if (feed.text.empty()) {
      continue;
    }
    if (feed.field == "person") {
      add_or(names, "person:" + quoted(feed.text));
    } else if (feed.field == "born") {
      born = "born:" + feed.compact;
    } else if (number) {
      add_or(numbers, feed.field + ":" + quoted(feed.text));
    }
  }
  auto query = query_of_person(block, names, born);
  add_or(query, numbers);
  return query;
}

// What the blocks name instead of words: persons, plates, numbers; any of them.
std::string query_of_blocks(const Situation& situation) {
  std::string query;
  if (situation.templates != nullptr) {
    for (const auto& block : situation.form->blocks) {
      add_or(query, query_of_block(situation, block));
    }
  }
  return query;
}

std::string any_of(const std::string& field, const WordList& values) {
  std::string query;
  for (const auto& value : values) {
    query += (query.empty() ? "" : " OR ") + field + ":" + quoted(value);
  }
  return query.empty() ? query : " (" + query + ")";
}

// Of these countries: what comes from there, and cases in which they were asked.
std::string of_countries(const WordList& codes) {
  if (codes.empty()) {
    return "";
  }
  std::string query;
  for (const auto& code : codes) {
    add_or(query, "country:" + quoted(code));
    add_or(query, "to:" + quoted(code));
  }
  return " (" + query + ")";
}

std::string days(const Situation& situation) {
  const std::string from(situation.form->text("from")), to(situation.form->text("to"));
  if (from.empty() && to.empty()) {
    return "";
  }
  return " date:" + (from.empty() ? "1970" : from) + ".." + (to.empty() ? "2999" : to);
}

WordList forms_named(const Situation& situation, Decision& decision) {
  WordList names;
  for (const auto& word : situation.form->list("types")) {
    const auto* which = situation.templates != nullptr ? situation.templates->find(word) : nullptr;
    if (which == nullptr) {
      problem(situation, "types", "unknown-form", "there is no form \"" + word + "\"",
              "names as in \"Form: request\"", decision);
    } else {
      names.push_back(which->name);
    }
  }
  return names;
}

SearchMode mode_of(std::string_view code) {
  if (code == "HIT_NO_HIT") {
    return SearchMode::kHitOrNot;
  }
  if (code == "COUNT") {
    return SearchMode::kCount;
  }
  return code == "FETCH" ? SearchMode::kFetch : SearchMode::kList;
}

std::size_t limit_of(const Situation& situation, Decision& decision) {
  const auto text = situation.form->text("limit");
  std::size_t limit = kUsual;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!text.empty() && (!whole || limit < 1 || limit > kMost)) {
    problem(situation, "limit", "out-of-range", "the limit is a number from 1 to 100", "Limit: 20",
            decision);
    return kUsual;
  }
  return text.empty() ? kUsual : limit;
}

void out_of_range(const std::string& text, const std::string& hint, Decision& decision) {
  refuse(decision, "form-problems", "", text, hint);
  decision.problems.back().code = "out-of-range";
}

// "fetch 2, 5": of what was shown, by its numbers there.
void fetch(const std::vector<int>& items, ArchiveQuestion& question, Decision& decision) {
  std::string unknown;
  for (const int item : items) {
    const auto found = std::find_if(question.shown.begin(), question.shown.end(),
                                    [&](const ListedMessage& entry) { return entry.item == item; });
    if (found == question.shown.end()) {
      unknown += (unknown.empty() ? "" : ", ") + std::to_string(item);
    } else {
      question.only.push_back(*found);
    }
  }
  if (!unknown.empty()) {
    out_of_range("that answer lists no number " + unknown,
                 "reply with the numbers in front of the messages, as in \"fetch 1\"", decision);
  }
}

void turn_page(const Order& order, ArchiveQuestion& question, Decision& decision) {
  constexpr std::size_t kMostOffset = 10000;  // the index counts exactly so far
  const auto offset = order.kind == OrderKind::kPage
                          ? (static_cast<std::size_t>(order.page) - 1) * question.limit
                          : question.offset + question.limit;
  if (order.kind == OrderKind::kPage && order.page < 1) {
    out_of_range("pages are counted from 1", "reply with a page, as in \"page 2\"", decision);
  } else if (offset > kMostOffset) {
    out_of_range("so many pages are not shown", "search with more words, or for fewer days",
                 decision);
  } else {
    question.offset = offset;
  }
}

}  // namespace

void continue_found(const Situation& situation, ArchiveQuestion question, const Order& order,
                    Decision& decision) {
  question.readers = narrowed_to(question.scope, situation.sender.country,
                                 reader_tags(situation.sender, situation.directory));
  if (order.kind == OrderKind::kKeep) {
    auto& answer = decision.answer.emplace();
    answer.kind = AnswerKind::kKept;
    answer.kept.what = KeptOrder::What::kKeep;
    answer.kept.name = order.name;
    question.shown.clear();
    question.offset = 0;
    answer.question = std::move(question);
    return;
  }
  if (order.kind == OrderKind::kFetch) {
    fetch(order.items, question, decision);
  } else {
    turn_page(order, question, decision);
  }
  if (decision.outcome == Outcome::kAccepted) {
    auto& answer = decision.answer.emplace();
    answer.kind = AnswerKind::kFound;
    answer.question = std::move(question);
  }
}

void decide_search(const Situation& situation, Decision& decision) {
  const auto& form = *situation.form;
  ArchiveQuestion question;
  question.words = std::string(form.text("query"));
  const bool of_blocks = question.words.empty();
  if (of_blocks) {
    question.words = query_of_blocks(situation);
  }
  if (question.words.empty()) {
    problem(situation, "query", "missing", "the form does not say what to search for",
            "Query: jovanovic plate:ca1234ab, or a block such as [Person 1]", decision);
    return;
  }
  const auto parsed = search::parse_query(question.words);
  if (!parsed.problem.empty()) {
    problem(situation, "query", "bad-query", parsed.problem, parsed.hint, decision);
  }
  question.mode = mode_of(form.text("mode"));
  question.limit = limit_of(situation, decision);
  question.full = question.mode == SearchMode::kFetch || form.text("deliver") == "FULL_ENCRYPTED";
  const auto narrowing = any_of("form", forms_named(situation, decision)) +
                         of_countries(form.list("states")) + days(situation);
  question.query = "(" + question.words + ")" + narrowing;
  if (form.text("fuzzy") == "no") {
    question.without.emplace_back("similar sound");
  } else if (const auto near = search::with_near_words(question.words); !near.empty()) {
    question.near_query = "(" + near + ")" + narrowing;
  }
  question.same_script = form.text("transliterate") == "no";
  if (!question.same_script) {  // things meet in every script
    question.about =
        of_blocks ? asked_about(form, *situation.templates) : asked_about(question.words);
  }
  question.scope = std::string(form.text("scope"));
  question.readers = narrowed_to(question.scope, situation.sender.country,
                                 reader_tags(situation.sender, situation.directory));
  question.justification = std::string(form.text("justification"));
  question.for_case = std::string(form.text("case_no"));
  if (decision.outcome != Outcome::kAccepted) {
    return;
  }
  const auto narrowed = search::parse_query(question.query);
  if (!narrowed.problem.empty()) {
    problem(situation, "query", "bad-query", narrowed.problem, narrowed.hint, decision);
    return;
  }
  if (!search::parse_query(question.near_query).problem.empty()) {
    question.near_query.clear();
  }
  auto& answer = decision.answer.emplace();
  answer.kind = AnswerKind::kFound;
  answer.question = std::move(question);
}

}  // namespace pouch::gateway::detail
