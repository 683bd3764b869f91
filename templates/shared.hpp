// A container that all copies of its owner share: what is written into one is written into all. The
// envelope's fields and the code lists stand in many templates with the same words in a dozen
// languages; a process holds those once.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace pouch::templates {

template <typename Container>
class Shared {
 public:
  Shared() = default;
  Shared(Container content) : held_(std::make_shared<Container>(std::move(content))) {}

  const Container& get() const {
    static const Container kNothing;
    return held_ == nullptr ? kNothing : *held_;
  }
  operator const Container&() const { return get(); }
  auto begin() const { return get().begin(); }
  auto end() const { return get().end(); }
  std::size_t size() const { return get().size(); }
  bool empty() const { return get().empty(); }
  template <typename Key>
  decltype(auto) operator[](const Key& key) const {
    return get()[key];
  }
  template <typename Key>
  auto find(const Key& key) const {
    return get().find(key);
  }
  template <typename Key>
  decltype(auto) at(const Key& key) const {
    return get().at(key);
  }
  template <typename Key>
  std::size_t count(const Key& key) const {
    return get().count(key);
  }

  // To write to, for all who share it.
  Container& of_all() {
    if (held_ == nullptr) {
      held_ = std::make_shared<Container>();
    }
    return *held_;
  }

 private:
  std::shared_ptr<Container> held_;
};

}  // namespace pouch::templates
