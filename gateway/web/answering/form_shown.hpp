// What a message's form says, as a page shows it: values in words, things with the query that finds
// them, questions apart. What stands elsewhere on the page (which form it is, what kind of answer)
// is not among the fields; of the request that opens a case, its facts stand beside it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/web/answers/case.hpp"
#include "templates/template.hpp"

namespace pouch::gateway {

struct FormShown {
  bool is_form = false;   // the message bears one
  std::string title{};    // "Request for assistance"
  std::string kind{};     // of an answer
  std::string grade{};    // of source and information: "A1"
  std::string area{};     // of crime: "drugs"
  std::string urgency{};  // "U3, custody ends on 26 November"
  std::vector<CaseField> fields{}, facts{};
  std::vector<std::string> handling{};    // codes
  std::vector<std::uint64_t> answered{};  // numbers of questions
  std::string words{};                    // what its writer says besides
};

// The query that finds a thing by its field: `plate:"CA 1234 AB"`.
std::string query_for(std::string_view field, std::string_view value);
// `language`: of labels and values; null: English. `opens`: it is the request of a case.
FormShown form_shown(const std::string& json, const templates::TemplateSet& set,
                     const templates::Language* language, bool opens);

// Marks the questions of the first message: which country has answered which by its number, or all
// of them, and who still owes an answer.
struct CountryAnswer {
  std::string country{};
  bool all = false, open = false;
  std::vector<std::uint64_t> numbers{};
};
void mark_questions(std::vector<CaseField>& fields, const std::vector<CountryAnswer>& answers);

}  // namespace pouch::gateway
