// Looks at everything that a run needs and says of each fault where and how to mend it.
#include <algorithm>

#include "gateway/fault.hpp"
#include "gateway/verbs/check_parts.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/verb.hpp"
#include "mail/fault.hpp"
#include "search/fault.hpp"

namespace pouch::gateway {

namespace checks {

void attempt(Flaws& flaws, const std::string& where, const std::function<void()>& look) {
  try {
    look();
  } catch (const mail::Fault& fault) {
    flaws.push_back({true, where, fault.what(), fault.hint()});
  } catch (const Fault& fault) {
    flaws.push_back({true, where, fault.what(), fault.hint()});
  } catch (const search::Fault& fault) {
    flaws.push_back({true, where, fault.what(), fault.hint()});
  }
}

}  // namespace checks

namespace {

using checks::Flaws;

void print_flaws(const Call& call, const Flaws& flaws) {
  auto json = versioned();
  json["faults"] = Json::array();
  for (const auto& flaw : flaws) {
    const auto* severity = flaw.error ? "error" : "warning";
    if (call.json) {
      json["faults"].push_back({{"severity", severity},
                                {"where", flaw.where},
                                {"text", flaw.what},
                                {"hint", or_null(flaw.hint)}});
    } else {
      print(std::string(severity) + ": " + flaw.where + ": " + flaw.what + "\n    " + flaw.hint +
            "\n");
    }
  }
  if (call.json) {
    print(json);
  } else if (flaws.empty()) {
    print("everything that a run needs is in order\n");
  }
}

int check(const Call& call, bool offline) {
  // config::Fault: exit 78, each finding printed
  const auto runtime = load_runtime_without_forms(call.config);
  check_forms(runtime.site, Shipped::kChecked);
  Flaws flaws;
  checks::check_gnupg(flaws);
  checks::check_directory(runtime, flaws);
  checks::attempt(flaws, runtime.site.keys.string(), [&] { checks::check_keys(runtime, flaws); });
  checks::check_store(runtime, offline, flaws);
  checks::check_readers(runtime, flaws);
  checks::check_listening(runtime, flaws);
  checks::check_open(runtime, flaws);
  checks::check_servers(runtime, offline, flaws);
  print_flaws(call, flaws);
  const bool in_order =
      std::all_of(flaws.begin(), flaws.end(), [](const auto& flaw) { return flaw.in_order; });
  return in_order ? kDone : kNo;
}

}  // namespace

void add_check(Verb& pouch) {
  auto& verb =
      pouch.add("check", "Look at everything a run needs, and say how to fix what is wrong");
  auto& offline = verb.keep<bool>();
  verb.flag("--offline", offline, "try no mail server");
  verb.json("check.json");
  verb.footer(
      "Example: pouch -c /var/lib/pouch/pouch.toml check\nExit status: 0 in order, 1 faults found, "
      "78 configuration cannot be read.");
  verb.action([&offline](const Call& call) { return check(call, offline); });
}

}  // namespace pouch::gateway
