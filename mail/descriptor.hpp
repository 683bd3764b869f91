// A descriptor of the kernel that is closed with its owner; moved, never copied. Fails never.
#pragma once

#include <unistd.h>

#include <utility>

namespace pouch::mail {

class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Descriptor() {
    if (value_ >= 0) {
      ::close(value_);
    }
  }
  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }
  void close() { Descriptor(std::exchange(value_, -1)); }

 private:
  int value_;
};

}  // namespace pouch::mail
