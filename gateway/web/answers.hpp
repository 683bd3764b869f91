// What the page is answered: an outcome, who looks, the banner, and the value of one page
// (answers/). An answer holds only what its member may read, already cut: web never filters. Texts
// are as people wrote them, UTF-8 and never HTML; times are UTC; codes are those of the directory
// and of the forms.
//
// Unknown and forbidden are one outcome. An outcome other than kDone brings no page, but kBadInput
// may: what was typed, to be mended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/cases/case.hpp"
#include "gateway/web/answers/case.hpp"
#include "gateway/web/answers/desk.hpp"
#include "gateway/web/answers/enter.hpp"
#include "gateway/web/answers/file.hpp"
#include "gateway/web/answers/me.hpp"
#include "gateway/web/answers/operators.hpp"
#include "gateway/web/answers/search.hpp"

namespace pouch::gateway {

enum class WebOutcome {
  kDone,
  kNoSession,   // none, ended, or another browser: to /enter; the cookie is of no use
  kNotFound,    // it does not exist, or may not be seen
  kBadInput,    // problem and hint say what to mend
  kNeedReason,  // say why first; then ask again
  kTooMany,     // a budget of this hour is used up
  kTooBroad,    // it took too long: narrow it
  kNotNow,      // something is in the way that passes by itself
};

// "RESTRICTED · H2": the strictest of what the page shows.
struct WebBanner {
  std::string classification{};  // as letters say it: "UNCLASSIFIED", "RESTRICTED"
  std::string handling{};        // code, "H2"; empty: none
  std::string provider{};        // whose permission it needs: "Romania"; empty: several, or nobody
};

// Who looks; of every answer with a session.
struct WebViewer {
  std::string id{}, name{}, country{}, language{};
  std::vector<std::string> desks{};  // ids of desks that he may look at, his own first
  bool operates = false, audits = false;
  Time ends{};                // of his session, as things stand
  std::string form_token{};   // to be put into each form of the page
  std::string reason{};       // the last one of this session
  std::uint64_t overdue = 0;  // legs of his desks
};

using WebPage = std::variant<std::monostate, AskedInPage, LinkPage, EnteredPage, DeskPage,
                             FoundPage, CasePage, FilePiece, FilePage, PicturePage, StatusPage,
                             DirectoryPage, LogPage, StatisticsPage, MePage>;

struct WebAnswer {
  WebOutcome outcome = WebOutcome::kNotFound;
  std::string problem{}, hint{};
  std::uint64_t column = 0;  // of the problem in the query, from 1; 0: of the whole
  // The browser's cookie from now on: set it when there is one, clear it with `clear`.
  std::string cookie{};
  bool clear = false;
  std::optional<WebViewer> viewer{};
  WebBanner banner{};
  WebPage page{};
};

}  // namespace pouch::gateway
