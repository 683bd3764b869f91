#include "tests/system/person.hpp"

#include <stdexcept>

#include "tests/system/harness.hpp"
#include "tests/system/prepared.hpp"

namespace pouch::test {
namespace {

Ran gpg_in(const fs::path& home, const std::vector<std::string>& arguments,
           const std::string& input) {
  std::vector<std::string> command{
      "gpg",    "--homedir",       home.string(), "--batch",      "--quiet", "--trust-model",
      "always", "--pinentry-mode", "loopback",    "--passphrase", ""};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run(command, input);
}

std::string fingerprint_in(const fs::path& home) {
  const auto listed = gpg_in(home, {"--with-colons", "--list-keys"}, {}).out;
  const auto at = listed.find("\nfpr:");
  if (at == std::string::npos) {
    throw std::runtime_error("no key in " + home.string());
  }
  return listed.substr(listed.find_first_not_of(':', at + 4), 40);
}

void make_ring(const fs::path& home, const std::string& user, const std::string& algorithm) {
  make_home(home);
  const bool curve = algorithm == "ed25519";
  gpg_in(home, {"--quick-generate-key", user, algorithm, "sign,cert", "never"}, {});
  const auto fingerprint = fingerprint_in(home);
  gpg_in(home, {"--quick-add-key", fingerprint, curve ? "cv25519" : algorithm, "encrypt", "never"},
         {});
  write_file(home / "fingerprint", fingerprint);
  end_agents(home);
}

}  // namespace

void make_home(const fs::path& home) {
  fs::create_directories(home);
  fs::permissions(home, fs::perms::owner_all);
  // Else gpg-agent starts a reader of smart cards, in vain, with each signature.
  write_file(home / "gpg-agent.conf", "disable-scdaemon\n");
}

Person::Person(const fs::path& folder, std::string id, std::string name, std::string address,
               const std::string& algorithm)
    : home_(folder / id), id_(std::move(id)), name_(std::move(name)), address_(std::move(address)) {
  if (!fs::exists(home_)) {
    fs::create_directories(folder);
    prepared(address_ + "." + algorithm, home_, [&](const fs::path& home) {
      make_ring(home, name_ + " <" + address_ + ">", algorithm);
    });
  }
  fingerprint_ = read_file(home_ / "fingerprint");
}

Person::~Person() { rest(); }

Ran Person::gpg(const std::vector<std::string>& arguments, const std::string& input) const {
  return gpg_in(home_, arguments, input);
}

std::string Person::public_key() const { return gpg({"--armor", "--export", fingerprint_}).out; }
void Person::import(const std::string& key) const { gpg({"--import"}, key); }
void Person::rest() const { end_agents(home_); }

}  // namespace pouch::test
