#include "search/index.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "search/lexicon.hpp"
#include "search/terms.hpp"
#include "search/xapian_door.hpp"

namespace pouch::search {

namespace {

constexpr std::size_t kFacetOctets = 64;  // codes are shorter

std::uint64_t position_in(const Xapian::Database& database) {
  const auto text = database.get_metadata(kPositionKey);
  return text.empty() ? 0 : std::stoull(text);
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

}  // namespace

struct Writer::Impl {
  Impl(const std::filesystem::path& folder, const Key& key)
      : blind(key),
        lexicon(blind),
        terms(blind, [this](std::string_view folded) { lexicon.add(folded); }),
        database(folder.string(), Xapian::DB_CREATE_OR_OPEN) {
    if (database.get_metadata(kKeyCheck).empty() && database.get_doccount() == 0) {
      database.set_metadata(kKeyCheck, blind.check_value());
      database.set_metadata(kLayoutKey, kLayout);
      database.commit();
    }
    require_same_key(database, blind);
  }
  Blind blind;
  LexiconWriter lexicon;
  TermWriter terms;
  Xapian::WritableDatabase database;
  bool removed = false;  // since the last commit: words of it alone go too
};

Writer::Writer(const std::filesystem::path& folder, const Key& key) {
  try {
    impl_ = std::make_unique<Impl>(folder, key);
  } catch (const Xapian::Error& error) {
    raise(error, "opening the index for writing");
  }
}

Writer::~Writer() = default;

void Writer::put(const Document& document) {
  Xapian::Document entry;
  std::uint32_t position = 0;
  const Emit emit = [&](const std::string& term, std::uint32_t at) {
    at == 0 ? entry.add_term(term) : entry.add_posting(term, at);
  };
  for (const auto& feed : document.feeds) {
    const auto* row = field(feed.field);
    if (row == nullptr) {
      throw std::invalid_argument("a feed of no search field: " + feed.field);
    }
    position = impl_->terms.write(*row, feed.text, position, emit);
  }
  for (const auto& reader : document.readers) {
    entry.add_boolean_term(impl_->blind.term(TermKind::kReader, "", reader));
  }
  for (const auto& flag : document.flags) {
    entry.add_boolean_term(impl_->blind.term(TermKind::kFlag, "", flag));
  }
  add_facets(document, impl_->blind, entry);
  entry.add_value(kDaySlot, Xapian::sortable_serialise(
                                static_cast<double>(document.day.time_since_epoch().count())));
  try {
    impl_->database.replace_document(static_cast<Xapian::docid>(document.id), entry);
  } catch (const Xapian::Error& error) {
    raise(error, "writing to the index");
  }
}

void Writer::remove(std::uint64_t id) {
  try {
    impl_->database.delete_document(static_cast<Xapian::docid>(id));
    impl_->removed = true;
  } catch (const Xapian::DocNotFoundError&) {
  } catch (const Xapian::Error& error) {
    raise(error, "removing from the index");
  }
}

void Writer::commit(std::uint64_t position) {
  try {
    impl_->lexicon.write(impl_->database);
    if (std::exchange(impl_->removed, false)) {
      impl_->lexicon.prune(impl_->database);
    }
    impl_->database.set_metadata(kPositionKey, std::to_string(position));
    impl_->database.commit();
  } catch (const Xapian::Error& error) {
    raise(error, "committing the index");
  }
}

std::uint64_t Writer::position() const {
  try {
    return position_in(impl_->database);
  } catch (const Xapian::Error& error) {
    raise(error, "reading the index");
  }
}

void compact_index(const std::filesystem::path& from, const std::filesystem::path& to) {
  try {
    Xapian::WritableDatabase alone(from.string(), Xapian::DB_OPEN);  // holds the lock
    compact_into(alone, to);
  } catch (const Xapian::Error& error) {
    raise(error, "compacting the index");
  }
}

std::uint64_t position_of(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder, ignored)) {
    return 0;
  }
  try {
    return position_in(Xapian::Database(folder.string()));
  } catch (const Xapian::Error& error) {
    raise(error, "reading the index");
  }
}

}  // namespace pouch::search
