#include "gateway/letters/enter_letter.hpp"

#include <arpa/inet.h>

#include <array>
#include <utility>

#include "gateway/letters/banner.hpp"
#include "gateway/letters/envelope.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/text.hpp"

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
  auto draft = detail::automatic(source.site, LetterKind::kEnter, nullptr, to, thread, source.now);
  draft.subject = "Enter the page";
  draft.text = draft.subject + "\n" + detail::reply_line({}) + "\n";
  draft.text += paragraph("Press this link. A button says whose session begins; it holds until " +
                          spoken_time(way.until, to.time_zone) + ", once:");
  draft.text += "\n" + way.origin + "/enter/" + way.link + "\n\n";
  draft.text += detail::row("Session of", to.name) +
                detail::row("Asked", spoken_time(way.asked, to.time_zone)) +
                detail::row("Asked by", way.by_mail ? "your mail, signed with your key"
                                                    : kind_of_browser(way.browser)) +
                detail::row("From", is_address(way.network) ? way.network : "");
  if (!way.code.empty()) {
    draft.text += heading("WITHOUT THE LINK");
    draft.text += paragraph("Type this code into the browser in which you asked, and only there:");
    draft.text += "\n  " + by_fours(way.code) + "\n";
  }
  draft.text += heading("IF YOU DID NOT ASK");
  draft.text +=
      paragraph("Do nothing: without this letter nobody can enter. Our page is " + way.origin +
                " and no other; give link and code to nobody, also not to us. If such "
                "letters come often, tell the operator.");
  return draft;
}

}  // namespace pouch::gateway
