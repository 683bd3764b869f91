#include "templates/language/order_words.hpp"

#include <algorithm>

#include "templates/text/fold.hpp"

namespace pouch::templates {
namespace {

struct Owner {
  std::string id, language;
};

std::vector<const Language*> in_order(const std::map<std::string, Language>& languages) {
  std::vector<const Language*> result;
  for (const auto& [tag, language] : languages) {
    result.push_back(&language);
  }
  std::sort(result.begin(), result.end(),
            [](const Language* one, const Language* other) { return one->order < other->order; });
  return result;
}

}  // namespace

const std::vector<OrderName>& order_names() {
  static const std::vector<OrderName> names{
      {"help", {"help"}},
      {"status", {"status"}},
      {"open", {"open", "open requests"}},
      {"search", {"search"}},
      {"template", {"template", "templates"}},
      {"resend", {"resend", "send again"}},
      {"recall", {"recall", "withdraw"}},
      {"more", {"more"}},
      {"next", {"next", "next page"}},
      {"fetch", {"fetch"}},
      {"page", {"page"}},
      {"done", {"done"}},
      {"take", {"take", "taken over"}},
      {"undo", {"undo"}},
      {"send", {"send"}},
      {"keep", {"keep", "keep search"}},
      {"kept", {"kept searches"}},
      {"drop", {"drop search"}},
      {"web", {"web access", "web", "control web"}},
      {"absence", {"absence", "absent"}},
      {"erase", {"erase"}},
      {"erased", {"erased"}},
      {"permit",
       {"permit", "permitted", "allow", "allowed", "granted", "permission granted", "approved",
        "agreed", "i permit", "we permit", "i agree", "we agree"}},
      {"deny",
       {"deny", "denied", "refuse", "refused", "not permitted", "not allowed", "not granted",
        "permission denied", "permission refused", "i refuse", "we refuse", "do not permit"}},
      {kAllFields, {"all", "all fields"}},
      {kCourtesy,
       {"please", "thanks", "thank you", "many thanks", "regards", "best regards", "kind regards",
        "thanks and regards", "sincerely", "best wishes"}}};
  return names;
}

std::unordered_map<std::string, std::string> index_orders(
    const std::map<std::string, Language>& languages,
    const std::unordered_map<std::string, std::string>& form_names,
    std::vector<LoadFault>& faults) {
  std::unordered_map<std::string, std::string> ids;
  std::unordered_map<std::string, std::string> tags;  // in which language a word was said first
  for (const auto& name : order_names()) {
    for (const auto word : name.words) {
      ids.emplace(fold(word), name.id);
    }
  }
  const auto add = [&](const Language& language, const std::string& id, const Said& said,
                       const std::string& word) {
    const auto folded = fold(word);
    const auto fault = [&](const std::string& what) {
      faults.push_back(
          {language.file, said.line, id, "\"" + word + "\" " + what, "use another word"});
    };
    if (folded.empty()) {
      fault("has no letters");
      return;
    }
    const auto form = form_names.find(folded);
    if (form != form_names.end() && form->second != id) {
      fault("is the name of the form " + form->second);
    }
    const auto [owner, added] = ids.emplace(folded, id);
    if (added) {
      tags.emplace(folded, language.tag);
    } else if (owner->second != id) {
      const auto& other = tags[folded];
      fault("is said for " + owner->second + " too" +
            (other.empty() || other == language.tag ? "" : " (" + other + ")"));
    }
  };
  for (const auto* language : in_order(languages)) {
    for (const auto& [id, said] : language->orders) {
      for (const auto& word : said.words) {
        add(*language, id, said, word);
      }
    }
  }
  return ids;
}

}  // namespace pouch::templates
