// What the search index has to learn, in the order of commits (SPEC section 2 step 9). A message's
// id grows with every commit and is never given twice, so it is the position; a message whose
// readers or words change later is noted to be filed once more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gateway/store/sqlite.hpp"

namespace pouch::gateway {

struct Refile {
  std::int64_t id = 0, message = 0;
};

class IndexLog {
 public:
  explicit IndexLog(Database& database) : database_(database) {}

  // Rows of messages after a position; where the table is damaged, of what may be there, so that
  // those behind it are found.
  std::vector<std::int64_t> committed_after(std::int64_t position, std::size_t most);
  std::int64_t last_position();

  void file_again(std::int64_t message);  // within the transaction that changes it
  // Messages that have changed since they were indexed. Filing one twice is harmless.
  std::vector<Refile> refiles(std::size_t most);
  void filed(const std::vector<Refile>& refiles);
  // Those of years that lie elsewhere wait, newest last, and come up again when `wake_waiting` is
  // called: by whoever knows anew which years do.
  void let_wait(const std::vector<Refile>& refiles);
  std::vector<Refile> waiting(std::size_t most);
  void wake_waiting();
  std::int64_t last_refile();
  void refile_after(std::int64_t refile);  // all later ones once more: the index was exchanged

 private:
  std::vector<Refile> in_state(int state, std::size_t most);
  void set_state(int state, const std::vector<Refile>& refiles);

  Database& database_;
};

}  // namespace pouch::gateway
