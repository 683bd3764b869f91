// pouch cases: lists those that the asker may read (verb.hpp).
#include "gateway/store/cases.hpp"
#include "gateway/letters/case_lines.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {
namespace {

struct CasesOptions {
  Asker asker;
  CaseFilter filter;
};

Json case_json(const Case& subject, Time now) {
  auto legs = Json::array();
  for (const auto& leg : subject.legs) {
    legs.push_back({{"country", leg.country},
                    {"state", name(leg.state)},
                    {"deadline", leg.deadline ? Json(utc_time(*leg.deadline)) : Json(nullptr)},
                    {"overdue", leg.overdue(now)}});
  }
  return {{"case", subject.number.text()},      {"kind", name(subject.kind)},
          {"requester", subject.requester},     {"country", or_null(subject.requester_country)},
          {"opened", utc_time(subject.opened)}, {"priority", subject.priority},
          {"messages", subject.messages},       {"legs", legs}};
}

// Below the case where each of its legs is, in the words of letters.
std::string case_lines(const Case& subject, const Runtime& runtime) {
  return subject.number.text() + "  " + utc_time(subject.opened).substr(0, 10) + "  " +
         std::string(name(subject.kind)) + " of " + subject.requester + "  " + subject.priority +
         "\n" + leg_lines(subject.legs, runtime.directory, runtime.site.time_zone, runtime.now());
}

int list_cases(const Call& call, const CasesOptions& options) {
  ReaderSession session(call.config, options.asker);
  const auto now = session.runtime().now();
  std::vector<Case> visible;
  for (auto& subject : session.store().cases().list(options.filter, now)) {
    if (!session.readable(subject.number).empty()) {
      visible.push_back(std::move(subject));
    }
  }
  session.note("listed", "", std::to_string(visible.size()) + " cases");
  auto json = versioned();
  json["cases"] = Json::array();
  for (const auto& subject : visible) {
    if (call.json) {
      json["cases"].push_back(case_json(subject, now));
    } else {
      print(case_lines(subject, session.runtime()));
    }
  }
  if (call.json) {
    print(json);
  }
  return visible.empty() ? kNo : kDone;
}

}  // namespace

void add_cases(Verb& pouch) {
  auto& verb = pouch.add("cases", "List cases and their legs");
  auto& options = verb.keep<CasesOptions>();
  options.asker.add_options(verb);
  verb.flag("--open", options.filter.open, "only those to which an answer is owed");
  verb.flag("--overdue", options.filter.overdue, "only those with a leg past its deadline");
  verb.option("--country", options.filter.country,
              "only those with a leg to, or a request from, this country");
  verb.json("cases.json");
  verb.footer("Example: pouch cases --open --country RO --as nfp-ro --reason 'daily round'");
  verb.action([&options](const Call& call) { return list_cases(call, options); });
}

}  // namespace pouch::gateway
