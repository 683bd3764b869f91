// What every page is made with: the language and clock of who reads it, who that is, and what may
// be said of the whole page. And the frame around it: the banner of the strictest that it shows
//, where one can go, and whose session it is. Pages are functions from values to
// markup; they ask nobody and decide nothing. Private to this folder, and the front.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/web/answers.hpp"
#include "gateway/web/html/html.hpp"
#include "gateway/web/words/words.hpp"

namespace pouch::gateway::web {

struct Look {
  PageWords words{Language::kEnglish};
  std::string zone = "UTC";  // of the times
  std::string version{};
  Time now{};
  std::optional<WebViewer> viewer{};
  WebBanner banner{};
  std::string chosen{};              // language on the way in, as the address says; empty: none
  std::optional<html::Url> again{};  // of a page on the way in: to have it in another language
};

// Which of the places in the bar a page belongs to.
enum class Room { kNone, kDesk, kSearch, kDirectory, kStatus, kStatistics, kLog, kMe };

// `title`: of the window; numbers and names of rooms, never what people wrote.
// `hints`: keys of this page alone.
std::string framed(const Look& look, Room room, std::string_view title, const html::Html& content,
                   const html::Html& hints = {});
html::Html key_hint(std::initializer_list<std::string_view> keys, std::string_view act);

// --- small parts of pages

// The longest text of people in one place; what is longer is cut there, and says so.
inline constexpr std::size_t kLongestName = 300, kLongestText = 100000;
// As text that keeps to its own direction, "…" where it was cut.
html::Html said(std::string_view text, std::size_t longest = kLongestName);
html::Html soft(const html::Html& content);
html::Html tag(std::string_view text);
// "CONTAINER_SECURITY" as "container security".
std::string plain_code(std::string_view code);
html::Html country(std::string_view code);
// Of a request; nothing where it is NORMAL.
html::Html priority_tag(std::string_view code);
html::Html handling_tags(const std::vector<std::string>& codes);
// The field that proves that a form is ours.
html::Html token_field(const Look& look);
html::Html time_element(const Look& look, Time time, std::string_view words);
// Number of a case or of a message, as a link. `search`: id, of a hit; may be empty.
html::Html number_link(std::string_view number, std::string_view search = {});
html::Html heading(Say say, const Look& look);

// --- routes, the only makers of addresses

html::Url desk_url(std::string_view id = {});
html::Url case_url(std::string_view number, std::string_view search = {});
html::Url search_url();
html::Url query_help_url();
// What of a search is shown: which page, in which order, what narrows it.
struct FoundView {
  std::uint64_t page = 1;
  bool by_date = false;
  std::vector<FacetChoice> narrowed{};
};
html::Url found_url(std::string_view id, const FoundView& view = {});
html::Url hits_url(std::string_view id, const FoundView& view);  // as CSV
html::Url keep_url(std::string_view id, const FoundView& view);
// Of a file of a message: its page, a page of it as a picture, itself.
html::Url file_url(std::string_view number, std::uint64_t part);
html::Url picture_url(std::string_view number, std::uint64_t part, std::uint64_t page);
html::Url small_picture_url(std::string_view number, std::uint64_t part);
html::Url saved_url(std::string_view number, std::uint64_t part);
html::Url received_url(std::string_view number);
html::Url ask_evidence_url(std::string_view number);  // of a case
html::Url evidence_url(std::string_view number);
html::Url statistics_url(std::uint64_t year, std::string_view country, bool csv = false);

}  // namespace pouch::gateway::web
