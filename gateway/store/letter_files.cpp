#include "gateway/store/letter_files.hpp"

#include <array>
#include <system_error>

#include "gateway/store/durable_file.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 64u << 10;

// Of deliveries `d` of a letter `l`: one that may still be asked for its octets, tried again by us
// or by the operator, or reported as failed by a server that had taken it, after ?1.
constexpr std::string_view kMayAsk =
    "(d.state IN ('queued', 'failed') OR (d.state = 'delivered' AND ifnull(d.at, d.created) > ?1))";

// What goes wrong with its file is trouble of that letter, not of the store.
template <typename Look>
auto of_letter(Look look) {
  try {
    return look();
  } catch (const Fault& fault) {
    throw mail::Unreadable(std::string("cannot read the letter: ") + fault.what());
  }
}

void give_file(const fs::path& file, std::size_t size, const mail::Put& put) {
  auto reader = of_letter([&] { return FileReader::open(file); });
  std::array<char, kPiece> piece;
  std::size_t given = 0, got = 0;
  while (reader && (got = of_letter([&] { return reader->read(piece.data(), kPiece); })) > 0) {
    given += got;
    put({piece.data(), got});
  }
  if (given != size) {
    throw mail::Unreadable(file.string() + " has changed while the letter was read from it");
  }
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().filename() != ".lock") {
      names.push_back(entry.path().filename().string());
    }
  }
  return names;
}

}  // namespace

LetterFiles::LetterFiles(const fs::path& state, Database& database)
    : folder_(letters_folder(state)), database_(database) {}

mail::Pieces LetterFiles::wire(const std::string& letter_id) {
  auto statement = database_.prepare("SELECT file, wire FROM letters WHERE id = ?");
  if (!statement.bind(1, letter_id).step()) {
    throw LostLetter("there is no letter " + letter_id, "");
  }
  if (statement.is_null(0)) {
    return statement.text(1);
  }
  const auto name = statement.text(0);
  if (name.empty()) {
    throw LostLetter("the letter was handed over long ago, and its octets are not kept any more",
                     "its words are in its case; ask the sender to send it again");
  }
  const auto file = folder_ / name;
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error == std::errc::no_such_file_or_directory) {
    throw LostLetter("the letter's file is missing: " + file.string(),
                     "bring it back from the backup, then pouch queue retry");
  }
  if (error) {
    throw Fault(true, "read " + file.string() + ": " + error.message(),
                "look at the disk of the state folder and at the owner of its files");
  }
  const auto octets = static_cast<std::size_t>(size);
  return {octets, [file, octets](const mail::Put& put) { give_file(file, octets, put); }};
}

void LetterFiles::place(const std::vector<SealedLetter>& letters) {
  DurableGroup group(folder_);
  bool any = false;
  for (const auto& letter : letters) {
    if (letter.file) {
      group.take(letter.file->name());
      any = true;
    }
  }
  if (any) {
    group.commit(steps_of("letter"));
  }
}

std::vector<std::string> letter_files(Database& database) {
  auto statement = database.prepare("SELECT file FROM letters WHERE file <> ''");
  std::vector<std::string> names;
  while (statement.step()) {
    names.push_back(statement.text(0));
  }
  return names;
}

std::vector<std::string> LetterFiles::missing() {
  auto statement = database_.prepare(
      "SELECT id, file FROM letters l WHERE file <> '' AND EXISTS (SELECT 1 FROM deliveries d"
      " WHERE d.letter = l.id AND d.state IN ('queued', 'failed')) ORDER BY id");
  std::vector<std::string> letters;
  while (statement.step()) {
    if (!fs::exists(folder_ / statement.text(1))) {
      letters.push_back(statement.text(0));
    }
  }
  return letters;
}

void LetterFiles::sweep() {
  const auto names = files_in(folder_);
  if (names.empty()) {
    return;
  }
  const auto lock = FolderLock::sole(folder_);
  if (!lock) {
    return;  // a letter is being written: at the next start
  }
  auto named = database_.prepare("SELECT 1 FROM letters WHERE file = ?");
  for (const auto& name : names) {
    const bool is_named = named.bind(1, name).step();
    named.reset();
    if (!is_named) {
      reached("sweep.before");
      remove_if_there(folder_ / name);
      reached("sweep.after");
    }
  }
}

// First the word that they are needed no more, then the files: a sweep removes what a crash leaves.
int LetterFiles::forget(Time before) {
  const auto over =
      "file <> '' AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.letter = l.id"
      " AND " +
      std::string(kMayAsk) + ")";
  std::vector<std::pair<std::string, std::string>> gone;
  {
    auto due = database_.prepare("SELECT id, file FROM letters l WHERE " + over);
    due.bind(1, detail::seconds(before));
    while (due.step()) {
      gone.emplace_back(due.text(0), due.text(1));
    }
  }
  if (gone.empty()) {
    return 0;  // the write lock is not for looking
  }
  Transaction transaction(database_, "forget-letters");
  auto forget = database_.prepare("UPDATE letters AS l SET file = '' WHERE id = ?2 AND " + over);
  std::vector<std::string> files;
  for (const auto& [id, file] : gone) {
    forget.bind(1, detail::seconds(before)).bind(2, id).run();
    if (database_.changes() > 0) {
      files.push_back(file);
    }
  }
  transaction.commit();
  for (const auto& file : files) {
    reached("letter-file.before");
    remove_if_there(folder_ / file);
    reached("letter-file.after");
  }
  return static_cast<int>(files.size());
}

std::optional<Time> LetterFiles::next_forgetting(std::chrono::seconds kept) {
  auto statement = database_.prepare(
      "SELECT min(last) FROM (SELECT max(ifnull(d.at, d.created)) AS last FROM letters l"
      " JOIN deliveries d ON d.letter = l.id WHERE l.file <> '' GROUP BY l.id"
      " HAVING sum(d.state IN ('queued', 'failed')) = 0)");
  statement.step();
  return statement.is_null(0) ? std::nullopt : std::optional(detail::time_at(statement, 0) + kept);
}

}  // namespace pouch::gateway
