// The words by which a mail asks something of the gateway itself: "help", "status" …, and beside
// them "all" and words of courtesy, in English (the table here) and in every language of the forms
// ([orders] of _language_TAG.toml). Which mail is an order, and what it does, others decide. A word
// that stands for two of them, or is a form's name, is a fault when the set is loaded.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templates/template.hpp"

namespace pouch::templates {

struct OrderName {
  std::string_view id;                  // status
  std::vector<std::string_view> words;  // English, the usual one first
};
const std::vector<OrderName>& order_names();

inline constexpr std::string_view kCourtesy = "courtesy";  // please, thank you, regards
inline constexpr std::string_view kAllFields = "all";
inline constexpr std::size_t kMostOrderWords = 4;  // "cereri deschise" has two

// Folded word of any language → id. `form_names`: folded names of forms → template.
std::unordered_map<std::string, std::string> index_orders(
    const std::map<std::string, Language>& languages,
    const std::unordered_map<std::string, std::string>& form_names, std::vector<LoadFault>& faults);

}  // namespace pouch::templates
