// A message of a case: who wrote it and who signed it, its form as fields whose things lead to a
// search, its files, and in line what became of it: receipts, letters, who says that he has read
// it. A short act is folded. Private to this folder.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

// Of all that people wrote on one page, as markup: with the rest it stays below what a page may be
// (http::ServerBounds). What does not fit is cut, and the mail has it.
class TextRoom {
 public:
  explicit TextRoom(std::size_t octets = 600'000) : left_(octets) {}
  html::Html said(std::string_view text) {
    constexpr std::size_t kLongestReference = 6;  // "&quot;", of one octet
    auto shown = web::said(text, kLongestText);
    if (shown.markup().size() > left_) {
      shown = web::said(text, left_ / kLongestReference);
    }
    left_ -= std::min(left_, shown.markup().size());
    return shown;
  }

 private:
  std::size_t left_;
};

html::Html shown_message(const Look& look, const CasePage& page, const CaseMessage& message,
                         TextRoom& room);

// A button that looks like a link, and searches: posted, so that no name stands in an address; the
// reason is asked for there.
html::Html search_button(const Look& look, std::string_view query, std::string_view value);
std::string size_in_words(std::uint64_t octets);
// "Fields: their values", of one message or of all about the case.
html::Html field_rows(const Look& look, const std::vector<CaseField>& fields, TextRoom& room);

}  // namespace pouch::gateway::web
