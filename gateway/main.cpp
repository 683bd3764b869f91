// The program: parses the command line, runs one verb, turns what went wrong into one sentence on
// stderr and an exit code (SPEC section 3).
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <string>
#include <string_view>
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

struct NamedVerbs {
  AddVerb add;
  std::array<std::string_view, 3> names;
};

constexpr NamedVerbs kVerbs[] = {
    {add_init, {"init"}},
    {add_check, {"check"}},
    {add_serve, {"serve"}},
    {add_deliver, {"deliver"}},
    {add_run, {"run"}},
    {add_search, {"search"}},
    {add_archive, {"archive"}},
    {add_show, {"show"}},
    {add_cases, {"cases"}},
    {add_status, {"status"}},
    {add_queue, {"queue"}},
    {add_held, {"held"}},
    {add_erase, {"erase"}},
    {add_directory, {"member", "desk", "group"}},
    {add_template, {"template"}},
    {add_key, {"key"}},
    {add_receipts, {"receipts"}},
    {add_audit, {"audit"}},
    {add_reindex, {"reindex"}},
    {add_backup, {"backup"}},
    {add_restore, {"restore"}},
    {add_retention, {"retention"}},
    {add_stats, {"stats"}},
    {add_version, {"version"}},
    {add_welcome, {"welcome"}},
    {add_process, {"process"}},
    {add_completion, {"completion"}},
};

// Who adds the verb that is called, when nothing before its name asks for more: the options of all
// of them cost a short one a quarter of its time. Null: all are needed, to be listed or completed,
// or to name the nearest.
const NamedVerbs* called(int count, char** arguments) {
  for (int at = 1; at < count; ++at) {
    const std::string_view word = arguments[at];
    if (word == "-c" || word == "--config") {
      ++at;
    } else if (!word.starts_with("--config=")) {
      const auto* found =
          std::find_if(std::begin(kVerbs), std::end(kVerbs), [&](const NamedVerbs& one) {
            return !word.empty() &&
                   std::find(one.names.begin(), one.names.end(), word) != one.names.end();
          });
      return found == std::end(kVerbs) || found->add == add_completion ? nullptr : found;
    }
  }
  return nullptr;
}

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
  const auto* one = called(count, arguments);
  for (const auto& verbs : kVerbs) {
    if (one == nullptr || one == &verbs) {
      verbs.add(pouch);
    }
  }
  return obey(line, call, count, arguments);
}
