// The program: parses the command line, runs one verb, turns what went wrong into one sentence on
// stderr and an exit code (SPEC section 3).
#include <signal.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "config/fault.hpp"
#include "gateway/fault.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/fault.hpp"
#include "search/fault.hpp"

namespace {

using namespace pouch;
using namespace pouch::gateway;

constexpr const char* kPackaged = "/etc/pouch/pouch.toml";

constexpr AddVerb kVerbs[] = {add_init,   add_check,    add_serve,   add_deliver, add_run,
                              add_search, add_show,     add_cases,   add_status,  add_queue,
                              add_held,   add_template, add_key,     add_audit,   add_reindex,
                              add_backup, add_restore,  add_version, add_welcome, add_process};

int say(int code, const std::string& what, const std::string& hint) {
  std::fprintf(stderr, "pouch: %s%s%s\n", what.c_str(), hint.empty() ? "" : "; ", hint.c_str());
  return code;
}

int say(const config::Fault& fault) {
  for (const auto& finding : fault.findings()) {
    std::fprintf(stderr, "%s:%zu: %s%s%s%s%s\n", finding.file.c_str(), finding.line,
                 finding.key.c_str(), finding.key.empty() ? "" : ": ", finding.what.c_str(),
                 finding.hint.empty() ? "" : "; ", finding.hint.c_str());
  }
  return kBadConfiguration;
}

int run(const Call& call) {
  try {
    return call.run();
  } catch (const Refusal& refusal) {
    return say(refusal.code(), refusal.what(), "");
  } catch (const config::Fault& fault) {
    return say(fault);
  } catch (const gateway::Fault& fault) {
    return say(fault.transient() ? kUnavailable : kBadConfiguration, fault.what(), fault.hint());
  } catch (const mail::Fault& fault) {
    return say(fault.transient() ? kUnavailable : kBadConfiguration, fault.what(), fault.hint());
  } catch (const search::Fault& fault) {
    return say(fault.transient() ? kUnavailable : kBadConfiguration, fault.what(), fault.hint());
  } catch (const std::exception& error) {
    return say(kUnavailable, error.what(), "this is a fault of the program or the machine");
  }
}

}  // namespace

int main(int count, char** arguments) {
  umask(077);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a limit on file size is a full disk: an error, not a death
  CLI::App app{"Pouch: a secure mail gateway for police, customs and prosecutors"};
  Call call;
  app.name("pouch");
  app.add_option("-c,--config", call.config, "pouch.toml of the site")->capture_default_str();
  app.require_subcommand(1);
  app.footer("Example: pouch -c /var/lib/pouch/pouch.toml check");
  for (const auto add : kVerbs) {
    add(app, call);
  }
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    // A mistake in the line that an MTA's pipe runs must not send good mail back (DECISIONS 14).
    const int wrong = app.got_subcommand("deliver") ? kTryLater : kUsage;
    return app.exit(error) == 0 ? kDone : wrong;
  }
  // A packaged site is found from anywhere; one in the working folder comes first.
  if (app.count("--config") == 0 && !std::filesystem::exists(call.config) &&
      std::filesystem::exists(kPackaged)) {
    call.config = kPackaged;
  }
  return run(call);
}
