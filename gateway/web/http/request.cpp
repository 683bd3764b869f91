#include "gateway/web/http/request.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <utility>

#include "mail/ascii.hpp"

namespace pouch::gateway::http {
namespace {

namespace beast = boost::beast::http;

constexpr std::string_view kEndOfHead = "\r\n\r\n";
constexpr std::size_t kLongestMethodAndVersion = 32;  // beside the target, in the first line

constexpr int kBad = 400, kNotAllowed = 405, kLengthRequired = 411, kTooLarge = 413,
              kTargetTooLong = 414, kFieldsTooLarge = 431;

struct Known {
  std::string_view name;  // in small letters
  std::string Request::*value;
};
constexpr std::array<Known, 9> kKnown{{{"host", &Request::host},
                                       {"cookie", &Request::cookie},
                                       {"user-agent", &Request::user_agent},
                                       {"accept-language", &Request::languages},
                                       {"origin", &Request::origin},
                                       {"sec-fetch-site", &Request::fetch_site},
                                       {"sec-purpose", &Request::purpose},
                                       {"x-forwarded-for", &Request::forwarded_for},
                                       {"content-type", &Request::content_type}}};

// What older browsers and previews say where newer ones have Sec-Purpose; some say both.
constexpr std::array<std::string_view, 3> kFetchedAhead{"purpose", "x-purpose", "x-moz"};

// RFC 9112 sections 2.2 and 5.2: a bare CR or LF, and a folded line, are not for a recipient to
// guess at.
bool is_ambiguous(std::string_view head, std::size_t from) {
  for (std::size_t at = from; at < head.size(); ++at) {
    const bool last = at + 1 == head.size();
    if (head[at] == '\0' || (head[at] == '\n' && (at == 0 || head[at - 1] != '\r')) ||
        (head[at] == '\r' && !last && head[at + 1] != '\n')) {
      return true;
    }
    if (head[at] == '\n' && !last && (head[at + 1] == ' ' || head[at + 1] == '\t')) {
      return true;
    }
  }
  return false;
}

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return !mail::is_control(c) && !mail::is_eight_bit(c) && c != ' ';
  });
}

// Of the list in RFC 9110 section 5.6.1: "keep-alive, Upgrade".
bool names_option(std::string_view list, std::string_view option) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (mail::same_word(mail::trim(list.substr(0, comma)), option)) {
      return true;
    }
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

struct Head {
  Request request;
  std::size_t body = 0;
  int status = 0;  // not 0: refused
};

Head refused(int status) {
  Head head;
  head.status = status;
  return head;
}

// What Beast has taken apart; it keeps repeated fields apart.
Head checked(const beast::request_parser<beast::empty_body>& parser, const RequestBounds& bounds) {
  const auto& message = parser.get();
  Head head;
  auto& request = head.request;
  std::size_t fields = 0, hosts = 0, lengths = 0;
  bool coded = false, closes = false, keeps = false;
  for (const auto& field : message) {
    ++fields;
    const std::string_view name(field.name_string().data(), field.name_string().size());
    const std::string_view value(field.value().data(), field.value().size());
    hosts += mail::same_word(name, "host") ? 1 : 0;
    if (mail::same_word(name, "content-length")) {
      // RFC 9110 section 8.6 lets a list of one number pass: who sends that is no browser.
      lengths += std::all_of(value.begin(), value.end(), mail::is_digit) ? 1 : 2;
    }
    coded = coded || mail::same_word(name, "transfer-encoding");
    if (mail::same_word(name, "connection")) {
      closes = closes || names_option(value, "close");
      keeps = keeps || names_option(value, "keep-alive");
    }
    for (const auto& known : kKnown) {
      if (mail::same_word(name, known.name)) {
        auto& place = request.*known.value;
        if (!place.empty()) {
          return refused(kBad);  // two of one
        }
        place = value;
      }
    }
    request.ahead = request.ahead ||
                    std::any_of(kFetchedAhead.begin(), kFetchedAhead.end(),
                                [&](std::string_view one) { return mail::same_word(name, one); });
  }
  if (fields > bounds.fields) {
    return refused(kFieldsTooLarge);
  }
  // RFC 9112 section 3.2; section 6.3 on lengths.
  if (hosts != 1 || lengths > 1 || (coded && lengths > 0)) {
    return refused(kBad);
  }
  if (coded) {
    return refused(kLengthRequired);
  }
  const std::string_view target(message.target().data(), message.target().size());
  if (target.size() > bounds.target) {
    return refused(kTargetTooLong);
  }
  // Origin-form alone (RFC 9112 section 3.2.1): we are no proxy.
  if ((message.version() != 10 && message.version() != 11) || !target.starts_with('/') ||
      !is_visible(target) || target.find('#') != std::string_view::npos) {
    return refused(kBad);
  }
  switch (message.method()) {
    case beast::verb::get:
      request.method = Method::kGet;
      break;
    case beast::verb::head:
      request.method = Method::kHead;
      break;
    case beast::verb::post:
      request.method = Method::kPost;
      break;
    default:
      return refused(kNotAllowed);
  }
  const auto length = parser.content_length() ? *parser.content_length() : 0;
  if (length > bounds.body) {
    return refused(kTooLarge);
  }
  head.body = static_cast<std::size_t>(length);
  request.path = target.substr(0, target.find('?'));
  request.query =
      request.path.size() == target.size() ? "" : target.substr(request.path.size() + 1);
  request.keep_alive = !closes && (message.version() == 11 || keeps);
  return head;
}

Head read_head(std::string_view octets, const RequestBounds& bounds) {
  beast::request_parser<beast::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(octets.size()) + 1);
  parser.body_limit(boost::none);
  boost::beast::error_code error;
  // An empty body alone is refused by Beast when there is to be one; it is for us to take.
  const auto taken = parser.put(boost::asio::buffer(octets.data(), octets.size()), error);
  if (error || taken != octets.size() || !parser.is_header_done()) {
    return refused(kBad);
  }
  return checked(parser, bounds);
}

}  // namespace

struct RequestReader::Reading {
  std::string octets{};  // of the head
  bool complete = false;
  Request request{};
  std::size_t body = 0;
  int status = 0;
};

RequestReader::RequestReader(const RequestBounds& bounds)
    : bounds_(bounds), reading_(std::make_unique<Reading>()) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

bool RequestReader::begun() const { return !reading_->octets.empty(); }
bool RequestReader::head_read() const { return reading_->complete; }
int RequestReader::status() const { return reading_->status; }

Request RequestReader::whole() {
  auto request = std::move(reading_->request);
  *reading_ = Reading();
  return request;
}

RequestReader::State RequestReader::take(std::string_view& octets) {
  auto& [head_octets, complete, request, body, refused_as] = *reading_;
  const auto refuse = [&status = refused_as](int why) {
    status = why;
    return State::kRefused;
  };
  if (!complete) {
    const auto before = head_octets.size();
    head_octets += octets.substr(0, bounds_.head + 1 - std::min(before, bounds_.head));
    const auto from = before < kEndOfHead.size() ? 0 : before - kEndOfHead.size();
    const auto end = head_octets.find(kEndOfHead, from);
    complete = end != std::string::npos;
    if (complete) {
      head_octets.resize(end + kEndOfHead.size());
    }
    octets.remove_prefix(std::min(octets.size(), head_octets.size() - before));
    if (is_ambiguous(head_octets, from)) {
      return refuse(kBad);
    }
    if (head_octets.find("\r\n") == std::string::npos &&
        head_octets.size() > bounds_.target + kLongestMethodAndVersion) {
      return refuse(kTargetTooLong);
    }
    if (head_octets.size() > bounds_.head) {
      return refuse(kFieldsTooLarge);
    }
    if (!complete) {
      return State::kMore;
    }
    auto head = read_head(head_octets, bounds_);
    if (head.status != 0) {
      return refuse(head.status);
    }
    request = std::move(head.request);
    body = head.body;
  }
  const auto part = octets.substr(0, body - request.body.size());
  request.body += part;
  octets.remove_prefix(part.size());
  return request.body.size() == body ? State::kWhole : State::kMore;
}

}  // namespace pouch::gateway::http
