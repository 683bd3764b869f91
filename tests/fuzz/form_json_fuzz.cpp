#include <cstdlib>

#include "templates/fault.hpp"
#include "templates/reading/reader.hpp"
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

}  // namespace

// What strangers send in as JSON, and what a damaged store would give back.
void form_json_target(std::string_view input) {
  ReadOptions options;
  options.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 24);
  const auto form = read_json_form(input, forms(), options);
  for (const auto& problem : form.problems) {
    if (problem.line != 0) std::abort();
  }
  if (!form.name.empty()) {
    const auto json = to_json(form);
    if (to_json(from_json(json)) != json) std::abort();
    if (!disagreements(form, form).empty()) std::abort();
  }
  try {
    from_json(input);
  } catch (const Fault&) {
    // A damaged form is told, not thrown as anything else.
  }
}

}  // namespace pouch::fuzz

#ifdef POUCH_FUZZ_ENTRY
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  pouch::fuzz::form_json_target({reinterpret_cast<const char*>(data), size});
  return 0;
}
#endif
