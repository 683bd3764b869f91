#include "gateway/web/answering/answerer.hpp"

#include <algorithm>
#include <utility>

#include "gateway/decide/digest.hpp"
#include "gateway/decide/readers.hpp"
#include "gateway/fault.hpp"
#include "gateway/letters/enter_letter.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/web/answering/desk_answer.hpp"
#include "gateway/web/answering/entering.hpp"
#include "gateway/web/answering/search_answer.hpp"
#include "gateway/web/answering/site_answer.hpp"

namespace pouch::gateway {
namespace {

// What a POST of a session's form does, and whatever bears a reason, which is typed into one and
// stays with the session; a GET changes nothing, and needs no token.
bool is_posted(const WebQuestion& question) {
  const auto what = question.what;
  return !question.reason.empty() || what == WebAsk::kSearch || what == WebAsk::kKeep ||
         what == WebAsk::kLeave || what == WebAsk::kLeaveEverywhere ||
         what == WebAsk::kEndSession || what == WebAsk::kAskEvidence;
}

bool is_entering(WebAsk what) {
  return what == WebAsk::kEnter || what == WebAsk::kSeeLink || what == WebAsk::kSpendLink ||
         what == WebAsk::kSpendCode;
}

// Reading the archive; of the other questions each asks for its own right.
bool needs_search(WebAsk what) {
  switch (what) {
    case WebAsk::kDesk:
    case WebAsk::kSearch:
    case WebAsk::kFound:
    case WebAsk::kHits:
    case WebAsk::kKeep:
    case WebAsk::kCase:
    case WebAsk::kPart:
    case WebAsk::kReceived:
    case WebAsk::kAskEvidence:
    case WebAsk::kEvidence:
    case WebAsk::kFile:
    case WebAsk::kPicture:
    case WebAsk::kSmallPicture:
      return true;
    case WebAsk::kEnter:
    case WebAsk::kSeeLink:
    case WebAsk::kSpendLink:
    case WebAsk::kSpendCode:
    case WebAsk::kStatus:
    case WebAsk::kDirectory:
    case WebAsk::kStatistics:
    case WebAsk::kLog:
    case WebAsk::kMe:
    case WebAsk::kLeave:
    case WebAsk::kLeaveEverywhere:
    case WebAsk::kEndSession:
      return false;
  }
  return true;
}

WebAnswer no_session() {
  auto answer = refused(WebOutcome::kNoSession);
  answer.clear = true;
  return answer;
}

WebAnswer not_now() {
  return refused(WebOutcome::kNotNow, "This cannot be answered at the moment",
                 "try again in a while; if it stays so, tell the operator");
}

}  // namespace

WebAnswer Answerer::answer(const WebQuestion& question) {
  try {
    return answered(question);
  } catch (const Fault& fault) {
    log(fault.transient() ? Level::kWarning : Level::kError, "page-not-answered",
        {{"what", fault.what()}, {"hint", fault.hint()}});
  } catch (const std::exception& fault) {
    log(Level::kError, "page-not-answered", {{"what", fault.what()}, {"hint", ""}});
  }
  return not_now();
}

WebAnswer Answerer::answered(const WebQuestion& question) {
  return is_entering(question.what) ? answer_entering(runtime_, store_, question)
                                    : of_session(question);
}

SessionLimits Answerer::session_limits() const {
  return {runtime_.site.web.idle, runtime_.site.web.longest};
}

WebAnswer Answerer::of_session(const WebQuestion& question) {
  const auto now = runtime_.now();
  auto& book = store_.web_book();
  const auto session = book.session(question.cookie, question.browser, session_limits(), now);
  if (!session) {
    return no_session();
  }
  const auto& who = session->entry.who;
  const auto standing = standing_of(runtime_, who);
  if (!standing || standing->keys != session->entry.keys) {
    book.end_all(who);
    store_.audit().note(
        {.actor = who,
         .act = "left",
         .detail = std::string(standing ? "the keys are others than when the session began"
                                        : "registration, rights or key have ended") +
                   "; page"},
        now);
    return no_session();
  }
  const auto today = std::chrono::floor<std::chrono::days>(now);
  auto reader = as_sender(standing->principal, runtime_.directory, today);
  auto tags = reader_tags(reader, runtime_.directory);
  const Visit visit{runtime_,          store_,          question, now,
                    std::move(reader), std::move(tags), *session, patience_};
  if (is_posted(question) && !same_octets(question.form_token, book.form_token(question.cookie))) {
    auto answer = refused(WebOutcome::kBadInput, "This form is no longer of your session",
                          "open the page again");
    answer.viewer = viewer_of(visit);
    return answer;
  }
  auto answer = needs_search(question.what) && !visit.reader.has_right("search")
                    ? refused(WebOutcome::kNotFound)
                    : of_visit(visit);
  if (!answer.clear && question.what != WebAsk::kSmallPicture) {  // of which nothing is said
    answer.viewer = viewer_of(visit);
    if (question.what == WebAsk::kSearch && answer.outcome == WebOutcome::kDone) {
      answer.viewer->reason = question.reason;
    }
  }
  return answer;
}

WebAnswer Answerer::of_visit(const Visit& visit) {
  switch (visit.question.what) {
    case WebAsk::kDesk:
      return answer_desk(visit);
    case WebAsk::kSearch:
      return answer_search(visit);
    case WebAsk::kFound: {
      auto answer = answer_found(visit);
      cases_.remember_hits(visit, answer);
      return answer;
    }
    case WebAsk::kHits:
      return answer_hits(visit);
    case WebAsk::kKeep:
      return answer_keep(visit);
    case WebAsk::kCase:
      return cases_.answer_case(visit);
    case WebAsk::kPart:
      return cases_.answer_part(visit);
    case WebAsk::kReceived:
      return cases_.answer_received(visit);
    case WebAsk::kAskEvidence:
      return cases_.ask_evidence(visit);
    case WebAsk::kEvidence:
      return cases_.answer_evidence(visit);
    case WebAsk::kFile:
      return cases_.answer_file(visit);
    case WebAsk::kPicture:
      return cases_.answer_picture(visit);
    case WebAsk::kSmallPicture:
      return cases_.answer_small(visit);
    case WebAsk::kStatus:
      return answer_status(visit);
    case WebAsk::kDirectory:
      return answer_directory(visit);
    case WebAsk::kStatistics:
      return answer_statistics(visit);
    case WebAsk::kLog:
      return answer_log(visit);
    case WebAsk::kMe:
      return me(visit);
    case WebAsk::kLeave:
    case WebAsk::kLeaveEverywhere:
    case WebAsk::kEndSession:
      return leave(visit);
    case WebAsk::kEnter:
    case WebAsk::kSeeLink:
    case WebAsk::kSpendLink:
    case WebAsk::kSpendCode:
      break;
  }
  return refused(WebOutcome::kNotFound);
}

WebAnswer Answerer::leave(const Visit& visit) {
  auto& book = store_.web_book();
  const auto& who = visit.reader.id;
  std::string how = "by leaving";
  bool gone = true;
  if (visit.question.what == WebAsk::kLeaveEverywhere) {
    how = "everywhere, " + std::to_string(book.end_all(who)) + " sessions";
  } else if (visit.question.what == WebAsk::kLeave) {
    book.end(visit.session.id);
  } else {
    const auto all = book.sessions_of(who, session_limits(), visit.now);
    const auto found = std::find_if(all.begin(), all.end(), [&](const WebSession& one) {
      return one.id == visit.question.secret;
    });
    if (found == all.end()) {
      return refused(WebOutcome::kNotFound);
    }
    book.end(found->id);
    gone = found->id == visit.session.id;
    how = "one of several";
  }
  visit.note({{.act = "left", .detail = how}}, "");
  if (!gone) {
    return me(visit);
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.clear = true;
  return answer;
}

WebAnswer Answerer::me(const Visit& visit) const {
  MePage page;
  const auto principal = runtime_.directory.principal_by_id(visit.reader.id);
  page.rights = visit.reader.rights;
  page.addresses = principal ? principal->addresses() : std::vector<std::string>();
  page.keys = visit.reader.keys;
  const auto limits = session_limits();
  for (const auto& one : store_.web_book().sessions_of(visit.reader.id, limits, visit.now)) {
    page.sessions.push_back({.id = one.id,
                             .this_one = one.id == visit.session.id,
                             .began = one.began,
                             .last = one.last,
                             .ends = limits.end_of(one),
                             .browser = kind_of_browser(one.entry.browser),
                             .network = one.entry.network,
                             .way = one.way});
  }
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.page = std::move(page);
  return answer;
}

WebViewer Answerer::viewer_of(const Visit& visit) const {
  const auto& reader = visit.reader;
  WebViewer viewer;
  viewer.id = reader.id;
  viewer.name = reader.name;
  viewer.country = reader.country;
  viewer.language = reader.language;
  viewer.desks = reader.desks;
  viewer.operates = reader.has_right("operate");
  viewer.audits = reader.has_right("audit");
  viewer.ends = session_limits().end_of(visit.session);
  viewer.form_token = store_.web_book().form_token(visit.question.cookie);
  viewer.reason = visit.session.reason;
  if (reader.has_right("search")) {
    const auto open = store_.cases().open_of({}, reader.desks);
    for (const auto& desk : reader.desks) {
      viewer.overdue += digest_of(open, desk, visit.now).late();
    }
  }
  return viewer;
}

}  // namespace pouch::gateway
