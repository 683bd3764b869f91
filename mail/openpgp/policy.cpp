#include "mail/openpgp/policy.hpp"

#include <algorithm>
#include <charconv>

namespace pouch::mail::openpgp {
namespace {

bool is_in_force(const AlgorithmRule& rule, std::chrono::sys_seconds when) {
  return !rule.last_day || when < *rule.last_day + std::chrono::days(1);
}

bool is_named(const AlgorithmRule& rule, std::string_view name) {
  if (rule.least_bits == 0) {
    return name == rule.name;
  }
  if (!name.starts_with(rule.name)) {
    return false;
  }
  const auto digits = name.substr(rule.name.size());
  unsigned bits = 0;
  const auto end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, bits);
  return read.ec == std::errc() && read.ptr == end && bits >= rule.least_bits;
}

// " AES256 AES192": the names of a kind that have that use.
std::string names(AlgorithmKind kind, Use use, std::chrono::sys_seconds when,
                  AlgorithmRules rules) {
  std::string all;
  for (const auto& rule : rules) {
    if (rule.kind == kind && rule.uses.has(use) && is_in_force(rule, when)) {
      all.append(" ").append(rule.name);
    }
  }
  return all;
}

// A line for each of a kind that has not that use.
std::string refusals(std::string_view option, AlgorithmKind kind, Use use,
                     std::chrono::sys_seconds when, AlgorithmRules rules) {
  std::string all;
  for (const auto& rule : rules) {
    if (rule.kind == kind && !is_allowed(kind, rule.name, use, when, rules)) {
      all.append(option).append(" ").append(rule.name).append("\n");
    }
  }
  return all;
}

std::string first(const std::string& names) { return names.substr(0, names.find(' ', 1)); }

}  // namespace

bool is_allowed(AlgorithmKind kind, std::string_view name, Use use, std::chrono::sys_seconds when,
                AlgorithmRules rules) {
  return std::any_of(rules.begin(), rules.end(), [&](const AlgorithmRule& rule) {
    return rule.kind == kind && rule.uses.has(use) && is_in_force(rule, when) &&
           is_named(rule, name);
  });
}

std::string gpg_options(std::chrono::sys_seconds when, AlgorithmRules rules) {
  const auto ciphers = names(AlgorithmKind::kCipher, Use::kEncrypt, when, rules);
  const auto digests = names(AlgorithmKind::kDigest, Use::kSign, when, rules);
  // `default-preference-list` and `cipher-algo`: without 3DES, gpg 2.2.40 gives new keys no
  // preferences at all, and aborts (seskey.c) when it seals to a key that has none.
  return refusals("weak-digest", AlgorithmKind::kDigest, Use::kVerify, when, rules) +
         refusals("disable-cipher-algo", AlgorithmKind::kCipher, Use::kDecrypt, when, rules) +
         "personal-cipher-preferences" + ciphers + "\npersonal-digest-preferences" + digests +
         "\ncert-digest-algo" + first(digests) + "\ndefault-preference-list" + ciphers + digests +
         " ZLIB Uncompressed\ncipher-algo" + first(ciphers) + "\n";
}

}  // namespace pouch::mail::openpgp
