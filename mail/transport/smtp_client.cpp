#include "mail/transport/smtp_client.hpp"

#include <algorithm>

#include "mail/transport/curl_library.hpp"

namespace pouch::mail {
namespace {

constexpr long kTransferTime = 300;  // seconds

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

}  // namespace

struct SmtpClient::Impl {
  ServerUri server;
  Login login;
  std::filesystem::path ca_file;
  EasyHandle handle;

  // One handle keeps its connection (ENGINES section 5); options are set anew for each letter.
  CURL* prepared(std::string& answer) {
    if (handle == nullptr) {
      handle = new_handle();
    }
    const auto& curl = curl_library();
    curl.easy_reset(handle.get());
    set_server(handle.get(), server, login, ca_file);
    curl.easy_setopt(handle.get(), CURLOPT_TIMEOUT, kTransferTime);
    curl.easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, hear);
    curl.easy_setopt(handle.get(), CURLOPT_HEADERDATA, &answer);
    return handle.get();
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

SmtpClient::SmtpClient(std::string uri, const ServerAccess& access)
    : impl_(std::make_unique<Impl>()) {
  impl_->server = parse_server_uri(uri);
  impl_->login = find_login(impl_->server, access);
  impl_->ca_file = access.ca_file;
}

SmtpClient::~SmtpClient() = default;

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
