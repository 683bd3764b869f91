#include "gateway/web/answering/entering.hpp"

#include <utility>

#include "gateway/letters/enter_letter.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/web_book.hpp"
#include "gateway/store/web_letters.hpp"
#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {
namespace {

constexpr const char* kTooOften = "Too many tries from your network";
constexpr const char* kTooOftenHint = "wait an hour, or ask by signed mail: control: web";

class Entering {
 public:
  Entering(const Runtime& runtime, Store& store, const WebQuestion& question)
      : runtime_(runtime), store_(store), question_(question), now_(runtime.now()) {}

  WebAnswer ask() {
    if (!runtime_.site.web.form) {
      return refused(WebOutcome::kNotFound);
    }
    auto& book = store_.web_book();
    if (question_.address.find('@') == std::string::npos) {
      return with_page(refused(WebOutcome::kBadInput, "This is no mail address",
                               "the one to which our letters come"));
    }
    if (book.spend("ask-network", question_.network, kLettersOfNetwork, now_) != Spent::kWithin) {
      return with_page(refused(WebOutcome::kTooMany, kTooOften, kTooOftenHint));
    }
    const auto holder = holder_of(runtime_.directory, question_.address);
    const auto standing = holder ? standing_of(runtime_, holder->id()) : std::optional<Standing>();
    const auto whose = standing ? holder->id() : question_.address;
    const bool enough = book.spend("ask-member", whose, kLettersOfMember, now_) != Spent::kWithin;
    const auto cookie = WebBook::fresh_secret();
    const bool sends = standing && !enough;
    store_.web_letters().note({.who = sends ? whose : std::string(),
                               .network = question_.network,
                               .browser = question_.browser,
                               .mark = book.mark(cookie)},
                              {row_of_asking(standing ? whose : std::string(), enough)}, now_);
    wake(runtime_.site.state, Wake::kSpool);
    if (!question_.wanted.empty()) {
      book.keep_wanted(cookie, question_.wanted, now_);
    }
    auto answer = with_page(refused(WebOutcome::kDone));
    answer.cookie = cookie;
    return answer;
  }

  WebAnswer see() {
    const auto seen = store_.web_book().see_link(question_.secret, now_);
    const auto standing = seen ? standing_of(runtime_, seen->who) : std::optional<Standing>();
    if (!standing) {
      return refused(WebOutcome::kNotFound);
    }
    WebAnswer answer;
    answer.outcome = WebOutcome::kDone;
    answer.page = LinkPage{shown_name(runtime_.directory, seen->who, now_),
                           standing->principal.country(), seen->until};
    return answer;
  }

  WebAnswer spend_link() {
    auto& book = store_.web_book();
    return enter(book.see_link(question_.secret, now_), "link", [&](const WebEntry& entry) {
      return book.enter_by_link(question_.secret, entry, now_);
    });
  }

  WebAnswer spend_code() {
    if (!runtime_.site.web.code) {
      return refused(WebOutcome::kNotFound);
    }
    auto& book = store_.web_book();
    return enter(book.see_browser(question_.cookie, now_), "code", [&](const WebEntry& entry) {
      return book.enter_by_code(question_.cookie, question_.secret, entry, now_);
    });
  }

 private:
  WebAnswer with_page(WebAnswer answer) const {
    answer.page = AskedInPage{
        question_.address,     question_.network,     kind_of_browser(question_.browser), now_,
        now_ + kChallengeLife, runtime_.site.web.code};
    return answer;
  }

  std::string from() const {
    return "; page; from " + (question_.network.empty() ? "this machine" : question_.network) +
           ", " + kind_of_browser(question_.browser);
  }

  AuditEntry row_of_asking(const std::string& who, bool enough) const {
    if (!who.empty() && !enough) {
      return {.actor = who, .act = "asked-in", .detail = "by the page's form" + from()};
    }
    return {.actor = "gateway",
            .act = "refused-in",
            .detail = (who.empty() ? "nobody with that address may enter: " +
                                         store_.audit().seal_words(question_.address)
                                   : "enough letters for an hour: " + who) +
                      from()};
  }

  template <typename Begin>
  WebAnswer enter(const std::optional<WebBook::Seen>& seen, const std::string& way,
                  const Begin& begin) {
    const auto standing = seen ? standing_of(runtime_, seen->who) : std::optional<Standing>();
    std::optional<std::string> cookie;
    if (standing) {
      cookie = begin({seen->who, question_.browser, question_.network, standing->keys});
    }
    if (!cookie) {
      return refuse(seen ? seen->who : std::string(), way);
    }
    store_.audit().note({.actor = seen->who, .act = "entered", .detail = "by " + way + from()},
                        now_);
    WebAnswer answer;
    answer.outcome = WebOutcome::kDone;
    answer.cookie = *cookie;
    answer.page = EnteredPage{store_.web_book().wanted(question_.cookie, now_)};
    return answer;
  }

  // What does not fit is written down as often as a network may try.
  WebAnswer refuse(const std::string& who, const std::string& way) {
    const auto spent =
        store_.web_book().spend("try-network", question_.network, kTriesOfNetwork, now_);
    if (spent == Spent::kOver) {
      return refused(WebOutcome::kTooMany, kTooOften, kTooOftenHint);
    }
    store_.audit().note({.actor = "gateway",
                         .act = "refused-in",
                         .detail = "a " + way + " that is wrong, old or spent" +
                                   (who.empty() ? "" : ", of " + who) + from()},
                        now_);
    return refused(way == "link" ? WebOutcome::kNotFound : WebOutcome::kBadInput,
                   "This " + way + " does not fit: it may be used already, or too old",
                   "ask for another letter");
  }

  const Runtime& runtime_;
  Store& store_;
  const WebQuestion& question_;
  Time now_;
};

}  // namespace

WebAnswer answer_entering(const Runtime& runtime, Store& store, const WebQuestion& question) {
  Entering entering(runtime, store, question);
  switch (question.what) {
    case WebAsk::kEnter:
      return entering.ask();
    case WebAsk::kSeeLink:
      return entering.see();
    case WebAsk::kSpendLink:
      return entering.spend_link();
    case WebAsk::kSpendCode:
      return entering.spend_code();
    default:
      return refused(WebOutcome::kNotFound);
  }
}

}  // namespace pouch::gateway
