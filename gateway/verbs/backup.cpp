// The verb `backup`: a consistent copy of the site.
#include <unistd.h>

#include "gateway/recovery/backup.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kBar = 40;

void draw(double part) {
  const auto full = static_cast<std::size_t>(part * kBar);
  std::fprintf(stderr, "\r[%s%s] %3d %%%s", std::string(full, '#').c_str(),
               std::string(kBar - full, ' ').c_str(), static_cast<int>(part * 100),
               part >= 1 ? "\n" : "");
}

int backup(const Call& call, const std::filesystem::path& folder) {
  const auto site = load_own_site(call.config);
  std::function<void(double)> copied;
  if (isatty(STDERR_FILENO) == 1) {
    copied = draw;
  }
  const auto note = make_backup(site, folder, system_clock()(), copied);
  if (call.json) {
    auto json = versioned();
    json["folder"] = std::filesystem::absolute(folder).lexically_normal().string();
    json["at"] = utc_time(note.at);
    json["epoch"] = note.epoch;
    json["audit_rows"] = note.audit_rows;
    json["mails"] = note.mails;
    json["letters"] = note.letters;
    json["octets"] = note.octets;
    print(json);
  } else {
    print("backup of " + utc_time(note.at) + " in " + folder.string() + ": " +
          std::to_string(note.octets >> 10) + " KB, audit log up to row " +
          std::to_string(note.audit_rows) + "\n");
    std::fputs(
        "pouch: keep case-keys 30 days and no longer, gateway-key in a safe off the machine\n",
        stderr);
  }
  return kDone;
}

}  // namespace

void add_backup(Verb& pouch) {
  auto& verb = pouch.add("backup", "A consistent copy of the site, while the daemon runs");
  auto& folder = verb.keep<std::filesystem::path>();
  verb.option("folder", folder, "where; made when missing, else it must be empty").required();
  verb.json("backup.json");
  verb.footer(
      "Makes three parts, which have three lives: site, case-keys, gateway-key. Needs no key.\n"
      "Example: pouch backup /var/backups/pouch/2026-11-28");
  verb.action([&folder](const Call& call) { return backup(call, folder); });
}

}  // namespace pouch::gateway
