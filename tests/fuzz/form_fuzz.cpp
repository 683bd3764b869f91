#include <cstdlib>

#include "templates/reading/reader.hpp"
#include "templates/reading/scanner.hpp"
#include "templates/replies/written.hpp"
#include "templates/showing/render.hpp"
#include "tests/fuzz/targets.hpp"

namespace pouch::fuzz {
namespace {

using namespace templates;

const TemplateSet& forms() {
  static const auto set = [] {
    std::vector<LoadFault> faults;
    auto loaded = TemplateSet::load({POUCH_FORMS}, faults);
    if (!faults.empty()) std::abort();
    return loaded;
  }();
  return set;
}

void check(const std::vector<Value>& values) {
  for (const auto& value : values) {
    if (value.id.empty() || value.values.empty()) std::abort();
    if (!value.numbers.empty() && value.numbers.size() != value.values.size()) std::abort();
  }
}

// A form keeps its bounds and comes back from the store as it went in.
void check(const Form& form) {
  if (form.problems.size() > 2 * kMostComplaints || form.warnings.size() > 2 * kMostComplaints ||
      form.unknown.size() > kMostUnknown + 1 || form.blocks.size() > kMostBlocks) {
    std::abort();
  }
  check(form.fields);
  for (const auto& block : form.blocks) check(block.fields);
  const auto json = to_json(form);
  if (to_json(from_json(json)) != json) std::abort();
  aligned(form, forms(), {});
  aligned_blocks(form, forms());
  search_feeds(form, forms());
}

void check_marks(std::string_view text, const Template& which, const Form& form,
                 const ReadOptions& options) {
  const auto plain = unmark(text);
  const auto marked = marked_up(plain, form.problems);
  if (unmark(marked) != unmark(plain)) std::abort();
  read_form(marked, which, forms(), options);
}

}  // namespace

void form_target(std::string_view input) {
  ReadOptions options;
  options.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 24);
  without_quotes(input);
  static const auto letter =
      "Reasons:\n" + fenced("0123abcd-1", "1. Who?\n\nReply kind: full\nAs of:\n");
  written(input, letter, {letter}, "0123abcd-1");
  // One template for each input: its own, or any.
  const auto all = forms().all();
  const auto* which = forms().find(recognise(input, forms(), options).name);
  which = which == nullptr ? all[input.size() % all.size()] : which;
  const auto form = read_form(input, *which, forms(), options);
  check(form);
  check_marks(input, *which, form, options);
  if (which->goes_to != "requester") return;
  options.is_reply = true;
  options.our_form = "Form: reply\nAnswers: SEL-2026-000001-17\nHandling: H0\n";
  check(read_form(input, *forms().find("reply"), forms(), options));
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::form_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
