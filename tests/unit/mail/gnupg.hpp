// Real gpg for the tests of openpgp: throw-away homes with short paths, keys made on the spot,
// agents stopped at the end. `Post` is a gateway as the product makes it and the ring of those who
// write to it with plain gpg; each test program has its own, each key is made when first asked for.
#pragma once

#include <sys/types.h>

#include <catch2/catch.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/openpgp/engine.hpp"
#include "mail/openpgp/open.hpp"

namespace pouch::mail::test {

namespace fs = std::filesystem;

struct Ran {
  int status = -1;
  std::string out, err;
};

Ran run(std::vector<std::string> command, std::string_view input = {});

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

std::string file_bytes(const fs::path& file);
void write_bytes(const fs::path& file, std::string_view bytes);
std::string base64(std::string_view bytes);    // lines of 76
std::string armoured(std::string_view bytes);  // a PGP MESSAGE without a checksum
std::string with_crlf(std::string_view text);
bool eventually(const std::function<bool()>& holds);  // tried for a minute

// Somebody's GnuPG home, with plain gpg.
class Ring {
 public:
  explicit Ring(fs::path home);
  ~Ring();
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  const fs::path& home() const { return home_; }
  Ran gpg(const std::vector<std::string>& arguments, std::string_view input = {}) const;
  std::string must(const std::vector<std::string>& arguments, std::string_view input = {}) const;
  // A primary key; returns its fingerprint.
  std::string make(const std::string& user_id, const std::string& algorithm = "ed25519",
                   const std::string& usage = "sign,cert", const std::string& expires = "never",
                   const std::vector<std::string>& options = {}) const;
  std::string exported(const std::string& fingerprint) const;
  pid_t agent() const;

 private:
  fs::path home_;
};

// A home as the product prepares it, with its agent; stopped at the end, however that comes.
class AgentOf {
 public:
  explicit AgentOf(fs::path home);
  ~AgentOf();
  AgentOf(const AgentOf&) = delete;
  AgentOf& operator=(const AgentOf&) = delete;
  const fs::path& home() const { return home_; }

 private:
  fs::path home_;
};

constexpr const char* kAna = "Ana Ionescu <ana@police.ro.example>";
constexpr const char* kHello = "Content-Type: text/plain; charset=utf-8\r\n\r\nhello canary\r\n";

class Post {
  Scratch scratch_;  // first: it goes last
  AgentOf agent_;

 public:
  static Post& office();  // made once in a process
  Post();
  Ring writers;
  const fs::path& gateway_home() const { return agent_.home(); }
  const std::string& gateway() const { return gateway_; }
  openpgp::Engine& engine() { return *engine_; }
  // The one of that name, made by `how` when new (default: ed25519), whom the gateway knows.
  const std::string& key(const std::string& name,
                         const std::function<std::string(const Ring&)>& how = {});
  // Another of that name, who can be sealed to as well.
  const std::string& reading_key(const std::string& name);
  void introduce(const std::string& fingerprint);  // (again) to the gateway
  // gpg of the writers: signed by `signer` (default "ana") and encrypted to the gateway.
  std::string sealed(std::string_view text, const std::vector<std::string>& options = {},
                     const std::string& signer = {});
  std::string encrypted(std::string_view text, const std::vector<std::string>& options = {});
  pid_t agent() const;
  // gpg processes (the agent excepted) that work on the gateway's home.
  std::size_t gpg_processes() const;

 private:
  std::string gateway_;
  std::unique_ptr<openpgp::Engine> engine_;
  std::map<std::string, std::string> keys_;
};

// Mails around a ciphertext.
std::string headers(const std::string& more = {});  // From ana, To, Subject "outside", Message-ID
std::string pgp_mime(std::string_view ciphertext);  // shape (a); binary ones in base64
std::string inline_mail(std::string_view armour);   // shape (c)
// RFC 1847 encapsulation of `part`, signed detached by `signer`.
std::string multipart_signed(Post& post, const std::string& part,
                             const std::vector<std::string>& options = {},
                             const std::string& signer = {});
openpgp::Opened opened(Post& post, const std::string& mail, const Limits& limits = {});
std::string word(openpgp::Judgement judgement);
// Nothing of the plaintext came out: neither content nor inner bytes nor a word of it in a detail.
bool is_silent(const openpgp::Opened& result);

}  // namespace pouch::mail::test

namespace Catch {
template <>
struct StringMaker<pouch::mail::openpgp::Verdict> {
  static std::string convert(pouch::mail::openpgp::Verdict verdict) {
    return std::string(pouch::mail::openpgp::name(verdict));
  }
};
template <>
struct StringMaker<pouch::mail::openpgp::Judgement> {
  static std::string convert(pouch::mail::openpgp::Judgement judgement) {
    return pouch::mail::test::word(judgement);
  }
};
}  // namespace Catch
