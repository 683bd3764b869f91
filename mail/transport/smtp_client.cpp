#include "mail/transport/smtp_client.hpp"

#include <string.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "mail/transport/curl_library.hpp"

namespace pouch::mail {
namespace {

constexpr long kConnectTime = 20, kTransferTime = 300;  // seconds

struct CurlCloser {
  void operator()(CURL* handle) const { curl_library().easy_cleanup(handle); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_library().slist_free_all(list); }
};

struct Reading {
  std::string_view rest;
};

size_t give(char* buffer, size_t size, size_t count, void* self) {
  auto& reading = *static_cast<Reading*>(self);
  const auto octets = std::min(size * count, reading.rest.size());
  std::copy_n(reading.rest.data(), octets, buffer);
  reading.rest.remove_prefix(octets);
  return octets;
}

// The server's last line, for the log.
size_t hear(char* line, size_t size, size_t count, void* self) {
  std::string text(line, size * count);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.pop_back();
  }
  *static_cast<std::string*>(self) = std::move(text);
  return size * count;
}

struct Place {
  std::string url, host, user;
  bool tls = false;
};

Place parse(const std::string& uri) {
  Place place;
  const auto scheme = uri.find("://");
  place.tls = uri.starts_with("smtps://");
  auto rest = uri.substr(scheme + 3);
  const auto at = rest.rfind('@');
  if (at != std::string::npos) {
    place.user = rest.substr(0, at);
    rest = rest.substr(at + 1);
  }
  if (rest.empty()) {
    throw Fault(Permanence::kPermanent, uri + " names no host", "smtp://127.0.0.1:25");
  }
  place.url = uri.substr(0, scheme + 3) + rest;
  place.host = rest.substr(0, rest.find_last_of(':') == std::string::npos || rest.back() == ']'
                                  ? rest.size()
                                  : rest.find_last_of(':'));
  return place;
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

std::string first_line(const std::filesystem::path& file) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) {
    throw Fault(Permanence::kPermanent, "cannot read " + file.string(),
                "see delivery.password_file");
  }
  if ((facts.st_mode & 077) != 0) {
    throw Fault(Permanence::kPermanent, file.string() + " can be read by others", "chmod 600 it");
  }
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

}  // namespace

struct SmtpClient::Impl {
  Place place;
  std::string password;
  std::unique_ptr<CURL, CurlCloser> handle;

  // One handle keeps its connection (ENGINES section 5); options are set anew for each letter.
  CURL* prepared(std::string& answer) {
    if (handle == nullptr) {
      handle.reset(curl_library().easy_init());
    }
    CURL* curl = handle.get();
    if (curl == nullptr) {
      throw Fault(Permanence::kTransient, "libcurl does not start",
                  "is the machine out of memory?");
    }
    curl_library().easy_reset(curl);
    curl_library().easy_setopt(curl, CURLOPT_URL, place.url.c_str());
    curl_library().easy_setopt(curl, CURLOPT_PROTOCOLS_STR, place.tls ? "smtps" : "smtp");
    curl_library().easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_library().easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectTime);
    curl_library().easy_setopt(curl, CURLOPT_TIMEOUT, kTransferTime);
    curl_library().easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
    curl_library().easy_setopt(curl, CURLOPT_PROXY, "");
    // SECURITY class 25: never opportunistic beyond loopback.
    const bool encrypted = place.tls || !is_loopback(place.host);
    curl_library().easy_setopt(curl, CURLOPT_USE_SSL,
                               static_cast<long>(encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_library().easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_library().easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_library().easy_setopt(curl, CURLOPT_SSLVERSION,
                               static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_library().easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
    curl_library().easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    if (!place.user.empty()) {
      curl_library().easy_setopt(curl, CURLOPT_USERNAME, place.user.c_str());
      curl_library().easy_setopt(curl, CURLOPT_PASSWORD, password.c_str());
    }
    return curl;
  }

  HandoverResult result_of(CURL* curl, CURLcode code, const std::string& answer) const {
    if (code == CURLE_OK) {
      return {Handover::kDelivered, answer};
    }
    long reply = 0;
    curl_library().easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    // RFC 5321 section 4.2.1: 5yz to the letter itself is final; trouble with connection, TLS or
    // login is not the letter's fault.
    const bool about_letter = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR ||
                              code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UPLOAD_FAILED;
    const bool final = about_letter && reply >= 500 && reply < 600;
    return {final ? Handover::kFailed : Handover::kTryLater,
            answer.empty() ? std::string(curl_library().easy_strerror(code)) : answer};
  }
};

SmtpClient::SmtpClient(std::string uri, const std::filesystem::path& password_file)
    : impl_(std::make_unique<Impl>()) {
  impl_->place = parse(uri);
  if (!impl_->place.user.empty()) {
    if (!impl_->place.tls) {
      throw Fault(Permanence::kPermanent, uri + " would send a password in the clear",
                  "use smtps://");
    }
    impl_->password = first_line(password_file);
  }
}

SmtpClient::~SmtpClient() { explicit_bzero(impl_->password.data(), impl_->password.size()); }

HandoverResult SmtpClient::hand_over(const std::string&, const std::string& from,
                                     const std::string& recipient, std::string_view wire) {
  std::string answer;
  CURL* curl = impl_->prepared(answer);
  Reading reading{wire};
  const std::string sender = "<" + from + ">";
  const std::unique_ptr<curl_slist, ListCloser> recipients(
      curl_library().slist_append(nullptr, ("<" + recipient + ">").c_str()));
  curl_library().easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
  curl_library().easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_library().easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_library().easy_setopt(curl, CURLOPT_READDATA, &reading);
  curl_library().easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(wire.size()));
  curl_library().easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  return impl_->result_of(curl, curl_library().easy_perform(curl), answer);
}

HandoverResult SmtpClient::reachable() {
  std::string answer;
  CURL* curl = impl_->prepared(answer);
  curl_library().easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "NOOP");
  curl_library().easy_setopt(curl, CURLOPT_NOBODY, 1L);
  return impl_->result_of(curl, curl_library().easy_perform(curl), answer);
}

}  // namespace pouch::mail
