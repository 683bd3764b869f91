#include <CLI/CLI.hpp>

#include "gateway/letters/local_time.hpp"
#include "gateway/process/wake.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator.hpp"

namespace pouch::gateway {
namespace {

struct Options {
  bool all = false;
  std::string letter;
};

Json letter_json(const QueuedLetter& letter) {
  return {{"id", letter.id},
          {"kind", letter.kind},
          {"number", or_null(letter.number)},
          {"to", letter.recipient},
          {"message_id", letter.message_id},
          {"state", letter.state},
          {"attempts", letter.attempts},
          {"created", utc_time(letter.created)},
          {"next", letter.state == "queued" ? Json(utc_time(letter.next)) : Json(nullptr)},
          {"answer", or_null(letter.answer)}};
}

int list_queue(const Call& call, const Options& options) {
  Desktop desktop(call.config);
  const auto letters = desktop.store().queue(options.all);
  auto json = versioned();
  json["letters"] = Json::array();
  for (const auto& letter : letters) {
    if (call.json) {
      json["letters"].push_back(letter_json(letter));
    } else {
      print(letter.id + "  " + letter.kind + " to " + letter.recipient + "  " + letter.state +
            ", attempts " + std::to_string(letter.attempts) +
            (letter.answer.empty() ? "" : "  " + letter.answer) + "\n");
    }
  }
  if (call.json) {
    print(json);
  }
  return kDone;
}

int change(const Call& call, const Options& options, bool retry) {
  Desktop desktop(call.config);
  const auto now = desktop.runtime().now();
  const bool done = retry ? desktop.store().retry(options.letter, now)
                          : desktop.store().drop(options.letter, desktop.actor(), now);
  if (!done) {
    throw Refusal(kNo, "no letter " + options.letter + " is on its way; see pouch queue list");
  }
  wake(desktop.runtime().site.state, Wake::kLetters);
  return kDone;
}

}  // namespace

void add_queue(CLI::App& app, Call& call) {
  auto* verb = app.add_subcommand("queue", "Letters on their way: list, retry, drop");
  verb->require_subcommand(1);
  verb->footer("Example: pouch queue list --all --json\n         pouch queue retry 5f0c…-1");
  auto options = std::make_shared<Options>();
  auto* list = verb->add_subcommand("list", "Letters not yet handed over");
  list->add_flag("--all", options->all, "those handed over, failed and dropped too");
  list->add_flag("--json", call.json, "print JSON (docs/schemas/queue.json)");
  list->footer("Example: pouch queue list --json");
  list->callback(
      [&call, options] { call.run = [&call, options] { return list_queue(call, *options); }; });
  for (const bool retry : {true, false}) {
    auto* change_verb = retry ? verb->add_subcommand("retry", "Try a letter again now")
                              : verb->add_subcommand("drop", "Give a letter up; this is audited");
    change_verb->add_option("letter", options->letter, "its id, from pouch queue list")->required();
    change_verb->footer(std::string("Example: pouch queue ") + (retry ? "retry" : "drop") +
                        " 5f0c…-1");
    change_verb->callback([&call, options, retry] {
      call.run = [&call, options, retry] { return change(call, *options, retry); };
    });
  }
}

}  // namespace pouch::gateway
