// pouch.toml as typed values (SPEC section 4, DECISIONS 26): read in one place, complete, every key
// with a safe default, unknown keys are errors. Durations "14d", "30s", "8h"; sizes "25 MB";
// relative paths start at the folder of pouch.toml. Secrets are never in it. One table of keys
// drives the loader, the sample file and the man page.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/fault.hpp"

namespace pouch::config {

struct SiteLimits {
  std::size_t message = 25u << 20;
  std::size_t header_block = 256u << 10;
  std::size_t header_field = 16u << 10;
  std::size_t header_fields = 500;
  std::size_t depth = 20;
  std::size_t parts = 200;
  std::size_t plaintext = 64u << 20;
  std::size_t expansion = 200;
  std::chrono::seconds crypto_time{30};
  std::chrono::seconds signature_age{14 * 86400};
  std::chrono::seconds clock_skew{15 * 60};
  std::size_t attempts = 3;            // of a mail that kills its worker
  std::size_t letters_per_hour = 100;  // automatic letters to one address
  std::size_t received_hops = 50;
  std::chrono::seconds held{30 * 86400};  // mail of strangers; then it is dropped
  std::size_t free_space = 256u << 20;    // kept on the disk of state/ for mail that was taken
  std::size_t restore_gap = 1000;         // serials that a restore skips
};

struct Delivery {
  std::chrono::seconds give_up{5 * 86400};
  std::chrono::seconds first_retry{60};
  std::chrono::seconds longest_retry{4 * 3600};
  std::chrono::seconds warn_after{4 * 3600};  // sender and operator hear of a letter that waits
  std::size_t max_size = 25u << 20;
};

// Sources that are listened on (smtp, lmtp).
struct Listening {
  std::string group;  // who may connect to a Unix socket besides the user that runs pouch
};

// Other mail servers: to where letters go, and from where mail is collected.
struct Servers {
  std::filesystem::path credentials;  // folder of secrets, one file each: USER@HOST
  std::filesystem::path ca_file;      // authorities that are trusted; empty: the system's
};

// Mailboxes from which mail is collected (imap, imaps, maildir).
struct Collecting {
  std::chrono::seconds every{60};  // where the server gives no news by itself
  std::string folder = "Pouch";    // settled mail goes to Done, Refused, Held below it
};

struct Strangers {
  bool answer = false;       // the one fixed text of SPEC section 9
  std::size_t per_hour = 1;  // to one address
};

// What the outside of a letter says, which every mail server on its way can read.
struct Letters {
  enum class Outside { kKind, kNumber };
  Outside outside = Outside::kKind;  // of the letter, beside its case number; or that alone
  // When desks get their digest of the day, since midnight where they are; none: never.
  std::optional<std::chrono::minutes> digest = std::chrono::hours(8);
};

// How long cases are kept (gateway/cases/retention.hpp). Months are the calendar's.
struct Retention {
  bool automatic = true;    // owners are asked, and cases erased, without an operator
  std::size_t first = 6;    // months after an exchange is concluded
  std::size_t later = 36;   // months after it began, and between later reviews
  std::size_t yearly = 12;  // the same, for victims, witnesses and minors
  std::size_t notice = 90;  // days before a case is erased
};

// A closed year of the index that another machine serves: [[search.shard]].
struct SearchShard {
  int year = 0;
  std::string host;  // an IP address
  unsigned port = 0;
};

struct SearchSettings {
  std::size_t group = 100;       // documents per commit
  std::vector<std::string> ocr;  // languages of scanned pages, as tesseract names them; none: off
  bool cross_check = true;       // each new request is compared with what is held
  std::vector<SearchShard> shards;  // of different years
};

// The page for a browser: [web].
struct WebSettings {
  std::string listen;  // unix:/PATH or HOST:PORT of the loopback; empty: there is no page
  std::string group;   // whose members may connect to a Unix socket: the proxy's
  std::string origin;  // "https://pouch.example", as people see it
  std::chrono::seconds idle = std::chrono::minutes(20),
                       longest = std::chrono::hours(8);  // sessions
  bool code = true;  // the code inside a sealed mail may be typed by hand
  bool form = true;  // who wants to enter may ask for the mail on the page
};

struct Site {
  std::filesystem::path file;  // pouch.toml itself
  std::filesystem::path folder;
  std::string address;         // requests@pouch.example
  std::string name = "Pouch";  // display name of the gateway
  std::string prefix = "SEL";
  std::string time_zone = "UTC";
  std::string key;  // gateway's primary fingerprint; empty: the only secret key
  std::vector<std::string> also_addressed_as;
  std::vector<std::string> sources{"smtp://127.0.0.1:2525"};
  std::vector<std::string> outbox{"maildir:state/outbox"};
  std::size_t workers = 2;
  std::string metrics;  // where figures are read: unix:/PATH or HOST:PORT of the loopback; or empty
  std::string highest_classification = "RESTRICTED";
  std::filesystem::path directory;  // directory.toml
  std::filesystem::path keys;       // keys/
  std::filesystem::path templates;  // the site's own
  std::filesystem::path gnupg;
  std::filesystem::path state;
  SiteLimits limits;
  Delivery delivery;
  Listening listening;
  Servers servers;
  Collecting collecting;
  Strangers strangers;
  Letters letters;
  Retention retention;
  SearchSettings search;
  WebSettings web;
};

// A source that is collected from, not listened on.
bool is_collected(const std::string& source);

// Throws Fault with every finding.
Site load_site(const std::filesystem::path& file);
// The text that `pouch init` writes: every key with its default, commented.
std::string sample_site(const std::string& address, const std::string& prefix,
                        const std::string& key);
// For the man page and its test: every key with type, default and one line of help.
struct KeyHelp {
  std::string key, type, default_text, help;
};
std::vector<KeyHelp> site_keys();

}  // namespace pouch::config
