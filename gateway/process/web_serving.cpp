#include "gateway/process/web_serving.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <list>
#include <map>
#include <utility>

#include "gateway/site/log.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/web/http/server.hpp"
#include "gateway/web/questions_line.hpp"

namespace pouch::gateway {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kForgotten{60};  // longer than the server waits for an answer
constexpr std::size_t kMostBeside = 256;        // as many as there are connections

class WebServing {
 public:
  WebServing(int listening, int line, const web::Front& front)
      : front_(front),
        line_(line),
        server_(listening, [this](http::Server::Id id, const http::Request& request) {
          guarded(id, [&] { take(id, request); });
        }) {
    server_.on_wants(
        [this](http::Server::Id id, std::uint64_t sent) { guarded(id, [&] { go_on(id, sent); }); });
  }

  void run(int stop) {
    server_.run(stop, line_.descriptor(), [this] { hear(); });
  }

 private:
  struct Waiting {
    http::Server::Id request;
    web::Visit visit;
    Steady::time_point since;
    bool more = false;  // of an answer that has begun
  };

  // A page that cannot be made ends with a plain answer, not with the process.
  template <typename Act>
  void guarded(http::Server::Id id, const Act& act) {
    try {
      act();
    } catch (const std::exception& fault) {
      log(Level::kError, "page-failed", {{"what", fault.what()}});
      server_.answer(id, http::short_answer(500));
    }
  }

  void take(http::Server::Id id, const http::Request& request) {
    auto taken = front_.take(request);
    if (const auto* answer = std::get_if<http::Answer>(&taken)) {
      server_.answer(id, *answer);
      return;
    }
    auto& visit = std::get<web::Visit>(taken);
    forget_old();
    if (is_beside(visit) && in_hand(visit) > 0 && beside_.size() < kMostBeside) {
      beside_.push_back(Waiting{id, std::move(visit), Steady::now()});
      return;
    }
    ask(id, std::move(visit));
  }

  void ask(http::Server::Id id, web::Visit visit) {
    const auto number = has_room(visit) ? line_.ask(visit.question) : std::nullopt;
    if (!number) {
      server_.answer(id, front_.not_now(visit));
      return;
    }
    waiting_.emplace(*number, Waiting{id, std::move(visit), Steady::now()});
  }

  // What a browser fetches beside a page, many at once. Each waits until nothing else of the same
  // browser is asked for, so that what is clicked on is never one too many.
  static bool is_beside(const web::Visit& visit) {
    return visit.place == web::Place::kSmallPicture;
  }

  void ask_beside() {
    for (auto one = beside_.begin(); one != beside_.end();) {
      const auto next = std::next(one);
      if (in_hand(one->visit) == 0 && waiting_.size() < kMostWaiting / 2) {
        guarded(one->request, [&] { ask(one->request, std::move(one->visit)); });
        beside_.erase(one);
      }
      one = next;
    }
  }

  // The next piece of what is being saved.
  void go_on(http::Server::Id id, std::uint64_t sent) {
    auto one = saved_.extract(id);
    if (one.empty()) {
      return server_.more(id, {});
    }
    auto& visit = one.mapped().visit;
    visit.question.offset = sent;
    const auto number = line_.ask(visit.question);
    if (!number) {
      return server_.more(id, {});
    }
    waiting_.emplace(*number, Waiting{id, std::move(visit), Steady::now(), true});
  }

  std::size_t in_hand(const web::Visit& visit) const {
    const auto& cookie = visit.question.cookie;
    return static_cast<std::size_t>(
        std::count_if(waiting_.begin(), waiting_.end(), [&](const auto& one) {
          return !cookie.empty() && one.second.visit.question.cookie == cookie;
        }));
  }

  bool has_room(const web::Visit& visit) const {
    return waiting_.size() < kMostWaiting && in_hand(visit) < kMostOfABrowser;
  }

  // Of who died with a question in hand, and of who saves no further.
  void forget_old() {
    beside_.remove_if([](const auto& one) { return one.since + kForgotten <= Steady::now(); });
    std::erase_if(saved_,
                  [](const auto& one) { return one.second.since + kForgotten <= Steady::now(); });
    std::erase_if(waiting_, [&](const auto& one) {
      const bool old = one.second.since + kForgotten <= Steady::now();
      if (old) {
        line_.forget(one.first);
      }
      return old;
    });
  }

  void hear() {
    while (auto answered = line_.next()) {
      auto one = waiting_.extract(answered->number);
      if (one.empty()) {
        continue;
      }
      auto& waiting = one.mapped();
      if (waiting.more) {
        hear_more(waiting, answered->answer);
        continue;
      }
      guarded(waiting.request, [&] {
        const auto shown = front_.shown(waiting.visit, answered->answer, now_());
        if (shown.whole > shown.body.size()) {
          keep(waiting);
        }
        server_.answer(waiting.request, shown);
      });
    }
    ask_beside();
  }

  void hear_more(Waiting& waiting, const WebAnswer& answer) {
    const auto* const piece = std::get_if<FilePiece>(&answer.page);
    const bool fits = piece != nullptr && piece->offset == waiting.visit.question.offset;
    if (fits) {
      keep(waiting);
    }
    server_.more(waiting.request, fits ? std::string_view(piece->octets) : std::string_view());
  }

  // Until its next piece is wanted.
  void keep(const Waiting& waiting) {
    saved_.insert_or_assign(waiting.request,
                            Waiting{waiting.request, waiting.visit, Steady::now(), true});
  }

  const web::Front& front_;
  QuestionLine line_;
  std::function<Time()> now_ = system_clock();
  std::map<std::uint64_t, Waiting> waiting_;   // by the number of the question
  std::map<http::Server::Id, Waiting> saved_;  // whose body goes out in pieces
  std::list<Waiting> beside_;                  // not asked yet; the oldest first
  http::Server server_;
};

}  // namespace

void serve_web(int listening, int line, int stop, const web::Front& front) {
  WebServing(listening, line, front).run(stop);
}

}  // namespace pouch::gateway
