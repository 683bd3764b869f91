// The program: parses the command line, runs one verb, turns what went wrong into one sentence on
// stderr and an exit code (SPEC section 3).
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "config/fault.hpp"
#include "gateway/fault.hpp"
#include "gateway/verbs/terminal.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/fault.hpp"
#include "search/fault.hpp"

namespace {

using namespace pouch;
using namespace pouch::gateway;

constexpr const char* kPackaged = "/etc/pouch/pouch.toml";

constexpr AddVerb kVerbs[] = {
    add_init,      add_check, add_serve,    add_deliver, add_run,     add_search,    add_archive,
    add_show,      add_cases, add_status,   add_queue,   add_held,    add_erase,     add_directory,
    add_template,  add_key,   add_receipts, add_audit,   add_reindex, add_backup,    add_restore,
    add_retention, add_stats, add_version,  add_welcome, add_process, add_completion};

int say(int code, const std::string& what, const std::string& hint) {
  tell("pouch: " + what + (hint.empty() ? "" : "; " + hint) + "\n");
  return code;
}

int say(const config::Fault& fault) {
  for (const auto& finding : fault.findings()) {
    tell(finding.file + ":" + std::to_string(finding.line) + ": " +
         (finding.key.empty() ? "" : finding.key + ": ") + finding.what +
         (finding.hint.empty() ? "" : "; " + finding.hint) + "\n");
  }
  return kBadConfiguration;
}

int run(const CommandLine& line) {
  try {
    return line.run();
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
  } catch (const std::filesystem::filesystem_error& error) {
    return say(kUnavailable, error.path1().string() + ": " + error.code().message(),
               "may this user read and write there? namei -l shows it");
  } catch (const std::exception& error) {
    return say(kUnavailable, error.what(), "this is a fault of the program or the machine");
  }
}

// Never what lies in the working folder: anybody may have put a site of their own there.
std::filesystem::path site_file(const Call& call) {
  if (!call.config.empty()) {
    return call.config;
  }
  const char* stated = std::getenv("POUCH_CONFIG");
  return stated != nullptr && *stated != '\0' ? stated : kPackaged;
}

int obey(CommandLine& line, Call& call, int count, char** arguments) {
  // An MTA sends good mail back on every other code of a fault (DECISIONS 14).
  const auto code = [&](int wrong) {
    const bool returned = wrong == kUsage || wrong == kUnavailable || wrong == kBadConfiguration;
    return returned && line.chose("deliver") ? kTryLater : wrong;
  };
  if (const auto ended = line.parse(count, arguments)) {
    return code(*ended);
  }
  call.config = site_file(call);
  const int ended = run(line);
  return ended == kUsage ? ended : code(ended);  // whom it was to is the caller's word
}

}  // namespace

int main(int count, char** arguments) {
  umask(077);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a limit on file size is a full disk: an error, not a death
  Call call;
  CommandLine line("pouch", "Pouch: a secure mail gateway for police, customs and prosecutors",
                   call);
  auto& pouch = line.program();
  pouch.option(
      "-c,--config", call.config,
      "pouch.toml of the site; else POUCH_CONFIG names it, else " + std::string(kPackaged));
  pouch.footer("Example: pouch -c /var/lib/pouch/pouch.toml check");
  for (const auto add : kVerbs) {
    add(pouch);
  }
  return obey(line, call, count, arguments);
}
