// A year of legs, reminders, digests and overviews in some seconds: random requests and answers,
// the hour changes in March and October, restarts at any moment, and one day without the gateway.
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "gateway/cases/local_day.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/overviews.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/work/digest_writer.hpp"
#include "tests/unit/gateway/state_folder.hpp"

namespace pouch::gateway {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Time kStart{std::chrono::sys_days(std::chrono::year(2027) / 1 / 1)};
const Time kOutage = Time{std::chrono::sys_days(std::chrono::year(2027) / 6 / 9)} + hours(3);
constexpr hours kOutageLength{30};
constexpr minutes kStep{30};
constexpr int kCases = 60;

class Year {
 public:
  Year() {
    runtime_.site.letters.digest = hours(8);
    for (const auto& [id, zone] :
         {std::pair("nfp-BG", "Europe/Sofia"), std::pair("nfp-RS", "Europe/Belgrade")}) {
      config::Desk desk;
      desk.id = id;
      desk.time_zone = zone;
      runtime_.directory.desks.push_back(desk);
    }
  }

  void live() {
    for (auto now = kStart; now < kStart + days(366); now += kStep) {
      if (now >= kOutage && now < kOutage + kOutageLength) {
        continue;
      }
      if (random_() % 150 == 0) {
        store_.reset();  // a restart
        store_.emplace(folder_.state(), folder_.key());
      }
      open_some(now);
      answer_some(now);
      look(now);
      last_look_ = now;
    }
  }

  // --- what the tests ask
  std::map<std::tuple<std::string, std::string, int, Tick>, int> told;
  std::map<std::pair<std::string, std::chrono::sys_days>, int> digests;  // by desk and local day
  std::map<std::string, std::vector<Time>> overviews;
  std::size_t late = 0, after_close = 0, lost = 0, bursts = 0, off_the_hour = 0;

  std::set<std::string> numbers;

  void look_for_lost() {
    for (const auto& number : numbers) {
      const auto subject = store_->cases().find(*CaseNumber::parse(number));
      for (const auto& leg : subject->legs) {
        for (const auto tick : kTicks) {
          const auto moment = moment_of(tick, leg.clocked());
          lost += moment && *moment <= last_look_ && !leg.clock.has_told(tick) ? 1 : 0;
        }
      }
    }
  }
  bool overviews_are_current() { return !store_->overviews().next(); }

 private:
  void open_some(Time now) {
    if (static_cast<int>(numbers.size()) >= kCases || random_() % 150 != 0) {
      return;
    }
    auto commit = new_case(*store_, folder_.accept("raw " + std::to_string(numbers.size()), now));
    commit.at = now;
    commit.opened->opened = now;
    commit.mail_id = "m" + std::to_string(numbers.size()) + "@police.ro.example";
    commit.thread_ids = {commit.mail_id};
    for (auto& leg : commit.opened->legs) {
      const auto term = hours(8 + random_() % 400);
      leg.since = now;
      leg.deadline = now + term;
      leg.clock.term_from = now;
      leg.clock.acknowledge_by = now + term / 4;
      leg.clock.delivered = now + minutes(1);
      leg.clock.wakes = random_() % 4 == 0;
    }
    REQUIRE(store_->commit(commit) == CommitResult::kDone);
    numbers.insert(commit.opened->number.text());
  }

  void answer_some(Time now) {
    constexpr LegState kWords[] = {LegState::kAcknowledged, LegState::kPartlyAnswered,
                                   LegState::kAnswered, LegState::kRefused,
                                   LegState::kClarificationAsked};
    for (const auto& number : numbers) {
      if (random_() % 700 != 0) {
        continue;
      }
      Commit commit;
      commit.at = now;
      commit.changed = *store_->cases().find(*CaseNumber::parse(number));
      commit.about = MessageNumber{*CaseNumber::parse(number), 1};
      auto& leg = commit.changed->legs[random_() % 2];
      if (!is_open(leg.state)) {
        continue;
      }
      leg.state = kWords[random_() % 5];
      leg.since = now;
      if (leg.state == LegState::kClarificationAsked) {
        pause(leg.clock, now);
      } else {
        resume(leg.clock, leg.deadline, now);
        if (leg.state == LegState::kAcknowledged && random_() % 3 == 0) {
          static_cast<void>(delay(leg.clock, leg.deadline, now + days(5 + random_() % 10), now));
        }
      }
      REQUIRE(store_->commit(commit) == CommitResult::kDone);
    }
  }

  void look(Time now) {
    static_cast<void>(store_->reminders().note_due(now));
    static_cast<void>(store_->digests().note_due(
        {"nfp-BG", "nfp-RS"},
        [this](const std::string& desk, Time after) { return next_digest(runtime_, desk, after); },
        now));
    remind(now);
    while (const auto row = store_->digests().claim(now)) {
      const auto& zone = runtime_.directory.desk(row->desk)->time_zone;
      const auto local = local_moment(now, zone);
      ++digests[{row->desk, local.day}];
      const bool after_outage = now - last_look_ > kStep;
      off_the_hour += !after_outage && (local.since_midnight < hours(8) ||
                                        local.since_midnight >= hours(8) + kStep)
                          ? 1
                          : 0;
      write(now, [&](Commit& commit) { commit.digest = row->id; });
    }
    while (const auto row = store_->overviews().claim(now)) {
      overviews[row->number.text()].push_back(now);
      const auto legs = store_->cases().find(row->number)->legs;
      write(now, [&](Commit& commit) {
        commit.overview = row->id;
        commit.overview_said = said_of(legs);
        commit.about = MessageNumber{row->number, 1};
      });
    }
  }

  void remind(Time now) {
    std::map<std::tuple<std::string, std::string, TickFor>, int> at_once;
    while (const auto row = store_->reminders().claim(now)) {
      const auto subject = store_->cases().find(row->number);
      const auto leg = std::find_if(subject->legs.begin(), subject->legs.end(),
                                    [&](const Leg& one) { return one.country == row->country; });
      const auto moment = moment_of(row->tick, leg->clocked());
      after_close += is_open(leg->state) ? 0 : 1;
      late += moment && now - *moment > (now - last_look_) ? 1 : 0;
      ++told[{row->number.text(), row->country, row->term, row->tick}];
      bursts += ++at_once[{row->number.text(), row->country, meant_for(row->tick)}] > 1 ? 1 : 0;
      write(now, [&](Commit& commit) {
        commit.reminder = row->id;
        commit.about = MessageNumber{row->number, 1};
      });
    }
  }

  void write(Time now, const std::function<void(Commit&)>& what) {
    Commit commit;
    commit.at = now;
    what(commit);
    CHECK(store_->commit(commit) == CommitResult::kDone);
  }

  std::mt19937 random_{2027};
  StateFolder folder_;
  std::optional<Store> store_{std::in_place, folder_.state(), folder_.key()};
  Runtime runtime_;
  Time last_look_ = kStart;
};

}  // namespace

TEST_CASE("a year in some seconds: nothing is told twice, late, lost, in a burst or when closed") {
  Year year;
  year.live();
  year.look_for_lost();
  CHECK(year.numbers.size() == kCases);
  CHECK(year.told.size() > kCases * 3);
  for (const auto& [which, count] : year.told) {
    CHECK(count == 1);
  }
  CHECK(year.late == 0);
  CHECK(year.after_close == 0);
  CHECK(year.lost == 0);
  CHECK(year.bursts == 0);
  // One digest a day and desk, at eight where it is, also on 28 March and 31 October; on the day
  // that had no gateway none at eight, one after it.
  CHECK(year.off_the_hour == 0);
  for (const auto& [which, count] : year.digests) {
    CHECK(count == 1);
  }
  CHECK(year.digests.size() >= 2 * 363);
  CHECK(year.digests.size() <= 2 * 366);
  for (const auto day : {std::chrono::sys_days(std::chrono::year(2027) / 3 / 28),
                         std::chrono::sys_days(std::chrono::year(2027) / 10 / 31)}) {
    CHECK(year.digests.count({"nfp-BG", day}) == 1);
  }
  // Each case has overviews, never two within the time in which they are gathered.
  CHECK(year.overviews.size() == kCases);
  CHECK(year.overviews_are_current());
  for (const auto& [number, times] : year.overviews) {
    for (std::size_t i = 1; i < times.size(); ++i) {
      CHECK(times[i] - times[i - 1] >= kGathering);
    }
  }
}

}  // namespace pouch::gateway
