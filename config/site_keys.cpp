#include "config/site_keys.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

#include "config/units.hpp"

namespace pouch::config {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string quoted(const std::vector<std::string>& list) {
  std::string text = "[";
  for (const auto& item : list) {
    text += (text.size() > 1 ? ", " : "") + quoted(item);
  }
  return text + "]";
}

template <typename Member>
SiteKey text_key(std::string table, std::string name, std::string help, Member member) {
  return {std::move(table),
          std::move(name),
          "string",
          std::move(help),
          [member](TomlTable& toml, const std::string& key, Site& site) {
            if (auto value = toml.text(key)) {
              std::invoke(member, site) = *value;
            }
          },
          [member](const Site& site) { return quoted(std::string(std::invoke(member, site))); }};
}

template <typename Member>
SiteKey list_key(std::string name, std::string help, Member member) {
  return {"",
          std::move(name),
          "string or list of strings",
          std::move(help),
          [member](TomlTable& toml, const std::string& key, Site& site) {
            if (auto value = toml.texts(key)) {
              std::invoke(member, site) = *value;
            }
          },
          [member](const Site& site) { return quoted(std::invoke(member, site)); }};
}

template <typename Part, typename Member>
SiteKey count_key(std::string table, std::string name, std::string help, Part part, Member member,
                  std::int64_t least, std::int64_t most) {
  return {std::move(table),
          std::move(name),
          "whole number",
          std::move(help),
          [=](TomlTable& toml, const std::string& key, Site& site) {
            if (const auto value = toml.integer(key)) {
              if (*value < least || *value > most) {
                toml.finding(key, "is out of range",
                             "from " + std::to_string(least) + " to " + std::to_string(most));
              } else {
                std::invoke(member, std::invoke(part, site)) = static_cast<std::size_t>(*value);
              }
            }
          },
          [=](const Site& site) {
            return std::to_string(std::invoke(member, std::invoke(part, site)));
          }};
}

template <typename Part, typename Member>
SiteKey size_key(std::string table, std::string name, std::string help, Part part, Member member) {
  return {
      std::move(table),
      std::move(name),
      "size",
      std::move(help),
      [=](TomlTable& toml, const std::string& key, Site& site) {
        if (const auto text = toml.text(key)) {
          if (const auto value = parse_size(*text); value && *value > 0) {
            std::invoke(member, std::invoke(part, site)) = *value;
          } else {
            toml.finding(key, "is no size", "\"25 MB\", \"256 KB\"; B, KB, MB, GB");
          }
        }
      },
      [=](const Site& site) { return text_of_size(std::invoke(member, std::invoke(part, site))); }};
}

template <typename Part, typename Member>
SiteKey duration_key(std::string table, std::string name, std::string help, Part part,
                     Member member, seconds least = seconds(1)) {
  return {std::move(table),
          std::move(name),
          "duration",
          std::move(help),
          [=](TomlTable& toml, const std::string& key, Site& site) {
            if (const auto text = toml.text(key)) {
              if (const auto value = parse_duration(*text); value && *value < least) {
                toml.finding(key, "is out of range", "at least " + text_of(least));
              } else if (value) {
                std::invoke(member, std::invoke(part, site)) = *value;
              } else {
                toml.finding(key, "is no duration",
                             "a number and s, m, h or d: \"30s\", \"15m\", \"8h\", \"14d\"");
              }
            }
          },
          [=](const Site& site) { return text_of(std::invoke(member, std::invoke(part, site))); }};
}

template <typename Member>
SiteKey path_key(std::string table, std::string name, std::string help, Member member) {
  return {
      std::move(table),
      std::move(name),
      "path",
      std::move(help),
      [member](TomlTable& toml, const std::string& key, Site& site) {
        const auto value = toml.text(key);
        if (value && value->empty() && !fs::path(std::invoke(member, site)).empty()) {
          toml.finding(key, "is empty", "a path; relative ones start beside pouch.toml");
        } else if (value) {
          std::invoke(member, site) = *value;
        }
      },
      [member](const Site& site) { return quoted(fs::path(std::invoke(member, site)).string()); }};
}

SiteKey outside_key() {
  return {"letters",
          "outside",
          "string",
          "what all can read of a letter: \"kind\" and case number, or the \"number\" alone",
          [](TomlTable& toml, const std::string& key, Site& site) {
            const auto value = toml.text(key);
            if (value && *value != "kind" && *value != "number") {
              toml.finding(key, "is neither", "\"kind\" or \"number\"");
            } else if (value) {
              site.letters.outside =
                  *value == "kind" ? Letters::Outside::kKind : Letters::Outside::kNumber;
            }
          },
          [](const Site& site) {
            return quoted(
                std::string(site.letters.outside == Letters::Outside::kKind ? "kind" : "number"));
          }};
}

std::optional<std::chrono::minutes> hour_of_day(const std::string& text) {
  constexpr std::size_t kOctets = 5;  // 08:00
  const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != kOctets || text[2] != ':' || !is_digit(0) || !is_digit(1) || !is_digit(3) ||
      !is_digit(4)) {
    return std::nullopt;
  }
  const int hour = std::stoi(text.substr(0, 2)), minute = std::stoi(text.substr(3));
  return hour < 24 && minute < 60
             ? std::optional(std::chrono::hours(hour) + std::chrono::minutes(minute))
             : std::nullopt;
}

SiteKey digest_key() {
  return {"letters",
          "digest",
          "string",
          "when a desk gets the digest of its day, in its own time zone: \"08:00\"; or \"never\"",
          [](TomlTable& toml, const std::string& key, Site& site) {
            const auto value = toml.text(key);
            if (!value) {
              return;
            }
            site.letters.digest = hour_of_day(*value);
            if (!site.letters.digest && *value != "never") {
              toml.finding(key, "is no time of the day", "\"08:00\" or \"never\"");
            }
          },
          [](const Site& site) {
            if (!site.letters.digest) {
              return quoted("never");
            }
            std::array<char, 8> text{};
            const auto minutes = static_cast<int>(site.letters.digest->count());
            std::snprintf(text.data(), text.size(), "%02d:%02d", minutes / 60 % 24, minutes % 60);
            return quoted(text.data());
          }};
}

// ISO 639-2 mostly, "chi_sim", "script/Cyrillic": it is an argument of a program.
bool is_language(const std::string& text) {
  return !text.empty() && text.size() <= 30 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/") ==
             std::string::npos &&
         text.front() != '/' && text.back() != '/';
}

SiteKey ocr_key() {
  constexpr std::size_t kMost = 8;
  return {"search",
          "ocr",
          "list of strings",
          "languages in which scanned pages are read, as tesseract names them; none: they are not",
          [](TomlTable& toml, const std::string& key, Site& site) {
            const auto value = toml.texts(key);
            if (!value) {
              return;
            }
            if (value->size() > kMost || !std::all_of(value->begin(), value->end(), is_language)) {
              toml.finding(key, "is no list of languages",
                           "[\"eng\", \"srp\", \"bul\", \"ell\"], at most " +
                               std::to_string(kMost) + "; tesseract --list-langs shows them");
            } else {
              site.search.ocr = *value;
            }
          },
          [](const Site& site) { return quoted(site.search.ocr); }};
}

}  // namespace

const std::vector<SiteKey>& site_key_table() {
  const auto limits = &Site::limits;
  const auto delivery = &Site::delivery;
  const auto strangers = &Site::strangers;
  const auto search = &Site::search;
  using L = SiteLimits;
  static const std::vector<SiteKey> table{
      text_key("", "address", "the gateway's mail address", &Site::address),
      text_key("", "name", "its name in the From of letters", &Site::name),
      text_key("", "prefix", "of case numbers, 2 to 8 capital letters", &Site::prefix),
      text_key("", "key", "primary fingerprint of the gateway's OpenPGP key; empty: the only one",
               &Site::key),
      text_key("", "time_zone", "for desks that name none, as in /usr/share/zoneinfo",
               &Site::time_zone),
      text_key("", "highest_classification",
               "UNCLASSIFIED or RESTRICTED; what is above it is refused",
               &Site::highest_classification),
      list_key("sources",
               "where mail comes from: smtp://HOST:PORT, lmtp://HOST:PORT, lmtp:/PATH, "
               "imaps://USER@HOST/INBOX, maildir:FOLDER",
               &Site::sources),
      list_key("outbox", "where letters go: maildir:FOLDER, smtp://HOST:PORT, smtps://USER@HOST",
               &Site::outbox),
      list_key("also_addressed_as", "other addresses that a signed To may name",
               &Site::also_addressed_as),
      count_key(
          "", "workers", "processes that open and seal", [](auto& site) -> auto& { return site; },
          &Site::workers, 1, 4),
      text_key("", "metrics",
               "where figures are read: unix:/PATH or 127.0.0.1:PORT; empty: nowhere",
               &Site::metrics),
      path_key("paths", "directory", "countries, desks, members, groups", &Site::directory),
      path_key("paths", "keys", "public keys, one file each, *.asc", &Site::keys),
      path_key("paths", "templates", "the site's own forms", &Site::templates),
      path_key("paths", "gnupg", "the gateway's GnuPG home", &Site::gnupg),
      path_key("paths", "state", "store, spool, index, outbox; on a local disk", &Site::state),
      size_key("limits", "message", "one mail on the wire", limits, &L::message),
      size_key("limits", "header_block", "one header", limits, &L::header_block),
      size_key("limits", "header_field", "one header field", limits, &L::header_field),
      count_key("limits", "header_fields", "fields in one header", limits, &L::header_fields, 10,
                10000),
      count_key("limits", "depth", "nested MIME entities", limits, &L::depth, 4, 100),
      count_key("limits", "parts", "MIME entities in one mail", limits, &L::parts, 4, 10000),
      size_key("limits", "plaintext", "what one decryption may give", limits, &L::plaintext),
      count_key("limits", "expansion", "plaintext octets per ciphertext octet, above 1 MB", limits,
                &L::expansion, 2, 100000),
      duration_key("limits", "crypto_time", "one GnuPG operation", limits, &L::crypto_time),
      duration_key("limits", "signature_age", "oldest signature that is accepted", limits,
                   &L::signature_age),
      duration_key("limits", "clock_skew", "how far a signer's clock may run ahead", limits,
                   &L::clock_skew, seconds(0)),
      count_key("limits", "attempts", "tries of a mail that ends its worker, then it is held",
                limits, &L::attempts, 1, 10),
      count_key("limits", "letters_per_hour",
                "automatic letters to one address; above it mail is held, notices wait", limits,
                &L::letters_per_hour, 1, 100000),
      count_key("limits", "received_hops", "Received fields, above that a loop", limits,
                &L::received_hops, 5, 1000),
      duration_key("limits", "held", "held mail of strangers is kept so long, then dropped", limits,
                   &L::held),
      count_key("limits", "restore_gap",
                "serials that a restored site skips: more than are given between two backups",
                limits, &L::restore_gap, 1, 100000),
      size_key("limits", "free_space",
               "room on the disk of paths.state below which no new mail is taken", limits,
               &L::free_space),
      duration_key("delivery", "give_up", "how long a letter is tried", delivery,
                   &Delivery::give_up),
      duration_key("delivery", "first_retry", "after the first failure", delivery,
                   &Delivery::first_retry),
      duration_key("delivery", "longest_retry", "between later tries", delivery,
                   &Delivery::longest_retry),
      duration_key("delivery", "warn_after",
                   "sender and operator hear of a letter that waits so long", delivery,
                   &Delivery::warn_after),
      size_key("delivery", "max_size", "a letter above it goes without original.pgp", delivery,
               &Delivery::max_size),
      text_key(
          "listening", "group", "may connect to a Unix socket of sources; empty: pouch's own group",
          [](auto& site) -> auto& { return site.listening.group; }),
      path_key(
          "servers", "credentials",
          "folder of passwords, one file each, USER@HOST, mode 0600 (or USER@HOST.token)",
          [](auto& site) -> auto& { return site.servers.credentials; }),
      path_key(
          "servers", "ca_file", "authorities for TLS; empty: the system's",
          [](auto& site) -> auto& { return site.servers.ca_file; }),
      duration_key("collecting", "every", "how often a mailbox is looked into that gives no news",
                   &Site::collecting, &Collecting::every),
      text_key(
          "collecting", "folder", "settled mail is moved to Done, Refused, Held below it",
          [](auto& site) -> auto& { return site.collecting.folder; }),
      {"strangers", "answer", "boolean", "send strangers the one fixed text in the clear",
       [](TomlTable& toml, const std::string& key, Site& site) {
         site.strangers.answer = toml.boolean(key).value_or(site.strangers.answer);
       },
       [](const Site& site) { return site.strangers.answer ? "true" : "false"; }},
      count_key("strangers", "per_hour", "such texts to one address", strangers,
                &Strangers::per_hour, 1, 100),
      outside_key(),
      digest_key(),
      {"retention", "automatic", "boolean", "ask owners and erase what is due, without an operator",
       [](TomlTable& toml, const std::string& key, Site& site) {
         site.retention.automatic = toml.boolean(key).value_or(site.retention.automatic);
       },
       [](const Site& site) { return site.retention.automatic ? "true" : "false"; }},
      count_key("retention", "first", "months from an exchange's end to the first review",
                &Site::retention, &Retention::first, 1, 6),
      count_key("retention", "later", "months from its beginning, and between later reviews",
                &Site::retention, &Retention::later, 1, 36),
      count_key("retention", "yearly", "the same, for victims, witnesses and minors",
                &Site::retention, &Retention::yearly, 1, 12),
      count_key("retention", "notice", "days before an erasure on which its owner is asked",
                &Site::retention, &Retention::notice, 14, 365),
      count_key("search", "group", "messages indexed in one commit", search, &SearchSettings::group,
                1, 10000),
      ocr_key(),
      {"search", "cross_check", "boolean", "compare each new request with what is held",
       [](TomlTable& toml, const std::string& key, Site& site) {
         site.search.cross_check = toml.boolean(key).value_or(site.search.cross_check);
       },
       [](const Site& site) { return site.search.cross_check ? "true" : "false"; }},
      text_key(
          "web", "listen",
          "where a proxy finds the page: unix:/PATH or 127.0.0.1:PORT; empty: there is none",
          [](auto& site) -> auto& { return site.web.listen; }),
      text_key(
          "web", "group", "the proxy's: may connect to a Unix socket of web.listen",
          [](auto& site) -> auto& { return site.web.group; }),
      text_key(
          "web", "origin", "the page's address as people see it, https://HOST",
          [](auto& site) -> auto& { return site.web.origin; }),
      duration_key("web", "idle", "a session in which nothing is asked for so long ends",
                   &Site::web, &WebSettings::idle, seconds(60)),
      duration_key("web", "longest", "a session ends after it, whatever is asked", &Site::web,
                   &WebSettings::longest, seconds(60)),
      {"web", "code", "boolean", "take the code inside a sealed mail, typed by hand",
       [](TomlTable& toml, const std::string& key, Site& site) {
         site.web.code = toml.boolean(key).value_or(site.web.code);
       },
       [](const Site& site) { return site.web.code ? "true" : "false"; }},
      {"web", "form", "boolean", "let people ask on the page for the mail that lets them in",
       [](TomlTable& toml, const std::string& key, Site& site) {
         site.web.form = toml.boolean(key).value_or(site.web.form);
       },
       [](const Site& site) { return site.web.form ? "true" : "false"; }},
  };
  return table;
}

}  // namespace pouch::config
