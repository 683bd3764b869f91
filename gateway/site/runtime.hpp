// What every process and verb of a site needs, opened once: configuration, directory, templates,
// the gateway's own key, the data key. No global state: the clock is a parameter too (STYLE habit
// 8).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/directory.hpp"
#include "config/site.hpp"
#include "gateway/cases/case.hpp"
#include "gateway/site/clock_watch.hpp"
#include "gateway/store/vault.hpp"
#include "mail/limits.hpp"
#include "mail/transport/login.hpp"
#include "search/index.hpp"
#include "templates/template.hpp"

namespace pouch::gateway {

using Clock = ClockWatch::Clock;
Clock system_clock();

struct Runtime {
  config::Site site;
  config::Directory directory;
  templates::TemplateSet templates;
  std::string gateway_key;                // primary fingerprint that signs letters and opens mail
  std::vector<std::string> further_keys;  // own ones that open mail besides (own_keys.hpp)
  std::optional<Time> next_retirement;    // when the first of them ends
  mail::Limits limits;                    // of site.limits
  Clock now = system_clock();
  ClockWatch watch{system_clock()};
  std::optional<search::Key> index_key;  // of processes that hold the data key
};

// The configuration alone; throws config::Fault, and Fault when root reads another user's site.
config::Site load_own_site(const std::filesystem::path& site_file);

// Reads configuration, directory and templates; throws config::Fault with every finding.
Runtime load_runtime(const std::filesystem::path& site_file);
// The same without the templates, for processes that read no form: several MB less in each.
Runtime load_runtime_without_forms(const std::filesystem::path& site_file);

// The folder of shipped templates: beside the source tree when run from a build, else
// /usr/share/pouch/templates; $POUCH_TEMPLATES stands above both.
std::filesystem::path shipped_templates();

// Opens state/data-key.pgp with the gateway's key: one GnuPG call.
Secret unwrap_data_key(const Runtime& runtime);

// A supervisor hands the data key to its children by an inherited descriptor (DECISIONS 21).
int data_key_descriptor(const Secret& data_key);  // an unnamed file in memory, offset 0
Secret read_data_key(int descriptor);             // reads and closes it

// Secrets come from systemd's $CREDENTIALS_DIRECTORY first, then from servers.credentials.
mail::ServerAccess server_access(const config::Site& site);

// Address of the gateway with any +tag, or one of its groups.
bool is_ours(const Runtime& runtime, std::string_view address);

}  // namespace pouch::gateway
