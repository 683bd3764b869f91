// Every template, filled in with its own examples, through every shape that clients give a body:
// the same values come out. Mail and templates together.
#include <catch2/catch.hpp>

#include "mail/content/content.hpp"
#include "templates/reading/reader.hpp"
#include "tests/unit/gateway/client_shapes.hpp"
#include "tests/unit/gateway/shipped.hpp"

using namespace pouch;
using pouch::test::client_shapes;
using pouch::test::shipped;

namespace {

std::string filled(const std::vector<templates::FieldSpec>& fields) {
  std::string text;
  for (const auto& field : fields) {
    if (!field.example.empty() && field.id != "template") {
      text += field.label + ": " + field.example + "\n";
    }
  }
  return text;
}

// All fields and blocks that have an example, whether or not a real form would have them at once.
std::string filled(const templates::Template& which) {
  auto text = "Form: " + which.name + "\n" + filled(which.fields);
  for (const auto& use : which.blocks) {
    const auto* block = shipped().block(use.block);
    text += "\n[" + block->label + " 1]\n" + filled(block->fields);
  }
  return text;
}

std::string folded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

using Values = std::vector<std::string>;

void add_values(const std::vector<templates::Value>& fields, const std::string& prefix,
                Values& values) {
  for (const auto& value : fields) {
    if (!value.given) continue;
    auto line = prefix + value.id + " =";
    for (const auto& one : value.values) line += " " + folded(one) + ";";
    values.push_back(line + " " + folded(value.raw));
  }
}

Values values_of(const templates::Form& form) {
  Values values;
  add_values(form.fields, "", values);
  for (const auto& block : form.blocks) {
    add_values(block.fields, block.kind + std::to_string(block.number) + " ", values);
  }
  for (const auto& problem : form.problems)
    values.push_back("problem " + problem.code + " " + problem.label);
  values.push_back("free text " + folded(form.free_text));
  return values;
}

mail::Content content_of(const std::string& entity) {
  const mail::Limits limits;
  const auto scanned = mail::scan(entity, limits);
  REQUIRE(std::holds_alternative<mail::Entity>(scanned));
  return mail::read_content(std::get<mail::Entity>(scanned), limits);
}

templates::Form read(const std::string& text, const templates::Template& which) {
  return templates::read_form(text, which, shipped(), {});
}

void check_round_trips(const templates::Template& which, const std::string& text) {
  const auto expected = values_of(read(text, which));
  for (const auto& shape : client_shapes()) {
    const auto entity = shape.entity(text);
    if (!entity) continue;
    const auto content = content_of(*entity);
    INFO(which.name << ", " << shape.name << "\n" << content.text);
    CHECK(content.unreadable.empty());
    const auto recognised = templates::recognise(content.text, shipped(), {});
    CHECK(recognised.name == which.name);
    const auto form = read(content.text, which);
    CHECK(values_of(form) == expected);
    if (!content.html_text.empty()) {
      CHECK(templates::alternative_disagreements(form, read(content.html_text, which)).empty());
    }
  }
}

}  // namespace

TEST_CASE("every template's examples survive every client") {
  REQUIRE(shipped().all().size() >= 4);
  for (const auto* which : shipped().all()) {
    const auto text = filled(*which);
    const auto form = read(text, *which);
    INFO(text);
    CHECK(form.fields.size() > 3);  // it is a form, not its title
    check_round_trips(*which, text);
  }
}

TEST_CASE("the names of the region survive every client and every charset that has them") {
  const auto* which = shipped().find("request");
  for (const std::string name :
       {"Đorđević, Jovanović, Niš", "Јовановић, Ђорђевић, Ниш", "Георгиев, Щърков, ъгъл",
        "Γεωργίου, Ώρα, ΐ", "Işık, ŞAHİN, Çağlar, ığdır", "Țepeș, Șerban, Brăila", "Țepeş",
        "Gazsó, Őry, Űr", "Çela, Përmet, Bahrië", "Ѓорѓи, Ќулавков, Ѕвезда", "Müller, Groß, 12 €",
        "“quoted” „so“ «or» – so…", "Јовановић Γεωργίου Țepeș"}) {
    const auto text =
        "Form: request\nTo: BG, RS\nInformation wanted:\n  1. Who is " + name +
        ", and where was he seen last before the lorry was stopped?\n  2. When?\n"
        "Facts: seen by " +
        name +
        "\n  and again on the next day, at the crossing of Giurgiu, by two officers.\n"
        "\n[Person 1]\nFamily name: " +
        name + "\n\nFree text:\n" + name + "\n";
    check_round_trips(*which, text);
  }
}

TEST_CASE("most shapes hold any text, and every charset holds plain letters") {
  std::size_t held = 0;
  for (const auto& shape : client_shapes()) held += shape.entity("Form: request\n") ? 1 : 0;
  CHECK(held == client_shapes().size());
  CHECK(client_shapes().size() >= 40);
}
