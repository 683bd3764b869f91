// Names that must meet, and that must not, wherever in a message they stand (names.hpp).
#include "tests/unit/search/names.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <set>

#include "tests/unit/search/archive.hpp"

using namespace pouch::search;

namespace {

using FeedsOf = std::function<std::vector<Feed>(const std::string&)>;

struct Message {
  const NameGroup* group;
  std::string spelling;
};

// Every spelling of every group in a message of its own.
class Spellings {
 public:
  explicit Spellings(const FeedsOf& feeds) {
    Writer writer(archive_.index(), test_key());
    for (const auto& group : name_groups()) {
      for (const auto& spelling : group.spellings) {
        messages_.push_back({&group, spelling});
        writer.put({messages_.size(), day(2026, 11, 1), feeds(spelling), {"all"}, {}});
      }
    }
    writer.commit(1);
  }

  // Pairs of one group that do not meet when `field` asks for the one and the other is filed.
  std::vector<std::string> missed(const std::string& field) {
    Reader reader(archive_.index(), test_key());
    std::vector<std::string> pairs;
    for (const auto& asked : messages_) {
      Request request;
      request.query = field + asked.spelling;
      request.readers = {"all"};
      request.limit = messages_.size();
      std::set<std::uint64_t> found;
      for (const auto& hit : reader.find(request).hits) {
        found.insert(hit.id);
      }
      for (std::size_t i = 0; i < messages_.size(); ++i) {
        if (messages_[i].group == asked.group && found.count(i + 1) == 0) {
          pairs.push_back(asked.spelling + " finds no " + messages_[i].spelling);
        }
      }
    }
    return pairs;
  }

 private:
  TestArchive archive_;
  std::vector<Message> messages_;
};

std::string field_query(const std::string& name) { return "person:\"" + name + "\""; }

std::string tier_of(const std::string& filed, const std::string& asked, const FeedsOf& feeds) {
  TestArchive archive;
  archive.put(1, feeds(filed));
  const auto answer = archive.ask(asked);
  return answer.hits.empty() ? "" : answer.hits.front().tier;
}

const FeedsOf in_field = [](const std::string& name) {
  return std::vector<Feed>{{"person", name}};
};
const FeedsOf in_text = [](const std::string& name) {
  return std::vector<Feed>{
      {"text", "The driver told the officers that " + name + " had paid for the lorry in Niš."}};
};
const FeedsOf in_attachment = [](const std::string& name) {
  return std::vector<Feed>{{"text", "See the list that is attached."},
                           {"attachment", "list.csv"},
                           {"text", "name;seen;place\n" + name + ";2026-10-01;Giurgiu\n"}};
};

}  // namespace

TEST_CASE("there are names enough to trust the tables") {
  std::size_t pairs = 0;
  std::set<std::string> names;
  for (const auto& group : name_groups()) {
    INFO(group.what);
    CHECK(names.insert(group.what).second);
    CHECK(group.spellings.size() > 1);
    pairs += group.spellings.size() - 1;
  }
  CHECK(pairs >= 150);
}

TEST_CASE("every spelling of a name finds every other in a field") {
  CHECK(Spellings(in_field).missed("person:") == std::vector<std::string>{});
}

TEST_CASE("every spelling of a name finds every other in free text") {
  CHECK(Spellings(in_text).missed("") == std::vector<std::string>{});
}

TEST_CASE("every spelling of a name finds every other in an attachment") {
  CHECK(Spellings(in_attachment).missed("") == std::vector<std::string>{});
}

TEST_CASE("different names are not the same as written, nor by another spelling") {
  for (const auto& [left, right] : different_names()) {
    for (const auto& feeds : {in_field, in_text}) {
      INFO(left << " and " << right);
      for (const auto& tier :
           {tier_of(left, right, feeds), tier_of(right, left, feeds),
            tier_of(left, field_query(right), feeds), tier_of(right, field_query(left), feeds)}) {
        CHECK((tier.empty() || tier == "similar sound"));
      }
    }
  }
}

TEST_CASE("few different names meet by sound") {
  std::vector<std::string> met;
  for (const auto& [left, right] : different_names()) {
    if (!tier_of(left, field_query(right), in_field).empty()) {
      met.push_back(left + " and " + right);
    }
  }
  CHECK(met == std::vector<std::string>{"Šušić and Sušić", "Žurić and Đurić", "Zoran and Đoran",
                                        "Lukić and Ljukić", "Panić and Panjić", "Ana and Anna",
                                        "Simić and Šimić", "Čavić and Ćavić", "Šarić and Sarić",
                                        "Шушић and Sušić", "Šišković and Sisković",
                                        "Чавић and Ћавић", "Живић and Зивић", "Čolić and Colić",
                                        "Ana Šarić and Ana Sarić", "Hadži-Šušić and Hadžisušić"});
}
