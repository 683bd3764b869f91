// Writing to directory.toml: openly, as text, whole or not at all (DECISIONS 35).
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>

#include "config/address.hpp"
#include "config/directory.hpp"

namespace pouch::config {

namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

[[noreturn]] void refuse(const fs::path& file, const std::string& what, const std::string& hint) {
  throw Fault({{file.string(), 0, "", what, hint}});
}

// Whole or not at all, with owner and mode of the one that was there. `check` sees the new one
// before it takes its place.
void replace(const fs::path& named, const std::string& text,
             const std::function<void(const fs::path&)>& check) {
  std::error_code error;
  const auto canonical = fs::canonical(named, error);
  const auto& file = error ? named : canonical;
  const fs::path fresh = file.string() + ".new";
  const std::string hint =
      "is another change under way? then " + fresh.string() + " exists; else see space and rights";
  const int descriptor = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    refuse(named, "cannot be changed now", hint);
  }
  struct stat facts {};
  const bool kept =
      stat(file.c_str(), &facts) != 0 || (fchown(descriptor, facts.st_uid, facts.st_gid) == 0 &&
                                          fchmod(descriptor, facts.st_mode & 07777) == 0);
  const bool written =
      kept && write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fsync(descriptor) == 0;
  close(descriptor);
  try {
    if (!written) {
      refuse(named, "cannot be written", hint);
    }
    check(fresh);
    fs::rename(fresh, file);
  } catch (...) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    throw;
  }
}

std::string_view trimmed(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line;
}

// KEY = … at the beginning of a line.
bool sets(std::string_view line, std::string_view key) {
  line = trimmed(line);
  return line.starts_with(key) && trimmed(line.substr(key.size())).starts_with("=");
}

bool names(std::string_view line, std::string_view id) {
  line = trimmed(line);
  const auto equals = line.find('=');
  return sets(line, "id") &&
         trimmed(line.substr(equals + 1)).starts_with("\"" + std::string(id) + "\"");
}

// Lines [first, last) of the entry: from its [[table]] to the last line before the next header that
// is neither blank nor a comment.
struct Lines {
  std::size_t first = 0, last = 0;
};

std::optional<Lines> lines_of(const std::vector<std::string>& lines, std::string_view table,
                              std::string_view id) {
  const auto header = "[[" + std::string(table) + "]]";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!trimmed(lines[i]).starts_with(header)) {
      continue;
    }
    Lines found{i, i + 1};
    bool right = false;
    for (auto at = i + 1; at < lines.size() && !trimmed(lines[at]).starts_with("[["); ++at) {
      const auto text = trimmed(lines[at]);
      found.last = text.empty() || text.front() == '#' ? found.last : at + 1;
      right = right || names(lines[at], id);
    }
    if (right) {
      return found;
    }
  }
  return std::nullopt;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string day_text(Day day) {
  const std::chrono::year_month_day date(day);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

void set_until(std::vector<std::string>& lines, const Lines& entry, Day last) {
  const auto text = "until = " + day_text(last);
  for (auto at = entry.first; at < entry.last; ++at) {
    if (sets(lines[at], "until")) {
      const auto comment = lines[at].find('#');
      lines[at] = text + (comment == std::string::npos ? "" : "  " + lines[at].substr(comment));
      return;
    }
  }
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(entry.last), text);
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) {
    text += line + "\n";
  }
  return text;
}

// A fingerprint in quotes, in small or capital letters, with blanks or without; not in a comment.
bool put_in_place(std::string& line, std::string_view old_key, std::string_view new_key) {
  for (auto begin = line.find('"'); begin < line.find('#') && begin != std::string::npos;) {
    const auto end = line.find('"', begin + 1);
    if (end == std::string::npos) {
      return false;
    }
    if (normal_fingerprint(line.substr(begin + 1, end - begin - 1)) == old_key) {
      line.replace(begin + 1, end - begin - 1, new_key);
      return true;
    }
    begin = line.find('"', end + 1);
  }
  return false;
}

bool has_ended(const Directory& directory, std::string_view table, std::string_view id, Day last) {
  if (table == "group") {
    return directory.group(id) == nullptr;
  }
  const auto* desk = table == "desk" ? directory.desk(id) : nullptr;
  const auto* member = table == "member" ? directory.member(id) : nullptr;
  return desk != nullptr ? desk->validity.until == last
                         : member != nullptr && member->validity.until == last;
}

}  // namespace

void append_entry(const fs::path& file, std::string_view toml_text) {
  auto text = text_of(file);
  if (!text.empty() && text.back() != '\n') {
    text += '\n';
  }
  text += "\n" + std::string(toml_text);
  replace(file, text, [](const fs::path& fresh) { load_directory(fresh); });
}

void end_entry(const fs::path& file, std::string_view table, std::string_view id, Day last) {
  auto lines = split(text_of(file));
  const auto entry = lines_of(lines, table, id);
  if (!entry) {
    refuse(file, "there is no [[" + std::string(table) + "]] with id \"" + std::string(id) + "\"",
           "write its end by hand: until = " + day_text(last));
  }
  if (table == "group") {
    for (auto at = entry->first; at < entry->last; ++at) {
      lines[at] = "# " + lines[at];
    }
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(entry->first),
                 "# ended on " + day_text(last));
  } else {
    set_until(lines, *entry, last);
  }
  replace(file, joined(lines), [&](const fs::path& fresh) {
    if (!has_ended(load_directory(fresh), table, id, last)) {
      refuse(file, "is written so that this cannot be done", "edit it by hand");
    }
  });
}

void replace_key(const fs::path& file, std::string_view table, std::string_view id,
                 std::string_view old_key, std::string_view new_key) {
  auto lines = split(text_of(file));
  const auto entry = lines_of(lines, table, id);
  bool found = false;
  for (auto at = entry ? entry->first : 0; entry && at < entry->last; ++at) {
    found = put_in_place(lines[at], old_key, new_key) || found;
  }
  const std::string by_hand = "edit it by hand: " + std::string(new_key) + " for " +
                              std::string(old_key) + " in the keys of \"" + std::string(id) + "\"";
  if (!found) {
    refuse(file, "does not name the key that is to be replaced", by_hand);
  }
  replace(file, joined(lines), [&](const fs::path& fresh) {
    const auto directory = load_directory(fresh);
    const auto holder = directory.principal_by_id(id);
    const auto keys = !holder        ? std::vector<std::string>()
                      : holder->desk ? holder->desk->keys
                                     : holder->member->keys;
    const auto has = [&](std::string_view key) {
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    if (!has(new_key) || has(old_key)) {
      refuse(file, "is written so that this cannot be done", by_hand);
    }
  });
}

std::string sample_directory() {
  return R"(# Pouch: who takes part. Reviewed and versioned like any text; man 5 pouch-directory. Pouch reads it at
# start and on SIGHUP, and never rewrites it. Public keys lie beside it: keys/*.asc.
#
# [[country]]
# code = "BG"
# name = "Bulgaria"
# from = 2011-10-07
# holidays = "holidays/bg.txt"     # days on which nobody acknowledges a request
# hit_no_hit = true               # others may learn that it has something; "contact its liaison desk"
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
# rights = ["send", "search"]     # send, search, broadcast, audit, operate, security
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
