#include "gateway/decide/admission.hpp"

#include <algorithm>

#include "gateway/cases/identifiers.hpp"
#include "gateway/cases/utc.hpp"
#include "gateway/decide/parts.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::Opened;
using mail::openpgp::Verdict;

constexpr std::string_view kLoop = "more Received fields than a mail without a loop has";

bool is_registered_address(const std::vector<std::string>& registered, const std::string& address) {
  return std::any_of(registered.begin(), registered.end(),
                     [&](const std::string& known) { return mail::same_address(known, address); });
}

// DECISIONS 1: an address of the principal, or of a desk listed in the member's `desks`.
bool may_write_as(const config::Principal& principal, const config::Directory& directory,
                  config::Day day, const std::string& address) {
  if (is_registered_address(principal.addresses(), address)) {
    return true;
  }
  const auto desks = directory.desks_of(principal, day);
  return std::any_of(desks.begin(), desks.end(), [&](const config::Desk* desk) {
    return mail::same_address(desk->address, address);
  });
}

bool names(const std::vector<mail::Address>& list, std::string_view address) {
  return std::any_of(list.begin(), list.end(), [&](const mail::Address& entry) {
    return mail::same_but_for_tag(entry.spec, address);
  });
}

bool envelope_names(const SpoolEntry& envelope, std::string_view address) {
  return std::any_of(envelope.to.begin(), envelope.to.end(), [&](const std::string& recipient) {
    return mail::same_but_for_tag(recipient, address);
  });
}

struct Addressing {
  std::vector<std::string> groups;
  bool names_us = false;     // gateway, a group, or an address of `also_addressed_as`
  bool group_doubt = false;  // envelope and header disagree about a group (DECISIONS 10)
};

Addressing read_addressing(const Opened& opened, const SpoolEntry& envelope,
                           const config::Directory& directory, const config::Site& site) {
  Addressing result;
  const auto& headers = opened.headers;
  const auto named = [&](std::string_view address) {
    return names(headers.to, address) || names(headers.cc, address);
  };
  result.names_us = named(site.address) || std::any_of(site.also_addressed_as.begin(),
                                                       site.also_addressed_as.end(), named);
  for (const auto& group : directory.groups) {
    const bool in_header = named(group.address);
    const bool in_envelope = envelope_names(envelope, group.address);
    result.names_us = result.names_us || in_header;
    if (in_header && (opened.recipients_signed || in_envelope)) {
      result.groups.push_back(group.id);
    } else if (in_header || in_envelope) {
      // A signed To that does not name the group outranks the envelope; unsigned ones must agree.
      result.group_doubt = true;
    }
  }
  return result;
}

Admission held(std::string reason, std::string detail, bool stranger = false) {
  Admission result;
  result.outcome = Outcome::kHeld;
  result.reason = std::move(reason);
  result.detail = std::move(detail);
  result.stranger = stranger;
  return result;
}

// Who the mail says that it is from, when that is somebody in the directory. It proves nothing.
std::string claimed(const Opened& opened, const config::Directory& directory) {
  const auto& from = opened.outer.from.spec;
  for (const auto& member : directory.members) {
    if (is_registered_address(member.addresses, from)) {
      return from + ", an address of " + member.name + " (" + member.id + ")";
    }
  }
  for (const auto& desk : directory.desks) {
    if (mail::same_address(desk.address, from)) {
      return from + ", the address of " + display_name(desk, directory) + " (" + desk.id + ")";
    }
  }
  return from.empty() ? "nobody" : from;
}

// A member's new subkey, or somebody else: the operator can tell by the key and the telephone.
std::string unknown_key(const Opened& opened, const config::Directory& directory) {
  const auto key = opened.signer ? opened.signer->fingerprint : std::string();
  return "signed by " + (key.empty() ? "a key" : "the key " + key) +
         ", which is not in the ring; the mail says that it is from " + claimed(opened, directory);
}

// Verdicts that end the matter before anybody has been identified.
std::optional<Admission> unproved(const Opened& opened, const config::Directory& directory) {
  const std::string reason{mail::openpgp::name(opened.verdict)};
  switch (opened.verdict) {
    case Verdict::kProved:
    case Verdict::kSignedOnly:
    case Verdict::kUnsupportedEncryption:
    case Verdict::kUnreadable:
      return std::nullopt;
    case Verdict::kUnknownSigner:
      return held(reason, unknown_key(opened, directory), true);
    case Verdict::kNotEncrypted:
    case Verdict::kNotSigned:
      return held(reason, opened.detail, true);
    case Verdict::kMixedContent:
    case Verdict::kMalformed:
    case Verdict::kTooLarge:
    case Verdict::kUndecryptable:
    case Verdict::kBadSignature:
      return held(reason, opened.detail);
    case Verdict::kExpiredKey:
    case Verdict::kRevokedKey:
    case Verdict::kExpiredSignature:
    case Verdict::kWeakAlgorithm: {
      // DECISIONS 12: refused, the sender's address hears nothing, the operator is told.
      auto result = held(reason, opened.detail);
      result.outcome = Outcome::kRefused;
      return result;
    }
  }
  return held("malformed", opened.detail);
}

Admission refused(Admission base, std::string reason, std::string detail, bool letter) {
  base.outcome = Outcome::kRefused;
  base.reason = std::move(reason);
  base.detail = std::move(detail);
  base.owes_letter = letter;
  return base;
}

// SECURITY section 1 item 5; DECISIONS 9: judged at the moment of durable acceptance.
std::optional<std::string> staleness(Time signed_at, Time received, const config::Site& site) {
  if (signed_at + site.limits.signature_age < received) {
    return "signed more than " + std::to_string(site.limits.signature_age.count() / 86400) +
           " days before it arrived";
  }
  if (signed_at > received + site.limits.clock_skew) {
    return "signed with a clock that runs ahead of ours";
  }
  return std::nullopt;
}

}  // namespace

bool Sender::has_right(std::string_view right) const {
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

bool Sender::acts_for(std::string_view desk) const {
  return std::find(desks.begin(), desks.end(), desk) != desks.end();
}

std::string display_name(const config::Desk& desk, const config::Directory& directory) {
  const auto* country = directory.country(desk.country);
  const auto of = country == nullptr ? std::string() : " of " + country->name;
  const std::string prefix = desk.community == "prosecution" ? "Prosecutorial " : "";
  switch (desk.kind) {
    case config::DeskKind::kFocalPoint:
      return (prefix.empty() ? "Focal point" : prefix + "focal point") + of;
    case config::DeskKind::kLiaison:
      return (prefix.empty() ? "Liaison desk" : prefix + "liaison desk") + of;
    case config::DeskKind::kOperationalCentre:
      return "Operational Centre Unit";
  }
  return desk.id;
}

std::vector<std::string> addresses_of(const Sender& sender, const config::Directory& directory) {
  std::vector<std::string> addresses{sender.address};
  if (const auto* member = directory.member(sender.id)) {
    addresses.insert(addresses.end(), member->addresses.begin(), member->addresses.end());
  }
  for (const auto& id : sender.desks) {
    if (const auto* desk = directory.desk(id)) {
      addresses.push_back(desk->address);
    }
  }
  return addresses;
}

Sender as_sender(const config::Principal& principal, const config::Directory& directory,
                 config::Day day) {
  Sender sender;
  sender.id = principal.id();
  sender.country = principal.country();
  sender.community = principal.community();
  sender.agency = principal.agency();
  const auto addresses = principal.addresses();
  sender.address = addresses.empty() ? std::string() : addresses.front();
  if (principal.member != nullptr) {
    sender.name = principal.member->name;
    sender.officer = sender.name;
    sender.unit = principal.member->unit;
    sender.phone = principal.member->phone;
    sender.language = principal.member->language;
    sender.reads = directory.language_of(*principal.member);
    sender.keys = principal.member->keys;
    sender.rights = principal.member->rights;
  } else {
    sender.name = display_name(*principal.desk, directory);
    sender.reads = directory.language_of(*principal.desk);
    sender.keys = principal.desk->keys;
    sender.rights = principal.desk->rights;
  }
  for (const auto* desk : directory.desks_of(principal, day)) {
    sender.desks.push_back(desk->id);
  }
  auto own = sender.desks;
  own.push_back(sender.id);
  sender.stands_in = directory.stood_in_for(own);
  return sender;
}

namespace {

// RFC 3834 section 2: machines are never answered; what they sent is kept for the operator. Any
// server on the way can write these marks, so they count only where nobody is proved (DECISIONS
// 44).
std::string outside_mark(const Opened& opened, const SpoolEntry& envelope,
                         const config::Site& site) {
  if (!opened.outer.automatic.empty()) {
    return opened.outer.automatic;
  }
  // RFC 5321 section 4.5.5: only the listener knows it; a pipe may just not have been told.
  if (envelope.from.empty() && (envelope.source == "smtp" || envelope.source == "lmtp")) {
    return "null envelope sender";
  }
  if (is_our_message_id(site, opened.outer.message_id) ||
      mail::same_but_for_tag(opened.outer.from.spec, site.address)) {
    return "a letter of ours has come back";
  }
  return opened.outer.received_count > site.limits.received_hops ? std::string(kLoop)
                                                                 : std::string();
}

// Of a proved sender's mail: what the signature covers, and a loop.
std::string signed_mark(const Opened& opened, const config::Site& site) {
  if (!opened.signed_mark.empty()) {
    return opened.signed_mark + ", under the signature";
  }
  return opened.outer.received_count > site.limits.received_hops ? std::string(kLoop)
                                                                 : std::string();
}

// `proved`: somebody in the directory today signed it all, whatever comes of it.
Admission judge(const Opened& opened, const SpoolEntry& envelope,
                const config::Directory& directory, const config::Site& site, bool& proved) {
  if (auto ended = unproved(opened, directory)) {
    return *ended;
  }
  const std::string verdict{mail::openpgp::name(opened.verdict)};
  if (!opened.signer) {
    return held(verdict, opened.detail, true);
  }
  const auto day = day_of(envelope.received);
  const auto principal = directory.principal(opened.signer->primary, day);
  if (!principal) {
    const auto former = directory.principal_ever(opened.signer->primary);
    return held("unknown-signer",
                former ? "the registration of " + former->id() + " is not valid on that day"
                       : "the key " + opened.signer->primary +
                             " belongs to nobody in the directory; the mail says that it is from " +
                             claimed(opened, directory),
                true);
  }
  proved = true;
  const auto& from = opened.headers.from.spec;
  if (opened.headers_signed && !mail::same_address(from, opened.outer.from.spec)) {
    // Someone else sends a member's sealed words under his own name (SECURITY class 9).
    return held("sender-mismatch", "the signed From and the mail's own From differ");
  }
  if (!may_write_as(*principal, directory, day, from)) {
    auto mismatch =
        held("sender-mismatch",
             "signed by " + principal->id() + ", whose addresses do not include the From address");
    if (opened.headers_signed) {  // the author himself wrote that From: he may be told
      mismatch.sender = as_sender(*principal, directory, day);
      return refused(mismatch, "sender-mismatch", mismatch.detail, true);
    }
    return mismatch;  // SECURITY class 9: anybody can put a member's ciphertext under his own From
  }
  Admission result;
  result.sender = as_sender(*principal, directory, day);
  if (is_registered_address(principal->addresses(), from)) {
    result.sender->address = from;
  }
  if (const auto stale = staleness(opened.signer->signed_at, envelope.received, site)) {
    return refused(result, "stale", *stale, true);
  }
  if (opened.verdict == Verdict::kSignedOnly) {
    return refused(result, "not-encrypted", "signed, but it travelled in the clear", true);
  }
  if (opened.verdict == Verdict::kUnsupportedEncryption) {
    return refused(result, "unsupported-encryption", opened.detail, true);
  }
  if (opened.verdict == Verdict::kUnreadable) {
    result.remedy = opened.content.remedy;
    return refused(result, "unreadable", opened.content.unreadable, true);
  }
  const auto addressing = read_addressing(opened, envelope, directory, site);
  const bool has_recipients = !opened.headers.to.empty() || !opened.headers.cc.empty();
  if (opened.recipients_signed && has_recipients && !addressing.names_us) {
    // Surreptitious forwarding: signed for somebody else (SECURITY class 8).
    return held("replayed", "the signed To names neither the gateway nor one of its groups");
  }
  if (addressing.group_doubt && addressing.groups.empty() && !opened.recipients_signed) {
    return held("group-in-doubt", "envelope and header disagree on whether a group was meant");
  }
  result.outcome = Outcome::kAccepted;
  result.groups = addressing.groups;
  return result;
}

}  // namespace

Admission admit(const Opened& opened, const SpoolEntry& envelope,
                const config::Directory& directory, const config::Site& site) {
  bool proved = false;
  auto admission = judge(opened, envelope, directory, site, proved);
  if (!proved) {
    const auto mark = outside_mark(opened, envelope, site);
    return mark.empty() ? admission : held("automatic", mark);
  }
  const auto mark = signed_mark(opened, site);
  if (!mark.empty() && !envelope.released) {
    return held("automatic", mark);
  }
  admission.marks = opened.outer.automatic;
  return admission;
}

}  // namespace pouch::gateway
