// What the clocks of legs cost: a store with that many open legs (10,000 unless told), a day in
// which everything is looked at each minute and each reminder is noted, claimed and ended as a
// letter of its own; an idle day of the same looks; the digests of that day; and `decide` on
// requests and answers. Sealing is left out: it is GnuPG's, see bench_worker.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "gateway/decide/digest.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/data_key.hpp"
#include "gateway/store/digests.hpp"
#include "gateway/store/overviews.hpp"
#include "gateway/store/reminders.hpp"
#include "gateway/store/reservations.hpp"
#include "gateway/store/store.hpp"
#include "tests/bench/measure.hpp"
#include "tests/unit/gateway/people.hpp"

using namespace pouch;
using namespace pouch::gateway;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Time kMorning{std::chrono::sys_days(std::chrono::year(2026) / 11 / 30)};
constexpr int kDesks = 22;

std::string desk(int number) { return "nfp-" + std::to_string(number); }

// Requests of the last ten days to two countries each, terms of seven to thirty days.
void fill(Store& store, int legs) {
  std::mt19937 random(12);
  for (int i = 0; i < legs / 2; ++i) {
    const auto opened = kMorning - minutes(random() % (10 * 24 * 60));
    const auto reserved = store.reservations().reserve(0, "SEL", opened);
    Case subject{reserved.number};
    subject.community = "police";
    subject.requester = "ana";
    subject.requester_address = "ana@police.ro.example";
    subject.requester_country = "RO";
    subject.requester_desk = desk(static_cast<int>(random() % kDesks));
    subject.opened = opened;
    subject.messages = 1;
    for (const auto* country : {"BG", "RS"}) {
      Leg leg;
      leg.country = country;
      leg.desk = desk(static_cast<int>(random() % kDesks));
      leg.state = LegState::kAcknowledged;
      leg.since = opened;
      leg.last_message = 1;
      leg.deadline = opened + days(7 + random() % 24);
      leg.clock.term_from = opened;
      subject.legs.push_back(std::move(leg));
    }
    Message row{0, {reserved.number, 1}};
    row.form = "request";
    row.sender = "ana";
    row.received = row.signed_at = opened;
    Commit commit;
    commit.at = opened;
    commit.opened = std::move(subject);
    commit.message = NewMessage{std::move(row), {"subject", "text", "{}", {}}, "raw"};
    if (store.commit(commit) != CommitResult::kDone) {
      throw std::runtime_error("a case was not taken");
    }
  }
}

std::size_t write_reminders(Store& store, Time now) {
  std::size_t count = 0;
  while (const auto row = store.reminders().claim(now)) {
    Commit commit;
    commit.at = now;
    commit.reminder = row->id;
    commit.about = MessageNumber{row->number, 1};
    store.commit_alone(commit);
    ++count;
  }
  return count;
}

struct Day {
  double noting = 0, writing = 0;  // milliseconds of processor time
  std::size_t told = 0;
};

Day live(Store& store, Time from) {
  Day day;
  for (auto now = from; now < from + days(1); now += minutes(1)) {
    const bench::Stopwatch noting;
    static_cast<void>(store.reminders().note_due(now));
    day.noting += noting.cpu();
    const bench::Stopwatch writing;
    day.told += write_reminders(store, now);
    day.writing += writing.cpu();
  }
  return day;
}

// The same looks when nothing is due.
double idle(Store& store, Time from) {
  const bench::Stopwatch watch;
  for (int look = 0; look < 24 * 60; ++look) {
    static_cast<void>(store.reminders().note_due(from));
    static_cast<void>(store.overviews().next());
    static_cast<void>(store.digests().next_hour());
  }
  return watch.cpu();
}

double digests(Store& store, Time now, std::size_t& lines) {
  const bench::Stopwatch watch;
  for (int i = 0; i < kDesks; ++i) {
    const auto digest = digest_of(store.cases().open_of({}, {desk(i)}), desk(i), now);
    lines += digest.to_answer.size() + digest.waits_for.size();
  }
  return watch.cpu();
}

// Decisions a second, of processor time.
double decisions(int rounds, bool answers) {
  test::People people;
  const auto opened = *people.request({"BG", "RS"}).opened;
  const bench::Stopwatch watch;
  std::size_t letters = 0;
  for (int i = 0; i < rounds; ++i) {
    letters += answers ? people.answer("nfp-bg", opened, "FULL").letters.size()
                       : people.request({"BG", "RS"}).letters.size();
  }
  if (letters == 0) {
    throw std::runtime_error("nothing was decided");
  }
  return rounds / watch.cpu() * 1e3;
}

}  // namespace

int main(int count, char** arguments) {
  const int legs = count > 1 ? std::atoi(arguments[1]) : 10'000;
  char name[] = "/tmp/pbcXXXXXX";
  const std::filesystem::path folder = mkdtemp(name);
  {
    const auto key = Secret::random();
    make_state(folder / "state", key, "wrapped data key");
    Store store(folder / "state", key);
    fill(store, legs);
    store.reminders().take_as_told(kMorning);  // what passed before the day begins
    const auto day = live(store, kMorning);
    std::printf("%d open legs, a day of %zu reminders: noted in %.0f ms of processor time,", legs,
                day.told, day.noting);
    std::printf(" ended as letters in %.0f ms (%.2f ms each)\n", day.writing,
                day.told == 0 ? 0 : day.writing / static_cast<double>(day.told));
    std::printf("a day of looks when nothing is due: %.1f ms\n",
                idle(store, kMorning + days(1) - minutes(1)));
    std::size_t lines = 0;
    const auto cost = digests(store, kMorning + hours(8), lines);
    std::printf("digests of %d desks, %zu lines: %.0f ms\n", kDesks, lines, cost);
  }
  std::filesystem::remove_all(folder);
  std::printf("decide: %.0f requests a second, %.0f answers a second\n", decisions(20'000, false),
              decisions(20'000, true));
}
