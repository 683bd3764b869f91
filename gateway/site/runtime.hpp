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
#include "search/index/index.hpp"
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

// What a process has of the forms; each step costs it time at its start, and memory as long as it
// runs. kEnglish: without their words in other languages, for who shows them to nobody.
enum class Forms { kNone, kEnglish, kRead };

// Reads configuration, directory and templates; throws config::Fault with every finding. Forms of
// the site's own are checked whole, shipped ones where the site adds to them.
Runtime load_runtime(const std::filesystem::path& site_file, Forms forms = Forms::kRead);
Runtime load_runtime_without_forms(const std::filesystem::path& site_file);

// Throws as load_runtime() does when the forms have a fault, and keeps nothing of them. kChecked:
// also those that were shipped, which somebody may have changed since.
enum class Shipped { kTrusted, kChecked };
void check_forms(const config::Site& site, Shipped shipped);

// The folder of shipped templates: beside the source tree when run from a build, else
// /usr/share/pouch/templates; $POUCH_TEMPLATES stands above both.
std::filesystem::path shipped_templates();
// Whether what lies there was checked when it was built: not in a folder that the caller names.
bool are_checked_when_built();

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
