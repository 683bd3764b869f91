#include "gateway/verbs/show_linked.hpp"

#include "gateway/archive/linked_pairs.hpp"
#include "gateway/letters/linked_letter.hpp"
#include "gateway/store/epochs.hpp"
#include "gateway/store/links.hpp"
#include "gateway/verbs/json.hpp"

namespace pouch::gateway {
namespace {

Json things_json(const std::vector<SharedThing>& things) {
  auto list = Json::array();
  for (const auto& thing : things) {
    list.push_back({{"kind", name(thing.kind)},
                    {"value", thing.value},
                    {"birth_date", or_null(thing.birth)},
                    {"how", name(thing.how)}});
  }
  return list;
}

Json linked_json(const CaseNumber& number, const ToldLinks& told) {
  auto json = versioned();
  json["case"] = number.text();
  json["linked"] = Json::array();
  for (const auto& one : told.cases) {
    json["linked"].push_back({{"own", one.own.text()},
                              {"message", one.other.text()},
                              {"country", or_null(one.country)},
                              {"received", utc_time(one.at)},
                              {"again", one.again},
                              {"things", things_json(one.things)}});
  }
  json["contacts"] = Json::array();
  for (const auto& one : told.contacts) {
    json["contacts"].push_back(
        {{"own", one.own.text()}, {"country", one.country}, {"things", things_json(one.things)}});
  }
  return json;
}

// A look at another case is one at that case too.
std::vector<AuditEntry> looks(const std::string& number, const ToldLinks& told) {
  std::vector<AuditEntry> entries{
      {.act = "shown", .number = number, .detail = std::to_string(told.cases.size()) + " linked"}};
  for (const auto& one : told.cases) {
    entries.push_back(
        {.act = "found", .number = one.other.text(), .detail = "linked with " + one.own.text()});
  }
  return entries;
}

}  // namespace

int show_linked(const Call& call, const Asker& asker, const std::string& number) {
  (void)number_in(number, kLastEpoch);  // before the agent is asked
  ReaderSession session(call.config, asker);
  const auto wanted = number_in(number, session.store().epochs().current());
  auto links = session.store().links().of(wanted.number);
  auto pairs = linked_pairs(session.store(), links);
  const auto& directory = session.runtime().directory;
  const auto told = told_links_of(wanted, std::move(pairs), session.reader(), directory);
  session.note(looks(number, told));
  if (told.empty()) {
    // The same words whether it does not exist, may not be seen, or shares nothing.
    throw Refusal(kNo, "no case that " + asker.as + " may know of shares anything with " + number);
  }
  if (call.json) {
    print(linked_json(wanted.number, told));
    return kDone;
  }
  print(linked_lines(told, directory, session.runtime().site.time_zone));
  print(contact_lines(told, directory, session.reader().country));
  return kDone;
}

}  // namespace pouch::gateway
