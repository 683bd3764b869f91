#include "gateway/verbs/query_help.hpp"

#include "search/index/fields.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kFirstColumn = 20;

std::string row(std::string_view first, std::string_view second) {
  const auto width = first.size() < kFirstColumn ? kFirstColumn - first.size() : 1;
  return "  " + std::string(first) + std::string(width, ' ') + std::string(second) + "\n";
}

}  // namespace

std::string query_help() {
  std::string text =
      "A query is words, and what must be together in one message:\n\n" +
      row("lorry heroin", "both words") + row("lorry OR truck", "one of them") +
      row("lorry -heroin", "the first without the second (or: lorry NOT heroin)") +
      row("\"red lorry\"", "the words side by side") +
      row("jovan*", "words that begin so: at least three letters") +
      row("CA12* *4567", "numbers that begin or end so: plates, documents, phones") +
      row("jovanovic~", "also with one letter wrong") +
      row("( )", "parentheses: (lorry OR truck) heroin") +
      row("field:value", "in one field alone; field:\"two words\", field:(one OR other)") +
      "\nFields:\n\n";
  for (const auto& field : search::fields()) {
    text += row(field.name, std::string(field.help) + ": " + std::string(field.example));
  }
  for (const auto* field : {"is", "has"}) {
    text += "\nWhat stands behind " + std::string(field) + ":\n\n";
    for (const auto& flag : search::flags()) {
      if (flag.field == field) {
        text += row(flag.value, flag.said);
      }
    }
  }
  return text +
         "\nA date is 2026-11-23, 2026-11 or 2026; a range 2026-01..2026-06, <2026-12-01,\n"
         "<=2026-11, >2026-11 or >=2026-12. Names meet in every script, numbers however typed.\n"
         "All of it: man 7 pouch-query\n";
}

std::vector<std::string> query_words() {
  std::vector<std::string> words;
  for (const auto& field : search::fields()) {
    if (field.kind != search::Kind::kFlag) {
      words.push_back(std::string(field.name) + ":");
    }
  }
  for (const auto& flag : search::flags()) {
    words.push_back(std::string(flag.field) + ":" + std::string(flag.value));
  }
  return words;
}

}  // namespace pouch::gateway
