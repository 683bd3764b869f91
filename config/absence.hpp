// Somebody who is away for a time, and who stands in. Not of directory.toml: people say it
// themselves by mail, the gateway keeps it (gateway/store/absences.hpp) and lays it beside the
// directory (gateway/decide/absent.hpp), so that one look-up serves both.
#pragma once

#include <chrono>
#include <string>

namespace pouch::config {

struct Absence {
  std::string who;  // id of a member or desk
  std::chrono::sys_seconds from{}, until{};
  std::string substitute;  // id: of a desk for a desk, of a member or desk for a member
  // As things stand at the moment for which it was laid beside the directory.
  bool begun = false;  // the substitute may speak in what came meanwhile, also a while afterwards
  bool holds = false;  // nobody is there now

  friend bool operator==(const Absence&, const Absence&) = default;
};

}  // namespace pouch::config
