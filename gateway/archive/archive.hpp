// Asking the archive with somebody's rights, for the verb `search` and for the form `search` alike
// (SPEC section 8): the index says which messages, the store has the last word on who may read
// them. The index is opened for reading only. Faults of the index become this room's own; one that
// is broken or gone is an error (transient: whoever writes it is told to begin anew), never
// "nothing".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gateway/archive/hit_words.hpp"
#include "gateway/decide/answers.hpp"
#include "gateway/store/store.hpp"
#include "search/query/query.hpp"

namespace pouch::gateway {

// How much of a hit is opened: nothing of it (rights and number: the store's plain columns say
// enough), what stands in a list, or its files as well.
enum class HitDetail { kNumber, kLines, kFiles };

struct ArchiveRequest {
  std::string query;
  std::string words;                 // of the query, to mark them in snippets
  Time now{};                        // for what is overdue
  std::vector<std::string> readers;  // tags of the reader's rights
  std::size_t limit = 20, offset = 0;
  bool by_date = false;
  std::vector<std::string> without;  // tiers of a hit that do not count: "similar sound" …
  bool same_script = false;          // only where the words stand in the script that was typed
  HitDetail detail = HitDetail::kLines;
  std::optional<std::int64_t> after{};  // only messages behind this row, the newest first
  bool facets = false;
  bool tiers = false;       // with them: how the hits met
  std::string tier{};       // only hits of it
  bool suggest = false;     // words near to those that found nothing: opens up to three messages
  std::size_t carried = 0;  // octets of hits that are opened with their files, all together
  // Years that lie elsewhere. They are closed: what is new is looked for here alone. Without
  // `partial` one that cannot be asked is a Fault (transient) that names it.
  std::vector<search::RemoteShard> elsewhere{};
  bool partial = false;
  std::optional<std::chrono::steady_clock::time_point> until{};  // who asks waits no longer
};

struct ArchiveHit {
  Message message;
  MessageText text{};
  std::optional<std::vector<StoredPart>> files{};  // nullopt: not opened, or above `carried`
  std::string snippet{};
  std::string why{};                   // "as written", "other spelling" …
  std::vector<search::Meeting> met{};  // which words, and how
  std::vector<MetFile> met_files{};    // in the text of which files
  int percent = 0;
  int item = 0;                               // its number in the list that is shown, from 1
  std::vector<std::string> to{}, handling{};  // of its case
  std::string classification{};
};

struct ArchiveAnswer {
  std::vector<ArchiveHit> hits;
  std::size_t total = 0;       // exact up to 10,000, at least so many beyond
  std::size_t unreadable = 0;  // of them: case without key, damaged page; the others are shown
  std::int64_t filed = 0;      // row of the newest message that the index had
  std::size_t unfiled = 0;     // messages that the index has not yet: an index that is built anew
  std::vector<search::MissingYear> missing;  // years that were not asked, with `partial`
  std::vector<search::Facet> facets;         // of `counted` hits: all, up to 10,000
  std::size_t counted = 0;
  std::size_t cases = 0;              // of the counted hits
  std::string suggestion;             // a query that would find something
  std::vector<MessageNumber> opened;  // to know it
  std::string problem, hint;          // when the query could not be read
  std::size_t column = 0;             // of the problem, from 1; 0: of the whole query
  std::vector<std::string> contacts;  // countries that have something which he may not read
  bool too_late = false;              // ArchiveRequest::until has passed: nothing is shown
};

search::Key index_key(const Secret& data_key);
ArchiveAnswer ask_archive(Store& store, const std::filesystem::path& state, const search::Key& key,
                          const ArchiveRequest& request);

// "153"; "at least 10000" where they are not counted one by one.
std::string number_of_hits(const ArchiveAnswer& answer);

// Messages by their numbers with their files, without asking the index: those of them that the
// reader may read today.
ArchiveAnswer fetch_messages(Store& store, const std::vector<ListedMessage>& listed,
                             const std::vector<std::string>& readers, std::size_t carried);

}  // namespace pouch::gateway
