#include "gateway/web/pages/routes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "gateway/figures/csv.hpp"
#include "gateway/web/pages/pages.hpp"

namespace pouch::gateway::web {
namespace {

using http::Answer;

constexpr std::size_t kLongestValue = 128;

enum class On { kGet, kPost, kBoth };

struct Row {
  std::string_view path;  // "*" between slashes: a value
  On on;
  Place place;
};

// The first that fits.
constexpr auto kRoutes = std::to_array<Row>({
    {"/", On::kGet, Place::kHome},
    {"/enter", On::kBoth, Place::kEnter},
    {"/enter/code", On::kPost, Place::kCode},
    {"/enter/*", On::kBoth, Place::kLink},
    {"/desk", On::kGet, Place::kDesk},
    {"/desk/*", On::kGet, Place::kDesk},
    {"/search", On::kBoth, Place::kSearch},
    {"/search/*", On::kGet, Place::kFound},
    {"/search/*/hits.csv", On::kGet, Place::kHits},
    {"/search/*/keep", On::kPost, Place::kKeep},
    {"/help/query", On::kGet, Place::kQueryHelp},
    {"/case/*", On::kBoth, Place::kCase},
    {"/case/*/evidence", On::kPost, Place::kEvidence},
    {"/case/*/evidence.zip", On::kGet, Place::kEvidence},
    {"/case/*/*/received.eml", On::kGet, Place::kReceived},
    {"/case/*/*/file/*", On::kGet, Place::kFile},
    {"/case/*/*/file/*/page/*", On::kGet, Place::kPicture},
    {"/case/*/*/file/*/small", On::kGet, Place::kSmallPicture},
    {"/case/*/*/file/*/saved", On::kGet, Place::kSaved},
    {"/statistics", On::kGet, Place::kStatistics},
    {"/statistics.csv", On::kGet, Place::kStatisticsTable},
    {"/status", On::kGet, Place::kStatus},
    {"/directory", On::kGet, Place::kDirectory},
    {"/log", On::kGet, Place::kLog},
    {"/me", On::kGet, Place::kMe},
    {"/me/end", On::kPost, Place::kEndSession},
    {"/me/everywhere", On::kPost, Place::kLeaveEverywhere},
    {"/leave", On::kPost, Place::kLeave},
    {"/keys", On::kGet, Place::kDirectory},
    {"/cases", On::kGet, Place::kDesk},
});

// Numbers, ids of desks, tokens in base64url.
bool is_value(std::string_view text) {
  return !text.empty() && text.size() <= kLongestValue &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

// The values of a path that is of this pattern.
std::optional<std::vector<std::string>> values_in(std::string_view pattern, std::string_view path) {
  std::vector<std::string> values;
  while (!pattern.empty() && !path.empty()) {
    const auto asked = pattern.substr(0, pattern.find('/', 1));
    const auto given = path.substr(0, path.find('/', 1));
    pattern.remove_prefix(asked.size());
    path.remove_prefix(given.size());
    if (asked == "/*" && given.starts_with('/') && is_value(given.substr(1))) {
      values.emplace_back(given.substr(1));
    } else if (asked != given) {
      return std::nullopt;
    }
  }
  return pattern.empty() && path.empty() ? std::optional(std::move(values)) : std::nullopt;
}

std::string value(const http::FormValues& values, std::string_view name) {
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

std::uint64_t number_in(std::string_view text, std::uint64_t other) {
  std::uint64_t result = other;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), result);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? result : other;
}

std::uint64_t number(const http::FormValues& values, std::string_view name, std::uint64_t other) {
  return number_in(value(values, name), other);
}

constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();

// Of a search, or of what narrows it.
void ask_for_search(WebQuestion& question, const RouteTaken& route,
                    const http::FormValues& values) {
  question.search = route.value();
  question.narrow = value(values, "in");
  question.page = std::max<std::uint64_t>(number(values, "p", 1), 1);
  question.by_date = value(values, "by") == "date";
  question.name = value(values, "name");
}

// Of a message and a file of it.
void ask_for_file(WebQuestion& question, const RouteTaken& route, const http::FormValues& values) {
  question.number = route.value() + "/" + route.value(1);
  question.part = number_in(route.value(2), kNone);
  question.page = std::max<std::uint64_t>(number(values, "p", 1), 1);
  question.search = value(values, "s");
}

void ask_for(WebQuestion& question, const RouteTaken& route, const http::FormValues& values) {
  switch (route.place) {
    case Place::kHome:
    case Place::kEnter:
      question.what = WebAsk::kEnter;
      question.address = value(values, "address");
      question.wanted = may_be_wanted(value(values, "to")) ? value(values, "to") : "";
      return;
    case Place::kCode:
      question.what = WebAsk::kSpendCode;
      question.secret = value(values, "code");
      return;
    case Place::kLink:
      question.what = route.posted ? WebAsk::kSpendLink : WebAsk::kSeeLink;
      question.secret = route.value();
      return;
    case Place::kDesk:
      question.what = WebAsk::kDesk;
      question.desk = route.value();
      return;
    case Place::kSearch:
      // The empty form needs to know whose it is, and nothing else.
      question.what = route.posted ? WebAsk::kSearch : WebAsk::kMe;
      question.query = value(values, "q");
      question.reason = value(values, "reason");
      return;
    case Place::kFound:
      question.what = WebAsk::kFound;
      ask_for_search(question, route, values);
      return;
    case Place::kHits:
      question.what = WebAsk::kHits;
      ask_for_search(question, route, values);
      return;
    case Place::kKeep:
      question.what = WebAsk::kKeep;
      ask_for_search(question, route, values);
      return;
    case Place::kCase:
      question.what = WebAsk::kCase;
      question.number = route.value();
      question.search = value(values, "s");
      question.reason = route.posted ? value(values, "reason") : "";
      return;
    case Place::kEvidence:
      question.what = route.posted ? WebAsk::kAskEvidence : WebAsk::kEvidence;
      question.number = route.value();
      return;
    case Place::kFile:
      question.what = WebAsk::kFile;
      ask_for_file(question, route, values);
      return;
    case Place::kPicture:
      question.what = WebAsk::kPicture;
      ask_for_file(question, route, values);
      question.page = number_in(route.value(3), kNone);
      return;
    case Place::kSmallPicture:
      question.what = WebAsk::kSmallPicture;
      ask_for_file(question, route, values);
      return;
    case Place::kSaved:
      question.what = WebAsk::kPart;
      ask_for_file(question, route, values);
      return;
    case Place::kReceived:
      question.what = WebAsk::kReceived;
      ask_for_file(question, route, values);
      return;
    case Place::kStatistics:
    case Place::kStatisticsTable:
      question.what = WebAsk::kStatistics;
      question.year = number(values, "year", 0);
      question.country = value(values, "country");
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
    case Place::kQueryHelp:  // needs to know whose it is, and nothing else
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

// On to where one was on the way to; nothing but a page of ours is that.
Answer entered(const WebPage& page) {
  auto answer = go_to(desk_url());
  const auto* const begun = std::get_if<EnteredPage>(&page);
  if (begun != nullptr && may_be_wanted(begun->wanted)) {
    answer.location = begun->wanted;
  }
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
  Answer operator()(const EnteredPage&) const { return (*this)(std::monostate{}); }
  Answer operator()(const LinkPage& page) const {
    return with_body(link_page(look, page, question.secret));
  }
  Answer operator()(const DeskPage& page) const { return with_body(desk_page(look, page)); }
  Answer operator()(const FoundPage& page) const {
    return place == Place::kSearch && !page.search.empty() ? go_to(found_url(page.search))
                                                           : with_body(found_page(look, page));
  }
  Answer operator()(const CasePage& page) const { return with_body(case_page(look, page)); }
  Answer operator()(const FilePiece& piece) const {
    auto answer = with_body(piece.octets);
    answer.type = place == Place::kHits ? piece.media_type : "application/octet-stream";
    answer.attached_as = piece.name.empty() ? "file" : piece.name;
    answer.whole = piece.size;
    return answer;
  }
  Answer operator()(const FilePage& page) const { return with_body(file_page(look, page)); }
  Answer operator()(const PicturePage& page) const {
    auto answer = with_body(page.octets);
    answer.type = "image/jpeg";
    return answer;
  }
  Answer operator()(const StatisticsPage& page) const {
    if (place != Place::kStatisticsTable) {
      return with_body(statistics_page(look, page));
    }
    auto answer = with_body(figures::csv_of(page.report));
    answer.type = "text/csv; charset=utf-8";
    answer.attached_as = "pouch-" + std::to_string(page.report.year.year) + ".csv";
    return answer;
  }
  Answer operator()(const StatusPage& page) const { return with_body(status_page(look, page)); }
  Answer operator()(const DirectoryPage& page) const {
    return with_body(directory_page(look, page));
  }
  Answer operator()(const LogPage& page) const { return with_body(log_page(look, page)); }
  Answer operator()(const MePage& page) const {
    if (place == Place::kQueryHelp) {
      return with_body(query_help_page(look));
    }
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
    if (auto values = values_in(row.path, path)) {
      return RouteTaken{row.place, posted, std::move(*values)};
    }
  }
  return std::nullopt;
}

bool may_be_wanted(std::string_view path) {
  constexpr std::size_t kLongest = 200;
  const auto route = path.size() <= kLongest ? route_of(false, path) : std::nullopt;
  if (!route) {
    return false;
  }
  switch (route->place) {
    case Place::kDesk:
    case Place::kSearch:
    case Place::kFound:
    case Place::kQueryHelp:
    case Place::kCase:
    case Place::kFile:
    case Place::kStatus:
    case Place::kStatistics:
    case Place::kDirectory:
    case Place::kLog:
    case Place::kMe:
      return true;
    case Place::kHome:
    case Place::kEnter:
    case Place::kCode:
    case Place::kLink:
    case Place::kHits:
    case Place::kKeep:
    case Place::kEvidence:
    case Place::kPicture:
    case Place::kSmallPicture:
    case Place::kSaved:
    case Place::kReceived:
    case Place::kStatisticsTable:
    case Place::kEndSession:
    case Place::kLeaveEverywhere:
    case Place::kLeave:
      return false;
  }
  return false;
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
    return entered(answer.page);
  }
  if (place == Place::kKeep) {
    return go_to(desk_url().at("kept"));
  }
  if (question.what == WebAsk::kAskEvidence) {
    return go_to(case_url(question.number).at("evidence"));
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
