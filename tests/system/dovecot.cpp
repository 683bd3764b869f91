#include "tests/system/dovecot.hpp"

#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <sstream>
#include <stdexcept>

namespace pouch::test {
namespace {

void must(const std::vector<std::string>& command, const std::string& input = {}) {
  const auto ran = run(command, input);
  if (ran.status != 0) {
    throw std::runtime_error(command.front() + ": " + ran.err + ran.out);
  }
}

std::string own_user() {
  const auto* entry = getpwuid(geteuid());
  return entry != nullptr ? entry->pw_name : "nobody";
}

}  // namespace

int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(descriptor, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  close(descriptor);
  return ntohs(address.sin_port);
}

namespace {

const std::vector<std::string> kNewKey{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                                       "-nodes"};

void openssl(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.begin(), "openssl");
  arguments.insert(arguments.end(), more.begin(), more.end());
  must(arguments);
}

}  // namespace

TestAuthority::TestAuthority(const fs::path& folder) : ca(folder / "ca.pem"), folder_(folder) {
  fs::create_directories(folder);
  openssl({"req", "-x509", "-days", "2", "-subj", "/CN=Pouch test authority", "-keyout",
           (folder / "ca.key").string(), "-out", ca.string()},
          kNewKey);
  server = issue("server", "IP:127.0.0.1, DNS:mail.localhost");
}

Certificate TestAuthority::issue(const std::string& name, const std::string& names,
                                 int days) const {
  const Certificate made{folder_ / (name + ".pem"), folder_ / (name + ".key")};
  const auto request = (folder_ / (name + ".csr")).string();
  write_file(folder_ / (name + ".names"), "subjectAltName = " + names + "\n");
  openssl({"req", "-new", "-subj", "/CN=" + name, "-keyout", made.key.string(), "-out", request},
          kNewKey);
  must({"openssl", "x509", "-req", "-days", std::to_string(days), "-in", request, "-CA",
        ca.string(), "-CAkey", (folder_ / "ca.key").string(), "-CAcreateserial", "-extfile",
        (folder_ / (name + ".names")).string(), "-out", made.file.string()});
  return made;
}

Certificate TestAuthority::self_signed(const std::string& name, const std::string& names) const {
  const Certificate made{folder_ / (name + ".pem"), folder_ / (name + ".key")};
  openssl({"req", "-x509", "-days", "2", "-subj", "/CN=" + name, "-addext",
           "subjectAltName = " + names, "-keyout", made.key.string(), "-out", made.file.string()},
          kNewKey);
  return made;
}

Dovecot::Dovecot(DovecotSettings settings)
    : settings_(std::move(settings)),
      authority_(scratch_.path() / "tls"),
      configuration_(scratch_.path() / "dovecot.conf"),
      mail_(scratch_.path() / "mail"),
      imap_port_(free_port()),
      imaps_port_(free_port()) {
  fs::create_directories(mail_);
  fs::permissions(scratch_.path(), fs::perms::others_exec, fs::perm_options::add);
  fs::permissions(mail_, fs::perms::all);
  write_users();
  configure();
  start();
}

void Dovecot::write_users() const {
  std::string users;
  for (const auto& user : settings_.users) {
    users += user + ":{PLAIN}secret::::::\n";
  }
  write_file(scratch_.path() / "users", users);
  fs::permissions(scratch_.path() / "users", fs::perms::others_read, fs::perm_options::add);
}

void Dovecot::remove(const std::string& user) {
  settings_.users.erase(std::remove(settings_.users.begin(), settings_.users.end(), user),
                        settings_.users.end());
  write_users();
}

std::string Dovecot::mailboxes() const {
  const auto users = (scratch_.path() / "users").string();
  const std::string owner =
      geteuid() == 0 ? "uid=nobody gid=nogroup" : "uid=" + own_user() + " gid=" + own_user();
  if (!settings_.as_example) {
    return "mail_location = maildir:" + mail_.string() +
           "/%u\nnamespace inbox {\n inbox = yes\n prefix = INBOX.\n separator = .\n}\n"
           "passdb {\n driver = passwd-file\n args = " +
           users + "\n}\nuserdb {\n driver = passwd-file\n args = " + users +
           "\n override_fields = " + owner + " home=" + mail_.string() + "/%u\n}\n";
  }
  auto text = read_file(fs::path(POUCH_EXAMPLES) / "dovecot/pouch.conf");
  for (const auto& [theirs, ours] :
       std::map<std::string, std::string>{{"/etc/dovecot/pouch.users", users},
                                          {"uid=vmail gid=vmail", owner},
                                          {"/var/vmail", mail_.string()}}) {
    text.replace(text.find(theirs), theirs.size(), ours);
  }
  return text;
}

fs::path Dovecot::box(const std::string& user) const {
  return settings_.as_example ? mail_ / user / "Maildir" : mail_ / user;
}

void Dovecot::configure() {
  const bool root = geteuid() == 0;
  const auto run_folder = scratch_.path() / "run";
  std::ostringstream text;
  text << "base_dir = " << run_folder.string() << "\nstate_dir = " << run_folder.string()
       << "\nlog_path = " << (scratch_.path() / "dovecot.log").string() << "\nprotocols = imap"
       << (settings_.with_lmtp ? " lmtp" : "")
       << "\nlisten = 127.0.0.1\nfirst_valid_uid = 1\ndefault_internal_user = "
       << (root ? "dovecot" : own_user())
       << "\ndefault_login_user = " << (root ? "dovenull" : own_user()) << "\n";
  if (!root) {
    text << "default_internal_group = " << own_user() << "\n"
         << "service anvil {\n chroot =\n}\nservice imap-login {\n chroot =\n}\n"
         << "service stats {\n chroot =\n}\n";
  }
  text << mailboxes() << "ssl = yes\nssl_cert = <" << authority_.server.file.string()
       << "\nssl_key = <" << authority_.server.key.string() << "\n"
       << "auth_username_chars =\n"
       << "service imap-login {\n inet_listener imap {\n  port = " << imap_port_
       << "\n }\n inet_listener imaps {\n  port = " << imaps_port_ << "\n  ssl = yes\n }\n}\n";
  if (!settings_.with_idle) {
    text << "imap_capability = IMAP4rev1 UIDPLUS NAMESPACE LITERAL+\n";
  }
  if (settings_.with_lmtp) {
    text << "service lmtp {\n unix_listener " << lmtp().string() << " {\n  mode = 0666\n }\n}\n"
         << "protocol lmtp {\n postmaster_address = postmaster@mail.localhost\n}\n";
  }
  write_file(configuration_, text.str() + settings_.extra);
}

Dovecot::~Dovecot() { stop(); }

void Dovecot::start() {
  master_ = start_bound({"dovecot", "-F", "-c", configuration_.string()});
  const auto url = "imap://127.0.0.1:" + std::to_string(imap_port_);
  if (!eventually([&] { return run({"curl", "-s", url, "-X", "NOOP"}).status == 0; })) {
    throw std::runtime_error("Dovecot did not come up: " + log());
  }
}

void Dovecot::stop() {
  if (master_ > 0) {
    kill(master_, SIGTERM);
    await(master_);
    master_ = -1;
  }
}

std::string Dovecot::log() const { return read_file(scratch_.path() / "dovecot.log"); }

void Dovecot::add(const std::string& lines) {
  settings_.extra += lines;
  configure();
}

void Dovecot::save(const std::string& mail, const std::string& user) const {
  must({"doveadm", "-c", configuration_.string(), "save", "-u",
        user.empty() ? settings_.users.front() : user, "-m", "INBOX"},
       mail);
}

std::vector<std::string> Dovecot::inbox(const std::string& user) const {
  const auto url = "imaps://127.0.0.1:" + std::to_string(imaps_port_) + "/INBOX";
  const std::vector<std::string> curl{
      "curl", "-s", "--cacert", authority_.ca.string(), "--user", user + ":secret"};
  const auto ask = [&](const std::vector<std::string>& what) {
    auto command = curl;
    command.insert(command.end(), what.begin(), what.end());
    return run(command);
  };
  std::istringstream found(ask({url, "-X", "SEARCH ALL"}).out.substr(0, 4096));
  std::vector<std::string> mails;
  for (std::string word; found >> word;) {
    if (word.find_first_not_of("0123456789") == std::string::npos) {
      mails.push_back(ask({url + ";MAILINDEX=" + word}).out);
    }
  }
  return mails;
}

void Dovecot::renumber() const {
  fs::remove(box(settings_.users.front()) / "dovecot-uidlist");
  for (const auto* index : {"dovecot.index", "dovecot.index.log", "dovecot.index.cache"}) {
    fs::remove(box(settings_.users.front()) / index);
  }
}

std::vector<std::string> Dovecot::mails(const std::string& folder) const {
  auto place = box(settings_.users.front());
  if (folder != "INBOX") {
    std::string name = "." + folder;
    std::replace(name.begin(), name.end(), '/', '.');
    place /= name;
  }
  std::vector<std::string> found;
  for (const auto* part : {"new", "cur"}) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(place / part, error)) {
      found.push_back(read_file(entry.path()));
    }
  }
  return found;
}

}  // namespace pouch::test
