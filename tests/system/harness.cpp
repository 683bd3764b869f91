#include "tests/system/harness.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <variant>

#include "mail/content/content.hpp"
#include "mail/openpgp/agent_probe.hpp"
#include "mail/structure/headers.hpp"
#include "mail/structure/scan.hpp"
#include "tests/system/prepared.hpp"
#include "tests/temporary_folder.hpp"

extern char** environ;

namespace pouch::test {
namespace {

std::vector<std::string> merged(const Environment& extra) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    if (extra.count(text.substr(0, text.find('='))) == 0) {
      result.push_back(text);
    }
  }
  for (const auto& [name, value] : extra) {
    result.push_back(name + "=" + value);
  }
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (auto& text : strings) {
    result.push_back(text.data());
  }
  result.push_back(nullptr);
  return result;
}

struct Child {
  pid_t pid = -1;
  int in = -1, out = -1, err = -1;
};

Child spawn(std::vector<std::string> command, const Environment& environment) {
  int in[2], out[2], err[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
    throw std::runtime_error("pipe");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  auto variables = merged(environment);
  Child child;
  const int error = posix_spawnp(&child.pid, command.front().c_str(), &actions, nullptr,
                                 pointers(command).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  close(err[1]);
  if (error != 0) {
    throw std::runtime_error("cannot start " + command.front());
  }
  child.in = in[1];
  child.out = out[0];
  child.err = err[0];
  return child;
}

int wait_status(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void pump(Child& child, const std::string& input, Ran& ran) {
  fcntl(child.in, F_SETFL, O_NONBLOCK);
  std::size_t written = 0;
  bool in_open = true, out_open = true, err_open = true;
  std::array<char, 65536> buffer{};
  const auto drain = [&](int descriptor, std::string& into) {
    const auto got = read(descriptor, buffer.data(), buffer.size());
    if (got > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return got > 0;
  };
  while (in_open || out_open || err_open) {
    if (in_open && written == input.size()) {
      close(child.in);
      in_open = false;
    }
    std::array<pollfd, 3> waits{{{in_open ? child.in : -1, POLLOUT, 0},
                                 {out_open ? child.out : -1, POLLIN, 0},
                                 {err_open ? child.err : -1, POLLIN, 0}}};
    if (!in_open && !out_open && !err_open) {
      break;
    }
    poll(waits.data(), waits.size(), -1);
    if (in_open && waits[0].revents != 0) {
      const auto put = write(child.in, input.data() + written, input.size() - written);
      if (put > 0) {
        written += static_cast<std::size_t>(put);
      } else if (errno != EAGAIN) {
        close(child.in);
        in_open = false;
      }
    }
    if (out_open && waits[1].revents != 0) {
      out_open = drain(child.out, ran.out);
    }
    if (err_open && waits[2].revents != 0) {
      err_open = drain(child.err, ran.err);
    }
  }
  close(child.out);
  close(child.err);
}

std::string fresh_id(const std::string& address) {
  static std::atomic<int> count{0};
  return "<t" + std::to_string(getpid()) + "." + std::to_string(++count) + "." +
         std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()) +
         address.substr(address.find('@')) + ">";
}

std::string crlf(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n' && (result.empty() || result.back() != '\r')) {
      result += '\r';
    }
    result += c;
  }
  return result;
}

std::string armour_of(const std::string& wire) {
  const std::string head = "-----BEGIN PGP MESSAGE-----", tail = "-----END PGP MESSAGE-----";
  const auto begin = wire.find(head);
  const auto end = wire.find(tail);
  return begin == std::string::npos || end == std::string::npos
             ? std::string()
             : wire.substr(begin, end + tail.size() - begin) + "\n";
}

std::string header_of(const std::string& wire, const std::string& name) {
  std::istringstream lines(wire);
  std::string line, value;
  bool on = false;
  while (std::getline(lines, line) && line != "\r" && !line.empty()) {
    if (line.back() == '\r') {
      line.pop_back();
    }
    if (line.front() == ' ' || line.front() == '\t') {
      value += on ? line : std::string();
    } else {
      on = strncasecmp(line.c_str(), (name + ":").c_str(), name.size() + 1) == 0;
      if (on) {
        value = line.substr(std::min(line.size(), name.size() + 2));
      }
    }
  }
  return value;
}

using People = std::map<std::string, std::unique_ptr<Person>>;

const char* const kDirectoryHead = R"(
[[country]]
code = "RO"
name = "Romania"
from = 2011-10-07

[[country]]
code = "BG"
name = "Bulgaria"
from = 2011-10-07

[[country]]
code = "RS"
name = "Serbia"
from = 2011-10-07

[[country]]
code = "HU"
name = "Hungary"
from = 2011-10-07
)";

std::string desk_entry(const Person& person, const std::string& country,
                       const std::string& community) {
  return "\n[[desk]]\nid = \"" + person.id() + "\"\nkind = \"focal-point\"\ncountry = \"" +
         country + "\"\ncommunity = \"" + community + "\"\naddress = \"" + person.address() +
         "\"\nkeys = [\"" + person.fingerprint() + "\"]\n";
}

std::string member_entry(const Person& person, const std::string& country,
                         const std::string& community) {
  return "\n[[member]]\nid = \"" + person.id() + "\"\nname = \"" + person.name() +
         "\"\naddresses = [\"" + person.address() + "\"]\ncountry = \"" + country +
         "\"\nagency = \"police\"\ncommunity = \"" + community +
         "\"\nrights = [\"send\", \"search\"]\nkey = \"" + person.fingerprint() + "\"\n";
}

}  // namespace

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

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

namespace {

People people_in(const fs::path& homes) {
  People people;
  const auto add = [&](const std::string& id, const std::string& name, const std::string& address) {
    people[id] = std::make_unique<Person>(homes, id, name, address);
  };
  add("ana", "Ana Ionescu", "ana@police.ro.example");
  add("dimitar", "Dimitar Petrov", "dimitar@police.bg.example");
  add("nfp-ro", "NFP Romania", "nfp@igp.ro.example");
  add("nfp-bg", "NFP Bulgaria", "nfp@mvr.bg.example");
  add("nfp-rs", "NFP Serbia", "nfp@mup.rs.example");
  add("pfp-ro", "PFP Romania", "pfp@mpublic.ro.example");
  add("pfp-bg", "PFP Bulgaria", "pfp@prb.bg.example");
  add("mallory", "Mallory", "mallory@elsewhere.example");
  return people;
}

std::string directory_of(const People& people) {
  std::string directory = kDirectoryHead;
  for (const auto& [id, country] :
       std::map<std::string, std::string>{{"nfp-ro", "RO"}, {"nfp-bg", "BG"}, {"nfp-rs", "RS"}}) {
    directory += desk_entry(*people.at(id), country, "police");
  }
  directory += desk_entry(*people.at("pfp-ro"), "RO", "prosecution");
  directory += desk_entry(*people.at("pfp-bg"), "BG", "prosecution");
  directory += member_entry(*people.at("ana"), "RO", "police");
  directory += member_entry(*people.at("dimitar"), "BG", "police");
  return directory +
         "\n[[group]]\nid = \"seepag\"\naddress = \"seepag@pouch.example\"\n"
         "community = \"prosecution\"\ndesks = [\"pfp-ro\", \"pfp-bg\"]\nmembers = []\n";
}

void set_key(const fs::path& file, const std::string& key, const std::string& toml_value) {
  std::istringstream lines(read_file(file));
  std::string line, result, table, wanted = key.substr(key.find('.') + 1);
  const std::string in_table =
      key.find('.') == std::string::npos ? "" : key.substr(0, key.find('.'));
  bool done = false;
  while (std::getline(lines, line)) {
    if (!line.empty() && line.front() == '[') {
      table = line.substr(1, line.find(']') - 1);
    }
    const auto begin = line.find_first_not_of("# ");
    const bool names = begin != std::string::npos &&
                       line.compare(begin, wanted.size(), wanted) == 0 &&
                       line.find_first_not_of(' ', begin + wanted.size()) != std::string::npos &&
                       line[line.find_first_not_of(' ', begin + wanted.size())] == '=';
    if (!done && table == in_table && names) {
      line = wanted + " = " + toml_value;
      done = true;
    }
    result += line + "\n";
  }
  if (!done) {
    throw std::runtime_error("pouch.toml has no key " + key);
  }
  write_file(file, result);
}

void make_site(const fs::path& folder) {
  fs::create_directories(folder);
  const auto people = people_in(folder / "k");
  const auto site = folder / "site";
  const auto made = run({POUCH_PROGRAM, "init", site.string(), "--address",
                         "requests@pouch.example", "--prefix", "SEL"});
  if (made.status != 0) {
    throw std::runtime_error("pouch init: " + made.err);
  }
  write_file(site / "directory.toml", directory_of(people));
  set_key(site / "pouch.toml", "sources", "[\"smtp://127.0.0.1:0\"]");
  // The same request is sent over and over: each would be told to be linked with all before it.
  set_key(site / "pouch.toml", "search.cross_check", "false");
  // A test may run while it is that hour somewhere.
  set_key(site / "pouch.toml", "letters.digest", "\"never\"");
  for (const auto& [id, someone] : people) {
    if (id != "mallory") {
      write_file(site / "keys" / (id + ".asc"), someone->public_key());
    }
  }
  const auto pouch = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {POUCH_PROGRAM, "-c", (site / "pouch.toml").string()});
    return run(arguments).out;
  };
  // Brings the keys into the site's ring, and the group's address into the gateway's key.
  pouch({"run", "--until-idle"});
  const auto gateway = pouch({"key", "list", "--export"});
  write_file(folder / "gateway.asc", gateway);
  for (const auto& [id, someone] : people) {
    someone->import(gateway);
    someone->rest();
  }
  pouch({"key", "addresses", "--given"});
  end_agents(site / "gnupg");
}

}  // namespace

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

std::string Site::log() const { return read_file(scratch_.path() / "serve.log"); }

void Site::set(const std::string& key, const std::string& toml_value) {
  set_key(folder_ / "pouch.toml", key, toml_value);
}

std::string Site::directory() const { return read_file(folder_ / "directory.toml"); }
void Site::write_directory(const std::string& text) const {
  write_file(folder_ / "directory.toml", text);
}

// The form of SPEC section 5 a second time is another request: it has a reference of its own.
std::string Site::another_request(const std::string& writer, const MailParts& parts) const {
  auto body = parts.body;
  if (parts.parent.empty() && body == request_form()) {
    const auto count = ++requests_[writer];
    if (count > 1) {
      body.replace(body.find("4417/2026"), 9, "4417-" + std::to_string(count) + "/2026");
    }
  }
  return body;
}

std::string Site::inner(const std::string& writer, const MailParts& parts) const {
  const auto& from = parts.from.empty() ? people_.at(writer)->address() : parts.from;
  const auto to = parts.to.empty() ? "requests@pouch.example" : parts.to;
  std::string text =
      "Content-Type: multipart/mixed; boundary=\"in\"; protected-headers=\"v1\"; hp=\"cipher\"\n"
      "From: <" +
      from + ">\nTo: <" + to + ">\nSubject: " + parts.subject + "\n";
  text += parts.message_id.empty() ? "" : "Message-ID: " + parts.message_id + "\n";
  text += parts.parent.empty() ? "" : "In-Reply-To: " + parts.parent + "\n";
  text += "\n--in\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" +
          another_request(writer, parts);
  for (const auto& [name, bytes] : parts.attachments) {
    const bool plain = bytes.find_first_of(std::string("\0\r", 2)) == std::string::npos;
    text += "\n--in\nContent-Type: application/octet-stream; name=\"" + name +
            "\"\nContent-Disposition: attachment; filename=\"" + name + "\"\n" +
            (plain ? "\n" + bytes
                   : "Content-Transfer-Encoding: base64\n\n" + run({"base64"}, bytes).out);
  }
  return crlf(text + "\n--in--\n");
}

std::string Site::outer(const std::string& writer, const MailParts& parts,
                        const std::string& ciphertext) const {
  const auto& from = parts.from.empty() ? people_.at(writer)->address() : parts.from;
  const auto to = parts.to.empty() ? "requests@pouch.example" : parts.to;
  std::string text = "From: <" + from + ">\nTo: <" + to + ">\nSubject: ...\n";
  text += "Message-ID: " + (parts.message_id.empty() ? fresh_id(from) : parts.message_id) + "\n";
  text += parts.parent.empty() ? "" : "In-Reply-To: " + parts.parent + "\n";
  text +=
      "MIME-Version: 1.0\nContent-Type: multipart/encrypted; "
      "protocol=\"application/pgp-encrypted\"; boundary=\"out\"\n\n"
      "--out\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n"
      "--out\nContent-Type: application/octet-stream; name=\"encrypted.asc\"\n\n" +
      ciphertext + "\n--out--\n";
  return crlf(text);
}

std::string Site::sign_encrypt(const std::string& writer, const std::string& plain,
                               const std::vector<std::string>& options) const {
  std::vector<std::string> arguments{"--armor", "--sign", "--encrypt", "--recipient",
                                     "requests@pouch.example"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const auto ran = people_.at(writer)->gpg(arguments, plain);
  if (ran.status != 0) {
    throw std::runtime_error("gpg: " + ran.err);
  }
  return ran.out;
}

std::string Site::mail(const std::string& writer, const MailParts& parts) const {
  // The protected Message-ID makes two mails of one second two signatures.
  auto own = parts;
  if (own.message_id.empty()) {
    own.message_id = fresh_id(own.from.empty() ? people_.at(writer)->address() : own.from);
  }
  return outer(writer, own, sign_encrypt(writer, inner(writer, own), own.gpg_options));
}

std::vector<fs::path> Site::letters(const std::string& address) const {
  std::vector<fs::path> files;
  const auto box = state() / "outbox" / address / "new";
  if (fs::exists(box)) {
    for (const auto& entry : fs::directory_iterator(box)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end(), [](const fs::path& left, const fs::path& right) {
    return fs::last_write_time(left) < fs::last_write_time(right);
  });
  return files;
}

std::string Site::returned_to(const std::string& address) const {
  const auto queue = nlohmann::json::parse(pouch({"queue", "list", "--all", "--json"}).out);
  for (const auto& letter : queue["letters"]) {
    if (letter["to"] == address && letter["kind"] != "receipt") {
      return letter["envelope_sender"];
    }
  }
  throw std::runtime_error("no letter to " + address);
}

std::vector<fs::path> Site::letters_caused(const std::string& address) const {
  auto files = letters(address);
  std::erase_if(files, [](const fs::path& file) {
    const auto head = read_file(file).substr(0, 2000);
    for (const auto* kind : {"reminder", "late answer", "overview", "digest", "key"}) {
      if (head.find("Pouch, " + std::string(kind)) != head.npos) {
        return true;
      }
    }
    return false;
  });
  return files;
}

std::size_t Site::all_letters() const {
  std::size_t count = 0;
  if (fs::exists(state() / "outbox")) {
    for (const auto& box : fs::directory_iterator(state() / "outbox")) {
      count += letters(box.path().filename().string()).size();
    }
  }
  return count;
}

Letter Site::open(const std::string& reader, const fs::path& file) const {
  auto letter = unseal(reader, read_file(file));
  letter.file = file;
  return letter;
}

Letter Site::unseal(const std::string& reader, const std::string& wire) const {
  Letter letter;
  letter.wire = wire;
  letter.outer_subject = header_of(letter.wire, "Subject");
  letter.message_id = header_of(letter.wire, "Message-ID");
  letter.references = header_of(letter.wire, "References");
  const auto ran =
      people_.at(reader)->gpg({"--status-fd", "2", "--decrypt"}, armour_of(letter.wire));
  const auto good = ran.err.find("[GNUPG:] VALIDSIG ");
  if (good != std::string::npos && ran.err.find("[GNUPG:] GOODSIG ") != std::string::npos &&
      ran.err.find("[GNUPG:] DECRYPTION_OKAY") != std::string::npos) {
    letter.signer = ran.err.substr(good + 18, 40);
  }
  letter.entity = ran.out;
  const mail::Limits limits;
  const auto scanned = mail::scan(letter.entity, limits);
  if (const auto* entity = std::get_if<mail::Entity>(&scanned)) {
    const auto headers = mail::read_headers(*entity, limits, false);
    if (const auto* read = std::get_if<mail::Headers>(&headers)) {
      letter.subject = read->subject;
    }
    const auto content = mail::read_content(*entity, limits);
    letter.text = content.text;
    for (const auto& attachment : content.attachments) {
      letter.parts[attachment.name] = attachment.bytes;
    }
  }
  return letter;
}

namespace {

const fs::path& last_of(const std::vector<fs::path>& files, const std::string& reader) {
  if (files.empty()) {
    throw std::runtime_error("no letter for " + reader);
  }
  return files.back();
}

}  // namespace

Letter Site::newest(const std::string& reader) const {
  return open(reader, last_of(letters(people_.at(reader)->address()), reader));
}

Letter Site::newest_caused(const std::string& reader) const {
  return open(reader, last_of(letters_caused(people_.at(reader)->address()), reader));
}

void Site::start(const Environment& environment) {
  const auto ready = scratch_.path() / "ready";
  const auto log = scratch_.path() / "serve.log";
  auto variables = merged(environment);
  std::vector<std::string> command{POUCH_PROGRAM, "-c", (folder_ / "pouch.toml").string(), "serve"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, ready.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int error = posix_spawnp(&server_, command.front().c_str(), &actions, nullptr,
                                 pointers(command).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw std::runtime_error("cannot start pouch serve");
  }
  const bool up = eventually([&] { return read_file(ready).find("ready ") != std::string::npos; });
  if (!up) {
    throw std::runtime_error("pouch serve did not come up: " + read_file(log));
  }
  const auto text = read_file(ready);
  uri_ = text.substr(6, text.find('\n') - 6);
}

int Site::stop() {
  int status = -1;
  if (server_ > 0) {
    kill(server_, SIGTERM);
    status = wait_status(server_);
    server_ = -1;
  }
  return status;
}

std::vector<pid_t> Site::processes(const std::string& word) const {
  std::vector<pid_t> found;
  const auto mark = folder_.string();
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) {
      continue;
    }
    std::string command;
    try {
      command = read_file(entry.path() / "cmdline");
    } catch (const std::ios_base::failure&) {
      continue;  // it ended while we looked
    }
    std::replace(command.begin(), command.end(), '\0', ' ');
    if (command.find(mark) != std::string::npos && command.find(word) != std::string::npos) {
      found.push_back(static_cast<pid_t>(std::stol(name)));
    }
  }
  return found;
}

pid_t Site::process(const std::string& word) const {
  std::vector<pid_t> found;
  if (!eventually([&] { return !(found = processes(word)).empty(); })) {
    throw std::runtime_error("no process " + word);
  }
  return found.front();
}

std::vector<pid_t> Site::agents() const {
  std::vector<pid_t> found;
  for (const auto pid : processes("gpg-agent")) {
    found.push_back(pid);
  }
  return found;
}

void Site::kill_all() {
  if (server_ > 0) {
    kill(server_, SIGKILL);
    wait_status(server_);
    server_ = -1;
  }
  for (const auto pid : processes("")) {
    kill(pid, SIGKILL);
  }
}

bool Site::send(const std::string& from, const std::string& to, const std::string& mail) const {
  const auto file = scratch_.path() / ("mail." + std::to_string(getpid()));
  write_file(file, mail);
  const auto ran = run({"curl", "--silent", "--show-error", "--url", uri_, "--mail-from", from,
                        "--mail-rcpt", to, "--upload-file", file.string()});
  return ran.status == 0;
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
