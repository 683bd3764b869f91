#include "gateway/importing/importer.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <numeric>
#include <set>
#include <utility>

#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/fault.hpp"
#include "gateway/importing/mail_source.hpp"
#include "gateway/importing/opener.hpp"
#include "gateway/store/audit.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/imports.hpp"
#include "gateway/store/reservations.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kGroupMails = 256;
constexpr std::size_t kGroupOctets = 16u << 20;
constexpr int kTries = 8;  // somebody else may write into the case

std::size_t sum(const std::map<std::string, std::size_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0},
                         [](std::size_t all, const auto& one) { return all + one.second; });
}

struct Entry {
  FoundMail found;
  mail::Bytes raw;
  std::string mark;
  int number = 0;  // in its case
  std::optional<ImportedMail> ready{};
  std::string why{};
  bool proved = false;
};

struct Group {
  std::vector<Entry> entries;
  std::set<std::string> marks;
  double done = 0;  // of all archives, behind it
};

// The archives one after the other, as one.
class AllSources {
 public:
  AllSources(const std::vector<std::filesystem::path>& archives, std::size_t most) {
    for (const auto& path : archives) {
      sources_.push_back(open_mail_source(path, most));
    }
  }
  std::optional<FoundMail> next() {
    for (; at_ < sources_.size(); ++at_) {
      if (auto found = sources_[at_]->next()) {
        return found;
      }
    }
    return std::nullopt;
  }
  double done() const {
    const auto part = at_ < sources_.size() ? sources_[at_]->done() : 0.0;
    return (static_cast<double>(at_) + part) / static_cast<double>(sources_.size());
  }

 private:
  std::vector<std::unique_ptr<MailSource>> sources_;
  std::size_t at_ = 0;
};

class Importing {
 public:
  Importing(const Runtime& runtime, Store& store, const ImportOrder& order, const Openers& openers,
            const ImportTold& told)
      : runtime_(runtime),
        store_(store),
        order_(order),
        told_(told),
        sources_(order.archives, runtime.limits.message),
        name_(name_of_order()),
        openers_(openers) {}

  ImportReport run() {
    auto opening = read_group({});
    std::future<void> work = begin(opening);
    while (!opening.entries.empty()) {
      auto next = read_group(opening.marks);
      work.get();
      auto opened = std::exchange(opening, std::move(next));
      work = begin(opening);
      write(opened);
    }
    end();
    return std::move(report_);
  }

 private:
  // What makes an import that is called again the same one.
  std::string name_of_order() const {
    std::string all = order_.as_case ? order_.as_case->text() : std::string();
    for (const auto& path : order_.archives) {
      all += "\n" + std::filesystem::weakly_canonical(path).string();
    }
    for (const auto& tag : order_.readers) {
      all += "\n" + tag;
    }
    return sha256_hex(all);
  }

  // --- reading

  Group read_group(const std::set<std::string>& under_way) {
    Group group;
    std::size_t octets = 0;
    while (group.entries.size() < kGroupMails && octets < kGroupOctets) {
      auto found = sources_.next();
      if (!found) {
        break;
      }
      if (!found->passed.empty()) {
        ++report_.passed[kind_of(found->passed)];
        told_.passed(found->where, found->passed);
        continue;
      }
      auto mark = "imported:" + name_of_mail(found->raw);
      if (under_way.count(mark) + group.marks.count(mark) > 0 || store_.imports().is_known(mark)) {
        ++report_.known;
        continue;
      }
      octets += found->raw.size();
      group.marks.insert(mark);
      take(std::move(*found), std::move(mark), under_way.size(), group);
    }
    group.done = sources_.done();
    if (group.entries.empty()) {
      told_.far(group.done, report_.taken);
    }
    return group;
  }

  // Sizes differ from mail to mail, what is wrong does not.
  static std::string kind_of(const std::string& why) {
    return why.starts_with("has ") ? "too-large" : why;
  }

  void take(FoundMail found, std::string mark, std::size_t under_way, Group& group) {
    if (!subject_) {
      subject_ = find_case();
      number_ = subject_->number;
    }
    Entry entry;
    entry.raw = mail::Bytes(std::move(found.raw));
    entry.found = std::move(found);
    entry.mark = std::move(mark);
    // Behind the groups before it; those under way are not counted in the case yet.
    entry.number = subject_->messages + static_cast<int>(under_way + group.entries.size()) + 1;
    group.entries.push_back(std::move(entry));
  }

  Case find_case() {
    auto number = order_.as_case;
    if (const auto open = number ? std::nullopt : store_.imports().unfinished(name_)) {
      number = open;
      report_.went_on = true;
    }
    if (!number) {
      is_new_ = true;
      return fresh_case();
    }
    report_.went_on = report_.went_on || store_.imports().unfinished(name_).has_value();
    auto found = store_.cases().find(*number);
    if (!found) {
      throw Fault(false, "there is no case " + number->text(), "pouch cases lists them");
    }
    key_ = store_.imports().key_of(*number);
    return std::move(*found);
  }

  Case fresh_case() {
    Case subject{store_.reservations().reserve(0, runtime_.site.prefix, runtime_.now()).number};
    subject.kind = CaseKind::kArchive;
    subject.community = order_.importer.community;
    subject.requester = order_.importer.id;
    subject.requester_address = order_.importer.address;
    subject.requester_country = order_.importer.country;
    subject.opened = runtime_.now();
    key_ = store_.imports().key_of(subject.number);
    return subject;
  }

  // --- opening and sealing, side by side

  std::future<void> begin(Group& group) {
    return std::async(std::launch::async, [this, &entries = group.entries] {
      std::atomic<std::size_t> at{0};
      std::vector<std::future<void>> others;
      const auto some = [&](MailOpener& opener) {
        for (std::size_t i = at++; i < entries.size(); i = at++) {
          ready(opener, entries[i]);
        }
      };
      for (std::size_t i = 1; i < openers_.size(); ++i) {
        others.push_back(std::async(std::launch::async, some, std::ref(*openers_[i])));
      }
      some(*openers_.front());
      for (auto& other : others) {
        other.get();
      }
    });
  }

  void ready(MailOpener& opener, Entry& entry) const {
    auto opened = opener.open(entry.found, entry.raw);
    opened.row.readers = order_.readers;
    opened.row.number = {*number_, entry.number};
    entry.why = std::move(opened.why);
    entry.proved = opened.proved;
    entry.ready = ImportedMail{
        {std::move(opened.row), std::move(opened.contents), entry.raw}, std::nullopt, entry.mark};
    entry.ready->filed_later =
        years_elsewhere(runtime_).count(year_of(entry.ready->message.row)) != 0;
    seal(entry);
  }

  void seal(Entry& entry) const {
    entry.ready->sealed.emplace(
        Messages::seal_message(entry.ready->message, Secret::from(key_->octets())));
  }

  // --- writing

  void write(Group& group) {
    for (int tries = 0;; ++tries) {
      auto import = group_of(group);
      const auto result = store_.imports().commit(import);
      if (result == CommitResult::kDone) {
        subject_ = std::move(import.subject);
        ++subject_->version;
        is_new_ = false;
        break;
      }
      if (tries == kTries) {
        throw Fault(true, "the case " + subject_->number.text() + " kept changing",
                    "the same call goes on where this one ended");
      }
      take_back(import, group);
      subject_ = store_.cases().find(subject_->number);
    }
    report_.number = subject_->number;
    count(group);
    told_.far(group.done, report_.taken);
  }

  ImportGroup group_of(Group& group) {
    ImportGroup import{name_, *subject_, is_new_, {}, {}, runtime_.now()};
    for (auto& entry : group.entries) {
      const auto number = ++import.subject.messages;
      if (entry.number != number) {  // somebody else wrote into the case meanwhile
        entry.number = number;
        entry.ready->message.row.number.message = number;
        seal(entry);
      }
      import.mails.push_back(std::move(*entry.ready));
    }
    if (report_.taken == 0 && !report_.went_on) {
      import.audit.push_back({order_.importer.id, "import-begun", subject_->number.text(),
                              "readers " + readers() + order_.why});
    }
    return import;
  }

  static void take_back(ImportGroup& import, Group& group) {
    for (std::size_t i = 0; i < group.entries.size(); ++i) {
      group.entries[i].ready = std::move(import.mails[i]);
    }
  }

  void count(const Group& group) {
    for (const auto& entry : group.entries) {
      ++report_.taken;
      report_.proved += entry.proved ? 1U : 0U;
      if (!entry.why.empty()) {
        ++report_.unopened[entry.why];
      }
      if (entry.why == kReaderEnded || entry.why == kReaderLate) {
        told_.passed(entry.found.where,
                     entry.why == kReaderEnded
                         ? "ended the process that read it, and is kept as it came"
                         : "took too long to read, and is kept as it came");
      }
    }
  }

  std::string readers() const {
    std::string list;
    for (const auto& tag : order_.readers) {
      list += (list.empty() ? "" : ",") + tag;
    }
    return list;
  }

  // One that had nothing new to take may end one that was broken off at its very end.
  void end() {
    AuditEntry entry{order_.importer.id, "imported", "",
                     std::to_string(report_.taken) + " mails, " +
                         std::to_string(report_.kept_unopened()) + " of them not opened, " +
                         std::to_string(report_.known) + " known before, " +
                         std::to_string(report_.passed_over()) + " passed over; readers " +
                         readers() + order_.why};
    if (const auto open = store_.imports().unfinished(name_)) {
      entry.number = open->text();
      store_.imports().end(name_, *open, entry, runtime_.now());
      report_.number = open;
    } else {
      store_.audit().note(entry, runtime_.now());
    }
  }

  const Runtime& runtime_;
  Store& store_;
  const ImportOrder& order_;
  const ImportTold& told_;
  AllSources sources_;
  std::string name_;
  const Openers& openers_;
  std::optional<Case> subject_;
  std::optional<CaseNumber> number_;  // of it; with the key all that the openers' threads look at
  std::optional<Secret> key_;
  bool is_new_ = false;
  ImportReport report_;
};

}  // namespace

std::size_t ImportReport::kept_unopened() const { return sum(unopened); }
std::size_t ImportReport::passed_over() const { return sum(passed); }

ImportReport import_archives(const Runtime& runtime, Store& store, const ImportOrder& order,
                             const Openers& openers, const ImportTold& told) {
  return Importing(runtime, store, order, openers, told).run();
}

}  // namespace pouch::gateway
