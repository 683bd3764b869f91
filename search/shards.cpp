#include "search/shards.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

#include "search/xapian_door.hpp"

namespace pouch::search {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHead = "position";
constexpr std::uintmax_t kLongestHead = 8192;

[[noreturn]] void make_no_sense() {
  throw Fault(false, "the index's list of years cannot be read",
              "the index is a cache: pouch reindex builds it anew", true);
}

std::set<int> years_in(std::istringstream& words) {
  std::set<int> years;
  for (int year = 0; words >> year;) {
    if (year < kFirstYear || year > kLastYear) {
      make_no_sense();
    }
    years.insert(year);
  }
  if (!words.eof()) {
    make_no_sense();
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
  const auto size = fs::file_size(index / kHead, error);
  if (error) {
    return std::nullopt;
  }
  std::ifstream file(index / kHead, std::ios::binary);
  IndexHead head;
  int lines = 0;
  for (std::string line; size <= kLongestHead && std::getline(file, line); ++lines) {
    std::istringstream words(line);
    std::string name, rest;
    words >> name;
    if (lines == 0 && name == "layout") {
      words >> rest;
      if (rest != kLayout) {
        make_no_sense();
      }
    } else if (lines == 1 && name == "position") {
      if (!(words >> head.position)) {
        make_no_sense();
      }
    } else if (lines == 2 && name == "years") {
      head.years = years_in(words);
    } else if (lines == 3 && name == "elsewhere") {
      head.elsewhere = years_in(words);
    } else {
      make_no_sense();
    }
  }
  if (lines != 4) {
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
