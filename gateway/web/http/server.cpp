#include "gateway/web/http/server.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

namespace pouch::gateway::http {
namespace {

constexpr std::chrono::milliseconds kNoDescriptors{100};

bool try_again() { return errno == EAGAIN || errno == EINTR; }

}  // namespace

Server::Server(int listening, Handler handler, ServerBounds bounds)
    : listening_(listening), handler_(std::move(handler)), bounds_(bounds) {}

// A connection whose answer is being made keeps its place.
bool Server::make_room() {
  if (connections_.size() < bounds_.connections) {
    return true;
  }
  const auto rank = [](const Connection& one) {
    return one.phase == Phase::kReading ? (one.reader.begun() ? 1 : 0)
           : one.phase == Phase::kWaiting || one.phase == Phase::kWanting ? 3
                                                                          : 2;
  };
  const auto found = std::min_element(
      connections_.begin(), connections_.end(), [&](const auto& left, const auto& right) {
        return std::pair(rank(left), left.since) < std::pair(rank(right), right.since);
      });
  if (found == connections_.end() || rank(*found) == 3) {
    return false;
  }
  connections_.erase(found);
  return true;
}

void Server::accept_one() {
  mail::Descriptor socket(accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (socket.get() < 0) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
      poll(nullptr, 0, static_cast<int>(kNoDescriptors.count()));  // the machine's want, not ours
    }
    return;
  }
  if (!make_room()) {
    return;
  }
  auto& one = connections_.emplace_back(std::move(socket), bounds_.request);
  one.since = Clock::now();
  one.end = one.since + bounds_.idle;
}

short Server::waits_for(const Connection& one) {
  switch (one.phase) {
    case Phase::kReading:
    case Phase::kLeaving:
      return POLLIN;
    case Phase::kWaiting:
    case Phase::kWanting:
      return 0;  // what it says meanwhile waits in the kernel
    case Phase::kWriting:
      return POLLOUT;
  }
  return 0;
}

bool Server::hear(Connection& one) {
  std::array<char, 16384> octets{};
  const auto got = recv(one.socket.get(), octets.data(), octets.size(), 0);
  if (got < 0) {
    return try_again();
  }
  if (one.phase == Phase::kLeaving) {
    return got > 0;
  }
  one.ended = got == 0;
  one.input.append(octets.data(), static_cast<std::size_t>(got));
  return true;
}

void Server::begin_writing(Connection& one, const Answer& answer, bool close) {
  auto head = head_of(answer, close);
  one.output = std::move(head);
  if (one.with_body && answer.status != 204 && answer.status != 304) {
    one.output += answer.body;
  }
  const bool in_pieces = one.with_body && answer.whole > answer.body.size();
  one.given = answer.body.size();
  one.left = in_pieces ? answer.whole - answer.body.size() : 0;
  one.sent = 0;
  one.keep = !close;
  one.phase = Phase::kWriting;
  one.end = Clock::now() + bounds_.writing;
}

void Server::refuse(Connection& one) {
  one.with_body = true;
  begin_writing(one, short_answer(one.reader.status()), true);
}

void Server::answer(Id id, const Answer& answer) {
  const auto found = std::find_if(
      connections_.begin(), connections_.end(),
      [&](const Connection& one) { return one.phase == Phase::kWaiting && one.request == id; });
  if (found != connections_.end()) {
    begin_writing(*found, answer.body.size() > bounds_.page ? short_answer(500) : answer,
                  !found->keep);
  }
}

void Server::more(Id id, std::string_view octets) {
  const auto found = std::find_if(
      connections_.begin(), connections_.end(),
      [&](const Connection& one) { return one.phase == Phase::kWanting && one.request == id; });
  if (found == connections_.end()) {
    return;
  }
  if (octets.empty() || octets.size() > found->left) {
    found->end = Clock::now();  // it closes in the middle
    return;
  }
  found->output = octets;
  found->given += octets.size();
  found->left -= octets.size();
  found->sent = 0;
  found->phase = Phase::kWriting;
  found->end = Clock::now() + bounds_.writing;
}

// What has come: as many requests as are whole, one after the other.
bool Server::look(Connection& one) {
  while (one.phase == Phase::kReading) {
    std::string_view rest = one.input;
    const bool begun = one.reader.begun(), had_head = one.reader.head_read();
    const auto state = one.reader.take(rest);
    one.input.erase(0, one.input.size() - rest.size());
    switch (state) {
      case RequestReader::State::kRefused:
        refuse(one);
        break;
      case RequestReader::State::kMore:
        if (one.ended) {
          return false;
        }
        if (!begun && one.reader.begun()) {
          one.end = Clock::now() + bounds_.head;
        }
        if (!had_head && one.reader.head_read()) {
          one.end = Clock::now() + bounds_.body;
        }
        return true;
      case RequestReader::State::kWhole: {
        auto request = one.reader.whole();
        one.with_body = request.method != Method::kHead;
        one.keep = request.keep_alive;
        one.phase = Phase::kWaiting;
        one.end = Clock::now() + bounds_.making;
        one.request = ++last_;
        handler_(one.request, std::move(request));
        break;
      }
    }
    if (one.phase == Phase::kWriting && !speak(one)) {
      return false;
    }
  }
  return true;
}

bool Server::speak(Connection& one) {
  while (one.sent < one.output.size()) {
    const auto put = send(one.socket.get(), one.output.data() + one.sent,
                          one.output.size() - one.sent, MSG_NOSIGNAL);
    if (put < 0) {
      return try_again();
    }
    one.sent += static_cast<std::size_t>(put);
  }
  std::string().swap(one.output);
  one.since = Clock::now();
  if (one.left > 0) {
    one.phase = Phase::kWanting;
    one.end = one.since + bounds_.making;
    if (wants_) {
      wants_(one.request, one.given);
    }
    return true;
  }
  if (one.keep) {
    one.phase = Phase::kReading;
    one.end = one.since + bounds_.idle;
    return true;
  }
  std::string().swap(one.input);
  shutdown(one.socket.get(), SHUT_WR);
  one.phase = Phase::kLeaving;
  one.end = one.since + bounds_.farewell;
  return true;
}

bool Server::go_on(Connection& one, short events) {
  if (events != 0) {
    const bool waits = one.phase == Phase::kWaiting || one.phase == Phase::kWanting;
    const bool stays = waits                          ? false  // hung up
                       : one.phase == Phase::kWriting ? speak(one)
                                                      : hear(one);
    return stays && look(one);
  }
  if (Clock::now() < one.end) {
    return true;
  }
  if (one.phase == Phase::kWaiting) {
    begin_writing(one, short_answer(503), !one.keep);
    return speak(one) && look(one);
  }
  if (one.phase == Phase::kReading && one.reader.begun()) {
    begin_writing(one, short_answer(408), true);  // RFC 9110 section 15.5.9
    return speak(one);
  }
  return false;
}

void Server::run(int stop, int also, const std::function<void()>& on_also) {
  std::vector<pollfd> waits;
  for (;;) {
    waits.assign({{stop, POLLIN, 0}, {also, POLLIN, 0}, {listening_, POLLIN, 0}});
    auto first = Clock::time_point::max();
    for (const auto& one : connections_) {
      waits.push_back({one.socket.get(), waits_for(one), 0});
      first = std::min(first, one.end);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(first - Clock::now()).count();
    poll(
        waits.data(), waits.size(),
        first == Clock::time_point::max() ? -1 : static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (waits[0].revents != 0) {
      return;
    }
    if (waits[1].revents != 0) {
      on_also();
    }
    auto wait = waits.cbegin() + 3;
    for (auto one = connections_.begin(); one != connections_.end(); ++wait) {
      one = go_on(*one, wait->revents) ? std::next(one) : connections_.erase(one);
    }
    if (waits[2].revents != 0) {
      accept_one();
    }
  }
}

}  // namespace pouch::gateway::http
