#include <CLI/CLI.hpp>

#include "gateway/letters/local_time.hpp"
#include "gateway/process/wake.hpp"
#include "gateway/store/letter_kinds.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator.hpp"

namespace pouch::gateway {
namespace {

struct Options {
  bool all = false;
  std::string letter;
};

Json letter_json(const QueuedLetter& letter, const std::string& return_path) {
  return {{"id", letter.id},
          {"kind", letter.kind},
          {"number", or_null(letter.number)},
          {"to", letter.recipient},
          {"envelope_sender", or_null(return_path)},
          {"message_id", letter.message_id},
          {"state", letter.state},
          {"attempts", letter.attempts},
          {"created", utc_time(letter.created)},
          {"next", letter.state == "queued" ? Json(utc_time(letter.next)) : Json(nullptr)},
          {"answer", or_null(letter.answer)},
          {"status", or_null(letter.status)},
          {"confirmed", time_or_null(letter.confirmed)},
          {"delayed", time_or_null(letter.delayed)}};
}

// By which a mail server's log names the letter.
std::string envelope_sender(Desktop& desktop, const QueuedLetter& letter) {
  return letter_rule(letter.kind).null_sender
             ? std::string()
             : desktop.store().return_path(desktop.runtime().site.address, letter);
}

std::string letter_line(const QueuedLetter& letter) {
  return letter.id + "  " + letter.kind + " to " + letter.recipient + "  " + letter.state +
         (letter.status.empty() ? "" : " " + letter.status) +
         (letter.confirmed ? ", confirmed " + utc_time(*letter.confirmed) : "") +
         (letter.delayed && !letter.confirmed ? ", delay reported " + utc_time(*letter.delayed)
                                              : "") +
         ", attempts " + std::to_string(letter.attempts) +
         (letter.answer.empty() ? "" : "  " + letter.answer) + "\n";
}

int list_queue(const Call& call, const Options& options) {
  Desktop desktop(call.config);
  const auto letters = desktop.store().queue(options.all);
  auto json = versioned(2);
  json["letters"] = Json::array();
  for (const auto& letter : letters) {
    if (call.json) {
      json["letters"].push_back(letter_json(letter, envelope_sender(desktop, letter)));
    } else {
      print(letter_line(letter));
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

// An mbox: each report as it came, oldest first.
int print_reports(const Call& call, const Options& options) {
  Desktop desktop(call.config);
  const auto reports = desktop.store().reports_of(options.letter);
  if (reports.empty()) {
    throw Refusal(kNo, "no report has come on letter " + options.letter);
  }
  desktop.store().note({desktop.actor(), "shown", "", "reports on letter " + options.letter},
                       desktop.runtime().now());
  for (const auto& report : reports) {
    print("From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n");
    for (std::size_t at = 0, end = 0; at < report.size(); at = end) {
      end = std::min(report.find('\n', at), report.size() - 1) + 1;
      const auto line = report.substr(at, end - at);
      print((line.starts_with("From ") ? ">" : "") + line);
    }
    print("\n");
  }
  return kDone;
}

}  // namespace

void add_queue(CLI::App& app, Call& call) {
  auto* verb = app.add_subcommand("queue", "Letters on their way: list, reports, retry, drop");
  verb->require_subcommand(1);
  verb->footer("Example: pouch queue list --all --json\n         pouch queue retry 5f0c…-1");
  auto options = std::make_shared<Options>();
  auto* list = verb->add_subcommand("list", "Letters not yet handed over");
  list->add_flag("--all", options->all, "those handed over, failed and dropped too");
  list->add_flag("--json", call.json, "print JSON (docs/schemas/queue.json)");
  list->footer("Example: pouch queue list --json");
  list->callback(
      [&call, options] { call.run = [&call, options] { return list_queue(call, *options); }; });
  auto* reports = verb->add_subcommand("reports", "Reports that came on a letter, as an mbox");
  reports->add_option("letter", options->letter, "its id, from pouch queue list")->required();
  reports->footer("Example: pouch queue reports 5f0c…-1");
  reports->callback(
      [&call, options] { call.run = [&call, options] { return print_reports(call, *options); }; });
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
