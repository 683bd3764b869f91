#include "tests/unit/mail/gnupg.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "mail/openpgp/keyring.hpp"
#include "tests/temporary_folder.hpp"

extern char** environ;

namespace pouch::mail::test {
namespace {

const std::vector<std::string> kQuiet{"--batch",         "--yes",    "--no-tty",     "--quiet",
                                      "--pinentry-mode", "loopback", "--passphrase", "",
                                      "--trust-model",   "always"};

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (auto& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Ran run(std::vector<std::string> command, std::string_view input) {
  const Scratch scratch;
  const auto in = scratch.path() / "in", out = scratch.path() / "out", err = scratch.path() / "err";
  write_bytes(in, input);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT, 0600);
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, command.front().c_str(), &actions, nullptr,
                                 pointers(command).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot run " + command.front());
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), file_bytes(out),
          file_bytes(err)};
}

Scratch::Scratch() : path_(pouch::test::new_temporary_folder("pouch-")) {}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string file_bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const fs::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out) throw std::runtime_error("cannot write " + file.string());
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::array<unsigned, 3> group{};
    const auto count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < count; ++k) group[k] = static_cast<unsigned char>(bytes[i + k]);
    const unsigned bits = group[0] << 16 | group[1] << 8 | group[2];
    result += kDigits[bits >> 18 & 63];
    result += kDigits[bits >> 12 & 63];
    result += count > 1 ? kDigits[bits >> 6 & 63] : '=';
    result += count > 2 ? kDigits[bits & 63] : '=';
    if (i % 57 == 54) result += "\r\n";
  }
  return result + "\r\n";
}

std::string armoured(std::string_view bytes) {
  return "-----BEGIN PGP MESSAGE-----\r\n\r\n" + base64(bytes) + "-----END PGP MESSAGE-----\r\n";
}

std::string with_crlf(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) result += '\r';
    result += text[i];
  }
  return result;
}

bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 6000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

Ring::Ring(fs::path home) : home_(std::move(home)) {
  fs::create_directories(home_);
  fs::permissions(home_, fs::perms::owner_all);
  // Else gpg-agent starts a reader of smart cards, in vain, with each signature.
  std::ofstream(home_ / "gpg-agent.conf") << "disable-scdaemon\n";
}

Ring::~Ring() { run({"gpgconf", "--homedir", home_.string(), "--kill", "all"}); }

Ran Ring::gpg(const std::vector<std::string>& arguments, std::string_view input) const {
  std::vector<std::string> command{"gpg", "--homedir", home_.string()};
  command.insert(command.end(), kQuiet.begin(), kQuiet.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run(std::move(command), input);
}

std::string Ring::must(const std::vector<std::string>& arguments, std::string_view input) const {
  auto ran = gpg(arguments, input);
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  return std::move(ran.out);
}

std::string Ring::make(const std::string& user_id, const std::string& algorithm,
                       const std::string& usage, const std::string& expires,
                       const std::vector<std::string>& options) const {
  auto command = options;
  const std::vector<std::string> rest{
      "--status-fd", "1", "--quick-generate-key", user_id, algorithm, usage, expires};
  command.insert(command.end(), rest.begin(), rest.end());
  const auto out = must(command);
  const auto at = out.find("KEY_CREATED P ");
  REQUIRE(at != std::string::npos);
  return out.substr(at + 14, 40);
}

std::string Ring::exported(const std::string& fingerprint) const {
  return must({"--armor", "--export", fingerprint});
}

namespace {
pid_t agent_of(const fs::path& home) {
  const auto ran = run(
      {"gpg-connect-agent", "--homedir", home.string(), "--no-autostart", "GETINFO pid", "/bye"});
  return ran.out.starts_with("D ") ? static_cast<pid_t>(std::atoi(ran.out.c_str() + 2)) : -1;
}
}  // namespace

pid_t Ring::agent() const { return agent_of(home_); }
pid_t Post::agent() const { return agent_of(gateway_home()); }

Post& Post::office() {
  static Post post;
  return post;
}

AgentOf::AgentOf(fs::path home) : home_(std::move(home)) {
  openpgp::prepare_home(home_);
  openpgp::start_agent(home_);
}

AgentOf::~AgentOf() { openpgp::stop_agent(home_); }

Post::Post() : agent_(scratch_.path() / "g"), writers(scratch_.path() / "w") {
  gateway_ = openpgp::make_gateway_key(gateway_home(), "Pouch", "requests@pouch.example");
  writers.must({"--import"}, openpgp::export_key(gateway_home(), gateway_));
  engine_ = std::make_unique<openpgp::Engine>(gateway_home(), Limits());
}

void Post::introduce(const std::string& fingerprint) {
  const auto ran =
      run({"gpg", "--homedir", gateway_home().string(), "--batch", "--quiet", "--import"},
          writers.exported(fingerprint));
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  engine_->forget_keys();
}

const std::string& Post::key(const std::string& name,
                             const std::function<std::string(const Ring&)>& how) {
  auto& fingerprint = keys_[name];
  if (fingerprint.empty()) {
    fingerprint = how ? how(writers) : writers.make(name + " <" + name + "@police.ro.example>");
    introduce(fingerprint);
  }
  return fingerprint;
}

const std::string& Post::reading_key(const std::string& name) {
  return key(name + ", who reads", [&](const Ring& ring) {
    const auto made = ring.make(name + " <" + name + "@x.example>");
    ring.must({"--quick-add-key", made, "cv25519", "encr"});
    return made;
  });
}

std::string Post::sealed(std::string_view text, const std::vector<std::string>& options,
                         const std::string& signer) {
  std::vector<std::string> command{"--local-user", signer.empty() ? key("ana") : signer,
                                   "--recipient", gateway_};
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), {"--sign", "--encrypt"});
  return writers.must(command, text);
}

std::string Post::encrypted(std::string_view text, const std::vector<std::string>& options) {
  auto command = options;
  command.insert(command.end(), {"--recipient", gateway_, "--encrypt"});
  return writers.must(command, text);
}

std::size_t Post::gpg_processes() const {
  std::size_t count = 0;
  std::error_code error;
  for (auto entry = fs::directory_iterator("/proc", error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::ifstream command(entry->path() / "cmdline", std::ios::binary);
    std::ifstream environment(entry->path() / "environ", std::ios::binary);
    // getline: a process that ends meanwhile is no error.
    std::string program, word;
    std::getline(command, program, '\0');
    bool here = false;
    while (std::getline(environment, word, '\0'))
      here = here || word == "GNUPGHOME=" + gateway_home().string();
    count += program.ends_with("gpg") && here;
  }
  return count;
}

std::string headers(const std::string& more) {
  return std::string("From: ") + kAna +
         "\r\nTo: requests@pouch.example\r\nSubject: outside\r\n"
         "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@police.ro.example>\r\n" +
         more + "MIME-Version: 1.0\r\n";
}

std::string pgp_mime(std::string_view ciphertext) {
  const bool armour = ciphertext.starts_with("-----BEGIN");
  return headers() +
         "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "
         "boundary=\"b\"\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\n"
         "Version: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n" +
         (armour ? "\r\n" + with_crlf(ciphertext)
                 : "Content-Transfer-Encoding: base64\r\n\r\n" + base64(ciphertext)) +
         "\r\n--b--\r\n";
}

std::string inline_mail(std::string_view armour) {
  return headers() + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + with_crlf(armour);
}

std::string multipart_signed(Post& post, const std::string& part,
                             const std::vector<std::string>& options, const std::string& signer) {
  std::vector<std::string> command{"--armor", "--local-user",
                                   signer.empty() ? post.key("ana") : signer};
  command.insert(command.end(), options.begin(), options.end());
  command.push_back("--detach-sign");
  const auto signature = post.writers.must(command, part);
  return "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; "
         "micalg=pgp-sha512; boundary=\"s\"\r\n\r\n--s\r\n" +
         part + "\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n" +
         with_crlf(signature) + "\r\n--s--\r\n";
}

openpgp::Opened opened(Post& post, const std::string& mail, const Limits& limits) {
  return openpgp::open(mail, post.engine(), limits);
}

std::string word(openpgp::Judgement judgement) {
  static constexpr std::array<const char*, 14> kWords{
      "good",        "no data",     "undecryptable", "symmetric",     "unsupported",
      "too large",   "not signed",  "several",       "bad signature", "unknown key",
      "expired key", "revoked key", "expired",       "weak algorithm"};
  return kWords.at(static_cast<std::size_t>(judgement));
}

bool is_silent(const openpgp::Opened& result) {
  const auto& content = result.content;
  return content.text.empty() && content.html_text.empty() && content.attachments.empty() &&
         result.inner.empty() && result.detail.find("canary") == std::string::npos &&
         openpgp::name(result.verdict) != "proved";
}

}  // namespace pouch::mail::test
