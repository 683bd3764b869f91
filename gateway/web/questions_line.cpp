#include "gateway/web/questions_line.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "gateway/store/vault.hpp"
#include "gateway/web/questions_codec.hpp"
#include "mail/openpgp/wire.hpp"

namespace pouch::gateway {

using mail::openpgp::Garbled;
using mail::openpgp::packed;
using mail::openpgp::Unpacker;

namespace {

constexpr std::size_t kPacket = mail::openpgp::kLargestPacket;
constexpr std::size_t kPiece = kPacket - 64;  // beside its number and lengths
constexpr int kPatienceWithWeb = 10000;       // milliseconds
constexpr std::uint64_t kBegins = 0;          // in place of a number: somebody begins to answer

// A packet that is there; nullopt: none.
std::optional<std::string> packet_at(int descriptor) {
  std::string octets(kPacket, '\0');
  ssize_t got = -1;
  while ((got = recv(descriptor, octets.data(), octets.size(), MSG_DONTWAIT | MSG_TRUNC)) < 0 &&
         errno == EINTR) {
  }
  if (got <= 0) {
    return std::nullopt;
  }
  // A longer one is no packet of ours.
  octets.resize(static_cast<std::size_t>(got) > octets.size() ? 0 : static_cast<std::size_t>(got));
  return octets;
}

bool send_now(int descriptor, std::string_view octets) {
  ssize_t sent = -1;
  while ((sent = send(descriptor, octets.data(), octets.size(), MSG_DONTWAIT | MSG_NOSIGNAL)) < 0 &&
         errno == EINTR) {
  }
  return sent == static_cast<ssize_t>(octets.size());
}

enum class Ready { kLine, kStop, kNothing };

Ready wait_for(int line, short what, int stop, int patience) {
  for (;;) {
    std::array<pollfd, 2> waits{{{line, what, 0}, {stop, POLLIN, 0}}};
    const int ready = poll(waits.data(), stop < 0 ? 1 : 2, patience);
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    return ready <= 0                                      ? Ready::kNothing
           : waits[1].revents != 0                         ? Ready::kStop
           : (waits[0].revents & (POLLHUP | POLLERR)) != 0 ? Ready::kStop
                                                           : Ready::kLine;
  }
}

void send_pieces(int line, int stop, std::uint64_t number, std::string_view answer) {
  do {
    const auto piece = answer.substr(0, kPiece);
    answer.remove_prefix(piece.size());
    const auto packet = packed(number, !answer.empty(), piece);
    while (!send_now(line, packet)) {
      if ((errno != EAGAIN && errno != EWOULDBLOCK) ||
          wait_for(line, POLLOUT, stop, kPatienceWithWeb) != Ready::kLine) {
        return;
      }
    }
  } while (!answer.empty());
}

std::uint64_t fresh_number() {
  std::uint64_t number = 0;
  for (const char octet : octets_of_hex(random_hex(sizeof number - 1))) {
    number = (number << 8) | static_cast<unsigned char>(octet);
  }
  return number;
}

}  // namespace

QuestionLine::QuestionLine(int descriptor) : QuestionLine(descriptor, fresh_number()) {}

std::optional<std::uint64_t> QuestionLine::ask(const WebQuestion& question) {
  const auto octets = encoded(question);
  if (!octets || !send_now(descriptor_, packed(last_ + 1, std::string_view(*octets)))) {
    return std::nullopt;
  }
  begun_.emplace(++last_, Begun{});
  return last_;
}

void QuestionLine::forget(std::uint64_t number) {
  begun_.erase(number);
  std::erase(lost_, number);
}

std::optional<WebAnswered> QuestionLine::next() {
  while (true) {
    if (!lost_.empty()) {
      const auto number = lost_.back();
      lost_.pop_back();
      return WebAnswered{number, WebAnswer{.outcome = WebOutcome::kNotNow}};
    }
    const auto packet = packet_at(descriptor_);
    if (!packet) {
      return std::nullopt;
    }
    try {
      Unpacker unpack(*packet);
      const auto number = unpack.get<std::uint64_t>();
      const bool more = unpack.get<bool>();
      const auto piece = unpack.get<std::string>();
      if (number == kBegins) {
        std::erase_if(begun_, [&](const auto& asked) {
          if (asked.second.taken) {
            lost_.push_back(asked.first);
          }
          return asked.second.taken;
        });
        continue;
      }
      const auto begun = begun_.find(number);
      if (begun == begun_.end()) {
        continue;  // nobody waits for it any more
      }
      begun->second.taken = true;
      begun->second.octets += piece;
      if (more && begun->second.octets.size() <= kLargestAnswer) {
        continue;
      }
      const auto whole = std::move(begun->second.octets);
      begun_.erase(begun);
      auto answer = more ? std::nullopt : answer_in(whole);
      return WebAnswered{number,
                         answer ? std::move(*answer) : WebAnswer{.outcome = WebOutcome::kNotNow}};
    } catch (const Garbled&) {
      continue;
    }
  }
}

void answer_questions(int line, int stop,
                      const std::function<WebAnswer(const WebQuestion&)>& answer) {
  send_now(line, packed(kBegins, false, std::string_view()));  // a full line: patience will do
  while (wait_for(line, POLLIN, stop, -1) == Ready::kLine) {
    const auto packet = packet_at(line);
    if (!packet) {
      continue;  // another one took it
    }
    try {
      Unpacker unpack(*packet);
      const auto number = unpack.get<std::uint64_t>();
      const auto question = question_in(unpack.get<std::string>());
      unpack.end();
      send_now(line, packed(number, true, std::string_view()));
      send_pieces(line, stop, number, encoded(question ? answer(*question) : WebAnswer{}));
    } catch (const Garbled&) {
      continue;
    }
  }
}

}  // namespace pouch::gateway
