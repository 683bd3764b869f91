#include "gateway/archive/archive.hpp"

#include <algorithm>

#include "search/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kSnippet = 100;
constexpr std::size_t kAttachmentText = 1u << 20;  // octets of text out of one attachment
constexpr std::size_t kPage = 100, kMostLooked = 2000;

std::string snippet_of(const Contents& contents, const std::string& words) {
  auto found = search::snippet(contents.text, words, kSnippet);
  for (const auto& part : contents.parts) {
    if (!found.empty() || part.evidence) {
      break;
    }
    found = search::snippet(
        search::extract_text(part.media_type, part.name, part.bytes, kAttachmentText), words,
        kSnippet);
  }
  return found;
}

std::vector<ArchiveHit> details(Store& store, const std::vector<search::Hit>& hits,
                                const ArchiveRequest& request) {
  std::vector<ArchiveHit> found;
  for (const auto& hit : hits) {
    const auto message = store.message(static_cast<std::int64_t>(hit.id));
    if (!message || !may_read(*message, request.readers)) {
      continue;  // the index is a cache; the store has the last word
    }
    ArchiveHit entry{
        *message, store.contents(message->number, message->message), "", hit.tier, hit.percent, {},
        {}};
    entry.snippet = snippet_of(entry.contents, request.words);
    if (const auto subject = store.find_case(message->number)) {
      entry.handling = subject->handling;
      for (const auto& leg : subject->legs) {
        entry.to.push_back(leg.country);
      }
    }
    found.push_back(std::move(entry));
  }
  return found;
}

// With tiers left out the hits are looked at one by one, so that the count is of those that count.
search::Answer without_tiers(search::Reader& reader, const search::Request& asked,
                             const std::vector<std::string>& without) {
  search::Answer result;
  auto page = asked;
  page.limit = kPage;
  for (page.offset = 0; page.offset < kMostLooked; page.offset += kPage) {
    const auto some = reader.find(page);
    if (!some.problem.empty()) {
      return some;
    }
    for (const auto& hit : some.hits) {
      if (std::find(without.begin(), without.end(), hit.tier) != without.end()) {
        continue;
      }
      if (result.total >= asked.offset && result.hits.size() < asked.limit) {
        result.hits.push_back(hit);
      }
      ++result.total;
    }
    if (some.hits.size() < kPage) {
      break;
    }
  }
  return result;
}

}  // namespace

search::Key index_key(const Secret& data_key) {
  const auto derived = data_key.derive("index");
  search::Key key{};
  std::copy(derived.octets().begin(), derived.octets().end(), key.begin());
  return key;
}

bool may_read(const Message& message, const std::vector<std::string>& tags) {
  return std::any_of(message.readers.begin(), message.readers.end(), [&](const std::string& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

ArchiveAnswer ask_archive(Store& store, const std::filesystem::path& state, const search::Key& key,
                          const ArchiveRequest& request) {
  search::Request asked;
  asked.query = request.query;
  asked.readers = request.readers;
  asked.limit = request.limit;
  asked.offset = request.offset;
  asked.by_date = request.by_date;
  try {
    search::Reader reader(state / "index", key);
    auto answer = request.without.empty() ? reader.find(asked)
                                          : without_tiers(reader, asked, request.without);
    ArchiveAnswer result;
    result.total = answer.total;
    result.problem = std::move(answer.problem);
    result.hint = std::move(answer.hint);
    result.hits = details(store, answer.hits, request);
    return result;
  } catch (const search::Fault& fault) {
    throw Fault(fault.transient(), fault.what(), fault.hint());
  }
}

}  // namespace pouch::gateway
