#include "mail/transport/smtp_reply.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/fault.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kLongestText = 300;  // octets of an answer that is kept and logged

[[noreturn]] void broken(const char* what) {
  throw Fault(Permanence::kTransient, std::string("the SMTP server breaks the protocol: ") + what,
              "the connection is made anew; if it goes on, look at the server");
}

// How many octets at the beginning are an enhanced status code (RFC 3463 section 2, RFC 2034).
std::size_t status_size(std::string_view text) {
  if (text.size() < 5 || (text[0] != '2' && text[0] != '4' && text[0] != '5')) {
    return 0;
  }
  std::size_t at = 1;
  for (int part = 0; part < 2; ++part) {
    if (at >= text.size() || text[at] != '.') {
      return 0;
    }
    const auto begin = ++at;
    while (at < text.size() && at - begin < 4 && is_digit(text[at])) {
      ++at;
    }
    if (at == begin || at - begin > 3) {
      return 0;
    }
  }
  return at == text.size() || text[at] == ' ' ? at : 0;
}

// Subject and detail: "7.8" of "5.7.8".
std::string_view detail(std::string_view status) {
  return status.empty() ? status : status.substr(2);
}

template <typename List, typename Value>
bool is_in(const List& list, const Value& value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

}  // namespace

std::string SmtpReply::status() const {
  const std::string_view first = lines.empty() ? std::string_view() : std::string_view(lines[0]);
  const auto status = first.substr(0, status_size(first));
  // A success code in a refusal, or the other way round, is none.
  const bool fits = !status.empty() && (status[0] == '2') == positive();
  return std::string(fits ? status : std::string_view());
}

std::string SmtpReply::text() const {
  std::string result = std::to_string(code);
  for (const auto& line : lines) {
    std::string_view words = line;
    if (&line != &lines.front()) {  // RFC 2034 section 4: each line repeats it
      words.remove_prefix(status_size(words));
    }
    words = trim(words);
    if (!words.empty()) {
      result += ' ';
    }
    for (const char c : words) {
      result += c == '\t' ? ' ' : is_control(c) || is_eight_bit(c) ? '?' : c;
    }
    if (result.size() > kLongestText) {
      result.resize(kLongestText);
      return result + "...";
    }
  }
  return result;
}

std::optional<SmtpReply> SmtpReplyParser::next() {
  for (;;) {
    const auto end = input_.find('\n');
    if (std::min(end, input_.size()) >= kLine) {
      broken("a line that is too long");
    }
    if (end == std::string::npos) {
      return std::nullopt;
    }
    if (end == 0 || input_[end - 1] != '\r') {
      broken("a bare line feed");
    }
    const auto line = std::string_view(input_).substr(0, end - 1);
    if (std::any_of(line.begin(), line.end(), [](char c) { return is_control(c) && c != '\t'; })) {
      broken("control characters");
    }
    if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !is_digit(line[1]) ||
        !is_digit(line[2]) || (line.size() > 3 && line[3] != ' ' && line[3] != '-')) {
      broken("a line without a reply code");
    }
    const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (!reply_.lines.empty() && code != reply_.code) {
      broken("one reply of two codes");
    }
    if (reply_.lines.size() >= kLines) {
      broken("a reply of too many lines");
    }
    const bool last = line.size() == 3 || line[3] == ' ';
    reply_.code = code;
    reply_.lines.emplace_back(line.substr(std::min<std::size_t>(4, line.size())));
    input_.erase(0, end + 1);
    if (last) {
      SmtpReply whole;
      std::swap(whole, reply_);
      return whole;
    }
  }
}

SmtpJudgement judge(const SmtpReply& reply, SmtpStep step) {
  const auto status = reply.status();
  // 421: it goes down or is busy (RFC 5321 section 3.8). 530, 534, 535, 538, 432, 454: it wants a
  // login or TLS, which is no letter's business (RFC 4954 section 6, RFC 3207 section 4).
  constexpr std::array<int, 7> kServer{421, 432, 454, 530, 534, 535, 538};
  // Its disk is full, or it takes no mail now: so for every letter (RFC 3463 section 3.4).
  // 7.10: it wants TLS, as 530 says (IANA's list of enhanced status codes).
  constexpr std::array<std::string_view, 3> kSystem{"3.1", "3.2", "7.10"};
  if (is_in(kServer, reply.code) || is_in(kSystem, detail(status))) {
    return {Handover::kTryLater, true};
  }
  if (reply.code / 100 != 5) {
    return {Handover::kTryLater, false};
  }
  // Code and status at odds: a try too many costs nothing, a letter given up too early does.
  if (status.starts_with('4')) {
    return {Handover::kTryLater, false};
  }
  // A full mailbox gets emptied (RFC 3463 section 3.3: "useful both as a permanent and a persistent
  // transient error"); `delivery.give_up` ends it otherwise.
  if (detail(status) == "2.2") {
    return {Handover::kTryLater, false};
  }
  // RFC 5321 section 4.5.3.1.10: 552 to RCPT is an old way to say 452.
  if (reply.code == 552 && step == SmtpStep::kRcpt && status.empty()) {
    return {Handover::kTryLater, false};
  }
  return {Handover::kFailed, false};
}

}  // namespace pouch::mail
