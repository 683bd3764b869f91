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

HandoverResult answered(Handover state, std::string answer) {
  HandoverResult result;
  result.state = state;
  result.answer = std::move(answer);
  return result;
}

// What the server said, for the log: its last line, and the last that refused something (libcurl
// says QUIT after that and would hear the goodbye only).
struct Heard {
  std::string last, refusal;
};

size_t hear(char* line, size_t size, size_t count, void* self) {
  std::string text(line, size * count);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.pop_back();
  }
  auto& heard = *static_cast<Heard*>(self);
  if (text.starts_with('4') || text.starts_with('5')) {
    heard.refusal = text;
  }
  heard.last = std::move(text);
  return size * count;
}

// What stands between the angle brackets of MAIL and RCPT: nothing there may end them or the line.
bool is_speakable(std::string_view address) {
  return std::none_of(address.begin(), address.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '<' || c == '>';
  });
}

}  // namespace

struct SmtpClient::Impl {
  ServerUri server;
  Login login;
  std::filesystem::path ca_file;
  EasyHandle handle;

  // One handle keeps its connection (ENGINES section 5); options are set anew for each letter.
  CURL* prepared(Heard& heard) {
    if (handle == nullptr) {
      handle = new_handle();
    }
    const auto& curl = curl_library();
    curl.easy_reset(handle.get());
    set_server(handle.get(), server, login, ca_file);
    curl.easy_setopt(handle.get(), CURLOPT_TIMEOUT, kTransferTime);
    curl.easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, hear);
    curl.easy_setopt(handle.get(), CURLOPT_HEADERDATA, &heard);
    return handle.get();
  }

  // `given`: the whole letter was sent, so that the last answer is about it.
  static HandoverResult result_of(CURL* curl, CURLcode code, const Heard& heard, bool given) {
    if (code == CURLE_OK) {
      return answered(Handover::kDelivered, heard.last);
    }
    long reply = 0;
    curl_library().easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    // RFC 5321 section 4.2.1: 5yz to the letter itself is final; trouble with connection, greeting
    // (section 3.1: 554 there), TLS or login is not the letter's fault.
    const bool about_letter = code == CURLE_SEND_ERROR || code == CURLE_UPLOAD_FAILED ||
                              (given && code == CURLE_WEIRD_SERVER_REPLY);
    const bool final = about_letter && reply >= 500 && reply < 600;
    return answered(
        final ? Handover::kFailed : Handover::kTryLater,
        heard.refusal.empty() ? std::string(curl_library().easy_strerror(code)) : heard.refusal);
  }
};

SmtpClient::SmtpClient(std::string uri, const ServerAccess& access)
    : impl_(std::make_unique<Impl>()) {
  impl_->server = parse_server_uri(uri);
  impl_->login = find_login(impl_->server, access);
  impl_->ca_file = access.ca_file;
}

SmtpClient::~SmtpClient() = default;

HandoverResult SmtpClient::hand_over(const Handing& handing) {
  const auto& from = handing.from;
  const auto& recipient = handing.recipient;
  if (recipient.empty() || !is_speakable(recipient) || !is_speakable(from)) {
    return answered(Handover::kFailed, "the envelope holds what is no address");
  }
  Heard heard;
  CURL* curl = impl_->prepared(heard);
  Reading reading{handing.wire};
  const std::string sender = "<" + from + ">";
  const std::unique_ptr<curl_slist, ListCloser> recipients(
      curl_library().slist_append(nullptr, ("<" + recipient + ">").c_str()));
  curl_library().easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
  curl_library().easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_library().easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_library().easy_setopt(curl, CURLOPT_READDATA, &reading);
  curl_library().easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
                             static_cast<curl_off_t>(handing.wire.size()));
  curl_library().easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  const auto code = curl_library().easy_perform(curl);
  return Impl::result_of(curl, code, heard, reading.rest.empty());
}

HandoverResult SmtpClient::reachable() {
  Heard heard;
  CURL* curl = impl_->prepared(heard);
  curl_library().easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "NOOP");
  curl_library().easy_setopt(curl, CURLOPT_NOBODY, 1L);
  return Impl::result_of(curl, curl_library().easy_perform(curl), heard, false);
}

}  // namespace pouch::mail
