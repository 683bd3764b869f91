#include "templates/form.hpp"

#include <algorithm>

#include "templates/conditions.hpp"
#include "templates/fold.hpp"
#include "templates/types.hpp"

namespace pouch::templates {
namespace {

// Numbers are compared without blanks and dashes; words as they are stored.
bool is_number(std::string_view search) {
  constexpr std::string_view kNumbers[] = {"plate", "vin", "phone", "document", "iban"};
  return std::find(std::begin(kNumbers), std::end(kNumbers), search) != std::end(kNumbers);
}

std::string search_of(const FieldSpec& field, const std::vector<Value>& values, const Form& form) {
  if (const auto* conditional = chosen(field.search_if, {values, form.blocks})) {
    return *conditional;
  }
  if (field.search.empty()) {
    return is_running_text(field.type) ? "text" : "none";
  }
  return field.search;
}

void feed(const std::vector<FieldSpec>& specs, const std::vector<Value>& values, const Form& form,
          std::vector<SearchFeed>& feeds) {
  for (const auto& field : specs) {
    const auto* value = find_value(values, field.id);
    if (value == nullptr) {
      continue;
    }
    const auto search = search_of(field, values, form);
    if (search == "none") {
      continue;
    }
    for (const auto& item : value->values) {
      const auto& text = value->values.size() == 1 && value->numbers.empty() ? value->raw : item;
      feeds.push_back({search, text, is_number(search) ? compact(item) : item});
    }
  }
}

}  // namespace

const Value* Block::find(std::string_view id) const { return find_value(fields, id); }
const Value* Form::find(std::string_view id) const { return find_value(fields, id); }

std::string_view Form::text(std::string_view id) const {
  const auto* value = find(id);
  return value == nullptr || value->values.empty() ? std::string_view() : value->values.front();
}

std::vector<std::string> Form::list(std::string_view id) const {
  const auto* value = find(id);
  return value == nullptr ? std::vector<std::string>() : value->values;
}

bool Form::yes(std::string_view id) const { return text(id) == "yes"; }

std::vector<SearchFeed> search_feeds(const Form& form, const TemplateSet& set) {
  std::vector<SearchFeed> feeds;
  if (const auto* which = set.find(form.name)) {
    feed(which->fields, form.fields, form, feeds);
  }
  for (const auto& block : form.blocks) {
    if (const auto* spec = set.block(block.kind)) {
      feed(spec->fields, block.fields, form, feeds);
    }
  }
  if (!form.free_text.empty()) {
    feeds.push_back({"text", form.free_text, form.free_text});
  }
  return feeds;
}

}  // namespace pouch::templates
