// Asking the archive (SPEC section 8). The reader's rights are part of the query, never a filter
// after it: counts, order and snippets know nothing of what he may not read. A query that cannot
// be read is a result with a hint, not an exception.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "search/index.hpp"

namespace pouch::search {

struct Request {
  std::string query;  // words, "phrases", AND OR NOT ( ) -word word* name~ field:value
  std::vector<std::string> readers;  // any of these reader tags of Document::readers must match
  std::size_t offset = 0, limit = 20;
  bool by_date = false;  // else by relevance
  // Whatever the rights: for the gateway's own comparing, whose letters obey them. `readers` is
  // empty then.
  bool every = false;
};

struct Hit {
  std::uint64_t id = 0;
  int percent = 0;
  std::string tier;  // why a name met: "as written", "other spelling", "similar sound"
};

struct Answer {
  std::vector<Hit> hits;
  std::size_t total = 0;      // of all hits: exact up to 10,000, at least so many beyond
  std::string problem, hint;  // when the query could not be read
};

class Reader {
 public:
  Reader(const std::filesystem::path& folder, const Key& key);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  Answer find(const Request& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The piece of `text`, about `width` octets, where most of what the query asked for stands
// together, each hit marked by « and »; folded as the index folds, names by their sound where
// nothing stands as written. One line, without control characters. Empty when nothing of the query
// is in the first 256 KB; codes, numbers of cases, dates and flags are not looked for in a text.
std::string snippet(std::string_view text, std::string_view query, std::size_t width);

// Text out of an attachment, as extract.hpp reads it: text, CSV, .docx, .odt; others give an empty
// string. At most `limit` octets of text. `charset`: as the part names it.
std::string extract_text(std::string_view media_type, std::string_view name, std::string_view bytes,
                         std::size_t limit, std::string_view charset = {});

}  // namespace pouch::search
