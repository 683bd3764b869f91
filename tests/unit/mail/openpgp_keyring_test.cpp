// The gateway's home and its ring: only the directory's keys, within bounds, never from a mail; a
// broken ring fails closed (SECURITY classes 21, 22; DECISIONS 23).
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include <algorithm>

#include "mail/openpgp/agent_probe.hpp"
#include "mail/openpgp/keyring.hpp"
#include "tests/unit/mail/gnupg.hpp"

namespace pouch::mail::openpgp {
namespace {

using namespace test;

// A post whose ring the test may rebuild and break.
struct Office {
  fs::path file(const std::string& name, const std::string& bytes) {
    const auto path = scratch.path() / (name + ".asc");
    write_bytes(path, bytes);
    return path;
  }
  fs::path file_of(const std::string& fingerprint) {
    return file(fingerprint, post.writers.exported(fingerprint));
  }
  RingReport rebuild(const std::vector<fs::path>& files, const std::vector<std::string>& wanted) {
    auto report = rebuild_ring(post.gateway_home(), post.gateway(), files, wanted);
    post.engine().forget_keys();
    return report;
  }
  std::vector<std::string> ring() {
    std::vector<std::string> result;
    for (const auto& key : post.engine().keys()) result.push_back(key.fingerprint);
    std::sort(result.begin(), result.end());
    return result;
  }
  std::vector<std::string> with_gateway(std::vector<std::string> keys) const {
    keys.push_back(post.gateway());
    std::sort(keys.begin(), keys.end());
    return keys;
  }
  fs::path kbx() const { return post.gateway_home() / "pubring.kbx"; }

  Scratch scratch;
  Post post;
};

bool says_permanent(const std::function<void()>& action) {
  try {
    action();
  } catch (const Fault& fault) {
    return !fault.transient() && !fault.hint().empty();
  }
  return false;
}

TEST_CASE("openpgp: the gateway's key is ed25519 and cv25519, without AEAD, in a private home") {
  Office office;
  auto& post = office.post;
  const auto info = post.engine().key(post.gateway());
  REQUIRE(info);
  CHECK(info->algorithm == "ed25519");
  CHECK(info->usable_for_sealing());
  CHECK(info->can_sign);
  CHECK(!info->expires);
  CHECK(info->user_ids == std::vector<std::string>{"Pouch <requests@pouch.example>"});
  const auto packets =
      post.writers.gpg({"--list-packets"}, export_key(post.gateway_home(), post.gateway())).out;
  CHECK(packets.find("aead-algos") == std::string::npos);
  CHECK(packets.find("(pref-sym-algos: 9 8 7)") != std::string::npos);
  const auto mode_of = [](const fs::path& path) {
    struct stat facts {};
    REQUIRE(stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 0777;
  };
  CHECK(mode_of(post.gateway_home()) == 0700);
  CHECK(mode_of(post.gateway_home() / "gpg.conf") == 0600);
  CHECK(mode_of(office.kbx()) == 0600);
}

TEST_CASE("openpgp: the ring holds the directory's keys and the gateway's, and follows the list") {
  Office office;
  const auto ana = office.post.writers.make("ana <ana@police.ro.example>");
  const auto eva = office.post.writers.make("eva <eva@police.ro.example>");
  const std::vector<fs::path> files{office.file_of(ana), office.file_of(eva)};
  CHECK(office.rebuild(files, {ana, eva}).faults.empty());
  CHECK(office.ring() == office.with_gateway({ana, eva}));
  // Named no longer: gone, though its file still lies there.
  CHECK(office.rebuild(files, {eva}).faults.empty());
  CHECK(office.ring() == office.with_gateway({eva}));
  const auto report = office.rebuild(files, {});
  CHECK(office.ring() == office.with_gateway({}));
  CHECK(report.present == std::vector<std::string>{office.post.gateway()});
  // The gateway still opens and seals.
  CHECK(office.post.engine().decrypt(office.post.encrypted("x")) == "x");
}

TEST_CASE("openpgp: a file with several keys gives only those that the directory names") {
  Office office;
  const auto& ring = office.post.writers;
  const auto ana = ring.make("ana <ana@police.ro.example>");
  const auto eve = ring.make("eve <eve@evil.example>");
  const auto both = office.file("both", ring.must({"--armor", "--export", ana, eve}));
  CHECK(office.rebuild({both}, {ana}).faults.empty());
  CHECK(office.ring() == office.with_gateway({ana}));
  CHECK(inspect_key_file(both).size() == 2);
  CHECK(office.ring() == office.with_gateway({ana}));
}

TEST_CASE("openpgp: a revocation that lies among the key files counts in the ring") {
  Office office;
  const auto& ring = office.post.writers;
  const auto ana = ring.make("ana <ana@police.ro.example>");
  auto certificate = file_bytes(ring.home() / "openpgp-revocs.d" / (ana + ".rev"));
  certificate.erase(certificate.find(":-----BEGIN"), 1);
  const auto key = office.file_of(ana);
  const auto revoked = [&](const std::vector<fs::path>& files) {
    CHECK(office.rebuild(files, {ana}).faults.empty());
    const auto info = office.post.engine().key(ana);
    REQUIRE(info);
    return info->revoked;
  };
  CHECK_FALSE(revoked({key}));
  CHECK(revoked({office.file("0", certificate), key}));
  CHECK(revoked({key, office.file("zz", certificate)}));
  CHECK(revoked({office.file("both", ring.exported(ana) + certificate)}));
  CHECK_FALSE(revoked({key}));
}

TEST_CASE(
    "openpgp: what is wrong with a key file is told with file and fingerprint, the rest stands") {
  Office office;
  const auto& ring = office.post.writers;
  const auto ana = ring.make("ana <ana@police.ro.example>");
  const std::string missing(40, 'A');
  const auto good = office.file_of(ana);
  for (const auto& bytes :
       {std::string("no key"), std::string(), file_bytes(good).substr(0, 200),
        std::string(
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n"),
        std::string(2u << 20, 'x')}) {
    const auto bad = office.file("bad", bytes);
    const auto report = office.rebuild({bad, good}, {ana, missing});
    CHECK(office.ring() == office.with_gateway({ana}));
    REQUIRE(report.faults.size() == 2);
    CHECK(report.faults[0].file == bad);
    CHECK(report.faults[1].fingerprint == missing);
    for (const auto& fault : report.faults) CHECK((!fault.what.empty() && !fault.hint.empty()));
    CHECK(inspect_key_file(bad).empty());
  }
  CHECK(office.rebuild({office.scratch.path() / "nowhere.asc", good}, {ana}).faults.size() == 1);
}

TEST_CASE("openpgp: a secret key in a key file gives its public half and no secret") {
  Office office;
  const auto& ring = office.post.writers;
  const auto ana = ring.make("ana <ana@police.ro.example>");
  const auto file = office.file("secret", ring.must({"--armor", "--export-secret-keys", ana}));
  office.rebuild({file}, {ana});
  CHECK(office.post.engine().keys(true).size() == 1);
  for (const auto& key : office.post.engine().keys()) {
    CHECK((key.fingerprint == ana || key.fingerprint == office.post.gateway()));
  }
}

TEST_CASE("openpgp: a key with 20 user IDs is taken, one with 21 is not") {
  Office office;
  const auto& ring = office.post.writers;
  const auto ana = ring.make("ana 1 <ana@police.ro.example>");
  for (int i = 2; i <= 20; ++i) {
    ring.must({"--quick-add-uid", ana, "ana " + std::to_string(i) + " <ana@police.ro.example>"});
  }
  CHECK(office.rebuild({office.file_of(ana)}, {ana}).faults.empty());
  CHECK(office.ring() == office.with_gateway({ana}));
  ring.must({"--quick-add-uid", ana, "ana 21 <ana@police.ro.example>"});
  const auto report = office.rebuild({office.file_of(ana)}, {ana});
  REQUIRE(!report.faults.empty());
  CHECK(report.faults[0].fingerprint == ana);
  CHECK(office.ring() == office.with_gateway({}));
}

TEST_CASE("openpgp: a key with more than 20 subkeys is not taken") {
  Office office;
  const auto& ring = office.post.writers;
  const auto ana = ring.make("ana <ana@police.ro.example>");
  for (int i = 0; i < 19; ++i) ring.must({"--quick-add-key", ana, "cv25519", "encr"});
  CHECK(office.rebuild({office.file_of(ana)}, {ana}).faults.empty());
  for (int i = 0; i < 2; ++i) ring.must({"--quick-add-key", ana, "cv25519", "encr"});
  CHECK(!office.rebuild({office.file_of(ana)}, {ana}).faults.empty());
  CHECK(office.ring() == office.with_gateway({}));
}

TEST_CASE("openpgp: foreign certifications do not enter the ring") {
  Office office;
  const auto& ring = office.post.writers;
  const auto ana = ring.make("ana <ana@police.ro.example>");
  office.rebuild({office.file_of(ana)}, {ana});
  const auto before = fs::file_size(office.kbx());
  for (int i = 0; i < 10; ++i) {
    const auto other = ring.make("flood " + std::to_string(i) + " <f@evil.example>");
    ring.must({"--local-user", other, "--quick-sign-key", ana});
  }
  CHECK(office.rebuild({office.file_of(ana)}, {ana}).faults.empty());
  CHECK(fs::file_size(office.kbx()) == before);
}

TEST_CASE("openpgp: no mail puts a key into the ring, whatever it carries") {
  Office office;
  auto& post = office.post;
  const auto ana = post.key("ana");
  const auto mallory = post.writers.make("mallory <m@evil.example>");
  const auto key = with_crlf(post.writers.exported(mallory));
  const auto keydata = base64(post.writers.must({"--export", mallory}));
  const auto before = file_bytes(office.kbx());
  const std::string part =
      "Content-Type: application/pgp-keys; name=\"k.asc\"\r\n"
      "Content-Disposition: attachment\r\n\r\n" +
      key;
  const auto inside =
      "Content-Type: multipart/mixed; boundary=\"x\"\r\n"
      "Autocrypt-Gossip: addr=m@evil.example; keydata=" +
      keydata.substr(0, 70) + "\r\n\r\n--x\r\n\r\nhello\r\n--x\r\n" + part + "\r\n--x--\r\n";
  const auto autocrypt =
      "Autocrypt: addr=m@evil.example; keydata=" + keydata.substr(0, 70) + "\r\n";
  for (const auto& mail :
       {autocrypt + pgp_mime(post.sealed(inside)),
        autocrypt + pgp_mime(post.sealed(inside, {"--include-key-block"}, mallory)),
        pgp_mime(post.encrypted(key)), pgp_mime(key), headers() + part,
        pgp_mime(post.writers.must({"--export", mallory})),
        pgp_mime(post.sealed(post.writers.must({"--export", mallory})))}) {
    opened(post, mail);
    CHECK(file_bytes(office.kbx()) == before);
  }
  CHECK(office.ring() == office.with_gateway({ana}));
}

TEST_CASE("openpgp: a ring without the gateway's key, or one that is broken, fails closed") {
  Office office;
  const auto ana = office.post.writers.make("ana <ana@police.ro.example>");
  const auto file = office.file_of(ana);
  office.rebuild({file}, {ana});
  const auto sealed = office.post.sealed(kHello, {}, ana);
  const auto good = file_bytes(office.kbx());
  CHECK(says_permanent(
      [&] { rebuild_ring(office.post.gateway_home(), std::string(40, '0'), {file}, {ana}); }));
  CHECK(file_bytes(office.kbx()) == good);
  for (const auto& broken :
       {std::string(), good.substr(0, 32), good.substr(0, 100), std::string(500, '\xFF'),
        good.substr(0, 40) + std::string(400, 'x')}) {
    write_bytes(office.kbx(), broken);
    office.post.engine().forget_keys();
    INFO(broken.size());
    CHECK(says_permanent([&] { office.rebuild({file}, {ana}); }));
    CHECK(file_bytes(office.kbx()) == broken);
    bool proved = false;
    try {
      proved = opened(office.post, pgp_mime(sealed)).verdict == Verdict::kProved;
    } catch (const Fault&) {
    }
    CHECK_FALSE(proved);
    CHECK_THROWS_AS(office.post.engine().seal("x", office.post.gateway(), {office.post.gateway()}),
                    Fault);
  }
  write_bytes(office.kbx(), good);
  office.post.engine().forget_keys();
  CHECK(opened(office.post, pgp_mime(sealed)).verdict == Verdict::kProved);
}

TEST_CASE("openpgp: locks of the dead are taken away at start, those of the living are not") {
  Office office;
  std::array<char, 256> host{};
  REQUIRE(gethostname(host.data(), host.size()) == 0);
  const auto lock = office.post.gateway_home() / "trustdb.gpg.lock";
  const auto stays = [&](const std::string& text) {
    write_bytes(lock, text);
    office.rebuild({}, {});
    const bool there = fs::exists(lock);
    fs::remove(lock);
    return there;
  };
  const auto line = [](long pid, const std::string& name) {
    auto digits = std::to_string(pid);
    return std::string(10 - digits.size(), ' ') + digits + "\n" + name + "\n";
  };
  const auto agent = office.post.agent();
  REQUIRE(agent > 0);
  CHECK(stays(line(agent, host.data())));
  CHECK_FALSE(stays(line(4194304, host.data())));  // above any pid
  CHECK_FALSE(stays(line(agent, "another-host")));
  CHECK_FALSE(stays(line(getpid(), host.data())));  // a number that another program has by now
  CHECK_FALSE(stays(""));
  CHECK_FALSE(stays("garbage"));
}

TEST_CASE("openpgp: a lock of a dead process on the ring itself does not stop the start") {
  Office office;
  write_bytes(office.post.gateway_home() / "pubring.kbx.lock", "   4194304\nanother-host\n");
  const auto ana = office.post.writers.make("ana <ana@police.ro.example>");
  CHECK(office.rebuild({office.file_of(ana)}, {ana}).faults.empty());
  CHECK(office.ring() == office.with_gateway({ana}));
}

TEST_CASE(
    "openpgp: a gateway key is imported from a file that holds one secret key, else refused") {
  Office office;
  const auto& ring = office.post.writers;
  const auto one = ring.make("one <one@pouch.example>"), two = ring.make("two <two@pouch.example>");
  int homes = 0;
  const auto import = [&](const std::string& bytes) {
    const auto home = office.scratch.path() / std::to_string(++homes);
    prepare_home(home);
    start_agent(home);
    std::string made;
    try {
      made = import_gateway_key(home, office.file("import", bytes));
    } catch (const Fault& fault) {
      CHECK_FALSE(fault.transient());
    }
    stop_agent(home);
    return made;
  };
  CHECK(import(ring.must({"--armor", "--export-secret-keys", one})) == one);
  CHECK(import(ring.must({"--armor", "--export-secret-keys", one, two})).empty());
  CHECK(import(ring.exported(one)).empty());
  CHECK(import("nothing").empty());
}

TEST_CASE(
    "openpgp: an agent that was stopped is gone, so that the next who starts one has its own") {
  Scratch scratch;
  prepare_home(scratch.path());
  for (int i = 0; i < 20; ++i) {
    INFO(i);
    CHECK(start_agent(scratch.path()));
    CHECK_FALSE(start_agent(scratch.path()));
    stop_agent(scratch.path());
    CHECK(agents_of(scratch.path()).empty());
  }
}

TEST_CASE("openpgp: a home whose path is too long for a socket is refused with a hint") {
  CHECK(says_permanent([] { start_agent("/tmp/" + std::string(90, 'x')); }));
}

}  // namespace
}  // namespace pouch::mail::openpgp
