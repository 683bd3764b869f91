#include "gateway/archive/cross_check.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/held_things.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/linked_pairs.hpp"
#include "gateway/archive/readable.hpp"
#include "gateway/archive/years_elsewhere.hpp"
#include "gateway/decide/things.hpp"
#include "gateway/fault.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/index_log.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/messages.hpp"
#include "search/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kGroup = 20;     // messages between two looks at what is new
constexpr std::size_t kLooked = 200;   // of one question to the index
constexpr std::size_t kOpened = 2000;  // for one new message

bool is_compared(const Message& message, const Case& subject, const templates::TemplateSet& set) {
  const auto* which = set.find(message.form);
  const bool request = which != nullptr && which->goes_to == "countries" &&
                       which->expects == "answer" && subject.kind == CaseKind::kRequest;
  return request || message.form == "case-note";
}

class Comparing {
 public:
  Comparing(const Runtime& runtime, Store& store, search::Reader& reader, const Message& fresh,
            const Case& subject)
      : runtime_(runtime), store_(store), reader_(reader), fresh_(fresh), subject_(subject) {}

  std::vector<Link> links(const std::vector<Thing>& things) {
    for (const auto& thing : things) {
      for (const auto& query : queries_for(thing)) {
        for (const auto row : ask(query)) {
          look(thing, row);
        }
      }
    }
    std::vector<Link> found;
    for (auto& [row, link] : links_) {
      found.push_back(std::move(link));
    }
    // What is linked today is told today; the years that are away are not waited for.
    if (!missing_.empty()) {
      log(Level::kWarning, "compared-partly",
          {{"case", fresh_.number.text()}, {"what", "without " + said_missing(missing_)}});
    }
    return found;
  }

 private:
  // Older messages that may hold it, the newest first.
  std::vector<std::int64_t> ask(const std::string& query) {
    search::Request request;
    request.query = query;
    request.limit = kLooked;
    request.by_date = true;
    request.every = true;
    std::vector<std::int64_t> rows;
    const auto answer = reader_.find(request);
    if (!answer.missing.empty()) {
      missing_ = answer.missing;
    }
    for (const auto& hit : answer.hits) {
      const auto row = static_cast<std::int64_t>(hit.id);
      if (row < fresh_.id) {
        rows.push_back(row);
      }
    }
    return rows;
  }

  void look(const Thing& thing, std::int64_t row) {
    const auto& held = opened(row);
    if (!held) {
      return;
    }
    const auto there = found_in(*held, thing);
    if (there) {
      add(row, {thing.kind, thing.value, thing.birth, there->how}, *there);
    }
  }

  void add(std::int64_t row, const SharedThing& own, const SharedThing& other) {
    auto& link = links_.try_emplace(row, Link{.fresh = fresh_.id, .held = row}).first->second;
    if (std::find(link.in_fresh.begin(), link.in_fresh.end(), own) == link.in_fresh.end()) {
      link.in_fresh.push_back(own);
      link.in_held.push_back(other);
    }
  }

  const std::optional<HeldThings>& opened(std::int64_t row) {
    const auto known = opened_.find(row);
    if (known != opened_.end()) {
      return known->second;
    }
    std::optional<HeldThings> held;
    if (opened_.size() < kOpened) {
      const bool readable = is_readable([&] { held = open(row); });
      held = readable ? std::move(held) : std::nullopt;
    }
    return opened_.emplace(row, std::move(held)).first->second;
  }

  // Of another case in the same community.
  std::optional<HeldThings> open(std::int64_t row) {
    const auto message = store_.messages().find(row);
    const auto subject = message && message->number.number != fresh_.number.number
                             ? store_.cases().find(message->number.number)
                             : std::nullopt;
    if (!subject || subject->community != subject_.community) {
      return std::nullopt;
    }
    return held_in(store_, message->number, runtime_.templates);
  }

  const Runtime& runtime_;
  Store& store_;
  search::Reader& reader_;
  const Message& fresh_;
  const Case& subject_;
  std::map<std::int64_t, std::optional<HeldThings>> opened_;
  std::map<std::int64_t, Link> links_;
  std::vector<search::MissingYear> missing_;
};

}  // namespace

CrossCheck::CrossCheck(const Runtime& runtime, Store& store, const Secret& data_key)
    : runtime_(runtime), store_(store), key_(index_key(data_key)) {}

bool CrossCheck::work(bool& told) {
  const CurrentTask doing("cross-check");
  auto& links = store_.links();
  if (!runtime_.site.search.cross_check) {
    links.pass(store_.index_log().last_position());
    return false;
  }
  const auto from = links.position();
  const auto rows = store_.index_log().committed_after(from, kGroup);
  if (rows.empty()) {
    return false;
  }
  try {
    const auto filed =
        static_cast<std::int64_t>(search::position_of(index_folder(runtime_.site.state)));
    std::optional<search::Reader> reader;  // opened for the first that is compared
    for (const auto row : rows) {
      if (row > filed) {
        return false;  // an index that is built anew: its turn comes
      }
      try {
        told = compare(row, reader) || told;
      } catch (const Fault& fault) {
        if (fault.transient()) {
          throw;
        }
        log(Level::kWarning, "not-compared",
            {{"case", "message row " + std::to_string(row)}, {"what", fault.what()}});
      }
    }
  } catch (const search::Fault& fault) {
    throw Fault(true, fault.what(), fault.hint());
  }
  links.pass(rows.back());
  return true;
}

bool CrossCheck::compare(std::int64_t row, std::optional<search::Reader>& reader) {
  std::optional<Message> fresh;
  std::optional<Case> subject;
  std::vector<Thing> things;
  const bool readable = is_readable([&] {
    fresh = store_.messages().find(row);
    subject = fresh ? store_.cases().find(fresh->number.number) : std::nullopt;
    if (subject && is_compared(*fresh, *subject, runtime_.templates)) {
      for (auto& thing : held_in(store_, fresh->number, runtime_.templates).things) {
        add_thing(things, std::move(thing));
      }
    }
  });
  if (!readable || things.empty()) {
    return false;
  }
  if (!reader) {
    reader.emplace(index_folder(runtime_.site.state), key_,
                   search::Elsewhere{shards_elsewhere(runtime_), true});
  }
  const auto links = Comparing(runtime_, store_, *reader, *fresh, *subject).links(things);
  if (links.empty()) {
    return false;
  }
  const auto now = runtime_.now();
  const auto receivers = to_be_told(linked_pairs(store_, links), runtime_.directory,
                                    std::chrono::floor<std::chrono::days>(now));
  store_.links().record(fresh->number, row, links, receivers, now);
  log(Level::kInfo, "linked",
      {{"case", fresh->number.text()}, {"messages", std::to_string(links.size())}});
  return !receivers.empty();
}

}  // namespace pouch::gateway
