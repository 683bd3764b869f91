#include <cstdlib>

#include "mail/fault.hpp"
#include "mail/transport/smtp_reply.hpp"
#include "mail/transport/smtp_words.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

void check(const mail::SmtpReply& reply) {
  if (reply.code < 200 || reply.code > 599 || reply.lines.empty() ||
      reply.lines.size() > mail::SmtpReplyParser::kLines) {
    std::abort();
  }
  const auto text = reply.text();
  if (text.size() > 303) std::abort();
  for (const char c : text) {
    if (c < 0x20 || c > 0x7E) std::abort();
  }
  const auto status = reply.status();
  if (!status.empty() && (status.size() < 5 || (status[0] == '2') != reply.positive())) {
    std::abort();
  }
  for (const auto step : {mail::SmtpStep::kMail, mail::SmtpStep::kRcpt, mail::SmtpStep::kData,
                          mail::SmtpStep::kEnd}) {
    const auto judgement = mail::judge(reply, step);
    if (judgement.state == mail::Handover::kDelivered ||
        (judgement.state == mail::Handover::kFailed &&
         (reply.code < 500 || judgement.server || status.starts_with('4')))) {
      std::abort();
    }
  }
  (void)mail::read_offers(reply);
}

// All replies, and where the server was not understood any more.
std::string hear(std::string_view input, std::size_t chunk) {
  mail::SmtpReplyParser parser;
  std::string heard;
  try {
    for (std::size_t at = 0; at < input.size(); at += chunk) {
      parser.input() += input.substr(at, chunk);
      while (const auto reply = parser.next()) {
        check(*reply);
        heard += reply->text() + "\n";
      }
    }
  } catch (const mail::Fault&) {
    heard += "broken";
  }
  return heard;
}

}  // namespace

void smtp_reply_target(std::string_view input) {
  if (hear(input, input.size() + 1) != hear(input, 1)) std::abort();
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::smtp_reply_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
