// pouch run: all that is due, once, in the foreground (verb.hpp).
#include <unistd.h>

#include "gateway/process/foreground_run.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {
namespace {

constexpr useconds_t kShortRest = 200000;  // another process holds what is left; look again soon

int run(const Call& call, bool until_idle) {
  ForegroundRun run(call.config);
  WorkDone total;
  for (;;) {
    const auto done = run.all();
    total.mails += done.mails;
    total.letters += done.letters;
    total.indexed += done.indexed;
    total.overdue += done.overdue;
    total.waiting_legs += done.waiting_legs;
    total.idle = done.idle && run.store().spool().idle();
    const auto later = run.store().spool().next_due();
    if (!until_idle || done.idle) {
      break;
    }
    if (!later || *later > run.runtime().now()) {
      usleep(kShortRest);
    }
  }
  if (call.json) {
    auto json = versioned();
    json["mails"] = total.mails;
    json["letters"] = total.letters;
    json["indexed"] = total.indexed;
    json["overdue"] = total.overdue;
    json["waiting_legs"] = total.waiting_legs;
    json["idle"] = total.idle;
    print(json);
  } else {
    std::fprintf(stderr, "%zu mails, %zu letters handed over, %zu messages indexed\n", total.mails,
                 total.letters, total.indexed);
  }
  return kDone;
}

}  // namespace

void add_run(Verb& pouch) {
  auto& verb = pouch.add("run", "Do all pending work once, without a daemon");
  auto& until_idle = verb.keep<bool>();
  verb.flag("--until-idle", until_idle, "go on until nothing is due any more");
  verb.json("run.json");
  verb.footer("Example: pouch -c site/pouch.toml run --until-idle");
  verb.action([&until_idle](const Call& call) { return run(call, until_idle); });
}

}  // namespace pouch::gateway
