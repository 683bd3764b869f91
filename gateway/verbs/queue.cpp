// pouch queue: letters on their way (verb.hpp).
#include <algorithm>

#include "gateway/letters/local_time.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/letter_kinds.hpp"
#include "gateway/store/letters.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/reports.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "gateway/verbs/selection.hpp"

namespace pouch::gateway {
namespace {

constexpr const char* kReasonHelp = "whose status begins so, or whose server's answer has it";
constexpr const char* kFromHelp =
    "of a message that this member or desk wrote: id, address, domain";

struct QueueOptions {
  bool all = false;
  std::string letter;
  std::vector<std::string> letters;
  Filter filter;
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
std::string envelope_sender(OperatorSession& session, const QueuedLetter& letter) {
  return letter_rule(letter.kind).null_sender
             ? std::string()
             : session.store().letters().return_path(session.runtime().site.address, letter);
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

// Who wrote the message that the letter carries: a principal's id, or an address of his.
bool is_written_by(OperatorSession& session, const QueuedLetter& letter,
                   const std::string& wanted) {
  auto number = MessageNumber::parse(letter.number);
  if (!number) {
    return false;
  }
  number->message = std::max(number->message, 1);
  const auto message = session.store().messages().find(*number);
  if (!message) {
    return false;
  }
  const auto principal = session.runtime().directory.principal_by_id(message->sender);
  const auto addresses = principal ? principal->addresses() : std::vector<std::string>();
  return message->sender == wanted ||
         std::any_of(addresses.begin(), addresses.end(),
                     [&](const std::string& address) { return is_from(address, wanted); });
}

std::vector<QueuedLetter> filtered(OperatorSession& session, bool all, const Filter& filter) {
  auto letters = session.store().letters().queue(all);
  const auto limit = filter.limit();
  std::erase_if(letters, [&](const QueuedLetter& letter) {
    return (!filter.reason.empty() && letter.answer.find(filter.reason) == std::string::npos &&
            !letter.status.starts_with(filter.reason)) ||
           (limit && letter.created >= *limit) ||
           (!filter.from.empty() && !is_written_by(session, letter, filter.from));
  });
  return letters;
}

int list_queue(const Call& call, const QueueOptions& options) {
  OperatorSession session(call.config);
  const auto letters = filtered(session, options.all, options.filter);
  auto json = versioned(2);
  json["letters"] = Json::array();
  for (const auto& letter : letters) {
    if (call.json) {
      json["letters"].push_back(letter_json(letter, envelope_sender(session, letter)));
    } else {
      print(letter_line(letter));
    }
  }
  if (call.json) {
    print(json);
  }
  return kDone;
}

std::vector<std::string> chosen(OperatorSession& session, const QueueOptions& options) {
  if (options.letters.empty() && options.filter.empty()) {
    throw Refusal(kUsage, "which? ids from pouch queue list, or --reason, --before, --from");
  }
  std::vector<std::string> known;
  for (const auto& letter : filtered(session, false, options.filter)) {
    if (std::find(known.begin(), known.end(), letter.id) == known.end()) {
      known.push_back(letter.id);
    }
  }
  return options.letters.empty()
             ? known
             : named(options.letters, known, true, "letter on its way", "pouch queue list");
}

int change(const Call& call, const QueueOptions& options, bool retry) {
  OperatorSession session(call.config);
  const auto now = session.runtime().now();
  std::size_t done = 0;
  for (const auto& id : chosen(session, options)) {
    done += (retry ? session.store().letters().retry(id, now)
                   : session.store().letters().drop(id, session.actor(), now))
                ? 1
                : 0;
  }
  if (done == 0) {
    throw Refusal(kNo, "no letter on its way fits; see pouch queue list");
  }
  tell("pouch: " + std::to_string(done) + (done == 1 ? " letter " : " letters ") +
       (retry ? "tried again now\n" : "given up; writer and operator are told by letter\n"));
  wake(session.runtime().site.state, retry ? Wake::kLetters : Wake::kSpool);
  return kDone;
}

// An mbox: each report as it came, oldest first.
int print_reports(const Call& call, const QueueOptions& options) {
  OperatorSession session(call.config);
  const auto reports = session.store().reports().of(options.letter);
  if (reports.empty()) {
    throw Refusal(kNo, "no report has come on letter " + options.letter);
  }
  session.store().audit().note(
      {.actor = session.actor(), .act = "shown", .detail = "reports on letter " + options.letter},
      session.runtime().now());
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

void add_queue(Verb& pouch) {
  auto& verb = pouch.add("queue", "Letters on their way: list, reports, retry, drop");
  verb.footer("Example: pouch queue list --all --json\n         pouch queue retry 5f0c…-1");
  auto& options = verb.keep<QueueOptions>();
  auto& list = verb.add("list", "Letters not yet handed over");
  list.flag("--all", options.all, "those handed over, failed and dropped too");
  options.filter.add_options(list, kReasonHelp, kFromHelp);
  list.json("queue.json");
  list.footer("Example: pouch queue list --json");
  list.action([&options](const Call& call) { return list_queue(call, options); });
  auto& reports = verb.add("reports", "Reports that came on a letter, as an mbox");
  reports.option("letter", options.letter, "its id, from pouch queue list").required();
  reports.footer("Example: pouch queue reports 5f0c…-1");
  reports.action([&options](const Call& call) { return print_reports(call, options); });
  for (const bool retry : {true, false}) {
    auto& change_verb =
        retry ? verb.add("retry", "Try letters again now")
              : verb.add("drop", "Give letters up; writer and operator are told; this is audited");
    change_verb.option("letter", options.letters,
                       "ids from pouch queue list, or the beginning of each");
    options.filter.add_options(change_verb, kReasonHelp, kFromHelp);
    change_verb.footer(retry ? "Example: pouch queue retry 5f0c\n"
                               "         pouch queue retry --reason 4.2.2"
                             : "Example: pouch queue drop 5f0c 71aa\n"
                               "         pouch queue drop --from ana.ionescu --before 2026-11-01");
    change_verb.action(
        [&options, retry](const Call& call) { return change(call, options, retry); });
  }
}

}  // namespace pouch::gateway
