// How the archive is asked, from the same tables as the query is read by; and the keys of the page.
#include <array>

#include "gateway/web/pages/pages.hpp"
#include "gateway/web/words/codes.hpp"
#include "search/index/fields.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::Html;
using html::Named;
using html::of_class;
using html::Tag;

Html as_typed(std::string_view text) { return element(Tag::kCode, {}, text); }

Html heads_of(const Look& look, Say first, Say second) {
  const auto column = [&](Say say) {
    return element(Tag::kTh, {{Named::kScope, "col"}}, look.words(say));
  };
  return element(Tag::kThead, {}, element(Tag::kTr, {}, column(first), column(second)));
}

Html meaning_row(const Html& first, const Html& second) {
  return element(Tag::kTr, {}, element(Tag::kTd, {}, first),
                 element(Tag::kTd, {of_class("what")}, second));
}

Html meanings(const Look& look, Say title, Say first, const Html& rows) {
  return element(Tag::kTable, {of_class("sheet block help-rows")},
                 element(Tag::kCaption, {}, heading(title, look)),
                 heads_of(look, first, Say::kWhat), element(Tag::kTbody, {}, rows));
}

Html words_together(const Look& look) {
  struct Way {
    std::string_view query;
    Say meaning;
  };
  constexpr std::array<Way, 6> kWays{{{"lorry heroin", Say::kBothWords},
                                      {"lorry OR truck", Say::kOneWord},
                                      {"lorry -heroin", Say::kNotWord},
                                      {"\"red lorry\"", Say::kSideBySide},
                                      {"jovan*", Say::kBegins},
                                      {"jovanovic~", Say::kNearNames}}};
  Html rows;
  for (const auto& way : kWays) {
    rows += meaning_row(as_typed(way.query), look.words(way.meaning));
  }
  return meanings(look, Say::kTogether, Say::kExample, rows);
}

Html query_fields(const Look& look) {
  Html rows;
  for (const auto& field : search::fields()) {
    rows +=
        meaning_row(as_typed(field.example), field_in_words(look.words, field.name, field.help));
  }
  return meanings(look, Say::kFields, Say::kExample, rows);
}

Html flag_values(const Look& look, std::string_view field, Say title) {
  Html rows;
  for (const auto& flag : search::flags()) {
    if (flag.field == field) {
      rows += meaning_row(as_typed(std::string(field) + ":" + std::string(flag.value)),
                          value_in_words(look.words, field, flag.value));
    }
  }
  return meanings(look, title, Say::kExample, rows);
}

Html page_keys(const Look& look) {
  struct Key {
    std::string_view name;
    Say act;
  };
  constexpr std::array<Key, 7> kKeys{{{"/", Say::kKeyToSearch},
                                      {"j k", Say::kKeyNext},
                                      {"Enter", Say::kKeyOpen},
                                      {"n p", Say::kKeyHits},
                                      {"n p", Say::kKeyMessages},
                                      {"g d", Say::kKeyDesk},
                                      {"?", Say::kKeyAll}}};
  Html rows;
  for (const auto& key : kKeys) {
    rows += meaning_row(element(Tag::kKbd, {}, key.name), look.words(key.act));
  }
  return element(Tag::kSection, {{Named::kId, "keys"}},
                 meanings(look, Say::kKeysOfPage, Say::kKeysOfPage, rows),
                 element(Tag::kP, {of_class("soft small")}, look.words(Say::kKeysHelp)));
}

}  // namespace

std::string query_help_page(const Look& look) {
  Html content =
      element(Tag::kDiv, {of_class("head")}, element(Tag::kH1, {}, look.words(Say::kHowToSearch)));
  Html left = words_together(look);
  left += query_fields(look);
  Html right = flag_values(look, "is", Say::kStates);
  right += flag_values(look, "has", Say::kFacetHas);
  right += page_keys(look);
  content += element(Tag::kDiv, {of_class("halves")}, element(Tag::kDiv, {}, left),
                     element(Tag::kDiv, {}, right));
  return framed(look, Room::kSearch, look.words(Say::kHowToSearch), content);
}

}  // namespace pouch::gateway::web
