// bench_archive: the archive's index and searches, as ratios to bare Xapian with readable terms.
#include <unistd.h>
#include <xapian.h>

#include <cstdlib>
#include <functional>
#include <iostream>

#include "search/query/query.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/texts.hpp"

namespace pouch::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWhat =
    R"(bench_archive: an archive of messages (2 KB, 330 words out of 80,000 by Zipf's law, two names, a
plate, a date, rights), indexed and searched. Sentences begin with a capital, and both names stand in
the text too, so that names in free text are paid for.
  ours   search/: folded words under a keyed hash, names in three tiers, rights in each query
  bare   Xapian with readable terms: the same texts through TermGenerator, no names, no rights
  Blocks of both take turns; CPU for the index, median and 99th percentile of wall for the queries.
Repeat: cmake --preset release && cmake --build --preset release --target bench_archive &&
        build/release/tests/bench/bench_archive [MESSAGES=10000 [without-names | numbers | YEARS=2
          [COPIES]]]
  without-names: texts of the same words that hold none, the difference is what names in free text cost
  numbers: every third word is a number of five digits
  YEARS: over how many the messages are spread, each is a database of its own
  COPIES: the compacted years so many times over, as further years: how searches grow
)";

constexpr std::size_t kGroup = 100, kBlock = 500;
constexpr std::size_t kQueries = 200, kPage = 20;
constexpr Xapian::valueno kDay = 0;

class Bare {
 public:
  explicit Bare(const fs::path& folder) : database_(folder.string(), Xapian::DB_CREATE) {}
  void put(const Text& text) {
    Xapian::Document entry;
    Xapian::TermGenerator generator;
    generator.set_document(entry);
    generator.index_text(text.subject, 1, "S");
    generator.index_text(text.subject);
    generator.index_text(text.body);
    for (const auto& term : {"XC:" + text.country, "XP" + text.plate, std::string("XFrequest")}) {
      entry.add_boolean_term(term);
    }
    entry.add_value(kDay, serialised(text.day));
    database_.add_document(entry);
  }
  void commit() { database_.commit(); }
  static std::string serialised(std::chrono::sys_days day) {
    return Xapian::sortable_serialise(static_cast<double>(day.time_since_epoch().count()));
  }

 private:
  Xapian::WritableDatabase database_;
};

class BareReader {
 public:
  explicit BareReader(const fs::path& folder) : database_(folder.string()) {
    parser_.set_database(database_);
    parser_.set_default_op(Xapian::Query::OP_AND);
    parser_.add_boolean_prefix("country", "XC");
  }
  std::size_t find(const std::string& query, const std::string& from, const std::string& to) {
    auto parsed = parser_.parse_query(query);
    if (!from.empty()) {
      parsed = Xapian::Query(Xapian::Query::OP_FILTER, parsed,
                             Xapian::Query(Xapian::Query::OP_VALUE_RANGE, kDay, from, to));
    }
    Xapian::Enquire enquire(database_);
    enquire.set_query(parsed);
    const auto hits = enquire.get_mset(0, kPage);
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
      (void)hit.get_percent();
    }
    return hits.size();
  }

 private:
  Xapian::Database database_;
  Xapian::QueryParser parser_;
};

double size_of(const fs::path& folder) {
  double octets = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    octets += entry.is_regular_file() ? static_cast<double>(entry.file_size()) : 0;
  }
  return octets / 1e6;
}

struct Ask {
  std::string query;
  std::string bare;  // the same in Xapian's words
  std::chrono::sys_days from{}, to{};
};

class Archive {
 public:
  Archive(const fs::path& folder, std::size_t messages, TextKind kind)
      : folder_(folder), ours_(folder / "ours"), messages_(messages), key_{1, 2, 3}, texts_(kind) {}

  void run(std::size_t copies) {
    std::cout << kWhat << std::flush;
    index();
    compact();
    queries();
    if (copies > 0) {
      const auto years = search::read_head(ours_).value().years;
      copy(years, 1);
      queries();
      copy(years, copies);
      queries();
    }
  }

 private:
  void queries() {
    const std::string common = texts_.word(2);
    query("one word", [&] { return same(word()); });
    query("one very frequent word", [&] { return same(common); });
    query("three words", [&] {
      const auto& words = sample().words;
      return same(words[1] + " " + words[100] + " " + words[200]);
    });
    query("a phrase of two", [&] {
      const auto& words = sample().words;
      return same("\"" + words[3] + " " + words[4] + "\"");
    });
    query("word and country", [&] { return same(word() + " country:RO"); });
    query("word and half a year", [&] {
      const auto some = word();
      using std::chrono::year;
      return Ask{some + " date:2025-07..2025-12", some, std::chrono::sys_days(year(2025) / 7 / 1),
                 std::chrono::sys_days(year(2025) / 12 / 31)};
    });
    query("a name (three tiers)", [&] { return Ask{"person:" + name(), "", {}, {}}; });
    query("a name, no field", [&] { return Ask{name(), "", {}, {}}; });
    readers_ = {"desk:7"};
    query("a name, one desk's rights", [&] { return Ask{name(), "", {}, {}}; });
    readers_ = {"community:police", "desk:7"};
    query("a name with an error", [&] { return Ask{name() + "~", "", {}, {}}; });
    query("a plate", [&] { return Ask{"plate:\"" + sample().plate + "\"", "", {}, {}}; });
    query("a plate's beginning", [&] {
      return Ask{"CA" + sample().plate.substr(3, 3) + "*", "", {}, {}};
    });
    query("a plate's end", [&] {
      return Ask{"*" + sample().plate.substr(4, 3) + "AB", "", {}, {}};
    });
  }

  void index() {
    search::Writer writer(folder_ / "ours", key_);
    Bare bare(folder_ / "bare");
    std::vector<double> ours, theirs;
    double ours_wall = 0, theirs_wall = 0;
    for (std::size_t done = 0; done < messages_; done += kBlock) {
      std::vector<Text> block;
      for (std::size_t i = 0; i < kBlock; ++i) {
        block.push_back(texts_.next());
        text_ += static_cast<double>(block.back().body.size() + block.back().subject.size()) / 1e6;
      }
      samples_.push_back(block.front());
      const Stopwatch first;
      for (std::size_t i = 0; i < kBlock; ++i) {
        writer.put(document_of(block[i], done + i + 1));
        if (i % kGroup == kGroup - 1) {
          writer.commit(done + i + 1);
        }
      }
      ours.push_back(first.cpu());
      ours_wall += first.wall();
      const Stopwatch second;
      for (std::size_t i = 0; i < kBlock; ++i) {
        bare.put(block[i]);
        if (i % kGroup == kGroup - 1) {
          bare.commit();
        }
      }
      theirs.push_back(second.cpu());
      theirs_wall += second.wall();
    }
    const auto count = static_cast<double>(messages_);
    const double size = size_of(folder_ / "ours"), bare_size = size_of(folder_ / "bare");
    printf("%zu messages in commits of %zu\n", messages_, kGroup);
    printf("index ours  %6.0f/s  CPU %.2f ms each  %.0f MB\n", count / ours_wall * 1e3,
           median(ours) / kBlock, size);
    printf("index bare  %6.0f/s  CPU %.2f ms each  %.0f MB\n", count / theirs_wall * 1e3,
           median(theirs) / kBlock, bare_size);
    printf("ratio       CPU %.2f  wall %.2f  size %.2f\n", median(ours) / median(theirs),
           ours_wall / theirs_wall, size / bare_size);
    fflush(stdout);
  }

  void compact() {
    const Stopwatch watch;
    const auto years = search::read_head(ours_).value().years;
    fs::create_directory(folder_ / "compact");
    for (const auto year : years) {
      search::compact_shard(folder_ / "ours", year,
                            search::shard_folder(folder_ / "compact", year));
    }
    const auto cpu = watch.cpu();
    Xapian::Database(folder_ / "bare").compact(folder_ / "bare.compact");
    printf("size/text   ours %.1f, compact %.1f (%.0f ms CPU); bare %.1f, compact %.1f\n",
           size_of(folder_ / "ours") / text_, size_of(folder_ / "compact") / text_, cpu,
           size_of(folder_ / "bare") / text_, size_of(folder_ / "bare.compact") / text_);
    for (const auto* table : {"postlist", "position", "termlist"}) {
      const auto file = fs::path(table).replace_extension(".glass");
      const auto of = [&](const char* index) {
        double octets = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder_ / index)) {
          octets += entry.path().filename() == file ? static_cast<double>(entry.file_size()) : 0;
        }
        return octets / 1e6;
      };
      printf("  %-9s ours %6.1f MB, compact %6.1f; bare %6.1f, compact %6.1f\n", table, of("ours"),
             of("compact"), of("bare"), of("bare.compact"));
    }
    fflush(stdout);
  }

  // The compacted years become an index of their own, each so many times.
  void copy(const std::set<int>& years, std::size_t copies) {
    ours_ = folder_ / "copied";
    fs::remove_all(ours_);
    fs::create_directory(ours_);
    search::IndexHead head{messages_, {}, {}};
    for (std::size_t i = 0; i < copies; ++i) {
      for (const auto year : years) {
        const int as = search::kLastYear - static_cast<int>(head.years.size());
        fs::copy(search::shard_folder(folder_ / "compact", year), search::shard_folder(ours_, as));
        head.years.insert(as);
      }
    }
    search::write_head(ours_, head);
    copies_ = copies;
    printf("compacted, %zu messages in %zu years\n", messages_ * copies, head.years.size());
  }

  void query(const char* name, const std::function<Ask()>& make) {
    search::Reader reader(ours_, key_);
    BareReader bare(folder_ / "bare");
    std::vector<double> ours, theirs;
    std::size_t hits = 0, bare_hits = 0;
    for (std::size_t i = 0; i < kQueries; ++i) {
      const auto ask = make();
      search::Request request;
      request.query = ask.query;
      request.readers = readers_;
      request.limit = kPage;
      const Stopwatch first;
      const auto answer = reader.find(request);
      ours.push_back(first.wall());
      if (!answer.problem.empty()) {
        throw std::runtime_error(ask.query + ": " + answer.problem);
      }
      hits += answer.hits.size();
      if (!ask.bare.empty() && copies_ == 0) {
        const bool ranged = ask.from != ask.to;
        const auto from = ranged ? Bare::serialised(ask.from) : std::string();
        const auto to = ranged ? Bare::serialised(ask.to) : std::string();
        const Stopwatch second;
        bare_hits += bare.find(ask.bare, from, to);
        theirs.push_back(second.wall());
      }
    }
    printf("%-24s median %7.3f ms  99 %% %7.3f ms", name, median(ours), percentile(ours, 0.99));
    if (!theirs.empty()) {
      printf("   bare %7.3f, %7.3f   ratio %.1f%s", median(theirs), percentile(theirs, 0.99),
             median(ours) / median(theirs), hits == bare_hits ? "" : "   (hits differ)");
    }
    printf("   %.1f hits\n", static_cast<double>(hits) / kQueries);
    fflush(stdout);
  }

  const Text& sample() { return samples_[texts_.below(samples_.size())]; }
  std::string word() { return texts_.word(100 + texts_.below(400)); }
  std::string name() {
    const auto& names = sample().names;
    return names[0].substr(names[0].find(' ') + 1);
  }
  static Ask same(const std::string& query) { return {query, query, {}, {}}; }

  fs::path folder_, ours_;  // ours_: that is searched
  std::size_t messages_, copies_ = 0;
  std::vector<std::string> readers_{"community:police", "desk:7"};
  search::Key key_;
  Texts texts_;
  std::vector<Text> samples_;
  double text_ = 0;  // MB of bodies and subjects
};

}  // namespace
}  // namespace pouch::bench

int main(int count, char** words) {
  std::string folder = "/tmp/pouch-archive.XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    std::cerr << "bench_archive: no temporary folder\n";
    return 1;
  }
  int status = 0;
  try {
    const std::size_t messages = count < 2 ? 10'000 : std::stoul(words[1]);
    const std::string mode = count < 3 ? "2" : words[2];
    pouch::bench::TextKind kind;
    kind.names = mode != "without-names";
    kind.numbers = mode == "numbers";
    if (mode.find_first_not_of("0123456789") == std::string::npos && mode != "2") {
      kind.days = 365 * static_cast<unsigned>(std::stoul(mode));
    }
    const std::size_t copies = count < 4 ? 0 : std::stoul(words[3]);
    pouch::bench::Archive(folder, std::max<std::size_t>(messages, 500) / 500 * 500, kind)
        .run(copies);
  } catch (const std::exception& fault) {
    std::cerr << "bench_archive: " << fault.what() << "\n";
    status = 1;
  } catch (const Xapian::Error& error) {
    std::cerr << "bench_archive: " << error.get_description() << "\n";
    status = 1;
  }
  std::filesystem::remove_all(folder);
  return status;
}
