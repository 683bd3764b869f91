// A site whose page is looked at as people do: through nginx, in a real browser, with the letter
// that lets them in opened by gpg. Dimitar sits at Bulgaria's desk, searches, operates the site and
// reads its log.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "tests/system/nginx.hpp"
#include "tests/system/web_driver.hpp"

namespace pouch::test {

class SeenSite : public Site {
 public:
  SeenSite();
  // The daemon, and nginx before it.
  void serve();
  Nginx& nginx() { return *nginx_; }
  WebDriver& browser();  // started when it is asked for first
  // What `ask` asks for: the path of the link in the letter that Dimitar gets then.
  std::string link_after(const std::function<void()>& ask) const;
  // Waits until the index has what lies in the store.
  void await_index(const std::string& query) const;
  // Of the audit log.
  std::size_t rows(const std::string& act) const;

  std::string socket;

 private:
  Scratch beside_;
  std::unique_ptr<Nginx> nginx_;
  std::unique_ptr<WebDriver> browser_;
};

extern const std::string kDimitar, kGatewayAddress;

}  // namespace pouch::test
