#include "gateway/web/http/answer.hpp"

#include <algorithm>
#include <stdexcept>

#include "mail/ascii.hpp"

namespace pouch::gateway::http {
namespace {

// RFC 9110 section 15.
std::string_view phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 421:
      return "Misdirected Request";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

constexpr std::string_view kOfEvery =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src "
    "'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), display-capture=(), fullscreen=(), geolocation=(), "
    "microphone=(), payment=(), usb=()\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Strict-Transport-Security: max-age=63072000\r\n"
    "X-Content-Type-Options: nosniff\r\n";

void add(std::string& head, std::string_view name, std::string_view value) {
  if (std::any_of(value.begin(), value.end(), mail::is_control)) {
    throw std::logic_error("a field of an answer would end its line: " + std::string(name));
  }
  head += name;
  head += ": ";
  head += value;
  head += "\r\n";
}

}  // namespace

std::string head_of(const Answer& answer, bool close) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  head += phrase(answer.status);
  head += "\r\n";
  if (answer.status != 204 && answer.status != 304) {  // RFC 9110 section 8.6
    add(head, "Content-Type", answer.type);
    add(head, "Content-Length", std::to_string(answer.body.size()));
  }
  add(head, "Cache-Control", answer.immutable ? "public, max-age=31536000, immutable" : "no-store");
  if (!answer.location.empty()) {
    if (!answer.location.starts_with('/') || answer.location.starts_with("//")) {
      throw std::logic_error("an answer that leads elsewhere");
    }
    add(head, "Location", answer.location);
  }
  if (!answer.set_cookie.empty()) {
    add(head, "Set-Cookie", answer.set_cookie);
  }
  if (!answer.attached_as.empty()) {
    if (answer.attached_as.find_first_of("\"\\") != std::string::npos) {
      throw std::logic_error("a name of a file that would end its quotes");
    }
    add(head, "Content-Disposition", "attachment; filename=\"" + answer.attached_as + "\"");
  }
  if (answer.forget) {
    add(head, "Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
  }
  if (answer.status == 405) {
    add(head, "Allow", "GET, HEAD, POST");
  }
  head += kOfEvery;
  add(head, "Connection", close ? "close" : "keep-alive");
  return head + "\r\n";
}

Answer short_answer(int status) {
  Answer answer;
  answer.status = status;
  answer.type = "text/plain; charset=utf-8";
  answer.body = std::to_string(status) + " " + std::string(phrase(status)) + "\n";
  return answer;
}

}  // namespace pouch::gateway::http
