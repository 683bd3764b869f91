#include "gateway/importing/opener.hpp"

#include <algorithm>
#include <array>
#include <exception>

#include "gateway/archive/attached_words.hpp"
#include "gateway/cases/unproved.hpp"
#include "gateway/decide/admission.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/site/parts_of_mail.hpp"
#include "mail/ascii.hpp"
#include "mail/fault.hpp"
#include "mail/openpgp/helper.hpp"
#include "mail/openpgp/unproved.hpp"
#include "mail/text/charset.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::Opened;
using mail::openpgp::Verdict;

constexpr std::string_view kForm = "mail";
constexpr Time kOldest{std::chrono::sys_days(std::chrono::year(1970) / 1 / 2)};
constexpr std::chrono::hours kAhead{24};  // of our clock

constexpr std::array<std::string_view, 8> kOfMailboxes{
    "status",         "x-status", "x-keywords",       "x-uid",
    "content-length", "lines",    "x-mozilla-status", "x-mozilla-status2"};

bool is_of_mailbox(std::string_view line) {
  const auto field = mail::to_lower(line.substr(0, std::min(line.find(':'), line.size())));
  return std::find(kOfMailboxes.begin(), kOfMailboxes.end(), field) != kOfMailboxes.end();
}

// Of whom the mail says it is, to whom, when: nobody proved it.
std::string heading(const mail::Headers& headers) {
  std::string text;
  const auto add = [&](const std::string& label, const std::vector<mail::Address>& addresses) {
    std::string line;
    for (const auto& one : addresses) {
      line += (line.empty() ? "" : ", ") + (one.display.empty() ? "" : one.display + " ") + "<" +
              one.spec + ">";
    }
    text += line.empty() ? "" : label + ": " + line + "\n";
  };
  if (!headers.from.spec.empty()) {
    add("From", {headers.from});
  }
  add("To", headers.to);
  add("Cc", headers.cc);
  if (headers.date) {
    text += "Date: " + utc_time(*headers.date) + "\n";
  }
  return text;
}

void take(const mail::Headers& headers, const mail::Content& content, OpenedMail& mail) {
  mail.contents.subject = mail::repair_utf8(headers.subject);
  mail.contents.text = mail::repair_utf8(heading(headers)) + "\n" + content.text;
  mail.row.message_id = mail::repair_utf8(headers.message_id);
  mail.contents.parts = parts_of_mail(content);
}

bool is_address_of(const config::Principal& principal, const config::Directory& directory,
                   std::string_view address) {
  auto known = principal.addresses();
  if (principal.member != nullptr) {
    for (const auto& id : principal.member->desks) {
      if (const auto* desk = directory.desk(id)) {
        known.push_back(desk->address);
      }
    }
  }
  return std::any_of(known.begin(), known.end(),
                     [&](const std::string& one) { return mail::same_address(one, address); });
}

OpenedMail unread(const Runtime& runtime, const FoundMail& found) {
  OpenedMail mail{.row = {.number = {CaseNumber(runtime.site.prefix, 2000, 1), 0}}};
  mail.row.form = kForm;
  mail.row.received = found.written;
  return mail;
}

void finish(const Runtime& runtime, const FoundMail& found, const mail::Bytes& raw,
            OpenedMail& mail) {
  if (!mail.why.empty()) {
    mail.contents.text +=
        "\n(Pouch could not read all of this mail: " + mail.why + ". It is kept as it came.)\n";
  }
  auto& row = mail.row;
  row.sender = row.sender.empty() ? unproved_sender("") : row.sender;
  row.received = row.received < kOldest || row.received > runtime.now() + kAhead
                     ? std::clamp(found.written, kOldest, Time(runtime.now()))
                     : row.received;
  row.raw_sha256 = sha256_hex(raw);
  row.body_sha256 = row.body_sha256.empty() ? row.raw_sha256 : row.body_sha256;
}

}  // namespace

Opener::Opener(const Runtime& runtime, const OpenerKeys& keys)
    : runtime_(runtime), own_(runtime.site.gnupg, runtime.limits, -1, keys.own) {
  if (keys.given) {
    given_.emplace(keys.given_home, runtime.limits, -1, keys.given);
  }
}

// Signed by somebody whom the directory knew on that day, whose address From bears: as a mail that
// comes in is judged (DECISIONS 1).
void Opener::name_writer(const Opened& opened, const mail::Headers& headers,
                         OpenedMail& mail) const {
  auto& row = mail.row;
  row.sender = unproved_sender(mail::repair_utf8(headers.from.spec));
  const bool counts = opened.verdict == Verdict::kProved || opened.verdict == Verdict::kSignedOnly;
  if (!counts || !opened.signer) {
    return;
  }
  const auto principal = runtime_.directory.principal(
      opened.signer->primary, std::chrono::floor<std::chrono::days>(opened.signer->signed_at));
  if (!principal || !is_address_of(*principal, runtime_.directory, headers.from.spec)) {
    return;
  }
  mail.proved = true;
  row.sender = principal->id();
  row.sender_country = principal->country();
  row.signer = opened.signer->primary;
  row.signing_key = opened.signer->fingerprint;
  row.signed_at = opened.signer->signed_at;
}

void Opener::read(const mail::Bytes& raw, mail::openpgp::Engine& engine, OpenedMail& mail) {
  const auto opened = mail::openpgp::open(raw, engine, runtime_.limits);
  if (opened.verdict == Verdict::kProved) {
    take(opened.headers, opened.content, mail);
    mail.contents.parts = parts_of_mail(opened, mail::openpgp::evidence(opened, engine));
    mail.row.body_sha256 = sha256_hex(opened.inner);
    return name_writer(opened, opened.headers, mail);
  }
  const auto said = mail::openpgp::read_unproved(raw, opened, engine, runtime_.limits);
  take(said.headers, said.content, mail);
  mail.why = said.why;
  mail.row.body_sha256 = sha256_hex(said.inner.empty() ? raw : said.inner);
  mail.row.received = said.headers.date.value_or(mail.row.received);
  name_writer(opened, opened.verdict == Verdict::kSignedOnly ? opened.headers : said.headers, mail);
}

OpenedMail Opener::open(const FoundMail& found, const mail::Bytes& raw) {
  const auto fresh = [&] { return unread(runtime_, found); };
  auto mail = fresh();
  try {
    read(raw, own_, mail);
    if (given_ && mail.why == name(Verdict::kUndecryptable)) {
      mail = fresh();
      read(raw, *given_, mail);
    }
    FileTexts files;
    read_words(mail.contents.parts, files);
  } catch (const mail::Fault& fault) {
    if (fault.transient()) {
      throw;
    }
    mail.why = "fault";
  } catch (const std::bad_alloc&) {
    mail = fresh();
    mail.why = "too-large";
  }
  finish(runtime_, found, raw, mail);
  return mail;
}

OpenedMail unopened_mail(const Runtime& runtime, const FoundMail& found, const mail::Bytes& raw,
                         const std::string& why) {
  auto mail = unread(runtime, found);
  mail.why = why;
  finish(runtime, found, raw, mail);
  return mail;
}

std::string name_of_mail(std::string_view raw) {
  std::string plain;
  plain.reserve(raw.size());
  bool in_header = true, leave = false;
  while (!raw.empty()) {
    const auto end = std::min(raw.find('\n'), raw.size() - 1) + 1;
    auto line = raw.substr(0, end);
    raw.remove_prefix(end);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
      line.remove_suffix(1);
    }
    in_header = in_header && !line.empty();
    const bool folded = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    leave = in_header && (folded ? leave : is_of_mailbox(line));
    if (!leave) {
      plain += line;
      plain += '\n';
    }
  }
  while (plain.ends_with("\n\n")) {
    plain.pop_back();
  }
  return sha256_hex(plain);
}

}  // namespace pouch::gateway
