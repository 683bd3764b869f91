#include "tests/system/exim.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>

namespace pouch::test {
namespace {

constexpr const char* kProgram = "/usr/local/lib/pouch-tests/exim4/usr/sbin/exim4";

std::string example(const std::string& file, const std::map<std::string, std::string>& ours) {
  auto text = read_file(fs::path(POUCH_EXAMPLES) / "exim" / file);
  for (const auto& [theirs, here] : ours) {
    for (std::size_t at = 0; (at = text.find(theirs, at)) != std::string::npos; at += here.size()) {
      text.replace(at, theirs.size(), here);
    }
  }
  return text;
}

}  // namespace

Exim::Exim(const fs::path& folder, const std::map<std::string, std::string>& ours)
    : folder_(folder) {
  INFO("Exim runs as root only, and .ci/exim must have unpacked it");
  REQUIRE(geteuid() == 0);
  REQUIRE(fs::exists(kProgram));
  fs::create_directories(folder_ / "spool");
  // Its own user, whom the package would have made; the program asks for it when it starts.
  write_file(folder_ / "passwd",
             read_file("/etc/passwd") + "Debian-exim:x:65533:65533::/:/usr/sbin/nologin\n");
  write_file(folder_ / "group", read_file("/etc/group") + "Debian-exim:x:65533:\n");
  write_file(
      folder_ / "exim.conf",
      "primary_hostname = mail.localhost\nexim_path = " + std::string(kProgram) +
          "\nkeep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP"
          "\nspool_directory = " +
          (folder_ / "spool").string() + "\nlog_file_path = " + (folder_ / "%slog").string() +
          "\nlocal_interfaces = 127.0.0.1\nbegin routers\n" + example("router", ours) +
          "\nbegin transports\n" + example("transport", ours) + "\nbegin retry\n* * F,1h,1m\n");
  REQUIRE(run({"chown", "-R", "65533:65533", folder_.string()}).status == 0);
  REQUIRE(run({"chown", "root:root", (folder_ / "exim.conf").string()}).status == 0);
}

Ran Exim::exim(std::vector<std::string> arguments, const std::string& input) const {
  arguments.insert(arguments.begin(), {kProgram, "-C", (folder_ / "exim.conf").string()});
  return run(arguments, input,
             {{"LD_PRELOAD", "libnss_wrapper.so"},
              {"NSS_WRAPPER_PASSWD", (folder_ / "passwd").string()},
              {"NSS_WRAPPER_GROUP", (folder_ / "group").string()}});
}

bool Exim::submit(const std::string& from, const std::string& to, const std::string& mail) const {
  const auto ran = exim({"-odq", "-oi", "-f", from.empty() ? "<>" : from, to}, mail);
  UNSCOPED_INFO(ran.out << ran.err);
  return ran.status == 0;
}

std::size_t Exim::queued() const {
  const auto ran = exim({"-bpc"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  return std::stoul(ran.out);
}

void Exim::flush() const {
  const auto ran = exim({"-qff"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
}

std::string Exim::log() const {
  return read_file(folder_ / "mainlog") + read_file(folder_ / "paniclog");
}

}  // namespace pouch::test
