// The pages, each a function from what was answered to a document. What people wrote is text in all
// of them, cut where it is longer than a page can bear; the banner and the frame come from
// look.hpp.
#pragma once

#include <string>
#include <string_view>

#include "gateway/web/answers.hpp"
#include "gateway/web/pages/look.hpp"

namespace pouch::gateway::web {

// --- enter

// `form`: one may ask for the mail here. `problem`: of what was typed; may be empty. `wanted`:
// where one was on the way to, may_be_wanted() or empty.
std::string enter_page(const Look& look, bool form, std::string_view problem = {},
                       std::string_view wanted = {});
std::string asked_in_page(const Look& look, const AskedInPage& page, std::string_view problem = {});
// Where a code is typed once more, in the browser that asked.
std::string code_page(const Look& look, std::string_view problem);
// The button that begins a session; `secret` is that of the link.
std::string link_page(const Look& look, const LinkPage& page, std::string_view secret);
std::string old_link_page(const Look& look);

// --- the work

std::string desk_page(const Look& look, const DeskPage& page);

struct SearchTyped {
  std::string query{}, reason{}, problem{}, hint{};
  bool why = false;  // the reason is still to be given, or the one that stands there confirmed
};
std::string search_page(const Look& look, const SearchTyped& typed);  // before anything is found
std::string found_page(const Look& look, const FoundPage& page);
std::string query_help_page(const Look& look);  // fields and words of a query, keys of the page
std::string case_page(const Look& look, const CasePage& page);
// A file that came with a message: its pages as pictures, its text.
std::string file_page(const Look& look, const FilePage& page);
// Asks why a case is to be shown. `number`: as it stands in the address.
std::string reason_page(const Look& look, std::string_view number, std::string_view problem = {});

// --- the site

std::string status_page(const Look& look, const StatusPage& page);
std::string directory_page(const Look& look, const DirectoryPage& page);
std::string statistics_page(const Look& look, const StatisticsPage& page);
std::string log_page(const Look& look, const LogPage& page);
std::string me_page(const Look& look, const MePage& page);

// What has no page: 404, 421, 429, 500, 503 and their like.
std::string error_page(const Look& look, int status);

}  // namespace pouch::gateway::web
