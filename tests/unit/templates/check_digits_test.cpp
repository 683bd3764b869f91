// Numbers with check digits of their own: what fails is a warning, never a problem.
#include "templates/validators.hpp"

#include "tests/unit/templates/shipped.hpp"

namespace pouch::templates {
namespace {

TEST_CASE("numbers by their own standards: the standards' examples pass") {
  CHECK_FALSE(odd("vin", "WDB9634031L123456"));
  CHECK_FALSE(odd("vin", "1M8GDM9AXKP042788"));
  CHECK_FALSE(odd("iban", "GB82 WEST 1234 5698 7654 32"));  // ISO 13616's registry
  CHECK_FALSE(odd("iban", "BG80 BNBG 9661 1020 3456 78"));
  CHECK_FALSE(odd("container", "CSQU3054383"));  // ISO 6346
  CHECK_FALSE(odd("luhn", "4111 1111 1111 1111"));
  CHECK_FALSE(odd("luhn", "490154203237518"));  // 3GPP TS 23.003
}

TEST_CASE("one wrong character is noticed") {
  CHECK(odd("vin", "WDB9634O31L123456"));
  CHECK(odd("vin", "WDB9634031L12345"));
  CHECK(odd("iban", "GB82 WEST 1234 5698 7654 33"));
  CHECK(odd("iban", "GB28 WEST 1234 5698 7654 32"));
  CHECK(odd("container", "CSQU3054384"));
  CHECK(odd("luhn", "4111 1111 1111 1112"));
}

TEST_CASE("rubbish is odd by every check, and no check crashes on it") {
  for (const auto& name : check_names()) {
    for (const auto* text : {"", " ", "x", "\xFF\xFE", "ЖЖЖЖЖЖЖЖЖЖЖ", "00000", "<<<<<<"}) {
      INFO(name << " " << text);
      CHECK(odd(name, text));
    }
    CHECK(odd(name, std::string(5000, '1')));
  }
}

TEST_CASE("a number that fails its check is a warning at its line, and sent on as it stands") {
  const auto form = read(request_with("") + "[Vehicle 1]\nKind: car\nVIN: WDB9634O31L123456\n");
  CHECK(form.problems.empty());
  const auto* warning = find_problem(form.warnings, "check-digits");
  REQUIRE(warning != nullptr);
  CHECK(warning->line == 17);
  CHECK(warning->label == "[Vehicle 1] VIN");
  CHECK(form.blocks.at(1).find("vin")->values == Strings{"WDB9634O31L123456"});
}

TEST_CASE("which check a number has depends on its kind") {
  const auto account = [](const std::string& kind, const std::string& value) {
    return read(request_with("") + "[Account 1]\nKind: " + kind + "\nValue: " + value + "\n");
  };
  CHECK(find_problem(account("IBAN", "GB82 WEST 1234 5698 7654 33").warnings, "check-digits"));
  CHECK(find_problem(account("payment card", "4111111111111112").warnings, "check-digits"));
  CHECK_FALSE(find_problem(account("hawala", "4111111111111112").warnings, "check-digits"));
}

}  // namespace
}  // namespace pouch::templates
