#include "tests/system/dovecot.hpp"

#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
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

TestAuthority::TestAuthority(const fs::path& folder)
    : ca(folder / "ca.pem"), certificate(folder / "server.pem"), key(folder / "server.key") {
  fs::create_directories(folder);
  const auto ca_key = folder / "ca.key", request = folder / "server.csr";
  const auto names = folder / "names";
  write_file(names, "subjectAltName = IP:127.0.0.1, DNS:mail.localhost\n");
  must({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-days", "2", "-subj", "/CN=Pouch test authority", "-keyout", ca_key.string(), "-out",
        ca.string()});
  must({"openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-subj", "/CN=mail.localhost", "-keyout", key.string(), "-out", request.string()});
  must({"openssl", "x509", "-req", "-days", "2", "-in", request.string(), "-CA", ca.string(),
        "-CAkey", ca_key.string(), "-CAcreateserial", "-extfile", names.string(), "-out",
        certificate.string()});
}

Dovecot::Dovecot(std::string user, bool with_idle)
    : authority_(scratch_.path() / "tls"),
      user_(std::move(user)),
      configuration_(scratch_.path() / "dovecot.conf"),
      mail_(scratch_.path() / "mail"),
      imap_port_(free_port()),
      imaps_port_(free_port()) {
  const bool root = geteuid() == 0;
  const auto internal = root ? "dovecot" : own_user();
  const auto login = root ? "dovenull" : own_user();
  const auto owner = root ? "nobody" : own_user();
  const auto run_folder = scratch_.path() / "run";
  fs::create_directories(mail_);
  fs::permissions(scratch_.path(), fs::perms::others_exec, fs::perm_options::add);
  fs::permissions(mail_, fs::perms::all);
  write_file(scratch_.path() / "users", user_ + ":{PLAIN}secret\n");
  fs::permissions(scratch_.path() / "users", fs::perms::others_read, fs::perm_options::add);
  std::ostringstream text;
  text << "base_dir = " << run_folder.string() << "\nstate_dir = " << run_folder.string()
       << "\nlog_path = " << (scratch_.path() / "dovecot.log").string()
       << "\nprotocols = imap\nlisten = 127.0.0.1\nfirst_valid_uid = 1\n"
       << "default_internal_user = " << internal << "\ndefault_login_user = " << login << "\n";
  if (!root) {
    text << "default_internal_group = " << own_user() << "\n"
         << "service anvil {\n chroot =\n}\nservice imap-login {\n chroot =\n}\n"
         << "service stats {\n chroot =\n}\n";
  }
  text << "mail_location = maildir:" << mail_.string() << "/%u\n"
       << "namespace inbox {\n inbox = yes\n prefix = INBOX.\n separator = .\n}\n"
       << "ssl = yes\nssl_cert = <" << authority_.certificate.string() << "\nssl_key = <"
       << authority_.key.string() << "\n"
       << "passdb {\n driver = passwd-file\n args = " << (scratch_.path() / "users").string()
       << "\n}\nuserdb {\n driver = static\n args = uid=" << owner
       << " gid=" << (root ? "nogroup" : own_user()) << " home=" << mail_.string() << "/%u\n}\n"
       << "auth_username_chars =\n"
       << "service imap-login {\n inet_listener imap {\n  port = " << imap_port_
       << "\n }\n inet_listener imaps {\n  port = " << imaps_port_ << "\n  ssl = yes\n }\n}\n";
  if (!with_idle) {
    text << "imap_capability = IMAP4rev1 UIDPLUS NAMESPACE LITERAL+\n";
  }
  write_file(configuration_, text.str());
  start();
}

Dovecot::~Dovecot() { stop(); }

void Dovecot::start() {
  // It goes into the background and would keep our pipes open.
  must({"sh", "-c", "exec dovecot -c \"$1\" >/dev/null 2>&1", "sh", configuration_.string()});
  runs_ = true;
}

void Dovecot::stop() {
  if (runs_) {
    run({"dovecot", "-c", configuration_.string(), "stop"});
    runs_ = false;
  }
}

void Dovecot::save(const std::string& mail) const {
  must({"doveadm", "-c", configuration_.string(), "save", "-u", user_, "-m", "INBOX"}, mail);
}

std::vector<std::string> Dovecot::mails(const std::string& folder) const {
  auto box = mail_ / user_;
  if (folder != "INBOX") {
    std::string name = "." + folder;
    std::replace(name.begin(), name.end(), '/', '.');
    box /= name;
  }
  std::vector<std::string> found;
  for (const auto* part : {"new", "cur"}) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(box / part, error)) {
      found.push_back(read_file(entry.path()));
    }
  }
  return found;
}

}  // namespace pouch::test
