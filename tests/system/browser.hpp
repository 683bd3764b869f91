// A browser without eyes: asks the page of a site over its Unix socket, keeps the one cookie, sends
// what a browser sends of itself and what a proxy says of the network.
#pragma once

#include <map>
#include <string>

namespace pouch::test {

struct Page {
  int status = 0;  // 0: nobody answered
  std::string head, body;
  std::string field(const std::string& name) const;  // of the head; empty: it has none
};

class Browser {
 public:
  // `socket`: web.listen without "unix:"; `origin`: web.origin.
  Browser(std::string socket, std::string origin, std::string name = "Firefox/128.0 (Windows)");
  Page get(const std::string& path);
  // As the form of the page that was shown last: with its token.
  Page post(const std::string& path, std::map<std::string, std::string> fields);
  // The same, and wherever it leads.
  Page follow(Page page);
  // These octets, as they are.
  Page ask(const std::string& request);
  const std::string& cookie() const { return cookie_; }
  void set_cookie(const std::string& cookie) { cookie_ = cookie; }

 private:
  std::string fields() const;

  std::string socket_, origin_, name_, cookie_, token_;
};

}  // namespace pouch::test
