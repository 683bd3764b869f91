#include "templates/types/form.hpp"

#include <algorithm>

#include "templates/text/fold.hpp"
#include "templates/types/conditions.hpp"
#include "templates/types/numbers.hpp"

namespace pouch::templates {
namespace {

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
      if (!is_number(search)) {
        feeds.push_back({search, text, item, field.id});
        continue;
      }
      for (const auto& number : numbers_in(item, search)) {
        const bool whole = number == item;
        feeds.push_back({search, whole ? text : number, compact(number), field.id});
      }
    }
  }
}

std::string_view first_value(const Value* value) {
  return value == nullptr || value->values.empty() ? std::string_view() : value->values.front();
}

}  // namespace

const Value* Block::find(std::string_view id) const { return find_value(fields, id); }
const Value* Form::find(std::string_view id) const { return find_value(fields, id); }

std::string_view Block::text(std::string_view id) const { return first_value(find(id)); }
std::string_view Form::text(std::string_view id) const { return first_value(find(id)); }

std::vector<std::string> Form::list(std::string_view id) const {
  const auto* value = find(id);
  return value == nullptr ? std::vector<std::string>() : value->values;
}

bool Form::yes(std::string_view id) const { return text(id) == "yes"; }

std::vector<SearchFeed> search_feeds(const Block& block, const Form& form, const TemplateSet& set) {
  std::vector<SearchFeed> feeds;
  if (const auto* spec = set.block(block.kind)) {
    feed(spec->fields, block.fields, form, feeds);
  }
  return feeds;
}

std::vector<SearchFeed> search_feeds(const Form& form, const TemplateSet& set) {
  std::vector<SearchFeed> feeds;
  if (const auto* which = set.find(form.name)) {
    feed(which->fields, form.fields, form, feeds);
  }
  for (const auto& block : form.blocks) {
    const auto fed = search_feeds(block, form, set);
    feeds.insert(feeds.end(), fed.begin(), fed.end());
  }
  for (const auto* text : {&form.words, &form.free_text}) {
    if (!text->empty()) {
      feeds.push_back({"text", *text, *text});
    }
  }
  return feeds;
}

}  // namespace pouch::templates
