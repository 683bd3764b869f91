// pouch reindex: the index made anew from the store (verb.hpp).
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "gateway/archive/hand_out.hpp"
#include "gateway/archive/indexer.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "gateway/verbs/progress.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kMostJobs = 64;

struct ReindexOptions {
  std::size_t jobs = 1;
  int year = 0;  // 0: all, in place
  std::string into;
};

void print_done(bool as_json, const Filed& filed, const std::string& what) {
  if (as_json) {
    auto json = versioned();
    json["messages"] = filed.messages;
    json["unreadable"] = filed.unreadable;
    print(json);
  } else {
    print(std::to_string(filed.messages) + what +
          (filed.unreadable == 0
               ? std::string()
               : ", " + std::to_string(filed.unreadable) + " of them erased or damaged") +
          "\n");
  }
}

void need_room(const std::string& folder) {
  std::error_code error;
  const bool there = std::filesystem::exists(folder, error);
  if (error || (there && !std::filesystem::is_empty(folder, error)) || error) {
    throw Refusal(kUsage, folder + " is there and not empty: name a new folder with --into");
  }
}

int hand_out(const Call& call, const ReindexOptions& options) {
  OperatorSession session(call.config, Forms::kEnglish);
  if (options.year >= year_now(session.runtime())) {
    throw Refusal(kUsage, std::to_string(options.year) + " is not over: it is written on here");
  }
  need_room(options.into);
  const auto all = std::max<std::size_t>(1, session.store().messages().count());
  Progress progress("messages");
  const auto filed = hand_out_year(
      session.runtime(), session.store(), session.data_key(), options.year, options.into,
      [&](std::size_t looked) {
        progress.tell(static_cast<double>(std::min(looked, all)) / static_cast<double>(all),
                      looked);
      });
  print_done(call.json, filed,
             " messages of " + std::to_string(options.year) + " written to " + options.into);
  return kDone;
}

int reindex(const Call& call, const ReindexOptions& options) {
  log_as("reindex");
  if ((options.year == 0) != options.into.empty()) {
    throw Refusal(kUsage, "--year and --into belong together");
  }
  if (options.year != 0) {
    return hand_out(call, options);
  }
  OperatorSession session(call.config, Forms::kEnglish);
  const auto all = session.store().messages().count();
  Rebuilt rebuilt;
  {
    Progress progress("messages");
    rebuilt = rebuild_index(
        session.runtime(), session.store(), session.data_key(), options.jobs,
        [&](std::size_t done) {
          progress.tell(static_cast<double>(done) / static_cast<double>(std::max(all, done)), done);
        });
  }
  print_done(call.json, rebuilt, " messages indexed anew");
  return kDone;
}

}  // namespace

void add_reindex(Verb& pouch) {
  auto& verb = pouch.add("reindex", "Build the search index anew from the store");
  auto& options = verb.keep<ReindexOptions>();
  options.jobs = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostJobs);
  verb.option("--jobs", options.jobs, "how many threads work at once; else one a core")
      .between(1, static_cast<int>(kMostJobs));
  verb.option("--year", options.year, "only this year, which is over, for another machine to serve")
      .between(search::kFirstYear, search::kLastYear);
  verb.option("--into", options.into, "the new folder for that year; the index here stays");
  verb.json("reindex.json");
  verb.footer(
      "Example: pouch reindex   (a running pouch serve goes on meanwhile)\n"
      "         pouch reindex --year 2021 --into /srv/pouch-2021   (for [[search.shard]])");
  verb.action([&options](const Call& call) { return reindex(call, options); });
}

}  // namespace pouch::gateway
