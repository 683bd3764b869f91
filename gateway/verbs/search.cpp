// pouch search: asks the archive, by right and with a reason (verb.hpp).
#include "gateway/archive/archive.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/site/runtime.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/reader_session.hpp"

namespace pouch::gateway {
namespace {

struct Options {
  Asker asker;
  std::string query, sort = "relevance";
  std::size_t limit = 20, page = 1;
};

void print_json(const ArchiveAnswer& answer) {
  auto json = versioned();
  json["total"] = answer.total;
  json["unreadable"] = answer.unreadable;
  json["unfiled"] = answer.unfiled;
  json["hits"] = Json::array();
  for (const auto& entry : answer.hits) {
    const auto& message = entry.message;
    json["hits"].push_back(
        {{"case", message.number.text()},
         {"message", message.number.text() + "/" + std::to_string(message.message)},
         {"form", message.form},
         {"sender", message.sender},
         {"country", or_null(message.sender_country)},
         {"received", utc_time(message.received)},
         {"subject", or_null(entry.text.subject)},
         {"snippet", or_null(entry.snippet)},
         {"percent", entry.percent},
         {"why", or_null(entry.why)}});
  }
  print(json);
}

void print_text(const ArchiveAnswer& answer) {
  for (const auto& entry : answer.hits) {
    const auto& message = entry.message;
    print(message.number.text() + "/" + std::to_string(message.message) + "  " +
          utc_time(message.received).substr(0, 10) + "  " + message.form + " from " +
          message.sender + (message.sender_country.empty() ? "" : ", " + message.sender_country) +
          (entry.text.subject.empty() ? "" : "  \"" + entry.text.subject + "\"") + "\n");
    if (!entry.snippet.empty()) {
      print("    " + entry.snippet + "\n");
    }
    if (!entry.why.empty()) {
      print("    matched " + entry.why + "\n");
    }
  }
  tell(std::to_string(answer.hits.size()) + " of about " + std::to_string(answer.total) + "\n");
}

// What was not looked at is not "nothing found".
int end_of(const ArchiveAnswer& answer) {
  if (answer.unreadable > 0) {
    tell("pouch: " + std::to_string(answer.unreadable) +
         " messages that match cannot be read: no key, or a damaged page; see pouch check\n");
  }
  if (answer.unfiled > 0) {
    tell("pouch: " + std::to_string(answer.unfiled) +
         " messages are not in the index yet; pouch serve or pouch run files them\n");
  }
  const bool whole = answer.unreadable == 0 && answer.unfiled == 0;
  return !answer.hits.empty() ? kDone : whole ? kNo : kUnavailable;
}

int search_archive(const Call& call, const Options& options) {
  ReaderSession session(call.config, options.asker);
  ArchiveRequest request;
  request.query = request.words = options.query;
  request.readers = session.tags();
  request.limit = options.limit;
  request.offset = (options.page - 1) * options.limit;
  request.by_date = options.sort == "date";
  const auto answer = ask_archive(session.store(), session.runtime().site.state,
                                  index_key(session.data_key()), request);
  if (!answer.problem.empty()) {
    throw Refusal(kBadData, answer.problem + (answer.hint.empty() ? "" : "; " + answer.hint));
  }
  std::vector<AuditEntry> looks{{"", "searched", "",
                                 "query of " + std::to_string(options.query.size()) + " octets, " +
                                     std::to_string(answer.hits.size()) + " shown"}};
  for (const auto& entry : answer.hits) {
    const auto number = entry.message.number.text() + "/" + std::to_string(entry.message.message);
    looks.push_back({"", "found", number, "search hit"});
  }
  session.note(std::move(looks));
  call.json ? print_json(answer) : print_text(answer);
  return end_of(answer);
}

}  // namespace

void add_search(Verb& pouch) {
  auto& verb = pouch.add("search", "Search the archive with a member's rights");
  auto& options = verb.keep<Options>();
  verb.option("query", options.query, "words, \"phrases\", field:value (pouch-query(7))")
      .required();
  options.asker.add_options(verb);
  verb.option("--sort", options.sort, "relevance or date").one_of({"relevance", "date"});
  verb.option("--limit", options.limit, "hits a page").between(1, 100);
  verb.option("--page", options.page, "which page, from 1").between(1, 10000);
  verb.json("search.json");
  verb.footer(
      "Example: pouch search 'jovanovic plate:ca1234ab' --as ana.ionescu --reason 'case "
      "4417/2026'");
  verb.action([&options](const Call& call) { return search_archive(call, options); });
}

}  // namespace pouch::gateway
