// For tests: a site whose page is answered, with the member boss who may do everything on it and
// quiet who may not. The browser is kFirefox unless a question names another; time stands still
// until the test moves it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/number.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/web/answering/answerer.hpp"
#include "tests/unit/gateway/people.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {

inline const std::string kFirefox = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko Firefox/128.0";

struct PageSite : test::People {
  StateFolder folder;
  Store store = folder.open();
  Runtime runtime;
  Time clock = at(1000);
  std::optional<Answerer> answerer;
  std::int64_t letters = 1000;
  std::optional<Time> received{};  // of what is filed from now on
  int mails = 0;

  PageSite();
  void begin();  // as after a reload
  config::Member& member(const std::string& id);

  WebAnswer ask(WebQuestion question);
  WebAnswer post(WebQuestion question);          // as a form of its session
  std::string link_for(const std::string& who);  // of a challenge as the writer of letters makes it
  std::string enter(const std::string& who);     // its cookie
  // A search from the form to its first page.
  WebAnswer search(const std::string& cookie, const std::string& query,
                   const std::string& reason = "case 4417/2026");

  // A case of one message with a file, in the index.
  MessageNumber file(const std::vector<std::string>& readers, const std::string& words,
                     const std::string& bytes = "%PDF-1.4 plan", std::string own_ref = {});

  std::vector<AuditRow> rows(const std::string& act);
  std::size_t letters_asked();
};

}  // namespace pouch::gateway
