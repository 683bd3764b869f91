// The figures of one year: those of Directive (EU) 2023/977 Article 18, and how fast and how often
// late answers come. Pure: requests go in one by one in any order (asked.hpp), tables of numbers
// come out; bounded by the number of requests of the year.
//
// A year is a calendar year in the site's zone. What happened in it counts in it: a request when
// the gateway accepted it, an answer, refusal or deviation when it came, whichever year the request
// was of. An overdue share is of the requests that fell due in the year and whose day has passed,
// or that were ended by then; one that stands for a question asked back is not looked at. Times are
// of the acknowledgements and answers that came in the year, on two clocks: from acceptance by the
// gateway, and from the moment at which the asked desk's mail server took the letter; a negative
// one, or one whose start nobody knows, counts on the other clock alone. An answer is an answer or
// a refusal here.
//
// With a country the figures are those that it reports: requests that it made and got, times and
// overdue shares of its own desks.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "gateway/figures/asked.hpp"
#include "gateway/figures/percentile.hpp"

namespace pouch::gateway::figures {

struct Year {
  int year = 0;
  Time begin{}, end{};  // [begin, end)
  bool holds(const Time& time) const { return begin <= time && time < end; }
};
Year year_of(int year, const std::string& zone);

// By what times and shares are told.
enum class By { kCountry, kForm, kArea };
inline constexpr std::array<By, 3> kBys{By::kCountry, By::kForm, By::kArea};
std::string_view name(By by);  // "country" …

enum class Step { kAcknowledge, kAnswer };
std::string_view name(Step step);
enum class Clock { kAccepted, kDelivered };
std::string_view name(Clock clock);

struct Split {
  std::uint64_t urgent = 0, other = 0, unknown = 0;
  std::uint64_t total() const { return urgent + other + unknown; }
  void count(Urgency urgency);
};

using Pair = std::pair<std::string, std::string>;  // of countries: asked, asking
struct Made {
  std::set<std::string> cases;
  Split requests;
};
struct Received {
  Split received, answered;
  std::uint64_t refused = 0;
};
struct Part {
  std::uint64_t of = 0, part = 0;
};
// Of the requests that came in a week, how they stand now; a withdrawn one is among all alone.
struct Week {
  std::uint64_t requests = 0, in_time = 0, late = 0, open = 0, overdue = 0;
};

struct Figures {
  // --- Article 18; without those between prosecutors
  std::map<std::string, Made> made;  // by asking country
  std::map<Pair, Received> received;
  std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> refused;  // …, ground
  std::map<Pair, std::uint64_t> deviations;
  // --- beside it; with them
  std::map<std::tuple<By, std::string, Step, Clock>, Spread> times;  // by asked country
  std::map<std::pair<By, std::string>, Part> overdue;                // by asked country
  std::map<std::pair<By, std::string>, Part> urgent;                 // by asking country
  std::map<std::string, std::array<std::uint64_t, 12>> months;       // by asking country
  std::map<std::chrono::sys_days, Week> weeks;                       // by their Mondays
  std::uint64_t unknown = 0;  // requests of which no more than the leg is left
};

class Counter {
 public:
  // `zone`: of the months. `country`: empty for all.
  Counter(Year year, std::string zone, std::string country, Time now);
  void add(const Asked& asked);
  Figures figures();  // once, at the end

 private:
  void add_made(const Asked& asked);
  void add_received(const Asked& asked);
  void add_times(const Asked& asked);
  void add_overdue(const Asked& asked);
  void add_week(const Asked& asked);
  bool is_asking(const Asked& asked) const { return country_.empty() || asked.from == country_; }
  bool is_asked(const Asked& asked) const { return country_.empty() || asked.to == country_; }

  Year year_;
  std::string zone_, country_;
  Time now_;
  Figures figures_;
  std::map<std::tuple<By, std::string, Step, Clock>, std::vector<Duration>> durations_;
};

}  // namespace pouch::gateway::figures
