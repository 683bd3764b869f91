// From a request to a question, and from its answer to a page: one table of routes, and what holds
// for all of them. A request for another host is refused; what a browser fetches
// ahead is not asked for; what is posted comes from a page of ours, and GET changes nothing but
// what is noted of a look. No page is shown that was not asked for in the name of a session, but
// those that lead to one. Nothing is kept here between two requests, and no network is spoken with.
#pragma once

#include <string>
#include <variant>

#include "gateway/web/answers.hpp"
#include "gateway/web/http/answer.hpp"
#include "gateway/web/http/request.hpp"
#include "gateway/web/pages/look.hpp"
#include "gateway/web/pages/routes.hpp"
#include "gateway/web/questions.hpp"

namespace pouch::gateway::web {

inline constexpr std::string_view kCookie = "__Host-pouch";

struct FrontSettings {
  std::string origin{};     // "https://pouch.example"
  std::string zone{"UTC"};  // of the times on the pages
  std::string version{};
  bool form = true;           // the mail may be asked for on the page
  bool behind_proxy = false;  // the address in X-Forwarded-For is the proxy's word
};

// What is still to be known of a request once its answer comes.
struct Visit {
  Place place = Place::kHome;
  WebQuestion question{};
  std::string languages{};
  std::string chosen{};  // of them, by a link on the way in
  std::string path{};    // of a GET
};

class Front {
 public:
  explicit Front(FrontSettings settings) : settings_(std::move(settings)) {}
  // Answered at once, or to be asked.
  std::variant<http::Answer, Visit> take(const http::Request& request) const;
  http::Answer shown(const Visit& visit, const WebAnswer& answer, Time now) const;
  // Nobody answers, or too many wait.
  http::Answer not_now(const Visit& visit) const;

 private:
  Look look_for(std::string_view languages, std::string_view chosen = {}) const;
  http::Answer page(const Visit& visit, const WebAnswer& answer, const Look& look) const;
  http::Answer enter(const http::Request& request) const;
  http::Answer plain_error(std::string_view languages, int status) const;
  bool ours(const http::Request& request) const;

  FrontSettings settings_;
};

}  // namespace pouch::gateway::web
