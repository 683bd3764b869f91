#include "gateway/letters/enter_letter.hpp"

#include <arpa/inet.h>

#include <array>
#include <utility>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"
#include "gateway/words/known_names.hpp"

namespace pouch::gateway {
namespace {

using Known = std::pair<std::string_view, std::string_view>;

// In this order: each calls itself by the names of those behind it too.
constexpr std::array<Known, 5> kBrowsers{{{"Edg/", "Edge"},
                                          {"OPR/", "Opera"},
                                          {"Firefox/", "Firefox"},
                                          {"Chrome/", "Chrome"},
                                          {"Safari/", "Safari"}}};
constexpr std::array<Known, 6> kSystems{{{"iPhone", "an iPhone"},
                                         {"iPad", "an iPad"},
                                         {"Android", "Android"},
                                         {"Windows", "Windows"},
                                         {"Mac OS X", "macOS"},
                                         {"Linux", "Linux"}}};

template <typename List>
std::string_view known_in(std::string_view text, const List& list) {
  for (const auto& [mark, name] : list) {
    if (text.find(mark) != std::string_view::npos) {
      return name;
    }
  }
  return {};
}

bool is_address(const std::string& network) {
  std::array<unsigned char, sizeof(in6_addr)> octets{};
  return inet_pton(AF_INET, network.c_str(), octets.data()) == 1 ||
         inet_pton(AF_INET6, network.c_str(), octets.data()) == 1;
}

// Four by four, as people type it.
std::string by_fours(const std::string& code) {
  std::string text;
  for (std::size_t i = 0; i < code.size(); i += 4) {
    text += (i == 0 ? "" : "-") + code.substr(i, 4);
  }
  return text;
}

}  // namespace

std::string kind_of_browser(std::string_view user_agent) {
  const auto browser = known_in(user_agent, kBrowsers);
  const auto system = known_in(user_agent, kSystems);
  return (browser.empty() ? "a browser" : std::string(browser)) +
         (system.empty() ? "" : " on " + std::string(system));
}

mail::Draft write_way_in(const NoticeSource& source, const Party& to, const WayIn& way,
                         const LetterThread& thread) {
  using detail::heading;
  using detail::paragraph;
  const auto& words = Words::in(to.language);
  auto draft = detail::automatic(source.site, LetterKind::kEnter, nullptr, to, thread, source.now);
  draft.subject = words("enter_the_page");
  draft.text = draft.subject + "\n" + detail::reply_line(words) + "\n";
  draft.text +=
      paragraph(words("press_this_link", {{"until", spoken_time(way.until, to.time_zone, words)}}));
  draft.text += "\n" + way.origin + "/enter/" + way.link + "\n\n";
  draft.text += detail::row(words("row_session_of"), known_name(to.name, words)) +
                detail::row(words("row_asked_at"), spoken_time(way.asked, to.time_zone, words)) +
                detail::row(words("row_asked_by"), way.by_mail ? words("your_signed_mail")
                                                               : kind_of_browser(way.browser)) +
                detail::row(words("row_from"), is_address(way.network) ? way.network : "");
  if (!way.code.empty()) {
    draft.text += heading(words("without_the_link"));
    draft.text += paragraph(words("type_this_code"));
    draft.text += "\n  " + by_fours(way.code) + "\n";
  }
  draft.text += heading(words("if_you_did_not_ask"));
  draft.text += paragraph(words("do_nothing_else", {{"page", way.origin}}));
  return draft;
}

}  // namespace pouch::gateway
