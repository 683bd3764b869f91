#include "mail/transport/session.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "mail/fault.hpp"
#include "mail/text/charset.hpp"

namespace pouch::mail {
namespace {

constexpr std::size_t kLongestLine = 4096;  // RFC 5321 section 4.5.3.1.4 asks for 512
constexpr int kMostMistakes = 25;
constexpr std::size_t kLongestAddress = 256;
constexpr const char* kCannotTake = "cannot take mail now";

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string uppercase(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), upper);
  return result;
}

struct Path {
  std::string address;  // empty for <>
  std::vector<std::string> parameters;
};

// RFC 5321 section 4.1.2 as far as it matters here: one mailbox, nothing that another reader could
// take for two. Specials stand in a quoted local part or an address literal only.
bool is_sound_address(std::string_view address) {
  const auto at = address.rfind('@');
  if (address.size() > kLongestAddress || at == std::string_view::npos || at == 0 ||
      at + 1 == address.size() || !is_utf8(address)) {
    return false;
  }
  const auto local = address.substr(0, at), domain = address.substr(at + 1);
  const auto has = [](std::string_view text, std::string_view specials) {
    return text.find_first_of(specials) != std::string_view::npos ||
           std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  };
  const bool quoted = local.size() > 2 && local.front() == '"' && local.back() == '"';
  const bool literal = domain.front() == '[' && domain.back() == ']';
  return !has(local, quoted ? "<>" : " <>()[]:;,\\\"@") &&
         !has(domain, literal ? " <>()\\\"" : " <>()[]:;,\\\"");
}

// RFC 5321 section 4.1.2: "<" [A-d-l ":"] Mailbox ">" and parameters; the source route is dropped.
std::optional<Path> parse_path(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  if (!text.starts_with("<")) {
    return std::nullopt;
  }
  bool quoted = false;
  std::size_t end = 1;
  for (; end < text.size() && (quoted || text[end] != '>'); ++end) {
    if (text[end] == '\\' && quoted) {
      ++end;
    } else if (text[end] == '"') {
      quoted = !quoted;
    }
  }
  if (end >= text.size()) {
    return std::nullopt;
  }
  Path path;
  auto inside = text.substr(1, end - 1);
  if (inside.starts_with("@")) {
    const auto colon = inside.find(':');
    if (colon == std::string_view::npos) {
      return std::nullopt;
    }
    inside.remove_prefix(colon + 1);
  }
  path.address = std::string(inside);
  auto rest = text.substr(end + 1);
  while (!rest.empty()) {
    const auto begin = rest.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
      break;
    }
    if (begin == 0) {
      return std::nullopt;
    }
    const auto stop = std::min(rest.find(' ', begin), rest.size());
    path.parameters.emplace_back(rest.substr(begin, stop - begin));
    rest.remove_prefix(stop);
  }
  return path;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Session::Session(bool lmtp, const ListenerSettings& settings, std::string peer, Acceptor& acceptor)
    : lmtp_(lmtp), settings_(settings), acceptor_(acceptor) {
  envelope_.peer = std::move(peer);
}

std::string Session::greeting() const {
  return "220 " + settings_.host_name + (lmtp_ ? " LMTP" : " ESMTP") + " Pouch\r\n";
}

std::string Session::reply(int code, std::string_view enhanced, std::string_view text) {
  std::string line = std::to_string(code) + " ";
  if (!enhanced.empty()) {
    line += std::string(enhanced) + " ";
  }
  return line + std::string(text) + "\r\n";
}

std::string Session::wrong(int code, std::string_view enhanced, std::string_view text) {
  if (++mistakes_ > kMostMistakes) {
    closing_ = true;
    return reply(421, "4.7.0", "too many mistakes");
  }
  return reply(code, enhanced, text);
}

void Session::reset() {
  const auto peer = envelope_.peer;
  envelope_ = Envelope{};
  envelope_.peer = peer;
  has_sender_ = false;
  data_ = DataReader();
  sink_.reset();
}

std::string Session::feed(std::string_view octets) {
  std::string replies;
  while (!octets.empty() && !closing_ && !waits_) {
    if (in_data_) {
      replies += take_data(octets);
      continue;
    }
    const auto end = octets.find('\n');
    line_.append(octets.substr(0, end == std::string_view::npos ? octets.size() : end));
    if (line_.size() > kLongestLine) {
      closing_ = true;
      return replies + reply(500, "5.5.2", "line too long");
    }
    if (end == std::string_view::npos) {
      break;
    }
    octets.remove_prefix(end + 1);
    // RFC 5321 section 2.3.8: a line ends in CRLF, nothing else; a bare LF is how mail is smuggled.
    if (line_.empty() || line_.back() != '\r' || line_.find('\r') != line_.size() - 1) {
      closing_ = true;
      return replies + reply(500, "5.5.2", "lines end in CRLF");
    }
    line_.pop_back();
    const auto line = std::move(line_);
    line_.clear();
    replies += command(line);
  }
  if (waits_) {
    behind_ += octets;
  }
  return replies;
}

std::string Session::command(std::string_view line) {
  ++steps_;
  const auto blank = std::min(line.find(' '), line.size());
  const Command parsed{uppercase(line.substr(0, blank)),
                       std::string(line.substr(std::min(line.size(), blank + 1)))};
  const auto& verb = parsed.verb;
  if (verb == "EHLO" || verb == "HELO" || verb == "LHLO") {
    return hello(parsed);
  }
  if (verb == "NOOP") {
    return reply(250, "2.0.0", "ok");
  }
  if (verb == "QUIT") {
    closing_ = true;
    return reply(221, "2.0.0", "bye");
  }
  if (verb == "RSET") {
    reset();
    return reply(250, "2.0.0", "ok");
  }
  if (verb == "VRFY") {
    return reply(252, "2.5.0", "send some mail and see");
  }
  if (verb == "EXPN") {
    return wrong(502, "5.5.1", "there are no lists to expand");
  }
  if (verb == "HELP") {
    return reply(214, "2.0.0", "RFC 5321");
  }
  if (verb == "MAIL") {
    return mail_from(parsed);
  }
  if (verb == "RCPT") {
    return rcpt_to(parsed);
  }
  if (verb == "DATA") {
    return parsed.rest.empty() ? data_begin() : wrong(501, "5.5.4", "DATA takes nothing");
  }
  return wrong(500, "5.5.1", "command not known");
}

std::string Session::hello(const Command& command) {
  const bool lhlo = command.verb == "LHLO";
  if (lhlo != lmtp_) {
    // RFC 2033 section 4.1: LMTP has LHLO only, SMTP has it not.
    return wrong(500, "5.5.1", lmtp_ ? "this is LMTP: LHLO" : "this is SMTP: EHLO");
  }
  if (command.rest.find_first_not_of(' ') == std::string::npos) {
    return wrong(501, "5.5.4", "say who you are");
  }
  reset();
  greeted_ = true;
  if (command.verb == "HELO") {
    return "250 " + settings_.host_name + "\r\n";
  }
  return "250-" + settings_.host_name + "\r\n250-PIPELINING\r\n250-SIZE " +
         std::to_string(settings_.message_limit) +
         "\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n";
}

std::string Session::mail_from(const Command& command) {
  if (!greeted_) {
    return wrong(503, "5.5.1", lmtp_ ? "LHLO first" : "EHLO first");
  }
  if (has_sender_) {
    return wrong(503, "5.5.1", "one MAIL at a time");
  }
  if (!uppercase(command.rest.substr(0, 5)).starts_with("FROM:")) {
    return wrong(501, "5.5.4", "MAIL FROM:<address>");
  }
  const auto path = parse_path(std::string_view(command.rest).substr(5));
  if (!path || (!path->address.empty() && !is_sound_address(path->address))) {
    return wrong(501, "5.1.7", "that is no address");
  }
  bool utf8 = false;
  std::size_t size = 0;
  for (const auto& parameter : path->parameters) {
    const auto word = uppercase(parameter);
    if (word.starts_with("SIZE=")) {
      const auto [end, error] = std::from_chars(word.data() + 5, word.data() + word.size(), size);
      if (error != std::errc() || end != word.data() + word.size()) {
        return wrong(501, "5.5.4", "SIZE takes a number");
      }
      if (size > settings_.message_limit) {
        return reply(552, "5.3.4",
                     "too large: at most " + std::to_string(settings_.message_limit) + " octets");
      }
    } else if (word == "SMTPUTF8") {
      utf8 = true;
    } else if (word != "BODY=7BIT" && word != "BODY=8BITMIME") {
      return wrong(555, "5.5.4", "parameter not known");
    }
  }
  if (!utf8 && !is_ascii(path->address)) {
    return wrong(553, "5.6.7", "such an address needs SMTPUTF8");
  }
  const auto answer = acceptor_.room(size);
  if (answer.code == 250) {
    envelope_.from = path->address;
    envelope_.smtputf8 = utf8;
    has_sender_ = true;
  }
  return reply(answer.code, answer.enhanced, answer.text);
}

std::string Session::rcpt_to(const Command& command) {
  if (!has_sender_) {
    return wrong(503, "5.5.1", "MAIL first");
  }
  if (!uppercase(command.rest.substr(0, 3)).starts_with("TO:")) {
    return wrong(501, "5.5.4", "RCPT TO:<address>");
  }
  const auto path = parse_path(std::string_view(command.rest).substr(3));
  // RFC 5321 section 4.5.1: <Postmaster> alone must be taken; the acceptor decides whether it is
  // ours.
  const bool postmaster = path && uppercase(path->address) == "POSTMASTER";
  if (!path || (!postmaster && !is_sound_address(path->address))) {
    return wrong(501, "5.1.3", "that is no address");
  }
  if (!path->parameters.empty()) {
    return wrong(555, "5.5.4", "parameter not known");
  }
  if (!envelope_.smtputf8 && !is_ascii(path->address)) {
    return wrong(553, "5.6.7", "such an address needs SMTPUTF8");
  }
  if (envelope_.to.size() >= settings_.recipients) {
    return reply(452, "4.5.3", "too many recipients");
  }
  const auto answer = acceptor_.recipient(path->address);
  if (answer.code >= 500) {
    return wrong(answer.code, answer.enhanced, answer.text);  // nobody guesses addresses for long
  }
  if (answer.code == 250) {
    envelope_.to.push_back(path->address);
  }
  return reply(answer.code, answer.enhanced, answer.text);
}

std::string Session::data_begin() {
  if (envelope_.to.empty()) {
    return has_sender_ && !lmtp_ ? wrong(554, "5.5.1", "no valid recipients")
                                 : wrong(503, "5.5.1", "RCPT first");
  }
  in_data_ = true;
  data_ = DataReader();
  try {
    sink_ = acceptor_.begin();
  } catch (const std::exception& fault) {
    acceptor_.trouble(std::string(kCannotTake) + ": " + fault.what());
  }
  return "354 go ahead, end with CRLF.CRLF\r\n";
}

std::string Session::take_data(std::string_view& octets) {
  octets.remove_prefix(data_.take(octets, [this](std::string_view piece) { keep(piece); }));
  return data_.ended() ? data_end() : std::string();
}

// What will be refused is not kept.
void Session::keep(std::string_view piece) {
  if (data_.bare() || data_.octets() > settings_.message_limit) {
    sink_.reset();
  }
  if (!sink_) {
    return;
  }
  try {
    sink_->write(piece);
  } catch (const std::exception& fault) {
    acceptor_.trouble(std::string(kCannotTake) + ": " + fault.what());
    sink_.reset();
  }
}

std::string Session::data_end() {
  in_data_ = false;
  if (data_.octets() > settings_.message_limit) {
    return end_mail({552, "5.3.4",
                     "too large: at most " + std::to_string(settings_.message_limit) + " octets"});
  }
  if (data_.bare()) {
    return end_mail({550, "5.6.11", "bare CR or LF in the mail"});
  }
  if (!sink_) {
    return end_mail({451, "4.3.0", kCannotTake});
  }
  waits_ = true;
  return {};
}

std::string Session::end_mail(const Reply& answer) {
  ++steps_;
  // RFC 2033 section 4.2: LMTP answers once for each accepted recipient.
  const auto times = lmtp_ ? envelope_.to.size() : std::size_t{1};
  std::string replies;
  for (std::size_t i = 0; i < times; ++i) {
    replies += reply(answer.code, answer.enhanced, answer.text);
  }
  reset();
  return replies;
}

std::string Session::answer(const Reply& reply) {
  waits_ = false;
  auto replies = end_mail(reply);
  const auto behind = std::exchange(behind_, {});
  return replies + feed(behind);
}

}  // namespace pouch::mail
