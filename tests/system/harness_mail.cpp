// Site: mails as the clients of its people write them.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <stdexcept>

#include "tests/system/harness.hpp"

namespace pouch::test {
namespace {

std::string fresh_id(const std::string& address) {
  static std::atomic<int> count{0};
  return "<t" + std::to_string(getpid()) + "." + std::to_string(++count) + "." +
         std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()) +
         address.substr(address.find('@')) + ">";
}

}  // namespace

std::string crlf(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n' && (result.empty() || result.back() != '\r')) {
      result += '\r';
    }
    result += c;
  }
  return result;
}

// The form of SPEC section 5 a second time is another request: it has a reference of its own.
std::string Site::another_request(const std::string& writer, const MailParts& parts) const {
  auto body = parts.body;
  if (parts.parent.empty() && body == request_form()) {
    const auto count = ++requests_[writer];
    if (count > 1) {
      body.replace(body.find("4417/2026"), 9, "4417-" + std::to_string(count) + "/2026");
    }
  }
  return body;
}

std::string Site::inner(const std::string& writer, const MailParts& parts) const {
  const auto& from = parts.from.empty() ? people_.at(writer)->address() : parts.from;
  const auto to = parts.to.empty() ? "requests@pouch.example" : parts.to;
  std::string text =
      "Content-Type: multipart/mixed; boundary=\"in\"; protected-headers=\"v1\"; hp=\"cipher\"\n"
      "From: <" +
      from + ">\nTo: <" + to + ">\nSubject: " + parts.subject + "\n";
  text += parts.message_id.empty() ? "" : "Message-ID: " + parts.message_id + "\n";
  text += parts.parent.empty() ? "" : "In-Reply-To: " + parts.parent + "\n";
  text += "\n--in\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" +
          another_request(writer, parts);
  for (const auto& [name, bytes] : parts.attachments) {
    const bool plain = bytes.find_first_of(std::string("\0\r", 2)) == std::string::npos;
    text += "\n--in\nContent-Type: application/octet-stream; name=\"" + name +
            "\"\nContent-Disposition: attachment; filename=\"" + name + "\"\n" +
            (plain ? "\n" + bytes
                   : "Content-Transfer-Encoding: base64\n\n" + run({"base64"}, bytes).out);
  }
  return crlf(text + "\n--in--\n");
}

std::string Site::outer(const std::string& writer, const MailParts& parts,
                        const std::string& ciphertext) const {
  const auto& from = parts.from.empty() ? people_.at(writer)->address() : parts.from;
  const auto to = parts.to.empty() ? "requests@pouch.example" : parts.to;
  std::string text = "From: <" + from + ">\nTo: <" + to + ">\nSubject: ...\n";
  text += "Message-ID: " + (parts.message_id.empty() ? fresh_id(from) : parts.message_id) + "\n";
  text += parts.parent.empty() ? "" : "In-Reply-To: " + parts.parent + "\n";
  text +=
      "MIME-Version: 1.0\nContent-Type: multipart/encrypted; "
      "protocol=\"application/pgp-encrypted\"; boundary=\"out\"\n\n"
      "--out\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n"
      "--out\nContent-Type: application/octet-stream; name=\"encrypted.asc\"\n\n" +
      ciphertext + "\n--out--\n";
  return crlf(text);
}

std::string Site::sign_encrypt(const std::string& writer, const std::string& plain,
                               const std::vector<std::string>& options) const {
  std::vector<std::string> arguments{"--armor", "--sign", "--encrypt", "--recipient",
                                     "requests@pouch.example"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const auto ran = people_.at(writer)->gpg(arguments, plain);
  if (ran.status != 0) {
    throw std::runtime_error("gpg: " + ran.err);
  }
  return ran.out;
}

std::string Site::mail(const std::string& writer, const MailParts& parts) const {
  // The protected Message-ID makes two mails of one second two signatures.
  auto own = parts;
  if (own.message_id.empty()) {
    own.message_id = fresh_id(own.from.empty() ? people_.at(writer)->address() : own.from);
  }
  return outer(writer, own, sign_encrypt(writer, inner(writer, own), own.gpg_options));
}

}  // namespace pouch::test
