// A query as it is read back to whoever asked it.
#include "search/query/read_back.hpp"

#include <catch2/catch.hpp>

#include "search/index/fields.hpp"

using namespace pouch::search;

namespace {

std::string said(const std::string& query) {
  const auto parsed = parse_query(query);
  return parsed.root ? read_back(*parsed.root) : "! " + parsed.problem;
}

}  // namespace

TEST_CASE("a query is read back in words") {
  CHECK(said("person:jovanović OR plate:CA1234AB") ==
        "the name jovanović in every script, or the plate CA1234AB however typed");
  CHECK(said("lorry heroin") == "the word \"lorry\" and the word \"heroin\"");
  CHECK(said("(lorry OR truck) -cocaine") ==
        "(the word \"lorry\", or the word \"truck\"), without the word \"cocaine\"");
  CHECK(said("-heroin") == "everything without the word \"heroin\"");
  CHECK(said("\"41 kg\"") == "the words \"41 kg\" side by side");
  CHECK(said("+381641234567") == "\"+381641234567\" however typed");
  CHECK(said("jovan*") == "words that begin with \"jovan\"");
  CHECK(said("person:popov~") == "the name popov or one a letter apart");
  CHECK(said("plate:CA12*") == "the plate that begins with CA12");
  CHECK(said("subject:lorry") == "the word \"lorry\" in the subject");
  CHECK(said("from:ana.ionescu to:BG") == "the sender ana.ionescu and the receiver BG");
  CHECK(said("date:2026-01..2026-06") == "a day of arrival from 1 January 2026 to 30 June 2026");
  CHECK(said("date:2026-11-23") == "a day of arrival on 23 November 2026");
  CHECK(said("date:>2026-11") == "a day of arrival from 1 December 2026 on");
  CHECK(said("deadline:<2026-12-01") == "a deadline up to 30 November 2026");
  CHECK(said("is:overdue has:(pdf OR photo)") ==
        "a request that is overdue today and (a PDF file, or a picture)");
}

TEST_CASE("what is read back is one line of well-formed text, for every field") {
  for (const auto& row : fields()) {
    INFO(row.name);
    CHECK_FALSE(said(std::string(row.example)).empty());
  }
  const auto hostile = said("a\nb\xFF\u202E \"x\ny\" person:\"p\xC0\"");
  for (const std::string bad : {"\n", "\xFF", "\xC0", "\u202E"}) {
    CHECK(hostile.find(bad) == std::string::npos);
  }
}
