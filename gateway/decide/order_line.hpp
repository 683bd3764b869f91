// One line read as an order: the whole line is the order and its arguments, or it is none. Beside
// them only numbers of cases and words of courtesy may stand. A line that merely begins with such a
// word ("Search the flat", "Status quo of the case is") is somebody's sentence. Private to orders.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/decide/orders.hpp"

namespace pouch::gateway::detail {

// A line taken apart; punctuation around words is gone.
struct OrderLine {
  std::string id;                      // of templates/order_words; empty: begins with no such word
  std::size_t words = 0;               // of the order itself
  std::vector<std::string> arguments;  // the words behind it; all words when `id` is empty
  std::vector<MessageNumber> numbers;
  bool wrong_number = false;  // shaped like one of ours, but the check digits say no
  bool courteous = false;     // some words were courtesy
};
OrderLine order_line(std::string_view line, const templates::TemplateSet& templates,
                     const Numbering& ours);

// The order that a line is. `alone`: nothing else stands in the mail, so that a few words more
// ("status of …", an unknown name of a form) can mean nothing but an order.
std::optional<Order> order_of(const OrderLine& line, bool alone,
                              const templates::TemplateSet& templates);

// Talk to the gateway with a slip in it: one edit away from an order, an order with something else
// behind it than it takes, or a number alone.
bool looks_like_order(const OrderLine& line, const templates::TemplateSet& templates);

// An order that a fresh mail may give: no Reply to a certain letter.
bool is_general(std::string_view id);

// "thanks", "с уважение": nothing but courtesy.
bool is_courtesy(const OrderLine& line);

// What is said without "please", "thanks" and their like around it.
std::string without_courtesy(const std::string& text, const templates::TemplateSet& templates);

// What blanks and line ends part.
std::vector<std::string> words_in(std::string_view text);

// How many of the words from `at` on stand together for that id of templates/order_words, marks
// around them apart: the most there are, 0: none.
std::size_t words_meaning(const std::vector<std::string>& words, std::size_t at,
                          std::string_view id, const templates::TemplateSet& templates);

// "and" in the members' languages.
bool is_connective(const std::string& word);

// "Re:", "AW:", "Отг[2]:" in front, any number of them; never the mark of a forwarded mail.
std::string_view without_reply_marks(std::string_view subject);

// "Fwd:", "WG:", "Πρθ:" in front, as the last thing that was done to it.
bool is_forwarded(std::string_view subject);

}  // namespace pouch::gateway::detail
