#include "gateway/web/pages/case_post.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/web/words/times.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway::web {
namespace {

using html::element;
using html::Html;
using html::of_class;
using html::Tag;

constexpr std::size_t kMostLines = 300;  // of receipts and letters under one message

// "R5 PARTIAL" in words.
std::string receipt_in_words(const Look& look, std::string_view title) {
  constexpr std::array<std::pair<std::string_view, Say>, 15> kWords{
      {{"ACCEPTED", Say::kReceiptAccepted},
       {"REJECTED", Say::kReceiptRejected},
       {"ROUTED", Say::kReceiptRouted},
       {"NOT ROUTED", Say::kReceiptNotRouted},
       {"DELIVERED", Say::kStepDelivered},
       {"NOT DELIVERED", Say::kStateNotDelivered},
       {"READ", Say::kReceiptRead},
       {"NOT READ", Say::kReceiptNotRead},
       {"ACK", Say::kStateAcknowledged},
       {"CLARIFY", Say::kStateAskedBack},
       {"DELAY", Say::kReceiptDelay},
       {"PARTIAL", Say::kStatePartly},
       {"REFUSAL", Say::kStateRefused},
       {"FINAL", Say::kStateAnswered},
       {"WITHDRAWN", Say::kStateWithdrawn}}};
  const auto space = title.find(' ');
  const auto code = title.substr(0, space);
  const auto word = space == std::string_view::npos ? std::string_view() : title.substr(space + 1);
  for (const auto& [known, say] : kWords) {
    if (known == word) {
      return std::string(code) + " " + std::string(look.words(say));
    }
  }
  return std::string(mail::utf8_head(title, kLongestName));
}

bool is_negative(const CaseReceiptLine& line) { return line.title.find('-') == 2; }

// The way is the desk's matter; what it came to is everybody's.
bool is_folded(const CaseReceiptLine& line) {
  return line.title.starts_with("R2") && !is_negative(line);
}

Html post_line(const Html& when, const Html& what) {
  return element(Tag::kLi, {}, when, element(Tag::kSpan, {}, what));
}

// "15:13"; with its day when that is not the one on which the message came.
std::string when_of(const Look& look, const CaseMessage& message, Time at) {
  const bool same = day_of_year(look.words, at, look.zone) ==
                    day_of_year(look.words, message.received, look.zone);
  return same ? clock_time(at, look.zone) : near_time(look.words, at, look.now, look.zone);
}

Html detail_of(const CaseReceiptLine& line) {
  return line.detail.empty()
             ? Html()
             : Html(": ") += element(Tag::kSpan, {of_class("num")}, said(line.detail, 200));
}

using Receipts = std::vector<const CaseReceiptLine*>;

// Receipts of one kind that follow one another, as one line: "R3 delivered, BG, RS: 250 2.0.0".
Html receipt_line(const Look& look, const CaseMessage& message, const Receipts& some) {
  const auto& first = *some.front();
  Html what = receipt_in_words(look, first.title);
  bool alike = true;
  std::vector<std::string> told;
  for (const auto* one : some) {
    const auto& code = one->country;
    if (!code.empty() && std::find(told.begin(), told.end(), code) == told.end()) {
      what += " ";
      what += country(code);
      told.push_back(code);
    }
    alike = alike && one->detail == first.detail;
  }
  what += alike ? detail_of(first) : Html();
  if (is_negative(first)) {
    what = element(Tag::kB, {of_class("late")}, what);
  }
  const auto begin = when_of(look, message, first.at);
  const auto end = when_of(look, message, some.back()->at);
  return post_line(time_element(look, first.at, begin == end ? begin : begin + " – " + end), what);
}

Receipts receipts_of(const CasePage& page, const CaseMessage& message) {
  Receipts receipts;
  for (const auto& line : page.receipts) {
    if (line.of == message.number || (opens_case(message) && line.of == page.number)) {
      receipts.push_back(&line);
    }
  }
  return receipts;
}

Html letter_line(const Look& look, const CaseMessage& message, const CaseLetter& letter) {
  Html line = said(plain_code(letter.kind));
  line += " ";
  line += look.words(Say::kTo);
  line += " ";
  line += said(letter.to);
  line += ", ";
  line += said(letter.state);
  if (!letter.status.empty()) {
    line += ": ";
    line += element(Tag::kSpan, {of_class("num")}, said(letter.status));
  }
  return post_line(letter.confirmed ? time_element(look, *letter.confirmed,
                                                   when_of(look, message, *letter.confirmed))
                                    : element(Tag::kSpan, {}),
                   line);
}

// Every one of them, folded.
Html all_receipts(const Look& look, const CasePage& page, const CaseMessage& message,
                  const Receipts& receipts) {
  Html rows;
  std::size_t count = 0;
  const auto add = [&](const Html& row) { rows += ++count <= kMostLines ? row : Html(); };
  for (const auto* receipt : receipts) {
    Html what = receipt_in_words(look, receipt->title);
    what += receipt->country.empty() ? Html() : Html(" ") += country(receipt->country);
    what += detail_of(*receipt);
    what += receipt->is_signed ? Html() : Html(", ") += Html(look.words(Say::kNotSignedYet));
    add(post_line(time_element(look, receipt->at, when_of(look, message, receipt->at)), what));
  }
  for (const auto& letter : page.letters) {
    if (letter.number == message.number) {
      add(letter_line(look, message, letter));
    }
  }
  return count == 0 ? Html()
                    : element(Tag::kLi, {},
                              element(Tag::kDetails, {},
                                      element(Tag::kSummary, {},
                                              look.words(Say::kAllReceipts, std::to_string(count))),
                                      element(Tag::kOl, {}, rows)));
}

}  // namespace

bool opens_case(const CaseMessage& message) { return message.number.ends_with("/1"); }

Html what_became(const Look& look, const CasePage& page, const CaseMessage& message) {
  const auto receipts = receipts_of(page, message);
  Html rows;
  Receipts some;
  const auto close = [&] {
    rows += some.empty() ? Html() : receipt_line(look, message, some);
    some.clear();
  };
  for (const auto* receipt : receipts) {
    if (is_folded(*receipt)) {
      continue;
    }
    if (!some.empty() && some.back()->title != receipt->title) {
      close();
    }
    some.push_back(receipt);
  }
  close();
  for (const auto& one : message.acknowledged) {
    rows += post_line(time_element(look, one.at, when_of(look, message, one.at)),
                      Html(look.words(Say::kReadBy)) += Html(" ") += said(one.name));
  }
  rows += all_receipts(look, page, message, receipts);
  return rows.empty() ? rows : element(Tag::kOl, {of_class("post")}, rows);
}

}  // namespace pouch::gateway::web
