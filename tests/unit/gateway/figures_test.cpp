// The yearly figures: rules of a request, and the counts held against a second, simple computation.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "gateway/figures/figures.hpp"

using namespace pouch::gateway;
using namespace pouch::gateway::figures;

namespace {

constexpr const char* kZone = "Europe/Sofia";
const auto kYear = year_of(2026, kZone);
const std::set<std::string> kForms{"request", "vehicle-check"};

Time day(int days, int hours = 0) {
  return kYear.begin + std::chrono::days(days) + std::chrono::hours(hours);
}

CountedMessage said(int message, Time at, LegState after, const std::string& kind = "",
                    const std::string& ground = "", const std::string& reason = "") {
  return {message, "BG", at,
          MessageCodes{"reply", "NORMAL", "", kind, ground, reason, {{"BG", after}}}};
}

CountedCase request(std::vector<CountedMessage> answers = {}) {
  CountedCase counted{CaseNumber("SEL", 2026, 1), "police", "RO", day(0)};
  Leg leg;
  leg.country = "BG";
  leg.deadline = day(7);
  leg.clock.delivered = day(0, 1);
  counted.legs = {leg};
  counted.messages = {{1, "RO", day(0), MessageCodes{"request", "URGENT", "DRUGS", "", "", ""}}};
  counted.messages.insert(counted.messages.end(), answers.begin(), answers.end());
  return counted;
}

Asked one(const CountedCase& counted) {
  const auto asked = asked_in(counted, kForms);
  REQUIRE(asked.size() == 1);
  return asked.front();
}

// --- requests made up at random

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return engine_() % end; }
  bool once_in(std::size_t many) { return below(many) == 0; }
  std::string of(const std::vector<std::string>& words) { return words[below(words.size())]; }
  Time after(Time from, int days) {
    return from + std::chrono::seconds(below(static_cast<std::size_t>(days) * 86400));
  }

 private:
  std::mt19937 engine_;
};

Asked made_up(Chance& chance, int serial) {
  Asked asked;
  asked.number = std::to_string(serial / 2);
  asked.from = chance.of({"RO", "BG", "RS", ""});
  asked.to = chance.of({"RO", "BG", "TR"});
  asked.form = chance.of({"request", "vehicle-check", ""});
  asked.area = chance.of({"DRUGS", "FRAUD", ""});
  asked.urgency = static_cast<Urgency>(chance.below(3));
  asked.prosecution = chance.once_in(5);
  asked.made = chance.after(kYear.begin - std::chrono::days(60), 480);
  if (!chance.once_in(4)) asked.delivered = chance.after(asked.made, 2);
  if (!chance.once_in(4)) asked.acknowledged = chance.after(asked.made, 5);
  if (asked.acknowledged && !chance.once_in(3)) {
    const auto at = chance.after(*asked.acknowledged, 12);
    if (chance.once_in(4)) {
      asked.refused = at;
      asked.ground = chance.of({"R-A", "R-F2", ""});
    } else if (chance.once_in(9)) {
      asked.withdrawn = at;
    } else {
      asked.answered = at;
    }
  }
  for (std::size_t n = chance.below(3); n > 0; --n) {
    if (chance.once_in(3)) asked.deviations.push_back(chance.after(asked.made, 40));
  }
  if (!chance.once_in(4)) asked.due = asked.made + std::chrono::days(7);
  asked.stands = chance.once_in(10);
  return asked;
}

// --- the second computation: a count is the number of requests for which something holds

struct Naive {
  std::vector<Asked> all;
  std::string country;
  Time now;

  template <typename Holds>
  std::uint64_t count(Holds holds) const {
    return static_cast<std::uint64_t>(std::count_if(all.begin(), all.end(), holds));
  }
  bool here(const std::string& code) const { return country.empty() || code == country; }
  static bool in(const std::optional<Time>& time) {
    return time && *time >= kYear.begin && *time < kYear.end;
  }
  static std::string key(By by, const Asked& asked, const std::string& code) {
    return by == By::kCountry ? code : by == By::kForm ? asked.form : asked.area;
  }
};

void check_article_18(const Figures& figures, const Naive& naive) {
  std::uint64_t made = 0, received = 0, answered = 0, refused = 0, deviated = 0;
  for (const auto& [from, one] : figures.made) {
    CHECK(one.requests.urgent == naive.count([&, from = from](const Asked& asked) {
      return naive.here(from) && asked.from == from && !asked.prosecution &&
             asked.urgency == Urgency::kUrgent && Naive::in(asked.made);
    }));
    made += one.requests.total();
  }
  CHECK(made == naive.count([&](const Asked& asked) {
    return naive.here(asked.from) && !asked.prosecution && Naive::in(asked.made);
  }));
  for (const auto& [pair, one] : figures.received) {
    const auto& [to, from] = pair;
    CHECK(one.answered.other == naive.count([&, to = to, from = from](const Asked& asked) {
      return asked.to == to && asked.from == from && !asked.prosecution &&
             asked.urgency == Urgency::kOther && Naive::in(asked.answered);
    }));
    received += one.received.total();
    answered += one.answered.total();
    refused += one.refused;
  }
  const auto here = [&](const Asked& asked) { return naive.here(asked.to) && !asked.prosecution; };
  CHECK(received == naive.count([&](const Asked& a) { return here(a) && Naive::in(a.made); }));
  CHECK(answered == naive.count([&](const Asked& a) { return here(a) && Naive::in(a.answered); }));
  CHECK(refused == naive.count([&](const Asked& a) { return here(a) && Naive::in(a.refused); }));
  std::uint64_t by_ground = 0;
  for (const auto& [key, count] : figures.refused) {
    const auto& [to, from, ground] = key;
    CHECK(count == naive.count([&, to = to, from = from, ground = ground](const Asked& a) {
      return here(a) && a.to == to && a.from == from && a.ground == ground && Naive::in(a.refused);
    }));
    by_ground += count;
  }
  CHECK(by_ground == refused);
  for (const auto& [pair, count] : figures.deviations) deviated += count;
  CHECK(deviated == naive.count([&](const Asked& a) {
    return here(a) && std::any_of(a.deviations.begin(), a.deviations.end(),
                                  [](Time at) { return Naive::in(at); });
  }));
}

// The p-th percentile is the shortest time such that p % of all are no longer.
std::optional<Duration> naive_percentile(const std::vector<Duration>& times, std::size_t percent) {
  std::optional<Duration> best;
  for (const auto candidate : times) {
    const auto as_short = static_cast<std::size_t>(
        std::count_if(times.begin(), times.end(), [&](Duration one) { return one <= candidate; }));
    if (as_short * 100 >= times.size() * percent && (!best || candidate < *best)) {
      best = candidate;
    }
  }
  return best;
}

void check_the_rest(const Figures& figures, const Naive& naive) {
  for (const auto& [which, spread] : figures.times) {
    const auto& [by, key, step, clock] = which;
    std::vector<Duration> times;
    for (const auto& asked : naive.all) {
      const auto end = step == Step::kAcknowledge ? asked.acknowledged
                       : asked.answered           ? asked.answered
                                                  : asked.refused;
      const auto start = clock == Clock::kAccepted ? std::optional(asked.made) : asked.delivered;
      if (naive.here(asked.to) && Naive::key(by, asked, asked.to) == key && Naive::in(end) &&
          start && *start <= *end) {
        times.push_back(*end - *start);
      }
    }
    CHECK(spread.count == times.size());
    CHECK(spread.median == naive_percentile(times, 50));
    CHECK(spread.ninety == naive_percentile(times, 90));
  }
  for (const auto& [which, part] : figures.overdue) {
    const auto& [by, key] = which;
    const auto due = [&, by = by, key = key](const Asked& a) {
      return naive.here(a.to) && Naive::key(by, a, a.to) == key && Naive::in(a.due) &&
             (a.ended() || (!a.stands && naive.now > *a.due));
    };
    CHECK(part.of == naive.count(due));
    CHECK(part.part == naive.count([&](const Asked& a) {
      return due(a) && !(a.ended() && *a.ended() <= *a.due);
    }));
  }
  for (const auto& [which, part] : figures.urgent) {
    const auto& [by, key] = which;
    const auto told = [&, by = by, key = key](const Asked& a) {
      return naive.here(a.from) && Naive::key(by, a, a.from) == key && Naive::in(a.made) &&
             a.urgency != Urgency::kUnknown;
    };
    CHECK(part.of == naive.count(told));
    CHECK(part.part ==
          naive.count([&](const Asked& a) { return told(a) && a.urgency == Urgency::kUrgent; }));
  }
  std::uint64_t months = 0;
  for (const auto& [from, counts] : figures.months) {
    for (const auto count : counts) months += count;
  }
  Week weeks;
  for (const auto& [monday, week] : figures.weeks) {
    CHECK(std::chrono::weekday(monday) == std::chrono::Monday);
    CHECK(week.in_time + week.late + week.open + week.overdue <= week.requests);
    weeks.requests += week.requests;
    weeks.in_time += week.in_time;
    weeks.late += week.late;
    weeks.overdue += week.overdue;
  }
  const auto got = [&](const Asked& a) { return naive.here(a.to) && Naive::in(a.made); };
  const auto answer = [](const Asked& a) { return a.answered ? a.answered : a.refused; };
  CHECK(weeks.requests == naive.count(got));
  CHECK(weeks.in_time == naive.count([&](const Asked& a) {
    return got(a) && answer(a) && !(a.due && *a.due < *answer(a));
  }));
  CHECK(weeks.late == naive.count([&](const Asked& a) {
    return got(a) && answer(a) && a.due && *a.due < *answer(a);
  }));
  CHECK(weeks.overdue == naive.count([&](const Asked& a) {
    return got(a) && !a.ended() && !a.stands && a.due && *a.due < naive.now;
  }));
  CHECK(months ==
        naive.count([&](const Asked& a) { return naive.here(a.from) && Naive::in(a.made); }));
}

}  // namespace

TEST_CASE("the figures are those that a plain count over all requests gives") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Chance chance(seed);
    Naive naive{{}, chance.of({"", "BG", "RO"}), day(200 + static_cast<int>(seed) * 20)};
    Counter counter(kYear, kZone, naive.country, naive.now);
    for (int serial = 0; serial < 300; ++serial) {
      naive.all.push_back(made_up(chance, serial));
      counter.add(naive.all.back());
    }
    const auto figures = counter.figures();
    INFO("seed " << seed << ", country " << naive.country);
    check_article_18(figures, naive);
    check_the_rest(figures, naive);
  }
}

TEST_CASE("the figures do not depend on the order of the requests") {
  Chance chance(99);
  std::vector<Asked> all;
  for (int serial = 0; serial < 200; ++serial) all.push_back(made_up(chance, serial));
  const auto counted = [&] {
    Counter counter(kYear, kZone, "", day(300));
    for (const auto& asked : all) counter.add(asked);
    return counter.figures();
  };
  const auto first = counted();
  std::shuffle(all.begin(), all.end(), std::mt19937(4));
  const auto second = counted();
  CHECK(first.refused == second.refused);
  CHECK(first.deviations == second.deviations);
  CHECK(first.months == second.months);
  REQUIRE(first.times.size() == second.times.size());
  for (const auto& [key, spread] : first.times) {
    CHECK(second.times.at(key).median == spread.median);
    CHECK(second.times.at(key).ninety == spread.ninety);
  }
}

TEST_CASE("a percentile is a time that occurred, the median of two the shorter") {
  using std::chrono::seconds;
  CHECK_FALSE(spread_of({}).median);
  CHECK(spread_of({seconds(5)}).ninety == seconds(5));
  CHECK(spread_of({seconds(9), seconds(4)}).median == seconds(4));
  std::vector<Duration> ten;
  for (int n = 10; n >= 1; --n) ten.emplace_back(n);
  CHECK(spread_of(ten).median == seconds(5));
  CHECK(spread_of(ten).ninety == seconds(9));
  ten.emplace_back(11);
  CHECK(spread_of(ten).median == seconds(6));
  CHECK(spread_of(ten).ninety == seconds(10));
}

TEST_CASE("a year begins and ends at midnight where the site is") {
  CHECK(kYear.begin ==
        std::chrono::sys_days(std::chrono::year(2025) / 12 / 31) + std::chrono::hours(22));
  CHECK(kYear.holds(kYear.begin));
  CHECK_FALSE(kYear.holds(kYear.end));
  CHECK(year_of(2027, kZone).begin == kYear.end);
}

TEST_CASE("the first word of the asked desk acknowledges, the last answer or refusal stands") {
  const auto answered =
      one(request({said(2, day(1), LegState::kAcknowledged), said(3, day(3), LegState::kAnswered),
                   said(4, day(4), LegState::kAnswered)}));
  CHECK(answered.acknowledged == day(1));
  CHECK(answered.answered == day(3));
  CHECK_FALSE(answered.refused);
  CHECK(answered.urgency == Urgency::kUrgent);
  CHECK(answered.area == "DRUGS");
  const auto both = one(request({said(2, day(1), LegState::kAnswered),
                                 said(3, day(5), LegState::kRefused, "REFUSAL", "R-F2")}));
  CHECK_FALSE(both.answered);
  CHECK(both.refused == day(5));
  CHECK(both.ground == "R-F2");
  const auto undone = one(
      request({said(2, day(1), LegState::kAnswered), said(3, day(2), LegState::kAcknowledged)}));
  CHECK_FALSE(undone.answered);
  CHECK_FALSE(undone.ended());
  const auto part = one(request({said(2, day(1), LegState::kPartlyAnswered, "PARTIAL")}));
  CHECK(part.acknowledged == day(1));
  CHECK_FALSE(part.answered);
}

TEST_CASE("only a delay for a judicial authorisation deviates") {
  const auto asked = one(request({
      said(2, day(1), LegState::kAcknowledged, "DELAY", "", "WORKLOAD"),
      said(3, day(2), LegState::kAcknowledged, "DELAY", "", "JUDICIAL_AUTH"),
      said(4, day(3), LegState::kAcknowledged, "FULL", "", "JUDICIAL_AUTH"),
  }));
  CHECK(asked.deviations == std::vector<Time>{day(2)});
}

TEST_CASE("a delay does not hide the day on which the answer was due first") {
  auto counted = request();
  counted.legs[0].deadline = day(20);
  counted.legs[0].clock.first_deadline = day(7);
  CHECK(one(counted).due == day(7));
}

TEST_CASE("an erased case is counted by the state of its leg") {
  auto counted = request();
  counted.messages[0].codes.reset();
  counted.legs[0].state = LegState::kRefused;
  counted.legs[0].since = day(4);
  const auto asked = one(counted);
  CHECK(asked.refused == day(4));
  CHECK(asked.urgency == Urgency::kUnknown);
  CHECK(asked.form.empty());
  counted.legs[0].deadline.reset();
  CHECK(asked_in(counted, kForms).empty());  // an alert, for all that is known
}

TEST_CASE("a form that expects no answer is no request") {
  auto counted = request();
  counted.messages[0].codes->form = "alert";
  CHECK(asked_in(counted, kForms).empty());
}
