#include "gateway/verbs/search_output.hpp"

#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/letters/answer.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/letters/read_as.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {
namespace {

Json met_json(const ArchiveHit& entry) {
  auto met = Json::array();
  for (const auto& one : entry.met) {
    met.push_back({{"found", one.found}, {"asked", one.asked}, {"how", search::name(one.how)}});
  }
  return met;
}

Json files_json(const ArchiveHit& entry) {
  auto files = Json::array();
  for (const auto& one : entry.met_files) {
    files.push_back({{"name", one.name}, {"page", one.page > 0 ? Json(one.page) : Json(nullptr)}});
  }
  return files;
}

Json hits_json(const ArchiveAnswer& answer) {
  auto hits = Json::array();
  for (const auto& entry : answer.hits) {
    const auto& message = entry.message;
    hits.push_back({{"case", message.number.number.text()},
                    {"message", message.number.text()},
                    {"form", message.form},
                    {"sender", message.sender},
                    {"country", or_null(message.sender_country)},
                    {"received", utc_time(message.received)},
                    {"subject", or_null(entry.text.subject)},
                    {"snippet", or_null(entry.snippet)},
                    {"percent", entry.percent},
                    {"why", or_null(entry.why)},
                    {"met", met_json(entry)},
                    {"in_files", files_json(entry)}});
  }
  return hits;
}

Json facets_json(const ArchiveAnswer& answer, const Shown& shown) {
  if (!shown.facets) {
    return nullptr;
  }
  auto fields = Json::object();
  for (const auto& facet : answer.facets) {
    auto values = Json::array();
    for (const auto& value : facet.values) {
      values.push_back({{"value", value.value}, {"count", value.count}});
    }
    fields[facet.field] = values;
  }
  return {{"counted", answer.counted}, {"fields", fields}};
}

Json problem_json(const ArchiveAnswer& answer) {
  if (answer.problem.empty()) {
    return nullptr;
  }
  return {{"text", answer.problem},
          {"hint", or_null(answer.hint)},
          {"column", answer.column > 0 ? Json(answer.column) : Json(nullptr)}};
}

Json missing_json(const ArchiveAnswer& answer) {
  auto years = Json::array();
  for (const auto& one : answer.missing) {
    years.push_back({{"year", one.year}, {"why", one.why}});
  }
  return years;
}

Json answer_json(const ArchiveAnswer& answer, const Shown& shown) {
  auto json = versioned();
  json["understood"] = or_null(read_as(shown.query, Words::english()));
  json["problem"] = problem_json(answer);
  json["total"] = answer.total;
  json["unreadable"] = answer.unreadable;
  json["unfiled"] = answer.unfiled;
  json["missing"] = missing_json(answer);
  json["suggestion"] = or_null(answer.suggestion);
  json["contacts"] = answer.contacts;
  json["facets"] = facets_json(answer, shown);
  json["kept"] = nullptr;
  json["hits"] = hits_json(answer);
  return json;
}

void print_facets(const ArchiveAnswer& answer) {
  for (const auto& facet : answer.facets) {
    std::string line;
    for (const auto& value : facet.values) {
      line += (line.empty() ? "" : ", ") + value.value + " " + std::to_string(value.count);
    }
    if (!line.empty()) {
      print(facet.field + ": " + line + "\n");
    }
  }
  if (answer.counted < answer.total) {
    print("(of the first " + std::to_string(answer.counted) + " hits)\n");
  }
}

void print_hit(const ArchiveHit& entry) {
  const auto& message = entry.message;
  print(message.number.text() + "  " + utc_time(message.received).substr(0, 10) + "  " +
        message.form + " from " + message.sender +
        (message.sender_country.empty() ? "" : ", " + message.sender_country) +
        (entry.text.subject.empty() ? "" : "  \"" + entry.text.subject + "\"") + "\n");
  if (!entry.snippet.empty()) {
    print("    " + entry.snippet + "\n");
  }
  const auto why = why_met(entry.met);
  if (!why.empty()) {
    print("    " + why + "\n");
  } else if (!entry.why.empty()) {
    print("    matched " + entry.why + "\n");
  }
  for (const auto& file : entry.met_files) {
    print("    " + said_file(file, Words::english()) + "\n");
  }
}

void print_text(const ArchiveAnswer& answer, const Shown& shown) {
  tell("searched: " + read_as(shown.query, Words::english()) + "\n");
  for (const auto& entry : answer.hits) {
    print_hit(entry);
  }
  if (shown.facets) {
    print_facets(answer);
  }
  if (!shown.contact.empty()) {
    print(shown.contact + "\n");
  }
  tell(answer.hits.empty() ? "no hit on this page, " + std::to_string(answer.total) + " in all\n"
                           : std::to_string(shown.first) + " to " +
                                 std::to_string(shown.first + answer.hits.size() - 1) + " of " +
                                 number_of_hits(answer) + "\n");
  if (!answer.suggestion.empty()) {
    tell("did you mean: " + answer.suggestion + "\n");
  }
}

}  // namespace

int end_of(const ArchiveAnswer& answer) {
  if (answer.unreadable > 0) {
    tell("pouch: " + std::to_string(answer.unreadable) +
         " messages that match cannot be read: no key, or a damaged page; see pouch check\n");
  }
  if (answer.unfiled > 0) {
    tell("pouch: " + std::to_string(answer.unfiled) +
         " messages are not in the index yet; pouch serve or pouch run files them, or whoever "
         "makes a year on another machine anew (pouch check)\n");
  }
  if (!answer.missing.empty()) {
    tell("pouch: not asked: " + said_missing(answer.missing) + "; there may be more hits\n");
  }
  const bool whole = answer.unreadable == 0 && answer.unfiled == 0 && answer.missing.empty();
  return !answer.hits.empty() ? kDone : whole ? kNo : kUnavailable;
}

std::string in_column(const ArchiveAnswer& answer) {
  return answer.column > 0 ? "column " + std::to_string(answer.column) + ": " + answer.problem
                           : answer.problem;
}

void print_found(bool json, const ArchiveAnswer& answer, const Shown& shown) {
  if (json) {
    print(answer_json(answer, shown));
  } else {
    print_text(answer, shown);
  }
}

void print_kept_json(Json kept) {
  auto json = answer_json({}, {});
  json["kept"] = std::move(kept);
  print(json);
}

}  // namespace pouch::gateway
