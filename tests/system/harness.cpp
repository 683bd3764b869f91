#include "tests/system/harness.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "mail/openpgp/agent_probe.hpp"
#include "tests/system/child.hpp"
#include "tests/system/made_site.hpp"
#include "tests/system/prepared.hpp"
#include "tests/temporary_folder.hpp"

extern char** environ;

namespace pouch::test {

Ran run(const std::vector<std::string>& command, const std::string& input,
        const Environment& environment) {
  signal(SIGPIPE, SIG_IGN);
  Ran ran;
  auto child = spawn(command, environment);
  pump(child, input, ran);
  ran.status = wait_status(child.pid);
  return ran;
}

pid_t start_bound(std::vector<std::string> command) {
  command.insert(command.begin(), {"setpriv", "--pdeathsig", "TERM"});
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, command.front().c_str(), &actions, nullptr,
                                 pointers(command).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw std::runtime_error("cannot start " + command.front());
  }
  return pid;
}

void await(pid_t child) {
  int status = 0;
  if (!eventually([&] { return waitpid(child, &status, WNOHANG) == child; }, 10000)) {
    kill(child, SIGKILL);
    wait_status(child);
  }
}

void end_agents(const fs::path& home) {
  const auto gone = [&] { return mail::openpgp::agents_of(home).empty(); };
  for (const int number : {SIGTERM, SIGKILL}) {
    for (const auto pid : mail::openpgp::agents_of(home)) {
      kill(pid, number);
    }
    if (eventually(gone, 3000)) {
      return;
    }
  }
}

Scratch::Scratch() : path_(new_temporary_folder("pt.")) {}

Scratch::~Scratch() {
  if (std::getenv("POUCH_KEEP") != nullptr) {
    std::fprintf(stderr, "kept: %s\n", path_.c_str());
    return;
  }
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string unfolded(const std::string& text) {
  std::string one;
  for (const char c : text) {
    const char blank = c == '\n' ? ' ' : c;
    if (blank != ' ' || one.empty() || one.back() != ' ') {
      one += blank;
    }
  }
  return one;
}

bool tells(const std::string& letter, const std::string& words) {
  return contains(unfolded(letter), words);
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

Site::Site(Keys keys) {
  const auto& base = scratch_.path();
  if (keys == Keys::kOwn) {
    make_site(base);
  } else {
    prepared("site", base, make_site);
  }
  folder_ = base / "site";
  people_ = people_in(base / "k");
  gateway_key_ = read_file(base / "gateway.asc");
  // As in make_site, also where version 0.1.0 had no such key yet.
  if (read_file(folder_ / "pouch.toml").find("cross_check") == std::string::npos) {
    set("search.group", "100\ncross_check = false");
  }
}

Site::Site(const fs::path& made) {
  const auto& base = scratch_.path();
  fs::copy(made, base, fs::copy_options::recursive);
  for (const auto* empty : {"templates", "state/spool", "state/outbox"}) {
    fs::create_directories(base / "site" / empty);
  }
  for (const auto& entry : fs::recursive_directory_iterator(base)) {
    fs::permissions(entry.path(), entry.is_directory()
                                      ? fs::perms::owner_all
                                      : fs::perms::owner_read | fs::perms::owner_write);
  }
  folder_ = base / "site";
  people_ = people_in(base / "k");
  gateway_key_ = read_file(base / "gateway.asc");
  // As in make_site, also where version 0.1.0 had no such key yet.
  if (read_file(folder_ / "pouch.toml").find("cross_check") == std::string::npos) {
    set("search.group", "100\ncross_check = false");
  }
}

Site::~Site() {
  if (server_ > 0) {
    kill_all();
  }
  end_agents(folder_ / "gnupg");
}

Ran Site::pouch(std::vector<std::string> arguments, const std::string& input,
                const Environment& environment) const {
  arguments.insert(arguments.begin(), {POUCH_PROGRAM, "-c", (folder_ / "pouch.toml").string()});
  return run(arguments, input, environment);
}

nlohmann::json Site::deliver(const std::string& mail, const std::string& to) const {
  std::vector<std::string> arguments{"deliver", "--wait", "--json"};
  if (!to.empty()) {
    arguments.insert(arguments.end(), {"--to", to});
  }
  const auto ran = pouch(arguments, mail);
  if (ran.out.empty()) {
    throw std::runtime_error("deliver printed nothing: " + ran.err);
  }
  auto json = nlohmann::json::parse(ran.out);
  json["exit"] = ran.status;
  return json;
}

std::string Site::gateway_fingerprint() const {
  const auto listed =
      run({"gpg", "--homedir", (folder_ / "gnupg").string(), "--with-colons", "--show-keys"},
          gateway_key_);
  const auto at = listed.out.find("\nfpr:");
  return listed.out.substr(listed.out.find_first_not_of(':', at + 4), 40);
}

nlohmann::json Site::held() const {
  return nlohmann::json::parse(pouch({"held", "list", "--refused", "--json"}).out)["held"];
}

void Site::enter_key(const std::string& id) const {
  write_file(folder_ / "keys" / (id + ".asc"), people_.at(id)->public_key());
}

void Site::set(const std::string& key, const std::string& toml_value) {
  set_key(folder_ / "pouch.toml", key, toml_value);
}

std::string Site::directory() const { return read_file(folder_ / "directory.toml"); }
void Site::write_directory(const std::string& text) const {
  write_file(folder_ / "directory.toml", text);
}

std::string request_form() {
  return read_file(fs::path(POUCH_FIXTURES) / "clients/form-request.txt");
}

bool eventually(const std::function<bool()>& holds, int milliseconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace pouch::test
