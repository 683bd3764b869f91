// A throw-away archive for the tests of the search room: a writer, readers, short folders.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "search/index/index.hpp"
#include "search/query/query.hpp"
#include "tests/temporary_folder.hpp"

namespace pouch::search {

inline Key test_key(unsigned char seed = 7) {
  Key key{};
  key.fill(seed);
  return key;
}

class TestFolder {
 public:
  TestFolder() : path(pouch::test::new_temporary_folder("pouch-")) {}
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  std::filesystem::path path;
};

inline std::chrono::sys_days day(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) /
                               std::chrono::day(day));
}

class TestArchive {
 public:
  // Feeds of one message, for everybody unless readers are given.
  void put(std::uint64_t id, std::vector<Feed> feeds, std::vector<std::string> readers = {"all"},
           std::chrono::sys_days on = day(2026, 11, 23), std::vector<std::string> flags = {}) {
    Writer writer(index(), test_key());
    writer.put({id, on, std::move(feeds), std::move(readers), std::move(flags)});
    writer.commit(id);
  }

  Answer ask(const std::string& query, std::vector<std::string> readers = {"all"}) {
    Request request;
    request.query = query;
    request.readers = std::move(readers);
    request.limit = 100;
    request.cases = cases;
    return Reader(index(), test_key()).find(request);
  }

  // The ids found, in order of number.
  std::vector<std::uint64_t> find(const std::string& query,
                                  std::vector<std::string> readers = {"all"}) {
    std::vector<std::uint64_t> ids;
    const auto answer = ask(query, std::move(readers));
    if (!answer.problem.empty()) throw std::runtime_error(answer.problem);
    for (const auto& hit : answer.hits) ids.push_back(hit.id);
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  std::filesystem::path index() const { return folder_.path / "index"; }

  // As the store would say: one case, open, its answer due on 30 November 2026.
  AskCases cases = [](const CaseCondition& condition) {
    const bool holds = condition.state.empty() ? condition.first <= day(2026, 11, 30) &&
                                                     condition.last >= day(2026, 11, 30)
                                               : condition.state == "open";
    const std::vector<std::string> numbers{"SEL-2026-000017-31"};
    if (condition.state == "closed") return CaseSet{numbers, true};
    return CaseSet{holds ? numbers : std::vector<std::string>(), false};
  };

 private:
  TestFolder folder_;
};

using Ids = std::vector<std::uint64_t>;

}  // namespace pouch::search
