#include "gateway/archive/pointing.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "gateway/archive/held_things.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/archive/readable.hpp"
#include "gateway/decide/linked.hpp"
#include "gateway/fault.hpp"
#include "gateway/store/cases.hpp"
#include "gateway/store/messages.hpp"
#include "search/fault.hpp"
#include "search/query/query.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kLooked = 2000;  // of one question to the index
constexpr std::size_t kPage = 200;
constexpr std::size_t kOpened = 200;  // for one search

// Sounds, look-alikes and half a birth date are no reason to send anybody anywhere.
bool is_sure(const Thing& asked, Meeting how) {
  return how == Meeting::kAsWritten ||
         (asked.kind == ThingKind::kPerson && how != Meeting::kSimilar);
}

class Pointing {
 public:
  Pointing(const Runtime& runtime, Store& store, search::Reader& index, const Sender& reader)
      : runtime_(runtime), store_(store), index_(index), reader_(reader) {}

  void look_for(const std::vector<Thing>& together) {
    // Numbers are rarer than names.
    const auto rare = std::find_if(together.begin(), together.end(), [](const Thing& thing) {
      return thing.kind != ThingKind::kPerson;
    });
    std::set<std::int64_t> looked;
    for (const auto& query : queries_for(rare != together.end() ? *rare : together.front())) {
      search::Request request;
      request.query = query;
      request.limit = kPage;
      request.by_date = true;
      request.every = true;
      for (; request.offset < kLooked; request.offset += kPage) {
        const auto hits = index_.find(request).hits;
        for (const auto& hit : hits) {
          const auto row = static_cast<std::int64_t>(hit.id);
          if (looked.insert(row).second) {
            look_at(row, together);
          }
        }
        if (hits.size() < kPage) {
          break;
        }
      }
    }
  }

  std::vector<Pointer> pointers() && {
    std::vector<Pointer> found;
    for (auto& [country, number] : found_) {
      found.push_back({country, std::move(number)});
    }
    return found;
  }

 private:
  void look_at(std::int64_t row, const std::vector<Thing>& together) {
    static_cast<void>(is_readable([&] {
      const auto message = store_.messages().find(row);
      if (!message || found_.count(message->sender_country) > 0) {
        return;
      }
      const auto subject = store_.cases().find(message->number.number);
      if (!subject || !is_hit_no_hit({*message, *subject}, reader_, runtime_.directory) ||
          ++opened_ > kOpened) {
        return;
      }
      const auto held = held_in(store_, message->number, runtime_.templates);
      const bool all = std::all_of(together.begin(), together.end(), [&](const Thing& thing) {
        const auto there = found_in(held, thing);
        return there && is_sure(thing, there->how);
      });
      if (all) {
        found_.emplace(message->sender_country, message->number);
      }
    }));
  }

  const Runtime& runtime_;
  Store& store_;
  search::Reader& index_;
  const Sender& reader_;
  std::size_t opened_ = 0;
  std::map<std::string, MessageNumber> found_;
};

}  // namespace

std::vector<Pointer> point_to(const Runtime& runtime, Store& store, const search::Key& key,
                              const AskedThings& asked, const Sender& reader) {
  if (asked.empty() || !anybody_allows_hits(runtime.directory)) {
    return {};
  }
  try {
    search::Reader index(index_folder(runtime.site.state), key);
    Pointing pointing(runtime, store, index, reader);
    for (const auto& together : asked) {
      pointing.look_for(together);
    }
    return std::move(pointing).pointers();
  } catch (const search::Fault& fault) {
    throw Fault(fault.transient(), fault.what(), fault.hint());
  }
}

std::vector<std::string> countries_of(const std::vector<Pointer>& pointers) {
  std::vector<std::string> codes;
  for (const auto& one : pointers) {
    codes.push_back(one.country);
  }
  return codes;
}

std::vector<AuditEntry> pointed_rows(const std::vector<Pointer>& pointers) {
  std::vector<AuditEntry> rows;
  for (const auto& one : pointers) {
    rows.push_back({.act = "pointed",
                    .number = one.number.text(),
                    .detail = "hit/no-hit: sent to the liaison desk of " + one.country});
  }
  return rows;
}

}  // namespace pouch::gateway
