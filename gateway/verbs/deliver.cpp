// One mail on stdin into the intake, as an MTA's pipe gives it (DECISIONS 14, 20).
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "gateway/process/foreground_run.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/spool_writer.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {
namespace {

constexpr useconds_t kLook = 50000;  // while the daemon's worker has the mail

struct DeliverOptions {
  std::string from;
  std::vector<std::string> to;
  bool wait = false, environment = false;
};

// As Exim's pipe transport gives the envelope: it lets no address of a stranger into a command.
void read_environment(DeliverOptions& options) {
  const char* sender = std::getenv("SENDER");
  const char* recipient = std::getenv("RECIPIENT");
  if (sender == nullptr || recipient == nullptr) {
    throw Refusal(kTryLater, "--environment needs SENDER and RECIPIENT in the environment");
  }
  options.from = sender;
  options.to = {recipient};
}

void read_mail(std::size_t limit, SpoolMail& mail) {
  std::array<char, 65536> buffer{};
  for (ssize_t got = 0; (got = read(STDIN_FILENO, buffer.data(), buffer.size())) != 0;) {
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw Refusal(kTryLater, "the mail cannot be read from stdin");
    }
    mail.write({buffer.data(), static_cast<std::size_t>(got)});
    if (mail.octets() > limit) {
      throw Refusal(kBadData, "the mail is larger than limits.message (" + std::to_string(limit) +
                                  " octets)");
    }
  }
}

std::vector<std::string> recipients(const DeliverOptions& options, const Runtime& runtime) {
  if (options.to.empty()) {
    return {runtime.site.address};
  }
  for (const auto& address : options.to) {
    if (!is_ours(runtime, address)) {
      throw Refusal(kUsage, "--to " + address + " is neither the gateway's address nor a group's");
    }
  }
  return options.to;
}

// "<a@b>" is a@b, "<>" nobody: what an MTA writes as --from=<...> is never taken for an option, and
// never takes the next word for its value.
std::string sender(std::string_view from) {
  if (from.size() >= 2 && from.front() == '<' && from.back() == '>') {
    from = from.substr(1, from.size() - 2);
  }
  return std::string(from);
}

std::int64_t accept(const DeliverOptions& options, const Runtime& runtime) {
  const auto to = recipients(options, runtime);
  const auto from = sender(options.from);
  try {
    auto database = Database::open_store(runtime.site.state);
    SpoolWriter spool(runtime.site.state, database, runtime.site.limits.free_space);
    auto mail = spool.begin();
    read_mail(runtime.site.limits.message, mail);
    const auto id = spool.accept({"pipe", from, to}, mail, runtime.now());
    wake(runtime.site.state, Wake::kSpool);
    return id;
  } catch (const Fault& fault) {
    throw Refusal(kTryLater, std::string(fault.what()) + "; " + fault.hint());
  }
}

// Runs the mail through, or waits while a daemon's worker has it.
std::string outcome(ForegroundRun& run, std::int64_t id) {
  for (;;) {
    (void)run.worker().work(id);
    if (const auto summary = run.store().summary(id)) {
      return *summary;
    }
    usleep(kLook);
  }
}

std::string sentence(const Json& summary) {
  const auto text = [&](const char* key) { return summary.text_of(key); };
  const auto what = text("outcome");
  if (what == "accepted" && text("reason") == "delivery-report") {
    return "accepted: delivery-report" +
           (text("case").empty() ? std::string() : ", on a letter of " + text("case")) + "\n";
  }
  if (what == "accepted") {
    return "accepted as " + text("message") + ", " + text("form") + " from " + text("sender") +
           "\n";
  }
  std::string line = what + ": " + text("reason") + "\n";
  for (const auto& problem : summary.items_of("problems")) {
    const auto at = problem.number_of("line");
    const auto label = problem.text_of("label");
    line += "  " + (at ? "line " + std::to_string(*at) + ", " : std::string());
    line += (label.empty() ? "" : label + ": ") + problem.text_of("text") + "\n";
  }
  return line;
}

// While the operator mends the configuration the MTA keeps the mail: 78 would return it. Forms are
// read by who runs the mail through; their faults are found before it is taken.
Runtime ready_runtime(const std::filesystem::path& config, Forms forms) {
  try {
    return load_runtime(config, forms);
  } catch (const config::Fault& fault) {
    throw Refusal(kTryLater, std::string("the configuration cannot be read: ") + fault.what());
  }
}

int deliver(const Call& call, DeliverOptions options) {
  if (options.environment) {
    read_environment(options);
  }
  auto runtime = ready_runtime(call.config, options.wait ? Forms::kRead : Forms::kNone);
  const auto id = accept(options, runtime);
  if (!options.wait) {
    return kDone;
  }
  ForegroundRun run(call.config, std::move(runtime));
  const auto summary = Json::parse(outcome(run, id));
  run.deliver();
  if (is_served(run.runtime().site.state)) {
    wake(run.runtime().site.state, Wake::kIndex);
  }
  call.json ? print(summary) : print(sentence(summary));
  return summary.text_of("outcome") == "accepted" ? kDone : kNo;
}

}  // namespace

void add_deliver(Verb& pouch) {
  auto& verb = pouch.add("deliver", "Take one mail from stdin, as an MTA's pipe gives it");
  auto& options = verb.keep<DeliverOptions>();
  verb.option("--from", options.from, "envelope sender, with or without <>; <> for bounces")
      .may_be_empty();
  verb.option("--to", options.to, "envelope recipient, repeatable; default: the gateway");
  verb.flag("--environment", options.environment,
            "sender and recipient are SENDER and RECIPIENT of the environment (Exim)")
      .excludes("--from")
      .excludes("--to");
  verb.flag("--wait", options.wait, "run it through and print the outcome");
  verb.json("deliver.json", "print the outcome as JSON");
  verb.footer(
      "Exit status: 0 the mail is durable, 75 it is not. With --wait: 0 accepted, 1 refused or "
      "held.\n"
      "Example: pouch -c site/pouch.toml deliver --wait --json < mail.eml");
  verb.action([&options](const Call& call) { return deliver(call, options); });
}

}  // namespace pouch::gateway
