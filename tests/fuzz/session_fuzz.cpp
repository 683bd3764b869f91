#include <cstdlib>
#include <memory>

#include "mail/transport/session.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

constexpr std::size_t kLimit = 200;

class Mail : public mail::MailSink {
 public:
  void write(std::string_view octets) override {
    bytes += octets;
    if (bytes.size() > kLimit) std::abort();
  }
  std::string bytes;
};

// Takes everything whose recipient does not begin with "n"; what it takes must be a mail.
class Taker : public mail::Acceptor {
 public:
  mail::Reply recipient(std::string_view address) override {
    if (address.empty() || address.find_first_of("\r\n<>") != std::string_view::npos) std::abort();
    return address.front() == 'n' ? mail::Reply{550, "5.1.1", "no"}
                                  : mail::Reply{250, "2.1.5", "ok"};
  }
  mail::Reply take(const mail::Envelope& envelope, std::string_view bytes) {
    if (envelope.to.empty() || envelope.to.size() > 3 || bytes.size() > kLimit) std::abort();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const bool pair = bytes[i] == '\r' ? i + 1 < bytes.size() && bytes[i + 1] == '\n'
                                         : bytes[i] != '\n' || (i > 0 && bytes[i - 1] == '\r');
      if (!pair) std::abort();  // SECURITY class 24
    }
    taken += std::string(bytes) + '\0' + envelope.from + '\0';
    return {250, "2.0.0", "ok"};
  }
  std::unique_ptr<mail::MailSink> begin() override { return std::make_unique<Mail>(); }
  std::vector<mail::Reply> accept(const std::vector<mail::Submission>& mails) override {
    std::vector<mail::Reply> replies;
    for (const auto& mail : mails) {
      const auto& bytes = static_cast<const Mail&>(mail.sink).bytes;
      if (bytes.size() != mail.octets) std::abort();
      replies.push_back(take(mail.envelope, bytes));
    }
    return replies;
  }
  std::string taken;
};

struct Heard {
  std::string replies, taken;
};

Heard speak(std::string_view input, std::size_t chunk, bool lmtp) {
  mail::ListenerSettings settings;
  settings.host_name = "mx.example";
  settings.message_limit = kLimit;
  settings.recipients = 3;
  Taker taker;
  mail::Session session(lmtp, settings, "peer", taker);
  std::string replies;
  for (std::size_t at = 0; at < input.size() && !session.closing(); at += chunk) {
    replies += session.feed(input.substr(at, chunk));
    while (session.waits()) replies += session.answer(taker.accept({session.mail()}).front());
    if (session.held() > 4096 + chunk + kLimit + 2) std::abort();
  }
  return {replies, taker.taken};
}

void check_lines(std::string_view replies) {
  while (!replies.empty()) {
    const auto end = replies.find("\r\n");
    if (end == std::string_view::npos || end < 4 || replies[0] < '2' || replies[0] > '5') {
      std::abort();
    }
    replies.remove_prefix(end + 2);
  }
}

}  // namespace

void session_target(std::string_view input) {
  for (const bool lmtp : {false, true}) {
    const auto whole = speak(input, input.size() + 1, lmtp);
    const auto pieces = speak(input, 1, lmtp);
    check_lines(whole.replies);
    if (whole.replies != pieces.replies || whole.taken != pieces.taken) std::abort();
  }
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::session_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
