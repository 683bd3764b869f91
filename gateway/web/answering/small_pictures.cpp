#include "gateway/web/answering/small_pictures.hpp"

#include "gateway/extract/picture.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostOfCase = 12;
constexpr std::uint64_t kLargest = 10'000'000;  // octets of a file: unsealed for each
constexpr int kMostFailures = 2;
constexpr std::size_t kMostCases = 10'000;  // that are remembered

}  // namespace

SmallPictures::Files SmallPictures::of(const ReadCase& read) {
  Files files;
  for (const auto& one : read.messages) {
    for (const auto& part : one.files) {
      if (files.size() < kMostOfCase && !part.evidence && part.size <= kLargest &&
          may_be_drawn({part.name, part.media_type})) {
        files.insert({one.message.number.text(), static_cast<std::uint64_t>(part.position)});
      }
    }
  }
  return files;
}

void SmallPictures::offer(const std::string& session, CasePage& page, Files files) {
  for (auto& message : page.messages) {
    for (auto& file : message.files) {
      file.small = files.count({message.number, file.part}) > 0;
    }
  }
  if (offered_.size() > kMostCases) {
    offered_.clear();
  }
  offered_[{session, page.number}] = {std::move(files)};
}

bool SmallPictures::take(const std::string& session, const std::string& number,
                         const Files::value_type& file) {
  const auto found = offered_.find({session, number});
  return found != offered_.end() && found->second.failures < kMostFailures &&
         found->second.left.erase(file) > 0;
}

void SmallPictures::failed(const std::string& session, const std::string& number) {
  ++offered_[{session, number}].failures;
}

}  // namespace pouch::gateway
