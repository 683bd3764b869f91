#include "tests/crash/verdict.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <regex>
#include <thread>

namespace pouch::test {
namespace {

constexpr std::size_t kReaders = 4;    // gpg processes at once
constexpr std::size_t kMostTold = 40;  // faults; more of them say nothing new

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text.empty() ? "nobody" : text;
}

std::string header(const std::string& wire, const std::string& name) {
  const auto head = "\r\n" + wire.substr(0, wire.find("\r\n\r\n")) + "\r\n";
  const auto at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) {
    return {};
  }
  const auto begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

// The words by which a letter tells of which mails it was made.
std::set<std::string> tokens_in(const std::string& text) {
  static const std::regex kToken("K[0-9]+x[0-9]+x");
  return {std::sregex_token_iterator(text.begin(), text.end(), kToken), {}};
}

}  // namespace

Verdict::Verdict(const Site& site, const Correspondence& correspondence)
    : site_(site), correspondence_(correspondence) {
  for (const auto* id : {"ana", "dimitar", "nfp-ro", "nfp-bg", "nfp-rs", "pfp-ro", "pfp-bg"}) {
    readers_[site.person_at(id).address()] = id;
  }
}

void Verdict::wrong(const std::string& what) {
  if (faults_.size() < kMostTold) {
    faults_.push_back(what);
  }
}

nlohmann::json Verdict::asked(const std::vector<std::string>& arguments) const {
  const auto ran = site_.pouch(arguments);
  if (ran.out.empty()) {
    throw std::runtime_error("pouch " + joined(arguments) + " printed nothing: " + ran.err);
  }
  return nlohmann::json::parse(ran.out);
}

void Verdict::judge(const std::vector<TakenLetter>& taken) {
  collect(taken);
  compare_with_queue();
  open_letters();
  compare_with_control();
  look_at_held();
  look_at_audit();
  look_at_files();
  rebuild_index();
}

void Verdict::collect(const std::vector<TakenLetter>& taken) {
  std::size_t again = 0;
  for (const auto& one : taken) {
    const auto id = header(one.bytes, "Message-ID");
    auto& letter = letters_[id];
    if (id.empty()) {
      wrong("a letter has no Message-ID");
    } else if (letter.copies > 0 && letter.bytes != one.bytes) {
      wrong(id + " was handed over again with other content");
    }
    letter.message_id = id;
    letter.bytes = one.bytes;
    ++letter.copies;
    for (const auto& recipient : one.recipients) {
      again += letter.recipients.insert(recipient).second ? 0 : 1;
    }
  }
  figures_.emplace_back("letters at the receiver", std::to_string(letters_.size()));
  figures_.emplace_back("of them handed over again, the same", std::to_string(again));
}

// What the site believes to have delivered, and what is there.
void Verdict::compare_with_queue() {
  std::map<std::string, std::set<std::string>> believed;
  const auto queue = asked({"queue", "list", "--all", "--json"});
  for (const auto& row : queue["letters"]) {
    const std::string id = row["message_id"], to = row["to"], state = row["state"];
    if (state != "delivered") {
      wrong("letter " + id + " to " + to + " is " + state);
    }
    believed[id].insert(to);
    const auto found = letters_.find(id);
    if (found == letters_.end() || found->second.recipients.count(to) == 0) {
      wrong("letter " + id + " to " + to + " was lost");
    }
  }
  for (const auto& [id, letter] : letters_) {
    if (believed[id] != letter.recipients) {
      wrong(id + " came to other recipients than the store has");
    }
  }
}

void Verdict::open_letters() {
  std::vector<const Received*> all;
  for (const auto& entry : letters_) {
    all.push_back(&entry.second);
  }
  std::mutex mutex;
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> openers;
  const auto folder = site_.folder().parent_path();
  const auto open_some = [&](std::size_t opener) {
    const auto file = folder / ("letter." + std::to_string(opener));
    for (std::size_t n = 0; (n = next++) < all.size();) {
      write_file(file, all[n]->bytes);
      for (const auto& recipient : all[n]->recipients) {
        const auto reader = readers_.find(recipient);
        const auto letter = reader == readers_.end() ? Letter{} : site_.open(reader->second, file);
        const std::lock_guard<std::mutex> lock(mutex);
        if (letter.signer.empty() || letter.text.empty()) {
          wrong(all[n]->message_id + " does not open with the key of " + recipient);
          continue;
        }
        const auto head = all[n]->bytes.substr(0, all[n]->bytes.find("\r\n\r\n"));
        const auto tokens =
            tokens_in(head + letter.entity.substr(0, letter.entity.find("\r\n\r\n")) + letter.text);
        if (tokens.size() > 1) {
          wrong(all[n]->message_id + " speaks of several mails");
        }
        for (const auto& token : tokens) {
          led_to_[token].push_back(recipient);
        }
      }
    }
  };
  for (std::size_t i = 0; i < kReaders; ++i) {
    openers.emplace_back(open_some, i);
  }
  for (auto& opener : openers) {
    opener.join();
  }
}

void Verdict::compare_with_control() {
  std::size_t answered = 0;
  for (const auto& mail : correspondence_.mails()) {
    auto& recipients = led_to_[mail.token];
    std::sort(recipients.begin(), recipients.end());
    const auto& wanted = correspondence_.recipients(mail);
    if (recipients != wanted) {
      wrong("the " + name(mail.kind) + " mail " + mail.id + " of " + mail.writer + " led to " +
            joined(recipients) + "; undisturbed: " + joined(wanted));
    }
    answered += wanted.empty() ? 0 : 1;
  }
  figures_.emplace_back("mails answered exactly once", std::to_string(answered));
  const auto expected = correspondence_.mails().size();
  if (led_to_.size() != expected) {
    wrong("letters speak of " + std::to_string(led_to_.size()) + " mails, " +
          std::to_string(expected) + " were written");
  }
}

void Verdict::look_at_held() {
  std::size_t held = 0, refused = 0;
  std::size_t strangers = correspondence_.control_held(),
              problems = correspondence_.control_refused();
  for (const auto& mail : correspondence_.mails()) {
    strangers += correspondence_.outcome(mail) == "held" ? 1 : 0;
    problems += correspondence_.outcome(mail) == "refused" ? 1 : 0;
  }
  const auto list = asked({"held", "list", "--refused", "--json"});
  for (const auto& row : list["held"]) {
    const std::string outcome = row["outcome"], reason = row["reason"];
    held += outcome == "held" ? 1 : 0;
    refused += outcome == "refused" ? 1 : 0;
    if (reason != "unknown-signer" && reason != "form-problems") {
      wrong("a mail of <" + row["from"].get<std::string>() + "> was " + outcome +
            " without cause: " + reason);
    }
  }
  if (refused != problems) {
    wrong(std::to_string(refused) + " mails are refused, " + std::to_string(problems) +
          " have problems");
  }
  // A stranger's mail has no signature that counts: a second copy is a second mail.
  if (held < strangers) {
    wrong(std::to_string(held) + " mails are held, " + std::to_string(strangers) +
          " are of strangers");
  }
  figures_.emplace_back("mails held (strangers' and their copies)", std::to_string(held));
  figures_.emplace_back("mails refused (forms with problems)", std::to_string(refused));
  const auto idle = asked({"run", "--until-idle", "--json"});
  if (!idle["idle"].get<bool>() || idle["mails"] != 0 || idle["letters"] != 0) {
    wrong("work was left: " + idle.dump());
  }
}

void Verdict::look_at_audit() {
  const auto ran = site_.pouch({"audit", "verify"});
  if (ran.status != 0) {
    wrong("the audit chain is broken: " + ran.out + ran.err);
  }
  std::map<std::string, std::size_t> delivered;
  std::istringstream rows(site_.pouch({"audit", "export"}).out);
  std::size_t count = 0;
  for (std::string row; std::getline(rows, row); ++count) {
    const auto json = nlohmann::json::parse(row);
    if (json["act"] == "delivered" && ++delivered[json["detail"]] > 1) {
      wrong("logged twice: delivered " + json["detail"].get<std::string>());
    }
  }
  figures_.emplace_back("audit rows, chain whole", std::to_string(count));
}

void Verdict::look_at_files() {
  std::size_t spooled = 0;
  for (const auto& entry : fs::directory_iterator(site_.state() / "spool")) {
    const auto file = entry.path().filename().string();
    spooled += file == ".lock" ? 0 : 1;
    if (file.rfind("tmp-", 0) == 0) {
      wrong("a stray file in the spool: " + file);
    }
  }
  const auto kept = site_.held().size();
  if (spooled != kept) {
    wrong(std::to_string(spooled) + " files lie in the spool, " + std::to_string(kept) +
          " mails are kept there");
  }
  for (const auto& entry : fs::recursive_directory_iterator(site_.state())) {
    const auto file = entry.path().filename().string();
    const bool in_tmp = entry.path().parent_path().filename() == "tmp";
    if (entry.is_regular_file() && (in_tmp || file.find(".new") != std::string::npos)) {
      wrong("a stray file: " + entry.path().string());
    }
  }
  if (!eventually([&] { return site_.processes("").empty(); }, 3000)) {
    wrong("processes are left over");
  }
}

std::vector<std::string> Verdict::answers_of_the_archive() const {
  std::vector<std::string> answers;
  for (const auto* query : {"date:2020..2100", "jovanovic", "form:request", "country:RO", "to:RS",
                            "plate:CA1234AB", "word NOT to:BG", "\"owner of the vehicle\""}) {
    for (const auto* who : {"ana", "dimitar"}) {
      answers.push_back(std::string(query) + " as " + who + ": " +
                        site_
                            .pouch({"search", query, "--as", who, "--reason", "crash test",
                                    "--limit", "100", "--sort", "date", "--json"})
                            .out);
    }
  }
  return answers;
}

void Verdict::rebuild_index() {
  const auto before = answers_of_the_archive();
  const auto ran = site_.pouch({"reindex", "--json"});
  if (ran.status != 0) {
    wrong("reindex failed: " + ran.err);
    return;
  }
  const auto after = answers_of_the_archive();
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != after[i]) {
      wrong("the index is not as a rebuilt one: " + before[i].substr(0, 300) + " … " +
            after[i].substr(0, 300));
    }
  }
  const auto found = nlohmann::json::parse(before[0].substr(before[0].find('{')));
  figures_.emplace_back("messages that one officer finds, as after a rebuild",
                        found["total"].dump());
}

}  // namespace pouch::test
