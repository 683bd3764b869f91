// Pouch from outside: people with key rings of their own and plain gpg, a site made by `pouch
// init`, the program run as a child process. Everything lies in a short throw-away folder under
// /tmp; agents and servers are stopped in the destructors, also when a test fails.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/system/person.hpp"

namespace pouch::test {

namespace fs = std::filesystem;

struct Ran {
  int status = -1;  // exit code; 128 + n when ended by signal n
  std::string out, err;
};

using Environment = std::map<std::string, std::string>;

Ran run(const std::vector<std::string>& command, const std::string& input = {},
        const Environment& environment = {});

// A server in the foreground, its output thrown away; the kernel ends it with SIGTERM when this
// process dies before it could.
pid_t start_bound(std::vector<std::string> command);
void await(pid_t child);  // SIGKILL after ten seconds
// gpg-agents of that home: what `gpgconf --kill all` takes six programs for.
void end_agents(const fs::path& home);

// A folder for one test. With POUCH_KEEP in the environment it stays, and stderr says where it is.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

bool contains(const std::string& text, const std::string& part);
// Its lines as one, its blanks as one: for words that may stand anywhere in folded text.
std::string unfolded(const std::string& text);
bool tells(const std::string& letter, const std::string& words);  // wherever it is folded
std::string crlf(const std::string& text);                        // its line ends as mail has them
std::string read_file(const fs::path& file);
void write_file(const fs::path& file, const std::string& bytes);

struct Letter {
  fs::path file;
  std::string wire;
  std::string outer_subject, message_id, references;
  // After opening with a person's key:
  std::string subject, text, entity;
  std::map<std::string, std::string> parts;  // attachments by name
  std::string signer;                        // fingerprint whose signature gpg called good
};

struct MailParts {
  std::string subject = "Lorry at Giurgiu";
  std::string body{};
  std::string parent{};  // In-Reply-To
  std::map<std::string, std::string> attachments{};
  std::string message_id{};                // default: a fresh one
  std::string from{};                      // default: the writer's address
  std::string to{};                        // default: the gateway
  std::vector<std::string> gpg_options{};  // besides --sign --encrypt
};

class Site {
 public:
  // Officers ana (RO), dimitar (BG); focal points of RO, BG, RS; prosecutors pfp-ro, pfp-bg in the
  // group seepag; a stranger, mallory, with a key that nobody registered. They and the gateway have
  // the same keys in all tests of a build; `Keys::kOwn`: the gateway gets a fresh one.
  enum class Keys { kShared, kOwn };
  explicit Site(Keys keys = Keys::kShared);
  // A copy of a site that lies in tests/fixtures/sites, with the key rings of its people.
  explicit Site(const fs::path& made);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  Person& person(const std::string& id) { return *people_.at(id); }
  const Person& person_at(const std::string& id) const { return *people_.at(id); }
  const fs::path& folder() const { return folder_; }
  fs::path state() const { return folder_ / "state"; }
  const std::string& gateway_key() const { return gateway_key_; }
  std::string gateway_fingerprint() const;
  Ran pouch(std::vector<std::string> arguments, const std::string& input = {},
            const Environment& environment = {}) const;
  nlohmann::json deliver(const std::string& mail,
                         const std::string& to = {}) const;  // --wait --json
  nlohmann::json held() const;  // mail that was held or refused, oldest first
  void set(const std::string& key, const std::string& toml_value);  // in pouch.toml
  // Brings a person's key, as it is now, into the site's keys/.
  void enter_key(const std::string& id) const;
  std::string directory() const;
  void write_directory(const std::string& text) const;

  // A PGP/MIME mail as a client writes it.
  std::string mail(const std::string& writer, const MailParts& parts) const;
  // The inner entity of such a mail, and the outer one around any ciphertext.
  std::string inner(const std::string& writer, const MailParts& parts) const;
  std::string outer(const std::string& writer, const MailParts& parts,
                    const std::string& ciphertext) const;
  std::string sign_encrypt(const std::string& writer, const std::string& plain,
                           const std::vector<std::string>& options = {}) const;

  std::vector<fs::path> letters(const std::string& address) const;  // in order of arrival
  // Those that a mail or an act caused; the clocks write besides: reminders, digests, overviews,
  // late answers, letters about keys.
  std::vector<fs::path> letters_caused(const std::string& address) const;
  // Envelope sender of the first letter to that address that is no receipt: reports come to it.
  std::string returned_to(const std::string& address) const;
  std::size_t all_letters() const;
  Letter open(const std::string& reader, const fs::path& file) const;
  Letter unseal(const std::string& reader, const std::string& wire) const;  // anew, by gpg
  Letter newest(const std::string& reader) const;                           // of that person's box
  Letter newest_caused(const std::string& reader) const;  // and of letters_caused()

  // The daemon.
  void start(const Environment& environment = {});
  int stop();       // SIGTERM, waits; its exit code
  void kill_all();  // SIGKILL to the whole tree
  const std::string& uri() const { return uri_; }
  pid_t server() const { return server_; }
  std::string log() const;  // what the daemon wrote to stderr
  // Children of the supervisor whose command line has this word.
  std::vector<pid_t> processes(const std::string& word) const;
  pid_t process(const std::string& word) const;  // the first of them, waited for
  std::vector<pid_t> agents() const;             // gpg-agents of the site's home
  bool send(const std::string& from, const std::string& to, const std::string& mail) const;

 private:
  std::string another_request(const std::string& writer, const MailParts& parts) const;

  Scratch scratch_;
  fs::path folder_;
  mutable std::map<std::string, int> requests_;  // that each wrote
  // By reader and octets: tests look through a box again and again, and each look would be gpg.
  mutable std::map<std::pair<std::string, std::string>, Letter> opened_;
  std::map<std::string, std::unique_ptr<Person>> people_;
  std::string gateway_key_, uri_;
  pid_t server_ = -1;
};

// The form of SPEC section 5, valid as it stands.
std::string request_form();
// A minute: with all of ./check at work a machine of two cores starts a daemon in twenty seconds.
bool eventually(const std::function<bool()>& holds, int milliseconds = 60000);

}  // namespace pouch::test
