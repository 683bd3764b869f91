// docs/security.md prints the table of algorithms as mail/openpgp/policy.hpp has it.
#include "mail/openpgp/policy.hpp"

#include <catch2/catch.hpp>

#include "tests/docs/pages.hpp"

using namespace pouch::mail::openpgp;

namespace {

std::string kind_of(const AlgorithmRule& rule) {
  switch (rule.kind) {
    case AlgorithmKind::kDigest:
      return "digest";
    case AlgorithmKind::kPublicKey:
      return "key";
    case AlgorithmKind::kCipher:
      return "cipher";
  }
  return {};
}

std::string uses_of(const AlgorithmRule& rule) {
  if (rule.uses.none()) {
    return "refused";
  }
  std::string all;
  for (const auto& [use, word] :
       {std::pair(Use::kSign, "sign"), std::pair(Use::kVerify, "verify"),
        std::pair(Use::kEncrypt, "encrypt"), std::pair(Use::kDecrypt, "decrypt")}) {
    if (rule.uses.has(use)) {
      all += (all.empty() ? "" : ", ") + std::string(word);
    }
  }
  return all;
}

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string end_of(const AlgorithmRule& rule) {
  if (!rule.last_day) {
    return "";
  }
  const std::chrono::year_month_day day(*rule.last_day);
  return std::to_string(int(day.year())) + "-" + two_digits(unsigned(day.month())) + "-" +
         two_digits(unsigned(day.day()));
}

std::string printed() {
  std::string table =
      "| kind | name | least bits | may | until the end of | why |\n|---|---|---|---|---|---|\n";
  for (const auto& rule : kAlgorithmPolicy) {
    table += "| " + kind_of(rule) + " | `" + std::string(rule.name) + "` | " +
             (rule.least_bits == 0 ? "" : std::to_string(rule.least_bits)) + " | " + uses_of(rule) +
             " | " + end_of(rule) + " | " + std::string(rule.why) + " |\n";
  }
  return table;
}

}  // namespace

TEST_CASE("the page on security prints the table of algorithms that the program judges by") {
  const auto page = pouch::test::source_text("docs/security.md");
  const auto begin = page.find("\n## Which algorithms count\n");
  REQUIRE(begin != std::string::npos);
  const auto table = page.find("| kind |", begin);
  REQUIRE(table != std::string::npos);
  const auto end = page.find("\n\n", table);
  CHECK(page.substr(table, end + 1 - table) == printed());
}
