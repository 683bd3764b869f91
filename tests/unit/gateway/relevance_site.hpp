// For tests: a site whose archive holds the messages of tests/fixtures/relevance, filed as they
// are when they come: forms by their templates, the words of their files read by the readers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gateway/archive/archive.hpp"
#include "gateway/cases/number.hpp"
#include "gateway/site/runtime.hpp"
#include "tests/unit/gateway/extracting.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {

// Lines of a file of the fixture that are no comment.
std::vector<std::string> relevance_lines(const std::string& name);

// "1 2 | 7" of a query: messages in groups, the best first.
struct ExpectedHits {
  std::string query;
  std::vector<std::vector<std::int64_t>> groups;
};
struct ExpectedFacet {
  std::string query, field, values;  // "GR 3, RO 2", sorted by value
};
std::vector<ExpectedHits> expected_hits();
std::vector<ExpectedFacet> expected_facets();

class RelevanceSite {
 public:
  RelevanceSite();  // the numbers of the fixture are the rows of the messages
  ArchiveAnswer ask(const std::string& query, bool facets = false);
  Store& store() { return store_; }
  std::size_t messages() const { return messages_.size(); }
  const std::vector<std::string>& unread() const { return unread_; }  // files, and why

 private:
  using Lines = std::vector<std::pair<std::string, std::string>>;  // of a message
  void file(const Lines& lines);
  Case case_of(const Lines& lines, const std::string& form);
  std::vector<StoredPart> parts_of(const Lines& lines);

  Extracting extracting_;
  StateFolder folder_;
  Store store_ = folder_.open();
  Runtime runtime_;
  std::vector<CaseNumber> messages_;  // their cases
  std::vector<std::string> unread_;
};

}  // namespace pouch::gateway
