#include "gateway/work/kept.hpp"

#include <algorithm>

#include "gateway/letters/letter.hpp"
#include "gateway/letters/local_time.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kMark = "[kept ";
constexpr std::size_t kLongestId = 48, kMostMarks = 4;

bool has_name(const std::vector<StoredPart>& parts, const std::string& name) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const StoredPart& part) { return part.name == name; });
}

// "earlier-original.pgp", "earlier-2-original.pgp" …
std::string earlier_name(const std::string& name, const std::vector<StoredPart>& parts) {
  auto result = "earlier-" + name;
  for (int n = 2; has_name(parts, result); ++n) {
    result = "earlier-" + std::to_string(n) + "-" + name;
  }
  return result;
}

std::vector<std::string> marked(std::string_view text, const config::Site& site) {
  std::vector<std::string> ids;
  for (auto at = text.find(kMark); at != std::string_view::npos && ids.size() < kMostMarks;
       at = text.find(kMark, at + 1)) {
    const auto begin = at + kMark.size();
    const auto end = text.find(']', begin);
    const auto dash = text.find('-', begin);
    if (end == std::string_view::npos || end - begin > kLongestId || dash >= end) {
      continue;
    }
    const auto number = text.substr(dash + 1, end - dash - 1);
    if (number == "1") {  // a refusal is the only letter of its mail
      ids.push_back(letter_message_id(site, std::string(text.substr(begin, dash - begin)), 1));
    }
  }
  return ids;
}

void add(const mail::Headers& headers, std::vector<std::string>& ids) {
  if (!headers.in_reply_to.empty()) {
    ids.push_back(headers.in_reply_to);
  }
  ids.insert(ids.end(), headers.references.rbegin(), headers.references.rend());
}

}  // namespace

std::string origin_of(std::string_view mail_id, Time received, std::string_view signer) {
  return "mail " + std::string(mail_id) + " received " + utc_time(received) + ", signed with " +
         std::string(signer);
}

std::vector<StoredPart> parts_to_keep(const std::vector<StoredPart>& parts,
                                      const std::vector<std::string>& forms,
                                      const std::string& origin) {
  std::vector<StoredPart> kept;
  bool any = false;
  for (const auto& part : parts) {
    const bool is_form = !part.evidence && part.origin.empty() &&
                         std::find(forms.begin(), forms.end(), part.name) != forms.end();
    if (is_form) {
      continue;
    }
    any = any || !part.evidence;
    kept.push_back(part);
    auto& last = kept.back();
    if (last.origin.empty()) {
      last.origin = origin;
      last.name = last.evidence ? earlier_name(part.name, parts) : part.name;
    }
  }
  return any ? kept : std::vector<StoredPart>{};
}

std::vector<std::string> join(const std::vector<StoredPart>& kept, std::vector<StoredPart>& parts) {
  std::vector<std::string> names, origins;
  std::vector<StoredPart> joined;
  for (const auto& part : kept) {
    if (!part.evidence && !has_name(parts, part.name)) {
      names.push_back(part.name);
      origins.push_back(part.origin);
      joined.push_back(part);
    }
  }
  for (const auto& part : kept) {
    // Evidence of a mail of which nothing is left proves nothing here.
    if (part.evidence && std::find(origins.begin(), origins.end(), part.origin) != origins.end()) {
      joined.push_back(part);
    }
  }
  parts.insert(parts.end(), joined.begin(), joined.end());
  return names;
}

std::string kept_mark(std::string_view letter_id) {
  return std::string(kMark) + std::string(letter_id) + "]";
}

NamedRefusals refusals_named(const mail::openpgp::Opened& opened, const config::Site& site) {
  NamedRefusals named;
  if (opened.headers_signed) {
    add(opened.headers, named.proved);
  }
  for (auto& id : marked(opened.content.text, site)) {
    named.proved.push_back(std::move(id));
  }
  named.unproved.push_back(opened.outer.in_reply_to);
  named.unproved.insert(named.unproved.end(), opened.outer.references.rbegin(),
                        opened.outer.references.rend());
  add(opened.headers, named.unproved);
  std::erase(named.unproved, std::string());
  return named;
}

std::optional<KeptParts> kept_by_refusal(const NamedRefusals& named, KeptMails& mails,
                                         std::string_view sender, std::string_view own_ref,
                                         Time received) {
  if (auto kept = mails.find(named.proved, sender, received)) {
    return kept;
  }
  auto kept = mails.find(named.unproved, sender, received);
  const bool same = kept && !kept->own_ref.empty() && kept->own_ref == own_ref;
  return same ? std::move(kept) : std::nullopt;
}

std::vector<std::string> kept_names(const NamedRefusals& named, KeptMails& mails,
                                    std::string_view sender, Time received) {
  std::vector<std::string> names;
  for (const auto& list : {named.proved, named.unproved}) {
    const auto kept = mails.find(list, sender, received);
    for (const auto& part : kept ? kept->parts : std::vector<StoredPart>{}) {
      if (!part.evidence) {
        names.push_back(part.name);
      }
    }
  }
  return names;
}

}  // namespace pouch::gateway
