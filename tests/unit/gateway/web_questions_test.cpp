// What goes over the line between web and answering: values as they were, and nothing else.
#include <sys/socket.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <thread>

#include "gateway/web/questions_codec.hpp"
#include "gateway/web/questions_line.hpp"
#include "mail/openpgp/wire.hpp"
#include "tests/unit/gateway/page_values.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::packed;

WebQuestion search_for(std::string words) {
  WebQuestion question;
  question.what = WebAsk::kSearch;
  question.cookie = std::string(43, 'c');
  question.query = std::move(words);
  question.reason = "case 4417/2026";
  question.page = 3;
  question.by_date = true;
  return question;
}

WebAnswer found() {
  WebAnswer answer;
  answer.outcome = WebOutcome::kDone;
  answer.banner = {"RESTRICTED", "H2"};
  answer.viewer.emplace().name = "Илияна Георгиева";
  FoundPage page;
  page.hits.resize(2);
  page.hits[1].snippet = {{"for ", false}, {"Јовановић", true}};
  page.hits[1].received = Time(std::chrono::seconds(1794243600));
  page.facets = {{"country", {{"RO", 8}, {"RS", 6}}}};
  answer.page = page;
  return answer;
}

std::string random_octets(std::mt19937& random, std::size_t most) {
  std::string octets(random() % most, '\0');
  std::generate(octets.begin(), octets.end(), [&] { return static_cast<char>(random()); });
  return octets;
}

}  // namespace

TEST_CASE("a question comes over as it was asked") {
  const auto octets = encoded(search_for("jovanović OR plate:ca1234ab"));
  REQUIRE(octets);
  const auto question = question_in(*octets);
  REQUIRE(question);
  CHECK(question->what == WebAsk::kSearch);
  CHECK(question->query == "jovanović OR plate:ca1234ab");
  CHECK(question->reason == "case 4417/2026");
  CHECK(question->page == 3);
  CHECK(question->by_date);
  CHECK(encoded(*question) == octets);
}

TEST_CASE("an answer comes over as it was given, whichever page it brings") {
  const auto answer = answer_in(encoded(found()));
  REQUIRE(answer);
  CHECK(answer->banner.handling == "H2");
  CHECK(answer->viewer->name == "Илияна Георгиева");
  const auto& page = std::get<FoundPage>(answer->page);
  CHECK(page.hits.at(1).snippet.at(1).text == "Јовановић");
  CHECK(page.facets.at(0).values.at(0).count == 8);
  CHECK(encoded(*answer) == encoded(found()));
  WebAnswer bare;
  bare.page = FilePiece{.name = "plan.pdf", .octets = std::string(kFilePiece, '\0')};
  CHECK(std::get<FilePiece>(answer_in(encoded(bare))->page).octets.size() == kFilePiece);
  bare.page = std::monostate{};
  CHECK(answer_in(encoded(bare))->page.index() == 0);
}

TEST_CASE("a full page of each kind comes over, with every value of its enumerations") {
  const std::string text = "Илияна";
  const std::vector<decltype(WebAnswer::page)> pages{
      test::desk_of(text),      test::found_of(text),      test::case_of(text),
      test::file_of(text),      test::statistics_of(text), test::status_of(text),
      test::directory_of(text), test::log_of(text),        test::me_of(text)};
  for (const auto& page : pages) {
    WebAnswer answer;
    answer.page = page;
    INFO(page.index());
    const auto came = answer_in(encoded(answer));
    REQUIRE(came);
    CHECK(came->page.index() == page.index());
    CHECK(encoded(*came) == encoded(answer));
  }
}

TEST_CASE("a text of a question is taken up to its bound and refused one octet above") {
  CHECK(encoded(search_for(std::string(kLongestWebQuery, 'a'))));
  CHECK_FALSE(encoded(search_for(std::string(kLongestWebQuery + 1, 'a'))));
  auto question = search_for("a");
  question.reason = std::string(kLongestWebReason, 'r');
  CHECK(encoded(question));
  question.reason += 'r';
  CHECK_FALSE(encoded(question));
  question = search_for("a");
  question.browser = std::string(kLongestBrowser + 1, 'b');
  CHECK_FALSE(encoded(question));
}

TEST_CASE("who writes the octets himself passes no bound of a question") {
  const auto octets = *encoded(search_for("0123456789"));
  auto longer = octets;
  const auto at = longer.find("0123456789");
  REQUIRE(at != std::string::npos);
  longer.replace(at, 10, std::string("01234\n6789"));
  CHECK(question_in(octets));
  CHECK_FALSE(question_in(longer));  // a line end
  longer.replace(at, 10,
                 std::string("01234\xff"
                             "6789"));
  CHECK_FALSE(question_in(longer));  // no UTF-8
  longer.replace(at, 10,
                 std::string("01234\0"
                             "6789",
                             10));
  CHECK_FALSE(question_in(longer));
}

TEST_CASE("octets that are cut, longer, or none of ours are no question and no answer") {
  const auto question = *encoded(search_for("jovanović"));
  const auto answer = encoded(found());
  for (std::size_t size = 0; size < question.size(); ++size) {
    CHECK_FALSE(question_in(question.substr(0, size)));
  }
  for (std::size_t size = 0; size < answer.size(); ++size) {
    CHECK_FALSE(answer_in(answer.substr(0, size)));
  }
  CHECK_FALSE(question_in(question + '\0'));
  CHECK_FALSE(answer_in(answer + '\0'));
  CHECK_FALSE(question_in(std::string(kLargestQuestion + 1, '\0')));
  CHECK_FALSE(answer_in(std::string(kLargestAnswer + 1, '\0')));
}

TEST_CASE("octets by chance are refused, or are a question within its bounds") {
  std::mt19937 random(20261128);
  const auto question = *encoded(search_for("jovanović"));
  for (int i = 0; i < 20000; ++i) {
    auto octets = i % 2 == 0 ? random_octets(random, 400) : question;
    if (i % 2 != 0) {
      for (int n = 0; n < 3; ++n) {
        octets[random() % octets.size()] = static_cast<char>(random());
      }
    }
    if (const auto read = question_in(octets)) {
      CHECK(encoded(*read));
    }
    static_cast<void>(answer_in(octets));
  }
}

TEST_CASE("an answer of many packets comes whole, and each to its own question") {
  auto [web, answering] = mail::openpgp::socket_pair();
  auto [stop, stopped] = mail::openpgp::socket_pair();
  std::thread answers([line = answering.get(), until = stopped.get()] {
    answer_questions(line, until, [](const WebQuestion& question) {
      WebAnswer answer;
      answer.problem = question.query;
      answer.hint = std::string(question.query == "much" ? 3u << 20 : 10, 'h');
      return answer;
    });
  });
  QuestionLine line(web.get());
  CHECK_FALSE(line.ask(search_for(std::string(kLongestWebQuery + 1, 'a'))));
  const auto much = line.ask(search_for("much"));
  const auto little = line.ask(search_for("little"));
  REQUIRE((much && little));
  std::map<std::uint64_t, WebAnswer> got;
  while (got.size() < 2) {
    if (auto one = line.next()) {
      got.emplace(one->number, std::move(one->answer));
    }
  }
  CHECK(got.at(*much).hint.size() == 3u << 20);
  CHECK(got.at(*little).problem == "little");
  REQUIRE(mail::openpgp::send_packet(stop.get(), "x"));
  answers.join();
}

TEST_CASE("packets that are no question are not found, or not heard, and the line goes on") {
  auto [web, answering] = mail::openpgp::socket_pair();
  auto [stop, stopped] = mail::openpgp::socket_pair();
  std::thread answers([line = answering.get(), until = stopped.get()] {
    answer_questions(line, until, [](const WebQuestion&) {
      WebAnswer answer;
      answer.outcome = WebOutcome::kDone;
      return answer;
    });
  });
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    REQUIRE(mail::openpgp::send_packet(web.get(), random_octets(random, 60) + "x"));
  }
  REQUIRE(mail::openpgp::send_packet(web.get(), packed(std::uint64_t{1}, std::string("no"))));
  QuestionLine line(web.get(), 0);
  const auto number = line.ask(search_for("a"));
  REQUIRE(number == 1);
  std::vector<WebOutcome> outcomes;
  while (outcomes.empty() || outcomes.back() != WebOutcome::kDone) {
    if (const auto one = line.next()) {
      outcomes.push_back(one->answer.outcome);
      if (outcomes.size() == 1 && outcomes.back() == WebOutcome::kNotFound) {
        REQUIRE(line.ask(search_for("again")) == 2);  // the first number was taken by the stranger
      }
    }
  }
  CHECK(outcomes.size() == 2);
  REQUIRE(mail::openpgp::send_packet(stop.get(), "x"));
  answers.join();
}

TEST_CASE("what was asked before is no answer to who asks next at the same line") {
  auto [web, answering] = mail::openpgp::socket_pair();
  QuestionLine before(web.get());
  const auto old = before.ask(search_for("a"));
  REQUIRE(old);
  REQUIRE(mail::openpgp::send_packet(answering.get(),
                                     packed(*old, false, std::string_view(encoded(found())))));
  QuestionLine next(web.get());
  const auto number = next.ask(search_for("b"));
  REQUIRE(number);
  CHECK(*number != *old);
  CHECK_FALSE(next.next());
}

TEST_CASE("what one that died had in hand is told as lost, what it had not taken is answered") {
  auto [web, answering] = mail::openpgp::socket_pair();
  QuestionLine line(web.get(), 0);
  const auto send = [at = answering.get()](const std::string& octets) {
    REQUIRE(mail::openpgp::send_packet(at, octets));
  };
  REQUIRE(line.ask(search_for("a")) == 1);
  REQUIRE(line.ask(search_for("b")) == 2);
  REQUIRE(line.ask(search_for("c")) == 3);
  send(packed(std::uint64_t{1}, true, std::string_view()));
  send(packed(std::uint64_t{2}, true, std::string_view("half")));
  send(packed(std::uint64_t{0}, false, std::string_view()));
  send(packed(std::uint64_t{3}, true, std::string_view()));
  send(packed(std::uint64_t{3}, false, std::string_view(encoded(found()))));
  std::map<std::uint64_t, WebOutcome> outcomes;
  while (const auto one = line.next()) {
    outcomes.emplace(one->number, one->answer.outcome);
  }
  CHECK(outcomes == std::map<std::uint64_t, WebOutcome>{{1, WebOutcome::kNotNow},
                                                        {2, WebOutcome::kNotNow},
                                                        {3, WebOutcome::kDone}});
}

TEST_CASE("a half answer of one that died is forgotten, and the next question is answered") {
  auto [web, answering] = mail::openpgp::socket_pair();
  QuestionLine line(web.get(), 0);
  REQUIRE(line.ask(search_for("a")) == 1);
  REQUIRE(mail::openpgp::send_packet(answering.get(),
                                     packed(std::uint64_t{1}, true, std::string_view("half"))));
  CHECK_FALSE(line.next());
  line.forget(1);
  REQUIRE(line.ask(search_for("b")) == 2);
  REQUIRE(mail::openpgp::send_packet(answering.get(),
                                     packed(std::uint64_t{1}, false, std::string_view("late"))));
  REQUIRE(mail::openpgp::send_packet(
      answering.get(), packed(std::uint64_t{2}, false, std::string_view(encoded(found())))));
  const auto answered = line.next();
  REQUIRE(answered);
  CHECK(answered->number == 2);
  CHECK(answered->answer.outcome == WebOutcome::kDone);
}

}  // namespace pouch::gateway
