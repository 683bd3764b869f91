// The processes under `serve`, and the names of the durable steps for tests. Not for people.
#include <CLI/CLI.hpp>

#include "gateway/process/jobs.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {
namespace {

int list_steps() {
  for (const auto step : steps()) {
    print(std::string(step) + "\n");
  }
  return kDone;
}

}  // namespace

void add_process(CLI::App& app, Call& call) {
  auto* verb = app.add_subcommand("process", "One process of the daemon")->group("");
  verb->require_subcommand(1);
  auto inherited = std::make_shared<Inherited>();
  for (const auto& spec : jobs()) {
    auto* child = verb->add_subcommand(std::string(spec.name), "started by pouch serve");
    child->add_option("--wakes", inherited->wakes, "descriptor");
    child->add_option("--slot", inherited->slot, "number");
    child->add_option("--data-key", inherited->data_key, "descriptor");
    child->add_option("--openpgp", inherited->openpgp, "descriptor");
    child->add_option("--extract", inherited->extract, "descriptor");
    child->add_option("--report", inherited->report, "descriptor");
    child->add_option("--source", inherited->sources,
                      "URI that intake serves, or collect looks into");
    child->add_option("--socket", inherited->sockets, "descriptor of that URI");
    child->callback([&call, inherited, &spec] {
      call.run = [&call, inherited, &spec] { return run_job(spec, call.config, *inherited); };
    });
  }
  verb->add_subcommand("steps", "names for POUCH_STOP_AT")->callback([&call] {
    call.run = list_steps;
  });
}

}  // namespace pouch::gateway
