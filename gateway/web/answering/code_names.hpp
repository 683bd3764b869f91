// What codes are called for whom they are read by: countries, desks, forms, crime areas, in the
// language of his page. The codes themselves stay what links and questions are made of; one that
// has no name is said as it stands.
#pragma once

#include <string>
#include <string_view>

#include "gateway/web/answering/visit.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway {

class CodeNames {
 public:
  explicit CodeNames(const Visit& visit);
  const Words& words() const { return words_; }
  std::string country(const std::string& code) const;  // "Republica Moldova"
  std::string form(std::string_view name) const;       // "person check"
  std::string area(std::string_view code) const;       // "drug trafficking"
  std::string desk(const std::string& name) const;     // as display_name() gives it

 private:
  const Runtime& runtime_;
  const Words& words_;
};

// Of the page that is shown: its member's own language when the page speaks it, else the one that
// the question brings.
std::string_view page_language(const Visit& visit);

}  // namespace pouch::gateway
