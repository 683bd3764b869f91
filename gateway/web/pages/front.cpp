#include "gateway/web/pages/front.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/cases/number.hpp"
#include "gateway/web/http/form.hpp"
#include "gateway/web/pages/pages.hpp"
#include "gateway/web/pages/routes.hpp"
#include "gateway/web/static/static_files.hpp"
#include "mail/ascii.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway::web {
namespace {

using http::Answer;
using http::Request;

constexpr std::size_t kLongestUserAgent = 256;

Answer moved_to(const html::Url& url) {
  Answer answer;
  answer.status = 303;
  answer.location = url.text();
  return answer;
}

Answer page_answer(std::string body, int status = 200) {
  Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  return answer;
}

// The last hop alone (the others are anybody's word), and only when it is an address.
std::string network_of(const Request& request) {
  const std::string_view all = request.forwarded_for;
  const auto comma = all.rfind(',');
  const std::string last(mail::trim(comma == std::string_view::npos ? all : all.substr(comma + 1)));
  std::array<unsigned char, sizeof(in6_addr)> octets{};
  const bool good = inet_pton(AF_INET, last.c_str(), octets.data()) == 1 ||
                    inet_pton(AF_INET6, last.c_str(), octets.data()) == 1;
  return good ? last : std::string();
}

std::string browser_of(const Request& request) {
  auto text = mail::repair_utf8(request.user_agent);
  std::replace_if(text.begin(), text.end(), mail::is_control, ' ');
  return std::string(mail::utf8_head(text, kLongestUserAgent));
}

// "https://pouch.example" is for the host "pouch.example".
std::string_view host_of(std::string_view origin) { return origin.substr(origin.find("://") + 3); }

// RFC 6265, section 5.4 of its draft successor: __Host- means Secure, Path=/ and no Domain.
std::string cookie_field(std::string_view value) {
  std::string field(kCookie);
  field += "=";
  field += value;
  field += "; Path=/; Secure; HttpOnly; SameSite=Strict";
  return value.empty() ? field + "; Max-Age=0" : field;
}

// One point that lets through what lies beneath it (GIF89a): the place of the picture stays as it
// is, where a browser would draw that something is broken.
Answer no_picture() {
  constexpr std::string_view kPoint(
      "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0"
      "\x02\x02"
      "D\x01\0;",
      43);
  Answer answer;
  answer.type = "image/gif";
  answer.body = kPoint;
  return answer;
}

std::optional<http::FormValues> values_of(const Request& request) {
  if (request.method != http::Method::kPost) {
    return http::read_form(request.query);
  }
  const std::string_view said = request.content_type;
  const auto type = mail::trim(said.substr(0, said.find(';')));
  return request.body.empty() || mail::same_word(type, "application/x-www-form-urlencoded")
             ? http::read_form(request.body)
             : std::nullopt;
}

// That of a link on the way in, or of a form behind it; empty: none.
std::string language_in(const http::FormValues& values) {
  const auto chosen = values.find("lang");
  return chosen == values.end() ? std::string() : std::string(language_chosen(chosen->second));
}

bool is_way_in(Place place) {
  return place == Place::kEnter || place == Place::kCode || place == Place::kLink;
}

// The box in the bar takes the number of a case or message too: the case asks why, where it must.
// Empty: it is none, or it was typed beside a reason, on the page of the search.
std::string number_typed(const http::FormValues& values) {
  const auto query = values.find("q");
  if (query == values.end() || values.count("reason") > 0) {
    return {};
  }
  const auto number = MessageNumber::parse(query->second);
  return number ? number->text() : std::string();
}

}  // namespace

Look Front::look_for(std::string_view languages, std::string_view chosen) const {
  Look look;
  look.chosen = chosen;
  look.words = PageWords(language_for(chosen, languages));
  look.zone = settings_.zone;
  look.version = settings_.version;
  return look;
}

Answer Front::plain_error(std::string_view languages, int status) const {
  return page_answer(error_page(look_for(languages), status), status);
}

Answer Front::enter(const Request& request) const {
  const auto values = http::read_form(request.query);
  const auto to = values ? values->find("to") : http::FormValues::const_iterator();
  const bool wanted = values && to != values->end() && may_be_wanted(to->second);
  const auto chosen = values ? language_in(*values) : std::string();
  return page_answer(enter_page(look_for(request.languages, chosen), settings_.form, {},
                                wanted ? std::string_view(to->second) : std::string_view()));
}

// Sec-Fetch-Site is a browser's own word (Fetch Metadata); one too old for it sends Origin with
// what it posts (Fetch standard, "Origin header").
bool Front::ours(const Request& request) const {
  return request.fetch_site.empty() ? request.origin == settings_.origin
                                    : request.fetch_site == "same-origin";
}

std::variant<Answer, Visit> Front::take(const Request& request) const {
  if (request.host != host_of(settings_.origin)) {
    return http::short_answer(421);
  }
  const bool posted = request.method == http::Method::kPost;
  if (const auto file = posted ? std::nullopt : static_file(request.path)) {
    Answer answer;
    answer.type = file->type;
    answer.body = file->octets;
    answer.immutable = true;
    return answer;
  }
  if (!request.purpose.empty() ||
      request.ahead) {  // "prefetch", "prefetch;prerender": nobody has asked yet
    Answer answer;
    answer.status = 204;
    return answer;
  }
  const auto route = route_of(posted, request.path);
  if (!route) {
    return plain_error(request.languages, 404);
  }
  const auto values = values_of(request);
  if (!values || (posted && !ours(request))) {
    return plain_error(request.languages, values ? 403 : 400);
  }
  if (const auto number =
          posted && route->place == Place::kSearch ? number_typed(*values) : std::string();
      !number.empty()) {
    return moved_to(case_url(number));
  }
  if (route->place == Place::kHome) {
    return moved_to(desk_url());
  }
  if (route->place == Place::kEnter && !posted) {
    return enter(request);
  }
  if (route->place == Place::kEnter && !settings_.form) {
    return plain_error(request.languages, 404);
  }
  Visit visit;
  visit.place = route->place;
  visit.languages = request.languages;
  visit.chosen = is_way_in(route->place) ? language_in(*values) : std::string();
  visit.path = posted ? "" : request.path;
  visit.question = question_for(*route, *values);
  visit.question.language = PageWords(language_for(visit.chosen, request.languages)).code();
  visit.question.cookie = http::cookie_named(request.cookie, kCookie);
  visit.question.browser = browser_of(request);
  visit.question.network = settings_.behind_proxy ? network_of(request) : "";
  return visit;
}

Answer Front::not_now(const Visit& visit) const {
  return page_answer(error_page(look_for(visit.languages, visit.chosen), 503), 503);
}

Answer Front::shown(const Visit& visit, const WebAnswer& answer, Time now) const {
  auto look = look_for(visit.languages, visit.chosen);
  look.now = now;
  look.viewer = answer.viewer;
  look.banner = answer.banner;
  if (answer.viewer) {
    look.words = PageWords(language_for(answer.viewer->language, visit.languages));
  }
  auto result = page(visit, answer, look);
  if (!answer.cookie.empty()) {
    result.set_cookie = cookie_field(answer.cookie);
  } else if (answer.clear) {
    result.set_cookie = cookie_field({});
  }
  return result;
}

Answer Front::page(const Visit& visit, const WebAnswer& answer, const Look& look) const {
  const auto& question = visit.question;
  const bool search = question.what == WebAsk::kSearch;
  const SearchTyped typed{question.query, question.reason, answer.problem, answer.hint};
  switch (answer.outcome) {
    case WebOutcome::kDone:
      return page_of(visit.place, question, answer, look);
    case WebOutcome::kNoSession:
      return moved_to(may_be_wanted(visit.path) ? html::Url("/enter").with("to", visit.path)
                                                : html::Url("/enter"));
    case WebOutcome::kNotFound:
      if (question.what == WebAsk::kSmallPicture) {
        return no_picture();
      }
      return question.what == WebAsk::kSeeLink || question.what == WebAsk::kSpendLink
                 ? page_answer(old_link_page(look), 404)
                 : page_answer(error_page(look, 404), 404);
    case WebOutcome::kNeedReason:
      return search ? page_answer(search_page(
                          look,
                          {question.query, look.viewer ? look.viewer->reason : "", "", "", true}))
                    : page_answer(reason_page(look, question.number));
    case WebOutcome::kBadInput:
      if (search) {
        return page_answer(search_page(look, typed), 400);
      }
      if (const auto* const found = std::get_if<FoundPage>(&answer.page)) {
        return page_answer(
            search_page(look, {found->query, found->reason, answer.problem, answer.hint}), 400);
      }
      if (question.what == WebAsk::kKeep) {
        return page_answer(search_page(look, {"", look.viewer ? look.viewer->reason : "",
                                              answer.problem, answer.hint}),
                           400);
      }
      if (question.what == WebAsk::kCase) {
        return page_answer(reason_page(look, question.number, answer.problem), 400);
      }
      if (question.what == WebAsk::kSpendCode) {
        return page_answer(code_page(look, answer.problem), 400);
      }
      if (question.what == WebAsk::kEnter) {
        return page_answer(enter_page(look, settings_.form, answer.problem, question.wanted), 400);
      }
      return page_answer(error_page(look, 400), 400);
    case WebOutcome::kTooMany:
      return page_answer(error_page(look, 429), 429);
    case WebOutcome::kTooBroad: {
      const auto* const found = std::get_if<FoundPage>(&answer.page);
      return page_answer(
          search_page(look, found == nullptr ? typed
                                             : SearchTyped{found->query, found->reason,
                                                           answer.problem, answer.hint}),
          400);
    }
    case WebOutcome::kNotNow:
      return page_answer(error_page(look, 503), 503);
  }
  return page_answer(error_page(look, 500), 500);
}

}  // namespace pouch::gateway::web
