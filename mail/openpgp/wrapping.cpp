#include "mail/openpgp/wrapping.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"

namespace pouch::mail::openpgp {
namespace {

constexpr std::string_view kSmime = "S/MIME inside the encryption, which is not read here";
constexpr std::string_view kNoSmime = "sign it with OpenPGP and your registered key alone";
constexpr std::string_view kTnef = "a winmail.dat and no text: what you wrote is hidden in it";
constexpr std::string_view kNoTnef = "set Outlook to plain text or HTML, not Rich Text";
constexpr std::array<Wrapping, 5> kWrappings = {
    {{"application/pkcs7-mime", kSmime, kNoSmime},
     {"application/x-pkcs7-mime", kSmime, kNoSmime},
     {"application/ms-tnef", kTnef, kNoTnef},
     {"application/vnd.ms-tnef", kTnef, kNoTnef},
     {"message/partial", "one piece of a mail that was cut up", "send it whole"}}};

}  // namespace

const Wrapping* wrapping_of(const Content& content) {
  if (content.attachments.size() != 1 || !trim(content.text).empty() ||
      !trim(content.html_text).empty()) {
    return nullptr;
  }
  const auto* found = std::find_if(kWrappings.begin(), kWrappings.end(), [&](const Wrapping& one) {
    return one.media_type == content.attachments.front().media_type;
  });
  return found == kWrappings.end() ? nullptr : found;
}

}  // namespace pouch::mail::openpgp
