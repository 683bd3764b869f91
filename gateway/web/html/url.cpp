#include "gateway/web/html/url.hpp"

#include "mail/text/charset.hpp"

namespace pouch::gateway::html {

std::string percent_encoded(std::string_view value) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char octet : mail::utf8_head(value, kLongestPart)) {
    const auto number = static_cast<unsigned char>(octet);
    if ((octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
        (octet >= '0' && octet <= '9') || octet == '-' || octet == '.' || octet == '_' ||
        octet == '~') {
      out += octet;
    } else {
      out += {'%', kDigits[number / 16], kDigits[number % 16]};
    }
  }
  return out;
}

Url Url::mail_to(std::string_view address, std::string_view subject) {
  Url url(Route("/"));
  const auto at = address.rfind('@');
  url.text_ = "mailto:" + percent_encoded(address.substr(0, at));
  if (at != std::string_view::npos) {
    url.text_ += "@" + percent_encoded(address.substr(at + 1));
  }
  url.text_ += "?subject=" + percent_encoded(subject);
  url.has_query_ = true;
  return url;
}

Url Url::here(std::string_view id) {
  Url url(Route("/"));
  url.text_ = "#" + percent_encoded(id);
  return url;
}

Url Url::segment(std::string_view value) const {
  auto url = *this;
  url.text_ += (url.text_.ends_with('/') ? "" : "/") + percent_encoded(value);
  return url;
}

Url Url::with(QueryName name, std::string_view value) const {
  auto url = *this;
  url.text_ += url.has_query_ ? '&' : '?';
  url.text_ += std::string(name.text()) + "=" + percent_encoded(value);
  url.has_query_ = true;
  return url;
}

Url Url::at(std::string_view id) const {
  auto url = *this;
  url.text_ += "#" + percent_encoded(id);
  return url;
}

}  // namespace pouch::gateway::html
