// The keys of words that were folded a moment ago: the texts of a page of hits share most of their
// words, and folding a name costs several microseconds. For one thread. Private to Marker.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "search/names/fold.hpp"

namespace pouch::search {

class KeptKeys {
 public:
  explicit KeptKeys(NameKeys (*fold)(std::string_view word)) : fold_(fold) {}

  const NameKeys& of(std::string_view word) {  // until the next call
    constexpr std::size_t kKept = 10'000;      // words, about 5 MB
    name_.assign(word);
    if (const auto found = kept_.find(name_); found != kept_.end()) {
      return found->second;
    }
    if (kept_.size() >= kKept) {
      kept_.clear();
    }
    return kept_.emplace(name_, fold_(word)).first->second;
  }

 private:
  NameKeys (*fold_)(std::string_view word);
  std::string name_;
  std::unordered_map<std::string, NameKeys> kept_;
};

}  // namespace pouch::search
