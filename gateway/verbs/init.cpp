// pouch init: makes a site (verb.hpp).
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "config/directory.hpp"
#include "config/site_text.hpp"
#include "gateway/store/data_key.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/openpgp/keyring.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

struct InitOptions {
  fs::path folder, data, import_key;
  std::string address, prefix = "SEL", user;
  bool split() const { return !data.empty(); }
};

constexpr fs::perms kOwner = fs::perms::owner_all;
constexpr fs::perms kGroupReads = fs::perms(0750), kGroupWrites = fs::perms(02770);
constexpr const char* kDelivering = "pouch-lmtp";
constexpr fs::perms kFileForGroup = fs::perms(0640);

// The address as Pouch writes it: the domain in lower case.
std::string plain_address(const std::string& text) {
  const auto parsed = mail::parse_addresses(text, mail::Limits());
  if (!parsed || parsed->size() != 1 || !mail::same_address(parsed->front().spec, text)) {
    throw Refusal(kUsage, "--address takes a plain address like requests@pouch.example");
  }
  return parsed->front().spec;
}

void check_options(const InitOptions& options) {
  const bool letters = std::all_of(options.prefix.begin(), options.prefix.end(),
                                   [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!letters || options.prefix.size() < 2 || options.prefix.size() > 8) {
    throw Refusal(kUsage, "--prefix takes 2 to 8 capital letters, as in SEL");
  }
  if (fs::exists(options.folder / "pouch.toml")) {
    throw Refusal(kNo, options.folder.string() + " is a site already");
  }
  const auto data = options.split() ? options.data : options.folder;
  for (const auto* rest : {"gnupg/pubring.kbx", "state/pouch.db"}) {
    std::error_code ignored;
    if (fs::exists(data / rest, ignored)) {
      throw Refusal(kNo, data.string() + " holds keys or a store, and " + options.folder.string() +
                             " no pouch.toml: after an init that did not finish remove gnupg and "
                             "state there; after a loss bring pouch.toml back from the backup");
    }
  }
}

// With a user ID for the site's address, also when a key was brought along.
std::string make_key(const fs::path& home, const InitOptions& options) {
  const mail::openpgp::UserId own{config::site_defaults().name, options.address};
  if (options.import_key.empty()) {
    return mail::openpgp::make_gateway_key(home, own.name, own.address);
  }
  const auto key = mail::openpgp::import_gateway_key(home, options.import_key);
  for (const auto& fault : mail::openpgp::rebuild_ring(home, key, {}, {}, {}, {own}).faults) {
    tell("pouch: the key " + fault.what + "; " + fault.hint + "\n");
  }
  return key;
}

// GnuPG home with the gateway's key, and the store; the data key is wrapped by that key (DECISIONS
// 21). The key's fingerprint.
std::string make_data(const fs::path& folder, const InitOptions& options) {
  for (const auto* name : {"gnupg", "state"}) {
    fs::create_directories(folder / name);
    fs::permissions(folder / name, kOwner);
  }
  const auto home = folder / "gnupg";
  mail::openpgp::prepare_home(home);
  mail::openpgp::start_agent(home);
  try {
    const auto key = make_key(home, options);
    const auto data_key = Secret::random();
    mail::openpgp::Engine engine(home, mail::Limits());
    make_state(folder / "state", data_key, engine.encrypt_to(data_key.octets(), key));
    mail::openpgp::stop_agent(home);
    return key;
  } catch (...) {
    mail::openpgp::stop_agent(home);
    throw;
  }
}

const passwd& entry_of(const std::string& user) {
  const auto* entry = getpwnam(user.c_str());
  if (entry == nullptr) {
    throw Refusal(kUsage, "there is no user " + user);
  }
  if (geteuid() != 0) {
    throw Refusal(kNotPermitted, "--user needs root; or run this as " + user + " without it");
  }
  return *entry;
}

void give(const fs::path& path, uid_t user, gid_t group, fs::perms mode) {
  if (chown(path.c_str(), user, group) != 0) {
    throw Fault(true, "cannot give " + path.string() + " away", "is it on a local file system?");
  }
  fs::permissions(path, mode);  // after chown, which takes the set-group-id bit off
}

// The same in a process that is that user, for good.
std::string make_data_as(const passwd& user, const fs::path& folder, const InitOptions& options) {
  int answer[2];
  if (pipe(answer) != 0) {
    throw Fault(true, "no descriptors left", "raise the limit of open files");
  }
  const pid_t child = fork();
  if (child == 0) {
    close(answer[0]);
    try {
      if (initgroups(user.pw_name, user.pw_gid) != 0 || setgid(user.pw_gid) != 0 ||
          setuid(user.pw_uid) != 0 || chdir("/") != 0) {
        throw Fault(false, "cannot become " + options.user, "run this as root");
      }
      setenv("HOME", folder.c_str(), 1);
      const auto key = make_data(folder, options);
      (void)!write(answer[1], key.data(), key.size());
      _exit(0);
    } catch (const std::exception& fault) {
      std::fprintf(stderr, "pouch: %s\n", fault.what());
      _exit(1);
    }
  }
  close(answer[1]);
  std::array<char, 128> octets{};
  std::string key;
  for (ssize_t got = 0; (got = read(answer[0], octets.data(), octets.size())) > 0;) {
    key.append(octets.data(), static_cast<std::size_t>(got));
  }
  close(answer[0]);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0 || key.empty()) {
    throw Refusal(kUnavailable, "the keys of the site could not be made as " + options.user);
  }
  return key;
}

// Who may deliver besides: the group of the package, when that user may give a socket to it.
std::string delivering_group(const std::string& user) {
  const auto* group = user.empty() ? nullptr : getgrnam(kDelivering);
  for (char** member = group == nullptr ? nullptr : group->gr_mem;
       member != nullptr && *member != nullptr; ++member) {
    if (user == *member) {
      return kDelivering;
    }
  }
  return {};
}

std::string site_file(const InitOptions& options, const fs::path& data, const std::string& key) {
  auto site = config::site_defaults();
  site.address = options.address;
  site.prefix = options.prefix;
  site.key = key;
  site.listening.group = delivering_group(options.user);
  if (options.split()) {
    site.gnupg = data / "gnupg";
    site.state = data / "state";
    site.outbox = {"maildir:" + (data / "state" / "outbox").string()};
  }
  return config::site_text(site);
}

// The configuration is root's; the daemon's group reads it, and adds public keys: they count once
// directory.toml names them.
void hand_over(const InitOptions& options, gid_t group) {
  give(options.folder, 0, group, kGroupReads);
  give(options.folder / "templates", 0, group, kGroupReads);
  give(options.folder / "keys", 0, group, kGroupWrites);
  for (const auto* name : {"pouch.toml", "directory.toml"}) {
    give(options.folder / name, 0, group, kFileForGroup);
  }
}

int init(const Call& call, InitOptions options) {
  options.address = plain_address(options.address);
  check_options(options);
  const passwd* user = options.user.empty() ? nullptr : &entry_of(options.user);
  const auto data = fs::absolute(options.split() ? options.data : options.folder);
  for (const auto* name : {"", "keys", "templates"}) {
    fs::create_directories(options.folder / name);
    fs::permissions(options.folder / name, kOwner);
  }
  std::string key;
  if (user != nullptr) {
    fs::create_directories(data);
    give(data, user->pw_uid, user->pw_gid, kOwner);
    key = make_data_as(*user, data, options);
  } else {
    key = make_data(data, options);
  }
  write_durably(options.folder / "directory.toml", config::sample_directory(),
                around_rename("init.directory"));
  write_durably(options.folder / "pouch.toml", site_file(options, data, key),
                around_rename("init.site"));
  if (user != nullptr) {
    hand_over(options, user->pw_gid);
  }
  if (call.json) {
    auto json = versioned();
    json["folder"] = fs::absolute(options.folder).string();
    json["address"] = options.address;
    json["prefix"] = options.prefix;
    json["key"] = key;
    print(json);
  } else {
    print("site " + options.folder.string() + " for " + options.address + "\ngateway key " + key +
          "\n");
    std::fprintf(stderr,
                 "pouch: next: enter countries, desks and members in directory.toml, their keys in "
                 "keys/, then %spouch -c %s check\n",
                 options.user.empty() ? "" : ("runuser -u " + options.user + " -- ").c_str(),
                 (options.folder / "pouch.toml").c_str());
  }
  return kDone;
}

}  // namespace

void add_init(Verb& pouch) {
  auto& verb = pouch.add("init", "Make a site: configuration, empty directory, gateway key");
  auto& options = verb.keep<InitOptions>();
  verb.option("folder", options.folder, "where; made when missing").required();
  verb.option("--address", options.address, "the gateway's mail address").required();
  verb.option("--prefix", options.prefix, "of case numbers, 2 to 8 capital letters");
  verb.option("--import-key", options.import_key, "a secret key file instead of a new key")
      .existing_file();
  verb.option("--data", options.data, "keys and store lie here, apart from configuration");
  verb.option("--user", options.user,
              "as root: this user's keys and store, configuration that its group reads")
      .needs("--data");
  verb.json("init.json");
  verb.footer(
      "Example: pouch init site --address requests@pouch.example --prefix SEL\n"
      "         pouch init /etc/pouch --address requests@pouch.example \\\n"
      "             --data /var/lib/pouch --user pouch");
  verb.action([&options](const Call& call) { return init(call, options); });
}

}  // namespace pouch::gateway
