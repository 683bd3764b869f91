// What a desk is answered: what it owes and is owed, its news, its keys that end soon, the searches
// that its member keeps, its people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cases/case.hpp"

namespace pouch::gateway {

struct DeskLeg {
  std::string number{};           // of the case
  std::string country{}, from{};  // who asks
  std::string to{};               // whose answer is owed
  std::string subject{};
  std::string form{}, crime_area{};  // as they are called in the reader's language
  std::string priority{};            // code
  std::vector<std::string> handling{};
  LegState state = LegState::kSent;
  Time opened{}, since{};  // of the case; of the state
  std::optional<Time> deadline{};
  bool stopped = false;  // its clock, while the other side owes
  bool overdue = false;
};

struct DeskNews {
  std::string number{};  // of a message
  std::string country{}, from{}, subject{};
  std::string form{};  // as it is called
  Time received{};
};

struct DeskKey {  // that ends soon
  std::string holder{}, fingerprint{};
  Time expires{};
};

struct DeskPerson {
  std::string id{}, name{};
  bool you = false;
  std::optional<Time> away_until{};
  std::string substitute{};
};

struct KeptLine {
  std::string name{}, query{}, reason{};
  Time kept{};
  // Messages that it found since the last look at it; nullopt: it could not be asked now.
  std::optional<std::uint64_t> fresh{};
};

// From Monday to Sunday.
struct DeskWeek {
  Time monday{};  // midnight of that day as the calendar names it, whatever the zone
  std::uint64_t answered = 0, late = 0;
};

struct DeskPage {
  std::string desk{}, name{}, country{};
  Time at{};
  // Legs that this desk owes; all of the first two, and as many of the third as are shown.
  std::vector<DeskLeg> overdue{}, soon{}, later{};
  std::vector<DeskLeg> asked{};  // by this desk and its members: what others owe
  std::uint64_t open = 0, due_soon = 0, late = 0, stopped = 0, asked_open = 0, asked_late = 0;
  std::vector<DeskNews> news{};  // since the last look, the newest first
  std::optional<Time> last_look{};
  std::vector<DeskKey> keys{};
  std::vector<KeptLine> kept{};
  std::vector<DeskPerson> people{};
  std::vector<DeskWeek> weeks{};  // the last ones, this one too; empty: it has answered nothing
  std::uint64_t half = 0;         // seconds within which half of those were answered
};

}  // namespace pouch::gateway
