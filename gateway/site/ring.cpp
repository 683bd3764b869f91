#include "gateway/site/ring.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "gateway/fault.hpp"
#include "gateway/site/key_addresses.hpp"
#include "gateway/site/key_notes.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/steps.hpp"
#include "mail/openpgp/home.hpp"
#include "mail/openpgp/keyring.hpp"
#include "mail/openpgp/own_key.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;
using mail::openpgp::read_if_there;

std::vector<fs::path> key_files(const Runtime& runtime) {
  std::vector<fs::path> files;
  if (fs::is_directory(runtime.site.keys)) {
    for (const auto& entry : fs::directory_iterator(runtime.site.keys)) {
      if (entry.path().extension() == ".asc") {
        files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What the ring is made from.
std::string sources_of(const Runtime& runtime, const std::vector<fs::path>& files) {
  std::string all =
      runtime.gateway_key + " " + read_if_there(mail::openpgp::own_keys_file(runtime.site.gnupg));
  for (const auto& fingerprint : runtime.further_keys) {
    all += "\n" + fingerprint;
  }
  for (const auto& id : wanted_user_ids(runtime)) {
    all += "\n" + id.address;
  }
  for (const auto& fingerprint : runtime.directory.fingerprints()) {
    const auto last = runtime.directory.last_day(fingerprint);
    all += "\n" + fingerprint +
           (last ? " " + std::to_string(last->time_since_epoch().count()) : std::string());
  }
  for (const auto& file : files) {
    all += "\n" + file.filename().string() + " " +
           sha256_hex(mail::openpgp::is_file(file) ? read_if_there(file) : std::string());
  }
  return sha256_hex(all);
}

// A ring that was restored or touched by hand is not the one that was made from them.
std::string mark_of(const Runtime& runtime, const std::string& sources) {
  return sources + " " + sha256_hex(read_if_there(runtime.site.gnupg / "pubring.kbx"));
}

class Lock {
 public:
  explicit Lock(const fs::path& file)
      : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0 || flock(descriptor_, LOCK_EX) != 0) {
      throw Fault(true, "cannot lock " + file.string(), "is the state folder writable?");
    }
  }
  ~Lock() { close(descriptor_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int descriptor_;
};

}  // namespace

bool sync_ring(const Runtime& runtime) {
  const Lock lock(runtime.site.state / "ring.lock");
  const auto files = key_files(runtime);
  const auto mark = runtime.site.state / "ring.state";
  const auto sources = sources_of(runtime, files);
  if (read_if_there(mark) == mark_of(runtime, sources)) {
    if (!has_key_notes(runtime.site.state)) {
      write_key_notes(runtime.site.state, keys_of_ring(runtime));
    }
    return false;
  }
  const auto missing = missing_addresses(runtime);
  if (!missing.empty()) {
    remember_added(runtime.site.state, missing, runtime.now());
    log(Level::kInfo, "key-addresses", {{"added", std::to_string(missing.size())}});
  }
  const auto report = mail::openpgp::rebuild_ring(
      runtime.site.gnupg, runtime.gateway_key, files, runtime.directory.fingerprints(),
      steps_of("ring"), wanted_user_ids(runtime), runtime.further_keys);
  for (const auto& fault : report.faults) {
    log(Level::kWarning, "key",
        {{"file", fault.file.filename().string()},
         {"fingerprint", fault.fingerprint},
         {"what", fault.what},
         {"hint", fault.hint}});
  }
  write_key_notes(runtime.site.state, keys_of_ring(runtime));
  std::ofstream(mark, std::ios::binary)
      << mark_of(runtime, sources);  // one that a power cut spoils is of no directory
  reached("ring.marked");
  return true;
}

}  // namespace pouch::gateway
