#include <CLI/CLI.hpp>
#include <fstream>

#include "config/directory.hpp"
#include "config/site.hpp"
#include "gateway/store/store.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/headers.hpp"
#include "mail/openpgp/keyring.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path folder, import_key;
  std::string address, prefix = "SEL";
};

void write_new(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    throw Fault(true, "cannot write " + file.string(),
                "is there space, and may this user write there?");
  }
}

// The address as Pouch writes it: the domain in lower case.
std::string plain_address(const std::string& text) {
  const auto parsed = mail::parse_addresses(text, mail::Limits());
  if (!parsed || parsed->size() != 1 || !mail::same_address(parsed->front().spec, text)) {
    throw Refusal(kUsage, "--address takes a plain address like requests@pouch.example");
  }
  return parsed->front().spec;
}

void check_options(const Options& options) {
  const bool letters = std::all_of(options.prefix.begin(), options.prefix.end(),
                                   [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!letters || options.prefix.size() < 2 || options.prefix.size() > 8) {
    throw Refusal(kUsage, "--prefix takes 2 to 8 capital letters, as in SEL");
  }
  if (fs::exists(options.folder / "pouch.toml")) {
    throw Refusal(kNo, options.folder.string() + " is a site already");
  }
}

// Secrets of the site: the data key, wrapped by the gateway's own OpenPGP key (DECISIONS 21).
void make_secrets(const fs::path& folder, const std::string& key) {
  const auto data_key = Secret::random();
  mail::openpgp::Engine engine(folder / "gnupg", mail::Limits());
  make_state(folder / "state", data_key, engine.encrypt_to(data_key.octets(), key));
}

int init(const Call& call, Options options) {
  options.address = plain_address(options.address);
  check_options(options);
  for (const auto* name : {"", "keys", "templates", "gnupg", "state"}) {
    fs::create_directories(options.folder / name);
    fs::permissions(options.folder / name, fs::perms::owner_all);
  }
  const auto home = fs::absolute(options.folder) / "gnupg";
  mail::openpgp::prepare_home(home);
  mail::openpgp::start_agent(home);
  std::string key;
  try {
    key = options.import_key.empty()
              ? mail::openpgp::make_gateway_key(home, "Pouch gateway", options.address)
              : mail::openpgp::import_gateway_key(home, options.import_key);
    make_secrets(fs::absolute(options.folder), key);
  } catch (...) {
    mail::openpgp::stop_agent(home);
    throw;
  }
  mail::openpgp::stop_agent(home);
  write_new(options.folder / "directory.toml", config::sample_directory());
  write_new(options.folder / "pouch.toml",
            config::sample_site(options.address, options.prefix, key));
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
                 "keys/, then pouch -c %s check\n",
                 (options.folder / "pouch.toml").c_str());
  }
  return kDone;
}

}  // namespace

void add_init(CLI::App& app, Call& call) {
  auto* verb =
      app.add_subcommand("init", "Make a site: configuration, empty directory, gateway key");
  auto options = std::make_shared<Options>();
  verb->add_option("folder", options->folder, "where; made when missing")->required();
  verb->add_option("--address", options->address, "the gateway's mail address")->required();
  verb->add_option("--prefix", options->prefix, "of case numbers, 2 to 8 capital letters");
  verb->add_option("--import-key", options->import_key, "a secret key file instead of a new key")
      ->check(CLI::ExistingFile);
  verb->add_flag("--json", call.json, "print JSON (docs/schemas/init.json)");
  verb->footer("Example: pouch init /var/lib/pouch --address requests@pouch.example --prefix SEL");
  verb->callback(
      [&call, options] { call.run = [&call, options] { return init(call, *options); }; });
}

}  // namespace pouch::gateway
