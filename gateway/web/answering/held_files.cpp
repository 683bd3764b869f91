#include "gateway/web/answering/held_files.hpp"

#include <algorithm>

namespace pouch::gateway {

const HeldFile* HeldFiles::find(const Which& which) const {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [&](const auto& one) { return one.first == which; });
  return found == files_.end() ? nullptr : &found->second;
}

const HeldFile& HeldFiles::hold(const Which& which, HeldFile file) {
  drop(which);
  files_.emplace_front(which, std::move(file));
  if (files_.size() > kMost) {
    files_.pop_back();
  }
  return files_.front().second;
}

void HeldFiles::drop(const Which& which) {
  files_.remove_if([&](const auto& one) { return one.first == which; });
}

}  // namespace pouch::gateway
