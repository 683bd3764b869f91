#include <CLI/CLI.hpp>

#include "gateway/letters/local_time.hpp"
#include "gateway/process/runtime.hpp"
#include "gateway/verbs/access.hpp"
#include "gateway/verbs/json.hpp"
#include "search/query.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kSnippet = 100;

struct Options {
  Asker asker;
  std::string query, sort = "relevance";
  std::size_t limit = 20, page = 1;
};

struct Found {
  Message message;
  search::Hit hit;
  std::string subject, snippet;
};

search::Key index_key(const Secret& data_key) {
  const auto derived = data_key.derive("index");
  search::Key key{};
  std::copy(derived.octets().begin(), derived.octets().end(), key.begin());
  return key;
}

std::string first_snippet(const Contents& contents, const std::string& query) {
  auto found = search::snippet(contents.text, query, kSnippet);
  for (const auto& part : contents.parts) {
    if (!found.empty() || part.evidence) {
      break;
    }
    const auto text = search::extract_text(part.media_type, part.name, part.bytes, 1u << 20);
    found = search::snippet(text, query, kSnippet);
  }
  return found;
}

std::vector<Found> details(Access& access, const search::Answer& answer, const std::string& query) {
  std::vector<Found> found;
  for (const auto& hit : answer.hits) {
    const auto message = access.store().message(static_cast<std::int64_t>(hit.id));
    if (!message || !access.may_read(*message)) {
      continue;  // the index is a cache; the store has the last word
    }
    const auto contents = access.store().contents(message->number, message->message);
    found.push_back({*message, hit, contents.subject, first_snippet(contents, query)});
  }
  return found;
}

void print_json(const search::Answer& answer, const std::vector<Found>& found) {
  auto json = versioned();
  json["total"] = answer.total;
  json["hits"] = Json::array();
  for (const auto& entry : found) {
    const auto& message = entry.message;
    json["hits"].push_back(
        {{"case", message.number.text()},
         {"message", message.number.text() + "/" + std::to_string(message.message)},
         {"form", message.form},
         {"sender", message.sender},
         {"country", or_null(message.sender_country)},
         {"received", utc_time(message.received)},
         {"subject", or_null(entry.subject)},
         {"snippet", or_null(entry.snippet)},
         {"percent", entry.hit.percent},
         {"why", or_null(entry.hit.tier)}});
  }
  print(json);
}

void print_text(const search::Answer& answer, const std::vector<Found>& found) {
  for (const auto& entry : found) {
    const auto& message = entry.message;
    print(message.number.text() + "/" + std::to_string(message.message) + "  " +
          utc_time(message.received).substr(0, 10) + "  " + message.form + " from " +
          message.sender + (message.sender_country.empty() ? "" : ", " + message.sender_country) +
          (entry.subject.empty() ? "" : "  \"" + entry.subject + "\"") + "\n");
    if (!entry.snippet.empty()) {
      print("    " + entry.snippet + "\n");
    }
    if (!entry.hit.tier.empty()) {
      print("    matched " + entry.hit.tier + "\n");
    }
  }
  std::fprintf(stderr, "%zu of about %zu\n", found.size(), answer.total);
}

int search_archive(const Call& call, const Options& options) {
  Access access(call.config, options.asker);
  search::Reader reader(access.runtime().site.state / "index", index_key(access.data_key()));
  search::Request request;
  request.query = options.query;
  request.readers = access.tags();
  request.limit = options.limit;
  request.offset = (options.page - 1) * options.limit;
  request.by_date = options.sort == "date";
  const auto answer = reader.find(request);
  if (!answer.problem.empty()) {
    throw Refusal(kBadData, answer.problem + (answer.hint.empty() ? "" : "; " + answer.hint));
  }
  const auto found = details(access, answer, options.query);
  access.note("searched", "",
              "query of " + std::to_string(options.query.size()) + " octets, " +
                  std::to_string(found.size()) + " shown");
  for (const auto& entry : found) {
    access.note("found", entry.message.number.text() + "/" + std::to_string(entry.message.message),
                "search hit");
  }
  call.json ? print_json(answer, found) : print_text(answer, found);
  return found.empty() ? kNo : kDone;
}

}  // namespace

void add_search(CLI::App& app, Call& call) {
  auto* verb = app.add_subcommand("search", "Search the archive with a member's rights");
  auto options = std::make_shared<Options>();
  verb->add_option("query", options->query, "words, \"phrases\", field:value (pouch-query(7))")
      ->required();
  options->asker.add_options(*verb);
  verb->add_option("--sort", options->sort, "relevance or date")
      ->check(CLI::IsMember({"relevance", "date"}));
  verb->add_option("--limit", options->limit, "hits a page")->check(CLI::Range(1, 100));
  verb->add_option("--page", options->page, "which page, from 1")->check(CLI::Range(1, 10000));
  verb->add_flag("--json", call.json, "print JSON (docs/schemas/search.json)");
  verb->footer(
      "Example: pouch search 'jovanovic plate:ca1234ab' --as ana.ionescu --reason 'case "
      "4417/2026'");
  verb->callback(
      [&call, options] { call.run = [&call, options] { return search_archive(call, *options); }; });
}

}  // namespace pouch::gateway
