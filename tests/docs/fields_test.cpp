// docs/fields.md: every field of every shipped form and block is read where the page says, or
// shown.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "templates/reading/reader.hpp"
#include "templates/showing/render.hpp"
#include "tests/docs/pages.hpp"

using namespace pouch::templates;
using pouch::test::source_text;

namespace {

using Key = std::pair<std::string, std::string>;  // of, field

const TemplateSet& shipped() {
  static const auto set = [] {
    std::vector<LoadFault> faults;
    return TemplateSet::load({std::string(POUCH_SOURCE) + "/templates/forms"}, faults);
  }();
  return set;
}

// "| of | `field` | `file` |"
std::map<Key, std::string> page() {
  std::map<Key, std::string> rows;
  const auto text = source_text("docs/fields.md");
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    const auto line = text.substr(from, end - from);
    from = end + 1;
    const auto second = line.find(" | `"), third = line.find("` | ", second + 1);
    if (line.starts_with("| ") && second != std::string::npos && third != std::string::npos) {
      auto read_by = line.substr(third + 4, line.rfind(" |") - third - 4);
      read_by.erase(std::remove(read_by.begin(), read_by.end(), '`'), read_by.end());
      rows[{line.substr(2, second - 2), line.substr(second + 4, third - second - 4)}] = read_by;
    }
  }
  return rows;
}

bool names(const std::string& text, const std::string& id) {
  return text.find("\"" + id + "\"") != std::string::npos ||
         text.find("\"" + id + "=") != std::string::npos;
}

// Fields that the template files define, by where: the envelope once, forms, blocks.
std::map<Key, const FieldSpec*> defined() {
  const auto envelope = source_text("templates/forms/_envelope.toml");
  std::map<Key, const FieldSpec*> fields;
  for (const auto* which : shipped().all()) {
    const auto own = source_text("templates/forms/" + which->name + ".toml");
    for (const auto& field : which->fields) {
      const bool is_own = own.find("\nid = \"" + field.id + "\"") != std::string::npos;
      fields[{is_own ? which->name : "envelope", field.id}] = &field;
    }
  }
  for (const auto& [id, block] : shipped().blocks()) {
    for (const auto& field : block.fields) {
      fields[{id, field.id}] = &field;
    }
  }
  return fields;
}

Value example_of(const FieldSpec& field) {
  return {field.id, field.label, 1, field.example, {field.example}, {}, true, field.list};
}

// A letter's rows of a form, or of a block, with nothing but this field in it.
std::string shown(const Key& key, const FieldSpec& field) {
  Form form;
  if (shipped().block(key.first) != nullptr) {
    form.blocks.push_back({key.first, 1, 1, {example_of(field)}});
    return aligned_blocks(form, shipped());
  }
  for (const auto* which : shipped().all()) {
    for (const auto& one : which->fields) {
      if (&one == &field) {
        form.name = which->name;
      }
    }
  }
  form.fields.push_back(example_of(field));
  return aligned(form, shipped(), {});
}

}  // namespace

TEST_CASE("the page of fields names every field of the shipped forms, and no other") {
  const auto rows = page();
  const auto fields = defined();
  CHECK(fields.size() > 250);
  for (const auto& [key, field] : fields) {
    INFO(key.first << " " << key.second);
    CHECK(rows.count(key) == 1);
  }
  for (const auto& [key, read_by] : rows) {
    INFO(key.first << " " << key.second);
    CHECK(fields.count(key) == 1);
  }
}

TEST_CASE("each field is read where its row says, or shown to people under its label") {
  const auto fields = defined();
  for (const auto& [key, read_by] : page()) {
    const auto field = fields.find(key);
    if (field == fields.end()) {
      continue;
    }
    INFO(key.first << " " << key.second << ": " << read_by);
    if (read_by == "shown") {
      CHECK(shown(key, *field->second).find(field->second->label + ":") != std::string::npos);
    } else if (key.second == "template") {
      CHECK(source_text(read_by).find("named_form") != std::string::npos);
    } else {
      CHECK(names(source_text(read_by), key.second));
    }
  }
}

// What only people read promises nothing that the gateway would have to do.
TEST_CASE("the help of a field that is only shown promises nothing") {
  const auto fields = defined();
  for (const auto& [key, read_by] : page()) {
    const auto field = fields.find(key);
    if (read_by != "shown" || field == fields.end()) {
      continue;
    }
    const auto& help = field->second->help;
    INFO(key.first << " " << key.second << ": " << help);
    for (const auto* promise : {"gets a copy", "get a copy", "closes", "is erased", "is sent to",
                                "by itself", "goes to", "will be"}) {
      const bool told = help.starts_with("Shown to");
      CHECK((told || help.find(promise) == std::string::npos));
    }
  }
}
