#include "mail/transport/smtp_words.hpp"

#include <algorithm>
#include <charconv>

#include "mail/ascii.hpp"
#include "mail/text/charset.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kLongestAddress = 254;  // RFC 5321 section 4.5.3.1.3, without the brackets
constexpr std::size_t kLongestEnvid = 100;    // RFC 3461 section 4.4
constexpr std::size_t kLongestOrcpt = 500;    // RFC 3461 section 4.2

bool has_eight_bit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return is_eight_bit(c); });
}

HandoverResult never(std::string status, std::string answer) {
  HandoverResult result;
  result.state = Handover::kFailed;
  result.status = std::move(status);
  result.answer = std::move(answer);
  return result;
}

// What stands between the angle brackets of MAIL and RCPT: nothing there may end them or the line.
bool is_speakable(std::string_view address) {
  return address.size() <= kLongestAddress && is_utf8(address) &&
         std::none_of(address.begin(), address.end(),
                      [](char c) { return is_control(c) || c == ' ' || c == '<' || c == '>'; });
}

// The domain as A-labels (RFC 5891), so that SMTPUTF8 is needed for the local part alone.
std::string spoken(const std::string& address) {
  const auto at = address.rfind('@');
  if (at == std::string::npos || !has_eight_bit(std::string_view(address).substr(at))) {
    return address;
  }
  const auto domain = domain_to_ascii(std::string_view(address).substr(at + 1));
  return domain ? address.substr(0, at + 1) + *domain : address;
}

void append_hex(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  out += kHex[octet >> 4U];
  out += kHex[octet & 15U];
}

// RFC 6533 section 3: utf-8-addr-unitext, for who speaks SMTPUTF8.
std::string unitext(std::string_view address) {
  std::string result;
  for (const char c : address) {
    if (c == '+' || c == '=' || c == '\\') {
      result += "\\x{";
      append_hex(result, c);
      result += '}';
    } else {
      result += c;
    }
  }
  return result;
}

std::string report_parameters(const std::string& recipient) {
  const auto original =
      has_eight_bit(recipient) ? "utf-8;" + unitext(recipient) : "rfc822;" + xtext(recipient);
  return " NOTIFY=SUCCESS,FAILURE,DELAY" +
         (original.size() <= kLongestOrcpt ? " ORCPT=" + original : std::string());
}

}  // namespace

SmtpOffers read_offers(const SmtpReply& reply) {
  SmtpOffers offers;
  for (std::size_t i = 1; i < reply.lines.size(); ++i) {  // the first line is its name
    const auto line = trim(reply.lines[i]);
    const auto blank = std::min(line.find(' '), line.size());
    const auto word = line.substr(0, blank);
    offers.pipelining = offers.pipelining || same_word(word, "PIPELINING");
    offers.dsn = offers.dsn || same_word(word, "DSN");
    offers.smtputf8 = offers.smtputf8 || same_word(word, "SMTPUTF8");
    offers.eightbit = offers.eightbit || same_word(word, "8BITMIME");
    if (same_word(word, "SIZE")) {
      offers.size = true;
      const auto number = trim(line.substr(blank));
      std::from_chars(number.data(), number.data() + number.size(), offers.size_limit);
    }
  }
  return offers;
}

std::string xtext(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c < '!' || c > '~' || c == '+' || c == '=') {
      result += '+';
      append_hex(result, c);
    } else {
      result += c;
    }
  }
  return result;
}

std::optional<HandoverResult> refuse_unspeakable(const Handing& handing) {
  const auto from = spoken(handing.from), recipient = spoken(handing.recipient);
  if (recipient.empty() || !is_speakable(recipient) || !is_speakable(from)) {
    return never("5.1.3", "the envelope holds what is no address");
  }
  return std::nullopt;
}

SmtpEnvelope make_envelope(const Handing& handing, const SmtpOffers& offers) {
  SmtpEnvelope envelope;
  envelope.refusal = refuse_unspeakable(handing);
  if (envelope.refusal) {
    return envelope;
  }
  const auto from = spoken(handing.from), recipient = spoken(handing.recipient);
  const bool international = has_eight_bit(from) || has_eight_bit(recipient);
  bool eightbit = false, has_nul = false;
  handing.wire.give([&](std::string_view piece) {
    eightbit = eightbit || has_eight_bit(piece);
    has_nul = has_nul || piece.find('\0') != std::string_view::npos;
  });
  if (international && !offers.smtputf8) {  // RFC 6531 section 3.2
    envelope.refusal = never("5.6.7", "the server takes no addresses beyond ASCII (SMTPUTF8)");
  } else if (eightbit && !offers.eightbit) {  // RFC 6152 section 3; ours are ASCII
    envelope.refusal = never("5.6.3", "the server takes no letter of eight bits (8BITMIME)");
  } else if (has_nul) {
    envelope.refusal = never("5.6.0", "the letter has a NUL in it");
  } else if (offers.size_limit != 0 && handing.wire.size() > offers.size_limit) {
    envelope.refusal = never("5.3.4", "the server takes letters of up to " +
                                          std::to_string(offers.size_limit) + " octets");
  }
  // A report to the null sender would reach nobody (RFC 3461 section 6.1).
  envelope.reports = offers.dsn && handing.report && !from.empty();
  envelope.mail = "MAIL FROM:<" + from + ">" +
                  (offers.size ? " SIZE=" + std::to_string(handing.wire.size()) : "") +
                  (eightbit ? " BODY=8BITMIME" : "") + (international ? " SMTPUTF8" : "");
  envelope.rcpt = "RCPT TO:<" + recipient + ">";
  if (envelope.reports) {
    const auto envid = xtext(handing.letter);
    envelope.mail += " RET=HDRS";
    envelope.mail += envid.empty() || envid.size() > kLongestEnvid ? "" : " ENVID=" + envid;
    envelope.rcpt += report_parameters(recipient);
  }
  return envelope;
}

void DotStuffer::end_line(std::string& out) {
  out += "\r\n";
  at_start_ = true;
  after_cr_ = false;
}

std::string DotStuffer::put(std::string_view piece) {
  std::string out;
  out.reserve(piece.size() + piece.size() / 32 + 8);
  for (const char c : piece) {
    if (after_cr_) {
      end_line(out);
      if (c == '\n') {
        continue;
      }
    }
    if (c == '\r') {
      after_cr_ = true;
    } else if (c == '\n') {
      end_line(out);
    } else {
      out += at_start_ && c == '.' ? ".." : std::string_view(&c, 1);
      at_start_ = false;
    }
  }
  return out;
}

std::string DotStuffer::end() {
  std::string out;
  if (after_cr_ || !at_start_) {
    end_line(out);
  }
  return out + ".\r\n";
}

}  // namespace pouch::mail
