// bench_page: what a page of hits costs a process that asks its own archive, from the words to the
// list with snippets and reasons, beside the index alone.
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <iostream>

#include "gateway/archive/archive.hpp"
#include "gateway/archive/document.hpp"
#include "gateway/archive/index_folder.hpp"
#include "gateway/store/bodies.hpp"
#include "gateway/store/data_key.hpp"
#include "gateway/store/imports.hpp"
#include "gateway/store/messages.hpp"
#include "gateway/store/packed.hpp"
#include "gateway/store/reservations.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/texts.hpp"

namespace pouch::bench {
namespace {

namespace fs = std::filesystem;
using namespace pouch::gateway;

constexpr const char* kWhat =
    R"(bench_page: pages of 20 hits out of a store of messages of 2 KB, in cases of 50, under rights.
  asked   ask_archive(): the index opened, asked, the messages opened and unsealed, snippets, why
  index   the index alone, open already
Repeat: cmake --preset release && cmake --build --preset release --target bench_page &&
        build/release/tests/bench/bench_page [MESSAGES=10000 [QUERIES=200]]
)";

constexpr std::size_t kOfCase = 50, kPage = 20;

class Pages {
 public:
  Pages(const fs::path& folder, std::size_t messages, std::size_t queries)
      : state_(folder / "state"), messages_(messages), queries_(queries) {
    make_state(state_, key_, "wrapped data key");
    store_.emplace(state_, key_);
  }

  void run() {
    std::cout << kWhat << std::flush;
    fill();
    std::printf("%zu messages\n", messages_);
    opening();
    page("one word", [&] { return texts_.word(100 + texts_.below(400)); });
    page("three words", [&] {
      const auto& words = sample().words;
      return words[1] + " " + words[100] + " " + words[200];
    });
    page("a name, no field", [&] { return name(); });
    page("a name, other script", [&] { return texts_.word(500 + texts_.below(5000)) + "ic"; });
    page("a name with an error", [&] { return name() + "~"; });
    page("a plate", [&] { return "\"" + sample().plate + "\""; });
  }

 private:
  void fill() {
    search::Writer writer(index_folder(state_), index_key(key_));
    const templates::TemplateSet templates;
    for (std::size_t done = 0; done < messages_; done += kOfCase) {
      auto group = group_of(done);
      if (store_->imports().commit(group) != CommitResult::kDone) {
        throw std::runtime_error("a case changed while it was filled");
      }
      store_->imports().end(group.name, group.subject.number, {}, group.at);
      for (std::size_t i = 0; i < kOfCase; ++i) {
        const auto message = store_->messages().find(static_cast<std::int64_t>(done + i + 1));
        auto body = store_->bodies().open(message->number);
        writer.put(document_of(*message, body, &group.subject, templates));
      }
      if (done % 1000 == 0) {
        writer.commit(done + kOfCase);
      }
    }
    writer.commit(messages_);
  }

  ImportGroup group_of(std::size_t done) {
    const Time now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
    Case subject{store_->reservations().reserve(0, "SEL", now).number};
    subject.kind = CaseKind::kArchive;
    subject.community = "police";
    subject.requester = "ana.ionescu";
    subject.requester_country = "RO";
    subject.opened = now;
    subject.messages = kOfCase;
    ImportGroup group{std::to_string(done), std::move(subject), true, {}, {}, now};
    for (std::size_t i = 0; i < kOfCase; ++i) {
      const auto text = texts_.next();
      if (i == 0) {
        samples_.push_back(text);
      }
      Message row{0, {group.subject.number, static_cast<int>(i + 1)}};
      row.form = "note";
      row.sender = "ana.ionescu";
      row.sender_country = text.country;
      row.received = row.signed_at = text.day;
      row.message_id = std::to_string(done + i) + "@police.ro.example";
      row.readers = {"community:police", text.desk};
      group.mails.push_back({{std::move(row),
                              {text.subject, text.body + "\n" + text.plate + "\n", "", {}},
                              mail::Bytes("raw mail")},
                             std::nullopt,
                             "mark " + std::to_string(done + i)});
    }
    return group;
  }

  // What a hit costs that is opened, and of it the unsealing of its text.
  void opening() {
    constexpr std::size_t kOpened = 1000;
    std::vector<double> facts, bodies, unsealed;
    const auto text = texts_.next().body;
    const auto sealed = seal_packed(key_, "text", text);
    for (std::size_t i = 0; i < kOpened; ++i) {
      const Stopwatch first;
      const auto message =
          store_->messages().find(static_cast<std::int64_t>(texts_.below(messages_) + 1));
      facts.push_back(first.wall());
      const Stopwatch second;
      store_->bodies().open(message->number);
      bodies.push_back(second.wall());
      const Stopwatch third;
      open_packed(key_, "text", sealed);
      unsealed.push_back(third.wall());
    }
    std::printf("a message: its facts %.4f ms, its text %.4f ms, of it unsealing 2 KB %.4f ms\n",
                median(facts), median(bodies), median(unsealed));
  }

  void page(const char* name, const std::function<std::string()>& make) {
    search::Reader index(index_folder(state_), index_key(key_));
    std::vector<double> asked, alone;
    std::size_t hits = 0;
    for (std::size_t i = 0; i < queries_; ++i) {
      ArchiveRequest request;
      request.query = request.words = make();
      request.readers = {"community:police", "desk:7"};
      request.limit = kPage;
      const Stopwatch first;
      const auto answer = ask_archive(*store_, state_, index_key(key_), request);
      asked.push_back(first.wall());
      if (!answer.problem.empty() || answer.unreadable > 0) {
        throw std::runtime_error(request.query + ": " + answer.problem);
      }
      hits += answer.hits.size();
      search::Request same;
      same.query = request.query;
      same.readers = request.readers;
      same.limit = kPage;
      const Stopwatch second;
      index.find(same);
      alone.push_back(second.wall());
    }
    std::printf("%-22s asked %7.3f ms, 99 %% %7.3f   index %7.3f, %7.3f   %.1f hits\n", name,
                median(asked), percentile(asked, 0.99), median(alone), percentile(alone, 0.99),
                static_cast<double>(hits) / static_cast<double>(queries_));
    std::fflush(stdout);
  }

  const Text& sample() { return samples_[texts_.below(samples_.size())]; }
  std::string name() {
    const auto& names = sample().names;
    return names[0].substr(names[0].find(' ') + 1);
  }

  fs::path state_;
  std::size_t messages_, queries_;
  Secret key_ = Secret::random();
  std::optional<Store> store_;
  Texts texts_;
  std::vector<Text> samples_;
};

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) {
  std::string folder = "/tmp/pouch-page.XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    std::cerr << "bench_page: no temporary folder\n";
    return 1;
  }
  int status = 0;
  try {
    const std::size_t messages = count < 2 ? 10'000 : std::stoul(words[1]);
    const std::size_t queries = count < 3 ? 200 : std::stoul(words[2]);
    pouch::bench::Pages(folder, std::max<std::size_t>(messages, 50) / 50 * 50, queries).run();
  } catch (const std::exception& fault) {
    std::cerr << "bench_page: " << fault.what() << "\n";
    status = 1;
  }
  std::filesystem::remove_all(folder);
  return status;
}
