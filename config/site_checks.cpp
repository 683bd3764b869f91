#include "config/site_checks.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "config/address.hpp"
#include "config/ways.hpp"

namespace pouch::config {
namespace {

bool starts_with_any(const std::string& text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

bool is_ip_address(const std::string& text) {
  in6_addr ignored{};
  return inet_pton(AF_INET, text.c_str(), &ignored) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &ignored) == 1;
}

// A whole number within its range, else a finding.
std::int64_t number_of(TomlTable& toml, const std::string& key, std::int64_t least,
                       std::int64_t most) {
  if (!toml.has(key)) {
    toml.finding(key, "is missing", "year = 2021, host = \"127.0.0.1\", port = 7021");
    return least;
  }
  const auto value = toml.integer(key).value_or(least);
  if (value < least || value > most) {
    toml.finding(key, "is out of range",
                 "from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return value;
}

}  // namespace

bool is_collected(const std::string& source) {
  return starts_with_any(source, {"imap://", "imaps://", "maildir:"});
}

void check_names(TomlTable& toml, const Site& site) {
  if (!is_address(site.address)) {
    toml.finding("address", "must be a mail address", "address = \"requests@pouch.example\"");
  }
  const bool capital = std::all_of(site.prefix.begin(), site.prefix.end(),
                                   [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!capital || site.prefix.size() < 2 || site.prefix.size() > 8) {
    toml.finding("prefix", "must be 2 to 8 capital letters", "prefix = \"SEL\"");
  }
  if (!site.key.empty() && normal_fingerprint(site.key).empty()) {
    toml.finding("key", "is no fingerprint", "40 hexadecimal digits: gpg --list-keys");
  }
  if (!is_time_zone(site.time_zone)) {
    toml.finding("time_zone", "is not known on this machine", "time_zone = \"Europe/Bucharest\"");
  }
  if (site.highest_classification != "UNCLASSIFIED" &&
      site.highest_classification != "RESTRICTED") {
    toml.finding("highest_classification", "is not allowed", "UNCLASSIFIED or RESTRICTED");
  }
  for (const auto& address : site.also_addressed_as) {
    if (!is_address(address)) {
      toml.finding("also_addressed_as", "\"" + address + "\" is no mail address", "user@domain");
    }
  }
}

void check_ways(TomlTable& toml, const Site& site) {
  for (const auto& [key, list] : {std::pair("sources", &site.sources), {"outbox", &site.outbox}}) {
    if (std::any_of(list->begin(), list->end(), holds_password)) {
      toml.finding(key, "must not hold a password",
                   "put it in a file of mode 0600 , named USER@HOST, in the folder "
                   "servers.credentials");
      return;
    }
  }
  if (!site.metrics.empty() && !is_local_place(site.metrics)) {
    toml.finding("metrics",
                 "\"" + site.metrics +
                     "\" is no socket and no port of the loopback: the figures go in "
                     "the clear, to whoever asks",
                 "metrics = \"127.0.0.1:9464\" or \"unix:/run/pouch/metrics.sock\"");
  }
  if (site.sources.empty()) {
    toml.finding("sources", "is empty: no mail would come in",
                 "sources = [\"smtp://127.0.0.1:2525\"]");
  }
  for (const auto& source : site.sources) {
    if (!starts_with_any(source, {"smtp://", "lmtp://", "lmtp:/"}) && !is_collected(source)) {
      toml.finding(
          "sources", "\"" + source + "\" is of no known kind",
          "smtp://127.0.0.1:2525, lmtp:/run/pouch/lmtp.sock, imaps://user@mail.example/INBOX "
          "or maildir:FOLDER");
    } else if (!has_good_port(source, !is_collected(source), is_collected(source) ? 1 : 0)) {
      toml.finding("sources", "\"" + source + "\" names no host and port",
                   "smtp://127.0.0.1:2525; port 0 takes a free one");
    }
  }
  if (site.outbox.empty()) {
    toml.finding("outbox", "is empty: no letter would go out", "outbox = \"maildir:state/outbox\"");
  }
  for (const auto& outbox : site.outbox) {
    if (!starts_with_any(outbox, {"maildir:", "smtp://", "smtps://"})) {
      toml.finding("outbox", "\"" + outbox + "\" is of no known kind",
                   "maildir:state/outbox, smtp://127.0.0.1:25 or smtps://user@mail.example");
    } else if (!has_good_port(outbox, false, 1)) {
      toml.finding("outbox", "\"" + outbox + "\" names no host and port",
                   "smtp://127.0.0.1:25 or smtps://user@mail.example");
    }
  }
}

void check_web(TomlTable& toml, const WebSettings& web) {
  if (!web.listen.empty() && !is_local_place(web.listen)) {
    toml.finding("listen",
                 "\"" + web.listen +
                     "\" is no socket and no port of the loopback: the page is for a proxy here, "
                     "which speaks TLS with the world",
                 "listen = \"unix:/run/pouch/web.sock\" or \"127.0.0.1:8025\"");
  }
  if (!web.listen.empty() && !is_origin(web.origin)) {
    toml.finding("origin", "\"" + web.origin + "\" is no address of a site",
                 "origin = \"https://pouch.example\", without a slash at its end; http:// only "
                 "for a host of the loopback");
  }
  if (web.longest < web.idle) {
    toml.finding("longest", "is shorter than idle", "idle = \"20m\", longest = \"8h\"");
  }
}

void read_shards(TomlTable& search, Site& site) {
  constexpr std::int64_t kFirst = 1990, kLast = 2099, kLastPort = 65535;
  for (auto& toml : search.tables("shard")) {
    SearchShard shard;
    shard.year = static_cast<int>(number_of(toml, "year", kFirst, kLast));
    shard.port = static_cast<unsigned>(number_of(toml, "port", 1, kLastPort));
    shard.host = toml.text("host").value_or("");
    if (!is_ip_address(shard.host)) {
      toml.finding("host", "is no IP address: looking up a name may take any time",
                   "host = \"127.0.0.1\", the near end of a tunnel");
    }
    const auto same = [&](const SearchShard& other) { return other.year == shard.year; };
    if (std::any_of(site.search.shards.begin(), site.search.shards.end(), same)) {
      toml.finding("year", "is served twice", "one [[search.shard]] for each year");
    }
    toml.reject_unknown();
    site.search.shards.push_back(std::move(shard));
  }
}

}  // namespace pouch::config
