// The processes under `serve`, and the names of the durable steps for tests. Not for people.
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

void add_process(Verb& pouch) {
  auto& verb = pouch.add("process", "One process of the daemon");
  verb.hide();
  auto& inherited = verb.keep<Inherited>();
  for (const auto& spec : jobs()) {
    auto& child = verb.add(std::string(spec.name), "started by pouch serve");
    child.option("--wakes", inherited.wakes, "descriptor");
    child.option("--slot", inherited.slot, "number");
    child.option("--data-key", inherited.data_key, "descriptor");
    child.option("--openpgp", inherited.openpgp, "descriptor");
    child.option("--extract", inherited.extract, "descriptor");
    child.option("--mails", inherited.mails, "descriptor");
    child.option("--web", inherited.web, "descriptor");
    child.option("--report", inherited.report, "descriptor");
    child.option("--source", inherited.sources, "URI that intake serves, or collect looks into");
    child.option("--socket", inherited.sockets, "descriptor of that URI");
    child.action(
        [&inherited, &spec](const Call& call) { return run_job(spec, call.config, inherited); });
  }
  verb.add("steps", "names for POUCH_STOP_AT").action([](const Call&) { return list_steps(); });
}

}  // namespace pouch::gateway
