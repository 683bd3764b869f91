// No word of a form's mail is lost: it is in a value, the free text, the writer's words, among the
// unknown, in what was cut, or the form is refused for it (CORRESPONDENCE section 3).
#include "templates/text/lines.hpp"
#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

bool holds(const std::vector<Value>& values, const std::string& word) {
  return std::any_of(values.begin(), values.end(),
                     [&](const Value& value) { return value.raw.find(word) != std::string::npos; });
}

bool is_kept(const Form& form, const std::string& word) {
  const auto in = [&](const std::string& text) { return text.find(word) != std::string::npos; };
  return in(form.free_text) || in(form.words) || holds(form.fields, word) ||
         std::any_of(form.blocks.begin(), form.blocks.end(),
                     [&](const Block& block) { return holds(block.fields, word); }) ||
         std::any_of(form.unknown.begin(), form.unknown.end(),
                     [&](const auto& entry) { return in(entry.first) || in(entry.second); });
}

bool is_cut(const Form& form, const std::string& word) {
  return std::any_of(form.cut.begin(), form.cut.end(),
                     [&](const std::string& text) { return text.find(word) != std::string::npos; });
}

std::string quoted(const std::string& text) {
  std::string result;
  for (const auto& line : split_lines(text, 10000)) {
    result += "> " + std::string(line.whole) + "\n";
  }
  return result;
}

const std::string kAnswer =
    "Form: reply\nReply kind: full\nAnswer:\n1. Petar Petrov\n2. Sofia\nAs of: today\n"
    "[Vehicle 1]\nKind: truck\nPlate: CA 1234 AB\n\nFree text:\nMore follows.\n";

// A mail as clients make them, around a form.
std::vector<std::string> mails(const std::string& form) {
  const std::string signature = "-- \nAna Ionescu\nThis mail is confidential.\n";
  return {form,
          "Dear colleagues,\n\nplease see below.\n\n" + form + signature,
          form + "\n" + signature + "\nOn 3 November 2026, Ivan wrote:\n> earlier words\n",
          "Sent again.\n\n" + quoted(form) + "\nRegards\n" + signature,
          "Sent again.\n\n" + quoted(form + "-- \nold signature\n") + "below it\n",
          "> what was said before\n\nHello\n\n" + form,
          "Hello\n\n-----Original Message-----\nFrom: Ivan\nSent: 3 November 2026\nTo: Ana\n"
          "Subject: it\n\n" +
              form};
}

// A word of its own on each line, and at the end of each line.
int check_words(const std::string& mail, bool may_refuse) {
  std::vector<std::string> lines;
  for (const auto& line : split_lines(mail, 10000)) {
    lines.emplace_back(line.whole);
  }
  const auto before = recognise(mail, shipped(), options()).name;
  int count = 0;
  for (std::size_t at = 0; at <= lines.size(); ++at) {
    for (const bool own_line : {true, false}) {
      if (at == lines.size() && !own_line) {
        continue;
      }
      std::string text;
      for (std::size_t i = 0; i <= lines.size(); ++i) {
        text += i == at && own_line ? "zebra\n" : "";
        text += i < lines.size() ? lines[i] + (i == at && !own_line ? " zebra\n" : "\n") : "";
      }
      const auto recognised = recognise(text, shipped(), options());
      if (recognised.name != before || is_help(lines[std::min(at, lines.size() - 1)])) {
        continue;  // the word stands in the form's name
      }
      const auto form = read(text);
      ++count;
      const bool kept = is_kept(form, "zebra") || is_cut(form, "zebra");
      INFO(text << told(form.problems));
      CHECK((kept || (may_refuse && !form.problems.empty())));
    }
  }
  return count;
}

TEST_CASE("a word anywhere in the mail of an answer is carried or told as cut") {
  int count = 0;
  for (const auto& mail : mails(kAnswer)) {
    count += check_words(mail, false);
  }
  CHECK(count > 200);
}

TEST_CASE("a word anywhere in the mail of a request is carried, told as cut, or a problem") {
  int count = 0;
  for (const auto& mail : mails(request_with("Weather: fog\n") + "Free text:\nMore follows.\n")) {
    count += check_words(mail, true);
  }
  CHECK(count > 300);
}

TEST_CASE("text above a form is its writer's words, and no warning") {
  const auto form = read("Dear colleagues,\n\nplease hurry.\n\n" + request_with(""));
  CHECK(form.words == "Dear colleagues,\n\nplease hurry.");
  CHECK(form.warnings.empty());
  CHECK(form.problems.empty());
  const auto stored = from_json(to_json(form));
  CHECK(stored.words == form.words);
  CHECK(stored.cut.empty());
}

TEST_CASE("words around a form are searched as text") {
  const auto form = read("Ask for Zdravko.\n\n" + request_with(""));
  const auto feeds = search_feeds(form, shipped());
  CHECK(std::any_of(feeds.begin(), feeds.end(), [](const SearchFeed& feed) {
    return feed.field == "text" && feed.text == "Ask for Zdravko.";
  }));
}

TEST_CASE("a signature, quotations and a client's lines are cut and told") {
  const auto form = read("Hello\n\nOn 3 November 2026, Ivan wrote:\n> earlier words\n\n" +
                         request_with("") + "-- \nAna Ionescu\nThis mail is confidential.\n");
  CHECK(form.words == "Hello");
  CHECK(form.cut == Strings{"On 3 November 2026, Ivan wrote:\n> earlier words",
                            "--\nAna Ionescu\nThis mail is confidential."});
}

TEST_CASE("a stored form from before there were words is read") {
  auto json = to_json(read(request_with("")));
  const auto at = json.find("\"words\"");
  REQUIRE(at != std::string::npos);
  json.erase(at, json.find(',', at) + 1 - at);
  CHECK(from_json(json).words.empty());
}

}  // namespace
}  // namespace pouch::templates
