#include "tests/unit/gateway/page_values.hpp"

#include "gateway/web/pages/pages.hpp"

namespace pouch::test {

using namespace gateway;
using namespace gateway::web;
using std::chrono::hours;

namespace {

DeskLeg leg_of(const std::string& text, LegState state, bool overdue) {
  DeskLeg leg;
  leg.number = text.size() < 40 ? text : "SEL-2026-004217-42";
  leg.country = leg.from = leg.to = leg.subject = leg.form = leg.priority = leg.crime_area = text;
  leg.handling = {"H1", "H2", "H3", text};
  leg.state = state;
  leg.opened = kNow - hours(100);
  leg.since = kNow - hours(2);
  leg.deadline = kNow + hours(overdue ? -5 : 6);
  leg.overdue = overdue;
  return leg;
}

}  // namespace

Look look_of(Language language, const std::string& text) {
  Look look;
  look.words = PageWords(language);
  look.zone = "Europe/Sofia";
  look.version = "0.1.0";
  look.now = kNow;
  look.banner = {"RESTRICTED", "H2", ""};
  look.viewer =
      WebViewer{"iliyana.georgieva", text,         "BG", "bg", {"nfp-bg", text}, true, true,
                kNow + hours(1),     "tok" + text, text, 2};
  return look;
}

DeskPage desk_of(const std::string& text) {
  DeskPage page;
  page.desk = page.name = page.country = text;
  page.at = kNow;
  page.overdue = {leg_of(text, LegState::kAcknowledged, true)};
  page.soon = {leg_of(text, LegState::kPartlyAnswered, false)};
  page.later = {leg_of(text, LegState::kClarificationAsked, false)};
  page.later[0].stopped = true;
  page.later[0].deadline.reset();
  page.asked = {leg_of(text, LegState::kWaiting, false)};
  page.open = 17;
  page.due_soon = 3;
  page.late = 2;
  page.news = {{text, text, text, text, text, kNow}};
  page.last_look = kNow - hours(14);
  page.keys = {{text, text, kNow + hours(500)}};
  page.kept = {{text, text, text, kNow, 3}};
  page.people = {{text, text, true, {}, ""}, {text, text, false, kNow, text}};
  page.weeks = {{std::chrono::sys_days(std::chrono::year(2026) / 10 / 26), 14, 1},
                {std::chrono::sys_days(std::chrono::year(2026) / 11 / 2), 0, 0},
                {std::chrono::sys_days(std::chrono::year(2026) / 11 / 9), 24, 3}};
  page.half = 223'200;
  return page;
}

FoundPage found_of(const std::string& text) {
  FoundPage page;
  page.search = "abcDEF_-0";
  page.query = page.reason = page.understood = text;
  page.total = 22;
  page.at_least = true;
  page.page = 2;
  page.pages = 9;
  page.first = 21;
  FoundHit hit;
  hit.number = "SEL-2026-004217-42/1";
  hit.form = hit.sender = hit.country = hit.subject = hit.why = text;
  hit.to = {text, "RS"};
  hit.handling = {"H1", text};
  hit.received = kNow;
  hit.snippet = {{text, false}, {text, true}};
  hit.met = {{text, text, text}};
  hit.met_files = {{text, 0, 4}, {text, 1, 0}};
  hit.files = 3;
  hit.due_country = text;
  hit.due = kNow + hours(6);
  page.hits = {hit, FoundHit{}};
  page.cases = 13;
  page.facets = {{text, {{text, 8}}},
                 {"how", {{"written", 8}, {"spelling", 6, text}}},
                 {"is", {{"clarification-asked", 2}, {text, 1}}},
                 {"country", {{text, 8, text}, {"RS", 6, "Serbia"}}},
                 {"handling", {{"H1", 3}, {text, 2}}},
                 {"month", {{"2026-05", 3}, {"2026-08", 9}, {text, 1}}}};
  page.counted = 10;
  page.narrowed = {{"handling", "H1"}};
  page.suggestion = page.contact = text;
  page.unreadable = page.unfiled = 1;
  page.missing = {text};
  return page;
}

CasePage case_of(const std::string& text) {
  CasePage page;
  page.number = "SEL-2026-004217-42";
  page.subject = page.community = page.requester = page.name = page.country = text;
  page.priority = page.crime_area = page.classification = page.reason = text;
  page.opened = kNow - hours(160);
  page.at = kNow;
  page.handling = {"H1", text};
  for (const auto state :
       {LegState::kWaiting, LegState::kSent, LegState::kAcknowledged, LegState::kAnswered,
        LegState::kRefused, LegState::kClarificationAsked, LegState::kNotDelivered}) {
    page.legs.push_back(
        {text, text, text, state, kNow, kNow + hours(6), kNow, {}, {}, state == LegState::kSent});
  }
  CaseMessage message;
  message.number = "SEL-2026-004217-42/1";
  message.form = message.sender = message.name = message.country = message.signer = text;
  message.received = kNow;
  message.signed_at = kNow;
  message.to = {text, text};
  message.audience = message.subject = message.text = text;
  message.title = message.kind = text;
  message.grade = text.substr(0, 2);
  message.raw_sha256 = message.body_sha256 = text;
  message.acknowledged = {{text, kNow}};
  message.fields = {{"", text, text, "", {}},
                    {text, text, text, text, {}, CaseFieldAs::kThing},
                    {text, text, text, "", {}, CaseFieldAs::kKind},
                    {text, text, text, "", {}},
                    {text, text, text, "", {{1, text, {text}, {text}}}}};
  CaseFile file;
  file.name = file.media_type = file.replaces = file.unread = text;
  file.size = 1'200'000;
  file.evidence = true;
  file.facts = {{text, text}};
  file.small = true;
  message.files = {file};
  CaseMessage brief = message;
  brief.number = "SEL-2026-004217-42/2";
  brief.kind = "ACK";
  brief.fields.clear();
  brief.files.clear();
  page.messages = {message, CaseMessage{}, brief};
  page.receipts = {{message.number, text, text, text, kNow, true},
                   {message.number, "R3 DELIVERED", "BG", text, kNow, true},
                   {message.number, "R3 DELIVERED", "RS", text, kNow, false},
                   {page.number, "R4- NOT READ", text, text, kNow, true}};
  page.letters = {{text, "SEL-2026-004217-42/1", text, text, text, kNow, {}}};
  page.readers = {{text, Role::kRequester}, {text, Role::kAskedDesk}};
  page.facts = {{"", text, text, "", {}}};
  page.urgency = text;
  page.review = kNow + hours(4000);
  page.evidence = {EvidenceState::kMade, kNow, 120'000};
  page.hit = {"abcDEF_-0", 3, text, "SEL-2026-000017-29/1", "SEL-2026-002750-81/2"};
  page.looks = {{text, text, text, text, kNow}};
  page.linked = {{text, "SEL-2026-000017-29/1", text, kNow, {{text, text, text, text}}}};
  page.contacts = {{text, text, {{text, text, text, text}}}};
  page.mail_to = "gateway@pouch.example";
  page.mail_subject = page.mail_form = text;
  return page;
}

FilePage file_of(const std::string& text) {
  FilePage page;
  page.number = "SEL-2026-004217-42/1";
  page.page = 2;
  page.pictures = 3;
  page.name = page.media_type = page.sha256 = page.sender = page.text = page.unread = text;
  page.cut = true;
  return page;
}

StatisticsPage statistics_of(const std::string& text) {
  figures::Counter counter(figures::year_of(2026, "UTC"), "UTC", "", kNow);
  figures::Asked asked;
  asked.number = asked.from = asked.to = asked.form = asked.area = asked.ground = text;
  asked.made = asked.acknowledged.emplace(kNow - hours(50));
  asked.refused = kNow - hours(2);
  counter.add(asked);
  StatisticsPage page;
  page.report =
      figures::report_of(counter.figures(), figures::year_of(2026, "UTC"), "UTC", text, kNow);
  page.countries = {{text, text}, {"RO", text}};
  page.codes = {{text, text}};
  return page;
}

StatusPage status_of(const std::string& text) {
  StatusPage page;
  page.at = kNow;
  page.processes = {{text, text, text, 3}};
  page.queues = {{text, 7, kNow}};
  page.servers = {{text, text, text, true}};
  page.free = 5'000'000'000;
  page.keys = {{text, text, kNow}};
  page.attention = {{text, text}};
  return page;
}

DirectoryPage directory_of(const std::string& text) {
  DirectoryEntry entry;
  entry.id = entry.name = entry.kind = entry.country = entry.community = entry.agency = text;
  entry.address = entry.from = entry.until = entry.substitute = text;
  entry.desks = entry.rights = {text, text};
  entry.keys = {{text, text, kNow}, {text, text, Time{}}};
  return {{entry}, {entry}, {entry}};
}

LogPage log_of(const std::string& text) {
  return {text, text, text, text, {{7, kNow, text, text, text, text}}, 7};
}

MePage me_of(const std::string& text) {
  MePage page;
  page.rights = page.addresses = page.keys = {text, text};
  page.sessions = {{text, true, kNow, kNow, kNow, text, text, text},
                   {text, false, kNow, kNow, kNow, text, text, text}};
  return page;
}

std::vector<Page> all_pages(const std::string& text, Language language) {
  const auto look = look_of(language, text);
  auto stranger = look;
  stranger.viewer.reset();
  stranger.banner = {};
  auto choosy = stranger;
  choosy.chosen = look.words.code();
  return {{"enter", enter_page(stranger, true, text)},
          {"enter by mail", enter_page(stranger, false)},
          {"enter on the way", enter_page(choosy, true, text, "/case/SEL-2026-004217-42")},
          {"asked in", asked_in_page(stranger, {text, text, text, kNow, kNow, true}, text)},
          {"code to enter", code_page(stranger, text)},
          {"link", link_page(stranger, {text, text, kNow}, text)},
          {"old link", old_link_page(stranger)},
          {"desk", desk_page(look, desk_of(text))},
          {"desk, empty", desk_page(look, DeskPage{})},
          {"search", search_page(look, {text, text, text, text})},
          {"found", found_page(look, found_of(text))},
          {"found nothing", found_page(look, FoundPage{})},
          {"search, why", search_page(look, {text, text, "", "", true})},
          {"how to search", query_help_page(look)},
          {"case", case_page(look, case_of(text))},
          {"file", file_page(look, file_of(text))},
          {"file without a picture", file_page(look, FilePage{})},
          {"statistics", statistics_page(look, statistics_of(text))},
          {"reason", reason_page(look, text, text)},
          {"status", status_page(look, status_of(text))},
          {"directory", directory_page(look, directory_of(text))},
          {"log", log_page(look, log_of(text))},
          {"me", me_page(look, me_of(text))},
          {"error", error_page(look, 404)}};
}

}  // namespace pouch::test
