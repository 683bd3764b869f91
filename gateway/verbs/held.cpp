// pouch held: what waits for the operator, and what becomes of it (verb.hpp).
#include "gateway/store/held.hpp"
#include "gateway/letters/local_time.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/operator_session.hpp"
#include "gateway/verbs/reasons.hpp"
#include "gateway/verbs/selection.hpp"
#include "templates/text/edit_distance.hpp"

namespace pouch::gateway {
namespace {

constexpr const char* kReasonHelp = "held for this reason, a code of docs/reasons.md";
constexpr const char* kFromHelp = "whose envelope sender is this address or domain";

struct HeldOptions {
  std::int64_t id = 0;
  std::vector<std::string> ids;
  Filter filter;
  bool raw = false, refused = false, force = false;
};

Json held_json(const HeldMail& mail) {
  return {{"id", mail.spool},      {"outcome", name(mail.outcome)},
          {"reason", mail.reason}, {"detail", or_null(visible_line(mail.detail))},
          {"source", mail.source}, {"from", or_null(visible_line(mail.from))},
          {"to", mail.to},         {"received", utc_time(mail.received)}};
}

std::string held_line(const HeldMail& mail) {
  return std::to_string(mail.spool) + "  " + utc_time(mail.received) + "  " +
         (mail.outcome == Outcome::kRefused ? "refused, " : "") + mail.reason + "  from <" +
         visible_line(mail.from) + ">  " + visible_line(mail.detail) + "\n";
}

// What the operator can do about it.
std::string remedy_lines(const HeldMail& mail) {
  const auto* reason = find_reason(mail.reason);
  return reason == nullptr ? std::string()
                           : "    " + std::string(reason->meaning) + "\n    " +
                                 std::string(reason->remedy) + "\n";
}

// A code that is none is a slip, and not "nothing held".
void check_reason(const std::string& reason) {
  if (reason.empty() || find_reason(reason) != nullptr) {
    return;
  }
  std::vector<std::string> codes;
  for (const auto& known : reasons()) {
    codes.emplace_back(known.code);
  }
  const auto near = templates::nearest(reason, codes);
  throw Refusal(kUsage,
                "\"" + reason + "\" is no reason code" +
                    (near.empty() ? "; see docs/reasons.md" : "; did you mean \"" + near + "\"?"));
}

std::vector<HeldMail> filtered(std::vector<HeldMail> mails, const Filter& filter) {
  check_reason(filter.reason);
  const auto limit = filter.limit();
  std::erase_if(mails, [&](const HeldMail& mail) {
    return (!filter.reason.empty() && mail.reason != filter.reason) ||
           (limit && mail.received >= *limit) ||
           (!filter.from.empty() && !is_from(mail.from, filter.from));
  });
  return mails;
}

int list_held(const Call& call, const HeldOptions& options) {
  OperatorSession session(call.config);
  auto json = versioned();
  json["held"] = Json::array();
  for (const auto& mail : filtered(session.store().held().list(options.refused), options.filter)) {
    if (call.json) {
      json["held"].push_back(held_json(mail));
    } else {
      print(held_line(mail));
    }
  }
  if (call.json) {
    print(json);
  }
  return kDone;
}

int show_held(const Call& call, const HeldOptions& options) {
  OperatorSession session(call.config);
  for (const auto& mail : session.store().held().list(true)) {
    if (mail.spool != options.id) {
      continue;
    }
    if (options.raw && is_terminal() && !options.force) {
      throw Refusal(kUsage,
                    "a terminal would obey what a stranger wrote: write it to a file, "
                    "or say --force");
    }
    if (options.raw) {
      const auto raw = session.store().held().raw(options.id);
      session.store().audit().note(
          {.actor = session.actor(), .act = "held-raw", .detail = std::to_string(options.id)},
          session.runtime().now());
      write_bytes(raw.value_or(std::string()));
    } else if (call.json) {
      auto json = versioned();
      json.update(held_json(mail));
      print(json);
    } else {
      print(held_line(mail) + remedy_lines(mail));
    }
    return kDone;
  }
  throw Refusal(kNo, "no held mail " + std::to_string(options.id) + "; see pouch held list");
}

// Those that were named, whether held or refused; by filter alone only what is held, or with
// --refused what was refused too.
std::vector<std::string> chosen(OperatorSession& session, const HeldOptions& options) {
  if (options.ids.empty() && options.filter.empty()) {
    throw Refusal(kUsage, "which? ids from pouch held list, or --reason, --before, --from");
  }
  std::vector<std::string> known;
  for (const auto& mail : filtered(
           session.store().held().list(!options.ids.empty() || options.refused), options.filter)) {
    known.push_back(std::to_string(mail.spool));
  }
  return options.ids.empty() ? known
                             : named(options.ids, known, false, "held mail", "pouch held list");
}

int change(const Call& call, const HeldOptions& options, bool release) {
  OperatorSession session(call.config);
  const auto now = session.runtime().now();
  std::size_t done = 0;
  for (const auto& id : chosen(session, options)) {
    const auto spool = std::stoll(id);
    done += (release ? session.store().held().release(spool, session.actor(), now)
                     : session.store().held().drop(spool, session.actor(), now))
                ? 1
                : 0;
  }
  if (done == 0) {
    throw Refusal(kNo, "no held mail fits; see pouch held list");
  }
  tell("pouch: " + std::to_string(done) + (done == 1 ? " mail " : " mails ") +
       (release ? "released" : "dropped") + "\n");
  wake(session.runtime().site.state, Wake::kSpool);
  return kDone;
}

}  // namespace

void add_held(Verb& pouch) {
  auto& verb = pouch.add("held", "Mail held back, with the reason: list, show, release, drop");
  verb.footer("Example: pouch held list\n         pouch held show 17 --raw > mail.eml");
  auto& options = verb.keep<HeldOptions>();
  auto& list = verb.add("list", "All held mail");
  list.flag("--refused", options.refused, "refused mail too: it is kept as well");
  options.filter.add_options(list, kReasonHelp, kFromHelp);
  list.json("held.json");
  list.footer("Example: pouch held list --refused --json");
  list.action([&options](const Call& call) { return list_held(call, options); });
  auto& show = verb.add("show", "One mail that was held or refused, and what to do about it");
  show.option("id", options.id, "from pouch held list").required();
  show.flag("--raw", options.raw, "the mail itself, as it was received; this is audited");
  show.flag("--force", options.force, "with --raw: to a terminal too, which obeys it");
  show.json("held-show.json");
  show.footer("Example: pouch held show 17");
  show.action([&options](const Call& call) { return show_held(call, options); });
  for (const bool release : {true, false}) {
    auto& change_verb = release ? verb.add("release", "Put it back on its way, from the start")
                                : verb.add("drop", "Delete it for good; this is audited");
    change_verb.option("id", options.ids, "one or more, from pouch held list");
    options.filter.add_options(change_verb, kReasonHelp, kFromHelp);
    change_verb.flag("--refused", options.refused, "by filter: what was refused too");
    change_verb.footer(release ? "Example: pouch held release 17 18\n"
                                 "         pouch held release --reason no-usable-key"
                               : "Example: pouch held drop --reason not-encrypted --before "
                                 "2026-11-01");
    change_verb.action(
        [&options, release](const Call& call) { return change(call, options, release); });
  }
}

}  // namespace pouch::gateway
