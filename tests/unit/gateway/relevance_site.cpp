#include "tests/unit/gateway/relevance_site.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "gateway/archive/attached_words.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/imports.hpp"
#include "templates/types/form.hpp"
#include "tests/unit/gateway/shipped.hpp"
#include "tests/unit/gateway/written_files.hpp"

namespace pouch::gateway {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

constexpr Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
constexpr std::string_view kReader = "community:police";

std::string value(const Lines& lines, std::string_view key, const std::string& absent = {}) {
  const auto found =
      std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.first == key; });
  return found == lines.end() ? absent : found->second;
}

Time day(const std::string& text) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return std::stoi(text.substr(at, size));
  };
  return std::chrono::sys_days(std::chrono::year(number(0, 4)) /
                               std::chrono::month(static_cast<unsigned>(number(5, 2))) /
                               std::chrono::day(static_cast<unsigned>(number(8, 2))));
}

// Where a line of the fixture stands in a form.
struct Place {
  std::string_view block, field;
};
const std::map<std::string, Place, std::less<>>& places() {
  static const std::map<std::string, Place, std::less<>> all = {
      {"person", {"person", "name_original"}},
      {"phone", {"person", "phone"}},
      {"plate", {"vehicle", "plate"}},
      {"vin", {"vehicle", "vin"}},
      {"document", {"document", "number"}},
      {"iban", {"account", "value"}},
      {"area", {"", "crime_area"}},
      {"handling", {"", "handling"}}};
  return all;
}

std::string form_of(const Lines& lines, const std::string& name) {
  const auto* which = test::shipped().find(name);
  REQUIRE(which != nullptr);
  templates::Form form;
  form.name = name;
  form.title = which->title;
  form.version = which->version;
  for (const auto& [key, text] : lines) {
    const auto place = places().find(key);
    if (place == places().end()) continue;
    templates::Value entry;
    entry.id = place->second.field;
    entry.raw = text;
    entry.values = {text};
    if (place->second.block.empty()) {
      form.fields.push_back(std::move(entry));
      continue;
    }
    templates::Block block;
    block.kind = place->second.block;
    block.number = static_cast<int>(form.blocks.size() + 1);
    if (key == "iban") {
      templates::Value kind;
      kind.id = "kind";
      kind.raw = "IBAN";
      kind.values = {"IBAN"};
      block.fields.push_back(std::move(kind));
    }
    block.fields.push_back(std::move(entry));
    form.blocks.push_back(std::move(block));
  }
  return templates::to_json(form);
}

std::vector<std::vector<std::int64_t>> groups_of(const std::string& text) {
  std::vector<std::vector<std::int64_t>> groups{{}};
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    if (word == "|") {
      groups.emplace_back();
    } else {
      groups.back().push_back(std::stoll(word));
    }
  }
  return groups;
}

// A query, or "facet FIELD QUERY", and what stands behind the arrow.
std::pair<std::string, std::string> halves(const std::string& line) {
  const auto arrow = line.find(" =>");
  REQUIRE(arrow != std::string::npos);
  return {line.substr(0, arrow), line.substr(std::min(line.size(), arrow + 4))};
}

}  // namespace

std::vector<std::string> relevance_lines(const std::string& name) {
  std::ifstream in(std::string(POUCH_FIXTURES) + "/relevance/" + name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  }
  return lines;
}

std::vector<ExpectedHits> expected_hits() {
  std::vector<ExpectedHits> all;
  for (const auto& line : relevance_lines("queries.txt")) {
    const auto [query, found] = halves(line);
    if (query.rfind("facet ", 0) != 0) all.push_back({query, groups_of(found)});
  }
  return all;
}

std::vector<ExpectedFacet> expected_facets() {
  std::vector<ExpectedFacet> all;
  for (const auto& line : relevance_lines("queries.txt")) {
    const auto [query, found] = halves(line);
    if (query.rfind("facet ", 0) != 0) continue;
    const auto field = query.substr(6, query.find(' ', 6) - 6);
    all.push_back({query.substr(7 + field.size()), field, found});
  }
  return all;
}

RelevanceSite::RelevanceSite() {
  runtime_.site.state = folder_.state();
  runtime_.templates = test::shipped();
  Lines lines;
  for (const auto& line : relevance_lines("messages.txt")) {
    if (line.front() == '[') {
      if (!lines.empty()) file(lines);
      lines.clear();
      REQUIRE(line == "[" + std::to_string(messages_.size() + 1) + "]");
      continue;
    }
    const auto colon = line.find(": ");
    REQUIRE(colon != std::string::npos);
    lines.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  file(lines);
  Indexer indexer(runtime_, store_, folder_.key());
  while (indexer.work() > 0) {
  }
}

void RelevanceSite::file(const Lines& lines) {
  const auto form = value(lines, "form");
  auto subject = case_of(lines, form);
  const bool opens = ++subject.messages == 1;
  const auto name = std::to_string(messages_.size() + 1);
  Message row{0, {subject.number, subject.messages}};
  row.form = form;
  row.sender = value(lines, "from", "secretariat");
  row.sender_country = value(lines, "country");
  row.received = row.signed_at = day(value(lines, "date", "2026-11-01"));
  row.message_id = name + "@relevance.example";
  row.readers = {std::string(kReader)};
  Contents contents{.subject = value(lines, "subject"),
                    .text = value(lines, "text"),
                    .form_json = form.empty() ? std::string() : form_of(lines, form),
                    .parts = parts_of(lines)};
  messages_.push_back(subject.number);
  ImportGroup group{name, std::move(subject), opens, {}, {}, kNow};
  group.mails.push_back(
      {{std::move(row), std::move(contents), mail::Bytes("raw mail")}, std::nullopt, name});
  REQUIRE(store_.imports().commit(group) == CommitResult::kDone);
}

// The case of the message that it answers, or its own.
Case RelevanceSite::case_of(const Lines& lines, const std::string& form) {
  if (const auto earlier = value(lines, "answers"); !earlier.empty()) {
    return *store_.cases().find(messages_.at(std::stoul(earlier) - 1));
  }
  Case subject{store_.reservations().reserve(0, "SEL", kNow).number};
  const bool asks = !form.empty() && form != "note" && form != "reply" && form != "case-note";
  subject.kind = asks                  ? CaseKind::kRequest
                 : form == "case-note" ? CaseKind::kGroupNote
                                       : CaseKind::kNote;
  subject.community = "police";
  subject.requester = value(lines, "from", "secretariat");
  subject.requester_country = value(lines, "country");
  subject.opened = day(value(lines, "date", "2026-11-01"));
  for (const auto& [key, text] : lines) {
    if (key == "handling") subject.handling.push_back(text);
    if (key != "to") continue;
    auto state = value(lines, "state", "answered");
    std::replace(state.begin(), state.end(), '-', ' ');
    REQUIRE(leg_state(state));
    auto leg = leg_to(text, *leg_state(state));
    if (const auto end = value(lines, "deadline"); !end.empty()) leg.deadline = day(end);
    subject.legs.push_back(std::move(leg));
  }
  return subject;
}

std::vector<StoredPart> RelevanceSite::parts_of(const Lines& lines) {
  std::vector<StoredPart> parts;
  for (const auto& [key, name] : lines) {
    if (key != "attachment") continue;
    std::vector<std::string> inside;
    for (const auto& [other, text] : lines) {
      if (other == "inside") inside.push_back(text);
    }
    parts.push_back({name, "application/octet-stream", mail::Bytes(written_file(name, inside))});
  }
  FileTexts files;
  read_words(parts, files);
  for (const auto& part : parts) {
    if (!part.unread.empty() || !part.words) unread_.push_back(part.name + ": " + part.unread);
  }
  return parts;
}

ArchiveAnswer RelevanceSite::ask(const std::string& query, bool facets) {
  ArchiveRequest request;
  request.query = request.words = query;
  request.now = kNow;
  request.readers = {std::string(kReader)};
  request.limit = 300;
  request.facets = facets;
  return ask_archive(store_, folder_.state(), index_key(folder_.key()), request);
}

}  // namespace pouch::gateway
