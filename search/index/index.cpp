#include "search/index/index.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "search/index/lexicon.hpp"
#include "search/index/terms.hpp"
#include "search/index/xapian_door.hpp"

namespace pouch::search {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFacetOctets = 64;  // codes are shorter
constexpr std::size_t kMostOpen = 12;     // years that are written at once

[[noreturn]] void fail(const std::string& tried, const std::error_code& error) {
  throw Fault(true, tried + ": " + error.message(),
              "look at the disk of the state folder and at the owner of its files");
}

// Values of fields that have facets: the sealed values of a message, in one slot for each field.
void add_facets(const Document& document, const Blind& blind, Xapian::Document& entry) {
  std::map<unsigned, std::set<std::string>> values;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (const auto* row = field(name); row != nullptr && row->slot != 0 && !value.empty()) {
      values[row->slot].insert(value.substr(0, kFacetOctets));
    }
  };
  for (const auto& feed : document.feeds) {
    add(feed.field, feed.text);
  }
  for (const auto& flag : document.flags) {
    const auto colon = std::min(flag.find(':'), flag.size() - 1);
    add(flag.substr(0, colon), flag.substr(colon + 1));
  }
  for (const auto& [slot, of_slot] : values) {
    std::string joined;
    for (const auto& value : of_slot) {
      joined.append(joined.empty() ? "" : "\n").append(value);
    }
    entry.add_value(slot, blind.seal(joined));
  }
}

// The right to write a folder's index, for one process at a time.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& folder) {
    std::error_code error;
    fs::create_directory(folder, error);
    descriptor_ = error ? -1 : open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ < 0) {
      fail("opening the index", error ? error : std::error_code(errno, std::generic_category()));
    }
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      close(descriptor_);
      throw Fault(true, "opening the index for writing failed: it is locked",
                  "another process holds the index; try again");
    }
  }
  ~FolderLock() { close(descriptor_); }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace

// The databases of an index that is written: which there are, and the few that are open.
struct Writer::Impl {
  Impl(const fs::path& where, const Key& key, std::set<int> years_elsewhere)
      : folder(where),
        lock(where),
        blind(key),
        terms(blind, [this](std::string_view folded) { words.emplace_back(folded); }),
        elsewhere(std::move(years_elsewhere)) {
    const auto known = read_head(folder);
    if (!known && !is_bare(folder)) {
      throw Fault(false, "the index was written by another version of Pouch",
                  "pouch reindex builds it anew", true);
    }
    head = known.value_or(IndexHead());
    auto years = head.years;
    years.insert(head.elsewhere.begin(), head.elsewhere.end());
    head.years.clear();
    for (const auto year : years) {
      if (elsewhere.count(year) == 0) {
        look_at(year);
        head.years.insert(year);
      }
    }
    for (int year = kFirstYear; year <= kLastYear; ++year) {  // begun, and not yet in the list
      if (elsewhere.count(year) == 0 && last.count(year) == 0 && has_shard(folder, year)) {
        look_at(year);
      }
    }
    if (!known || head.elsewhere != elsewhere || known->years != head.years) {
      head.elsewhere = elsewhere;
      write_head(folder, head);
    }
  }

  void look_at(int year) {
    const Xapian::Database database(shard_folder(folder, year).string());
    if (database.get_doccount() > 0) {  // else its making may have been broken off
      require_same_key(database, blind);
    }
    last[year] = database.get_lastdocid();
  }

  Xapian::WritableDatabase& database(int year) {
    if (const auto found = opened.find(year); found != opened.end()) {
      found->second.used = ++uses;
      return found->second.database;
    }
    if (opened.size() >= kMostOpen) {
      const auto oldest = std::min_element(
          opened.begin(), opened.end(),
          [](const auto& one, const auto& other) { return one.second.used < other.second.used; });
      make_durable_all(oldest->second);
      opened.erase(oldest);
    }
    const auto path = shard_folder(folder, year);
    Xapian::WritableDatabase fresh(path.string(), Xapian::DB_CREATE_OR_OPEN);
    if (fresh.get_metadata(kKeyCheck).empty() && fresh.get_doccount() == 0) {
      fresh.set_metadata(kKeyCheck, blind.check_value());
      fresh.set_metadata(kLayoutKey, kLayout);
      fresh.commit();
      make_durable(path);
    }
    require_same_key(fresh, blind);
    last[year] = std::max(last[year], fresh.get_lastdocid());
    return opened.emplace(year, Open{fresh, ++uses, LexiconWriter(blind)}).first->second.database;
  }

  bool holds(int year, Xapian::docid id) {
    const auto writing = opened.find(year);
    try {
      writing != opened.end()
          ? writing->second.database.get_doclength(id)
          : Xapian::Database(shard_folder(folder, year).string()).get_doclength(id);
      return true;
    } catch (const Xapian::DocNotFoundError&) {
      return false;
    }
  }

  // A new message's id is above all that its other years had: those are not looked into.
  void remove_from_all_but(int kept, Xapian::docid id, const std::map<int, Xapian::docid>& had) {
    for (const auto& [year, highest] : had) {
      if (year != kept && id != 0 && id <= highest && holds(year, id)) {
        database(year).delete_document(id);
        opened.at(year).removed = true;
      }
    }
  }

  struct Open {
    Xapian::WritableDatabase database;
    std::uint64_t used;
    LexiconWriter lexicon;
    bool removed = false;  // since the last commit: words of it alone go too
  };

  void make_durable_all(Open& open) {
    open.lexicon.write(open.database);
    if (std::exchange(open.removed, false)) {
      open.lexicon.prune(open.database);
      terms.tell_again();
    }
    open.database.commit();
  }

  void put(const Document& document, const std::map<int, Xapian::docid>& had);

  fs::path folder;
  FolderLock lock;
  Blind blind;
  std::vector<std::string> words;  // folded, of the message that is put
  TermWriter terms;
  std::set<int> elsewhere;
  IndexHead head;
  std::map<int, Xapian::docid> last;  // the highest id of each year
  std::map<int, Open> opened;
  int told = 0;  // the year whose lexicon is told of words
  std::uint64_t uses = 0;
};

Writer::Writer(const fs::path& folder, const Key& key, std::set<int> elsewhere) {
  try {
    impl_ = std::make_unique<Impl>(folder, key, std::move(elsewhere));
  } catch (const Xapian::Error& error) {
    raise(error, "opening the index for writing");
  }
}

Writer::~Writer() = default;

void Writer::put(const Document& document) { impl_->put(document, impl_->last); }

void Writer::put(std::vector<Document> documents) {
  std::stable_sort(documents.begin(), documents.end(),
                   [](const Document& one, const Document& two) {
                     return shard_year(one.day) < shard_year(two.day);
                   });
  const auto had = impl_->last;
  for (const auto& document : documents) {
    impl_->put(document, had);
  }
}

void Writer::Impl::put(const Document& document, const std::map<int, Xapian::docid>& had) {
  Xapian::Document entry;
  std::uint32_t position = 0;
  words.clear();
  const Emit emit = [&](const std::string& term, std::uint32_t at) {
    at == 0 ? entry.add_term(term) : entry.add_posting(term, at);
  };
  const auto year = shard_year(document.day);
  if (std::exchange(told, year) != year) {
    terms.tell_again();
  }
  for (const auto& feed : document.feeds) {
    const auto* row = field(feed.field);
    if (row == nullptr) {
      throw std::invalid_argument("a feed of no search field: " + feed.field);
    }
    position = terms.write(*row, feed.text, position, emit);
  }
  for (const auto& reader : document.readers) {
    entry.add_boolean_term(blind.term(TermKind::kReader, "", reader));
  }
  for (const auto& flag : document.flags) {
    entry.add_boolean_term(blind.term(TermKind::kFlag, "", flag));
  }
  add_facets(document, blind, entry);
  entry.add_value(kDaySlot, Xapian::sortable_serialise(
                                static_cast<double>(document.day.time_since_epoch().count())));
  try {
    const auto id = static_cast<Xapian::docid>(document.id);
    remove_from_all_but(year, id, had);
    if (elsewhere.count(year) == 0) {
      database(year).replace_document(id, entry);
      auto& lexicon = opened.at(year).lexicon;
      for (const auto& word : words) {
        lexicon.add(word);
      }
      last[year] = std::max(last[year], id);
    }
  } catch (const Xapian::Error& error) {
    raise(error, "writing to the index");
  }
}

void Writer::remove(std::uint64_t id) {
  constexpr int kNone = 0;
  try {
    impl_->remove_from_all_but(kNone, static_cast<Xapian::docid>(id), impl_->last);
  } catch (const Xapian::Error& error) {
    raise(error, "removing from the index");
  }
}

void Writer::commit(std::uint64_t position) {
  auto& head = impl_->head;
  auto years = head.years;
  try {
    for (auto& entry : impl_->opened) {
      impl_->make_durable_all(entry.second);
    }
  } catch (const Xapian::Error& error) {
    raise(error, "committing the index");
  }
  for (const auto& entry : impl_->last) {
    years.insert(entry.first);
  }
  if (position != head.position || years != head.years) {
    auto next = head;
    next.position = position;
    next.years = std::move(years);
    write_head(impl_->folder, next);
    head = std::move(next);
  }
}

std::uint64_t Writer::position() const { return impl_->head.position; }

void compact_shard(const fs::path& index, int year, const fs::path& to) {
  try {
    Xapian::WritableDatabase alone(shard_folder(index, year).string(), Xapian::DB_OPEN);
    compact_into(alone, to);  // the lock is held
  } catch (const Xapian::Error& error) {
    raise(error, "compacting the index");
  }
}

}  // namespace pouch::search
