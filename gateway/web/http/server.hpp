// The loop of an HTTP server in one thread: nothing waits for a client, and no client keeps another
// waiting, not even while its own answer is being made elsewhere. Whoever may connect may be
// hostile: so many connections, so many octets and so much time for each part of a request; when
// all places are taken, the one that has been idle longest gives way to the newest. Connections are
// kept for further requests (RFC 9112 section 9.3); after the last answer what still comes is read
// and thrown away for a moment, so that the answer is not lost by a reset (section 9.6).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <string>

#include "gateway/web/http/answer.hpp"
#include "gateway/web/http/request.hpp"
#include "mail/descriptor.hpp"

namespace pouch::gateway::http {

struct ServerBounds {
  RequestBounds request;
  std::size_t connections = 256, page = 1u << 20;  // octets of a body that goes out
  std::chrono::milliseconds head{10000}, body{15000}, idle{15000}, making{30000}, writing{30000},
      farewell{500};
};

class Server {
 public:
  using Id = std::uint64_t;  // of a request, never given twice: a connection bears many people's
  // Answers by `answer`, now or later; must not throw.
  using Handler = std::function<void(Id, Request)>;
  // So many octets of a body have gone out, and the next ones are wanted: by `more`, now or later.
  using Wants = std::function<void(Id, std::uint64_t)>;

  // `listening` stays its owner's.
  Server(int listening, Handler handler, ServerBounds bounds);
  Server(int listening, Handler handler) : Server(listening, std::move(handler), ServerBounds{}) {}

  // Of one that has gone, or was not waited for any longer: nothing happens. std::logic_error as
  // head_of.
  void answer(Id id, const Answer& answer);

  // Of a body that goes out in pieces (Answer::whole). Nothing, or more than is left of it: it is
  // cut off there, and whoever waits for it sees that it is not whole (RFC 9112 section 8).
  void on_wants(Wants wants) { wants_ = std::move(wants); }
  void more(Id id, std::string_view octets);

  // Until `stop` is readable. `also`: one more descriptor that is waited for (-1: none), and what
  // to do when it is readable; it must not throw.
  void run(int stop, int also = -1, const std::function<void()>& on_also = {});

 private:
  using Clock = std::chrono::steady_clock;
  enum class Phase { kReading, kWaiting, kWriting, kWanting, kLeaving };
  struct Connection {
    Connection(mail::Descriptor one, const RequestBounds& bounds)
        : socket(std::move(one)), reader(bounds) {}
    mail::Descriptor socket;
    RequestReader reader;
    Phase phase = Phase::kReading;
    Id request = 0;                     // that waits for its answer
    std::string input, output;          // not looked at yet; still to go
    std::size_t sent = 0;               // of output
    std::uint64_t given = 0, left = 0;  // octets of the body that came from its maker, and will
    bool ended = false;                 // nothing more comes
    bool with_body = true, keep = true;
    Clock::time_point since{}, end{};  // of the last answer; of patience
  };

  void accept_one();
  bool make_room();
  bool go_on(Connection& one, short events);  // false: it is over
  bool hear(Connection& one);
  bool look(Connection& one);
  bool speak(Connection& one);
  void refuse(Connection& one);
  void begin_writing(Connection& one, const Answer& answer, bool close);
  static short waits_for(const Connection& one);

  int listening_;
  Handler handler_;
  Wants wants_;
  ServerBounds bounds_;
  std::list<Connection> connections_;  // the oldest first
  Id last_ = 0;
};

}  // namespace pouch::gateway::http
