#include "mail/openpgp/home.hpp"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "mail/fault.hpp"
#include "mail/openpgp/policy.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

// SECURITY section 3, ENGINES decision 4. What algorithms it may use is said by policy.hpp.
constexpr const char* kGpgConf = R"(no-auto-key-retrieve
no-auto-key-locate
no-auto-key-import
no-include-key-block
disable-dirmngr
no-symkey-cache
no-autostart
trust-model always
import-options self-sigs-only,import-minimal,no-repair-keys
no-auto-check-trustdb
no-random-seed-file
no-emit-version
no-comments
compress-algo none
)";

constexpr const char* kAgentConf = R"(auto-expand-secmem 0x30000
no-allow-external-cache
disable-scdaemon
no-allow-loopback-pinentry
listen-backlog 128
)";

// GnuPG's lock files hold the pid of their owner and the name of his host, a line each. Alive is a
// program of GnuPG on this machine: the home is never shared (SECURITY class 21), and after a
// restart the number may be anybody's.
bool is_held(const fs::path& lock) {
  std::ifstream in(lock);
  std::string pid, host;
  std::getline(in, pid);
  std::getline(in, host);
  std::array<char, HOST_NAME_MAX + 1> here{};
  gethostname(here.data(), here.size() - 1);
  const auto begin = pid.find_first_not_of(' ');
  if (begin == std::string::npos || host != here.data() ||
      pid.find_first_not_of("0123456789", begin) != std::string::npos) {
    return false;
  }
  std::ifstream owner("/proc/" + pid.substr(begin) + "/comm");
  std::string program;
  std::getline(owner, program);
  return program.starts_with("gpg");
}

std::optional<std::string> bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  try {
    if (in) {
      return std::string(std::istreambuf_iterator<char>(in), {});
    }
  } catch (const std::ios_base::failure&) {  // a folder, or a fault of the disk
  }
  return std::nullopt;
}

}  // namespace

void prepare_home(const fs::path& home) {
  fs::create_directories(home);
  fs::permissions(home, fs::perms::owner_all);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  write_file(home / "gpg.conf", kGpgConf + gpg_options(now));
  write_file(home / "gpg-agent.conf", kAgentConf);
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

std::string read_file(const fs::path& file) {
  if (auto bytes = bytes_of(file)) {
    return std::move(*bytes);
  }
  throw Fault(Permanence::kPermanent, "cannot read " + file.string(),
              "is it a file? see its owner and mode");
}

std::string read_if_there(const fs::path& file) { return bytes_of(file).value_or(std::string()); }

void sync_path(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  if (descriptor >= 0) {
    close(descriptor);
  }
  if (!synced) {
    throw Fault(Permanence::kTransient, "cannot sync " + path.string(),
                "look at the disk of the gnupg folder");
  }
}

TemporaryHome::TemporaryHome() {
  std::error_code error;
  const auto room = fs::space(path(), error).available;
  if (!error && room < kHomeRoom) {
    throw Fault(Permanence::kTransient,
                "keys cannot be looked at: " + path().parent_path().string() + " has " +
                    std::to_string(room >> 10) + " KB left",
                "make room there: " + std::to_string(kHomeRoom >> 20) + " MB are needed");
  }
  prepare_home(path());
}

fs::path own_keys_file(const fs::path& home) { return home / "own.asc"; }

void write_file(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) {
    throw Fault(Permanence::kTransient, "cannot write " + file.string(),
                "is there space, and a right to write?");
  }
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

void remove_dead_locks(const fs::path& home) {
  for (const auto& entry : fs::directory_iterator(home)) {
    if (entry.path().extension() == ".lock" && !is_held(entry.path())) {
      std::error_code ignored;
      fs::remove(entry.path(), ignored);
    }
  }
}

}  // namespace pouch::mail::openpgp
