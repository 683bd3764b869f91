#include "gateway/store/audit_heads.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

#include "gateway/cases/case_receipt.hpp"
#include "gateway/cases/local_day.hpp"
#include "gateway/cases/utc.hpp"
#include "gateway/store/audit_tree.hpp"
#include "gateway/store/stored_values.hpp"

namespace pouch::gateway {
namespace {

constexpr std::string_view kTitle = "Pouch audit head\n";
constexpr std::string_view kColumns =
    "SELECT id, day, first, last, text, ifnull(signed, '') FROM audit_heads ";

AuditHead head_of(const Statement& row) {
  return {row.integer(0), row.text(1), row.integer(2), row.integer(3), row.text(4), row.text(5)};
}

std::string text_of(const AuditHead& head, const std::string& site, const std::string& zone,
                    Time now, const std::string& tree, const std::string& previous) {
  return std::string(kTitle) + "Site: " + site + "\nHead: " + std::to_string(head.number) +
         "\nDay: " + head.day + " (" + zone + ")\nMade: " + utc_time(now) +
         "\nFirst row: " + std::to_string(head.first) + "\nLast row: " + std::to_string(head.last) +
         "\nTree: " + tree + "\nPrevious: " + previous + "\n";
}

// What a text says of itself.
struct Said {
  std::int64_t number = 0, first = 0, last = 0;
  std::string tree, previous;
};

std::optional<Said> said_in(std::string_view text) {
  if (!text.starts_with(kTitle)) {
    return std::nullopt;
  }
  Said said;
  int found = 0;
  const auto number = [&](const std::string& value, std::int64_t& into) {
    const auto read = std::from_chars(value.data(), value.data() + value.size(), into);
    found += read.ec == std::errc() && read.ptr == value.data() + value.size() ? 1 : 0;
  };
  for (const auto& [label, value] : lines_of_receipt(text)) {
    if (label == "Head") {
      number(value, said.number);
    } else if (label == "First row") {
      number(value, said.first);
    } else if (label == "Last row") {
      number(value, said.last);
    } else if (label == "Tree") {
      said.tree = value;
    } else if (label == "Previous") {
      said.previous = value;
    }
  }
  const bool whole = found == 3 && !said.tree.empty() && !said.previous.empty();
  return whole && said.number > 0 ? std::optional(std::move(said)) : std::nullopt;
}

std::string date_text(std::chrono::sys_days day) {
  return utc_time(Time(day)).substr(0, std::string_view("2026-11-30").size());
}

}  // namespace

AuditHeads::AuditHeads(Database& database, Audit& audit, const Secret& data_key,
                       std::string epoch_mark)
    : database_(database),
      audit_(audit),
      rows_(database, "audit_heads"),
      key_(data_key.derive("audit heads")),
      epoch_mark_(std::move(epoch_mark)) {}

std::string AuditHeads::salt(std::int64_t row) const {
  return keyed_digits(key_, "salt " + std::to_string(row));
}

std::string AuditHeads::seed(const AuditHead& head) const {
  return keyed_digits(key_, "head " + std::to_string(head.number)) + epoch_mark_;
}

Time AuditHeads::next_midnight(const std::string& zone, Time now) {
  return time_at({local_moment(now, zone).day + std::chrono::days(1), {}}, zone);
}

std::string AuditHeads::root_of(std::int64_t first, std::int64_t last) {
  TreeRoot tree;
  audit_.each(first, last, [&](const AuditRow& row) {
    tree.add(sha256_hex(leaf_text(row, salt(row.sequence))));
  });
  return tree.root();
}

std::vector<std::string> AuditHeads::leaves(std::int64_t first, std::int64_t last) {
  std::vector<std::string> leaves;
  audit_.each(first, last, [&](const AuditRow& row) {
    leaves.push_back(sha256_hex(leaf_text(row, salt(row.sequence))));
  });
  return leaves;
}

bool AuditHeads::note_due(const std::string& site, const std::string& zone, Time now) {
  const auto today = local_moment(now, zone).day;
  AuditHead head;
  head.day = date_text(today - std::chrono::days(1));
  head.number = 1;
  head.first = 1;
  auto previous = kNoReceipt;
  {
    auto newest = database_.prepare(std::string(kColumns) + "ORDER BY id DESC LIMIT 1");
    if (newest.step()) {
      const auto before = head_of(newest);
      // One that a wild clock dated ahead stops nobody.
      const bool is_there = before.day >= head.day && before.day <= date_text(today);
      if (is_there || has_day(head.day)) {
        return false;
      }
      head.number = before.number + 1;
      head.first = before.last + 1;
      previous = sha256_hex(before.text);
    } else {
      auto oldest = database_.prepare("SELECT at FROM audit ORDER BY sequence LIMIT 1");
      if (!oldest.step() || detail::time_at(oldest, 0) >= time_at({today, {}}, zone)) {
        return false;  // the first day has not ended
      }
    }
  }
  {
    auto last = database_.prepare("SELECT ifnull(max(sequence), 0) FROM audit");
    last.step();
    head.last = last.integer(0);
  }
  // Rows never change: the tree is made before others have to wait for us.
  head.text = text_of(head, site, zone, now, root_of(head.first, head.last), previous);
  Transaction transaction(database_, "head");
  database_
      .prepare(
          "INSERT OR IGNORE INTO audit_heads (id, day, first, last, text, state, created,"
          " not_before) VALUES (?1,?2,?3,?4,?5,'waiting',?6,?6)")
      .bind(1, head.number)
      .bind(2, head.day)
      .bind(3, head.first)
      .bind(4, head.last)
      .bind(5, head.text)
      .bind(6, detail::seconds(now))
      .run();
  const bool made = database_.changes() > 0;  // else another process was faster
  transaction.commit();
  return made;
}

bool AuditHeads::has_day(const std::string& day) {
  auto row = database_.prepare("SELECT 1 FROM audit_heads WHERE day = ?");
  return row.bind(1, day).step();
}

std::optional<AuditHead> AuditHeads::find(std::int64_t number) {
  auto row = database_.prepare(std::string(kColumns) + "WHERE id = ?");
  return row.bind(1, number).step() ? std::optional(head_of(row)) : std::nullopt;
}

std::optional<AuditHead> AuditHeads::claim(Time now) {
  const auto id = rows_.claim(now);
  return id ? find(*id) : std::nullopt;
}

void AuditHeads::put_back(const AuditHead& head, Time not_before) {
  Transaction transaction(database_, "notice.postpone");
  rows_.put_back(head.number, not_before);
  transaction.commit();
}

std::optional<Time> AuditHeads::next() { return rows_.next(); }

bool AuditHeads::finish(std::int64_t number, std::string_view signed_text) {
  if (number == 0) {
    return true;
  }
  if (!rows_.end(number, "written")) {
    return false;
  }
  database_.prepare("UPDATE audit_heads SET signed = ? WHERE id = ?")
      .bind(1, signed_text)
      .bind(2, number)
      .run();
  return true;
}

std::optional<AuditHead> AuditHeads::newest() {
  auto row =
      database_.prepare(std::string(kColumns) + "WHERE state = 'written' ORDER BY id DESC LIMIT 1");
  return row.step() ? std::optional(head_of(row)) : std::nullopt;
}

std::vector<AuditHead> AuditHeads::all_from(std::int64_t row) {
  auto statement = database_.prepare(std::string(kColumns) +
                                     "WHERE last >= ? AND state = 'written' ORDER BY id");
  statement.bind(1, row);
  std::vector<AuditHead> heads;
  while (statement.step()) {
    heads.push_back(head_of(statement));
  }
  return heads;
}

HeadVerdict AuditHeads::check(std::string_view text) {
  using What = HeadVerdict::What;
  const auto wanted = said_in(text);
  if (!wanted) {
    return {What::kOfAnotherLog};
  }
  auto end = database_.prepare("SELECT ifnull(max(sequence), 0) FROM audit");
  end.step();
  const auto last = end.integer(0);
  if (const auto broken = audit_.first_broken();
      broken && *broken <= std::min(last, wanted->last)) {
    return {What::kChanged, *broken, *broken};
  }
  if (last < wanted->last) {
    return {What::kMissing, last + 1, wanted->last};
  }
  // From the head that is proved back: each proves the one before, until one is not what it was.
  std::vector<Said> proved{*wanted};
  while (proved.back().number > 1) {
    const auto before = find(proved.back().number - 1);
    auto said = before ? said_in(before->text) : std::nullopt;
    if (!said || sha256_hex(before->text) != proved.back().previous) {
      break;
    }
    proved.push_back(std::move(*said));
  }
  const bool to_the_first = proved.back().number == 1 && proved.back().first == 1;
  for (auto said = proved.rbegin(); said != proved.rend(); ++said) {
    if (root_of(said->first, said->last) != said->tree) {
      return {What::kChanged, to_the_first ? said->first : 1, said->last};
    }
  }
  return to_the_first ? HeadVerdict{} : HeadVerdict{What::kChanged, 1, proved.back().first - 1};
}

std::vector<RowProof> AuditHeads::proofs(std::vector<AuditRow> rows) {
  std::vector<RowProof> proofs;
  std::optional<AuditHead> head;
  std::optional<Tree> tree;
  for (auto& row : rows) {
    RowProof proof;
    proof.salt = salt(row.sequence);
    proof.text = leaf_text(row, proof.salt);
    if (!head || row.sequence > head->last) {
      const auto covering = all_from(row.sequence);
      head = covering.empty() ? std::nullopt : std::optional(covering.front());
      tree.reset();
      if (head) {
        tree.emplace(leaves(head->first, head->last));
      }
    }
    if (head) {
      proof.head = head->number;
      proof.path = tree->path(static_cast<std::size_t>(row.sequence - head->first));
    }
    proof.row = std::move(row);
    proofs.push_back(std::move(proof));
  }
  return proofs;
}

}  // namespace pouch::gateway
