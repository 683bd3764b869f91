// The verb `restore`: ends a restore, and lists what came after the backup.
#include "gateway/recovery/restore.hpp"
#include "gateway/verbs/json.hpp"
#include "gateway/verbs/reader_session.hpp"
#include "gateway/verbs/verb.hpp"

namespace pouch::gateway {
namespace {

Json report_json(const RestoreReport& report) {
  const auto& restored = report.restored;
  auto json = versioned();
  json["epoch"] = restored.epoch;
  json["backup_of"] = time_or_null(restored.copied);
  json["audit_rows"] = restored.audit_rows;
  json["last_act"] = time_or_null(restored.last_act);
  json["kept"] = report.kept;
  json["held"] = restored.held;
  json["stopped"] = Json::array();
  for (const auto& letter : restored.stopped) {
    json["stopped"].push_back({{"letter", letter.id},
                               {"to", letter.recipient},
                               {"kind", letter.kind},
                               {"number", or_null(letter.number)}});
  }
  json["known_sent"] = restored.known_sent;
  json["numbers"] = report.after.numbers;
  json["sent"] = Json::array();
  for (const auto& letter : report.sent) {
    json["sent"].push_back({{"letter", letter.letter},
                            {"to", letter.to},
                            {"subject", or_null(letter.subject)},
                            {"at", utc_time(letter.at)}});
  }
  json["acts"] = Json::array();
  for (const auto& act : report.acts) {
    json["acts"].push_back({{"at", or_null(act.at)},
                            {"actor", act.actor},
                            {"act", act.act},
                            {"number", or_null(act.number)},
                            {"detail", or_null(act.detail)}});
  }
  json["servers"] = report.servers;
  json["without_key"] = restored.without_key;
  return json;
}

template <typename List, typename Line>
void print_list(const std::string& title, const List& list, const Line& line) {
  if (list.empty()) {
    return;
  }
  print("\n" + title + "\n");
  for (const auto& one : list) {
    print("  " + line(one) + "\n");
  }
}

const std::string& itself(const std::string& text) { return text; }

void print_report(const RestoreReport& report) {
  const auto& restored = report.restored;
  const auto since = restored.copied ? restored.copied : restored.last_act;
  print("restored: epoch " + std::to_string(restored.epoch) +
        (since ? ", as the site was on " + utc_time(*since) : std::string()) +
        "; audit log up to row " + std::to_string(restored.audit_rows) + "\n");
  print_list("there already, and kept as newer than the backup:", report.kept, itself);
  print_list("mails that wait for you (pouch held list; release sends them through again):",
             restored.held, [](std::int64_t id) { return std::to_string(id); });
  print_list("letters that wait for you: they may have been sent (pouch queue retry, or drop):",
             restored.stopped, [](const QueuedLetter& letter) {
               return letter.id + "  " + letter.kind + "  " + letter.number + "  to " +
                      letter.recipient;
             });
  print_list("numbers that were given after the backup and are lost:", report.after.numbers,
             itself);
  print_list("letters that were sent after the backup:", report.sent, [](const SentSince& letter) {
    return utc_time(letter.at) + "  to " + letter.to + "  " + letter.subject;
  });
  print_list("what the audit log had after the backup:", report.acts, [](const ActSince& act) {
    return act.at + "  " + act.actor + "  " + act.act + "  " + act.number + "  " + act.detail;
  });
  print_list("cases whose key is lost: they can never be opened again:", restored.without_key,
             itself);
  if (since) {
    print_list(
        "ask the log of these for letters after " + utc_time(*since) + " (Message-IDs <pouch.…>):",
        report.servers, itself);
  }
  print(
      "\nnext: pouch check, pouch audit verify, then start the service; it builds the index "
      "anew\n");
}

}  // namespace

void add_restore(Verb& pouch) {
  auto& verb = pouch.add(
      "restore", "End a restore: put a backup in place, and give nothing again that was given");
  auto& wish = verb.keep<RestoreWish>();
  verb.option("folder", wish.backup,
              "what pouch backup made; without it the files are in place already");
  verb.option("--audit", wish.audit_log,
              "an export of the audit log that was kept elsewhere: what it has after the "
              "backup is listed");
  verb.flag("--accept-lost-keys", wish.accept_lost_keys,
            "go on without the keys of cases that no backup has");
  verb.json("restore.json");
  verb.footer(
      "The service must be stopped. What survived in state/ stays: it is newer.\n"
      "Example: pouch restore /var/backups/pouch/2026-11-28");
  verb.action([&wish](const Call& call) {
    wish.config = call.config;
    wish.actor = "operator:" + calling_user();
    const auto report = restore(wish);
    call.json ? print(report_json(report)) : print_report(report);
    return kDone;
  });
}

}  // namespace pouch::gateway
