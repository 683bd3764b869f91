#include "mail/transport/smtp_client.hpp"

#include <poll.h>

namespace pouch::mail {
namespace {

// A connection that is not used so long is given back; servers close theirs after five minutes (RFC
// 5321 section 4.5.3.2.7).
constexpr std::chrono::seconds kKept{60};

bool is_readable(int descriptor) {
  pollfd wait{descriptor, POLLIN, 0};
  return descriptor >= 0 && poll(&wait, 1, 0) > 0;
}

HandoverResult of_server(const Fault& fault) {
  HandoverResult result;
  result.answer = fault.what();
  result.hint = fault.hint();
  result.server = true;
  return result;
}

std::string words(const SmtpOffers& offers) {
  std::string text = "is there, and we are let in; offers";
  const auto before = text.size();
  text += offers.dsn ? " DSN" : "";
  text += offers.pipelining ? " PIPELINING" : "";
  text += offers.smtputf8 ? " SMTPUTF8" : "";
  text += offers.size_limit != 0 ? " SIZE " + std::to_string(offers.size_limit) : "";
  return text.size() == before ? text + " nothing" : text;
}

}  // namespace

SmtpClient::SmtpClient(const std::string& uri, const ServerAccess& access)
    : SmtpClient([uri, access] { return open_stream(uri, access); }, access, SmtpTimes()) {
  (void)parse_server_uri(uri);
}

SmtpClient::SmtpClient(StreamOpener opener, const ServerAccess& access, const SmtpTimes& times)
    : opener_(std::move(opener)), access_(access), times_(times) {}

SmtpClient::~SmtpClient() { close(); }

void SmtpClient::open() {
  auto dialogue = std::make_unique<SmtpDialogue>(opener_(), times_, access_.stop);
  dialogue->greet(client_name(access_));
  dialogue_ = std::move(dialogue);
}

void SmtpClient::close() {
  if (dialogue_ != nullptr) {
    dialogue_->quit();
    dialogue_.reset();
  }
}

// `again`: a kept connection turned out to be gone before anything of the letter was given.
HandoverResult SmtpClient::try_once(const Handing& handing, bool& again) {
  const bool kept = dialogue_ != nullptr;
  if (!kept) {
    try {
      open();
    } catch (const Fault& fault) {
      return of_server(fault);
    }
  }
  auto outcome = dialogue_->hand_over(handing);
  again = kept && !outcome.given && outcome.result.server && !is_readable(access_.stop);
  if (!outcome.usable) {
    close();
  }
  last_use_ = std::chrono::steady_clock::now();
  return std::move(outcome.result);
}

HandoverResult SmtpClient::hand_over(const Handing& handing) {
  if (auto refusal = refuse_unspeakable(handing)) {
    return *refusal;
  }
  if (dialogue_ != nullptr && dialogue_->stale()) {
    close();
  }
  bool again = false;
  auto result = try_once(handing, again);
  if (again) {
    close();
    result = try_once(handing, again);
  }
  return result;
}

void SmtpClient::rest() {
  if (dialogue_ != nullptr && std::chrono::steady_clock::now() - last_use_ >= kKept) {
    close();
  }
}

Reach SmtpClient::reachable() {
  close();
  Reach reach;
  try {
    open();
    reach.reached = true;
    reach.answer = words(dialogue_->offers());
    reach.size_limit = dialogue_->offers().size_limit;
    reach.reports = dialogue_->offers().dsn;
    close();
  } catch (const Fault& fault) {
    reach.answer = fault.what();
    reach.hint = fault.hint();
  }
  return reach;
}

}  // namespace pouch::mail
