#include "mail/transport/smtp_dialogue.hpp"

#include <algorithm>
#include <array>

namespace pouch::mail {
namespace {

constexpr std::size_t kPiece = 64u << 10;
constexpr std::chrono::seconds kLastWords{2};  // for why the server hung up on a letter
constexpr std::chrono::milliseconds kGoodbye{500};

[[noreturn]] void trouble(const char* what) {
  throw Fault(Permanence::kTransient, what, "look at the server and its log");
}

}  // namespace

struct SmtpDialogue::Refusal {
  SmtpReply reply;
  SmtpStep step;
};

SmtpDialogue::SmtpDialogue(std::unique_ptr<Stream> stream, const SmtpTimes& times, int stop)
    : stream_(std::move(stream)), times_(times) {
  if (stop >= 0) {
    interrupts_.push_back(stop);
  }
}

void SmtpDialogue::begin(std::chrono::milliseconds time) {
  deadline_ = std::chrono::steady_clock::now() + time;
}

void SmtpDialogue::say(std::string_view text, std::chrono::milliseconds time) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
  stream_->send(text, std::min(time, left), interrupts_);
}

SmtpReply SmtpDialogue::hear(std::chrono::milliseconds time) {
  const auto end = std::min(std::chrono::steady_clock::now() + time, deadline_);
  for (;;) {
    if (auto reply = parser_.next()) {
      return std::move(*reply);
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const auto arrived =
        left.count() <= 0 ? Arrival::kQuiet : stream_->receive(parser_.input(), left, interrupts_);
    if (arrived == Arrival::kQuiet) {
      trouble("the SMTP server does not answer");
    }
    if (arrived == Arrival::kInterrupted) {
      trouble("we were asked to stop");
    }
  }
}

// The letter is with the server; whoever leaves without its answer will give it twice. So a stop
// waits a little.
SmtpReply SmtpDialogue::hear_end() {
  const auto now = std::chrono::steady_clock::now();
  auto end = std::min(now + times_.end, deadline_);
  auto interrupts = interrupts_;
  for (;;) {
    if (auto reply = parser_.next()) {
      return std::move(*reply);
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const auto arrived =
        left.count() <= 0 ? Arrival::kQuiet : stream_->receive(parser_.input(), left, interrupts);
    if (arrived == Arrival::kQuiet) {
      trouble("the SMTP server does not say whether it took the letter");
    }
    if (arrived == Arrival::kInterrupted) {
      end = std::min(end, std::chrono::steady_clock::now() + times_.grace);
      interrupts.clear();
    }
  }
}

void SmtpDialogue::greet(const std::string& name) {
  begin(times_.reply);
  say("EHLO " + name + "\r\n", times_.reply);
  auto reply = hear(times_.reply);
  if (!reply.positive() && reply.code / 100 == 5) {
    say("HELO " + name + "\r\n", times_.reply);
    reply = hear(times_.reply);
    reply.lines.resize(reply.positive() ? 1 : reply.lines.size());  // RFC 5321 section 4.1.1.1
  }
  if (!reply.positive()) {
    throw Fault(Permanence::kTransient, "the SMTP server refuses our greeting: " + reply.text(),
                "does it know the domain of the gateway's address?");
  }
  offers_ = read_offers(reply);
}

// The commands before the letter itself. Nothing: the server waits for the letter.
std::optional<SmtpDialogue::Refusal> SmtpDialogue::converse(const SmtpEnvelope& envelope) {
  if (used_ && !offers_.pipelining) {
    say("RSET\r\n", times_.probe);
  }
  const std::array<std::pair<std::string, SmtpStep>, 3> commands{
      {{envelope.mail + "\r\n", SmtpStep::kMail},
       {envelope.rcpt + "\r\n", SmtpStep::kRcpt},
       {"DATA\r\n", SmtpStep::kData}}};
  if (offers_.pipelining) {
    std::string group = used_ ? "RSET\r\n" : "";
    for (const auto& [line, step] : commands) {
      group += line;
    }
    say(group, times_.reply);
  }
  if (used_ && !hear(times_.probe).positive()) {
    trouble("the SMTP server does not forget the last letter");
  }
  std::optional<Refusal> refusal;
  bool waits = false;  // for the letter
  for (const auto& [line, step] : commands) {
    if (!offers_.pipelining) {
      say(line, times_.reply);
    }
    auto reply = hear(times_.reply);
    const int wanted = step == SmtpStep::kData ? 3 : 2;
    waits = reply.code == 354;
    if (reply.code < 400 && (reply.code / 100 != wanted || (wanted == 3 && !waits))) {
      trouble("the SMTP server answers what was not asked");
    }
    if (reply.code >= 400 && !refusal) {
      refusal = Refusal{std::move(reply), step};
      if (!offers_.pipelining || refusal->reply.code == 421) {
        return refusal;
      }
    }
  }
  if (!parser_.idle()) {
    trouble("the SMTP server speaks out of turn");
  }
  if (refusal && waits) {
    // RFC 2920 section 3.1: DATA may be taken although nobody is to get it; no letter then.
    say(".\r\n", times_.reply);
    (void)hear(times_.reply);
  }
  return refusal;
}

// The letter's octets. A reply: the server did not want to hear the rest.
std::optional<SmtpReply> SmtpDialogue::give(const Pieces& wire) {
  DotStuffer stuffer;
  given_ = true;
  try {
    wire.give([&](std::string_view octets) {
      for (; !octets.empty(); octets.remove_prefix(std::min(kPiece, octets.size()))) {
        say(stuffer.put(octets.substr(0, kPiece)), times_.piece);
      }
    });
    say(stuffer.end(), times_.piece);
  } catch (const Fault&) {
    std::optional<SmtpReply> said;
    try {
      begin(kLastWords);
      said = hear(kLastWords);
    } catch (const Fault&) {
    }
    if (!said || said->code < 400) {
      throw;
    }
    return said;
  }
  return std::nullopt;
}

SmtpDialogue::Outcome SmtpDialogue::outcome_of(const SmtpReply& reply, SmtpStep step) {
  Outcome outcome;
  outcome.given = given_;
  outcome.usable = reply.code != 421 && parser_.idle();
  outcome.result.answer = reply.text();
  outcome.result.status = reply.status();
  if (step == SmtpStep::kEnd && reply.positive()) {
    outcome.result.state = Handover::kDelivered;
    return outcome;
  }
  if (reply.code < 400) {
    trouble("the SMTP server answers what was not asked");
  }
  const auto judgement = judge(reply, step);
  outcome.result.state = judgement.state;
  outcome.result.server = judgement.server;
  outcome.result.begun = judgement.server;
  return outcome;
}

// A letter that cannot be read to its end gets no last dot, and the connection none after it.
SmtpDialogue::Outcome SmtpDialogue::hand_over(const Handing& handing) {
  given_ = false;
  try {
    return speak(handing);
  } catch (const Unreadable& unreadable) {
    Outcome outcome;
    outcome.given = given_;
    outcome.usable = !given_;
    outcome.result.answer = unreadable.what();
    return outcome;
  }
}

SmtpDialogue::Outcome SmtpDialogue::speak(const Handing& handing) {
  const auto envelope = make_envelope(handing, offers_);
  if (envelope.refusal) {
    return {*envelope.refusal, true, false};
  }
  begin(times_.letter + std::chrono::seconds(handing.wire.size() / times_.slowest));
  try {
    auto refusal = converse(envelope);
    used_ = true;
    if (refusal) {
      return outcome_of(refusal->reply, refusal->step);
    }
    if (const auto early = give(handing.wire)) {
      auto outcome = outcome_of(*early, SmtpStep::kEnd);
      outcome.usable = false;
      return outcome;
    }
    auto outcome = outcome_of(hear_end(), SmtpStep::kEnd);
    outcome.result.reports = outcome.result.state == Handover::kDelivered && envelope.reports;
    return outcome;
  } catch (const Fault& fault) {
    Outcome outcome;
    outcome.given = given_;
    outcome.result.answer = fault.what();
    outcome.result.hint = fault.hint();
    outcome.result.server = true;
    outcome.result.begun = true;
    return outcome;
  }
}

bool SmtpDialogue::stale() {
  try {
    return !parser_.idle() ||
           stream_->receive(parser_.input(), std::chrono::milliseconds(0), {}) != Arrival::kQuiet;
  } catch (const Fault&) {
    return true;
  }
}

void SmtpDialogue::quit() noexcept {
  try {
    stream_->send("QUIT\r\n", kGoodbye, interrupts_);
  } catch (const Fault&) {
  }
}

}  // namespace pouch::mail
