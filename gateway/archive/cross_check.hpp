// Each new request, and each case note of prosecutors, is compared with what is held (Directive
// 2023/977 Article 16): after it was filed, by the process that files, once in its life, also when
// the index is built anew. The index names the messages that may have something in common with it,
// whoever may read them; their forms and files say whether they have (held_things.hpp). What is
// found is kept as links, and who is to be told as notices; nobody is told anything here.
//
// Bounded: kMostThings things of a message, kLooked messages of each question to the index, the
// newest ones, and kOpened messages opened in all. Faults of the index become this room's own.
#pragma once

#include <cstdint>
#include <optional>

#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "search/query/query.hpp"

namespace pouch::gateway {

class CrossCheck {
 public:
  CrossCheck(const Runtime& runtime, Store& store, const Secret& data_key);
  // Some of the messages that were filed and not compared; true: there may be more.
  // `told`: notices wait for a worker.
  bool work(bool& told);

 private:
  // True: somebody is to be told. `reader` is opened when it is needed first.
  bool compare(std::int64_t row, std::optional<search::Reader>& reader);

  const Runtime& runtime_;
  Store& store_;
  search::Key key_;
};

}  // namespace pouch::gateway
