// Octets that several hold and none changes: copying shares them, a slice keeps the whole alive.
// So the files of a mail lie in memory once on their way from the mail to letters and store.
// Implicit from a string, which is taken over, and to a view, which lives as long as some holder.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace pouch::mail {

class Bytes {
 public:
  Bytes() = default;
  Bytes(std::string octets) {  // NOLINT(google-explicit-constructor): it is a string held otherwise
    auto held = std::make_shared<const std::string>(std::move(octets));
    view_ = *held;
    owner_ = std::move(held);
  }
  Bytes(const char* text) : Bytes(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  // What `owner` keeps where it is (mapped memory).
  Bytes(std::shared_ptr<const void> owner, std::string_view view)
      : owner_(std::move(owner)), view_(view) {}

  operator std::string_view() const { return view_; }  // NOLINT(google-explicit-constructor)
  std::string_view view() const { return view_; }
  std::size_t size() const { return view_.size(); }
  bool empty() const { return view_.empty(); }
  // `within` looks into these.
  Bytes slice(std::string_view within) const { return {owner_, within}; }

  friend bool operator==(const Bytes& left, const Bytes& right) {
    return left.view_ == right.view_;
  }

 private:
  std::shared_ptr<const void> owner_;
  std::string_view view_;
};

}  // namespace pouch::mail
