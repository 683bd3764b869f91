// Writing to directory.toml: openly, as text, whole or not at all (DECISIONS 35).
#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "config/directory.hpp"

namespace pouch::config {

namespace fs = std::filesystem;

void append_entry(const fs::path& file, std::string_view toml_text) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!text.empty() && text.back() != '\n') {
    text += '\n';
  }
  text += "\n" + std::string(toml_text);
  const fs::path fresh = file.string() + ".new";
  const auto refuse = [&](const std::string& what) {
    throw Fault({{file.string(), 0, "", what,
                  "is another change under way? then " + fresh.string() +
                      " exists; else see space and rights"}});
  };
  const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    refuse("cannot be changed now");
  }
  const bool written =
      write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(descriptor) == 0;
  close(descriptor);
  try {
    if (!written) {
      refuse("cannot be written");
    }
    load_directory(fresh);
    fs::rename(fresh, file);
  } catch (...) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    throw;
  }
}

std::string sample_directory() {
  return R"(# Pouch: who takes part. Reviewed and versioned like any text; man 5 pouch-directory. Pouch reads it at
# start and on SIGHUP, and never rewrites it. Public keys lie beside it: keys/*.asc.
#
# [[country]]
# code = "BG"
# name = "Bulgaria"
# from = 2011-10-07
#
# [[desk]]
# id = "nfp-bg"
# kind = "focal-point"            # focal-point, liaison, operational-centre
# country = "BG"
# community = "police"            # police, prosecution, headquarters
# address = "nfp@mvr.bg.example"
# keys = ["0123456789ABCDEF0123456789ABCDEF01234567"]
# time_zone = "Europe/Sofia"      # optional
#
# [[member]]
# id = "ana.ionescu"
# name = "Ana Ionescu"
# addresses = ["ana.ionescu@police.ro.example"]
# key = "89ABCDEF0123456789ABCDEF0123456789ABCDEF"
# country = "RO"
# agency = "police"               # police, customs, border, prosecution, court, fiu, tax, other
# community = "police"
# rights = ["send", "search"]     # send, search, broadcast, audit, operate
# desks = []                      # desks for which this member's key also acts
# from = 2026-01-01
# until = 2027-12-31              # optional
#
# [[group]]
# id = "seepag"
# address = "seepag@pouch.example"
# community = "prosecution"
# desks = ["pfp-ro", "pfp-bg"]
# members = []
# history = "joining"             # who joins finds what is written from then on; "all": older too
)";
}

}  // namespace pouch::config
