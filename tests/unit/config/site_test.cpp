#include "config/site.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/unit/config/toml_file.hpp"

using namespace pouch::config;
namespace fs = std::filesystem;

namespace {

const std::string kLeast = "address = \"requests@pouch.example\"\n";

Site loaded(const std::string& text) {
  const TomlFile file("pouch.toml", text);
  return load_site(file.path);
}

std::string said(const std::string& text) {
  const TomlFile file("pouch.toml", text);
  return joined(findings_of(file.path, load_site));
}

// [table] and the key's own line for a key of site_keys().
std::string with(const std::string& key, const std::string& value) {
  const auto dot = key.find('.');
  if (dot == std::string::npos) {
    return key == "address" ? "address = " + value + "\n" : kLeast + key + " = " + value + "\n";
  }
  return kLeast + "[" + key.substr(0, dot) + "]\n" + key.substr(dot + 1) + " = " + value + "\n";
}

std::string line_and_name(const std::string& key) {
  const auto dot = key.find('.');
  if (dot != std::string::npos) return "3 " + key.substr(dot + 1) + ":";
  return (key == "address" ? "1 " : "2 ") + key + ":";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a file with an address alone has every default") {
  const auto site = loaded(kLeast);
  CHECK(site.address == "requests@pouch.example");
  CHECK(site.name == "Pouch");
  CHECK(site.prefix == "SEL");
  CHECK(site.time_zone == "UTC");
  CHECK(site.key.empty());
  CHECK(site.also_addressed_as.empty());
  CHECK(site.sources == std::vector<std::string>{"smtp://127.0.0.1:2525"});
  CHECK(site.outbox == std::vector<std::string>{"maildir:state/outbox"});
  CHECK(site.workers == 2);
  CHECK(site.highest_classification == "RESTRICTED");
  CHECK(site.limits.message == 25U << 20);
  CHECK(site.limits.crypto_time == std::chrono::seconds(30));
  CHECK(site.limits.signature_age == std::chrono::hours(14 * 24));
  CHECK(site.limits.clock_skew == std::chrono::minutes(15));
  CHECK(site.limits.attempts == 3);
  CHECK(site.limits.free_space == 256U << 20);
  CHECK(site.delivery.give_up == std::chrono::hours(120));
  CHECK(site.delivery.max_size == 25U << 20);
  CHECK_FALSE(site.strangers.answer);
  CHECK(site.search.group == 100);
  CHECK(site.search.ocr.empty());
}

TEST_CASE("every key takes its default as written, with help and a type") {
  REQUIRE(site_keys().size() > 30);
  for (const auto& key : site_keys()) {
    INFO(key.key << " = " << key.default_text);
    CHECK_FALSE(key.help.empty());
    CHECK_FALSE(key.type.empty());
    if (key.key != "address") CHECK(said(with(key.key, key.default_text)).empty());
  }
}

TEST_CASE("every key of a wrong type is told with its line") {
  for (const auto& key : site_keys()) {
    for (const std::string value : {"1979-05-27", "[1, 2]", "{ a = 1 }", "1.5"}) {
      INFO(key.key << " = " << value);
      const auto text = said(with(key.key, value));
      CHECK(contains(text, line_and_name(key.key) + " must be "));
    }
  }
}

TEST_CASE("every number, size and duration has its range") {
  for (const auto& key : site_keys()) {
    INFO(key.key);
    if (key.type == "whole number") {
      for (const std::string value : {"0", "-1", "9223372036854775807", "1000000"}) {
        CHECK(contains(said(with(key.key, value)), line_and_name(key.key) + " is out of range"));
      }
      CHECK(contains(said(with(key.key, "\"3\"")), line_and_name(key.key) + " must be"));
    } else if (key.type == "size") {
      for (const std::string value :
           {"\"\"", "\"25\"", "\"0 MB\"", "\"-1 MB\"", "\"25 TB\"", "\"MB\"", "\"5 GB\"",
            "\"1.5 MB\"", "\"99999999999999999999 B\"", "\"25 mb\""}) {
        INFO(value);
        CHECK(contains(said(with(key.key, value)), line_and_name(key.key) + " is no size"));
      }
    } else if (key.type == "duration") {
      for (const std::string value :
           {"\"\"", "\"5\"", "\"-5s\"", "\"5 years\"", "\"1.5h\"", "\"s\"",
            "\"99999999999999999999d\"", "\"73201d\"", "\"5D\""}) {
        INFO(value);
        CHECK(contains(said(with(key.key, value)), line_and_name(key.key) + " is no duration"));
      }
      if (key.key != "limits.clock_skew") {
        CHECK(contains(said(with(key.key, "\"0s\"")), line_and_name(key.key) + " is out of range"));
      }
    }
  }
}

TEST_CASE("durations and sizes are read in their units") {
  const auto site =
      loaded(kLeast +
             "[limits]\nmessage = \"3 KB\"\nplaintext = \"1GB\"\nheader_block = \"7 B\"\n"
             "crypto_time = \"2m\"\nsignature_age = \"8 h\"\nclock_skew = \"0s\"\n"
             "[delivery]\ngive_up = \"2d\"\n");
  CHECK(site.limits.message == 3072);
  CHECK(site.limits.plaintext == 1U << 30);
  CHECK(site.limits.header_block == 7);
  CHECK(site.limits.crypto_time == std::chrono::seconds(120));
  CHECK(site.limits.signature_age == std::chrono::hours(8));
  CHECK(site.limits.clock_skew == std::chrono::seconds(0));
  CHECK(site.delivery.give_up == std::chrono::hours(48));
}

TEST_CASE("the outside of letters says their kind, unless the site wants the number alone") {
  using Outside = Letters::Outside;
  CHECK(loaded(kLeast).letters.outside == Outside::kKind);
  CHECK(loaded(kLeast + "[letters]\noutside = \"kind\"\n").letters.outside == Outside::kKind);
  CHECK(loaded(kLeast + "[letters]\noutside = \"number\"\n").letters.outside == Outside::kNumber);
  for (const std::string value : {"\"\"", "\"Kind\"", "\"none\""}) {
    CHECK(contains(said(with("letters.outside", value)),
                   line_and_name("letters.outside") + " is neither"));
  }
}

TEST_CASE("relative paths start at the folder of pouch.toml, absolute ones stay") {
  const TomlFile file("pouch.toml", kLeast + "[paths]\nstate = \"/srv/pouch\"\nkeys = \"pub\"\n");
  const auto site = load_site(file.path);
  const auto folder = file.path.parent_path();
  CHECK(site.folder == folder);
  CHECK(site.directory == folder / "directory.toml");
  CHECK(site.keys == folder / "pub");
  CHECK(site.gnupg == folder / "gnupg");
  CHECK(site.templates == folder / "templates");
  CHECK(site.state == "/srv/pouch");
  CHECK(contains(said(with("paths.state", "\"\"")), "3 state: is empty"));
}

TEST_CASE("an unknown key is told with line, key and the nearest valid one") {
  CHECK(said(kLeast + "\nadress = \"x\"\n") ==
        "3 adress: is not known here (did you mean \"address\"?)\n");
  CHECK(said(kLeast + "[limits]\nmesage = \"1 MB\"\n") ==
        "3 mesage: is not known here (did you mean \"message\"?)\n");
  CHECK(said(kLeast + "[limts]\nmessage = \"1 MB\"\n") ==
        "2 limts: is not known here (did you mean \"limits\"?)\n");
  CHECK(said(kLeast + "[limits.deep]\nx = 1\n") == "2 deep: is not known here (remove it)\n");
  CHECK(contains(said(kLeast + "zzzzzz = 1\n"), "2 zzzzzz: is not known here"));
  CHECK(contains(said(kLeast + "[[limits]]\nmessage = \"1 MB\"\n"), "2 limits: must be a table"));
}

TEST_CASE("all faults are told at once, in one message with file and line") {
  const TomlFile file("pouch.toml", "prefix = \"sel\"\nworkers = 99\nfoo = 1\n");
  const auto all = findings_of(file.path, load_site);
  CHECK(all.size() == 4);
  CHECK(contains(joined(all), "address: must be a mail address"));
  CHECK(contains(joined(all), "1 prefix:"));
  CHECK(contains(joined(all), "2 workers:"));
  CHECK(contains(joined(all), "3 foo:"));
  try {
    load_site(file.path);
  } catch (const Fault& fault) {
    CHECK(contains(fault.what(), "pouch.toml:"));
    CHECK(contains(fault.what(), "and 3 more"));
  }
}

TEST_CASE("secrets are refused, with the way to keep them, and not repeated") {
  for (const std::string key : {"password", "passphrase", "secret", "smtp_password", "api_token"}) {
    const auto text = said(kLeast + key + " = \"canary\"\n");
    INFO(key);
    CHECK(contains(text, "2 " + key + ": is not known here"));
    CHECK(contains(text, "servers.credentials"));
    CHECK_FALSE(contains(text, "canary"));
  }
  for (const std::string line :
       {"outbox = \"smtps://pouch:canary@mail.example\"", "outbox = [\"smtp://a:canary@b:25\"]",
        "outbox = \"ftp://a:canary@b\"", "sources = \"imaps://a:canary@mail.example/INBOX\""}) {
    const auto text = said(kLeast + line + "\n");
    INFO(line);
    CHECK(contains(text, "must not hold a password"));
    CHECK_FALSE(contains(text, "canary"));
  }
  CHECK(said(kLeast + "outbox = \"smtps://pouch@mail.example\"\n").empty());
}

TEST_CASE("sources and outboxes are of known kinds with a port that can be") {
  for (const std::string source :
       {"smtp://127.0.0.1:0", "smtp://127.0.0.1:2525", "lmtp://127.0.0.1:65535", "smtp://[::1]:25",
        "lmtp:/run/pouch/lmtp.sock"}) {
    INFO(source);
    CHECK(said(kLeast + "sources = \"" + source + "\"\n").empty());
  }
  for (const std::string source :
       {"", "http://127.0.0.1:1", "smtp://127.0.0.1", "smtp://127.0.0.1:65536", "smtp://:25",
        "smtp://127.0.0.1:-1", "smtp://127.0.0.1:25x", "smtp://127.0.0.1:", "smtp://", "lmtp:x"}) {
    INFO(source);
    CHECK(contains(said(kLeast + "sources = \"" + source + "\"\n"), "2 sources:"));
  }
  for (const std::string outbox : {"maildir:state/outbox", "smtp://127.0.0.1:25",
                                   "smtps://user@mail.example", "smtp://[::1]"}) {
    INFO(outbox);
    CHECK(said(kLeast + "outbox = \"" + outbox + "\"\n").empty());
  }
  for (const std::string outbox :
       {"", "/var/mail", "smtp://127.0.0.1:0", "smtp://a:99999", "smtp://"}) {
    INFO(outbox);
    CHECK(contains(said(kLeast + "outbox = \"" + outbox + "\"\n"), "2 outbox:"));
  }
  CHECK(contains(said(kLeast + "sources = []\n"), "2 sources: is empty"));
  CHECK(contains(said(kLeast + "outbox = []\n"), "2 outbox: is empty"));
  CHECK(loaded(kLeast + "outbox = [\"maildir:a\", \"smtp://127.0.0.1:25\"]\n").outbox.size() == 2);
}

TEST_CASE("names, keys and zones are looked at") {
  for (const std::string line :
       {"prefix = \"S\"", "prefix = \"ABCDEFGHI\"", "prefix = \"SE1\"", "prefix = \"\"",
        "key = \"123\"", "key = \"0123456789ABCDEF0123456789ABCDEF0123456Z\"",
        "time_zone = \"Mars/Olympus\"", "time_zone = \"../../etc/passwd\"", "time_zone = \"\"",
        "time_zone = \"/etc/passwd\"", "highest_classification = \"SECRET\"",
        "also_addressed_as = [\"ok@a.example\", \"none\"]"}) {
    INFO(line);
    CHECK(contains(said(kLeast + line + "\n"), "2 " + line.substr(0, line.find(' ')) + ":"));
  }
  for (const std::string address : {"", "a", "@b", "a@", "a@b@c", "a b@c", "<a@b>", "a@b\\n"}) {
    INFO(address);
    CHECK(contains(said("address = \"" + address + "\"\n"), "1 address:"));
  }
  CHECK(loaded(kLeast + "key = \"0123 4567 89ab cdef 0123 4567 89AB CDEF 0123 4567\"\n").key ==
        "0123456789ABCDEF0123456789ABCDEF01234567");
  CHECK(contains(said(kLeast + "[delivery]\nfirst_retry = \"2h\"\nlongest_retry = \"1h\"\n"),
                 "2 delivery.longest_retry: is shorter than first_retry"));
}

TEST_CASE("a file that is none, or no TOML, is a finding") {
  CHECK(contains(joined(findings_of("/tmp/pouch-there-is-none/pouch.toml", load_site)),
                 "cannot be read"));
  CHECK(contains(joined(findings_of("/tmp", load_site)), "cannot be read"));
  CHECK(contains(said("address = \n"), "1 : "));
  CHECK(contains(said(kLeast + "workers = 2\nworkers = 3\n"), "3 : "));
  CHECK(contains(said(kLeast + "name = \"\xFF\xFE\"\n"), "2 : "));
  CHECK(contains(said(""), "address: must be a mail address"));
  CHECK_FALSE(said(std::string(5000, '[')).empty());
}

TEST_CASE("what init writes loads and is the defaults") {
  const auto site = loaded(sample_site("requests@pouch.example", "SEL", ""));
  const auto least = loaded(kLeast);
  CHECK(site.limits.message == least.limits.message);
  CHECK(site.sources == least.sources);
  CHECK(site.delivery.longest_retry == least.delivery.longest_retry);
}

TEST_CASE("the page listens on this machine alone, and says where people find it") {
  CHECK(loaded(kLeast).web.listen.empty());
  CHECK(loaded(kLeast).web.idle == std::chrono::minutes(20));
  CHECK(loaded(kLeast).web.longest == std::chrono::hours(8));
  const auto web = [](const std::string& listen, const std::string& origin) {
    return said(kLeast + "[web]\nlisten = \"" + listen + "\"\norigin = \"" + origin + "\"\n");
  };
  for (const auto* place : {"unix:/run/pouch/web.sock", "127.0.0.1:8025", "[::1]:8025"}) {
    CHECK(web(place, "https://pouch.example").empty());
  }
  for (const auto* place : {"0.0.0.0:8025", "pouch.example:80", "127.0.0.1", "unix:", "/run/x"}) {
    INFO(place);
    CHECK(contains(web(place, "https://pouch.example"), "3 listen: "));
  }
  for (const auto* origin : {"https://pouch.example:8443", "http://127.0.0.1:8025",
                             "http://localhost:8025", "https://[::1]:8443"}) {
    INFO(origin);
    CHECK(web("127.0.0.1:8025", origin).empty());
  }
  for (const auto* origin :
       {"", "pouch.example", "http://pouch.example", "https://pouch.example/", "https://",
        "https://Pouch.example", "https://a@pouch.example", "https://pouch.example:0"}) {
    INFO(origin);
    CHECK(contains(web("127.0.0.1:8025", origin), "4 origin: "));
  }
  CHECK(contains(said(kLeast + "[web]\nidle = \"9h\"\n"), "longest: is shorter"));
}

TEST_CASE("years of the index that other machines serve are read, each with its own server") {
  const auto site = loaded(kLeast +
                           "[search]\ngroup = 7\n"
                           "[[search.shard]]\nyear = 2021\nhost = \"127.0.0.1\"\nport = 7021\n"
                           "[[search.shard]]\nyear = 2020\nhost = \"fd00::7\"\nport = 65535\n");
  REQUIRE(site.search.shards.size() == 2);
  CHECK(site.search.group == 7);
  CHECK(site.search.shards[0].year == 2021);
  CHECK(site.search.shards[0].host == "127.0.0.1");
  CHECK(site.search.shards[1].port == 65535);
  CHECK(loaded(kLeast).search.shards.empty());
}

TEST_CASE("what is no year, address or port of a shard, or is one twice, is told with its line") {
  const auto shard = [](const std::string& year, const std::string& host, const std::string& port) {
    return "[[search.shard]]\nyear = " + year + "\nhost = " + host + "\nport = " + port + "\n";
  };
  const std::string here = "\"127.0.0.1\"";
  CHECK(said(kLeast + shard("2021", here, "7021")).empty());
  CHECK(contains(said(kLeast + shard("1989", here, "7021")), "3 year: is out of range"));
  CHECK(contains(said(kLeast + shard("2100", here, "7021")), "3 year: is out of range"));
  CHECK(contains(said(kLeast + shard("\"2021\"", here, "7021")), "3 year: must be"));
  CHECK(contains(said(kLeast + shard("2021", here, "0")), "5 port: is out of range"));
  CHECK(contains(said(kLeast + shard("2021", here, "65536")), "5 port: is out of range"));
  CHECK(contains(said(kLeast + shard("2021", "\"shards.example\"", "7021")),
                 "4 host: is no IP address"));
  CHECK(contains(said(kLeast + shard("2021", "\"\"", "7021")), "4 host: is no IP address"));
  CHECK(contains(said(kLeast + "[[search.shard]]\nyear = 2021\n"), "port: is missing"));
  CHECK(
      contains(said(kLeast + shard("2021", here, "7021") + "hots = 1\n"), "6 hots: is not known"));
  CHECK(contains(said(kLeast + shard("2021", here, "7021") + shard("2021", here, "7022")),
                 "7 year: is served twice"));
  CHECK(contains(said(kLeast + "[search]\nshard = 7\n"), "shard: must be tables"));
}

TEST_CASE("scanned pages are read in the languages that are named, as tesseract names them") {
  using Words = std::vector<std::string>;
  CHECK(loaded(with("search.ocr", "[\"eng\", \"srp\", \"bul\", \"ell\"]")).search.ocr ==
        Words{"eng", "srp", "bul", "ell"});
  CHECK(loaded(with("search.ocr", "[\"chi_sim\", \"script/Cyrillic\"]")).search.ocr ==
        Words{"chi_sim", "script/Cyrillic"});
  CHECK(loaded(with("search.ocr", "[]")).search.ocr.empty());
}

TEST_CASE("what is no language, or too many, is named with its line and an example") {
  using Words = std::vector<std::string>;
  const auto list = [](int count) {
    std::string text = "[";
    for (int n = 0; n < count; ++n) {
      text += (n == 0 ? "\"" : ", \"") + std::string("eng") + "\"";
    }
    return text + "]";
  };
  CHECK(loaded(with("search.ocr", list(8))).search.ocr.size() == 8);
  for (const auto& wrong :
       {list(9), std::string("[\"\"]"), std::string("[\"--psm\"]"), std::string("[\"e ng\"]"),
        std::string("[\"../eng\"]"), std::string("[\"/eng\"]"), std::string("[\"eng/\"]"),
        std::string("[\"eng+srp\"]"), std::string("[\"") + std::string(31, 'e') + "\"]"}) {
    INFO(wrong);
    const auto findings = said(with("search.ocr", wrong));
    CHECK(contains(findings, line_and_name("search.ocr")));
    CHECK(contains(findings, "is no list of languages"));
    CHECK(contains(findings, "tesseract --list-langs"));
  }
  CHECK(loaded(with("search.ocr", "\"eng\"")).search.ocr == Words{"eng"});
}
