#include "search/index/shards.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string_view>
#include <system_error>

#include "search/index/xapian_door.hpp"

namespace pouch::search {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHead = "position";
constexpr std::size_t kLongestHead = 8192;

[[noreturn]] void make_no_sense() {
  throw Fault(false, "the index's list of years cannot be read",
              "the index is a cache: pouch reindex builds it anew", true);
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kLongestHead + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

// A number that stands at the start, behind one blank.
template <typename Number>
Number number_in(std::string_view& line) {
  Number number = 0;
  const auto* end = line.data() + line.size();
  const auto* begin = line.empty() || line[0] != ' ' ? end : line.data() + 1;
  const auto read = std::from_chars(begin, end, number);
  if (read.ec != std::errc()) {
    make_no_sense();
  }
  line.remove_prefix(static_cast<std::size_t>(read.ptr - line.data()));
  return number;
}

std::set<int> years_in(std::string_view line) {
  std::set<int> years;
  while (!line.empty()) {
    const auto year = number_in<int>(line);
    if (year < kFirstYear || year > kLastYear) {
      make_no_sense();
    }
    years.insert(year);
  }
  return years;
}

std::string line_of(const std::string& name, const std::set<int>& years) {
  auto line = name;
  for (const auto year : years) {
    line += " " + std::to_string(year);
  }
  return line + "\n";
}

}  // namespace

int shard_year(std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  return std::clamp(static_cast<int>(date.year()), kFirstYear, kLastYear);
}

std::set<int> years_of(const std::vector<RemoteShard>& shards) {
  std::set<int> years;
  for (const auto& shard : shards) {
    years.insert(shard.year);
  }
  return years;
}

fs::path shard_folder(const fs::path& index, int year) { return index / std::to_string(year); }

bool has_shard(const fs::path& index, int year) {
  std::error_code ignored;
  return fs::exists(shard_folder(index, year) / "iamglass", ignored);
}

std::optional<IndexHead> read_head(const fs::path& index) {
  std::error_code error;
  if (!fs::exists(index / kHead, error)) {
    return std::nullopt;
  }
  const auto text = text_of(index / kHead);
  if (text.size() > kLongestHead) {
    make_no_sense();
  }
  std::string_view rest = text;
  // What stands in the next line behind its name.
  const auto line = [&](std::string_view name) {
    const auto end = rest.find('\n');
    if (end == rest.npos || !rest.starts_with(name)) {
      make_no_sense();
    }
    const auto found = rest.substr(name.size(), end - name.size());
    rest.remove_prefix(end + 1);
    return found;
  };
  IndexHead head;
  if (line("layout ") != kLayout) {
    make_no_sense();
  }
  auto position = line("position");
  head.position = number_in<std::uint64_t>(position);
  head.years = years_in(line("years"));
  head.elsewhere = years_in(line("elsewhere"));
  if (!position.empty() || !rest.empty()) {
    make_no_sense();
  }
  return head;
}

bool is_bare(const fs::path& index) {
  std::error_code error;
  fs::directory_iterator at(index, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    if (!at->path().filename().string().starts_with(kHead)) {
      return false;
    }
  }
  return !error || error == std::errc::no_such_file_or_directory;
}

void write_head(const fs::path& index, const IndexHead& head) {
  const auto draft = index / (std::string(kHead) + ".new");
  try {
    std::ofstream file(draft, std::ios::binary | std::ios::trunc);
    file << "layout " << kLayout << "\nposition " << head.position << "\n"
         << line_of("years", head.years) << line_of("elsewhere", head.elsewhere);
    file.close();
    if (!file) {
      throw fs::filesystem_error("write", draft, std::make_error_code(std::errc::io_error));
    }
    make_durable(draft);
    fs::rename(draft, index / kHead);
    make_durable(index);
  } catch (const fs::filesystem_error& error) {
    throw Fault(true, "writing the index's position: " + error.code().message(),
                "look at the disk of the state folder and at the owner of its files");
  }
}

std::uint64_t position_of(const fs::path& index) {
  const auto head = read_head(index);
  return head ? head->position : 0;
}

std::vector<ShardState> shards_in(const fs::path& index) {
  std::vector<ShardState> all;
  const auto head = read_head(index).value_or(IndexHead());
  try {
    for (const auto year : head.years) {
      const Xapian::Database database(shard_folder(index, year).string());
      all.push_back({year, database.get_doccount(), database.get_revision()});
    }
  } catch (const Xapian::Error& error) {
    raise(error, "reading the index");
  }
  return all;
}

}  // namespace pouch::search
