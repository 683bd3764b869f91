#include "gateway/store/kept_searches.hpp"

#include <algorithm>

#include "gateway/store/audit.hpp"
#include "gateway/store/sqlite.hpp"
#include "templates/text/fold.hpp"

namespace pouch::gateway {
namespace {

// A name is one line; what follows it is the question.
std::string on_one_line(std::string name) {
  std::replace(name.begin(), name.end(), '\n', ' ');
  return name;
}

// Nothing when it was written with a key that is gone: such a search is nobody's any more.
std::optional<KeptSearch> read(Audit& audit, const Statement& row) {
  const auto text = audit.open_words(row.text(1));
  const auto end = text.find('\n');
  if (end == std::string::npos) {
    return std::nullopt;
  }
  KeptSearch search;
  search.id = row.integer(0);
  search.name = text.substr(0, end);
  search.question = text.substr(end + 1);
  search.kept = Time(std::chrono::seconds(row.integer(2)));
  search.seen = row.integer(3);
  search.before = row.integer(4);
  search.look = row.text(5);
  return search;
}

}  // namespace

bool KeptSearches::keep(const std::string& owner, const KeptSearch& search,
                        const std::string& for_case) {
  const auto old = find(owner, search.name);
  if (!old && of(owner).size() >= kMostKeptSearches) {
    return false;
  }
  const auto sealed = audit_.seal_words(on_one_line(search.name) + "\n" + search.question);
  // One statement each: nothing is half kept.
  auto statement = database_.prepare(
      old ? "UPDATE kept_searches SET number = ?2, question = ?3, kept = ?4, seen = ?5,"
            " before = ?5, look = '' WHERE id = ?6 AND owner = ?1"
          : "INSERT INTO kept_searches (owner, number, question, kept, seen, before, look)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?5, '' WHERE ?6 = 0");
  statement.bind(1, owner)
      .bind(2, for_case)
      .bind(3, sealed)
      .bind(4, std::int64_t{search.kept.time_since_epoch().count()})
      .bind(5, search.seen)
      .bind(6, old ? old->id : 0)
      .run();
  return true;
}

std::vector<KeptSearch> KeptSearches::of(const std::string& owner) {
  auto row = database_.prepare(
      "SELECT id, question, kept, seen, before, look FROM kept_searches WHERE owner = ? ORDER BY "
      "id");
  row.bind(1, owner);
  std::vector<KeptSearch> found;
  while (row.step()) {
    if (auto search = read(audit_, row)) {
      found.push_back(std::move(*search));
    }
  }
  return found;
}

std::optional<KeptSearch> KeptSearches::find(const std::string& owner, std::string_view name) {
  const auto wanted = templates::fold(name);
  for (auto& search : of(owner)) {
    if (templates::fold(search.name) == wanted) {
      return std::move(search);
    }
  }
  return std::nullopt;
}

bool KeptSearches::drop(const std::string& owner, std::string_view name) {
  const auto search = find(owner, name);
  if (search) {
    database_.prepare("DELETE FROM kept_searches WHERE id = ?").bind(1, search->id).run();
  }
  return search.has_value();
}

std::size_t KeptSearches::forget(const CaseNumber& number) {
  const auto prefix = number.text().substr(0, number.text().find('-'));
  const auto names_it = [&](const std::string& text) {
    const auto found = find_numbers(text, {prefix, kLastEpoch}).valid;
    return std::any_of(found.begin(), found.end(),
                       [&](const MessageNumber& one) { return one.number == number; });
  };
  std::vector<std::int64_t> gone;
  auto row =
      database_.prepare("SELECT id, question, kept, seen, before, look, number FROM kept_searches");
  while (row.step()) {
    const auto search = read(audit_, row);
    if (row.text(6) == number.text() ||
        (search && (names_it(search->name) || names_it(search->question)))) {
      gone.push_back(row.integer(0));
    }
  }
  auto end = database_.prepare("DELETE FROM kept_searches WHERE id = ?");
  for (const auto id : gone) {
    end.bind(1, id).run();
  }
  return gone.size();
}

void KeptSearches::looked(const KeptSearch& search, const std::string& look, std::int64_t indexed) {
  const auto before = search.new_after(look);
  database_
      .prepare("UPDATE kept_searches SET before = ?2, seen = max(?2, ?3), look = ?4 WHERE id = ?1")
      .bind(1, search.id)
      .bind(2, before)
      .bind(3, indexed)
      .bind(4, look)
      .run();
}

}  // namespace pouch::gateway
