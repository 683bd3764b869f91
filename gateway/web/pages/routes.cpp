#include "gateway/web/pages/routes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/web/pages/pages.hpp"

namespace pouch::gateway::web {
namespace {

using http::Answer;

constexpr std::size_t kLongestValue = 128;

enum class On { kGet, kPost, kBoth };

struct Row {
  std::string_view path;  // "*" at its end: a value
  On on;
  Place place;
};

// The first that fits.
constexpr std::array<Row, 18> kRoutes{{
    {"/", On::kGet, Place::kHome},
    {"/enter", On::kBoth, Place::kEnter},
    {"/enter/code", On::kPost, Place::kCode},
    {"/enter/*", On::kBoth, Place::kLink},
    {"/desk", On::kGet, Place::kDesk},
    {"/desk/*", On::kGet, Place::kDesk},
    {"/search", On::kBoth, Place::kSearch},
    {"/search/*", On::kGet, Place::kFound},
    {"/case/*", On::kBoth, Place::kCase},
    {"/status", On::kGet, Place::kStatus},
    {"/directory", On::kGet, Place::kDirectory},
    {"/log", On::kGet, Place::kLog},
    {"/me", On::kGet, Place::kMe},
    {"/me/end", On::kPost, Place::kEndSession},
    {"/me/everywhere", On::kPost, Place::kLeaveEverywhere},
    {"/leave", On::kPost, Place::kLeave},
    {"/keys", On::kGet, Place::kDirectory},
    {"/cases", On::kGet, Place::kDesk},
}};

// Numbers, ids of desks, tokens in base64url.
bool is_value(std::string_view text) {
  return !text.empty() && text.size() <= kLongestValue &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

std::string value(const http::FormValues& values, std::string_view name) {
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

std::uint64_t number(const http::FormValues& values, std::string_view name, std::uint64_t other) {
  const auto text = value(values, name);
  std::uint64_t result = other;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), result);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? result : other;
}

void ask_for(WebQuestion& question, const RouteTaken& route, const http::FormValues& values) {
  switch (route.place) {
    case Place::kHome:
    case Place::kEnter:
      question.what = WebAsk::kEnter;
      question.address = value(values, "address");
      return;
    case Place::kCode:
      question.what = WebAsk::kSpendCode;
      question.secret = value(values, "code");
      return;
    case Place::kLink:
      question.what = route.posted ? WebAsk::kSpendLink : WebAsk::kSeeLink;
      question.secret = route.value;
      return;
    case Place::kDesk:
      question.what = WebAsk::kDesk;
      question.desk = route.value;
      return;
    case Place::kSearch:
      // The empty form needs to know whose it is, and nothing else.
      question.what = route.posted ? WebAsk::kSearch : WebAsk::kMe;
      question.query = value(values, "q");
      question.reason = value(values, "reason");
      return;
    case Place::kFound:
      question.what = WebAsk::kFound;
      question.search = route.value;
      question.page = std::max<std::uint64_t>(number(values, "p", 1), 1);
      question.by_date = value(values, "by") == "date";
      return;
    case Place::kCase:
      question.what = WebAsk::kCase;
      question.number = route.value;
      question.search = value(values, "s");
      question.reason = route.posted ? value(values, "reason") : "";
      return;
    case Place::kStatus:
      question.what = WebAsk::kStatus;
      return;
    case Place::kDirectory:
      question.what = WebAsk::kDirectory;
      return;
    case Place::kLog:
      question.what = WebAsk::kLog;
      question.who = value(values, "who");
      question.act = value(values, "act");
      question.number = value(values, "number");
      question.day = value(values, "day");
      question.before = number(values, "before", 0);
      return;
    case Place::kMe:
      question.what = WebAsk::kMe;
      return;
    case Place::kEndSession:
      question.what = WebAsk::kEndSession;
      question.secret = value(values, "session");
      return;
    case Place::kLeaveEverywhere:
      question.what = WebAsk::kLeaveEverywhere;
      return;
    case Place::kLeave:
      question.what = WebAsk::kLeave;
      return;
  }
}

Answer with_body(std::string body) {
  Answer answer;
  answer.body = std::move(body);
  return answer;
}

Answer go_to(const html::Url& url) {
  Answer answer;
  answer.status = 303;
  answer.location = url.text();
  return answer;
}

Answer left() {
  auto answer = go_to(html::Url("/enter"));
  answer.forget = true;
  return answer;
}

// One for each kind of page; what was asked decides where it is shown.
struct Shown {
  Place place;
  const WebQuestion& question;
  const Look& look;
  Answer operator()(const std::monostate&) const {
    auto answer = with_body(error_page(look, 500));
    answer.status = 500;
    return answer;
  }
  Answer operator()(const AskedInPage& page) const { return with_body(asked_in_page(look, page)); }
  Answer operator()(const LinkPage& page) const {
    return with_body(link_page(look, page, question.secret));
  }
  Answer operator()(const DeskPage& page) const { return with_body(desk_page(look, page)); }
  Answer operator()(const FoundPage& page) const {
    return place == Place::kSearch && !page.search.empty() ? go_to(found_url(page.search))
                                                           : with_body(found_page(look, page));
  }
  Answer operator()(const CasePage& page) const { return with_body(case_page(look, page)); }
  Answer operator()(const PartPiece&) const { return (*this)(std::monostate{}); }
  Answer operator()(const StatusPage& page) const { return with_body(status_page(look, page)); }
  Answer operator()(const DirectoryPage& page) const {
    return with_body(directory_page(look, page));
  }
  Answer operator()(const LogPage& page) const { return with_body(log_page(look, page)); }
  Answer operator()(const MePage& page) const {
    return with_body(place == Place::kSearch
                         ? search_page(look, {"", look.viewer ? look.viewer->reason : "", "", ""})
                         : me_page(look, page));
  }
};

}  // namespace

std::optional<RouteTaken> route_of(bool posted, std::string_view path) {
  for (const auto& row : kRoutes) {
    if (row.on == (posted ? On::kGet : On::kPost)) {
      continue;
    }
    if (row.path == path) {
      return RouteTaken{row.place, posted, {}};
    }
    const auto head = row.path.substr(0, row.path.size() - 1);
    if (row.path.ends_with('*') && path.starts_with(head) && is_value(path.substr(head.size()))) {
      return RouteTaken{row.place, posted, std::string(path.substr(head.size()))};
    }
  }
  return std::nullopt;
}

WebQuestion question_for(const RouteTaken& route, const http::FormValues& values) {
  WebQuestion question;
  ask_for(question, route, values);
  question.form_token = route.posted ? value(values, "token") : "";
  return question;
}

Answer page_of(Place place, const WebQuestion& question, const WebAnswer& answer,
               const Look& look) {
  if (question.what == WebAsk::kSpendLink || question.what == WebAsk::kSpendCode) {
    return go_to(desk_url());
  }
  if (place == Place::kLeave || place == Place::kLeaveEverywhere) {
    return left();
  }
  if (place == Place::kEndSession) {
    return go_to(html::Url("/me"));
  }
  return std::visit(Shown{place, question, look}, answer.page);
}

}  // namespace pouch::gateway::web
