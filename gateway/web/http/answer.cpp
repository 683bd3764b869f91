#include "gateway/web/http/answer.hpp"

#include <algorithm>
#include <stdexcept>

#include "mail/ascii.hpp"
#include "mail/text/file_name.hpp"

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

constexpr std::string_view kOfFiles = "Content-Security-Policy: sandbox; default-src 'none'\r\n";
constexpr std::string_view kOfPages =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src "
    "'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'\r\n";
constexpr std::string_view kOfEvery =
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

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

// RFC 6266 section 4.3 and appendix D: as letters that every program takes, and as it is.
std::string file_names(std::string_view given) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto name = mail::safe_file_name(given);
  std::string plain, whole;
  for (const char octet : name) {
    const auto number = static_cast<unsigned char>(octet);
    if (number < 0x80 || number >= 0xc0) {  // one sign for a letter of several octets
      plain += is_plain(octet) ? octet : '_';
    }
    if (is_plain(octet)) {
      whole += octet;
    } else {
      whole += {'%', kDigits[number >> 4U], kDigits[number & 15U]};
    }
  }
  return "filename=\"" + plain + "\"; filename*=UTF-8''" + whole;
}

}  // namespace

std::string head_of(const Answer& answer, bool close) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  head += phrase(answer.status);
  head += "\r\n";
  if (answer.status != 204 && answer.status != 304) {  // RFC 9110 section 8.6
    add(head, "Content-Type", answer.type);
    add(head, "Content-Length",
        std::to_string(std::max<std::uint64_t>(answer.whole, answer.body.size())));
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
    add(head, "Content-Disposition", "attachment; " + file_names(answer.attached_as));
  }
  if (answer.forget) {
    add(head, "Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
  }
  if (answer.status == 405) {
    add(head, "Allow", "GET, HEAD, POST");
  }
  head += answer.attached_as.empty() ? kOfPages : kOfFiles;
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
