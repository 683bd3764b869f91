#include "gateway/extract/mail_file.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "mail/content/content.hpp"
#include "mail/structure/headers.hpp"
#include "mail/structure/scan.hpp"

namespace pouch::gateway {
namespace {

mail::Limits limits() {
  mail::Limits limits;
  limits.message = kFileOctets;
  return limits;
}

std::string people(std::string_view label, const std::vector<mail::Address>& addresses) {
  std::string line;
  for (const auto& one : addresses) {
    line += (line.empty() ? std::string(label) + ": " : ", ") + one.display +
            (one.display.empty() ? "" : " ") + "<" + one.spec + ">";
  }
  return line.empty() ? line : line + "\n";
}

std::string fields_of(const mail::Entity& entity, const mail::Limits& bounds) {
  const auto read = mail::read_headers(entity, bounds, false);
  const auto* headers = std::get_if<mail::Headers>(&read);
  if (headers == nullptr) {
    return {};  // the text is worth as much without them
  }
  auto text = headers->from.spec.empty() ? std::string() : people("From", {headers->from});
  text += people("To", headers->to) + people("Cc", headers->cc);
  if (headers->date) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(*headers->date));
    char date[32];
    std::snprintf(date, sizeof date, "Date: %04d-%02u-%02u\n", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    text += date;
  }
  return text + (headers->subject.empty() ? "" : "Subject: " + headers->subject + "\n");
}

bool is_sealed(const mail::Entity& entity) {
  return entity.is("multipart", "encrypted") || entity.is("application", "pkcs7-mime") ||
         entity.is("application", "x-pkcs7-mime");
}

}  // namespace

FileReading mail_file(std::string_view bytes, const InnerBounds& bounds) {
  const auto all = limits();
  const auto scanned = mail::scan(bytes, all, mail::Scanning::kTolerant);
  const auto* entity = std::get_if<mail::Entity>(&scanned);
  if (entity == nullptr) {
    return {{{}, "the mail is damaged"}};
  }
  FileReading reading;
  reading.found.text = fields_of(*entity, all);
  if (is_sealed(*entity)) {
    reading.found.failure = "the mail is encrypted";
    return reading;
  }
  auto content = mail::read_content(*entity, all);
  reading.found.text += "\n" + content.text;
  reading.found.failure = content.unreadable;
  auto left = bounds.octets;
  for (auto& attachment : content.attachments) {
    reading.found.text += "\n" + attachment.name;
    FileQuestion question{attachment.name, attachment.media_type, attachment.charset};
    if (!may_hold_text(question)) {
      continue;
    }
    const bool fits = attachment.bytes.size() <= std::min(left, kFileOctets);
    if (reading.inner.size() >= bounds.files) {
      reading.found.failure = "there are too many files in it";
      break;
    }
    left -= fits ? attachment.bytes.size() : 0;
    reading.inner.push_back({std::move(question),
                             fits ? std::string(attachment.bytes.view()) : std::string(),
                             fits ? "" : "the file is too large"});
    attachment.bytes = {};
  }
  reading.found.text += "\n";
  return reading;
}

}  // namespace pouch::gateway
