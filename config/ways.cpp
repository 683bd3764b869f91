#include "config/ways.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "config/units.hpp"

namespace pouch::config {

bool holds_password(std::string_view uri) {
  const auto slashes = uri.find("://");
  const auto rest = slashes == std::string_view::npos ? uri : uri.substr(slashes + 3);
  const auto at = rest.substr(0, rest.find('/')).rfind('@');
  return at != std::string_view::npos && rest.substr(0, at).find(':') != std::string_view::npos;
}

bool has_good_port(std::string_view uri, bool needed, std::int64_t least) {
  constexpr std::int64_t kMost = 65535;
  const auto slashes = uri.find("://");
  if (slashes == std::string_view::npos) {
    return true;  // a path
  }
  auto place = uri.substr(slashes + 3);
  place = place.substr(0, place.find('/'));  // of imaps://user@host/INBOX
  const auto colon = place.rfind(':');
  if (colon == std::string_view::npos || place.find(']', colon) != std::string_view::npos) {
    return !needed && !place.empty();
  }
  const auto port = number_and_unit(place.substr(colon + 1));
  return colon > 0 && port && port->second.empty() && port->first >= least && port->first <= kMost;
}

namespace {

bool is_loopback(std::string_view host) {
  in_addr four{};
  return host == "[::1]" || (inet_pton(AF_INET, std::string(host).c_str(), &four) == 1 &&
                             ntohl(four.s_addr) >> 24 == 127);
}

std::string_view host_of(std::string_view place) {
  return place.substr(0, std::min(place.rfind(':'), place.size()));
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.front() != '.' && host.front() != '-' &&
         std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

}  // namespace

bool is_local_place(std::string_view place) {
  constexpr std::string_view kUnix = "unix:/";
  if (place.starts_with(kUnix)) {
    return place.size() > kUnix.size();
  }
  return is_loopback(host_of(place)) && has_good_port("tcp://" + std::string(place), true, 1);
}

bool is_origin(std::string_view text) {
  const auto slashes = text.find("://");
  if (slashes == std::string_view::npos) {
    return false;
  }
  const auto scheme = text.substr(0, slashes), place = text.substr(slashes + 3);
  const auto colon = place.rfind(':');
  const bool has_port = colon != std::string_view::npos && !place.ends_with(']');
  const auto host = has_port ? place.substr(0, colon) : place;
  if ((has_port && !has_good_port(text, true, 1)) || place.find('/') != std::string_view::npos) {
    return false;
  }
  return (scheme == "https" && (is_host_name(host) || is_loopback(host))) ||
         (scheme == "http" && (host == "localhost" || is_loopback(host)));
}

}  // namespace pouch::config
