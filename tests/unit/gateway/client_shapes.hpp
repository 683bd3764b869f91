// What mail clients make of a text, as generators: each gives the MIME entity in which a form of
// that text would come. Used by the round trips of every template.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pouch::test {

struct ClientShape {
  std::string name;
  std::function<std::optional<std::string>(const std::string& text)>
      entity;  // none: cannot hold it
};

std::vector<ClientShape> client_shapes();

}  // namespace pouch::test
