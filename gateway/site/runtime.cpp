#include "gateway/site/runtime.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "config/trust.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/own_keys.hpp"
#include "gateway/store/data_key.hpp"
#include "mail/openpgp/engine.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyOctets = 32;
constexpr const char* kStatedFolder = "POUCH_TEMPLATES";

mail::Limits limits_of(const config::SiteLimits& site) {
  mail::Limits limits;
  // All of them: with one more this does not compile, and whose it is must be said here. The number
  // of encoded words and ciphertexts, and the length of a text, are the mail room's own.
  auto& [message, header_block, header_field, header_fields, encoded_words, depth, parts,
         ciphertexts, text, plaintext, expansion, crypto_time] = limits;
  message = site.message;
  header_block = site.header_block;
  header_field = site.header_field;
  header_fields = site.header_fields;
  depth = site.depth;
  parts = site.parts;
  plaintext = site.plaintext;
  expansion = site.expansion;
  crypto_time = site.crypto_time;
  return limits;
}

templates::TemplateSet load_templates(const config::Site& site,
                                      const templates::LoadOptions& options) {
  std::vector<fs::path> folders{shipped_templates()};
  std::error_code ignored;
  if (fs::is_directory(site.templates, ignored)) {
    folders.push_back(site.templates);
  }
  std::vector<templates::LoadFault> faults;
  auto set = templates::TemplateSet::load(folders, faults, options);
  if (!faults.empty()) {
    std::vector<config::Finding> findings;
    findings.reserve(faults.size());
    for (const auto& fault : faults) {
      findings.push_back({fault.file, fault.line, fault.key, fault.what, fault.hint});
    }
    throw config::Fault(std::move(findings));
  }
  return set;
}

// The one secret key of the home, when pouch.toml names none.
std::string only_secret_key(const config::Site& site, const mail::Limits& limits) {
  mail::openpgp::Engine engine(site.gnupg, limits);
  const auto keys = engine.keys(true);
  if (keys.size() != 1) {
    throw config::Fault(
        {{site.file.string(), 0, "key",
          std::to_string(keys.size()) + " secret keys lie in " + site.gnupg.string(),
          "write key = \"FINGERPRINT\" of the gateway's own"}});
  }
  return keys.front().fingerprint;
}

void find_own_keys(Runtime& runtime) {
  const auto& site = runtime.site;
  if (auto in_use = keys_in_use(read_own_keys(site.gnupg), site.key, runtime.now())) {
    runtime.gateway_key = std::move(in_use->current);
    runtime.further_keys = std::move(in_use->further);
    runtime.next_retirement = in_use->next_retirement;
  } else {
    runtime.gateway_key = site.key.empty() ? only_secret_key(site, runtime.limits) : site.key;
  }
}

// What root writes into another user's store the daemon cannot read any more.
void refuse_root(const config::Site& site) {
  struct stat facts {};
  if (geteuid() != 0 || stat(site.state.c_str(), &facts) != 0 || facts.st_uid == 0) {
    return;
  }
  const auto* owner = getpwuid(facts.st_uid);
  const std::string name = owner == nullptr ? std::to_string(facts.st_uid) : owner->pw_name;
  throw Fault(false, "this site belongs to user " + name + ", not to root",
              "runuser -u " + name + " -- pouch ...");
}

}  // namespace

Clock system_clock() {
  return [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); };
}

fs::path shipped_templates() {
  if (const char* stated = std::getenv(kStatedFolder)) {
    return stated;
  }
  std::error_code ignored;
  const auto program = fs::read_symlink("/proc/self/exe", ignored);
  // PREFIX/bin/pouch, wherever the prefix was moved to.
  auto installed = program.parent_path().parent_path() / "share" / "pouch" / "templates";
  if (fs::is_directory(installed, ignored)) {
    return installed;
  }
  // build/<preset>/pouch, or a test program some folders below it.
  for (auto folder = program.parent_path(); folder.has_relative_path();
       folder = folder.parent_path()) {
    if (folder.filename() == "build") {
      auto beside = folder.parent_path() / "templates" / "forms";
      if (fs::is_directory(beside, ignored)) {
        return beside;
      }
    }
  }
  return "/usr/share/pouch/templates";
}

bool are_checked_when_built() { return std::getenv(kStatedFolder) == nullptr; }

config::Site load_own_site(const fs::path& site_file) {
  auto site = config::load_site(site_file);
  refuse_root(site);
  if (auto findings = config::open_to_others(site); !findings.empty()) {
    throw config::Fault(std::move(findings));
  }
  return site;
}

Runtime load_runtime_without_forms(const fs::path& site_file) {
  Runtime runtime;
  runtime.site = load_own_site(site_file);
  runtime.directory = config::load_directory(runtime.site.directory);
  runtime.limits = limits_of(runtime.site.limits);
  find_own_keys(runtime);
  malloc_trim(0);  // what the parsers left, in every process for as long as it runs
  return runtime;
}

Runtime load_runtime(const fs::path& site_file, Forms forms) {
  auto runtime = load_runtime_without_forms(site_file);
  if (forms != Forms::kNone) {
    runtime.templates = load_templates(runtime.site, {.first_is_checked = are_checked_when_built(),
                                                      .languages = forms == Forms::kRead});
    malloc_trim(0);
  }
  return runtime;
}

void check_forms(const config::Site& site, Shipped shipped) {
  load_templates(site,
                 {.first_is_checked = shipped == Shipped::kTrusted && are_checked_when_built()});
  malloc_trim(0);
}

Secret unwrap_data_key(const Runtime& runtime) {
  mail::openpgp::Engine engine(runtime.site.gnupg, runtime.limits);
  auto octets = engine.decrypt(wrapped_data_key(runtime.site.state));
  if (octets.size() != kKeyOctets) {
    throw Fault(false, "state/data-key.pgp does not hold a data key",
                "restore the state folder from its backup");
  }
  auto key = Secret::from(octets);
  explicit_bzero(octets.data(), octets.size());
  return key;
}

int data_key_descriptor(const Secret& data_key) {
  const int descriptor = memfd_create("pouch-data-key", 0);  // inherited on purpose
  const auto octets = data_key.octets();
  if (descriptor < 0 ||
      pwrite(descriptor, octets.data(), octets.size(), 0) != static_cast<ssize_t>(octets.size())) {
    throw Fault(true, "cannot pass the data key to a process", "is the machine out of memory?");
  }
  return descriptor;
}

Secret read_data_key(int descriptor) {
  auto key = Secret::made([&](unsigned char* into) {
    if (pread(descriptor, into, kKeyOctets, 0) != static_cast<ssize_t>(kKeyOctets)) {
      throw Fault(false, "the data key was not handed over", "start this process by pouch serve");
    }
  });
  close(descriptor);
  return key;
}

mail::ServerAccess server_access(const config::Site& site) {
  mail::ServerAccess access;
  if (const char* given = std::getenv("CREDENTIALS_DIRECTORY")) {
    access.credentials.emplace_back(given);
  }
  access.credentials.push_back(site.servers.credentials);
  access.ca_file = site.servers.ca_file;
  access.client_name = site.address.substr(site.address.rfind('@') + 1);
  return access;
}

bool is_ours(const Runtime& runtime, std::string_view address) {
  return mail::same_but_for_tag(address, runtime.site.address) ||
         std::any_of(
             runtime.directory.groups.begin(), runtime.directory.groups.end(),
             [&](const auto& group) { return mail::same_but_for_tag(address, group.address); });
}

}  // namespace pouch::gateway
