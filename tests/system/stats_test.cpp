// pouch stats from outside: a site with a dozen requests whose figures are known.
#include <catch2/catch.hpp>

#include "tests/system/durable_steps.hpp"
#include "tests/system/movable_clock.hpp"

using namespace pouch::test;
using nlohmann::json;

namespace {

std::string with(std::string text, const std::string& before, const std::string& after) {
  const auto at = text.find(before);
  REQUIRE(at != std::string::npos);
  return text.replace(at, before.size(), after);
}

std::string request(const std::string& reference, const std::string& to, bool urgent,
                    const std::string& area = "DRUG") {
  auto form = with(form_with_reference(reference), "To: BG, RS", "To: " + to);
  form = with(form, "Crime area: DRUG", "Crime area: " + area);
  return urgent ? form
                : with(form,
                       "Priority: urgent\nUrgency reason: U3\nUrgency explained: custody of the "
                       "driver ends on 26 November 2026\n",
                       "Priority: normal\n");
}

class YearOfWork {
 public:
  // All of it is in one year, also when the test runs in the last days of one.
  YearOfWork() : clock_(scratch_.path()) {
    if (date(now() + kTerm).substr(0, 4) != date(now()).substr(0, 4)) {
      begin_ = kTerm;
    }
    clock_.advance_to(begin_);
  }

  void go_to(std::int64_t seconds) {
    clock_.advance_to(begin_ + seconds);
    work();
  }
  std::int64_t moment() const { return now() + begin_; }
  std::string year() const { return date(moment()).substr(0, 4); }
  void work() const {
    const auto ran = site.pouch({"run", "--until-idle"});
    INFO(ran.out << ran.err);
    REQUIRE(ran.status == 0);
  }
  std::string ask(const std::string& who, const std::string& form) {
    const auto sent = site.deliver(site.mail(who, {.body = form}));
    INFO(sent.dump(1));
    REQUIRE(sent["outcome"] == "accepted");
    work();
    return sent["case"];
  }
  void answer(const std::string& desk, const std::string& number, const std::string& fields) {
    const auto sent = site.deliver(
        site.mail(desk, {.subject = "Re: [" + number + "/1]",
                         .body = "Form: reply\nAnswers: " + number + "\n" + fields + "\n"}));
    INFO(sent.dump(1));
    REQUIRE(sent["outcome"] == "accepted");
    work();
  }
  json stats(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"stats", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = site.pouch(words);
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    return json::parse(ran.out);
  }

 private:
  static constexpr std::int64_t kTerm = 15 * kDay;
  Scratch scratch_;
  EverybodysClock clock_;
  std::int64_t begin_ = 0;

 public:
  Site site;
};

// The row of a table in which these members have these values.
json row_of(const json& table, const json& members) {
  for (const auto& row : table) {
    bool is = true;
    for (const auto& [key, value] : members.items()) {
      is = is && row[key] == value;
    }
    if (is) {
      return row;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("counts the requests of a year, what became of them, how fast, by country and ground") {
  YearOfWork year;
  // Twelve requests: Romania asks Bulgaria and Serbia, Bulgaria asks Romania.
  const auto answered = year.ask("ana", request("1/2026", "BG", true));
  const auto both = year.ask("ana", request("2/2026", "BG, RS", false));
  const auto refused = year.ask("ana", request("3/2026", "BG", false));
  const auto refused_rs = year.ask("ana", request("4/2026", "RS", false, "SMUG"));
  const auto delayed = year.ask("ana", request("5/2026", "BG", false));
  const auto overdue = year.ask("ana", request("6/2026", "BG", false, "SMUG"));
  const auto part = year.ask("ana", request("7/2026", "RS", true));
  const auto back = year.ask("dimitar", request("8/2026", "RO", true));
  const auto plain = year.ask("ana", request("9/2026", "BG", false));
  const auto gone = year.ask("ana", request("10/2026", "RS", false));
  const auto changed = year.ask("ana", request("11/2026", "BG", false));
  year.go_to(3600);
  year.answer("nfp-bg", answered, "Reply kind: NO_TRACE");
  year.answer("nfp-bg", both, "Reply kind: ACK");
  year.answer("nfp-rs", both, "Reply kind: NO_TRACE");
  year.answer("nfp-bg", refused, "Reply kind: REFUSAL\nRefusal ground: R-F2");
  year.answer("nfp-rs", refused_rs, "Reply kind: REFUSAL\nRefusal ground: R-H");
  year.answer("nfp-bg", delayed,
              "Reply kind: DELAY\nDelay reason: JUDICIAL_AUTH\nExpected by: " +
                  date(year.moment() + 30 * kDay));
  year.answer("nfp-rs", part, "Reply kind: PARTIAL\nAnswer:\n  1. Not yet known.");
  year.answer("nfp-ro", back, "Reply kind: NO_TRACE");
  year.answer(
      "nfp-bg", plain,
      "Reply kind: DELAY\nDelay reason: WORKLOAD\nExpected by: " + date(year.moment() + 9 * kDay));
  year.answer("nfp-rs", gone, "Reply kind: NO_TRACE");
  year.answer("nfp-bg", changed, "Reply kind: REFUSAL\nRefusal ground: R-A");
  year.answer("nfp-bg", changed, "Reply kind: NO_TRACE");  // the later stands
  year.go_to(10 * kDay);
  REQUIRE(year.site.pouch({"erase", gone, "--reason", "test"}).status == 0);
  REQUIRE(overdue != gone);

  const auto stats = year.stats({"--year", year.year()});
  INFO(stats.dump(1));
  const auto made = row_of(stats["made"], {{"country", "RO"}});
  CHECK(made["cases"] == 10);
  CHECK(made["total"] == 11);
  CHECK(made["urgent"] == 2);
  CHECK(row_of(stats["made"], {{"country", "BG"}})["total"] == 1);
  const auto bulgaria = row_of(stats["received"], {{"country", "BG"}, {"from", "RO"}});
  CHECK(bulgaria["received"] == 7);
  CHECK(bulgaria["received_urgent"] == 1);
  CHECK(bulgaria["answered"] == 2);
  CHECK(bulgaria["answered_urgent"] == 1);
  CHECK(bulgaria["refused"] == 1);
  const auto serbia = row_of(stats["received"], {{"country", "RS"}, {"from", "RO"}});
  CHECK(serbia["received"] == 4);
  CHECK(serbia["answered"] == 2);  // the erased one too
  CHECK(serbia["refused"] == 1);
  CHECK(stats["refused"].size() == 2);
  CHECK(row_of(stats["refused"], {{"country", "BG"}, {"ground", "R-F2"}})["refused"] == 1);
  CHECK(row_of(stats["refused"], {{"country", "RS"}, {"ground", "R-H"}})["refused"] == 1);
  REQUIRE(stats["deviations"].size() == 1);
  CHECK(row_of(stats["deviations"], {{"country", "BG"}, {"from", "RO"}})["requests"] == 1);
  CHECK(stats["unknown"] == 0);

  const auto times =
      row_of(stats["times"],
             {{"by", "country"}, {"key", "BG"}, {"step", "answer"}, {"clock", "accepted"}});
  CHECK(times["count"] == 3);
  CHECK(times["median"].get<int>() >= 3000);
  CHECK(times["median"].get<int>() < 3 * 3600);
  CHECK(row_of(stats["times"], {{"by", "country"},
                                {"key", "BG"},
                                {"step", "acknowledge"},
                                {"clock", "delivered"}})["count"] == 6);
  // Of Bulgaria's: the silent one, the acknowledged one, both delayed ones.
  const auto late = row_of(stats["overdue"], {{"by", "country"}, {"key", "BG"}});
  CHECK(late["due"] == 7);
  CHECK(late["overdue"] == 4);
  CHECK(row_of(stats["overdue"], {{"by", "country"}, {"key", "RS"}})["overdue"] == 1);  // in part
  CHECK(row_of(stats["overdue"], {{"by", "area"}, {"key", "SMUG"}})["due"] == 2);
  const auto urgent = row_of(stats["urgent"], {{"by", "country"}, {"key", "RO"}});
  CHECK(urgent["requests"] == 11);
  CHECK(urgent["share"].get<double>() == Approx(2.0 / 11));

  const auto own = year.stats({"--country", "BG"});
  CHECK(own["made"].size() == 1);
  CHECK(row_of(own["received"], {{"country", "RS"}, {"from", "RO"}}).is_null());
  CHECK(row_of(own["received"], {{"country", "BG"}, {"from", "RO"}})["answered"] == 2);
  CHECK(year.stats({"--year", "2019"})["made"].empty());
  CHECK(year.site.pouch({"stats", "--country", "XX"}).status == 65);
  CHECK(year.site.pouch({"stats", "--year", "26"}).status == 64);
  CHECK(year.site.pouch({"stats", "--html", "--csv"}).status == 64);
  CHECK(acts(year.site, "counted") == 3);
}

TEST_CASE("figures tell of no case: no number, reference, name or word of it in any form") {
  YearOfWork year;
  const auto number = year.ask("ana", request("1/2026", "BG, RS", true));
  year.answer("nfp-bg", number,
              "Reply kind: REFUSAL\nRefusal ground: R-F2\nRefusal explained: zebra");
  for (const auto* how : {"", "--json", "--csv", "--html"}) {
    std::vector<std::string> words{"stats"};
    if (*how != '\0') {
      words.emplace_back(how);
    }
    const auto ran = year.site.pouch(words);
    INFO(how);
    REQUIRE(ran.status == 0);
    CHECK(ran.out.find("R-F2") != std::string::npos);
    for (const auto& secret : {number, std::string("1/2026\""), std::string("zebra"),
                               std::string("ana."), std::string("Милан"), std::string("heroin")}) {
      CHECK(ran.out.find(secret) == std::string::npos);
    }
  }
}

TEST_CASE("notes what an older site's messages say for the figures once, killed at any step") {
  for (const auto& step : steps_reached_here()) {
    const Site site(fs::path(POUCH_FIXTURES) / "sites/0.1.0");
    REQUIRE(site.pouch({"run", "--until-idle"}).status == 0);
    killed_at(site, step, {"stats", "--year", "2026"});
    const auto ran = site.pouch({"stats", "--year", "2026", "--json"});
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    const auto stats = json::parse(ran.out);
    INFO(stats.dump(1));
    REQUIRE(stats["made"].size() == 1);
    CHECK(stats["made"][0]["country"] == "RO");
    CHECK(stats["unknown"] == 0);
    CHECK(site.pouch({"audit", "verify"}).status == 0);
  }
}
